//! Facts with a history.

use super::expr::Scope;
use crate::catalogue::Dated;
use kpi_core::codes::periods;
use kpi_core::{Diagnostic, Period, Span};
use kpi_syntax::ast;

impl<'a> Scope<'a, '_> {
    /// Each entry lowered, in the order of their dates; `None` where nothing of it is right.
    pub fn dated<T, U>(
        &mut self,
        dated: &'a ast::Dated<T>,
        mut lower: impl FnMut(&mut Self, &'a T) -> Option<U>,
    ) -> Option<Dated<U>> {
        match dated {
            ast::Dated::Always(value) => lower(self, value).map(Dated::always),
            ast::Dated::From(written) => {
                let mut order = InOrder::default();
                let mut entries = Vec::with_capacity(written.len());
                for entry in written {
                    let value = lower(self, &entry.value);
                    if let Some(from) = self.period(&entry.from.node, entry.from.span) {
                        if let Some(diagnostic) = order.next(from, entry.from.span) {
                            self.tell(diagnostic);
                        }
                        entries.extend(value.map(|value| (Some(from), value)));
                    }
                }
                entries.sort_by_key(|(from, _)| from.map(Period::start));
                (!entries.is_empty()).then_some(Dated { entries })
            }
        }
    }
}

/// Follows entries by date, and tells of the one that stands out of order.
#[derive(Default)]
pub struct InOrder {
    last: Option<(Period, Span)>,
}

impl InOrder {
    pub fn next(&mut self, from: Period, span: Span) -> Option<Diagnostic> {
        let before = self.last;
        if before.is_none_or(|(last, _)| last.start() < from.start()) {
            self.last = Some((from, span));
        }
        let (last, first) = before.filter(|(last, _)| last.start() >= from.start())?;
        Some(if last.start() == from.start() {
            Diagnostic::at(periods::DATED_ORDER, span, format!("there are two entries from {from}"))
                .label(first, "the first one")
                .help("remove one of the two, or correct its period")
        } else {
            Diagnostic::at(periods::DATED_ORDER, span, format!("{from} stands after {last}"))
                .label(first, "this one is later")
                .help("put the entries in the order of their dates")
        })
    }
}
