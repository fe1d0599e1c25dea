//! What a row says: values, with their units.

use super::Rows;
use crate::lower::expr::{unify, unit_word, with_article};
use crate::lower::period;
use crate::project::{HelpIfNone, listed, suggesting};
use kpi_core::codes::{cohorts, names, units};
use kpi_core::cohort::{Elapsed, Expr as Row, Shift};
use kpi_core::schema::ColumnType;
use kpi_core::unit::UnitMismatch;
use kpi_core::{Diagnostic, Exact, Quantity, Span, Unit, Window};
use kpi_syntax::ast::{self, BinaryOp, Expr, ExprKind, Name, UnaryOp};

/// A value of a row, and what is known of it.
#[derive(Debug, Clone)]
pub struct Typed {
    pub expr: Row,
    pub unit: Unit,
    /// The only texts it can be.
    pub codes: Option<Vec<String>>,
    pub span: Span,
}

impl Typed {
    pub fn new(expr: Row, unit: Unit, span: Span) -> Self {
        Self { expr, unit, codes: None, span }
    }
}

/// The type of a column that holds such values.
pub fn holds(typed: &Typed) -> ColumnType {
    match (typed.unit, &typed.codes) {
        (Unit::Text, Some(codes)) => ColumnType::OneOf(codes.clone()),
        (Unit::Text, None) => ColumnType::Text,
        (Unit::Date, _) => ColumnType::Date,
        (Unit::YesNo, _) => ColumnType::YesNo,
        (unit, _) => ColumnType::Number(unit),
    }
}

pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

impl<'a> Rows<'a, '_> {
    /// A value; `None` where something in it is wrong, and said.
    pub(super) fn value(&mut self, expr: &'a Expr) -> Option<Typed> {
        let span = expr.span;
        let some = |expr: Row, unit: Unit| Some(Typed::new(expr, unit, span));
        match &expr.kind {
            ExprKind::Quantity(quantity) => self.quantity(quantity, span),
            ExprKind::Text(text) => {
                Some(Typed { codes: Some(vec![text.clone()]), ..Typed::new(Row::Text(fold(text)), Unit::Text, span) })
            }
            ExprKind::Date(date) => some(Row::Date(*date), Unit::Date),
            ExprKind::Name(name) => self.column(name, span),
            ExprKind::Column { dataset, column, condition, latest } => {
                if let Some(named) = self.named.iter().rfind(|named| named.name == dataset.node).cloned()
                    && condition.is_none()
                    && !latest
                {
                    let (place, holds) = self.column_of(named.schema, column)?;
                    let expr = Row::Of { row: named.row, column: place };
                    return self.of_column(expr, &holds, &column.node, span);
                }
                self.looked_up(dataset, column, condition.as_deref(), *latest, span)
            }
            ExprKind::Unary { op, operand } if op.node == UnaryOp::Negate => {
                let operand = self.number(operand)?;
                let zero = Box::new(Row::Number(Exact::zero()));
                some(Row::Subtract(zero, Box::new(operand.expr)), operand.unit)
            }
            ExprKind::Binary { op, left, right } => match op.node {
                BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply => {
                    self.arithmetic(op.node, op.span, left, right, span)
                }
                BinaryOp::Divide => {
                    self.tell(
                        Diagnostic::at(cohorts::NOT_OF_A_ROW, op.span, "rows are not divided one by one")
                            .note("a rate is of all rows: it divides what was counted or added up")
                            .help("divide in the indicator's formula, `sum(…) / count(…)`"),
                    );
                    None
                }
                _ => self.yes_or_no(expr),
            },
            ExprKind::If { condition, then, otherwise } => {
                let condition = self.condition(condition);
                let (then, otherwise) = (self.value(then), self.value(otherwise));
                let (condition, then, otherwise) = (condition?, then?, otherwise?);
                let common = self.common(&then, &otherwise, "be the two results of one `if`")?;
                let expr = Row::If {
                    condition: Box::new(condition),
                    then: Box::new(then.expr),
                    otherwise: Box::new(otherwise.expr),
                };
                Some(Typed { expr, span, ..common })
            }
            ExprKind::Else { value, otherwise } => {
                let (value, otherwise) = (self.value(value), self.value(otherwise));
                let (value, otherwise) = (value?, otherwise?);
                let common = self.common(&value, &otherwise, "stand in for each other")?;
                let expr = Row::Else(Box::new(value.expr), Box::new(otherwise.expr));
                Some(Typed { expr, span, ..common })
            }
            ExprKind::Elapsed { unit, from, to } => {
                let (from, to) = (self.date(from), self.date(to));
                let (from, to) = (Box::new(from?.expr), Box::new(to?.expr));
                let (unit, result) = match unit.node {
                    ast::Elapsed::Days => (Elapsed::Days, Unit::Days),
                    ast::Elapsed::WorkingDays => (Elapsed::WorkingDays, Unit::Days),
                    ast::Elapsed::Months => (Elapsed::Months, Unit::Number),
                    ast::Elapsed::Years => (Elapsed::Years, Unit::Number),
                };
                some(Row::Elapsed { unit, from, to }, result)
            }
            ExprKind::AgeAt(date) => {
                let to = Box::new(self.date(date)?.expr);
                let Some((birth, days)) = self.birth.clone() else {
                    self.tell(
                        Diagnostic::at(cohorts::NO_DATES, span, "nothing says when a person was born")
                            .help("say it where the dataset is: `birth: birth_date`")
                            .help("or count `years from birth_date to started`"),
                    );
                    return None;
                };
                let unit = days.map_or(Elapsed::Years, Elapsed::YearsOf);
                some(Row::Elapsed { unit, from: Box::new(Row::Column(birth)), to }, Unit::Number)
            }
            ExprKind::EdgeOf { end, window } => {
                let window = self.window(window)?;
                some(Row::Edge { end: *end, window }, Unit::Date)
            }
            ExprKind::Call { function, arguments } => self.call(function, arguments, span),
            ExprKind::Related(related) => self.related_value(related, span),
            ExprKind::CalendarTime(_) => {
                self.tell(
                    Diagnostic::at(
                        cohorts::NOT_OF_A_ROW,
                        span,
                        "working days, months and years are added to a date, or taken from it",
                    )
                    .note("how long they are depends on where they begin")
                    .help("write `started - 12 months`; compare with `months from … to …`"),
                );
                None
            }
            ExprKind::Broken => None,
            ExprKind::YesNo(_)
            | ExprKind::Unary { .. }
            | ExprKind::In { .. }
            | ExprKind::InWindow { .. }
            | ExprKind::Is { .. }
            | ExprKind::StartsWith { .. }
            | ExprKind::Same(_)
            | ExprKind::OpenAt(_)
            | ExprKind::OpenIn(_) => self.yes_or_no(expr),
            ExprKind::Aggregate { .. } | ExprKind::Measure { .. } | ExprKind::At { .. } | ExprKind::Period(_) => {
                self.tell(
                    Diagnostic::at(cohorts::NOT_OF_A_ROW, span, "this says nothing of a row")
                        .note("a cohort looks at one row at a time, and at the rows related to it")
                        .help("count and compare with other periods in the indicator's formula"),
                );
                None
            }
        }
    }

    fn yes_or_no(&mut self, expr: &'a Expr) -> Option<Typed> {
        let condition = self.condition(expr)?;
        Some(Typed::new(condition, Unit::YesNo, expr.span))
    }

    fn quantity(&mut self, quantity: &Quantity, span: Span) -> Option<Typed> {
        if quantity.value.to_decimal().is_none() {
            self.tell(Diagnostic::at(units::ARGUMENTS, span, "this number has no end of decimals"));
            return None;
        }
        Some(Typed::new(Row::Number(quantity.value.clone()), quantity.unit, span))
    }

    /// A column of the row at hand.
    fn column(&mut self, name: &'a str, span: Span) -> Option<Typed> {
        if let Some(place) = self.place(name) {
            let holds = self.columns.get(place)?.holds.clone();
            return self.of_column(Row::Column(place), &holds, name, span);
        }
        if self.named.iter().any(|named| named.name == name) {
            self.tell(
                Diagnostic::at(cohorts::NOT_OF_A_ROW, span, format!("`{name}` is a row, not a value"))
                    .help(format!("name a column of it, `{name}.started`, or ask `{name} is empty`")),
            );
            return None;
        }
        self.unknown_column(name, span);
        None
    }

    pub(super) fn unknown_column(&mut self, name: &str, span: Span) {
        self.whole = false;
        if !self.closed {
            return;
        }
        let columns: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        let diagnostic = suggesting(
            Diagnostic::at(names::UNKNOWN_COLUMN, span, format!("the rows have no column `{name}`")),
            name,
            span,
            columns.iter().copied(),
        )
        .help_if_none(|| format!("their columns are {}", listed(&columns, "and")));
        self.tell(diagnostic.note("a text stands in quotes"));
    }

    /// The place of a column of the row at hand.
    pub(super) fn column_named(&mut self, name: &Name) -> Option<usize> {
        let place = self.place(&name.node);
        if place.is_none() {
            self.unknown_column(&name.node, name.span);
        }
        place
    }

    pub(super) fn column_of(
        &mut self,
        schema: &kpi_core::schema::Dataset,
        column: &Name,
    ) -> Option<(usize, ColumnType)> {
        let place = schema.columns.iter().position(|known| known.name == column.node);
        if place.is_none() {
            let told = crate::lower::expr::no_column(self.project, schema, &column.node, column.span);
            self.whole = false;
            if let Some(diagnostic) = told {
                self.tell(diagnostic);
            }
        }
        place.and_then(|place| Some((place, schema.columns.get(place)?.holds.clone())))
    }

    pub(super) fn of_column(&mut self, expr: Row, holds: &ColumnType, name: &str, span: Span) -> Option<Typed> {
        if matches!(holds, ColumnType::Period | ColumnType::Rank | ColumnType::SomeOf(_)) {
            self.tell(
                Diagnostic::at(
                    cohorts::NOT_OF_A_ROW,
                    span,
                    format!("`{name}` holds {}, which a cohort cannot look at", crate::lower::plural(holds.unit())),
                )
                .help("use a column of texts, codes, numbers, dates or yes/no"),
            );
            return None;
        }
        let codes = holds.codes().map(<[String]>::to_vec);
        Some(Typed { codes, ..Typed::new(expr, holds.unit(), span) })
    }

    fn number(&mut self, expr: &'a Expr) -> Option<Typed> {
        let typed = self.value(expr)?;
        if typed.unit.is_numeric() {
            return Some(typed);
        }
        self.tell(
            Diagnostic::at(
                units::NOT_A_NUMBER,
                typed.span,
                format!("{} is no number to calculate with", with_article(typed.unit)),
            )
            .saying(unit_word(typed.unit))
            .help("name a number here"),
        );
        None
    }

    pub(super) fn date(&mut self, expr: &'a Expr) -> Option<Typed> {
        let typed = self.value(expr)?;
        if typed.unit == Unit::Date {
            return Some(typed);
        }
        self.tell(
            Diagnostic::at(
                units::UNIT_MISMATCH,
                typed.span,
                format!("a date is wanted here, not {}", with_article(typed.unit)),
            )
            .saying(unit_word(typed.unit))
            .help("name a column of dates, write a date such as `2024-03-31`, or `end of period`"),
        );
        None
    }

    fn arithmetic(&mut self, op: BinaryOp, sign: Span, left: &'a Expr, right: &'a Expr, span: Span) -> Option<Typed> {
        if let (ExprKind::CalendarTime(time), true) = (&right.kind, op != BinaryOp::Multiply) {
            let signed = |time: u32| {
                let time = i32::try_from(time).unwrap_or_default();
                if op == BinaryOp::Subtract { -time } else { time }
            };
            let by = match time {
                ast::CalendarTime::Months(months) => Shift::Months(signed(*months)),
                ast::CalendarTime::WorkingDays(days) => Shift::WorkingDays(signed(*days)),
            };
            let date = Box::new(self.date(left)?.expr);
            return Some(Typed::new(Row::Shift { date, by }, Unit::Date, span));
        }
        let (left, right) = (self.value(left), self.value(right));
        let (left, right) = (left?, right?);
        let unit = match op {
            BinaryOp::Add => left.unit.sum(right.unit, false),
            BinaryOp::Subtract => left.unit.sum(right.unit, true),
            _ => left.unit.product(right.unit),
        };
        let unit = match unit {
            Ok(unit) => unit,
            Err(mismatch) => {
                self.mismatched(&mismatch, sign, &left, &right);
                return None;
            }
        };
        let (left, right) = (Box::new(left.expr), Box::new(right.expr));
        let expr = match op {
            BinaryOp::Add => Row::Add(left, right),
            BinaryOp::Subtract => Row::Subtract(left, right),
            _ => Row::Multiply(left, right),
        };
        Some(Typed::new(expr, unit, span))
    }

    fn mismatched(&mut self, mismatch: &UnitMismatch, sign: Span, left: &Typed, right: &Typed) {
        let (a, b) = (with_article(mismatch.left), with_article(mismatch.right));
        let message = match mismatch.operation {
            "subtract" => format!("{b} cannot be subtracted from {a}"),
            "add" => format!("{a} and {b} cannot be added"),
            _ => format!("{a} and {b} cannot be multiplied"),
        };
        let diagnostic = Diagnostic::at(units::UNIT_MISMATCH, sign, message)
            .label(left.span, mismatch.left.to_string())
            .label(right.span, mismatch.right.to_string());
        let dated = matches!((left.unit, right.unit), (Unit::Date, Unit::Number | Unit::Count));
        self.tell(if dated {
            diagnostic.help("say the days: `ended + 7 days`")
        } else {
            diagnostic.help(mismatch.help.unwrap_or("bring both to one unit first, or use another column"))
        });
    }

    /// Two values of which one will stand: what they have in common.
    pub(super) fn common(&mut self, left: &Typed, right: &Typed, doing: &str) -> Option<Typed> {
        let Some(unit) = unify(left.unit, right.unit) else {
            self.tell(
                Diagnostic::at(
                    units::UNIT_MISMATCH,
                    right.span,
                    format!("{} and {} cannot {doing}", with_article(left.unit), with_article(right.unit)),
                )
                .saying(unit_word(right.unit))
                .label(left.span, unit_word(left.unit))
                .help("give both the same unit"),
            );
            return None;
        };
        let codes = left.codes.as_ref().zip(right.codes.as_ref()).map(|(left, right)| {
            let mut codes = left.clone();
            codes.extend(right.iter().filter(|code| !left.iter().any(|known| fold(known) == fold(code))).cloned());
            codes
        });
        Some(Typed { expr: left.expr.clone(), unit, codes, span: left.span })
    }

    fn call(&mut self, function: &'a Name, arguments: &'a [Expr], span: Span) -> Option<Typed> {
        let least = match function.node.as_str() {
            "min" => true,
            "max" => false,
            other => {
                self.tell(
                    Diagnostic::at(cohorts::NOT_OF_A_ROW, function.span, format!("`{other}` is no function of a row"))
                        .help("over rows there are `min(a, b)` and `max(a, b)`, `age at`, `days from … to`"),
                );
                return None;
            }
        };
        let values: Vec<Option<Typed>> = arguments.iter().map(|argument| self.value(argument)).collect();
        let values: Vec<Typed> = values.into_iter().collect::<Option<_>>()?;
        let mut rest = values.iter();
        let Some(mut common) = rest.next().cloned() else {
            self.tell(Diagnostic::at(units::ARGUMENTS, span, format!("`{}` takes two values or more", function.node)));
            return None;
        };
        for value in rest {
            common = self.common(&common, value, "be compared")?;
        }
        if !common.unit.is_numeric() && common.unit != Unit::Date {
            self.tell(
                Diagnostic::at(
                    units::UNIT_MISMATCH,
                    span,
                    format!("{} has no least or greatest", with_article(common.unit)),
                )
                .help("compare numbers or dates"),
            );
            return None;
        }
        let list = values.into_iter().map(|value| value.expr).collect();
        let expr = if least { Row::Least(list) } else { Row::Greatest(list) };
        Some(Typed::new(expr, common.unit, span))
    }

    pub(super) fn window(&mut self, window: &ast::Spanned<ast::Window>) -> Option<Window> {
        let window = match &window.node {
            ast::Window::Period => Window::Period,
            ast::Window::YearToDate => Window::YearToDate,
            ast::Window::Last { count, kind } => match crate::lower::expr::last_months(*count, *kind, window.span) {
                Ok(window) => window,
                Err(diagnostic) => {
                    self.tell(*diagnostic);
                    return None;
                }
            },
            ast::Window::Named(text) => match period::read(self.project.calendar, text, window.span) {
                Ok(period) => Window::Named(period),
                Err(diagnostic) => {
                    self.tell(*diagnostic);
                    return None;
                }
            },
        };
        self.windowed |= window.moves();
        Some(window)
    }
}
