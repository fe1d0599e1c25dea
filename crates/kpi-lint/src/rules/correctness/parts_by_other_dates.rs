//! Shares whose parts are taken by different dates.

use crate::context::Context;
use crate::rows::{counted, is_own, taken_from, windows};
use crate::rule::{Fixes, Rule};
use kpi_core::facts::Measure;
use kpi_core::{Diagnostic, Span, Unit};
use kpi_model::catalogue::Indicator;
use kpi_model::formula::{Arithmetic, Formula, FormulaKind};

kpi_core::code! {
    /// Above the line of a percentage rows are taken by one date, below it by another.
    ///
    /// ## Why
    /// What was closed in a quarter is not part of what was opened in it: of the cases opened in June many are closed in July. Such a share can pass
    /// 100%, falls when a backlog grows and rises when it is worked off, and says nothing of how many of the cases were closed (R2, R11).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases that could stay at home"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period and kind = Home) / count(cases where opened in period)
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases that could stay at home"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where opened in period and kind = Home) / count(cases where opened in period)
    /// }
    /// ```
    ///
    /// How many of those opened have been closed is asked as `opened in period and closed is not empty`.
    ///
    /// Where the pace is meant, cases closed for each that came in, say so in the title and allow this with that reason.
    KPI2010 PARTS_BY_OTHER_DATES "correctness" Warning
}

pub const RULE: Rule = Rule::stable(PARTS_BY_OTHER_DATES, check).mended(Fixes::Unsafe);

/// What is counted on one side of the line.
struct Side<'a> {
    dataset: &'a str,
    column: &'a str,
    formulas: Vec<&'a Formula>,
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        if !indicator.unit.values().any(|spec| spec.unit == Unit::Percent) {
            continue;
        }
        for formula in indicator.formula.values() {
            let (above, below) = lines(indicator, formula);
            let sides = side(context, indicator, above).zip(side(context, indicator, below));
            let Some((above, below)) = sides else { continue };
            if above.dataset == below.dataset && above.column != below.column {
                out.extend(tell(context, indicator, &above, &below));
            }
        }
    }
}

/// What stands above and below the line of a share: `X / Y`, `1 - X / Y`.
fn lines<'a>(indicator: &'a Indicator, formula: &'a Formula) -> (Option<&'a Formula>, Option<&'a Formula>) {
    match &formula.kind {
        FormulaKind::Arithmetic { op: Arithmetic::Divide, left, right } => (Some(left), Some(right)),
        FormulaKind::Arithmetic { op: Arithmetic::Subtract, left, right } if left.constant().is_some() => {
            lines(indicator, right)
        }
        // A `let` refers only to those before it.
        FormulaKind::Let { index, .. } => match indicator.lets.get(*index) {
            Some(named) => lines(indicator, &named.value),
            None => (None, None),
        },
        FormulaKind::Else { value, .. } => lines(indicator, value),
        FormulaKind::If { then, .. } => lines(indicator, then),
        FormulaKind::Call { arguments, .. } => match arguments.first() {
            Some(first) => lines(indicator, first),
            None => (None, None),
        },
        _ => (None, None),
    }
}

/// Where all that is counted is of one dataset, and taken by one date.
fn side<'a>(context: &Context<'a>, indicator: &'a Indicator, line: Option<&'a Formula>) -> Option<Side<'a>> {
    let mut found = Vec::new();
    let mut waiting = vec![line?];
    while let Some(formula) = waiting.pop() {
        match &formula.kind {
            FormulaKind::Let { index, .. } => waiting.push(&indicator.lets.get(*index)?.value),
            FormulaKind::Aggregate(aggregate) => {
                matches!(aggregate.measure, Measure::Count | Measure::CountDistinct(_) | Measure::Sum(_))
                    .then_some(())?;
                counted(formula, &mut found);
            }
            // Of another time it is growth that is told.
            FormulaKind::At { .. } => return None,
            _ => waiting.extend(formula.parts()),
        }
    }
    let mut side: Option<Side<'a>> = None;
    for (formula, aggregate) in found {
        let (dataset, narrowed) = taken_from(context, aggregate)?;
        let mut columns = Vec::new();
        windows(&aggregate.condition, &mut columns);
        let [column] = columns.as_slice() else { return None };
        let own = side.get_or_insert(Side { dataset: &dataset.name, column, formulas: Vec::new() });
        if narrowed || own.dataset != dataset.name || own.column != *column {
            return None;
        }
        own.formulas.push(formula);
    }
    side
}

fn tell(context: &Context<'_>, indicator: &Indicator, above: &Side<'_>, below: &Side<'_>) -> Option<Diagnostic> {
    let (first, under) = (above.formulas.first()?, below.formulas.first()?);
    let message = format!("rows are taken by `{}` above the line, and by `{}` below it", above.column, below.column);
    let mut diagnostic = Diagnostic::at(PARTS_BY_OTHER_DATES, first.span, message)
        .saying(format!("`{}`", above.column))
        .label(under.span, format!("`{}`", below.column))
        .note("what is counted above is not part of what is counted below: the share can pass 100%")
        .help("take both by one date, or say in the title that it is the pace, and allow this");
    // The same rows above and below would be all of them.
    let alike = |place: Span| {
        let (text, other) = (context.sources.slice(first.span), context.sources.slice(under.span));
        let at = (place.start - first.span.start) as usize;
        let mended = [text.get(..at), Some(below.column), text.get(at + above.column.len()..)];
        mended.into_iter().flatten().collect::<String>().split_whitespace().eq(other.split_whitespace())
    };
    diagnostic = diagnostic.help(format!(
        "how many of those have a date in `{}` is asked with `{} in period and {} is not empty`",
        above.column, below.column, above.column
    ));
    // What is below the line says whose share it is. A count that is named, or told of by itself, serves others too.
    if let ([formula], None, None) = (above.formulas.as_slice(), &indicator.numerator, &indicator.denominator)
        && !indicator.lets.iter().any(|named| holds(named.value.span, formula.span))
        && let Some(place) = named_once(context, indicator, formula, above.column)
        && !alike(place)
    {
        diagnostic = diagnostic.fix(format!("take both by `{}`", below.column), place, below.column);
    }
    Some(diagnostic)
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

/// Where the column that is asked for a time is named, if it is named once.
fn named_once(context: &Context<'_>, indicator: &Indicator, formula: &Formula, column: &str) -> Option<Span> {
    if !is_own(indicator, formula) {
        return None;
    }
    let text = context.sources.slice(formula.span);
    let is_word = |at: Option<usize>| {
        let byte = at.and_then(|at| text.as_bytes().get(at));
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii())
    };
    let mut places = text
        .match_indices(column)
        .map(|(at, _)| at)
        .filter(|at| !is_word(at.checked_sub(1)) && !is_word(Some(at + column.len())));
    let at = places.next().filter(|_| places.next().is_none() && !text.contains('#'))?;
    let start = formula.span.start + u32::try_from(at).ok()?;
    Some(Span { start, end: start + u32::try_from(column.len()).ok()?, ..formula.span })
}
