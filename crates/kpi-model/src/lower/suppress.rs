//! Which counts are too small to be told.

use super::expr::Scope;
use crate::catalogue::Suppress;
use kpi_core::codes::judging::SUPPRESS_LIMITS;
use kpi_core::{Diagnostic, Exact, Span, Unit};
use kpi_syntax::ast::{Edge, SuppressSpec};

impl Scope<'_, '_> {
    pub fn suppress(&mut self, spec: &SuppressSpec) -> Option<Suppress> {
        let below = self.people(&spec.below, &Exact::from(2), "counts from 1 on can be small: write `below 5`")?;
        let rounded = match &spec.rounded {
            Some(edge) => {
                let to = self.people(edge, &Exact::from(2), "write `rounded to 5`")?;
                // A count that is told must not be rounded to none.
                let least = to.div(&Exact::from(2)).ok().flatten()?;
                if least > below {
                    let message = format!("a count of {below} is told, and would be rounded to 0");
                    self.wrong(edge.span, message, "round to less, or suppress more");
                    return None;
                }
                Some(to)
            }
            None => None,
        };
        Some(Suppress { span: spec.span, below, rounded })
    }

    fn people(&mut self, edge: &Edge, least: &Exact, help: &str) -> Option<Exact> {
        let value = &edge.node.value;
        if edge.node.unit == Unit::Number && value.to_i64().is_some() && value >= least {
            return Some(value.clone());
        }
        let text = self.project.sources.slice(edge.span).trim().to_owned();
        self.wrong(edge.span, format!("`{text}` is no whole number of {least} or more"), help);
        None
    }

    fn wrong(&mut self, span: Span, message: String, help: &str) {
        self.tell(Diagnostic::at(SUPPRESS_LIMITS, span, message).help(help));
    }
}
