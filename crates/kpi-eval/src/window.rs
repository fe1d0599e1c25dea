//! Conditions on records, with their windows set to the days of one figure.

use kpi_core::Period;
use kpi_core::facts::Filter;
use kpi_model::formula::Condition;

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
            let (first, last) = window.days(period);
            Filter::Between { column: column.clone(), first, last }
        }
    }
}
