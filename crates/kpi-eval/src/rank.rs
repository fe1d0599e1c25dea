//! A place among others, and how it moved (R40).

use crate::interpret::{Interpreter, Scope};
use crate::outturn::RankOutturn;
use crate::trace::Step;
use crate::value::{Traced, Value};
use kpi_core::{Judgement, Missing, Period, Rank, Reason};
use kpi_model::catalogue::GivenFact;
use kpi_model::formula::FormulaKind;

/// The indicator's rank, where its rules give one.
pub fn rank(on: &Interpreter<'_>, scope: Scope<'_>) -> Option<(RankOutturn, Step)> {
    let formula = scope.indicator.rank.as_ref().and_then(|rank| rank.at(on.report));
    let mut quartile = None;
    let (traced, period, before) = match (on.given(scope, &GivenFact::Rank), formula) {
        (Some(given), _) => (Traced::new("rank", given), None, None),
        (None, None) => return None,
        (None, Some(formula)) => match &formula.kind {
            FormulaKind::Lookup(lookup) => on.with_predecessor(lookup, scope),
            FormulaKind::RankAmong(id) => {
                let (traced, quarter) = on.place_among(id, scope);
                quartile = quarter;
                let then = scope.indicator.frequency.at(on.report).map(|frequency| frequency.previous(scope.period));
                let before = then.map(|then| (on.place_among(id, scope.at(then)).0.value, then));
                (traced, Some(scope.period), before)
            }
            _ => (on.eval(formula, scope), Some(scope.period), None),
        },
    };
    let rank = as_rank(&traced.value);
    let previous = before.and_then(|(value, period): (Value, Period)| Some((as_rank(&value).ok()?, period)));
    let moved = match (&rank, &previous) {
        // 1 is best, so a smaller number is better.
        (Ok(now), Some((then, _))) => Some(match now.position.cmp(&then.position) {
            std::cmp::Ordering::Less => Judgement::Improved,
            std::cmp::Ordering::Equal => Judgement::Unchanged,
            std::cmp::Ordering::Greater => Judgement::Worsened,
        }),
        _ => None,
    };
    let mut step = Step { label: "rank".to_owned(), ..traced.step };
    if let Some((then, period)) = &previous {
        let note = step.note.map(|note| format!("{note}; ")).unwrap_or_default();
        step.note = Some(format!("{note}from {then} in {period}"));
    }
    Some((RankOutturn { rank, period, previous, moved, quartile }, step))
}

fn as_rank(value: &Value) -> Result<Rank, Missing> {
    match value {
        Value::Rank(rank) => Ok(*rank),
        Value::Missing(missing) => Err(missing.clone()),
        other => Err(Missing::new(Reason::Failed, format!("{} is not a rank", other.display()))),
    }
}
