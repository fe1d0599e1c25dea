//! Rates of nobody: a figure that is judged says from how many on.

use crate::Catalogue;
use crate::catalogue::Indicator;
use crate::formula::{Arithmetic, Condition, Formula, FormulaKind};
use crate::project::Project;
use kpi_core::codes::units::DIVISOR_MAY_BE_ZERO;
use kpi_core::facts::Measure;
use kpi_core::{Diagnostic, Span};

pub fn divisors(project: &Project<'_>, catalogue: &Catalogue, out: &mut Vec<Diagnostic>) {
    for indicator in catalogue.indicators.values().filter(|indicator| indicator.bands.is_some()) {
        for formula in indicator.formula.values() {
            walk(project, indicator, formula, None, out);
        }
    }
}

/// `stands_in` is the number that a missing figure is said to be.
fn walk<'a>(
    project: &Project<'_>,
    indicator: &'a Indicator,
    formula: &'a Formula,
    stands_in: Option<&'a Formula>,
    out: &mut Vec<Diagnostic>,
) {
    match &formula.kind {
        FormulaKind::Arithmetic { op: Arithmetic::Divide, left, right } => {
            walk(project, indicator, left, stands_in, out);
            if let Some(divisor) = counted(indicator, right) {
                tell(project, indicator, (right, divisor), stands_in, out);
            }
        }
        FormulaKind::Else { value, otherwise } => {
            let number = otherwise.constant().map(|_| otherwise.as_ref());
            walk(project, indicator, value, number, out);
        }
        FormulaKind::Let { index, .. } => {
            if let Some(named) = indicator.lets.get(*index) {
                walk(project, indicator, &named.value, stands_in, out);
            }
        }
        _ => formula.parts().into_iter().for_each(|part| walk(project, indicator, part, stands_in, out)),
    }
}

/// The count over records that a formula is, by whatever name.
fn counted<'a>(indicator: &'a Indicator, formula: &'a Formula) -> Option<&'a Formula> {
    match &formula.kind {
        FormulaKind::Aggregate(aggregate) => {
            matches!(aggregate.measure, Measure::Count | Measure::CountDistinct(_)).then_some(formula)
        }
        // A `let` refers only to those before it.
        FormulaKind::Let { index, .. } => counted(indicator, &indicator.lets.get(*index)?.value),
        _ => None,
    }
}

fn tell(
    project: &Project<'_>,
    indicator: &Indicator,
    (written, divisor): (&Formula, &Formula),
    stands_in: Option<&Formula>,
    out: &mut Vec<Diagnostic>,
) {
    if let Some(stands_in) = stands_in {
        let diagnostic = Diagnostic::at(DIVISOR_MAY_BE_ZERO, stands_in.span, "of nobody the figure is said to be this")
            .label(written.span, "this count can be 0")
            .note("a figure made up for no cases is judged like any other, and nobody can tell it from one that was counted")
            .help("leave out the `else`: without cases the figure is missing, `no cases`");
        out.push(diagnostic);
        return;
    }
    if !indicator.requires.is_empty() {
        return;
    }
    let mut diagnostic = Diagnostic::at(
        DIVISOR_MAY_BE_ZERO,
        written.span,
        format!("`{}` is judged, and this count can be 0", indicator.id),
    );
    if divisor.span != written.span {
        diagnostic = diagnostic.label(divisor.span, "counted here");
    }
    let diagnostic = diagnostic
        .note("of no cases the figure is missing; of two it is judged as if they were two thousand")
        .help("say from how many on it is judged: `require: … >= 30 else withhold rating \"fewer than 30 cases\"`");
    out.push(match behind_formula(project, indicator, written, divisor) {
        Some(place) => {
            let from = project.sources.slice(written.span);
            let line = format!("\n  require: {from} >= 30 else withhold rating \"fewer than 30 cases\"");
            diagnostic.fix("judge it from 30 cases on", place, line)
        }
        None => diagnostic,
    });
}

/// Where a line can be added below the formula; not where the formula is a template's, for all that are made from it.
fn behind_formula(project: &Project<'_>, indicator: &Indicator, written: &Formula, divisor: &Formula) -> Option<Span> {
    // Rows of every period would be counted for each.
    asks_when(divisor).then_some(())?;
    // Of other years it would be another count.
    (indicator.formula.values().count() == 1).then_some(())?;
    let item = project.indicators.get(indicator.id.as_str())?.item;
    let holds =
        |span: Span| span.file == written.span.file && span.start <= written.span.start && written.span.end <= span.end;
    let field = item.fields.iter().find(|field| holds(field.span) && field.key.node == "formula")?;
    let (text, divisor) = (project.sources.slice(field.span), project.sources.slice(written.span));
    let plain = !text.contains('#') && !divisor.contains('\n');
    let end = field.span.start + u32::try_from(text.trim_end().len()).ok()?;
    let line = end_of_line(project, Span { start: end, end, ..field.span })?;
    plain.then_some(line)
}

fn asks_when(divisor: &Formula) -> bool {
    fn within(condition: &Condition) -> bool {
        match condition {
            Condition::Window { .. } => true,
            Condition::And(parts) => parts.iter().any(within),
            _ => false,
        }
    }
    matches!(&divisor.kind, FormulaKind::Aggregate(aggregate) if within(&aggregate.condition))
}

/// The end of a line on which nothing more stands but a comment.
fn end_of_line(project: &Project<'_>, from: Span) -> Option<Span> {
    let behind = project.sources.file(from.file)?.text.get(from.end as usize..)?;
    let line = behind.split(['\r', '\n']).next()?;
    let blank = line.trim_start();
    let end = from.end + u32::try_from(line.trim_end().len()).ok()?;
    (blank.is_empty() || blank.starts_with('#')).then_some(Span { start: end, end, ..from })
}
