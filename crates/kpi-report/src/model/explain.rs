use serde::Serialize;

/// A step of how a figure came about, and those it rests on (R60).
#[derive(Debug, Clone, Default, Serialize)]
pub struct Node {
    pub label: String,
    pub result: String,
    /// The same without rounding.
    pub exact: Option<String>,
    pub period: Option<String>,
    pub note: Option<String>,
    /// The rule that says so: `adults.kpi:12:3`, and its words.
    pub rule: Option<Source>,
    /// The cell it was read from: `data/figures.csv, row 5, column "value"`, and what is written there.
    pub data: Option<Source>,
    /// The plugin that made it.
    pub plugin: Option<String>,
    pub steps: Vec<Node>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Source {
    pub place: String,
    pub text: String,
}
