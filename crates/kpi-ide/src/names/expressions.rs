//! Names in expressions: what each means depends on where it stands.

use super::{Known, Occurrence, Role, Rows, Symbol};
use kpi_core::Span;
use kpi_syntax::ast::{CohortField, Expr, ExprKind, Name, OrderTerm, Related};

/// Where an expression stands.
#[derive(Debug, Clone, Default)]
pub struct Scope<'a> {
    /// The indicator or template whose `let`s may be named.
    pub owner: Option<&'a str>,
    /// The template whose parameters may be named.
    pub template: Option<&'a str>,
    /// The sets whose columns may be named without them, the nearest last.
    pub rows: Vec<&'a str>,
    /// What related rows are called, and the set each is of.
    pub aliases: Vec<(Symbol, &'a str)>,
}

pub struct Reader<'a, 'o> {
    pub known: &'a Known<'a>,
    pub out: &'o mut Vec<Occurrence>,
}

impl<'a> Reader<'a, '_> {
    pub fn push(&mut self, span: Span, symbol: Symbol, role: Role) {
        self.out.push(Occurrence { span, symbol, role });
    }

    pub fn used(&mut self, span: Span, symbol: Option<Symbol>) {
        if let Some(symbol) = symbol {
            self.push(span, symbol, Role::Use);
        }
    }

    /// An item that is named where nothing but an item may be.
    pub fn item(&mut self, name: &Name) {
        if self.known.items.contains_key(name.node.as_str()) {
            self.push(name.span, Symbol::Item(name.node.clone()), Role::Use);
        }
    }

    /// An item, or the parameter that stands for one.
    pub fn item_in(&mut self, name: &Name, scope: &Scope<'a>) {
        match self.parameter(&name.node, scope) {
            Some(symbol) => self.push(name.span, symbol, Role::Use),
            None => self.item(name),
        }
    }

    pub fn scheme(&mut self, name: &Name, scope: &Scope<'a>) {
        let symbol = self
            .parameter(&name.node, scope)
            .or_else(|| self.known.bands.contains_key(name.node.as_str()).then(|| Symbol::Bands(name.node.clone())));
        self.used(name.span, symbol);
    }

    pub fn parameter(&self, name: &str, scope: &Scope<'a>) -> Option<Symbol> {
        let template = scope.template?;
        let tree = self.known.template(template)?;
        let is_parameter = tree.parameters.iter().any(|parameter| parameter.name.node == name);
        is_parameter.then(|| Symbol::Parameter { template: template.to_owned(), name: name.to_owned() })
    }

    /// A bare name: a column of the rows at hand, a parameter, a `let`, an item.
    pub fn bare(&self, name: &str, scope: &Scope<'a>) -> Option<Symbol> {
        if let Some(column) = scope.rows.iter().rev().find_map(|rows| self.known.column(rows, name)) {
            return Some(column);
        }
        if let Some((row, _)) = scope.aliases.iter().rev().find(|(row, _)| row.name() == name) {
            return Some(row.clone());
        }
        self.parameter(name, scope)
            .or_else(|| self.known.let_of(scope.owner?, name))
            .or_else(|| self.known.items.contains_key(name).then(|| Symbol::Item(name.to_owned())))
    }

    pub fn column(&mut self, name: &Name, rows: &str) {
        let symbol = self.known.column(rows, &name.node);
        self.used(name.span, symbol);
    }

    pub fn expr(&mut self, expr: &'a Expr, scope: &Scope<'a>) {
        match &expr.kind {
            ExprKind::Name(name) => {
                let symbol = self.bare(name, scope);
                self.used(expr.span, symbol);
            }
            ExprKind::Column { dataset, column, condition, .. } => {
                self.dotted(dataset, column, scope);
                let inner = within(scope, &dataset.node);
                condition.iter().for_each(|condition| self.expr(condition, &inner));
            }
            ExprKind::Aggregate { dataset, columns, condition, share, .. } => {
                self.item_in(dataset, scope);
                columns.iter().for_each(|column| self.column(column, &dataset.node));
                let inner = within(scope, &dataset.node);
                condition.iter().for_each(|condition| self.expr(condition, &inner));
                share.iter().for_each(|share| self.expr(share, scope));
            }
            ExprKind::Measure { rows, condition, settings, .. } => {
                self.item_in(rows, scope);
                let inner = within(scope, &rows.node);
                condition.iter().for_each(|condition| self.expr(condition, &inner));
                settings.iter().for_each(|setting| self.expr(&setting.value, scope));
            }
            ExprKind::Call { arguments, .. } => arguments.iter().for_each(|part| self.expr(part, scope)),
            ExprKind::Unary { operand, .. } => self.expr(operand, scope),
            ExprKind::Binary { left, right, .. } => {
                self.expr(left, scope);
                self.expr(right, scope);
            }
            ExprKind::If { condition, then, otherwise } => {
                for part in [condition, then, otherwise] {
                    self.expr(part, scope);
                }
            }
            ExprKind::Else { value, otherwise } => {
                self.expr(value, scope);
                self.expr(otherwise, scope);
            }
            ExprKind::In { value, list, .. } => {
                self.expr(value, scope);
                list.iter().for_each(|part| self.expr(part, scope));
            }
            ExprKind::InWindow { value, .. }
            | ExprKind::Is { value, .. }
            | ExprKind::At { value, .. }
            | ExprKind::StartsWith { value, .. } => self.expr(value, scope),
            ExprKind::Related(related) => self.related(related, expr.span, scope),
            ExprKind::Same(columns) => {
                // The column of both: of the row at hand, and of the one that is looked for.
                let nearest = scope.aliases.last().map(|(_, rows)| *rows);
                let both: Vec<&str> = scope.rows.iter().rev().take(2).copied().chain(nearest).collect();
                for column in columns {
                    both.iter().for_each(|rows| self.column(column, rows));
                }
            }
            ExprKind::Elapsed { from, to, .. } => {
                self.expr(from, scope);
                self.expr(to, scope);
            }
            ExprKind::AgeAt(inner) | ExprKind::OpenAt(inner) => self.expr(inner, scope),
            ExprKind::Quantity(_)
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::Period(_)
            | ExprKind::YesNo(_)
            | ExprKind::CalendarTime(_)
            | ExprKind::OpenIn(_)
            | ExprKind::EdgeOf { .. }
            | ExprKind::Broken => {}
        }
    }

    /// `set.column`, `row.column`, or the column of a row that a cohort has found.
    fn dotted(&mut self, dataset: &'a Name, column: &'a Name, scope: &Scope<'a>) {
        if let Some((row, rows)) = scope.aliases.iter().rev().find(|(row, _)| row.name() == dataset.node) {
            self.push(dataset.span, row.clone(), Role::Use);
            self.column(column, rows);
        } else if let Some(found) = scope.rows.last().and_then(|rows| self.found(rows, &dataset.node)) {
            let symbol = scope.rows.last().and_then(|rows| self.known.column(rows, &dataset.node));
            self.used(dataset.span, symbol);
            self.column(column, found);
        } else {
            self.item_in(dataset, scope);
            self.column(column, &dataset.node);
        }
    }

    /// The set of the row that a cohort's `let NAME = first X in SET` finds.
    fn found(&self, rows: &str, name: &str) -> Option<&'a str> {
        let Rows::Cohort(cohort) = self.known.rows(rows)? else { return None };
        cohort.fields.iter().find_map(|field| match &field.value {
            CohortField::Let { name: own, value } if own.node == name => match &value.kind {
                ExprKind::Related(related) => Some(related.rows.node.as_str()),
                _ => None,
            },
            _ => None,
        })
    }

    fn related(&mut self, related: &'a Related, span: Span, scope: &Scope<'a>) {
        let row = Symbol::Row { file: span.file, start: span.start, end: span.end, name: related.row.node.clone() };
        self.push(related.row.span, row.clone(), Role::Definition);
        self.item(&related.rows);
        let mut inner = scope.clone();
        inner.aliases.push((row, &related.rows.node));
        self.expr(&related.condition, &inner);
        self.order(&related.order, &inner);
    }

    pub fn order(&mut self, order: &'a [OrderTerm], scope: &Scope<'a>) {
        for term in order {
            self.expr(&term.value, scope);
            term.ranked.iter().flatten().for_each(|value| self.expr(value, scope));
        }
    }
}

/// The scope in which the columns of a set stand bare.
pub fn within<'a>(scope: &Scope<'a>, rows: &'a str) -> Scope<'a> {
    let mut inner = scope.clone();
    inner.rows.push(rows);
    inner
}
