//! Questions as one grouped query, so that only cells leave a database, never a row.
//!
//! Each column that a question names is cut into classes by what the questions' tests say of it, one digit a test; rows
//! are grouped by their classes; and what comes back are the cells from which the engine answers. Where a cell of the
//! table cannot be read, or a column is of a kind that SQL cannot read as kpi does, there is no such query, and the
//! rows are read.

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

/// A table of a database, whose columns fit those of the dataset.
#[derive(Debug, Clone)]
pub struct Table {
    /// As SQL names it.
    pub from: String,
    pub held: IndexMap<String, Held>,
    /// How small letters are made, where the database can do it as kpi does: `lower(` and what stands behind the text.
    pub lower: Option<String>,
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
    fn held(&self, column: &Column) -> Option<(&str, &Held)> {
        let names: Vec<String> = self.held.keys().cloned().collect();
        self.held.get_index(header::place(column, &names)?).map(|(name, held)| (name.as_str(), held))
    }

    fn trimmed(&self, text: &str) -> String {
        format!("btrim({text}, {BLANK})")
    }

    /// Nothing where SQL cannot read the column as kpi does.
    fn read(&self, index: usize, column: &Column) -> Option<Read> {
        let (name, held) = self.held(column)?;
        let cell = quoted(name);
        let lower = self.lower.as_deref()?;
        let folded = format!("lower({}{lower})", self.trimmed(&format!("{cell}::text")));
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
            (ColumnType::OneOf(codes), Family::Whole) => {
                let codes = list(&mut codes.iter().map(|code| fold(code)));
                (text.clone(), format!("{text} NOT IN ({codes})"), 0)
            }
            (ColumnType::Number(unit), Family::Whole | Family::Number) => {
                let float = held.name.starts_with("float");
                let value = if float { format!("{cell}::text::numeric") } else { format!("{cell}::numeric") };
                let unread = format!("{cell}::text IN ('NaN', 'Infinity', '-Infinity')");
                (value, unread, if matches!(unit, Unit::Percent | Unit::Points) { 2 } else { 0 })
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
            _ => return None,
        };
        let is_text = matches!(column.holds, ColumnType::Text | ColumnType::OneOf(_));
        let empty = match &column.empty {
            Some(EmptyCell::Default(default)) if is_text => literal(&fold(default)),
            Some(EmptyCell::Default(_)) => return None,
            _ => "NULL".to_owned(),
        };
        let mut cases = format!(" WHEN {cell} IS NULL THEN {empty}");
        if held.family == Family::Open {
            cases.push_str(&format!(" WHEN {text} = '' THEN {empty}"));
        }
        if words != "NULL" {
            cases.insert_str(0, &format!(" WHEN {text} IN ({words}) THEN NULL"));
            unread = format!("{text} NOT IN ({words}) AND ({unread})");
        }
        let unread = format!("coalesce({unread}, false)");
        let once = if cases.contains(&text) || value.contains(&text) || unread.contains(&text) {
            Some((text, folded))
        } else {
            None
        };
        Some(Read { value: format!("CASE{cases} WHEN {unread} THEN NULL ELSE {value} END"), unread, once, shift })
    }

    /// The query, and by how much the numbers of each column are shifted. Each of its rows is a kind and texts:
    /// - `cells`: a class for each tested column in order, how many records, then for each measured column how many
    ///   values, their sum, the least and the greatest, and at last in how many cells something could not be read;
    /// - `values I`: the same classes, a value of column I, how often;
    /// - `distinct N`: how many different values there are under each condition, of the columns at place N of those asked.
    pub fn query(&self, dataset: &Dataset, asked: &Asked) -> Option<(String, IndexMap<usize, u32>)> {
        let mut used: IndexSet<usize> = asked.tests.keys().copied().collect();
        used.extend(asked.measured.iter().chain(&asked.kept).chain(asked.distinct.keys().flatten()).copied());
        // The words for figures that are not told would each have to be counted apart.
        let hides = |index: &usize| dataset.columns.get(*index).is_some_and(Column::may_hide_figures);
        if asked.measured.iter().chain(&asked.kept).any(hides) {
            return None;
        }
        used.sort_unstable();
        let mut columns = Vec::with_capacity(used.len() * 2);
        let mut shifts = IndexMap::new();
        let mut unread = Vec::with_capacity(used.len());
        let mut once = Vec::new();
        for index in &used {
            let read = self.read(*index, dataset.columns.get(*index)?)?;
            columns.push(format!("{} AS v{index}", read.value));
            unread.push(read.unread);
            shifts.insert(*index, read.shift);
            once.extend(read.once.map(|(name, text)| format!(", {text} AS {name}")));
        }
        columns.push(if unread.is_empty() { "false".to_owned() } else { unread.join(" OR ") } + " AS unread");

        // A row that is empty in every column of the dataset is no record.
        let mut filled = Vec::with_capacity(dataset.columns.len());
        for column in &dataset.columns {
            let (name, held) = self.held(column)?;
            let cell = quoted(name);
            filled.push(match held.family {
                Family::Open => format!("{} <> ''", self.trimmed(&format!("{cell}::text"))),
                _ => format!("{cell} IS NOT NULL"),
            });
        }
        // `OFFSET 0` keeps the planner from working the same texts out again wherever they are named.
        let rows = format!(
            "SELECT {} FROM (SELECT *{} FROM {} OFFSET 0) AS s WHERE {} OFFSET 0",
            columns.join(", "),
            once.concat(),
            self.from,
            filled.join(" OR ")
        );

        let mut classes = Vec::with_capacity(asked.tests.len());
        for (index, tests) in &asked.tests {
            let shift = *shifts.get(index)?;
            let digits: Vec<String> = tests
                .iter()
                .map(|test| {
                    Some(format!("CASE WHEN {} THEN '1' ELSE '0' END", holds(test, &|_| Some((*index, shift)))?))
                })
                .collect::<Option<_>>()?;
            classes.push(digits.join(" || "));
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

        let mut cell: Vec<String> = named.clone();
        cell.push("count(*)::text".to_owned());
        let mut inner = vec!["unread".to_owned()];
        for index in &asked.measured {
            inner.push(format!("v{index}"));
            cell.extend(["count", "sum", "min", "max"].map(|measure| format!("{measure}(v{index})::text")));
        }
        cell.push("count(*) FILTER (WHERE unread)::text".to_owned());
        let mut parts =
            vec![format!("SELECT 'cells', ARRAY[{}] FROM {}{}", cell.join(", "), with(&inner.join(", ")), group(&[]))];
        for index in &asked.kept {
            let value = format!("v{index}");
            let cell: Vec<String> =
                named.iter().cloned().chain([format!("{value}::text"), "count(*)::text".to_owned()]).collect();
            let of = with(&value);
            let by = group(std::slice::from_ref(&value));
            parts.push(format!(
                "SELECT 'values {index}', ARRAY[{}] FROM {of} WHERE {value} IS NOT NULL{by}",
                cell.join(", ")
            ));
        }
        let place = |name: &str| {
            let index = dataset.columns.iter().position(|column| column.name == name)?;
            Some((index, *shifts.get(&index)?))
        };
        for (at, (columns, conditions)) in asked.distinct.iter().enumerate() {
            let (mut marks, mut counts) = (Vec::new(), Vec::new());
            for (place_of, condition) in conditions.iter().enumerate() {
                marks.push(format!("bool_or({}) AS m{place_of}", holds(condition, &place)?));
                counts.push(format!("count(*) FILTER (WHERE m{place_of})::text"));
            }
            let values: Vec<String> = columns.iter().map(|column| format!("v{column}")).collect();
            let there: Vec<String> = values.iter().map(|value| format!("{value} IS NOT NULL")).collect();
            parts.push(format!(
                "SELECT 'distinct {at}', ARRAY[{}] FROM (SELECT {} FROM r WHERE {} GROUP BY {}) AS d",
                counts.join(", "),
                marks.join(", "),
                there.join(" AND "),
                values.join(", ")
            ));
        }
        Some((format!("WITH r AS ({rows}) {}", parts.join(" UNION ALL ")), shifts))
    }
}

/// A condition as SQL: true or false, never NULL. `place` finds a column among the declared ones, and the shift of its
/// numbers.
fn holds(filter: &Filter, place: &dyn Fn(&str) -> Option<(usize, u32)>) -> Option<String> {
    let joined = |parts: &[Filter], word: &str, none: &str| {
        let parts: Option<Vec<String>> = parts.iter().map(|part| holds(part, place)).collect();
        parts.map(|parts| if parts.is_empty() { none.to_owned() } else { format!("({})", parts.join(word)) })
    };
    match filter {
        Filter::All => Some("true".to_owned()),
        Filter::And(parts) => joined(parts, " AND ", "true"),
        Filter::Or(parts) => joined(parts, " OR ", "false"),
        Filter::Not(inner) => Some(format!("(NOT {})", holds(inner, place)?)),
        Filter::Empty { column } => place(column).map(|(index, _)| format!("(v{index} IS NULL)")),
        Filter::Compare { column, op, value } => {
            let (index, shift) = place(column)?;
            compared(index, shift, *op, value).map(|test| format!("coalesce({test}, false)"))
        }
        Filter::In { column, values } => {
            let (index, shift) = place(column)?;
            let tests: Option<Vec<String>> =
                values.iter().map(|value| compared(index, shift, Compare::Equal, value)).collect();
            let tests = tests?;
            Some(if tests.is_empty() { "false".to_owned() } else { format!("coalesce({}, false)", tests.join(" OR ")) })
        }
        Filter::Between { column, first, last } => {
            let (index, _) = place(column)?;
            Some(format!("coalesce(v{index} BETWEEN DATE '{first}' AND DATE '{last}', false)"))
        }
    }
}

fn compared(index: usize, shift: u32, op: Compare, value: &Scalar) -> Option<String> {
    let sign = if op == Compare::NotEqual { "<>" } else { op.sign() };
    Some(match value {
        Scalar::Text(text) => {
            let text = literal(&fold(text));
            match op {
                Compare::Equal | Compare::NotEqual => format!("v{index} {sign} {text}"),
                // By their bytes, as kpi orders texts, whatever the order of the database is.
                _ => format!("convert_to(v{index}, 'UTF8') {sign} convert_to({text}, 'UTF8')"),
            }
        }
        Scalar::Number(number) => {
            // As a fraction, because not every number of a rule is a decimal.
            let number = number.mul(&Exact::from(10i64.checked_pow(shift)?)).ok()?.to_string();
            let (top, bottom) = number.split_once('/').unwrap_or((&number, "1"));
            format!("v{index} * {bottom} {sign} {top}")
        }
        Scalar::Date(day) => format!("v{index} {sign} DATE '{day}'"),
        Scalar::YesNo(truth) => format!("v{index} {sign} {truth}"),
        Scalar::Period(_) => return None,
    })
}
