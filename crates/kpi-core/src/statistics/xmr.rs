//! XmR charts: is a figure one of its series, or has something changed? (R36)
//!
//! Everything is exact: the centre is the mean, the limits lie 2.66 mean moving ranges from it.

use super::words::Rule;
use crate::Exact;
use crate::exact::TooLarge;
use std::cmp::Ordering;

/// Limits from fewer figures say little.
pub const LEAST: usize = 10;
/// So many figures on one side of the centre, or rising or falling, are no chance.
pub const RUN: usize = 7;

/// What a process that nothing happens to does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    pub centre: Exact,
    pub lower: Exact,
    pub upper: Exact,
    /// Two thirds of the way from the centre to each limit.
    pub near_lower: Exact,
    pub near_upper: Exact,
    pub mean_range: Exact,
    /// The figures it is worked out from.
    pub figures: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoProcess {
    #[error("limits want {LEAST} figures, and there are {0}")]
    TooFew(usize),
    #[error("no two figures follow one another, so nothing says how much they differ by chance")]
    NoRange,
    #[error("the limits are too large a number")]
    TooLarge,
}

impl From<TooLarge> for NoProcess {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

fn mean(values: &[Exact]) -> Result<Option<Exact>, TooLarge> {
    let mut sum = Exact::zero();
    for value in values {
        sum = sum.add(value)?;
    }
    sum.div(&Exact::from(i64::try_from(values.len()).unwrap_or(i64::MAX)))
}

impl Process {
    /// Of a series in its order. A figure that is missing has no range with its neighbours.
    pub fn of(series: &[Option<Exact>]) -> Result<Self, NoProcess> {
        let known: Vec<Exact> = series.iter().flatten().cloned().collect();
        if known.len() < LEAST {
            return Err(NoProcess::TooFew(known.len()));
        }
        let mut ranges = Vec::with_capacity(known.len());
        for pair in series.windows(2) {
            if let [Some(one), Some(next)] = pair {
                ranges.push(next.sub(one)?.abs());
            }
        }
        let (Some(centre), Some(mean_range)) = (mean(&known)?, mean(&ranges)?) else { return Err(NoProcess::NoRange) };
        let away = mean_range.mul(&Exact::decimal(266, 2))?;
        let near = mean_range.mul(&Exact::ratio(133, 75).unwrap_or_else(Exact::one))?;
        Ok(Self {
            lower: centre.sub(&away)?,
            upper: centre.add(&away)?,
            near_lower: centre.sub(&near)?,
            near_upper: centre.add(&near)?,
            centre,
            mean_range,
            figures: known.len(),
        })
    }

    fn side(&self, value: &Exact) -> Ordering {
        value.cmp(&self.centre)
    }

    fn beyond(&self, value: &Exact) -> Option<Ordering> {
        outside(value, &self.lower, &self.upper)
    }

    fn near(&self, value: &Exact) -> Option<Ordering> {
        outside(value, &self.near_lower, &self.near_upper)
    }
}

fn outside(value: &Exact, lower: &Exact, upper: &Exact) -> Option<Ordering> {
    if value > upper {
        Some(Ordering::Greater)
    } else if value < lower {
        Some(Ordering::Less)
    } else {
        None
    }
}

/// One rule that a figure meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    pub rule: Rule,
    /// Above the centre, or rising.
    pub high: bool,
    /// The place in the series at which the run began.
    pub since: usize,
}

/// What each figure of the series signals, in the order of [`Rule`].
pub fn signals(series: &[Option<Exact>], process: &Process) -> Vec<Vec<Signal>> {
    let mut found: Vec<Vec<Signal>> = vec![Vec::new(); series.len()];
    let mut mark = |at: usize, rule: Rule, way: Ordering, since: usize| {
        if let Some(signals) = found.get_mut(at)
            && !signals.iter().any(|signal| signal.rule == rule)
        {
            signals.push(Signal { rule, high: way == Ordering::Greater, since });
        }
    };
    let of = |judge: &dyn Fn(&Exact) -> Option<Ordering>| -> Vec<Option<Ordering>> {
        series.iter().map(|value| value.as_ref().and_then(judge)).collect()
    };
    for (start, end, way) in runs(&of(&|value| process.beyond(value)), 1) {
        (start..=end).for_each(|at| mark(at, Rule::Beyond, way, start));
    }
    let sides = of(&|value| Some(process.side(value)).filter(|side| side.is_ne()));
    for (start, end, way) in runs(&sides, RUN) {
        (start..=end).for_each(|at| mark(at, Rule::Shift, way, start));
    }
    let steps: Vec<Option<Ordering>> = series
        .windows(2)
        .map(|pair| match pair {
            [Some(one), Some(next)] => Some(next.cmp(one)).filter(|way| way.is_ne()),
            _ => None,
        })
        .collect();
    // Seven figures are six steps. Where one run turns into the next, the turning point is the earlier one's.
    for (start, end, way) in runs(&steps, RUN - 1) {
        (start..=end + 1).for_each(|at| mark(at, Rule::Trend, way, start));
    }
    let near = of(&|value| process.near(value));
    let mut since: Option<(usize, usize)> = None;
    for (start, window) in sides.windows(3).enumerate() {
        let Some(Some(way)) = window.first().copied() else { continue };
        let close: Vec<usize> = (start..start + 3).filter(|at| near.get(*at).copied().flatten() == Some(way)).collect();
        let (Some(first), Some(last)) = (close.first().copied(), close.last().copied()) else { continue };
        if window.iter().any(|side| *side != Some(way)) || close.len() < 2 {
            continue;
        }
        // Windows that share a figure are one run.
        let begun = since.filter(|(_, end)| first <= *end).map_or(first, |(begun, _)| begun);
        since = Some((begun, last));
        close.into_iter().for_each(|at| mark(at, Rule::TwoOfThree, way, begun));
    }
    found
}

/// The runs of one and the same, of at least this length: where each begins and ends.
fn runs(marks: &[Option<Ordering>], least: usize) -> Vec<(usize, usize, Ordering)> {
    let mut found: Vec<(usize, usize, Ordering)> = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        let Some(way) = *mark else { continue };
        match found.last_mut() {
            Some((_, end, same)) if *same == way && *end + 1 == at => *end = at,
            _ => found.push((at, at, way)),
        }
    }
    found.retain(|(start, end, _)| end - start + 1 >= least);
    found
}
