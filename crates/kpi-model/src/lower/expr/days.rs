//! Where a formula asks for the days between two dates of a record, which only a cohort can: what to write instead.

use super::Scope;
use super::condition::{flipped, is_of_rows};
use kpi_core::codes::units;
use kpi_core::facts::Compare;
use kpi_core::schema::{ColumnType, Dataset};
use kpi_core::{Diagnostic, Span};
use kpi_syntax::ast::{Expr, ExprKind};

impl<'a> Scope<'a, '_> {
    /// `completed - raised <= 28`, `completed <= raised + 28`, `DATEDIF(raised, completed) <= 28`: told, if it is such a thing.
    pub(super) fn asks_for_days(
        &mut self,
        schema: &Dataset,
        op: Compare,
        (left, right): (&'a Expr, &'a Expr),
        span: Span,
    ) -> bool {
        let asked = between(schema, left, right).map(|found| (found, op));
        // `28 >= completed - raised` is `completed - raised <= 28`.
        let asked = asked.or_else(|| Some((between(schema, right, left)?, flipped(op))));
        let Some(((from, to, days), op)) = asked else { return false };
        let days = days.map_or("…", |days| self.project.sources.slice(days));
        let asked = format!("days from {from} to {to} {} {days}", op.sign());
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
    format!("make one, and count it here: `cohort in_time {{ from: {}  where: {asked} }}`", schema.name)
}

/// From which date to which, and the number of days it is compared with.
fn between<'e>(schema: &'e Dataset, left: &Expr, right: &Expr) -> Option<(&'e str, &'e str, Option<Span>)> {
    let (mut dates, mut others) = (Dates::default(), Dates::default());
    dates.find(schema, left);
    others.find(schema, right);
    let is_column = |expr: &Expr| matches!(expr.kind, ExprKind::Name(_) | ExprKind::Column { .. });
    let number = others.number.or(dates.number);
    match (dates.columns.as_slice(), others.columns.as_slice()) {
        // As people count: the later one first, but for a function of another program.
        ([first, second], []) if dates.from_first => Some((*first, *second, others.number)),
        ([first, second], []) => Some((*second, *first, others.number)),
        ([to], [from]) if from != to && is_column(left) && !is_column(right) => Some((*from, *to, number)),
        _ => None,
    }
}

#[derive(Default)]
struct Dates<'e> {
    columns: Vec<&'e str>,
    number: Option<Span>,
    from_first: bool,
}

impl<'e> Dates<'e> {
    fn find(&mut self, schema: &'e Dataset, expr: &Expr) {
        match &expr.kind {
            ExprKind::Name(name) => {
                let column = schema.column(name).filter(|column| column.holds == ColumnType::Date);
                self.columns.extend(column.map(|column| column.name.as_str()));
            }
            ExprKind::Quantity(_) => self.number = Some(expr.span),
            ExprKind::Unary { operand, .. } => self.find(schema, operand),
            ExprKind::Binary { left, right, .. } => {
                self.find(schema, left);
                self.find(schema, right);
            }
            ExprKind::Call { function, arguments } => {
                self.from_first |= function.node.eq_ignore_ascii_case("datedif");
                arguments.iter().for_each(|argument| self.find(schema, argument));
            }
            _ => {}
        }
    }
}
