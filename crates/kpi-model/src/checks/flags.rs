//! Codes read as flags have to be flags: any other would be dropped without a word (R43).

use crate::Catalogue;
use crate::formula::{Formula, FormulaKind};
use kpi_core::codes::names::UNKNOWN_CODE;
use kpi_core::{Diagnostic, Flag, suggest};
use std::collections::BTreeSet;

pub fn flags(catalogue: &Catalogue, out: &mut Vec<Diagnostic>) {
    let mut told = BTreeSet::new();
    for indicator in catalogue.indicators.values() {
        let formulas = indicator.flags.iter().flat_map(|flags| flags.values());
        for (dataset, column, formula) in formulas.filter_map(read) {
            let Some(column) = catalogue.datasets.get(dataset).and_then(|dataset| dataset.column(column)) else {
                continue;
            };
            for code in column.holds.codes().into_iter().flatten() {
                let known = Flag::from_word(code).is_some() || code.eq_ignore_ascii_case("final");
                if known || !told.insert((dataset, column.name.as_str(), code.as_str())) {
                    continue;
                }
                let words: Vec<String> = Flag::ALL.iter().map(|flag| format!("`{flag}`")).collect();
                let mut diagnostic = Diagnostic::at(UNKNOWN_CODE, column.span, format!("`{code}` is no flag"))
                    .saying("the column has this code")
                    .label(formula.span, "and is read as flags here")
                    .note("a code that is no flag would not reach the page");
                diagnostic.help.extend(suggest::did_you_mean(code, Flag::ALL.iter().map(|flag| flag.word())));
                out.push(diagnostic.help(format!("flags are {}, or `final` for none", suggest::list(&words, "and"))));
            }
        }
    }
}

/// The column that a `flags:` reads.
fn read(formula: &Formula) -> Option<(&str, &str, &Formula)> {
    match &formula.kind {
        FormulaKind::Lookup(lookup) => Some((&lookup.dataset, &lookup.column, formula)),
        _ => None,
    }
}
