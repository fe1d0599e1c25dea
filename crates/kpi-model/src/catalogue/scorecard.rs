//! What is reported, in which order.

use super::Active;
use indexmap::IndexMap;
use kpi_core::Span;

#[derive(Debug, Clone)]
pub struct Scorecard {
    pub id: String,
    pub span: Span,
    pub title: String,
    /// `subtitle`, `committee`, `description`.
    pub texts: IndexMap<String, String>,
    pub layout: Option<String>,
    pub active: Active,
    pub groups: Vec<Group>,
}

#[derive(Debug, Clone)]
pub struct Group {
    pub theme: Option<String>,
    pub indicators: Vec<String>,
}
