//! What a figure is judged by.

use super::Status;
use kpi_core::{Exact, Judgement, Movement, Period, Span, Unit};

/// One version of a `bands` item.
#[derive(Debug, Clone)]
pub struct Scheme {
    pub name: String,
    /// The whole item.
    pub span: Span,
    pub name_span: Span,
    pub from: Option<Period>,
    pub judge: Judge,
    pub of: JudgeOf,
    /// The comparator a significance is judged against; without one it is the target.
    pub against: Option<String>,
    pub bands: Vec<Band>,
    pub at_zero_target: Vec<Band>,
    pub require_actions: Vec<String>,
    pub words: Vec<StatusWord>,
    pub change: ChangeWords,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Judge {
    Deviation,
    Gap,
    Change,
    Rank,
    Quartile,
    Direction,
    /// On which side of its benchmark the figure's interval lies.
    Significance,
}

impl Judge {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Deviation => "deviation",
            Self::Gap => "gap",
            Self::Change => "change",
            Self::Rank => "rank",
            Self::Quartile => "quartile",
            Self::Direction => "direction",
            Self::Significance => "significance",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum JudgeOf {
    #[default]
    Value,
    Displayed,
    Forecast,
}

#[derive(Debug, Clone)]
pub struct Band {
    pub label: String,
    pub meaning: Option<String>,
    pub colour: Colour,
    pub test: BandTest,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BandTest {
    Interval(Interval),
    /// `if better / equal / worse` than the target, `if better / similar / worse` by significance, or `if improved / unchanged / worsened`.
    Is(Judgement),
}

/// What a band covers. An absent edge is without end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    pub lower: Option<Limit>,
    pub upper: Option<Limit>,
    /// The unit the edges are written in: percent for a deviation.
    pub unit: Unit,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    pub at: Exact,
    /// Does the edge itself belong to the band?
    pub closed: bool,
}

impl Interval {
    #[must_use]
    pub fn contains(&self, value: &Exact) -> bool {
        let above = self.lower.as_ref().is_none_or(|l| if l.closed { *value >= l.at } else { *value > l.at });
        let below = self.upper.as_ref().is_none_or(|l| if l.closed { *value <= l.at } else { *value < l.at });
        above && below
    }
}

/// Colours a report may use; the word and a shape always go with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colour {
    Red,
    Amber,
    Green,
    Blue,
    Grey,
}

impl Colour {
    pub const ALL: [Self; 5] = [Self::Red, Self::Amber, Self::Green, Self::Blue, Self::Grey];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Grey => "grey",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.word().eq_ignore_ascii_case(word))
    }
}

#[derive(Debug, Clone)]
pub struct StatusWord {
    pub status: Status,
    pub word: String,
    pub meaning: Option<String>,
}

/// The council's words for direction of travel.
#[derive(Debug, Clone, Default)]
pub struct ChangeWords {
    pub judgements: Vec<(Judgement, String)>,
    pub movements: Vec<(Movement, String)>,
    /// `{movement} ({judgement})`
    pub show: Option<String>,
}

impl ChangeWords {
    #[must_use]
    pub fn judgement(&self, judgement: Judgement) -> &str {
        self.judgements.iter().find(|(j, _)| *j == judgement).map_or_else(
            || match judgement {
                Judgement::Improved => "Improving",
                Judgement::Unchanged => "Unchanged",
                Judgement::Worsened => "Declining",
            },
            |(_, word)| word,
        )
    }

    #[must_use]
    pub fn movement(&self, movement: Movement) -> &str {
        self.movements.iter().find(|(m, _)| *m == movement).map_or_else(
            || match movement {
                Movement::Up => "Increasing",
                Movement::Level => "Unchanged",
                Movement::Down => "Decreasing",
            },
            |(_, word)| word,
        )
    }

    /// The council's word for a change: the judgement's, the movement's where nothing is judged, or both as `show`
    /// combines them.
    #[must_use]
    pub fn word(&self, judgement: Option<Judgement>, movement: Movement) -> String {
        match (judgement, &self.show) {
            (Some(judgement), Some(show)) => {
                show.replace("{movement}", self.movement(movement)).replace("{judgement}", self.judgement(judgement))
            }
            (Some(judgement), None) => self.judgement(judgement).to_owned(),
            (None, _) => self.movement(movement).to_owned(),
        }
    }
}
