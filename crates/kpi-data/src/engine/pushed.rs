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
use crate::sql::{Asked, BITS, Distant, Query, Unasked};
use arrow::datatypes::i256;
use indexmap::{IndexMap, IndexSet};
use kpi_core::facts::{Aggregate, Answer, Measure};

/// A row of the query's result: what kind of row it is, and its texts.
pub type Row = (String, Vec<Option<String>>);

/// Each question with its answer.
pub type Answers<'a> = Vec<(&'a Aggregate, Answer)>;

/// The answers, from one grouped query that `run` puts to whoever has the rows.
pub fn answer<'a, E>(
    table: &Table,
    distant: &Distant,
    asked: &[&'a Aggregate],
    log: &Log,
    run: impl FnOnce(&Query) -> Result<Vec<Row>, E>,
) -> Result<Answers<'a>, Failure<E>> {
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
    let query = distant.table.query(&table.schema, &wanted).map_err(Failure::RowsNeeded)?;
    let rows = log.timed(Stage::Query, &table.schema.name, || run(&query)).map_err(Failure::Engine)?;
    let gathered = gather(&rows, &wanted, &query.shifts)?;
    let counted = gathered.found.cells.count.iter().sum();
    if let Some(of) = distant.table.rows.filter(|of| *of != counted) {
        return Err(Failure::Other { counted, of });
    }
    let by = distant.holder.kind();
    log.pass(|| {
        super::pass(table, asked, counted, counting(schema, &wanted, &questions, &gathered, by, (&query, rows.len())))
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
    Ok(answers)
}

/// How the database went about it: all questions share its cells.
fn counting(
    schema: Schema<'_>,
    asked: &Asked,
    questions: &[Question<'_>],
    gathered: &Gathered,
    by: &'static str,
    (query, rows): (&Query, usize),
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
        way: Way::Pushed { by, statement: query.whole(), rows },
        questions: questions.len(),
        cuts: describe::cuts(schema, &atoms, &found),
        combinations,
        groups: vec![group],
    }
}

/// Why there is no answer.
pub enum Failure<E> {
    Asked(DataError),
    /// Of whoever has the rows.
    Engine(E),
    /// It was not all rows that were counted, or some of them twice.
    Other {
        counted: u64,
        of: u64,
    },
    /// SQL cannot read a column that is asked about as kpi does, or there are cells that cannot be read.
    RowsNeeded(Unasked),
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

fn gather<E>(rows: &[Row], asked: &Asked, shifts: &IndexMap<usize, u32>) -> Result<Gathered, Failure<E>> {
    let too_long = || Failure::RowsNeeded("a number has more digits than can be sent".to_owned());
    let mut outcomes: Vec<IndexSet<Vec<Option<bool>>>> = asked.tests.values().map(|_| IndexSet::new()).collect();
    let mut places: IndexMap<Vec<Class>, usize> = IndexMap::new();
    let mut count: Vec<u64> = Vec::new();
    let mut sums: Vec<Sums> = Vec::new();
    let mut values: IndexMap<usize, Vec<(usize, Decimal, u64)>> = IndexMap::new();
    let mut distinct: IndexMap<usize, Vec<u64>> = IndexMap::new();
    // By the places of the columns whose different values are counted, in how many records they have any.
    let mut together: IndexMap<usize, u64> = IndexMap::new();
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
        for (outcomes, tests) in outcomes.iter_mut().zip(asked.tests.values()) {
            let mut held = Vec::with_capacity(tests.len());
            while held.len() < tests.len() {
                let bits = whole(texts.next().flatten())?;
                let more = tests.len().saturating_sub(held.len()).min(BITS);
                held.extend((0..more).map(|bit| Some(bits >> bit & 1 == 1)));
            }
            let (class, _) = outcomes.insert_full(held);
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
                None => return Err(too_long()),
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
                        return Err(too_long());
                    }
                }
            }
            sums.push(Sums { column: *column, cell, count: there, numbers });
        }
        for place in 0..asked.distinct.len() {
            *together.entry(place).or_default() += whole(texts.next().flatten())?;
        }
        if whole(texts.next().flatten())? > 0 {
            return Err(Failure::RowsNeeded("there are cells that cannot be read".to_owned()));
        }
    }
    // What was counted one by one must be what was counted together, whoever counted.
    for (place, counts) in &mut distinct {
        let one_by_one = if counts.is_empty() { 0 } else { counts.remove(0) };
        agree(one_by_one, together.get(place).copied().unwrap_or(0))?;
    }
    for column in &asked.kept {
        let one_by_one = values.get(column).into_iter().flatten().map(|(_, _, often)| often).sum();
        agree(one_by_one, sums.iter().filter(|sums| sums.column == *column).map(|sums| sums.count).sum())?;
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
    Ok(Gathered { found, classes, distinct })
}

fn agree<E>(counted: u64, of: u64) -> Result<(), Failure<E>> {
    if counted == of { Ok(()) } else { Err(Failure::Other { counted, of }) }
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
