//! What comes first.

use super::Rows;
use kpi_core::codes::{names, units};
use kpi_core::cohort::{Expr, Order};
use kpi_core::{Diagnostic, Unit};
use kpi_syntax::ast::OrderTerm;

impl<'a> Rows<'a, '_> {
    pub(super) fn order(&mut self, terms: &'a [OrderTerm]) -> Option<Vec<Order>> {
        let mut order = Vec::with_capacity(terms.len());
        for term in terms {
            order.push(self.term(term));
        }
        order.into_iter().collect()
    }

    fn term(&mut self, term: &'a OrderTerm) -> Option<Order> {
        let word = term.word.as_ref().map(|word| word.node.as_str());
        if word == Some("prefer") {
            let value = self.condition(&term.value)?;
            if term.ranked.is_some() || term.empty_first {
                self.tell(
                    Diagnostic::at(names::UNKNOWN_KIND, term.span, "`prefer` stands before a condition alone")
                        .help("write `prefer gender is not empty`"),
                );
            }
            return Some(Order { value, descending: true, ranked: None, empty_first: false });
        }
        let value = self.value(&term.value)?;
        let Some(ranked) = &term.ranked else {
            if value.unit == Unit::YesNo {
                self.tell(
                    Diagnostic::at(units::UNIT_MISMATCH, term.span, "yes or no has no order")
                        .help("write `prefer` before the condition that puts a row first"),
                );
                return None;
            }
            let descending = matches!(word, Some("latest" | "highest" | "largest"));
            return Some(Order { value: value.expr, descending, ranked: None, empty_first: term.empty_first });
        };
        if let Some(word) = &term.word {
            self.tell(
                Diagnostic::at(names::UNKNOWN_KIND, word.span, "a ranked list is its own order")
                    .help("leave the word out: the first of the list comes first"),
            );
        }
        let entries: Vec<Option<Expr>> =
            ranked.iter().map(|entry| self.beside(&value, entry).map(|entry| entry.expr)).collect();
        let ranked: Option<Vec<Expr>> = entries.into_iter().collect();
        Some(Order { value: value.expr, descending: false, ranked: Some(ranked?), empty_first: term.empty_first })
    }
}
