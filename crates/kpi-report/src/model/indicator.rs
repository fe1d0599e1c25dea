use super::{Block, Cell, Chart, Node};
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct Indicator {
    /// Its name in the rules.
    pub id: String,
    /// Of its page, from the top of the site: `indicators/asc_105.html`.
    pub href: String,
    /// Of its figures as a file, from there too.
    pub data: String,
    pub number: Option<String>,
    pub title: String,
    /// For lists with little room; else the title.
    pub short: String,
    pub scorecard: Option<String>,
    pub theme: Option<String>,
    /// In the order of the scorecard.
    pub previous_page: Option<Neighbour>,
    pub next_page: Option<Neighbour>,
    /// `percent, 1 decimal`
    pub unit: String,
    pub frequency: String,
    pub polarity: Polarity,
    pub value: Value,
    /// `3,683 / 3,689`
    pub fraction: Option<String>,
    pub numerator: Option<Cell>,
    pub denominator: Option<Cell>,
    /// As it was first published, where that is another figure.
    pub published: Option<Cell>,
    pub target: Target,
    pub deviation: Option<Cell>,
    pub rating: Rating,
    pub previous: Option<Value>,
    /// The previous figure as it would be worked out now, where the rules keep both.
    pub previous_recalculated: Option<Cell>,
    pub change: Change,
    pub forecast: Option<Forecast>,
    pub rank: Option<Rank>,
    pub interval: Option<Interval>,
    pub control: Option<Control>,
    pub comparators: Vec<Comparator>,
    pub description: Vec<Block>,
    pub calculation: Calculation,
    /// `owner`, `officer`, `committee`, `priority`, `source`, `next_release`: those the rules give, with their labels.
    pub facts: Vec<Named>,
    pub note: Option<String>,
    pub links: Vec<Link>,
    pub related: Vec<Neighbour>,
    pub commentary: Vec<Block>,
    pub actions: Vec<Block>,
    /// Are actions required, and there are none? Then the page says so.
    pub actions_missing: bool,
    /// The figures up to this one, the earliest first.
    pub history: Vec<Past>,
    /// Does any figure of the history have one that was published first?
    pub history_published: bool,
    /// The figure by area, age or whatever the rules cut it by.
    pub parts: Option<Parts>,
    pub charts: Vec<Chart>,
    pub sparkline: Option<Chart>,
    pub explain: Node,
    /// `Local`, of a measure that has several forms.
    pub variant: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Neighbour {
    pub id: String,
    pub title: String,
    pub short: String,
    pub href: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Named {
    pub key: String,
    pub label: String,
    pub text: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Polarity {
    /// `higher`, `lower`, `range`, `midpoint`, `none`.
    pub kind: &'static str,
    pub arrow: Option<&'static str>,
    /// `Higher is better`
    pub text: String,
}

/// A figure with the period it is of.
#[derive(Debug, Clone, Serialize)]
pub struct Value {
    /// `Current quarter`, `Previous year (to date)`.
    pub label: String,
    pub period: String,
    /// None where the period is not known.
    pub span: Option<Span>,
    pub cell: Cell,
}

/// The first and the last day of a period, as `2022-04-01`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Span {
    pub start: String,
    pub end: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Target {
    /// `Target`, `Pro rata target`.
    pub label: String,
    /// The figure, or the word that stands for it.
    pub cell: Cell,
    pub period: Option<String>,
    pub proposed: bool,
    pub note: Option<String>,
    pub year_end: Option<Cell>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Rating {
    /// The band's label, the word in its place, `Withheld`, or empty.
    pub text: String,
    pub meaning: Option<String>,
    /// `red`, `amber`, `green`, `blue`, `grey`; none for a word.
    pub colour: Option<&'static str>,
    pub shape: Option<&'static str>,
    /// `rated`, `word`, `withheld`, `none`.
    pub state: &'static str,
    /// Why this rating, or why none.
    pub reason: String,
    pub actions_required: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// `Improving`, the council's word; `Withheld`; or empty.
    pub text: String,
    pub arrow: Option<&'static str>,
    /// `up`, `level`, `down`.
    pub movement: Option<&'static str>,
    /// `improved`, `unchanged`, `worsened`.
    pub judgement: Option<&'static str>,
    /// `+0.7 pp`
    pub amount: Option<String>,
    /// The same as a figure.
    pub difference: Option<Cell>,
    /// The period it is counted from.
    pub against: Option<String>,
    /// Why there is none, or what is particular about it.
    pub reason: Option<String>,
    /// As the council recorded it: the figure it was counted from is lost.
    pub recorded: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct Forecast {
    pub period: String,
    pub cell: Cell,
    pub method: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Rank {
    pub cell: Cell,
    pub period: Option<String>,
    pub previous: Option<String>,
    pub previous_period: Option<String>,
    /// `improved`, `unchanged`, `worsened`, and in words with its arrow.
    pub judgement: Option<&'static str>,
    pub moved: Option<String>,
    pub arrow: Option<&'static str>,
    pub quartile: Option<u8>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Interval {
    /// `95% (Wilson)`
    pub method: String,
    pub lower: Cell,
    pub upper: Cell,
    /// `better than England`, in a sentence.
    pub text: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Control {
    /// `Special cause: improvement`
    pub variation: String,
    pub assurance: Option<String>,
    pub centre: Option<Cell>,
    pub lower: Option<Cell>,
    pub upper: Option<Cell>,
    pub signals: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Comparator {
    pub id: String,
    pub title: String,
    pub cell: Cell,
    pub year: Option<String>,
    /// `28 of 30 councils`
    pub used: Option<String>,
    /// On which side of it the figure's interval lies.
    pub significance: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Calculation {
    /// What the rules work out, in words and generated from them (R59).
    pub text: String,
    /// The named values it uses: `X`, and what it is.
    pub names: Vec<Named>,
    /// How the source of a figure that is only read works it out.
    pub source: Vec<Block>,
    /// The rule itself.
    pub rule: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Link {
    pub text: String,
    /// None where the council gives the words only.
    pub href: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Past {
    pub period: String,
    pub span: Span,
    pub cell: Cell,
    pub published: Option<Cell>,
    pub target: Option<Cell>,
    pub rating: Option<Rating>,
}

/// A figure cut by the columns that the rules name (R49).
#[derive(Debug, Clone, Serialize)]
pub struct Parts {
    /// The columns.
    pub columns: Vec<String>,
    /// The same, as the data names them.
    pub keys: Vec<String>,
    pub rows: Vec<Part>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// One for each column.
    pub values: Vec<String>,
    pub cell: Cell,
    pub target: Cell,
    pub rating: Rating,
    pub change: Change,
}
