use super::Named;
use serde::Serialize;

/// What a reader has to know to read the report.
#[derive(Debug, Clone, Serialize)]
pub struct Key {
    /// Each field of an indicator's page, and what it is.
    pub fields: Vec<Named>,
    /// The schemes that the report's indicators are judged by.
    pub schemes: Vec<Scheme>,
    /// The marks that are used in this report.
    pub marks: Vec<Mark>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Scheme {
    pub name: String,
    /// What it judges, in a sentence.
    pub judges: String,
    pub bands: Vec<Band>,
    pub at_zero_target: Vec<Band>,
    /// Words that may stand in place of a rating.
    pub words: Vec<Word>,
    /// The labels for which actions are required.
    pub actions_for: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Band {
    pub label: String,
    pub meaning: Option<String>,
    pub colour: &'static str,
    pub shape: &'static str,
    /// Which figures it covers, in words: `from 0% up to and including 5%`.
    pub covers: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Word {
    pub word: String,
    pub meaning: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Mark {
    pub mark: String,
    pub said: String,
    pub meaning: String,
}
