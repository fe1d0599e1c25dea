//! Rows that have something in common with the row at hand, and lists to look things up in.

use super::row::{Typed, holds};
use super::tests_of_rows::and;
use super::{Named, Rows};
use crate::lower::plural;
use kpi_core::codes::{cohorts, names, units};
use kpi_core::cohort::{Expr as Row, Related};
use kpi_core::schema::Dataset;
use kpi_core::{Diagnostic, Span, Unit};
use kpi_syntax::ast::{self, BinaryOp, Expr, ExprKind, Name, Which};

/// The rows that are meant, still being read.
#[derive(Default)]
struct Found {
    shared: Vec<(usize, Row)>,
    conditions: Vec<Row>,
    whole: bool,
}

impl<'a, 'p> Rows<'a, 'p> {
    /// The rows, and the set they are of.
    pub(super) fn related(&mut self, related: &'a ast::Related) -> Option<(Related, &'p Dataset)> {
        let schema = self.set(&related.rows)?;
        self.fresh(&related.row);
        let row = self.sets.len();
        self.sets.push(schema.name.clone());
        self.named.push(Named { name: &related.row.node, row, schema });
        let mut found = Found { whole: true, ..Found::default() };
        self.conjunct(&related.condition, row, schema, &mut found);
        let order = self.order(&related.order);
        self.named.pop();
        if found.shared.is_empty() && found.whole {
            self.tell(
                Diagnostic::at(
                    cohorts::NOTHING_SHARED,
                    related.condition.span,
                    format!("nothing says what `{}` shares with the row at hand", related.row.node),
                )
                .note("every row would be held against every other, which takes for ever on a council's records")
                .help("begin with what both have in common: `where same person and …`"),
            );
            return None;
        }
        if related.which.node == Which::First && order.as_ref().is_some_and(Vec::is_empty) {
            self.tell(
                Diagnostic::at(
                    cohorts::NO_ORDER,
                    related.which.span,
                    "which of several rows is first is left to the file",
                )
                .help(format!("say what comes first: `… by {}.started`", related.row.node)),
            );
        }
        let condition = found.conditions.into_iter().reduce(and).unwrap_or(Row::YesNo(true));
        found.whole.then_some(())?;
        Some((Related { row, shared: found.shared, condition, order: order?, unique: false }, schema))
    }

    /// Takes apart what `and` joins: what the two rows share, and the rest.
    fn conjunct(&mut self, expr: &'a Expr, row: usize, schema: &'p Dataset, found: &mut Found) {
        match &expr.kind {
            ExprKind::Binary { op, left, right } if op.node == BinaryOp::And => {
                self.conjunct(left, row, schema, found);
                self.conjunct(right, row, schema, found);
            }
            ExprKind::Same(columns) => {
                for column in columns {
                    match self.same(column, schema) {
                        Some(shared) => found.shared.push(shared),
                        None => found.whole = false,
                    }
                }
            }
            _ => match self.condition(expr) {
                None => found.whole = false,
                Some(Row::Compare { op: kpi_core::facts::Compare::Equal, left, right }) => match (*left, *right) {
                    (Row::Of { row: of, column }, other) if of == row && !mentions(&other, row) => {
                        found.shared.push((column, other));
                    }
                    (other, Row::Of { row: of, column }) if of == row && !mentions(&other, row) => {
                        found.shared.push((column, other));
                    }
                    (left, right) => found.conditions.push(Row::Compare {
                        op: kpi_core::facts::Compare::Equal,
                        left: Box::new(left),
                        right: Box::new(right),
                    }),
                },
                Some(condition) => found.conditions.push(condition),
            },
        }
    }

    /// `same person`: the column of the other row and that of the row at hand.
    fn same(&mut self, column: &'a Name, schema: &Dataset) -> Option<(usize, Row)> {
        let theirs = self.column_of(schema, column);
        let ours = self.column_named(column);
        let ((place, theirs), ours) = (theirs?, ours?);
        let own = self.columns.get(ours)?.holds.clone();
        if !own.unit().agrees(theirs.unit()) {
            self.tell(
                Diagnostic::at(
                    units::UNIT_MISMATCH,
                    column.span,
                    format!(
                        "`{}` holds {} here and {} in `{}`",
                        column.node,
                        plural(own.unit()),
                        plural(theirs.unit()),
                        schema.name
                    ),
                )
                .help("give both columns the same type"),
            );
            return None;
        }
        self.of_column(Row::Column(ours), &own, &column.node, column.span)?;
        Some((place, Row::Column(ours)))
    }

    pub(super) fn related_value(&mut self, related: &'a ast::Related, span: Span) -> Option<Typed> {
        if related.which.node == Which::First {
            self.tell(
                Diagnostic::at(cohorts::NOT_OF_A_ROW, span, "a row is not a value")
                    .help("give it a name, `let next = first …`, and use its columns: `next.started`"),
            );
            return None;
        }
        if !related.order.is_empty() {
            self.tell(
                Diagnostic::at(names::UNKNOWN_KIND, related.which.span, "only `first` asks for an order")
                    .help("leave out `by …`"),
            );
        }
        let (found, _) = self.related(related)?;
        let found = Box::new(found);
        Some(match related.which.node {
            Which::NumberOf => Typed::new(Row::NumberOf(found), Unit::Count, span),
            Which::No => Typed::new(Row::Not(Box::new(Row::Some(found))), Unit::YesNo, span),
            Which::Some | Which::First => Typed::new(Row::Some(found), Unit::YesNo, span),
        })
    }

    /// `accommodation.settled where status = accommodation_status`: a cell of the one row of a list that agrees.
    pub(super) fn looked_up(
        &mut self,
        dataset: &'a Name,
        column: &'a Name,
        condition: Option<&'a Expr>,
        latest: bool,
        span: Span,
    ) -> Option<Typed> {
        let schema = self.set(dataset)?;
        let (place, kind) = self.column_of(schema, column)?;
        let Some(condition) = condition.filter(|_| !latest) else {
            self.tell(
                Diagnostic::at(cohorts::NOTHING_SHARED, span, format!("nothing says which row of `{}`", schema.name))
                    .help(format!("say which: `{}.{} where … = …`", schema.name, column.node)),
            );
            return None;
        };
        let row = self.sets.len();
        self.sets.push(schema.name.clone());
        let mut shared = Vec::new();
        let mut whole = true;
        let mut todo = vec![condition];
        while let Some(expr) = todo.pop() {
            match &expr.kind {
                ExprKind::Binary { op, left, right } if op.node == BinaryOp::And => todo.extend([&**right, &**left]),
                ExprKind::Binary { op, left, right } if op.node == BinaryOp::Equal => {
                    match self.list_key(schema, left, right) {
                        Some(key) => shared.push(key),
                        None => whole = false,
                    }
                }
                ExprKind::Same(columns) => {
                    for column in columns {
                        match self.same(column, schema) {
                            Some(key) => shared.push(key),
                            None => whole = false,
                        }
                    }
                }
                ExprKind::Broken => whole = false,
                _ => {
                    whole = false;
                    self.tell(
                        Diagnostic::at(
                            units::RECORD_CONDITION,
                            expr.span,
                            format!("a row of `{}` is found by what its columns equal", schema.name),
                        )
                        .help("write `column = value` or `same column`, several joined with `and`"),
                    );
                }
            }
        }
        let typed = self.of_column(Row::Empty, &kind, &column.node, span)?;
        whole.then_some(())?;
        let related = Related { row, shared, condition: Row::YesNo(true), order: Vec::new(), unique: true };
        Some(Typed { expr: Row::First { related: Box::new(related), column: place }, ..typed })
    }

    fn list_key(&mut self, schema: &Dataset, left: &'a Expr, right: &'a Expr) -> Option<(usize, Row)> {
        let name = match &left.kind {
            ExprKind::Name(name) => name,
            ExprKind::Column { dataset, column, condition: None, latest: false } if dataset.node == schema.name => {
                &column.node
            }
            _ => {
                self.tell(
                    Diagnostic::at(
                        units::RECORD_CONDITION,
                        left.span,
                        format!("a column of `{}` is wanted here", schema.name),
                    )
                    .help("the list's column stands on the left, what it must equal on the right"),
                );
                return None;
            }
        };
        let wanted = Name::new(name.clone(), left.span);
        let (place, kind) = self.column_of(schema, &wanted)?;
        let theirs = self.of_column(Row::Empty, &kind, name, left.span)?;
        let ours = self.beside(&theirs, right)?;
        debug_assert!(holds(&ours).unit().agrees(kind.unit()), "what stands beside a column agrees with it");
        Some((place, ours.expr))
    }
}

/// Does an expression look at this row?
fn mentions(expr: &Row, row: usize) -> bool {
    let in_related = |related: &Related| {
        related.shared.iter().any(|(_, value)| mentions(value, row))
            || mentions(&related.condition, row)
            || related.order.iter().any(|term| mentions(&term.value, row))
    };
    match expr {
        Row::Of { row: of, .. } | Row::NoRow(of) => *of == row,
        Row::Empty
        | Row::Text(_)
        | Row::Number(_)
        | Row::Date(_)
        | Row::YesNo(_)
        | Row::Column(_)
        | Row::Edge { .. } => false,
        Row::And(parts) | Row::Or(parts) | Row::Least(parts) | Row::Greatest(parts) => {
            parts.iter().any(|part| mentions(part, row))
        }
        Row::Not(part) | Row::IsEmpty(part) => mentions(part, row),
        Row::Within { value, .. } | Row::StartsWith { value, .. } | Row::Shift { date: value, .. } => {
            mentions(value, row)
        }
        Row::Compare { left, right, .. }
        | Row::Add(left, right)
        | Row::Subtract(left, right)
        | Row::Multiply(left, right)
        | Row::Else(left, right) => mentions(left, row) || mentions(right, row),
        Row::Elapsed { from, to, .. } => mentions(from, row) || mentions(to, row),
        Row::In { value, list } => mentions(value, row) || list.iter().any(|part| mentions(part, row)),
        Row::If { condition, then, otherwise } => {
            mentions(condition, row) || mentions(then, row) || mentions(otherwise, row)
        }
        Row::Some(related) | Row::NumberOf(related) | Row::First { related, .. } => in_related(related),
    }
}
