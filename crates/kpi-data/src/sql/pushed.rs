//! Questions as one grouped query, so that only cells leave a database, never a row.
//!
//! Each column that a question names is cut into classes by what the questions' tests say of it, one bit a test; rows
//! are grouped by their classes; and what comes back are the cells from which the engine answers. Where a cell of the
//! table cannot be read, or a column is of a kind that SQL cannot read as kpi does, there is no such query, and the
//! rows are read. What engines write each in their own way is in [`Dialect`].

use super::dialect::Dialect;
use super::types::{Family, Held};
use super::{literal, quoted};
use crate::conform::{SPREADSHEET_ERRORS, fold};
use crate::header;
use indexmap::{IndexMap, IndexSet};
use kpi_core::facts::{Compare, Filter, Scalar};
use kpi_core::schema::{Column, ColumnType, Dataset, EmptyCell};
use kpi_core::{Exact, Unit};

/// White space as Unicode has it, which a trimmed text does not begin or end with.
const BLANK: &str = "E' \\t\\n\\u000b\\f\\r\\u0085\\u00a0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006\\u2007\
                     \\u2008\\u2009\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'";

/// The tests whose outcomes are the bits of one whole number.
pub const BITS: usize = 62;

/// Why questions cannot be put as a query.
pub type Unasked = String;

/// A table whose columns fit those of the dataset.
#[derive(Debug, Clone)]
pub struct Table {
    /// As SQL names it.
    pub from: String,
    pub held: IndexMap<String, Held>,
    pub dialect: Dialect,
    /// How many rows there are, where that is known: an answer about fewer or more of them is none.
    pub rows: Option<u64>,
}

/// What is put to the engine, and how what comes back is understood.
#[derive(Debug)]
pub struct Query {
    /// The rows as the parts read them.
    rows: String,
    parts: Vec<String>,
    /// By how much the numbers of each column are shifted.
    pub shifts: IndexMap<usize, u32>,
}

impl Query {
    /// As one statement.
    pub fn whole(&self) -> String {
        format!("WITH r AS ({}) {}", self.rows, self.parts.join(" UNION ALL "))
    }

    /// As a statement for each kind of row.
    pub fn apart(&self) -> Vec<String> {
        self.parts.iter().map(|part| format!("WITH r AS ({}) {part}", self.rows)).collect()
    }
}

/// What is asked of the columns, by their places among the declared ones.
#[derive(Debug, Default)]
pub struct Asked {
    /// The tests made of each column.
    pub tests: IndexMap<usize, IndexSet<Filter>>,
    /// The columns whose numbers are added up and compared.
    pub measured: IndexSet<usize>,
    /// The columns whose values are wanted one by one, for the middle one or the like.
    pub kept: IndexSet<usize>,
    /// For one column, or several together, the conditions under which their different values are counted.
    pub distinct: IndexMap<Vec<usize>, Vec<Filter>>,
}

/// One column as the query reads it.
struct Read {
    /// Its value: a folded text, a number as it is written, a day, or true and false.
    value: String,
    /// Where its cell cannot be read.
    unread: String,
    /// What is worked out once a row: a name, and what it stands for.
    once: Option<(String, String)>,
    /// Powers of ten between a number as it is written and what it means.
    shift: u32,
}

impl Table {
    fn held(&self, column: &Column) -> Result<(&str, &Held), Unasked> {
        let names: Vec<String> = self.held.keys().cloned().collect();
        let found = header::place(column, &names).and_then(|place| self.held.get_index(place));
        let (name, held) = found.ok_or_else(|| format!("there is no column \"{}\"", header::called(column)))?;
        Ok((name.as_str(), held))
    }

    fn trimmed(&self, text: &str) -> String {
        format!("btrim({text}, {BLANK})")
    }

    /// Nothing where SQL cannot read the column as kpi does.
    fn read(&self, index: usize, column: &Column) -> Result<Read, Unasked> {
        let (name, held) = self.held(column)?;
        let cell = quoted(name);
        let written = format!("{cell}::text");
        let folded =
            if held.family == Family::Whole { written } else { self.dialect.lower(&self.trimmed(&written))? };
        let text = format!("\"kpi {index}\"");
        let list = |texts: &mut dyn Iterator<Item = String>| {
            let texts: Vec<String> = texts.map(|text| literal(&text)).collect();
            if texts.is_empty() { "NULL".to_owned() } else { texts.join(", ") }
        };
        let words = list(&mut column.missing_words.iter().map(|(word, _)| fold(word)));
        let (value, mut unread, shift) = match (&column.holds, held.family) {
            (ColumnType::Text | ColumnType::OneOf(_), Family::Open) => {
                let mut unread =
                    format!("{text} IN ({})", list(&mut SPREADSHEET_ERRORS.iter().map(|error| fold(error))));
                if let ColumnType::OneOf(codes) = &column.holds {
                    let codes = list(&mut codes.iter().map(|code| fold(code)));
                    unread = format!("{text} <> '' AND {text} NOT IN ({codes})");
                }
                (text.clone(), unread, 0)
            }
            (ColumnType::Text, Family::Whole) => (text.clone(), "false".to_owned(), 0),
            (ColumnType::OneOf(codes), Family::Whole) => {
                let codes = list(&mut codes.iter().map(|code| fold(code)));
                (text.clone(), format!("{text} NOT IN ({codes})"), 0)
            }
            (ColumnType::Number(unit), Family::Whole | Family::Number) => {
                let number = self.dialect.number(&cell, held).map_err(|why| format!("`{}`: {why}", column.name))?;
                let unread = number.unread.unwrap_or_else(|| "false".to_owned());
                (number.value, unread, if matches!(unit, Unit::Percent | Unit::Points) { 2 } else { 0 })
            }
            (ColumnType::Date, Family::Date) => {
                let within = format!("{cell} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'");
                (cell.clone(), format!("NOT ({within})"), 0)
            }
            (ColumnType::YesNo, Family::YesNo) => (cell.clone(), "false".to_owned(), 0),
            (ColumnType::YesNo, Family::Whole) => (format!("{cell} = 1"), format!("{cell} NOT IN (0, 1)"), 0),
            (ColumnType::YesNo, Family::Open) => {
                let known = "'yes', 'true', 'y', '1', 'no', 'false', 'n', '0'";
                let value = format!("{text} IN ('yes', 'true', 'y', '1')");
                (value, format!("{text} <> '' AND {text} NOT IN ({known})"), 0)
            }
            _ => return Err(format!("`{}` cannot be read from type {} there", column.name, held.name)),
        };
        let is_text = matches!(column.holds, ColumnType::Text | ColumnType::OneOf(_));
        let empty = match &column.empty {
            Some(EmptyCell::Default(default)) if is_text => literal(&fold(default)),
            Some(EmptyCell::Default(_)) => {
                return Err(format!("`{}` says what an empty cell stands for", column.name));
            }
            _ => "NULL".to_owned(),
        };
        // Nothing comes of a cell that is NULL by itself.
        let mut cases = if empty == "NULL" { String::new() } else { format!(" WHEN {cell} IS NULL THEN {empty}") };
        if held.family == Family::Open {
            cases.push_str(&format!(" WHEN {text} = '' THEN {empty}"));
        }
        if words != "NULL" {
            cases.insert_str(0, &format!(" WHEN {text} IN ({words}) THEN NULL"));
            unread = format!("{text} NOT IN ({words}) AND ({unread})");
        }
        if unread != "false" {
            unread = format!("coalesce({unread}, false)");
            cases.push_str(&format!(" WHEN {unread} THEN NULL"));
        }
        let value = if cases.is_empty() { value } else { format!("CASE{cases} ELSE {value} END") };
        let once = if value.contains(&text) || unread.contains(&text) { Some((text, folded)) } else { None };
        Ok(Read { value, unread, once, shift })
    }

    /// The query. Each of its rows is a kind and texts:
    /// - `cells`: a class for each [`BITS`] tests of each column in order, a number with a bit for each of them, how many records, then for each measured column how many
    ///   values, their sum, the least and the greatest, for those whose different values are counted in how many records
    ///   they have any, and at last in how many cells something could not be read;
    /// - `values I`: the same classes, a value of column I, how often;
    /// - `distinct N`: in how many records the columns at place N of those asked have values, then how many different
    ///   ones there are under each condition.
    pub fn query(&self, dataset: &Dataset, asked: &Asked) -> Result<Query, Unasked> {
        let mut used: IndexSet<usize> = asked.tests.keys().copied().collect();
        used.extend(asked.measured.iter().chain(&asked.kept).chain(asked.distinct.keys().flatten()).copied());
        // The words for figures that are not told would each have to be counted apart.
        let column = |index: &usize| dataset.columns.get(*index);
        let hides =
            asked.measured.iter().chain(&asked.kept).filter_map(column).find(|column| column.may_hide_figures());
        if let Some(column) = hides {
            return Err(format!("`{}` has words for figures that are not told", column.name));
        }
        used.sort_unstable();
        let mut columns = Vec::with_capacity(used.len() * 2);
        let mut shifts = IndexMap::new();
        let mut unread = Vec::with_capacity(used.len());
        let mut once = Vec::new();
        for index in &used {
            let read = self.read(*index, dataset.columns.get(*index).ok_or("a column is not there")?)?;
            columns.push(format!("{} AS v{index}", read.value));
            if read.unread != "false" {
                unread.push(read.unread);
            }
            shifts.insert(*index, read.shift);
            once.extend(read.once.map(|(name, text)| format!(", {text} AS {name}")));
        }
        columns.push(if unread.is_empty() { "false".to_owned() } else { unread.join(" OR ") } + " AS unread");

        let mut filled = Vec::with_capacity(dataset.columns.len());
        if self.dialect.drops_empty_rows() {
            for column in &dataset.columns {
                let (name, held) = self.held(column)?;
                let cell = quoted(name);
                filled.push(match held.family {
                    Family::Open => format!("{} <> ''", self.trimmed(&format!("{cell}::text"))),
                    _ => format!("{cell} IS NOT NULL"),
                });
            }
        }
        let filled = if filled.is_empty() { String::new() } else { format!(" WHERE {}", filled.join(" OR ")) };
        let fence = self.dialect.fence();
        let rows = format!(
            "SELECT {} FROM (SELECT *{} FROM {}{fence}) AS s{filled}{fence}",
            columns.join(", "),
            once.concat(),
            self.from,
        );

        let mut classes = Vec::with_capacity(asked.tests.len());
        for (index, tests) in &asked.tests {
            let shift = *shifts.get(index).ok_or("a column is not there")?;
            let tests: Vec<&Filter> = tests.iter().collect();
            for tests in tests.chunks(BITS) {
                let bits: Vec<String> = tests
                    .iter()
                    .enumerate()
                    .map(|(bit, test)| {
                        let test = self.holds(test, &|_| Some((*index, shift)))?;
                        Ok(format!("CASE WHEN {test} THEN {} ELSE 0 END", 1u64 << bit))
                    })
                    .collect::<Result<_, Unasked>>()?;
                classes.push(bits.join(" + "));
            }
        }
        let named: Vec<String> = (0..classes.len()).map(|place| format!("k{place}")).collect();
        let classed: Vec<String> =
            classes.iter().zip(&named).map(|(class, name)| format!("{class} AS {name}")).collect();
        let group = |more: &[String]| {
            let all: Vec<String> = named.iter().chain(more).cloned().collect();
            if all.is_empty() { String::new() } else { format!(" GROUP BY {}", all.join(", ")) }
        };
        let with = |more: &str| {
            let all: Vec<&str> = classed.iter().map(String::as_str).chain([more]).collect();
            format!("(SELECT {} FROM r) AS c", all.join(", "))
        };

        let told: Vec<String> = named.iter().map(|class| format!("{class}::text")).collect();
        let mut cell: Vec<String> = told.clone();
        cell.push("count(*)::text".to_owned());
        let mut inner = vec!["unread".to_owned()];
        for index in &asked.measured {
            inner.push(format!("v{index}"));
            cell.extend(["count", "sum", "min", "max"].map(|measure| format!("{measure}(v{index})::text")));
        }
        let there = |columns: &[usize]| {
            columns.iter().map(|column| format!("v{column} IS NOT NULL")).collect::<Vec<_>>().join(" AND ")
        };
        let told_apart: IndexSet<usize> = asked.distinct.keys().flatten().copied().collect();
        inner.extend(told_apart.difference(&asked.measured).map(|index| format!("v{index}")));
        cell.extend(asked.distinct.keys().map(|of| format!("count(*) FILTER (WHERE {})::text", there(of))));
        cell.push("count(*) FILTER (WHERE unread)::text".to_owned());
        let mut parts =
            vec![format!("SELECT {} FROM {}{}", self.dialect.row("cells", &cell), with(&inner.join(", ")), group(&[]))];
        for index in &asked.kept {
            let value = format!("v{index}");
            let cell: Vec<String> =
                told.iter().cloned().chain([format!("{value}::text"), "count(*)::text".to_owned()]).collect();
            let of = with(&value);
            let by = group(std::slice::from_ref(&value));
            parts.push(format!(
                "SELECT {} FROM {of} WHERE {value} IS NOT NULL{by}",
                self.dialect.row(&format!("values {index}"), &cell)
            ));
        }
        let place = |name: &str| {
            let index = dataset.columns.iter().position(|column| column.name == name)?;
            Some((index, *shifts.get(&index)?))
        };
        for (at, (columns, conditions)) in asked.distinct.iter().enumerate() {
            let mut marks = vec!["count(*) AS n".to_owned()];
            let mut counts = vec!["coalesce(sum(n), 0)::text".to_owned()];
            for (place_of, condition) in conditions.iter().enumerate() {
                marks.push(format!("bool_or({}) AS m{place_of}", self.holds(condition, &place)?));
                counts.push(format!("count(*) FILTER (WHERE m{place_of})::text"));
            }
            let values: Vec<String> = columns.iter().map(|column| format!("v{column}")).collect();
            parts.push(format!(
                "SELECT {} FROM (SELECT {} FROM r WHERE {} GROUP BY {}) AS d",
                self.dialect.row(&format!("distinct {at}"), &counts),
                marks.join(", "),
                there(columns),
                values.join(", ")
            ));
        }
        Ok(Query { rows, parts, shifts })
    }

    /// A condition as SQL: true or false, never NULL. `place` finds a column among the declared ones, and the shift of its
    /// numbers.
    fn holds(&self, filter: &Filter, place: &dyn Fn(&str) -> Option<(usize, u32)>) -> Result<String, Unasked> {
        let given = place;
        let place = |column: &str| place(column).ok_or_else(|| format!("`{column}` is not there"));
        let joined = |parts: &[Filter], word: &str, none: &str| {
            let parts: Result<Vec<String>, Unasked> = parts.iter().map(|part| self.holds(part, given)).collect();
            parts.map(|parts| if parts.is_empty() { none.to_owned() } else { format!("({})", parts.join(word)) })
        };
        match filter {
            Filter::All => Ok("true".to_owned()),
            Filter::And(parts) => joined(parts, " AND ", "true"),
            Filter::Or(parts) => joined(parts, " OR ", "false"),
            Filter::Not(inner) => Ok(format!("(NOT {})", self.holds(inner, given)?)),
            Filter::Empty { column } => place(column).map(|(index, _)| format!("(v{index} IS NULL)")),
            Filter::Compare { column, op, value } => {
                let (index, shift) = place(column)?;
                self.compared(index, shift, *op, value).map(|test| format!("coalesce({test}, false)"))
            }
            Filter::In { column, values } => {
                let (index, shift) = place(column)?;
                let tests: Result<Vec<String>, Unasked> =
                    values.iter().map(|value| self.compared(index, shift, Compare::Equal, value)).collect();
                let tests = tests?;
                Ok(if tests.is_empty() {
                    "false".to_owned()
                } else {
                    format!("coalesce({}, false)", tests.join(" OR "))
                })
            }
            Filter::Between { column, first, last } => {
                let (index, _) = place(column)?;
                Ok(format!("coalesce(v{index} BETWEEN DATE '{first}' AND DATE '{last}', false)"))
            }
        }
    }

    fn compared(&self, index: usize, shift: u32, op: Compare, value: &Scalar) -> Result<String, Unasked> {
        let sign = if op == Compare::NotEqual { "<>" } else { op.sign() };
        Ok(match value {
            Scalar::Text(text) => {
                let text = literal(&fold(text));
                match op {
                    Compare::Equal | Compare::NotEqual => format!("v{index} {sign} {text}"),
                    // Whatever the order of the database is.
                    _ => format!("{} {sign} {}", self.dialect.bytes(&format!("v{index}")), self.dialect.bytes(&text)),
                }
            }
            Scalar::Number(number) => {
                // As a fraction, because not every number of a rule is a decimal.
                let power = Exact::from(10i64.checked_pow(shift).ok_or("a shift is too far")?);
                let number = number.mul(&power).map_err(|error| error.to_string())?.to_string();
                match number.split_once('/') {
                    Some((top, bottom)) => {
                        format!("v{index} * {} {sign} {}", self.dialect.whole(bottom)?, self.dialect.whole(top)?)
                    }
                    None => format!("v{index} {sign} {}", self.dialect.whole(&number)?),
                }
            }
            Scalar::Date(day) => format!("v{index} {sign} DATE '{day}'"),
            Scalar::YesNo(truth) => format!("v{index} {sign} {truth}"),
            Scalar::Period(_) => return Err("periods are not compared there".to_owned()),
        })
    }
}
