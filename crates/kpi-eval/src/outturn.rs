//! What a run gives for each indicator: the figure and everything that is said of it, each with its trace.

use crate::trace::Step;
use kpi_core::statistics::{Assurance, Level, Method, Rule, Significance, Variation};
use kpi_core::{Diagnostic, Exact, Flag, Judgement, Missing, Movement, Period, Polarity, Rank, Rounding, Unit};
use kpi_model::catalogue::{Colour, Measure, UnitSpec};

/// A report's worth of outturns.
#[derive(Debug, Clone)]
pub struct Run {
    /// The report's period.
    pub period: Period,
    /// In the order of the scorecards in force, else of the catalogue.
    pub outturns: Vec<Outturn>,
    pub summary: Summary,
    /// What the run itself found: targets that drifted, fractions that disagree with their figure, and the like.
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Debug, Clone)]
pub struct Outturn {
    /// The indicator's name in the rules.
    pub indicator: String,
    /// The scorecard and theme it is reported under, where there is one.
    pub scorecard: Option<String>,
    pub theme: Option<String>,
    pub title: String,
    pub unit: UnitSpec,
    pub polarity: Polarity,
    pub measure: Measure,
    /// The months the figure covers.
    pub period: Period,
    pub value: Figure,
    pub numerator: Option<Figure>,
    pub denominator: Option<Figure>,
    /// The figure as it was first published, where the rules give one (R44).
    pub published: Option<Figure>,
    pub flags: Vec<Flag>,
    /// The target that is judged, or the words that stand for it.
    pub target: Target,
    /// The end-of-year target, where it is another one (R19).
    pub year_end_target: Option<Target>,
    /// s × (value − target) / |target|
    pub deviation: Option<Figure>,
    /// s × (value − target)
    pub gap: Option<Figure>,
    pub rating: Rating,
    /// The figure the change is counted from, as it was published where that is known.
    pub previous: Option<Figure>,
    /// The same, recalculated now; set where a published one is known too.
    pub previous_recalculated: Option<Figure>,
    pub change: Change,
    pub forecast: Option<Forecast>,
    pub interval: Option<IntervalOutturn>,
    pub control: Option<ControlOutturn>,
    pub rank: Option<RankOutturn>,
    pub comparators: Vec<ComparatorOutturn>,
    pub variant: Option<(String, String)>,
    /// The column and value of each part that the figure is of; none for the whole.
    pub slice: Vec<(String, String)>,
    /// The whole's parts: every combination of the values and totals it is cut by (R49).
    pub slices: Vec<Outturn>,
    /// The figures up to this one, the earliest first; of the whole only, and as many as were asked for.
    pub history: Vec<Past>,
    /// How the figure and its judgements came about.
    pub trace: Step,
}

/// A number or the reason why there is none, with all that is needed to print it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub result: Result<Exact, Missing>,
    pub unit: Unit,
    pub decimals: u8,
    pub rounding: Rounding,
    /// A difference, printed with its sign.
    pub signed: bool,
    pub noun: Option<String>,
    pub period: Option<Period>,
}

impl Figure {
    #[must_use]
    pub fn new(result: Result<Exact, Missing>, spec: UnitSpec) -> Self {
        Self {
            result,
            unit: spec.unit,
            decimals: spec.decimals,
            rounding: spec.rounding,
            signed: false,
            noun: None,
            period: None,
        }
    }

    #[must_use]
    pub fn value(&self) -> Option<&Exact> {
        self.result.as_ref().ok()
    }

    #[must_use]
    pub fn missing(&self) -> Option<&Missing> {
        self.result.as_ref().err()
    }

    /// What a page shows: `96.0%`, `+0.7 pp`, `13 admissions`, or the reason in words.
    #[must_use]
    pub fn display(&self) -> String {
        match &self.result {
            Ok(value) => {
                let mut text = self.unit.display(value, self.decimals, self.rounding);
                if self.signed && value.is_positive() {
                    text.insert(0, '+');
                }
                match &self.noun {
                    Some(noun) => format!("{text} {noun}"),
                    None => text,
                }
            }
            Err(missing) => missing.reason.to_string(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// `None` where words stand in its place, or where there is no target.
    pub figure: Option<Figure>,
    /// `In Development`, `DoT Only`.
    pub word: Option<String>,
    /// What the target is for: the figure's own period, or the year.
    pub period: Option<Period>,
    pub proposed: bool,
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// The band's label as the council spells it, or a status word.
    pub label: Option<String>,
    pub meaning: Option<String>,
    pub colour: Option<Colour>,
    /// Is the label a status word in place of a rating?
    pub status: bool,
    /// Why this rating, or why none.
    pub reason: String,
    /// Set where a rating would be there but is withheld (R45).
    pub withheld: bool,
    pub actions_required: bool,
    /// The scheme, where one applies.
    pub scheme: Option<String>,
    /// The band that the figure would be in as it is displayed, where that is another one (R31).
    pub displayed: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub movement: Option<Movement>,
    pub judgement: Option<Judgement>,
    /// The council's word for it.
    pub word: Option<String>,
    pub amount: Option<Figure>,
    pub against: Option<Period>,
    /// Why there is no judgement, or what is particular about it.
    pub reason: Option<String>,
    pub withheld: bool,
    /// Taken from what the council recorded, since the baseline is missing.
    pub recorded: bool,
}

/// The year's figure as it is expected to end (R33).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    pub period: Period,
    pub figure: Figure,
    pub numerator: Option<Figure>,
    /// `straight line: 6 of 12 months`
    pub method: String,
}

/// A figure of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub period: Period,
    pub value: Figure,
    /// As it was first published, where that is known (R44).
    pub published: Option<Figure>,
    pub flags: Vec<Flag>,
    /// The target of that period, where it is a number.
    pub target: Option<Figure>,
    /// As it would be rated by the rules of this report. None where the bands judge a forecast, which was another then.
    pub rating: Option<Rating>,
    /// The bands on the figure's own scale, the lowest first.
    pub bands: Vec<Stretch>,
}

/// A stretch of a figure's scale, and the band it is in. An absent end is without limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub label: String,
    pub colour: Colour,
    pub from: Option<Exact>,
    pub to: Option<Exact>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankOutturn {
    pub rank: Result<Rank, Missing>,
    pub period: Option<Period>,
    pub previous: Option<(Rank, Period)>,
    /// Lower is better: improved, unchanged or worsened since the previous one.
    pub moved: Option<Judgement>,
    /// Among peers: in which quarter of them the figure lies, 1 being the best.
    pub quartile: Option<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparatorOutturn {
    pub id: String,
    pub title: String,
    pub figure: Figure,
    pub year: Option<String>,
    /// Across peers: how many of them have a figure, and how many there are.
    pub used: Option<(usize, usize)>,
    /// On which side of it the figure's interval lies; `None` where the figure has no interval or this no figure.
    pub significance: Option<Result<Significance, Missing>>,
}

/// How sure the figure is (R37).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntervalOutturn {
    pub method: Method,
    pub level: Level,
    /// To thirty decimals; what is judged is judged by bounds that are closer.
    pub lower: Figure,
    pub upper: Figure,
    /// Against the comparator that the bands name, else against the target; `None` where there is neither.
    pub against: Option<BenchmarkOutturn>,
}

/// What an interval is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenchmarkOutturn {
    pub name: String,
    pub figure: Figure,
    pub significance: Result<Significance, Missing>,
    pub reason: String,
}

/// The chart of the figures up to this one (R36).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlOutturn {
    /// Where the limits in force begin, and why, where they have begun anew.
    pub from: Period,
    pub reason: Option<String>,
    /// The limits are worked out up to this period; without one up to the figure itself.
    pub baseline: Option<Period>,
    pub process: Result<ProcessOutturn, Missing>,
    /// What the figure itself signals.
    pub signals: Vec<SignalOutturn>,
    pub variation: Result<Variation, Missing>,
    pub assurance: Option<Assurance>,
    pub points: Vec<ControlPoint>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessOutturn {
    pub centre: Figure,
    pub lower: Figure,
    pub upper: Figure,
    pub mean_range: Figure,
    /// How many figures the limits are worked out from.
    pub figures: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalOutturn {
    pub rule: Rule,
    /// Above the centre, or rising.
    pub high: bool,
    pub since: Period,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlPoint {
    pub period: Period,
    pub figure: Figure,
    pub centre: Option<Figure>,
    pub lower: Option<Figure>,
    pub upper: Option<Figure>,
    pub rules: Vec<Rule>,
}

/// Counts that add up to the number of measures, groups of variants that count once counted once (R51, R52).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub measures: usize,
    pub ratings: Vec<Count>,
    pub changes: Vec<Count>,
    /// Only where some indicator is ranked.
    pub ranks: Vec<Count>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// `None` counts those without.
    pub label: Option<String>,
    pub meaning: Option<String>,
    pub colour: Option<Colour>,
    pub judgement: Option<Judgement>,
    pub count: usize,
}
