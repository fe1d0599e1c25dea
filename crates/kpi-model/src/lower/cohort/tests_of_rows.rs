//! Conditions on a row: true or false, never in between.

use super::Rows;
use super::row::{Typed, fold};
use crate::lower::expr::{code_of, comparison, no_text, unit_word, unknown_code, with_article};
use kpi_core::codes::{cohorts, names, periods, units};
use kpi_core::cohort::Expr as Row;
use kpi_core::facts::Compare;
use kpi_core::{Diagnostic, Span, Unit};
use kpi_syntax::ast::{BinaryOp, Expr, ExprKind, UnaryOp};

impl<'a> Rows<'a, '_> {
    /// A condition; `None` where something in it is wrong, and said.
    pub(super) fn condition(&mut self, expr: &'a Expr) -> Option<Row> {
        match &expr.kind {
            ExprKind::YesNo(truth) => Some(Row::YesNo(*truth)),
            ExprKind::Unary { op, operand } if op.node == UnaryOp::Not => {
                Some(Row::Not(Box::new(self.condition(operand)?)))
            }
            ExprKind::Binary { op, left, right } if matches!(op.node, BinaryOp::And | BinaryOp::Or) => {
                let (left, right) = (self.condition(left), self.condition(right));
                let (left, right) = (left?, right?);
                Some(if op.node == BinaryOp::And { and(left, right) } else { or(left, right) })
            }
            ExprKind::Binary { op, left, right } => match comparison(op.node) {
                Some(compare) => self.compare(compare, left, right, expr.span),
                None => self.truth_of(expr),
            },
            ExprKind::In { value, negated, list } => {
                let value = self.value(value)?;
                let entries: Vec<Option<Typed>> = list.iter().map(|entry| self.beside(&value, entry)).collect();
                let list: Vec<Row> = entries.into_iter().map(|entry| Some(entry?.expr)).collect::<Option<_>>()?;
                let tested = value.expr.clone();
                Some(unless_empty(Row::In { value: Box::new(value.expr), list }, tested, *negated))
            }
            ExprKind::InWindow { value, negated, window } => {
                let (value, window) = (self.date_for_window(value), self.window(window));
                let (value, window) = (value?, window?);
                let tested = value.clone();
                Some(unless_empty(Row::Within { value: Box::new(value), window }, tested, *negated))
            }
            ExprKind::Is { value, negated, .. } => {
                let empty = match &value.kind {
                    ExprKind::Name(name) if self.place(name).is_none() => {
                        let row = self.named.iter().rfind(|named| named.name == name).map(|named| named.row);
                        row.map(Row::NoRow)
                    }
                    _ => None,
                };
                let empty = match empty {
                    Some(empty) => empty,
                    None => Row::IsEmpty(Box::new(self.value(value)?.expr)),
                };
                Some(if *negated { Row::Not(Box::new(empty)) } else { empty })
            }
            ExprKind::StartsWith { value, prefix } => {
                let value = self.value(value)?;
                if value.unit != Unit::Text {
                    self.tell(
                        Diagnostic::at(
                            units::UNIT_MISMATCH,
                            value.span,
                            format!("{} starts with no text", with_article(value.unit)),
                        )
                        .saying(unit_word(value.unit))
                        .help("ask it of a column of texts or codes"),
                    );
                    return None;
                }
                let start = fold(&prefix.node);
                if let Some(codes) = &value.codes
                    && !codes.iter().any(|code| fold(code).starts_with(&start))
                {
                    self.tell(
                        Diagnostic::at(names::UNKNOWN_CODE, prefix.span, format!("no code starts with \"{start}\""))
                            .note("the condition would never hold, and nobody would notice the zero"),
                    );
                    return None;
                }
                Some(Row::StartsWith { value: Box::new(value.expr), prefix: start })
            }
            ExprKind::OpenAt(date) => {
                let at = self.date(date);
                let (starts, ends) = self.interval(expr.span)?;
                let at = at?.expr;
                Some(Self::open(starts, ends, at.clone(), at))
            }
            ExprKind::OpenIn(window) => {
                let window = self.window(window);
                let (starts, ends) = self.interval(expr.span)?;
                let window = window?;
                let (first, last) = (Row::Edge { end: false, window }, Row::Edge { end: true, window });
                Some(Self::open(starts, ends, first, last))
            }
            ExprKind::Same(_) => {
                self.tell(
                    Diagnostic::at(cohorts::NOT_OF_A_ROW, expr.span, "`same` compares a row with those related to it")
                        .help("use it in `no earlier in services where same person and …`, joined with `and`"),
                );
                None
            }
            _ => self.truth_of(expr),
        }
    }

    /// A value that is itself yes or no.
    fn truth_of(&mut self, expr: &'a Expr) -> Option<Row> {
        if matches!(expr.kind, ExprKind::Broken) {
            self.whole = false;
            return None;
        }
        let value = self.value(expr)?;
        if value.unit == Unit::YesNo {
            return Some(value.expr);
        }
        self.tell(
            Diagnostic::at(
                units::NOT_A_CONDITION,
                expr.span,
                format!("this is {}, not a condition", with_article(value.unit)),
            )
            .saying(unit_word(value.unit))
            .help("compare it with something: `… = \"Service user\"`"),
        );
        None
    }

    fn date_for_window(&mut self, expr: &'a Expr) -> Option<Row> {
        let value = self.value(expr)?;
        if value.unit == Unit::Date {
            return Some(value.expr);
        }
        self.tell(
            Diagnostic::at(
                periods::WINDOW_UNFIT,
                value.span,
                format!("this is {}, not a date", with_article(value.unit)),
            )
            .help("a time is for a column of dates"),
        );
        None
    }

    fn interval(&mut self, span: Span) -> Option<(usize, usize)> {
        if self.interval.is_none() {
            self.tell(
                Diagnostic::at(cohorts::NO_DATES, span, "nothing says from when until when a row is open")
                    .help("say it where the dataset is: `interval: started to ended`"),
            );
        }
        self.interval
    }

    /// Is a row that holds from one column's day to the other's, or still, open on some day of these?
    fn open(starts: usize, ends: usize, first: Row, last: Row) -> Row {
        let compare =
            |left: Row, op: Compare, right: Row| Row::Compare { op, left: Box::new(left), right: Box::new(right) };
        and(
            compare(Row::Column(starts), Compare::LessOrEqual, last),
            or(Row::IsEmpty(Box::new(Row::Column(ends))), compare(Row::Column(ends), Compare::GreaterOrEqual, first)),
        )
    }

    fn compare(&mut self, op: Compare, left: &'a Expr, right: &'a Expr, span: Span) -> Option<Row> {
        if let (Compare::Equal | Compare::NotEqual, ExprKind::Name(name), ExprKind::Text(text)) =
            (op, &left.kind, &right.kind)
            && text.trim().is_empty()
            && let Some(column) = self.place(name).and_then(|place| self.columns.get(place))
            && (op == Compare::Equal || column.holds.unit() != Unit::Text)
            && column.holds.codes().is_none()
        {
            let test = if op == Compare::Equal { "is empty" } else { "is not empty" };
            self.tell(no_text(span, name, test, true));
            return None;
        }
        // A bare word, or a text, beside a column of codes is one of its codes.
        let word = |rows: &Self, expr: &Expr| match &expr.kind {
            ExprKind::Name(name) => rows.place(name).is_none() && !rows.named.iter().any(|n| n.name == name),
            ExprKind::Text(_) => true,
            _ => false,
        };
        let (left, right) = if word(self, left) && !word(self, right) {
            let right = self.value(right)?;
            (self.beside(&right, left)?, right)
        } else {
            let left = self.value(left)?;
            let right = self.beside(&left, right)?;
            (left, right)
        };
        let ordered = !matches!(op, Compare::Equal | Compare::NotEqual);
        if ordered && matches!(left.unit, Unit::Text | Unit::YesNo) {
            self.tell(
                Diagnostic::at(units::UNIT_MISMATCH, span, format!("{} has no order", with_article(left.unit)))
                    .help("compare it with `=`, `!=` or `in […]`"),
            );
            return None;
        }
        self.never(op, &left, &right, span);
        Some(Row::Compare { op, left: Box::new(left.expr), right: Box::new(right.expr) })
    }

    /// That two columns of codes have a code in common.
    fn never(&mut self, op: Compare, left: &Typed, right: &Typed, span: Span) {
        if let (Compare::Equal, Some(a), Some(b)) = (op, &left.codes, &right.codes)
            && !a.iter().any(|code| code_of(code, b).is_some())
        {
            self.tell(
                Diagnostic::at(units::UNREACHABLE, span, "the two have no code in common, so this never holds")
                    .help("compare with a column that has the same codes"),
            );
        }
    }

    /// The value of an expression that stands beside another: words and texts are codes where the other is coded.
    pub(super) fn beside(&mut self, other: &Typed, expr: &'a Expr) -> Option<Typed> {
        if let Some(codes) = &other.codes {
            let word = match &expr.kind {
                ExprKind::Text(text) => Some(text),
                ExprKind::Name(name) if self.place(name).is_none() => Some(name),
                _ => None,
            };
            if let Some(word) = word {
                return match code_of(word, codes) {
                    Some(code) => Some(Typed {
                        codes: Some(vec![code.clone()]),
                        ..Typed::new(Row::Text(fold(&code)), Unit::Text, expr.span)
                    }),
                    None => {
                        let name = self.project.sources.slice(other.span).to_owned();
                        self.tell(
                            unknown_code(word, &name, codes, expr.span)
                                .note("the condition would never hold, and nobody would notice the zero"),
                        );
                        None
                    }
                };
            }
        }
        let value = self.value(expr)?;
        if !other.unit.agrees(value.unit) {
            let diagnostic = Diagnostic::at(
                units::UNIT_MISMATCH,
                value.span,
                format!("{} and {} cannot be compared", with_article(other.unit), with_article(value.unit)),
            )
            .saying(unit_word(value.unit))
            .label(other.span, unit_word(other.unit));
            self.tell(diagnostic.help("compare like with like"));
            return None;
        }
        Some(value)
    }

    /// A value that a column could hold.
    pub(super) fn value_for(&mut self, place: usize, expr: &'a Expr) -> Option<Row> {
        let column = self.columns.get(place)?.clone();
        let other = self.of_column(Row::Column(place), &column.holds, &column.name, column.span)?;
        // A new code is allowed: `tied gender = "Unknown"` says what the data did not.
        if let (ExprKind::Text(text), Some(codes)) = (&expr.kind, &other.codes)
            && code_of(text, codes).is_none()
            && let Some(known) = self.columns.get_mut(place)
        {
            let mut codes = codes.clone();
            codes.push(text.clone());
            known.holds = kpi_core::schema::ColumnType::OneOf(codes);
            return Some(Row::Text(fold(text)));
        }
        self.beside(&other, expr).map(|value| value.expr)
    }
}

/// A condition and its opposite are both false of an empty value.
fn unless_empty(condition: Row, value: Row, negated: bool) -> Row {
    if !negated {
        return condition;
    }
    let there = Row::Not(Box::new(Row::IsEmpty(Box::new(value))));
    and(Row::Not(Box::new(condition)), there)
}

pub fn and(left: Row, right: Row) -> Row {
    let mut parts = match left {
        Row::And(parts) => parts,
        one => vec![one],
    };
    match right {
        Row::And(more) => parts.extend(more),
        one => parts.push(one),
    }
    Row::And(parts)
}

fn or(left: Row, right: Row) -> Row {
    let mut parts = match left {
        Row::Or(parts) => parts,
        one => vec![one],
    };
    match right {
        Row::Or(more) => parts.extend(more),
        one => parts.push(one),
    }
    Row::Or(parts)
}
