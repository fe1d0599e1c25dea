//! The percentage of cases that were closed within so many days. Put your own measure in its place.

use kpi_plugin_sdk::{Decimal, Group, Note, Problem};

/// Cases closed in time, and all cases.
fn counted(group: &Group<'_>) -> Result<(usize, usize), Problem> {
    let within = group.settings().number("within")?.unwrap_or(Decimal::from(10_i64));
    let (opened, closed) = (group.dates("opened")?, group.dates("closed")?);
    let mut in_time = 0;
    for row in 0..group.len() {
        let from = opened.get(row)?;
        let Some(to) = closed.maybe(row)? else { continue };
        if to < from {
            return Err(group.problem("closed_before_opened", format!("{to} is before {from}"), "closed", row));
        }
        if Decimal::from(i64::from(to.days() - from.days())) <= within {
            in_time += 1;
        }
    }
    Ok((in_time, group.len()))
}

/// None where there are no cases: kpi shows why, and does not take it for 0%.
fn percentage(group: &Group<'_>) -> Result<Option<Decimal>, Problem> {
    let (in_time, all) = counted(group)?;
    Decimal::from(in_time * 100).over(Decimal::from(all), 6)
}

/// What `kpi explain` shows below the figure.
fn explained(group: &Group<'_>) -> Result<Vec<Note>, Problem> {
    let (in_time, all) = counted(group)?;
    Ok(vec![Note::new("closed in time", format!("{in_time} of {all}"))])
}

kpi_plugin_sdk::measure! {
    id: "{{name}}",
    title: "Percentage done within so many days",
    unit: "percent",
    inputs: [
        required date "opened": "the day a case was opened",
        optional date "closed": "the day it was closed; empty while it is open",
    ],
    settings: [optional number "within": "days that are in time; 10 if not said"],
    figure: percentage,
    explain: explained,
}
