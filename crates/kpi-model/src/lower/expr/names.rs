//! What a bare name means: a parameter, a `let`, an indicator, a comparator.

use super::Scope;
use crate::formula::{Formula, FormulaKind};
use crate::project::{HelpIfNone, Kind, listed, unknown};
use kpi_core::codes::names;
use kpi_core::schema::{ColumnType, Dataset};
use kpi_core::{Diagnostic, Span, Unit};
use kpi_syntax::ast::{Expr, ExprKind, Name};

impl<'a> Scope<'a, '_> {
    /// The argument a name stands for, where it is a parameter of the template at hand.
    pub fn argument(&self, name: &str) -> Option<Option<&'a Expr>> {
        if !self.in_template {
            return None;
        }
        self.parameters.as_ref()?.get(name)
    }

    /// The name that is meant where a name is wanted: a parameter's argument, else the name itself.
    pub fn word(&self, name: &'a Name) -> (&'a str, Span) {
        match self.argument(&name.node) {
            Some(Some(Expr { kind: ExprKind::Name(word), span })) => (word, *span),
            _ => (&name.node, name.span),
        }
    }

    /// The expression that is meant: a parameter's argument, else the expression itself.
    pub fn seen_through(&self, expr: &'a Expr) -> &'a Expr {
        match &expr.kind {
            ExprKind::Name(name) => self.argument(name).flatten().unwrap_or(expr),
            _ => expr,
        }
    }

    pub fn let_named(&self, name: &str) -> Option<(usize, Option<Unit>)> {
        let index = self.lets.iter().position(|known| known.name == name)?;
        self.lets.get(index).map(|known| (index, known.unit))
    }

    pub(super) fn name(&mut self, name: &'a str, expr: &'a Expr) -> Formula {
        let span = expr.span;
        if let Some(argument) = self.argument(name) {
            let Some(argument) = argument else { return Formula::broken(span) };
            // An argument is written where the template is used, and means there what it means there.
            self.in_template = false;
            let formula = self.expr(argument);
            self.in_template = true;
            return formula;
        }
        if let Some((index, unit)) = self.let_named(name) {
            if let Some(known) = self.lets.get_mut(index) {
                known.used = true;
                let weight = known.weight;
                if unit.is_some() && !self.bears(name, weight, span) {
                    return Formula::broken(span);
                }
            }
            return unit.map_or_else(
                || Formula::broken(span),
                |unit| Formula::new(FormulaKind::Let { index, name: name.to_owned() }, unit, span),
            );
        }
        if let Some(entry) = self.project.indicators.get(name) {
            entry.mark();
            let unit = self.project.indicator_units.get(name).copied().unwrap_or(Unit::AsWritten);
            return Formula::new(FormulaKind::Indicator(name.to_owned()), unit, span);
        }
        if let Some(entry) = self.project.comparators.get(name) {
            entry.mark();
            let unit = self.project.comparator_units.get(name).copied().unwrap_or(Unit::AsWritten);
            return Formula::new(FormulaKind::Comparator(name.to_owned()), unit, span);
        }
        if let Some(diagnostic) = self.unknown_name(name, span) {
            self.tell(diagnostic);
        }
        Formula::broken(span)
    }

    fn unknown_name(&self, name: &str, span: Span) -> Option<Diagnostic> {
        if self.project.is_broken(name) {
            return None;
        }
        match self.project.kind_of(name) {
            Some(Kind::Dataset) => {
                let entry = self.project.datasets.get(name);
                if let Some(entry) = entry {
                    entry.mark();
                }
                let schema = self.project.schemas.get(name);
                let records = schema.is_some_and(|schema| schema.key.is_empty());
                let column = schema
                    .and_then(|schema| schema.columns.iter().find(|column| !schema.key.contains(&column.name)))
                    .map_or("value", |column| &column.name);
                return Some(
                    Diagnostic::at(names::WRONG_KIND, span, format!("`{name}` is a dataset, not a value")).help(
                        if records {
                            format!("count its records: `count({name} where …)`")
                        } else {
                            format!("name the column: `{name}.{column}`")
                        },
                    ),
                );
            }
            Some(Kind::Cohort) => {
                if let Some(entry) = self.project.cohorts.get(name) {
                    entry.mark();
                }
                return Some(
                    Diagnostic::at(names::WRONG_KIND, span, format!("`{name}` is a cohort, not a value"))
                        .help(format!("count its rows: `count({name} where …)`")),
                );
            }
            Some(kind) => {
                return Some(
                    Diagnostic::at(names::WRONG_KIND, span, format!("`{name}` is {}, not a value", kind.phrase()))
                        .help("a value is a `let`, an indicator, a comparator or a dataset's column"),
                );
            }
            None => {}
        }
        if let Some(diagnostic) = self.column_alone(name, span) {
            return Some(diagnostic);
        }
        let project = self.project;
        let mut candidates: Vec<&str> = self.lets.iter().map(|known| known.name).collect();
        if self.in_template
            && let Some(parameters) = &self.parameters
        {
            candidates.extend(parameters.names());
        }
        candidates.extend(
            project.near(name).into_iter().filter(|near| {
                matches!(project.kind_of(near), Some(Kind::Indicator | Kind::Comparator | Kind::Dataset))
            }),
        );
        let is_word = kpi_core::Flag::from_word(name).is_some();
        Some(unknown(format!("nothing is named `{name}`"), name, span, candidates).help_if_none(|| {
            if is_word {
                format!("ask for a flag with `flagged({name})`")
            } else {
                format!("name it with `let {name} = …`; a text stands in quotes: `\"{name}\"`")
            }
        }))
    }

    /// A column without its dataset: in a spreadsheet `missed / due` is enough.
    fn column_alone(&self, name: &str, span: Span) -> Option<Diagnostic> {
        let of =
            |schema: &'_ Dataset| schema.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)).cloned();
        let holding = self.project.schemas.values().filter(|schema| of(schema).is_some());
        let holding: Vec<&Dataset> = holding.take(4).collect();
        let first = holding.first()?;
        // As the file heads it, in capitals.
        let column = of(first)?;
        let name = column.name.as_str();
        let names: Vec<&str> = holding.iter().map(|schema| schema.name.as_str()).collect();
        let message = format!("`{name}` is a column of {}", listed(&names, "and of"));
        let diagnostic = Diagnostic::at(names::WRONG_KIND, span, message).saying("of which rows is not said");
        let whole = format!("{}.{name}", first.name);
        Some(if first.key.is_empty() {
            diagnostic.help(match matches!(column.holds, ColumnType::Number(_)) {
                true => format!("add its cells: `sum({whole} where …)`"),
                false => format!("count rows by it: `count({} where {name} = …)`", first.name),
            })
        } else {
            let diagnostic = diagnostic.help(format!("name the dataset: `{whole}`"));
            if holding.len() == 1 { diagnostic.fix(format!("write `{whole}`"), span, whole) } else { diagnostic }
        })
    }
}
