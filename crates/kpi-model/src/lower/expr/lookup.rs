//! Cells of keyed datasets, and how their keys are bound.

use super::{Scope, plural, unit_word, with_article};
use crate::formula::{Formula, FormulaKind, KeyPart, Lookup};
use crate::project::{HelpIfNone, Project, listed, suggesting};
use kpi_core::codes::{names, periods, units};
use kpi_core::schema::{Column, ColumnType, Dataset};
use kpi_core::{Diagnostic, Span, Unit, suggest};
use kpi_syntax::ast::{BinaryOp, Expr, ExprKind, Name};

impl<'a, 'p> Scope<'a, 'p> {
    pub(super) fn lookup(
        &mut self,
        dataset: &'a Name,
        column: &'a Name,
        condition: Option<&'a Expr>,
        latest: bool,
        span: Span,
    ) -> Formula {
        let Some(schema) = self.dataset(dataset) else { return Formula::broken(span) };
        let (name, name_span) = self.word(column);
        let Some(found) = schema.column(name) else {
            self.no_column(schema, name, name_span);
            return Formula::broken(span);
        };
        if schema.key.is_empty() {
            self.tell(
                Diagnostic::at(
                    names::LOOKUP_KEY,
                    span,
                    format!("`{}` holds records, and no key says which of them is meant", schema.name),
                )
                .label(schema.span, "has no `key:`")
                .help(format!(
                    "count or add up: `count({0} where …)`, `sum({0}.{name} where …)`; or give the dataset a `key:`",
                    schema.name
                )),
            );
            return Formula::broken(span);
        }
        let given = match condition {
            Some(condition) => self.given_keys(schema, condition),
            None => Some(Vec::new()),
        };
        let Some(given) = given else { return Formula::broken(span) };
        match self.key(schema, given, latest, span) {
            Some(key) => Formula::new(
                FormulaKind::Lookup(Lookup { dataset: schema.name.clone(), column: name.to_owned(), key, latest }),
                found.holds.unit(),
                span,
            ),
            None => Formula::broken(span),
        }
    }

    /// The rows that `among` names: the columns of the key that are neither said nor bound may be anything.
    pub fn many(&mut self, expr: &'a Expr) -> Option<Lookup> {
        let plain = self.seen_through(expr);
        let ExprKind::Column { dataset, column, condition, latest: false } = &plain.kind else {
            self.tell(
                Diagnostic::at(names::LOOKUP_KEY, plain.span, "a column of a dataset is wanted here")
                    .help("write `among: neighbours.neighbour where model = \"2025\"`"),
            );
            return None;
        };
        let schema = self.dataset(dataset)?;
        let (name, name_span) = self.word(column);
        if schema.column(name).is_none() {
            self.no_column(schema, name, name_span);
            return None;
        }
        if schema.key.is_empty() {
            self.tell(
                Diagnostic::at(names::LOOKUP_KEY, plain.span, format!("`{}` has no key to find rows by", schema.name))
                    .label(schema.span, "has no `key:`")
                    .help("give the dataset a `key:`"),
            );
            return None;
        }
        let mut given = match condition {
            Some(condition) => self.given_keys(schema, condition)?,
            None => Vec::new(),
        };
        let mut key = Vec::with_capacity(schema.key.len());
        for column in &schema.key {
            key.push(match given.iter().position(|(given, _)| given == column) {
                Some(at) => KeyPart::Given(Box::new(given.swap_remove(at).1)),
                None if self.cut_by.contains(&column.as_str()) => KeyPart::Slice(column.clone()),
                None => KeyPart::Any,
            });
        }
        if !key.iter().any(|part| matches!(part, KeyPart::Slice(_))) {
            self.tell(
                Diagnostic::at(
                    names::LOOKUP_KEY,
                    plain.span,
                    format!("`{}` has no column in its key that says whose peers these are", schema.name),
                )
                .label(schema.span, format!("its key is [{}]", schema.key.join(", ")))
                .help(format!("call the column that says so `{}`, as in `across:`", self.cut_by.join("` or `"))),
            );
            return None;
        }
        Some(Lookup { dataset: schema.name.clone(), column: name.to_owned(), key, latest: false })
    }

    pub fn no_column(&mut self, schema: &Dataset, name: &str, span: Span) {
        if let Some(diagnostic) = no_column(self.project, schema, name, span) {
            self.tell(diagnostic);
        }
    }

    fn key(
        &mut self,
        schema: &'p Dataset,
        mut given: Vec<(&'p str, Formula)>,
        latest: bool,
        span: Span,
    ) -> Option<Vec<KeyPart>> {
        let is_period = |name: &str| schema.column(name).is_some_and(|c| c.holds == ColumnType::Period);
        if latest && !schema.key.iter().any(|name| is_period(name)) {
            self.tell(
                Diagnostic::at(
                    periods::LATEST_WITHOUT_PERIOD,
                    span,
                    format!("`{}` has no period in its key, so none of its rows is the latest", schema.name),
                )
                .label(schema.span, "the dataset")
                .help("leave `latest` out, or add a column of type `period` to the key"),
            );
            return None;
        }
        let mut key = Vec::with_capacity(schema.key.len());
        let mut wanting: Vec<&str> = Vec::new();
        for name in &schema.key {
            if let Some(at) = given.iter().position(|(column, _)| column == name) {
                let (_, formula) = given.swap_remove(at);
                if latest && is_period(name) {
                    self.tell(
                        Diagnostic::at(
                            periods::LATEST_WITHOUT_PERIOD,
                            formula.span,
                            "the period is given, and the latest is asked for",
                        )
                        .label(span, "`latest` here")
                        .help("leave out one of the two"),
                    );
                    return None;
                }
                key.push(KeyPart::Given(Box::new(formula)));
            } else if name == "indicator" {
                key.push(KeyPart::Indicator);
            } else if is_period(name) {
                key.push(KeyPart::Period);
            } else if self.cut_by.contains(&name.as_str()) {
                key.push(KeyPart::Slice(name.clone()));
            } else {
                wanting.push(name);
            }
        }
        if wanting.is_empty() {
            return Some(key);
        }
        let clause: Vec<String> = wanting.iter().map(|name| format!("{name} = …")).collect();
        let columns: Vec<String> = wanting.iter().map(|name| format!("`{name}`")).collect();
        self.tell(
            Diagnostic::at(
                names::LOOKUP_KEY,
                span,
                format!("`{}` has a row for each {}: which one is meant?", schema.name, suggest::list(&columns, "and")),
            )
            .label(schema.span, format!("its key is [{}]", schema.key.join(", ")))
            .help(format!("add `where {}`", clause.join(" and ")))
            .help(format!("or take many rows together: `sum({}.… where …)`", schema.name)),
        );
        None
    }

    /// `where area = "England" and year = 2020/21`: the key columns that are said.
    fn given_keys(&mut self, schema: &'p Dataset, condition: &'a Expr) -> Option<Vec<(&'p str, Formula)>> {
        let mut given: Vec<(&'p str, Formula)> = Vec::new();
        let mut todo = vec![condition];
        let mut whole = true;
        while let Some(expr) = todo.pop() {
            let (left, right) = match &expr.kind {
                ExprKind::Binary { op, left, right } if op.node == BinaryOp::And => {
                    todo.push(right);
                    todo.push(left);
                    continue;
                }
                ExprKind::Binary { op, left, right } if op.node == BinaryOp::Equal => (left, right),
                ExprKind::Broken => return None,
                _ => {
                    self.tell(
                        Diagnostic::at(
                            names::LOOKUP_KEY,
                            expr.span,
                            format!("a lookup in `{}` gives its key columns one value each", schema.name),
                        )
                        .help("write `where column = value and …`; other conditions go in `count(…)` or `sum(…)`"),
                    );
                    return None;
                }
            };
            let column = match &self.seen_through(left).kind {
                ExprKind::Name(name) => Some((name.as_str(), left.span)),
                ExprKind::Column { dataset, column, condition: None, .. } if dataset.node == schema.name => {
                    Some((column.node.as_str(), column.span))
                }
                ExprKind::Broken => return None,
                _ => None,
            };
            let Some((name, name_span)) = column else {
                self.tell(
                    Diagnostic::at(names::LOOKUP_KEY, left.span, "a column of the key is wanted on the left")
                        .help(format!("its key is [{}]", schema.key.join(", "))),
                );
                return None;
            };
            let Some(column) = schema.column(name) else {
                self.no_column(schema, name, name_span);
                whole = false;
                continue;
            };
            if !schema.key.iter().any(|key| key == name) {
                self.tell(
                    Diagnostic::at(
                        names::LOOKUP_KEY,
                        name_span,
                        format!("`{name}` is no part of the key of `{}`", schema.name),
                    )
                    .label(schema.span, format!("its key is [{}]", schema.key.join(", ")))
                    .help(format!("add `{name}` to the key, or use `sum({}.… where …)`", schema.name)),
                );
                whole = false;
                continue;
            }
            if let Some((_, before)) = given.iter().find(|(given, _)| *given == column.name) {
                let first = before.span;
                self.tell(
                    Diagnostic::at(names::LOOKUP_KEY, expr.span, format!("`{name}` is given twice"))
                        .label(first, "first here")
                        .help("leave one of the two out"),
                );
                whole = false;
                continue;
            }
            let value = self.key_value(column, right);
            if value.is_broken() {
                whole = false;
                continue;
            }
            given.push((&column.name, value));
        }
        whole.then_some(given)
    }

    fn key_value(&mut self, column: &Column, expr: &'a Expr) -> Formula {
        let plain = self.seen_through(expr);
        if let ExprKind::Name(word) = &plain.kind {
            if let Some(codes) = column.holds.codes() {
                return match super::condition::code_of(word, codes) {
                    Some(code) => Formula::new(FormulaKind::Text(code), Unit::Text, plain.span),
                    None => {
                        self.tell(super::condition::unknown_code(word, &column.name, codes, plain.span));
                        Formula::broken(plain.span)
                    }
                };
            }
            // `where indicator = asc_105` means the row of that name, not its figure.
            if column.name == "indicator"
                && let Some(entry) = self.project.indicators.get(word.as_str())
            {
                entry.mark();
                return Formula::new(FormulaKind::Text(word.clone()), Unit::Text, plain.span);
            }
            if column.holds == ColumnType::Text && self.is_stray(plain) && self.project.kind_of(word).is_none() {
                if !self.project.is_broken(word) {
                    self.unquoted(word, column, plain.span);
                }
                return Formula::broken(plain.span);
            }
        }
        if let (ExprKind::Text(word), Some(codes)) = (&plain.kind, column.holds.codes()) {
            return match super::condition::code_of(word, codes) {
                Some(code) => Formula::new(FormulaKind::Text(code), Unit::Text, plain.span),
                None => {
                    self.tell(super::condition::unknown_code(word, &column.name, codes, plain.span));
                    Formula::broken(plain.span)
                }
            };
        }
        let value = self.expr(expr);
        if value.is_broken() || value.unit.agrees(column.holds.unit()) {
            return value;
        }
        self.tell(
            Diagnostic::at(
                units::UNIT_MISMATCH,
                value.span,
                format!(
                    "`{}` holds {}, and {} is given",
                    column.name,
                    plural(column.holds.unit()),
                    with_article(value.unit)
                ),
            )
            .saying(unit_word(value.unit))
            .label(column.span, unit_word(column.holds.unit()))
            .help(if column.holds.unit() == Unit::Text {
                "write the text in quotes".to_owned()
            } else {
                format!("give {}", with_article(column.holds.unit()))
            }),
        );
        Formula::broken(expr.span)
    }
}

/// That a dataset lacks a column; nothing where some of its columns could not be read.
pub fn no_column(project: &Project<'_>, schema: &Dataset, name: &str, span: Span) -> Option<Diagnostic> {
    if project.open.contains(&schema.name) {
        return None;
    }
    let columns: Vec<&str> = schema.columns.iter().map(|column| column.name.as_str()).collect();
    let diagnostic = suggesting(
        Diagnostic::at(names::UNKNOWN_COLUMN, span, format!("`{}` has no column `{name}`", schema.name))
            .label(schema.span, "the dataset"),
        name,
        span,
        columns.iter().copied(),
    )
    .help_if_none(|| {
        if columns.is_empty() {
            "give the dataset its `columns { … }`".to_owned()
        } else {
            format!("its columns are {}", listed(&columns, "and"))
        }
    });
    Some(diagnostic)
}
