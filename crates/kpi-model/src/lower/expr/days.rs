//! Where a formula asks for the days between two dates of a record, which only a cohort can: what to write instead.

use super::Scope;
use super::condition::{flipped, is_of_rows};
use kpi_core::codes::units;
use kpi_core::facts::Compare;
use kpi_core::schema::{ColumnType, Dataset};
use kpi_core::{Diagnostic, Exact, Span, Unit};
use kpi_syntax::ast::{BinaryOp, Expr, ExprKind, UnaryOp};

impl<'a> Scope<'a, '_> {
    /// `completed - raised <= 28`, `completed <= raised + 28`, `DATEDIF(raised, completed) <= 28`: told, if it is such a thing.
    pub(super) fn asks_for_days(
        &mut self,
        schema: &Dataset,
        op: Compare,
        (left, right): (&'a Expr, &'a Expr),
        span: Span,
    ) -> bool {
        let Some(asked) = between(schema, op, left, right) else { return false };
        let days = asked.days.as_ref().and_then(Exact::to_decimal).unwrap_or_else(|| "…".to_owned());
        let asked = format!("days from {} to {} {} {days}", asked.from, asked.to, asked.op.sign());
        self.tell(
            Diagnostic::at(
                units::RECORD_CONDITION,
                span,
                "two dates of a record are set against each other in a `cohort` only",
            )
            .note("records are kept or dropped one by one, before anything is counted")
            .help(cohort_of(schema, &asked)),
        );
        true
    }

    /// What only the rows of a cohort can be asked, with the cohort that asks it.
    pub(super) fn asks_rows(&mut self, schema: &Dataset, sides: [&'a Expr; 2], span: Span) -> bool {
        let asked = self.project.sources.slice(span);
        let of_rows = sides.iter().any(|side| is_of_rows(&side.kind));
        if !of_rows || asked.contains('\n') || asked.contains('#') {
            return false;
        }
        let help = cohort_of(schema, asked);
        self.only_of_rows_but(span, help);
        true
    }
}

fn cohort_of(schema: &Dataset, asked: &str) -> String {
    format!(
        "make one above, `cohort in_time {{ from: {}  where: {asked} }}`, and count it here: `count(in_time where …)`",
        schema.name
    )
}

/// `days from raised to completed <= 28`
struct Asked<'e> {
    from: &'e str,
    to: &'e str,
    op: Compare,
    /// `None` where it is more than numbers.
    days: Option<Exact>,
}

/// What is asked of the days between two dates, however the sides are written: `completed - 28 <= raised`.
fn between<'e>(schema: &'e Dataset, op: Compare, left: &Expr, right: &Expr) -> Option<Asked<'e>> {
    let is_column = |expr: &Expr| matches!(expr.kind, ExprKind::Name(_) | ExprKind::Column { .. });
    if is_column(left) && is_column(right) {
        return None;
    }
    let mut sum = Sum::default();
    sum.add(schema, left, true);
    sum.add(schema, right, false);
    let [(first, first_is_later), (second, second_is_later)] = sum.dates.as_slice() else { return None };
    if first == second || first_is_later == second_is_later {
        return None;
    }
    let (to, from) = if *first_is_later { (*first, *second) } else { (*second, *first) };
    let days = sum.days.map(|days| days.neg());
    // Days are counted forwards.
    Some(match days {
        Some(days) if days.is_negative() => Asked { from: to, to: from, op: flipped(op), days: Some(days.neg()) },
        days => Asked { from, to, op, days },
    })
}

/// What stands on both sides, all of it brought to one.
struct Sum<'e> {
    dates: Vec<(&'e str, bool)>,
    /// `None` where there is something else than numbers.
    days: Option<Exact>,
}

impl Default for Sum<'_> {
    fn default() -> Self {
        Self { dates: Vec::new(), days: Some(Exact::zero()) }
    }
}

impl<'e> Sum<'e> {
    fn date(&mut self, schema: &'e Dataset, expr: &Expr, plus: bool) -> bool {
        let ExprKind::Name(name) = &expr.kind else { return false };
        let column = schema.column(name).filter(|column| column.holds == ColumnType::Date);
        self.dates.extend(column.map(|column| (column.name.as_str(), plus)));
        column.is_some()
    }

    fn add(&mut self, schema: &'e Dataset, expr: &Expr, plus: bool) {
        if self.date(schema, expr, plus) {
            return;
        }
        match &expr.kind {
            ExprKind::Unary { op, operand } if op.node == UnaryOp::Negate => self.add(schema, operand, !plus),
            ExprKind::Binary { op, left, right } if matches!(op.node, BinaryOp::Add | BinaryOp::Subtract) => {
                self.add(schema, left, plus);
                self.add(schema, right, plus == (op.node == BinaryOp::Add));
            }
            // In other programs the earlier date comes first, or the later one.
            ExprKind::Call { function, arguments } => {
                let from_first = function.node.eq_ignore_ascii_case("datedif");
                let mut dates = Sum::default();
                for argument in arguments {
                    dates.date(schema, argument, true);
                }
                match dates.dates.as_slice() {
                    [(first, _), (second, _)] => {
                        self.dates.extend([(*first, plus != from_first), (*second, plus == from_first)]);
                    }
                    _ => self.days = None,
                }
            }
            _ => {
                let sum = number(expr).and_then(|value| {
                    let days = self.days.as_ref()?;
                    if plus { days.add(&value) } else { days.sub(&value) }.ok()
                });
                self.days = sum;
            }
        }
    }
}

/// A number of days that is written out: `28`, `4 * 7`.
fn number(expr: &Expr) -> Option<Exact> {
    match &expr.kind {
        ExprKind::Quantity(quantity) => {
            matches!(quantity.unit, Unit::Number | Unit::Count | Unit::Days).then(|| quantity.value.clone())
        }
        ExprKind::Binary { op, left, right } if op.node == BinaryOp::Multiply => {
            number(left)?.mul(&number(right)?).ok()
        }
        _ => None,
    }
}
