//! What a run notices beside the figures: copies that drifted, fractions that do not give their figure, parts that
//! exceed their whole.

use crate::interpret::{Interpreter, Scope};
use crate::outturn::{Figure, Outturn};
use crate::target::Found;
use crate::trace::{Counted, Step};
use crate::value::Value;
use indexmap::IndexMap;
use kpi_core::codes::running;
use kpi_core::diagnostic::DataPlace;
use kpi_core::facts::Filter;
use kpi_core::{Diagnostic, Exact, Reason, Unit, counted};
use kpi_model::formula::Arithmetic;

pub fn look(on: &Interpreter<'_>, scope: Scope<'_>, outturn: &Outturn, target: &Found, found: &mut Vec<Diagnostic>) {
    failed(scope, outturn, found);
    drifted(on, scope, outturn, target, found);
    fraction(scope, outturn, found);
    parts(on, scope, outturn, found);
    uneven(on, scope, outturn, found);
}

/// What was found in many slices of one indicator is told of the first, with how many more there are.
pub fn told_once(of_slices: Vec<Diagnostic>, found: &mut Vec<Diagnostic>) {
    let mut groups: IndexMap<kpi_core::Code, (Diagnostic, usize)> = IndexMap::new();
    for diagnostic in of_slices {
        groups.entry(diagnostic.code).and_modify(|(_, more)| *more += 1).or_insert((diagnostic, 0));
    }
    found.extend(groups.into_values().map(|(first, more)| match more {
        0 => first,
        1 => first.note("and so in 1 more slice"),
        more => first.note(format!("and so in {more} more slices")),
    }));
}

/// A figure that could not be worked out, with the cell it failed on. A cell that could not be read, or rows with one
/// key, have been reported with the data: one cause, one finding.
fn failed(scope: Scope<'_>, outturn: &Outturn, found: &mut Vec<Diagnostic>) {
    let Some(missing) = outturn.value.missing().filter(|missing| missing.reason == Reason::Failed) else { return };
    let Some(step) = outturn.trace.steps.first().filter(|step| !unreadable(step)) else { return };
    let message = format!("{} has no figure for {}: {}", scope.name(), outturn.period, missing.detail);
    let mut diagnostic = Diagnostic::at(running::FIGURE_FAILED, scope.indicator.name_span, message);
    if let Some((place, raw)) = cell(step) {
        diagnostic = diagnostic.data(place, format!("here is `{raw}`"));
    }
    found.push(diagnostic);
}

fn unreadable(step: &Step) -> bool {
    let own = step.data.is_some() || step.note.as_ref().is_some_and(|note| note.contains(" could not be read: "));
    (own && step.result == Reason::Failed.word()) || step.steps.iter().any(unreadable)
}

/// The first cell below a step.
fn cell(step: &Step) -> Option<(DataPlace, String)> {
    let own = step.data.clone().filter(|(_, raw)| !raw.is_empty());
    own.or_else(|| step.steps.iter().find_map(cell))
}

/// R22: a target typed in as the copy of a comparator no longer equals it.
fn drifted(on: &Interpreter<'_>, scope: Scope<'_>, outturn: &Outturn, target: &Found, found: &mut Vec<Diagnostic>) {
    let Some((copied_from, figure)) = target.copied_from.as_ref().zip(outturn.target.figure.as_ref()) else { return };
    let Value::Number(now) = on.comparator(copied_from, scope).value else { return };
    let Some(amount) = figure.value().filter(|amount| **amount != now.value) else { return };
    let shown = |value: &kpi_core::Exact| figure.unit.display(value, figure.decimals, figure.rounding);
    let place = target.step.rule.unwrap_or(scope.indicator.name_span);
    let message = format!(
        "the target of {} is a copy of {copied_from}, which is now {} and no longer {}",
        scope.name(),
        shown(&now.value),
        shown(amount),
    );
    found.push(
        Diagnostic::at(running::TARGET_DRIFT, place, message)
            .help(format!("take the target from the comparator itself: `target: {copied_from}`; or set it anew")),
    );
}

/// R7: figures that are said to be the parts of another add up to it, as far as rounding lets them.
fn parts(on: &Interpreter<'_>, scope: Scope<'_>, outturn: &Outturn, found: &mut Vec<Diagnostic>) {
    let Some(whole) = outturn.value.value().filter(|_| !scope.indicator.parts.is_empty()) else { return };
    let mut sum = Exact::zero();
    let mut shown = Vec::with_capacity(scope.indicator.parts.len());
    for id in &scope.indicator.parts {
        let Value::Number(part) = on.indicator_value(id, scope).value else { return };
        let Ok(more) = sum.add(&part.value) else { return };
        sum = more;
        shown.push(format!(
            "{id} {}",
            outturn.unit.unit.display(&part.value, outturn.unit.decimals, outturn.unit.rounding)
        ));
    }
    // A count is whole; of other figures each, the whole too, may have been rounded on its own.
    let hundredths = if matches!(outturn.unit.unit, Unit::Percent | Unit::Points | Unit::Ratio) { 2 } else { 0 };
    let half = Exact::decimal(5, u32::from(outturn.unit.decimals.saturating_add(hundredths)) + 1);
    let figures = i64::try_from(shown.len() + 1).unwrap_or(i64::MAX);
    let allowed = if outturn.unit.unit == Unit::Count { Ok(Exact::zero()) } else { half.mul(&Exact::from(figures)) };
    let apart = sum.sub(whole).map(|apart| apart.abs());
    if apart.ok().zip(allowed.ok()).is_none_or(|(apart, allowed)| apart <= allowed) {
        return;
    }
    let total = outturn.unit.unit.display(&sum, outturn.unit.decimals, outturn.unit.rounding);
    let message = format!("{} is {}, and its parts are {total} together", scope.name(), outturn.value.display());
    found.push(Diagnostic::at(running::PARTS_DISAGREE, scope.indicator.name_span, message).note(shown.join(", ")));
}

/// R6, R8, R57: numerator over denominator should give the figure, and not more than all of it.
fn fraction(scope: Scope<'_>, outturn: &Outturn, found: &mut Vec<Diagnostic>) {
    let known = |figure: &Option<Figure>| figure.as_ref().and_then(|figure| figure.value().cloned());
    let Some(((numerator, denominator), value)) =
        known(&outturn.numerator).zip(known(&outturn.denominator)).zip(outturn.value.value())
    else {
        return;
    };
    let Ok(Some(share)) = numerator.div(&denominator) else { return };
    let factor = match outturn.unit.unit {
        Unit::Percent => 1,
        Unit::Rate(base) => i64::from(base),
        _ => return,
    };
    let Ok(computed) = share.mul(&kpi_core::Exact::from(factor)) else { return };
    let hundredths = if outturn.unit.unit == Unit::Percent { 2 } else { 0 };
    let decimals = outturn.unit.decimals.saturating_add(hundredths);
    let fraction = || {
        let show = |figure: &Option<Figure>| figure.as_ref().map(Figure::display).unwrap_or_default();
        format!("{} ÷ {}", show(&outturn.numerator), show(&outturn.denominator))
    };
    if computed.round(decimals, outturn.unit.rounding) != value.round(decimals, outturn.unit.rounding) {
        let shown = outturn.unit.unit.display(&computed, outturn.unit.decimals, outturn.unit.rounding);
        let message =
            format!("{} is given as {}, but {} is {shown}", scope.name(), outturn.value.display(), fraction());
        found.push(Diagnostic::at(running::FRACTION_DISAGREES, scope.indicator.name_span, message));
    }
    if outturn.unit.unit == Unit::Percent && numerator > denominator && !denominator.is_negative() {
        let message = format!("{} counts more than there are: {}", scope.name(), fraction());
        found.push(
            Diagnostic::at(running::MORE_THAN_ALL, scope.indicator.name_span, message)
                .note("a share of all cannot be more than all: what is counted above the line is not part of what is below it")
                .help(
                    "count both over the same cases, by the same date; where more than 100% can be, as of growth, leave \
                     `numerator:` and `denominator:` out",
                ),
        );
    }
}

/// R42: a row with an empty cell adds nothing to what is above the line, and is counted below it.
fn uneven(on: &Interpreter<'_>, scope: Scope<'_>, outturn: &Outturn, found: &mut Vec<Diagnostic>) {
    let ([value, beside @ ..], Some(_)) = (outturn.trace.steps.as_slice(), outturn.value.value()) else { return };
    let own = |label: &str| beside.iter().find(|step| step.label == label);
    let given = own("numerator").zip(own("denominator")).and_then(|(above, below)| left_out(above, below));
    let Some((above, below)) = given.or_else(|| divisions(value)) else { return };
    let column = above.column.as_deref().unwrap_or_default();
    let rows = counted(above.empty - below.empty, "row");
    let message = format!(
        "{} leaves out {rows} of `{}` above the line that count below it: without a value in \"{column}\"",
        scope.name(),
        above.dataset,
    );
    let declared =
        on.catalogue.column(&above.dataset, column).map_or("number", |column| column.holds.unit().of_column());
    found.push(Diagnostic::at(running::UNEVEN_ROWS, scope.indicator.name_span, message).help(format!(
        "if such rows are not to count, write `… and {column} is not empty` below the line too; if an empty cell means none, say so \
         in the dataset: `{column}: {declared} = 0`"
    )));
}

/// The first division below a step that leaves rows out above the line.
fn divisions(step: &Step) -> Option<(&Counted, &Counted)> {
    let own = match step.steps.as_slice() {
        [above, below] if step.label == Arithmetic::Divide.sign() => left_out(above, below),
        _ => None,
    };
    own.or_else(|| step.steps.iter().find_map(divisions))
}

/// The same rows, of which fewer have a value above the line than below it.
fn left_out<'a>(above: &'a Step, below: &'a Step) -> Option<(&'a Counted, &'a Counted)> {
    let below = records(below);
    let same = |one: &Counted, other: &Counted| {
        one.dataset == other.dataset
            && conditions(&one.filter).iter().all(|part| conditions(&other.filter).contains(part))
            && conditions(&one.filter).len() == conditions(&other.filter).len()
    };
    records(above).into_iter().find_map(|above| {
        let other = below.iter().find(|below| same(above, below) && above.empty > below.empty)?;
        Some((above, *other))
    })
}

fn records(step: &Step) -> Vec<&Counted> {
    let own = step.counted.as_deref().into_iter();
    own.chain(step.steps.iter().flat_map(records)).collect()
}

/// The parts of a condition, in whatever order they are written.
fn conditions(filter: &Filter) -> &[Filter] {
    if let Filter::And(parts) = filter { parts } else { std::slice::from_ref(filter) }
}
