//! Which data a figure is made from, and whether that can be cut by a column.

use crate::Catalogue;
use crate::catalogue::Indicator;
use crate::formula::{Formula, FormulaKind, KeyPart};
use indexmap::IndexMap;
use kpi_core::Span;
use kpi_core::schema::Column;

/// A dataset or cohort that a figure is made from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub rows: &'a str,
    /// Where the figure takes from it.
    pub span: Span,
    /// Records that are counted, or a figure that is looked up for the indicator: cut with the figure, or wrong.
    pub must_cut: bool,
}

impl Catalogue {
    /// All that a figure, its numerator and its denominator are made from, each dataset once.
    #[must_use]
    pub fn sources<'a>(&'a self, indicator: &'a Indicator) -> Vec<Source<'a>> {
        let mut found: IndexMap<&str, Source<'a>> = IndexMap::new();
        let mut seen: Vec<&str> = vec![&indicator.id];
        let mut todo = vec![indicator];
        while let Some(indicator) = todo.pop() {
            let mut formulas: Vec<&Formula> = indicator.formula.values().collect();
            formulas.extend(indicator.lets.iter().map(|named| &named.value));
            let counted = indicator.numerator.iter().chain(&indicator.denominator);
            formulas.extend(counted.flat_map(|counted| counted.values().map(|counted| &counted.value)));
            while let Some(formula) = formulas.pop() {
                let source = match &formula.kind {
                    FormulaKind::Aggregate(aggregate) => Some((aggregate.dataset.as_str(), true)),
                    FormulaKind::Measure(measure) => Some((measure.rows.dataset.as_str(), true)),
                    FormulaKind::Lookup(lookup) => {
                        let of_it = lookup.key.iter().any(|part| matches!(part, KeyPart::Indicator));
                        let given = lookup.key.iter().any(|part| matches!(part, KeyPart::Given(_)));
                        Some((lookup.dataset.as_str(), of_it && !given))
                    }
                    FormulaKind::Indicator(id) => {
                        if let Some(other) = self.indicators.get(id).filter(|other| !seen.contains(&other.id.as_str()))
                        {
                            seen.push(&other.id);
                            todo.push(other);
                        }
                        None
                    }
                    _ => None,
                };
                if let Some((rows, must_cut)) = source {
                    let known = found.entry(rows).or_insert(Source { rows, span: formula.span, must_cut });
                    known.must_cut |= must_cut;
                    known.span = known.span.min(formula.span);
                }
                formulas.extend(formula.parts());
            }
        }
        let mut found: Vec<Source<'a>> = found.into_values().collect();
        found.sort_by_key(|source| source.span);
        found
    }

    /// A column of a dataset or cohort.
    #[must_use]
    pub fn column(&self, rows: &str, name: &str) -> Option<&Column> {
        match self.cohorts.get(rows) {
            Some(cohort) => cohort.columns.iter().find(|column| column.name == name),
            None => self.datasets.get(rows)?.column(name),
        }
    }

    /// Does a figure that is made from these rows change with the column?
    #[must_use]
    pub fn can_cut(&self, rows: &str, column: &str) -> bool {
        self.column(rows, column).is_some()
    }
}
