use super::{Block, Chart, Indicator};
use kpi_core::Span;
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct Scorecard {
    pub id: String,
    /// Of its index page, from the top of the site.
    pub href: String,
    pub title: String,
    pub subtitle: Option<String>,
    pub committee: Option<String>,
    pub description: Vec<Block>,
    /// The template set: `indicator_pages`, `framework`, `scorecard`, or one of the council's own.
    pub layout: String,
    pub themes: Vec<Theme>,
    pub summary: Summary,
    /// What is said of the whole report, section by section.
    pub narrative: Vec<Section>,
    pub charts: Vec<Chart>,
    /// Does any of its indicators have one? Else its column is left out.
    pub has: Has,
    /// Where the rules say it, for what is wrong with it.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// Which columns a table of the scorecard needs.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Has {
    pub numbers: bool,
    pub targets: bool,
    pub previous: bool,
    pub changes: bool,
    pub ratings: bool,
    pub ranks: bool,
    pub forecasts: bool,
    pub comparators: bool,
    pub trends: bool,
}

impl Has {
    pub fn look(&mut self, indicator: &Indicator) {
        self.numbers |= indicator.number.is_some();
        self.targets |= !indicator.target.cell.text.is_empty();
        self.previous |= indicator.previous.is_some();
        self.changes |= !indicator.change.text.is_empty();
        self.ratings |= !indicator.rating.text.is_empty();
        self.ranks |= indicator.rank.is_some();
        self.forecasts |= indicator.forecast.is_some();
        self.comparators |= !indicator.comparators.is_empty();
        self.trends |= indicator.sparkline.is_some();
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct Section {
    pub title: String,
    pub text: Vec<Block>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Theme {
    /// None where the scorecard has no themes.
    pub title: Option<String>,
    /// A name for links to it.
    pub slug: String,
    /// Names in [`super::Report::indicators`].
    pub indicators: Vec<String>,
}

/// Counts that add up to the number of measures (R52).
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    pub measures: usize,
    pub ratings: Vec<Count>,
    pub changes: Vec<Count>,
    /// Empty where nothing is ranked.
    pub ranks: Vec<Count>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// The council's word; `No rating` and the like for those without.
    pub label: String,
    pub meaning: Option<String>,
    pub colour: Option<&'static str>,
    pub shape: Option<&'static str>,
    /// `improved`, `unchanged`, `worsened`.
    pub judgement: Option<&'static str>,
    pub count: usize,
}
