//! Percentages that are multiplied by 100, and rates by their base, as spreadsheets need it and kpi does not (R9).

use crate::Catalogue;
use crate::catalogue::Indicator;
use crate::formula::{Arithmetic, Formula, FormulaKind};
use crate::project::Project;
use kpi_core::codes::units::HUNDREDFOLD;
use kpi_core::{Diagnostic, Exact, Span, Unit};

/// A number by which something is multiplied.
struct Factor<'a> {
    number: &'a Formula,
    product: &'a Formula,
}

pub fn hundredfold(project: &Project<'_>, catalogue: &Catalogue, out: &mut Vec<Diagnostic>) {
    for indicator in catalogue.indicators.values() {
        let units: Vec<Unit> = indicator.unit.values().map(|spec| spec.unit).collect();
        let Some(base) = units.first().and_then(|unit| base(*unit)) else { continue };
        if units.iter().any(|unit| *unit != units.first().copied().unwrap_or(*unit)) {
            continue;
        }
        let mut told: Vec<Diagnostic> = Vec::new();
        for formula in indicator.formula.values() {
            if let (Unit::Ratio | Unit::Percent, Some(factor)) = (formula.unit, factor(indicator, formula, &base)) {
                let found = tell(project, indicator, &factor, &base, units.first().copied().unwrap_or(Unit::Percent));
                // A `let` may stand in the formulas of several years.
                if !told.contains(&found) {
                    told.push(found);
                }
            }
        }
        out.extend(told);
    }
}

/// What a spreadsheet multiplies by to show a figure of the unit.
fn base(unit: Unit) -> Option<Exact> {
    match unit {
        Unit::Percent => Some(Exact::from(100)),
        Unit::Rate(base) => Some(Exact::from(i64::from(base))),
        _ => None,
    }
}

/// The number by which the whole is multiplied, wherever in the product it stands.
fn factor<'a>(indicator: &'a Indicator, formula: &'a Formula, base: &Exact) -> Option<Factor<'a>> {
    let inner = |formula| factor(indicator, formula, base);
    let is_base = |formula: &Formula| matches!(&formula.kind, FormulaKind::Number(number) if number.value == *base && number.unit == Unit::Number);
    match &formula.kind {
        FormulaKind::Arithmetic { op: Arithmetic::Multiply, left, right } => match (is_base(left), is_base(right)) {
            (true, _) => Some(Factor { number: left, product: formula }),
            (_, true) => Some(Factor { number: right, product: formula }),
            _ => inner(left).or_else(|| inner(right)),
        },
        FormulaKind::Arithmetic { op: Arithmetic::Divide, left, .. } => inner(left),
        FormulaKind::Negate(operand) => inner(operand),
        FormulaKind::If { then, otherwise, .. } => inner(then).or_else(|| inner(otherwise)),
        FormulaKind::Else { value, otherwise } => inner(value).or_else(|| inner(otherwise)),
        FormulaKind::At { value, .. } => inner(value),
        // A `let` refers only to those before it.
        FormulaKind::Let { index, .. } => inner(&indicator.lets.get(*index)?.value),
        FormulaKind::Call { arguments, .. } => arguments.first().and_then(inner),
        _ => None,
    }
}

fn tell(project: &Project<'_>, indicator: &Indicator, factor: &Factor<'_>, base: &Exact, unit: Unit) -> Diagnostic {
    let message = match unit {
        Unit::Percent => "a percentage is multiplied by 100".to_owned(),
        unit => format!("a {unit} is multiplied by {base}"),
    };
    let why = match unit {
        Unit::Percent => "87 of 100 is 87% as it is: multiplied by 100 it is 8,700%".to_owned(),
        unit => format!("a ratio becomes a {unit} by itself: multiplied once more it is {base} times as much"),
    };
    let spec = indicator.unit.values().next().map(|spec| spec.span);
    let diagnostic = Diagnostic::at(HUNDREDFOLD, factor.number.span, message).note(why);
    let diagnostic = match spec {
        Some(span) => diagnostic.label(span, "the unit says so already"),
        None => diagnostic,
    };
    let diagnostic = diagnostic.help(format!("leave out `{base}`: write `X / Y`"));
    match written(project, indicator, factor) {
        Some(span) => diagnostic.fix(format!("leave out `{base}`"), span, ""),
        None => diagnostic,
    }
}

/// Where the number stands with its sign, `* 100` or `100 *`.
fn written(project: &Project<'_>, indicator: &Indicator, factor: &Factor<'_>) -> Option<Span> {
    let (number, product) = (factor.number.span, factor.product.span);
    // A template is not changed for one of those that are made from it.
    let item = project.indicators.get(indicator.id.as_str())?.item.span;
    (item.file == product.file && item.start <= product.start && product.end <= item.end).then_some(())?;
    let between = |start, end| project.sources.slice(Span { start, end, ..product });
    if number.start > product.start {
        let before = between(product.start, number.start).trim_end().strip_suffix('*')?.trim_end();
        return Some(Span { start: product.start + before.len() as u32, ..product });
    }
    let after = between(number.end, product.end).trim_start().strip_prefix('*')?.trim_start();
    Some(Span { end: product.end - after.len() as u32, ..product })
}
