//! Conditions on records, with their windows set to the days of one figure.

use kpi_core::Period;
use kpi_core::facts::Filter;
use kpi_model::formula::{Condition, Window};

/// The condition as the data is asked, for the figure of this period.
pub fn filter(condition: &Condition, period: Period) -> Filter {
    let all = |parts: &[Condition]| parts.iter().map(|part| filter(part, period)).collect();
    match condition {
        Condition::All => Filter::All,
        Condition::And(parts) => Filter::And(all(parts)),
        Condition::Or(parts) => Filter::Or(all(parts)),
        Condition::Not(part) => Filter::Not(Box::new(filter(part, period))),
        Condition::Compare { column, op, value } => {
            Filter::Compare { column: column.clone(), op: *op, value: value.clone() }
        }
        Condition::In { column, values } => Filter::In { column: column.clone(), values: values.clone() },
        Condition::Empty { column } => Filter::Empty { column: column.clone() },
        Condition::Window { column, window } => {
            let (first, last) = match window {
                Window::Period => (period.start(), period.end()),
                Window::YearToDate => (period.to_date().start(), period.end()),
                Window::LastMonths(months) => (period.trailing_start(*months), period.end()),
                Window::Named(named) => (named.start(), named.end()),
            };
            Filter::Between { column: column.clone(), first, last }
        }
    }
}
