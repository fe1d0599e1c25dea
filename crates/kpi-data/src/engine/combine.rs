//! Answers from cells: a question is a function of classes, so its answer is that of the cells for which it holds.

use super::amounts::{Amounts, Numbers, Tally};
use super::atoms::{Schema, Test};
use super::gather::Gathering;
use crate::DataError;
use crate::columns::Holds;
use crate::decimal::exact;
use crate::load::Table;
use arrow::datatypes::i256;
use kpi_core::facts::{Aggregate, Answer, Measure};
use kpi_core::{Exact, Missing, Reason, counted, suggest, thousands};

/// A question, taken apart.
pub struct Question<'a> {
    pub aggregate: &'a Aggregate,
    pub test: Test,
    /// The columns that are measured: one, or several where different values are counted.
    pub measured: Vec<usize>,
}

impl<'a> Question<'a> {
    pub fn new(aggregate: &'a Aggregate, test: Test, schema: Schema<'_>) -> Result<Self, DataError> {
        let place = |column: &String| match (schema.holds(column)?, &aggregate.measure) {
            ((index, Holds::Number { .. } | Holds::Rank | Holds::TooWide), _)
            | ((index, _), Measure::CountDistinct(_)) => Ok(index),
            _ => Err(schema.refuse(column, "calculated with")),
        };
        let measured = aggregate.measure.columns().iter().map(place).collect::<Result<_, _>>()?;
        Ok(Self { aggregate, test, measured })
    }
}

/// What a question finds in the cells of its cube.
pub struct Found<'a> {
    pub schema: Schema<'a>,
    pub table: &'a Table,
    pub found: &'a Gathering,
    /// For each cell whether the question's condition holds.
    pub holds: Vec<Option<bool>>,
    /// Records left after each part of the condition.
    pub funnel: Vec<u64>,
    /// Where different values are counted: how many.
    pub distinct: Option<u64>,
}

impl Found<'_> {
    pub fn answer(&self, question: &Question<'_>) -> Answer {
        Answer {
            value: self.value(question),
            kept: self.kept().map(|(_, count)| count).sum(),
            of: self.found.cells.count.iter().sum(),
            empty: self.empty(question),
            funnel: self.funnel.clone(),
            place: self.table.origin.whole(),
        }
    }

    /// The cells for which the condition holds, with their records.
    fn kept(&self) -> impl Iterator<Item = (usize, u64)> {
        let cells = self.holds.iter().zip(&self.found.cells.count).enumerate();
        cells.filter(|(_, (holds, _))| **holds == Some(true)).map(|(cell, (_, count))| (cell, *count))
    }

    /// Of the records kept, those with nothing in the column that is measured.
    fn empty(&self, question: &Question<'_>) -> u64 {
        let ([column], false) = (
            question.measured.as_slice(),
            matches!(question.aggregate.measure, Measure::Count | Measure::CountDistinct(_)),
        ) else {
            return 0;
        };
        let amounts = self.found.amounts.get(column);
        let Some(total) = amounts.and_then(|amounts| self.total(amounts)) else { return 0 };
        let kept: u64 = self.kept().map(|(_, count)| count).sum();
        // What could not be read, or is missing for a reason that is given, is told as that.
        let hidden: u64 =
            Reason::ALL.into_iter().filter_map(|reason| self.hidden(*column, reason)).map(|(n, _)| n).sum();
        kept.saturating_sub(total.count).saturating_sub(hidden)
    }

    fn value(&self, question: &Question<'_>) -> Result<Exact, Missing> {
        let failed = |detail: String| Err(Missing::new(Reason::Failed, detail));
        if let Some((count, first)) = self.undecided() {
            let what = if count == 1 {
                "1 record has a cell".to_owned()
            } else {
                format!("{} records have cells", thousands(count))
            };
            let unread = "that the condition needs and that could not be read";
            return failed(format!("{what} {unread}, the first in row {first}"));
        }
        let kept = self.kept().map(|(_, count)| count).sum();
        for (index, column) in question.measured.iter().zip(question.aggregate.measure.columns()) {
            let holds = self.schema.kinds.get(*index).map(|kind| &kind.holds);
            if matches!(holds, Some(Holds::TooWide)) {
                return failed(format!("the numbers of \"{column}\" have too many digits to be added up"));
            }
            if let Some((count, first)) = self.hidden(*index, Reason::Failed) {
                let what = counted(count, "cell");
                return failed(format!("{what} of \"{column}\" could not be read, the first in row {first}"));
            }
        }
        if let Some(distinct) = self.distinct {
            return Ok(exact_count(distinct));
        }
        let [index] = question.measured.as_slice() else { return Ok(exact_count(kept)) };
        let [column] = question.aggregate.measure.columns() else { return Ok(exact_count(kept)) };
        // A figure that is withheld is a figure: without it a sum is too small, and so is any other measure of them all.
        for reason in Reason::ALL {
            if let Some((count, first)) = self.hidden(*index, reason) {
                let (what, verb) = (counted(count, "cell"), if count == 1 { "is" } else { "are" });
                let detail = format!("{what} of \"{column}\" {verb} {reason}, the first in row {first}");
                return Err(Missing::new(reason, detail));
            }
        }
        let nothing = || Missing::new(Reason::NoCases, format!("no record has a value in \"{column}\""));
        // Nothing added up is 0; but not where there are records, and none of them says how much.
        if matches!(question.aggregate.measure, Measure::Sum(_)) && kept == 0 {
            return Ok(Exact::zero());
        }
        let Some(amounts) = self.found.amounts.get(index) else { return Err(nothing()) };
        if let Some(words) = self.units(amounts) {
            return failed(format!("the cells of \"{column}\" have different units: {words}"));
        }
        let Some(total) = self.total(amounts) else {
            return failed(format!("the numbers of \"{column}\" have too many digits to be added up"));
        };
        match &question.aggregate.measure {
            _ if total.count == 0 => Err(nothing()),
            Measure::Sum(_) => Ok(total.sum),
            Measure::Min(_) => Ok(total.least),
            Measure::Max(_) => Ok(total.greatest),
            Measure::Median(_) | Measure::Percentile(..) => {
                let share = question.aggregate.measure.share();
                let values = self.found.values.get(index);
                let Some(found) = values.zip(share).and_then(|(values, share)| values.quantile(&self.holds, &share))
                else {
                    return failed(format!("the values of \"{column}\" were not found"));
                };
                found.map_err(|error| Missing::new(Reason::Failed, error.to_string()))
            }
            Measure::Mean(_) => {
                let mean = total.sum.div(&exact_count(total.count));
                mean.map_err(|error| Missing::new(Reason::Failed, error.to_string()))?.ok_or_else(nothing)
            }
            Measure::Count | Measure::CountDistinct(_) => Ok(exact_count(kept)),
        }
    }

    /// The records of which the condition cannot be told: how many, and the row of the first.
    fn undecided(&self) -> Option<(u64, u64)> {
        let cells = self.holds.iter().zip(self.found.cells.count.iter().zip(&self.found.cells.first));
        let undecided = cells.filter(|(holds, _)| holds.is_none()).map(|(_, (count, first))| (*count, *first));
        undecided.reduce(|(count, first), (more, row)| (count + more, first.min(row)))
    }

    /// Of the records kept, those whose measured cell has no value for this reason.
    fn hidden(&self, column: usize, reason: Reason) -> Option<(u64, u64)> {
        let hidden = self.found.cells.hidden.get(&(column, reason))?;
        let of = |cell: usize| Some((*hidden.count.get(cell)?, *hidden.first.get(cell)?));
        let found = self.kept().filter_map(|(cell, _)| of(cell)).filter(|(count, _)| *count > 0);
        found.reduce(|(count, first), (more, row)| (count + more, first.min(row)))
    }

    /// Where the cells have several units: which the column knows.
    fn units(&self, amounts: &Amounts) -> Option<String> {
        let seen = self.kept().filter_map(|(cell, _)| amounts.units.get(cell)).fold(0u128, |all, units| all | units);
        let words: Vec<String> = amounts.known.iter().map(ToString::to_string).collect();
        (seen.count_ones() > 1).then(|| suggest::list(&words, "and"))
    }

    fn total(&self, amounts: &Amounts) -> Option<Tally<Exact>> {
        let scale = u32::from(amounts.scale);
        let number = |whole: String| exact(&whole, scale);
        match &amounts.numbers {
            Numbers::Narrow(tallies) => {
                in_numbers(self.joined(tallies, 0, i128::checked_add)?, |whole| number(whole.to_string()))
            }
            Numbers::Wide(tallies) => {
                in_numbers(self.joined(tallies, i256::ZERO, i256::checked_add)?, |whole| number(whole.to_string()))
            }
            Numbers::TooWide => None,
        }
    }

    fn joined<T: Copy + Ord>(
        &self,
        tallies: &[Tally<T>],
        zero: T,
        add: impl Fn(T, T) -> Option<T>,
    ) -> Option<Tally<T>> {
        let nothing = Tally { count: 0, sum: zero, least: zero, greatest: zero };
        let mut kept = self.kept().filter_map(|(cell, _)| tallies.get(cell));
        kept.try_fold(nothing, |total, tally| total.join(*tally, &add))
    }
}

fn in_numbers<T: Copy>(tally: Tally<T>, number: impl Fn(T) -> Option<Exact>) -> Option<Tally<Exact>> {
    Some(Tally {
        count: tally.count,
        sum: number(tally.sum)?,
        least: number(tally.least)?,
        greatest: number(tally.greatest)?,
    })
}

fn exact_count(count: u64) -> Exact {
    Exact::from(i64::try_from(count).unwrap_or(i64::MAX))
}
