//! The stages of a cohort, one a field.

use super::row::{Typed, holds};
use super::{Named, Rows};
use crate::lower::fields;
use kpi_core::codes::{cohorts, names, periods, units};
use kpi_core::cohort::{Becomes, Rule, Stage, StageKind, Tied};
use kpi_core::schema::ColumnType;
use kpi_core::{Diagnostic, Span, Unit};
use kpi_syntax::ast::{self, BinaryOp, CohortField, Expr, ExprKind, Field, Name, Which};

impl<'a> Rows<'a, '_> {
    /// Nothing for what is no stage, or is broken; each condition that `and` joins is a stage, so that it can be said
    /// how many rows it dropped.
    pub(super) fn stages(&mut self, field: &'a Field<CohortField>) -> Vec<Stage> {
        let kind = match &field.value {
            CohortField::Text(_) | CohortField::From(_) => return Vec::new(),
            CohortField::Unknown | CohortField::Broken => {
                self.whole = false;
                self.closed = false;
                return Vec::new();
            }
            CohortField::Where(condition) => {
                let mut stages = Vec::new();
                for part in joined(condition) {
                    match self.condition(part) {
                        Some(condition) => {
                            let text = format!("where {}", self.written(part.span));
                            stages.push(Stage { span: part.span, text, kind: StageKind::Where(condition) });
                        }
                        None => self.whole = false,
                    }
                }
                return stages;
            }
            CohortField::Birth(birth) => {
                self.take_birth(birth);
                return Vec::new();
            }
            CohortField::Interval(starts, ends) => {
                let (starts, ends) = (self.date_column(starts), self.date_column(ends));
                self.interval = starts.zip(ends);
                return Vec::new();
            }
            CohortField::Let { name, value } => self.named_value(name, value),
            CohortField::Cascade(cascade) => self.cascade(cascade),
            CohortField::Keep(keep) => self.keep(keep, field),
            CohortField::Episodes(episodes) => self.episodes(episodes),
            CohortField::Require(assertion) => self
                .condition(&assertion.condition)
                .map(|condition| StageKind::Require { condition, message: assertion.message.node.clone() }),
        };
        self.whole &= kind.is_some();
        let text = self.written(field.span);
        kind.map(|kind| Stage { span: field.span, text, kind }).into_iter().collect()
    }

    /// As the rules say it, on one line and without comments.
    fn written(&self, span: Span) -> String {
        let text = self.project.sources.slice(span);
        let lines = text.lines().map(|line| line.split(" #").next().unwrap_or_default());
        lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }

    fn named_value(&mut self, name: &'a Name, value: &'a Expr) -> Option<StageKind> {
        if let ExprKind::Related(related) = &value.kind
            && related.which.node == Which::First
        {
            self.fresh(name);
            let (found, schema) = self.related(related)?;
            // The row keeps the place its condition was written with, and from here on this name.
            self.named.push(Named { name: &name.node, row: found.row, schema });
            return Some(StageKind::Find { row: found.row, related: found });
        }
        let typed = self.value(value);
        match &typed {
            Some(typed) => self.add(name, holds(typed)),
            None => {
                // What refers to it is not at fault.
                self.fresh(name);
                self.closed = false;
            }
        }
        typed.map(|typed| StageKind::Let(typed.expr))
    }

    fn cascade(&mut self, cascade: &'a ast::CascadeSpec) -> Option<StageKind> {
        let repeated = fields::repeated(cascade.rules.iter().map(|rule| (rule.name.node.as_str(), rule.name.span)));
        for diagnostic in repeated {
            self.tell(diagnostic);
        }
        if cascade.rules.is_empty() {
            self.tell(
                Diagnostic::at(names::MISSING_FIELD, cascade.name.span, "the cascade has no rules")
                    .help("write `name: value when condition`, a rule a line"),
            );
        }
        let mut rules = Vec::new();
        let mut answer: Option<Typed> = None;
        let mut last: Option<&ast::CascadeRule> = None;
        let mut whole = true;
        for rule in &cascade.rules {
            if let Some(last) = last {
                self.tell(
                    Diagnostic::at(units::UNREACHABLE, rule.name.span, "this rule is never reached")
                        .label(last.name.span, "this one always answers")
                        .help("put the rule that always answers last"),
                );
            }
            let value = self.value(&rule.value);
            let condition = rule.condition.as_ref().map(|condition| self.condition(condition));
            if condition.is_none() && matches!(rule.value.kind, ExprKind::Text(_) | ExprKind::Quantity(_)) {
                last = last.or(Some(rule));
            }
            let (Some(value), true) = (value, !matches!(condition, Some(None))) else {
                whole = false;
                continue;
            };
            let expr = value.expr.clone();
            answer = match answer {
                None => Some(value),
                Some(before) => {
                    let common = self.common(&before, &value, "be the answers of one cascade");
                    whole &= common.is_some();
                    common.or(Some(before))
                }
            };
            rules.push(Rule { name: rule.name.node.clone(), value: expr, condition: condition.flatten() });
        }
        match &answer {
            Some(answer) => self.add(&cascade.name, holds(answer)),
            None => self.closed = false,
        }
        let names: Vec<String> = cascade.rules.iter().map(|rule| rule.name.node.clone()).collect();
        self.push(format!("{}_rule", cascade.name.node), ColumnType::OneOf(names), cascade.name.span);
        whole.then_some(StageKind::Cascade(rules))
    }

    fn keep(&mut self, keep: &'a ast::KeepSpec, field: &Field<CohortField>) -> Option<StageKind> {
        let group = self.group(&keep.per);
        let order = self.order(&keep.order);
        if keep.order.is_empty() {
            self.tell(
                Diagnostic::at(cohorts::NO_ORDER, field.key.span, "which of several rows is kept is left to the file")
                    .note("the first in the file stands; sorted otherwise it would give other figures")
                    .help("say what comes first: `keep: one per person by latest ended`"),
            );
        }
        let mut tied = Vec::new();
        let mut whole = true;
        for (column, value) in &keep.tied {
            let Some(place) = self.column_named(column) else {
                whole = false;
                continue;
            };
            let becomes = match &value.kind {
                ExprKind::Name(word) if word == "lowest" => Some(Becomes::Lowest),
                ExprKind::Name(word) if word == "highest" => Some(Becomes::Highest),
                ExprKind::Name(word) if word == "empty" => Some(Becomes::Value(kpi_core::cohort::Expr::Empty)),
                _ => self.value_for(place, value).map(Becomes::Value),
            };
            match becomes {
                Some(becomes) => tied.push(Tied { column: place, becomes }),
                None => whole = false,
            }
        }
        whole.then_some(StageKind::OnePer { group: group?, order: order?, tied })
    }

    fn episodes(&mut self, spec: &'a ast::EpisodesSpec) -> Option<StageKind> {
        let group = self.group(&spec.per);
        let (starts, ends) = (self.date_column(&spec.starts), self.date_column(&spec.ends));
        let order = self.order(&spec.order);
        let gap = spec.gap.node.value.to_i64().filter(|gap| *gap >= 0 && spec.gap.node.unit == Unit::Days);
        if gap.is_none() {
            self.tell(
                Diagnostic::at(periods::WINDOW_UNFIT, spec.gap.span, "a gap is a whole number of days").help(
                    "write `within 7 days`; `within 0 days` joins what overlaps or starts the day something ends",
                ),
            );
        }
        let (group, starts, ends) = (group?, starts?, ends?);
        self.interval = Some((starts, ends));
        match (&spec.count, self.place("rows").and_then(|place| self.columns.get(place))) {
            (Some(name), _) => {
                self.fresh(name);
                self.push(name.node.clone(), ColumnType::Number(Unit::Count), name.span);
            }
            (None, None) => self.push("rows".to_owned(), ColumnType::Number(Unit::Count), spec.gap.span),
            (None, Some(before)) => {
                let gap = self.project.sources.slice(spec.gap.span);
                let diagnostic =
                    Diagnostic::at(names::DUPLICATE_FIELD, spec.gap.span, "there is a column `rows` already")
                        .label(before.span, "the first one")
                        .note("`episodes` adds a column that says how many rows each episode was made of")
                        .help(format!("name it here: `within {gap} …, counted as spells`"));
                self.tell(diagnostic);
            }
        }
        Some(StageKind::Episodes { group, starts, ends, gap: gap?, order: order? })
    }

    fn group(&mut self, per: &'a [Name]) -> Option<Vec<usize>> {
        for diagnostic in fields::repeated(per.iter().map(|name| (name.node.as_str(), name.span))) {
            self.tell(diagnostic);
        }
        per.iter().map(|name| self.column_named(name)).collect()
    }

    fn take_birth(&mut self, birth: &'a ast::BirthSpec) {
        let days = birth.days_a_year.as_ref().map(|days| days.node.value.clone());
        if let (Some(spec), Some(days)) = (&birth.days_a_year, &days)
            && !days.is_positive()
        {
            self.tell(crate::lower::dataset::short_year(spec.span));
        }
        self.birth = self.date_column(&birth.column).map(|column| (column, days));
    }

    fn date_column(&mut self, name: &'a Name) -> Option<usize> {
        let place = self.column_named(name)?;
        let column = self.columns.get(place)?;
        if column.holds == ColumnType::Date {
            return Some(place);
        }
        let diagnostic = Diagnostic::at(
            periods::WINDOW_UNFIT,
            name.span,
            format!("`{}` holds {}, not dates", name.node, crate::lower::plural(column.holds.unit())),
        )
        .label(column.span, "declared here")
        .help("name a column of dates");
        self.tell(diagnostic);
        None
    }
}

/// The conditions that `and` joins, from the first to the last.
fn joined(condition: &Expr) -> Vec<&Expr> {
    let mut found = Vec::new();
    let mut todo = vec![condition];
    while let Some(expr) = todo.pop() {
        match &expr.kind {
            ExprKind::Binary { op, left, right } if op.node == BinaryOp::And => todo.extend([&**right, &**left]),
            _ => found.push(expr),
        }
    }
    found
}
