//! Which parts of figures are meant: `--slice area=Trafford`.

use super::unknown;
use crate::failure::Failure;
use indexmap::IndexMap;
use kpi_core::codes::project::{NO_SLICES, UNKNOWN_ARGUMENT};
use kpi_core::{Diagnostic, suggest};
use kpi_eval::Run;
use kpi_eval::outturn::Outturn;
use kpi_model::Catalogue;

/// The values that are asked for, by column.
type Asked<'a> = IndexMap<&'a str, Vec<&'a str>>;

/// What is asked for as columns and values, as far as it can be read; [`narrow`] refuses the rest.
pub fn pairs(slices: &[String]) -> Vec<(String, String)> {
    let pair = |slice: &String| {
        slice.split_once('=').map(|(column, value)| (column.trim().to_owned(), value.trim().to_owned()))
    };
    slices.iter().filter_map(pair).collect()
}

/// Leaves of each figure the parts that are asked for, each with its own parts.
pub fn narrow(catalogue: &Catalogue, run: Run, slices: &[String]) -> Result<Run, Failure> {
    if slices.is_empty() {
        return Ok(run);
    }
    let mut asked: Asked<'_> = IndexMap::new();
    for slice in slices {
        let Some((column, value)) = slice.split_once('=') else {
            let diagnostic = Diagnostic::new(UNKNOWN_ARGUMENT, format!("`{slice}` is no slice"));
            return Err(Failure::new(diagnostic.help("write the column and its value: `--slice area=Trafford`")));
        };
        asked.entry(column.trim()).or_default().push(value.trim());
    }
    for (column, values) in &asked {
        known(&run, column, values)?;
    }
    let outturns: Vec<Outturn> = run.outturns.iter().flat_map(|outturn| parts(outturn, &asked)).collect();
    if outturns.is_empty() {
        let columns: Vec<String> = asked.keys().map(|column| format!("`{column}`")).collect();
        let message = format!("no figure is cut by {}", suggest::list(&columns, "and"));
        return Err(Failure::new(Diagnostic::new(NO_SLICES, message).help("ask for one of them at a time")));
    }
    let summary = kpi_eval::summarise(catalogue, &outturns, run.period);
    Ok(Run { outturns, summary, ..run })
}

/// Refuses columns and values that no figure is cut by.
fn known(run: &Run, column: &str, values: &[&str]) -> Result<(), Failure> {
    let all = || run.outturns.iter().flat_map(|outturn| &outturn.slices).flat_map(|slice| &slice.slice);
    let mut columns: Vec<&str> = all().map(|(column, _)| column.as_str()).collect();
    columns.sort_unstable();
    columns.dedup();
    if columns.is_empty() {
        let given = values.first().map(|value| format!("`--slice {column}={value}`")).unwrap_or_default();
        let diagnostic = Diagnostic::new(NO_SLICES, "none of these figures has slices");
        return Err(Failure::new(diagnostic.help(format!("leave out {given}: every figure here is of the whole"))));
    }
    if !columns.contains(&column) {
        let message = format!("no figure is cut by `{column}`");
        let help = format!("figures are cut by {}", suggest::list(&columns, "and"));
        return Err(unknown(message, column, columns, &help));
    }
    let mut held: Vec<&str> = all().filter(|(of, _)| of == column).map(|(_, value)| value.as_str()).collect();
    held.sort_unstable();
    held.dedup();
    for value in values {
        if !held.iter().any(|known| known.eq_ignore_ascii_case(value)) {
            let shown: Vec<&str> = held.iter().take(10).copied().collect();
            let more = held.len().saturating_sub(shown.len());
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let help = format!("its values are {}{more}", shown.join(", "));
            return Err(unknown(format!("`{column}` has no value `{value}`"), value, held, &help));
        }
    }
    Ok(())
}

fn parts(outturn: &Outturn, asked: &Asked<'_>) -> Vec<Outturn> {
    let is_asked = |(column, value): &(String, String)| {
        asked.get(column.as_str()).is_some_and(|values| values.iter().any(|asked| asked.eq_ignore_ascii_case(value)))
    };
    let exact = |slice: &&Outturn| slice.slice.len() == asked.len() && slice.slice.iter().all(is_asked);
    let mut found = Vec::new();
    for base in outturn.slices.iter().filter(exact) {
        let within = |slice: &&Outturn| {
            slice.slice.len() > base.slice.len() && base.slice.iter().all(|part| slice.slice.contains(part))
        };
        let slices = outturn.slices.iter().filter(within).cloned().collect();
        let (scorecard, theme) = (outturn.scorecard.clone(), outturn.theme.clone());
        found.push(Outturn { slices, scorecard, theme, ..base.clone() });
    }
    found
}
