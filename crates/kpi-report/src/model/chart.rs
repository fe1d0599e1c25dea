use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    pub kind: ChartKind,
    /// Unique in the report: the file of the pack, the prefix of the names within.
    pub id: String,
    /// What it shows, in a sentence.
    pub title: String,
    /// The same at length, for those who do not see it.
    pub description: String,
    #[serde(skip)]
    pub svg: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChartKind {
    Trend,
    Comparators,
    Control,
    Spine,
    Rug,
    Sparkline,
    Tally,
}
