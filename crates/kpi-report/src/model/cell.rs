use serde::Serialize;

/// A figure, or what stands in its place, as it is shown everywhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// `96.0%`, `In Development`, `Not yet due`.
    pub text: String,
    pub state: State,
    /// What the state is called: `provisional`. None for a plain figure.
    pub said: Option<String>,
    /// The mark that stands beside it where there is no room for words: `[p]`.
    pub mark: Option<String>,
    /// Why, or what exactly is missing.
    pub detail: Option<String>,
    /// For charts and files; a percentage is a fraction of one.
    pub number: Option<f64>,
    /// The same without rounding, as a fraction.
    pub exact: Option<String>,
    /// How the number is written, for files that hold numbers and not text.
    pub digits: Option<Digits>,
    /// What is counted: `admissions`.
    pub noun: Option<String>,
}

/// A figure as plain decimals, without the signs of units and the commas between thousands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Digits {
    /// As it is displayed: `96.0` for `96.0%`, `-1250` for `-£1,250`.
    pub shown: String,
    /// In full, where its decimals end within twelve places; else as it is displayed.
    pub full: String,
    pub decimals: u8,
    pub scale: Scale,
    /// A difference, which has its sign where it is positive, too.
    pub signed: bool,
}

/// What the digits of a figure stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    Number,
    Percent,
    Points,
    /// Pounds.
    Money,
    Days,
}

impl Scale {
    /// Are the digits a hundred times the number?
    #[must_use]
    pub const fn is_hundredfold(self) -> bool {
        matches!(self, Self::Percent | Self::Points)
    }
}

/// How a figure stands. Each looks different, and says so in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Final,
    Provisional,
    Revised,
    Estimated,
    Proxy,
    OverCounted,
    UnderCounted,
    Rounded,
    NotComparable,
    NotYetDue,
    NotSupplied,
    NotApplicable,
    Suppressed,
    LowReliability,
    NoCases,
    NoTarget,
    NoBenchmark,
    Failed,
    /// A judgement that is not given, for a stated reason.
    Withheld,
    /// A word that stands in place of a figure: `In Development`.
    Word,
    /// Nothing is to be said here.
    None,
}

impl State {
    /// Figures first, in the order in which a key lists them.
    pub const ALL: [Self; 21] = [
        Self::Final,
        Self::Provisional,
        Self::Revised,
        Self::Estimated,
        Self::Proxy,
        Self::OverCounted,
        Self::UnderCounted,
        Self::Rounded,
        Self::NotComparable,
        Self::NotYetDue,
        Self::NotSupplied,
        Self::NotApplicable,
        Self::Suppressed,
        Self::LowReliability,
        Self::NoCases,
        Self::NoTarget,
        Self::NoBenchmark,
        Self::Failed,
        Self::Withheld,
        Self::Word,
        Self::None,
    ];

    /// Is there a number?
    #[must_use]
    pub const fn is_figure(self) -> bool {
        matches!(
            self,
            Self::Final
                | Self::Provisional
                | Self::Revised
                | Self::Estimated
                | Self::Proxy
                | Self::OverCounted
                | Self::UnderCounted
                | Self::Rounded
                | Self::NotComparable
        )
    }

    /// The key of its words, and of its class on a page: `not-yet-due`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Final => "final",
            Self::Provisional => "provisional",
            Self::Revised => "revised",
            Self::Estimated => "estimated",
            Self::Proxy => "proxy",
            Self::OverCounted => "over-counted",
            Self::UnderCounted => "under-counted",
            Self::Rounded => "rounded",
            Self::NotComparable => "not-comparable",
            Self::NotYetDue => "not-yet-due",
            Self::NotSupplied => "not-supplied",
            Self::NotApplicable => "not-applicable",
            Self::Suppressed => "suppressed",
            Self::LowReliability => "low-reliability",
            Self::NoCases => "no-cases",
            Self::NoTarget => "no-target",
            Self::NoBenchmark => "no-benchmark",
            Self::Failed => "failed",
            Self::Withheld => "withheld",
            Self::Word => "word",
            Self::None => "none",
        }
    }

    /// The shorthand that stands in tables. Letters follow the Analysis Function's list where that has one.
    #[must_use]
    pub const fn mark(self) -> Option<&'static str> {
        Some(match self {
            Self::Provisional => "[p]",
            Self::Revised => "[r]",
            Self::Estimated => "[e]",
            Self::Proxy => "[y]",
            Self::OverCounted => "[o]",
            Self::UnderCounted => "[s]",
            Self::Rounded => "[n]",
            Self::NotComparable => "[b]",
            Self::NotYetDue => "[d]",
            Self::NotSupplied => "[x]",
            Self::NotApplicable => "[z]",
            Self::Suppressed => "[c]",
            Self::LowReliability => "[u]",
            Self::NoCases => "[k]",
            Self::Failed => "[f]",
            Self::Withheld => "[w]",
            Self::Final | Self::NoTarget | Self::NoBenchmark | Self::Word | Self::None => return None,
        })
    }
}

impl Cell {
    /// A place where nothing is to be said.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            text: String::new(),
            state: State::None,
            said: None,
            mark: None,
            detail: None,
            number: None,
            exact: None,
            digits: None,
            noun: None,
        }
    }

    /// All that the figure is: `provisional` and `proxy` at once.
    #[must_use]
    pub fn states(&self) -> Vec<State> {
        let marks = self.mark.iter().flat_map(|mark| mark.split(' '));
        let marked: Vec<State> =
            marks.filter_map(|mark| State::ALL.into_iter().find(|state| state.mark() == Some(mark))).collect();
        if marked.is_empty() { vec![self.state] } else { marked }
    }

    /// With its mark, for a table: `96.0% [p]`.
    #[must_use]
    pub fn marked(&self) -> String {
        match &self.mark {
            Some(mark) if self.state.is_figure() => format!("{} {mark}", self.text),
            Some(mark) => mark.clone(),
            None => self.text.clone(),
        }
    }
}
