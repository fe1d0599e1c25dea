//! Answers over a table that stays in its database: the cells come from there.

use super::amounts::{Amounts, Numbers, Tally};
use super::atoms::{Atoms, Schema};
use super::cells::Cells;
use super::classes::{Class, Classes};
use super::combine::{Found, Question};
use super::gather::Gathering;
use super::median::Values;
use super::plan::Truths;
use super::{describe, failed, funnel};
use crate::DataError;
use crate::columns::Kind;
use crate::decimal::Decimal;
use crate::load::Table;
use crate::passes::{Counting, Different, Group, Log, Stage, Way};
use crate::sql::{Asked, Distant};
use arrow::datatypes::i256;
use indexmap::{IndexMap, IndexSet};
use kpi_core::facts::{Aggregate, Answer, Measure};

/// A row of the query's result: what kind of row it is, and its texts.
pub type Row = (String, Vec<Option<String>>);

/// Each question with its answer.
pub type Answers<'a> = Vec<(&'a Aggregate, Answer)>;

/// The answers, from one grouped query that `run` puts to the database; `None` where the rows have to be read: SQL
/// cannot read a column that is asked about as kpi does, or there are cells that cannot be read.
pub fn answer<'a, E>(
    table: &Table,
    distant: &Distant,
    asked: &[&'a Aggregate],
    log: &Log,
    run: impl FnOnce(&str) -> Result<Vec<Row>, E>,
) -> Result<Option<Answers<'a>>, Failure<E>> {
    let kinds = Kind::of(&table.schema);
    let schema = Schema { dataset: &table.schema, kinds: &kinds };
    let mut atoms = Atoms::default();
    let mut questions = Vec::with_capacity(asked.len());
    for aggregate in asked {
        let test = schema.test(&aggregate.filter, &mut atoms)?;
        questions.push(Question::new(aggregate, test, schema)?);
    }
    let mut wanted = Asked { tests: atoms.columns, ..Asked::default() };
    // For each question the place of its condition among those of its column.
    let mut conditions: Vec<usize> = Vec::with_capacity(questions.len());
    for question in &questions {
        conditions.push(0);
        if matches!(question.aggregate.measure, Measure::CountDistinct(_)) {
            let list = wanted.distinct.entry(question.measured.clone()).or_default();
            if let Some(last) = conditions.last_mut() {
                *last = list.len();
            }
            list.push(question.aggregate.filter.clone());
            continue;
        }
        if question.aggregate.measure.share().is_some() {
            wanted.kept.extend(&question.measured);
        }
        wanted.measured.extend(&question.measured);
    }
    let Some((query, shifts)) = distant.table.query(&table.schema, &wanted) else { return Ok(None) };
    let rows = log.timed(Stage::Query, &table.schema.name, || run(&query)).map_err(Failure::Database)?;
    let Some(gathered) = gather(&rows, &wanted, &shifts)? else { return Ok(None) };
    log.pass(|| {
        let count = gathered.found.cells.count.iter().sum();
        super::pass(table, asked, count, counting(schema, &wanted, &questions, &gathered, (query, rows.len())))
    });

    let columns: Vec<&Classes> = gathered.classes.iter().collect();
    let mut truths = Truths::new(&gathered.found.cells.classes, &columns);
    let mut answers = Vec::with_capacity(questions.len());
    for (question, condition) in questions.iter().zip(conditions) {
        let distinct = if matches!(question.aggregate.measure, Measure::CountDistinct(_)) {
            let place = wanted.distinct.get_index_of(&question.measured);
            let counts = place.and_then(|place| gathered.distinct.get(&place)?.get(condition));
            Some(*counts.ok_or_else(|| failed("the database gave no count of different values"))?)
        } else {
            None
        };
        let found = Found {
            schema,
            table,
            found: &gathered.found,
            holds: truths.of(&question.test),
            funnel: funnel(question, &gathered.found, &mut truths),
            distinct,
        };
        answers.push((question.aggregate, found.answer(question)));
    }
    Ok(Some(answers))
}

/// How the database went about it: all questions share its cells.
fn counting(
    schema: Schema<'_>,
    asked: &Asked,
    questions: &[Question<'_>],
    gathered: &Gathered,
    (statement, rows): (String, usize),
) -> Counting {
    let atoms = Atoms { columns: asked.tests.clone() };
    let found = |column: usize| {
        let classes = gathered.classes.iter().find(|classes| classes.column == column);
        classes.map_or(1, Classes::count)
    };
    let before = super::plan::classes(schema, &atoms);
    let estimate = |column: usize| before.get(&column).map_or(1, Classes::count);
    let combinations = describe::whole(super::cubes::combinations(asked.tests.keys(), &estimate));
    let distinct = asked.distinct.iter().map(|(columns, conditions)| Different {
        columns: describe::names(schema, columns.iter().copied()),
        conditions: conditions.len(),
        values: None,
    });
    let group = Group {
        questions: questions.len(),
        columns: describe::names(schema, asked.tests.keys().copied()),
        combinations,
        cells: gathered.found.cells.count.len(),
        measured: describe::names(schema, describe::added_up(questions.iter())),
        kept: gathered.found.values.iter().map(|(c, values)| (describe::name(schema, *c), values.count())).collect(),
        distinct: distinct.collect(),
    };
    Counting {
        way: Way::Pushed { statement, rows },
        questions: questions.len(),
        cuts: describe::cuts(schema, &atoms, &found),
        combinations,
        groups: vec![group],
    }
}

/// Why there is no answer.
pub enum Failure<E> {
    Asked(DataError),
    Database(E),
}

impl<E> From<DataError> for Failure<E> {
    fn from(error: DataError) -> Self {
        Self::Asked(error)
    }
}

struct Gathered {
    found: Gathering,
    classes: Vec<Classes>,
    /// By their place among what is asked.
    distinct: IndexMap<usize, Vec<u64>>,
}

/// A column's sums and extremes in one cell, as they were sent.
struct Sums {
    column: usize,
    cell: usize,
    count: u64,
    numbers: [Option<Decimal>; 3],
}

fn gather(rows: &[Row], asked: &Asked, shifts: &IndexMap<usize, u32>) -> Result<Option<Gathered>, DataError> {
    let mut outcomes: Vec<IndexSet<Vec<Option<bool>>>> = asked.tests.values().map(|_| IndexSet::new()).collect();
    let mut places: IndexMap<Vec<Class>, usize> = IndexMap::new();
    let mut count: Vec<u64> = Vec::new();
    let mut sums: Vec<Sums> = Vec::new();
    let mut values: IndexMap<usize, Vec<(usize, Decimal, u64)>> = IndexMap::new();
    let mut distinct = IndexMap::new();
    for (kind, texts) in rows {
        let mut texts = texts.iter().map(Option::as_deref);
        let (kind, column) = match kind.split_once(' ') {
            Some((kind, column)) => (kind, column.parse::<usize>().ok()),
            None => (kind.as_str(), None),
        };
        if kind == "distinct" {
            let counts = texts.map(whole).collect::<Result<Vec<u64>, _>>()?;
            distinct.insert(column.ok_or_else(odd)?, counts);
            continue;
        }
        let mut classes = Vec::with_capacity(outcomes.len());
        for outcomes in &mut outcomes {
            let digits = texts.next().flatten().ok_or_else(odd)?;
            let (class, _) = outcomes.insert_full(digits.bytes().map(|digit| Some(digit == b'1')).collect());
            classes.push(Class::try_from(class).map_err(failed)?);
        }
        let known = places.len();
        let cell = *places.entry(classes).or_insert(known);
        count.resize(places.len(), 0);
        if kind == "values" {
            let column = column.ok_or_else(odd)?;
            let value = number(texts.next().flatten(), shifts.get(&column))?;
            let often = whole(texts.next().flatten())?;
            match value {
                Some(value) => values.entry(column).or_default().push((cell, value, often)),
                None => return Ok(None),
            }
            continue;
        }
        let records = whole(texts.next().flatten())?;
        if let Some(count) = count.get_mut(cell) {
            *count = records;
        }
        for column in &asked.measured {
            let there = whole(texts.next().flatten())?;
            let mut numbers = [None; 3];
            for place in &mut numbers {
                let text = texts.next().flatten();
                if there > 0 {
                    *place = number(text, shifts.get(column))?;
                    if place.is_none() {
                        return Ok(None);
                    }
                }
            }
            sums.push(Sums { column: *column, cell, count: there, numbers });
        }
        if whole(texts.next().flatten())? > 0 {
            return Ok(None);
        }
    }
    let size = count.len();
    let mut amounts = IndexMap::new();
    for column in &asked.measured {
        let of = || sums.iter().filter(|sums| sums.column == *column);
        let scale = of().flat_map(|sums| &sums.numbers).flatten().map(|number| number.scale).max().unwrap_or(0);
        let mut tallies = vec![Tally { count: 0, sum: i256::ZERO, least: i256::ZERO, greatest: i256::ZERO }; size];
        for sums in of() {
            let [Some(sum), Some(least), Some(greatest)] = sums.numbers.map(|number| scaled(number?, scale)) else {
                continue;
            };
            if let Some(tally) = tallies.get_mut(sums.cell) {
                *tally = Tally { count: sums.count, sum, least, greatest };
            }
        }
        amounts.insert(*column, Amounts { scale, numbers: Numbers::Wide(tallies), ..Amounts::default() });
    }
    let mut kept = IndexMap::new();
    for (column, found) in values {
        let scale = found.iter().map(|(_, number, _)| number.scale).max().unwrap_or(0);
        let mut cells: Vec<Vec<i256>> = vec![Vec::new(); size];
        for (cell, number, often) in found {
            let value = scaled(number, scale).ok_or_else(odd)?;
            let often = usize::try_from(often).map_err(failed)?;
            if let Some(cell) = cells.get_mut(cell) {
                cell.extend(std::iter::repeat_n(value, often));
            }
        }
        kept.insert(column, Values::of(scale, cells));
    }
    let cells = Cells::counted(places.into_keys().collect(), count);
    let found = Gathering { cells, amounts, values: kept, distinct: IndexMap::new() };
    let columns = asked.tests.keys().copied().zip(outcomes);
    let classes = columns.map(|(column, outcomes)| Classes::of(column, outcomes)).collect();
    Ok(Some(Gathered { found, classes, distinct }))
}

fn odd() -> DataError {
    failed("the database answered something else than was asked")
}

fn whole(text: Option<&str>) -> Result<u64, DataError> {
    text.and_then(|text| text.parse().ok()).ok_or_else(odd)
}

/// A number as the database wrote it, with its point moved; `None` where it has too many digits.
fn number(text: Option<&str>, shift: Option<&u32>) -> Result<Option<Decimal>, DataError> {
    let text = text.ok_or_else(odd)?;
    let moved = crate::decimal::shift(text, -i32::try_from(shift.copied().unwrap_or(0)).map_err(failed)?);
    Ok(moved.parse().ok().as_ref().and_then(Decimal::of))
}

fn scaled(number: Decimal, scale: u8) -> Option<i256> {
    let power = i256::from_i128(10).checked_pow(u32::from(scale.checked_sub(number.scale)?))?;
    i256::from_i128(number.mantissa).checked_mul(power)
}
