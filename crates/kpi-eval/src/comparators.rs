//! The figures an indicator is set beside: named, dated, each possibly missing (R38, R39).

use crate::interpret::{Interpreter, Scope};
use crate::interval::Made;
use crate::outturn::{ComparatorOutturn, Figure};
use crate::trace::Step;
use crate::value::Value;
use kpi_core::Polarity;
use kpi_model::catalogue::UnitSpec;

pub fn comparators(
    on: &Interpreter<'_>,
    scope: Scope<'_>,
    spec: UnitSpec,
    polarity: &Polarity,
    interval: Option<&Made>,
) -> Vec<(ComparatorOutturn, Step)> {
    let names = scope.indicator.compare.as_ref().and_then(|compare| compare.at(on.report));
    let mut found = Vec::new();
    for name in names.into_iter().flatten() {
        let (traced, used) = on.beside(name, scope);
        let comparator = on.catalogue.comparators.get(name);
        let year = comparator.and_then(|comparator| comparator.year.as_ref()).and_then(|year| {
            match on.eval(year, scope).value {
                Value::Missing(_) => None,
                Value::Text(text) => Some(text),
                Value::Number(quantity) => Some(quantity.value.to_string()),
                other => Some(other.display()),
            }
        });
        let title = comparator.map_or_else(|| name.clone(), |comparator| comparator.title.clone());
        let mut figure = Figure::new(traced.value.number().map(|quantity| quantity.value), spec);
        figure.period = Some(scope.period);
        // How the peers' figures became one is worth its word beside the name.
        let label = if used.is_some() { format!("{title}: {}", traced.step.label) } else { title.clone() };
        let mut step = Step { label, ..traced.step };
        step.result = figure.display();
        let significance = interval.zip(figure.value()).map(|(made, benchmark)| made.against(polarity, benchmark));
        if let (Some(made), Some(Ok(judged))) = (interval, &significance) {
            step.note = Some(made.why(*judged, &figure.display()));
        }
        found.push((ComparatorOutturn { id: name.clone(), title, figure, year, used, significance }, step));
    }
    found
}
