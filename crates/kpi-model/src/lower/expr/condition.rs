//! The `where` of records: columns against fixed values.

use super::operators::comparison;
use super::{Scope, plural, unit_word, with_article};
use crate::formula::{Condition, Window};
use crate::project::{HelpIfNone, suggesting};
use kpi_core::codes::{names, periods, units};
use kpi_core::facts::{Compare, Scalar};
use kpi_core::schema::{Column, ColumnType, Dataset};
use kpi_core::{Calendar, Diagnostic, Period, PeriodKind, Quantity, Span, Unit};
use kpi_syntax::ast::{self, BinaryOp, Expr, ExprKind, UnaryOp};

/// The code a word stands for, as the rules spell it.
pub fn code_of(word: &str, codes: &[String]) -> Option<String> {
    codes.iter().find(|code| code.trim().to_lowercase() == word.trim().to_lowercase()).cloned()
}

pub fn unknown_code(word: &str, column: &str, codes: &[String], span: Span) -> Diagnostic {
    let listed: Vec<&str> = codes.iter().map(String::as_str).collect();
    suggesting(
        Diagnostic::at(names::UNKNOWN_CODE, span, format!("`{word}` is no code of `{column}`")),
        word,
        span,
        listed.iter().copied(),
    )
    .help_if_none(|| format!("its codes are {}", crate::project::listed(&listed, "and")))
}

/// Is it something that only a row of a cohort can be asked?
pub const fn is_of_rows(kind: &ExprKind) -> bool {
    matches!(
        kind,
        ExprKind::StartsWith { .. }
            | ExprKind::Related(_)
            | ExprKind::Same(_)
            | ExprKind::CalendarTime(_)
            | ExprKind::Elapsed { .. }
            | ExprKind::AgeAt(_)
            | ExprKind::OpenAt(_)
            | ExprKind::OpenIn(_)
            | ExprKind::EdgeOf { .. }
    )
}

/// `last 12 months`, or why there is no such time.
pub fn last_months(count: u32, kind: PeriodKind, span: Span) -> Result<Window, Box<Diagnostic>> {
    let months = i64::from(count) * i64::from(kind.months());
    match i32::try_from(months) {
        Ok(months @ 1..=1200) => Ok(Window::LastMonths(months)),
        _ => Err(Box::new(
            Diagnostic::at(
                periods::WINDOW_UNFIT,
                span,
                format!("a window of {count} {}s holds nothing that can be counted", kind.word()),
            )
            .help("write `last 12 months`"),
        )),
    }
}

impl<'a, 'p> Scope<'a, 'p> {
    /// `None` where something in it is wrong, and said.
    pub fn condition(&mut self, schema: &'p Dataset, expr: &'a Expr) -> Option<Condition> {
        match &expr.kind {
            ExprKind::Binary { op, left, right } if op.node == BinaryOp::And => {
                let mut before = self.conjuncts(schema, left);
                let after = self.conjuncts(schema, right)?;
                self.contradiction(before.as_deref().unwrap_or_default(), &after, expr.span);
                before.as_mut()?.extend(after);
                before.map(Condition::And)
            }
            ExprKind::Binary { op, left, right } if op.node == BinaryOp::Or => {
                let (left, right) = (self.condition(schema, left), self.condition(schema, right));
                Some(Condition::Or(vec![left?, right?]))
            }
            ExprKind::Binary { op, left, right } => match comparison(op.node) {
                Some(compare) => self.column_compare(schema, compare, left, right, expr.span),
                None => self.not_a_record_condition(expr.span),
            },
            ExprKind::Unary { op, operand } if op.node == UnaryOp::Not => {
                Some(Condition::Not(Box::new(self.condition(schema, operand)?)))
            }
            ExprKind::In { value, negated, list } => {
                let column = self.column(schema, value)?;
                let mut values = Vec::with_capacity(list.len());
                let mut whole = true;
                for entry in list {
                    match self.scalar(schema, column, entry, Compare::Equal) {
                        Some(value) => values.push(value),
                        None => whole = false,
                    }
                }
                let within = Condition::In { column: column.name.clone(), values };
                whole.then(|| negate(within, &column.name, *negated))
            }
            ExprKind::InWindow { value, negated, window } => {
                let column = self.column(schema, value)?;
                if !matches!(column.holds, ColumnType::Date | ColumnType::Period) {
                    self.tell(
                        Diagnostic::at(
                            periods::WINDOW_UNFIT,
                            value.span,
                            format!("`{}` holds {}, not dates", column.name, plural(column.holds.unit())),
                        )
                        .label(column.span, "declared here")
                        .help("a window is for a column of dates or of periods"),
                    );
                    return None;
                }
                let window = self.window(window)?;
                Some(negate(Condition::Window { column: column.name.clone(), window }, &column.name, *negated))
            }
            ExprKind::Is { value, negated, .. } => {
                let column = self.column(schema, value)?;
                let empty = Condition::Empty { column: column.name.clone() };
                Some(if *negated { Condition::Not(Box::new(empty)) } else { empty })
            }
            ExprKind::YesNo(true) => Some(Condition::All),
            ExprKind::Name(_) | ExprKind::Column { .. } => {
                let plain = self.seen_through(expr);
                if !std::ptr::eq(plain, expr) && !matches!(plain.kind, ExprKind::Name(_) | ExprKind::Column { .. }) {
                    return self.condition(schema, plain);
                }
                let column = self.column(schema, expr)?;
                if column.holds == ColumnType::YesNo {
                    return Some(Condition::Compare {
                        column: column.name.clone(),
                        op: Compare::Equal,
                        value: Scalar::YesNo(true),
                    });
                }
                self.tell(
                    Diagnostic::at(
                        units::NOT_A_CONDITION,
                        expr.span,
                        format!("`{}` is {}, not a condition", column.name, with_article(column.holds.unit())),
                    )
                    .saying(unit_word(column.holds.unit()))
                    .help(match column.holds {
                        ColumnType::Date | ColumnType::Period => when(&column.name),
                        _ => format!("compare it: `{} = …`", column.name),
                    }),
                );
                None
            }
            ExprKind::Broken => None,
            kind if is_of_rows(kind) => {
                self.only_of_rows(expr.span);
                None
            }
            _ => self.not_a_record_condition(expr.span),
        }
    }

    fn not_a_record_condition(&mut self, span: Span) -> Option<Condition> {
        self.tell(
            Diagnostic::at(units::RECORD_CONDITION, span, "this says nothing of a record's columns")
                .note("records are kept or dropped one by one, before anything is counted")
                .help("compare a column with a fixed value: `severity = Fatal`, `date in period`"),
        );
        None
    }

    /// The column an expression names.
    fn column(&mut self, schema: &'p Dataset, expr: &'a Expr) -> Option<&'p Column> {
        let plain = self.seen_through(expr);
        match &plain.kind {
            ExprKind::Name(name) => {
                let found = schema.column(name);
                if found.is_none() {
                    self.no_column(schema, name, plain.span);
                }
                found
            }
            ExprKind::Column { dataset, column, condition: None, latest: false }
                if self.word(dataset).0 == schema.name =>
            {
                let (name, span) = self.word(column);
                let found = schema.column(name);
                if found.is_none() {
                    self.no_column(schema, name, span);
                }
                found
            }
            ExprKind::Broken => None,
            kind if is_of_rows(kind) => {
                self.only_of_rows(plain.span);
                None
            }
            _ => {
                self.tell(
                    Diagnostic::at(
                        units::RECORD_CONDITION,
                        plain.span,
                        format!("a column of `{}` is wanted here", schema.name),
                    )
                    .help(format!(
                        "its columns are {}",
                        crate::project::listed(
                            &schema.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(),
                            "and"
                        )
                    )),
                );
                None
            }
        }
    }

    fn names_column(&self, schema: &Dataset, expr: &'a Expr) -> bool {
        match &self.seen_through(expr).kind {
            ExprKind::Name(name) => schema.column(name).is_some(),
            ExprKind::Column { dataset, condition: None, .. } => self.word(dataset).0 == schema.name,
            _ => false,
        }
    }

    fn column_compare(
        &mut self,
        schema: &'p Dataset,
        op: Compare,
        left: &'a Expr,
        right: &'a Expr,
        span: Span,
    ) -> Option<Condition> {
        if self.asks_for_days(schema, op, (left, right), span) || self.asks_rows(schema, [left, right], span) {
            return None;
        }
        // `30 <= age` reads as `age >= 30`.
        let (column, value, op) = if !self.names_column(schema, left) && self.names_column(schema, right) {
            (right, left, flipped(op))
        } else {
            (left, right, op)
        };
        let column = self.column(schema, column)?;
        if self.asks_for_empty(column, value, op, span) {
            return None;
        }
        let ordered = !matches!(op, Compare::Equal | Compare::NotEqual);
        if ordered && matches!(column.holds.unit(), Unit::Text | Unit::YesNo | Unit::Flags | Unit::Rank) {
            self.tell(
                Diagnostic::at(
                    units::UNIT_MISMATCH,
                    span,
                    format!("`{}` holds {}, which has no order", column.name, plural(column.holds.unit())),
                )
                .label(column.span, "declared here")
                .help("compare it with `=`, `!=` or `in […]`"),
            );
            return None;
        }
        let value = self.scalar(schema, column, value, op)?;
        Some(Condition::Compare { column: column.name.clone(), op, value })
    }

    /// `completed <> ""`: told, since an empty cell is no text.
    fn asks_for_empty(&mut self, column: &Column, value: &'a Expr, op: Compare, span: Span) -> bool {
        let plain = self.seen_through(value);
        let is_empty = matches!(&plain.kind, ExprKind::Text(text) if text.trim().is_empty());
        let test = match op {
            Compare::Equal => "is empty",
            // No text is the empty one, so that this holds of every cell that has one.
            Compare::NotEqual if column.holds.unit() != Unit::Text => "is not empty",
            _ => return false,
        };
        if !is_empty || column.holds.codes().is_some_and(|codes| codes.iter().any(String::is_empty)) {
            return false;
        }
        // What stands for a parameter is not changed in the template, for all that are made from it.
        let own = std::ptr::eq(plain, value);
        self.tell(
            no_text(if own { span } else { plain.span }, &column.name, test, own).label(column.span, "declared here"),
        );
        true
    }

    /// The fixed value a column is compared with.
    fn scalar(&mut self, schema: &Dataset, column: &Column, expr: &'a Expr, op: Compare) -> Option<Scalar> {
        let plain = self.seen_through(expr);
        let unit = column.holds.unit();
        let (scalar, found) = match &plain.kind {
            ExprKind::Broken => return None,
            ExprKind::Quantity(quantity) => (Scalar::Number(quantity.value.clone()), quantity.unit),
            ExprKind::Unary { op, operand } if op.node == UnaryOp::Negate => match &operand.kind {
                ExprKind::Quantity(quantity) => (Scalar::Number(quantity.value.neg()), quantity.unit),
                _ => return self.not_fixed(None, plain.span),
            },
            ExprKind::Text(text) => match column.holds.codes() {
                Some(codes) => {
                    let code = self.coded(text, column, codes, plain.span)?;
                    return Some(Scalar::Text(code));
                }
                None => (Scalar::Text(self.text(text, plain.span)), Unit::Text),
            },
            ExprKind::Date(date) => (Scalar::Date(*date), Unit::Date),
            ExprKind::Period(text) => (Scalar::Period(self.period(text, plain.span)?), Unit::Period),
            ExprKind::YesNo(truth) => (Scalar::YesNo(*truth), Unit::YesNo),
            ExprKind::Name(word) => {
                if let Some(codes) = column.holds.codes() {
                    let code = self.coded(word, column, codes, plain.span)?;
                    return Some(Scalar::Text(code));
                }
                if schema.column(word).is_some()
                    || self.let_named(word).is_some()
                    || self.project.kind_of(word).is_some()
                    || self.argument(word).is_some()
                {
                    return self.not_fixed(None, plain.span);
                }
                if !self.project.is_broken(word) {
                    self.unquoted(word, column, plain.span);
                }
                return None;
            }
            kind if is_of_rows(kind) => {
                self.only_of_rows(plain.span);
                return None;
            }
            _ if unit == Unit::Text && self.is_bare_text(schema, plain) => {
                let words = self.project.sources.slice(plain.span).to_owned();
                self.unquoted(&words, column, plain.span);
                return None;
            }
            _ => return self.not_fixed(Some(column), plain.span),
        };
        // A date column may be compared with a period only through a window.
        let fits = unit.agrees(found) || (unit == Unit::Rank && found == Unit::Number);
        if fits {
            return Some(scalar);
        }
        let mut diagnostic = Diagnostic::at(
            units::UNIT_MISMATCH,
            plain.span,
            format!("`{}` holds {}, and is compared with {}", column.name, plural(unit), with_article(found)),
        )
        .saying(unit_word(found))
        .label(column.span, unit_word(unit));
        diagnostic = match (unit, found, &plain.kind) {
            (Unit::Text, _, _) => {
                let written = self.project.sources.slice(plain.span).to_owned();
                diagnostic.help("write a text in quotes").fix(
                    format!("write `\"{written}\"`"),
                    plain.span,
                    format!("\"{written}\""),
                )
            }
            (Unit::Date, Unit::Period, _) if op == Compare::Equal => {
                diagnostic.help(format!("write `{} in {}`", column.name, self.project.sources.slice(plain.span)))
            }
            (Unit::Percent | Unit::Ratio, Unit::Number, ExprKind::Quantity(quantity)) => {
                let text = percent(quantity);
                diagnostic.help("write a percentage with its sign").fix(format!("write `{text}`"), plain.span, text)
            }
            (Unit::Date | Unit::Period, Unit::Text, ExprKind::Text(text)) if is_dated(text) => {
                let bare = text.clone();
                diagnostic.help("a date or period stands without quotes").fix(
                    format!("write `{bare}`"),
                    plain.span,
                    bare,
                )
            }
            (Unit::Date | Unit::Period, Unit::Text, _) => diagnostic.help(when(&column.name)),
            _ => diagnostic.help(format!("compare it with {}", with_article(unit))),
        };
        self.tell(diagnostic);
        None
    }

    /// Is it made of words that nothing is named by, as `North-East` is?
    fn is_bare_text(&self, schema: &Dataset, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Binary { left, right, .. } => self.is_bare_text(schema, left) && self.is_bare_text(schema, right),
            ExprKind::Name(word) => {
                schema.column(word).is_none()
                    && self.let_named(word).is_none()
                    && self.project.kind_of(word).is_none()
                    && self.argument(word).is_none()
            }
            _ => false,
        }
    }

    /// A word beside a column of texts most likely lacks its quotes.
    pub(super) fn unquoted(&mut self, word: &str, column: &Column, span: Span) {
        let diagnostic = Diagnostic::at(names::UNKNOWN_NAME, span, format!("nothing is named `{word}`")).note(format!(
            "`{}` holds {}, no codes of a list",
            column.name,
            plural(column.holds.unit())
        ));
        self.tell(match column.holds {
            ColumnType::Date | ColumnType::Period => diagnostic.help(when(&column.name)),
            _ => diagnostic.help(format!("a text stands in quotes: `\"{word}\"`")).fix(
                format!("write `\"{word}\"`"),
                span,
                format!("\"{word}\""),
            ),
        });
    }

    fn coded(&mut self, word: &str, column: &Column, codes: &[String], span: Span) -> Option<String> {
        let code = code_of(word, codes);
        if code.is_none() {
            self.tell(
                unknown_code(word, &column.name, codes, span)
                    .label(column.span, "declared here")
                    .note("a comparison with it would never hold, and nobody would notice the zero"),
            );
        }
        code
    }

    /// `column` where it may be that a time is asked for.
    fn not_fixed<T>(&mut self, column: Option<&Column>, span: Span) -> Option<T> {
        let diagnostic = Diagnostic::at(units::RECORD_CONDITION, span, "a column is compared with a fixed value only")
            .note("records are kept or dropped one by one, before anything is counted");
        self.tell(match column {
            Some(Column { name, holds: ColumnType::Date | ColumnType::Period, .. }) => diagnostic.help(when(name)),
            _ => diagnostic.help("write the value out, or compare the two in the `where:` of a `cohort`"),
        });
        None
    }

    fn window(&mut self, window: &ast::Spanned<ast::Window>) -> Option<Window> {
        Some(match &window.node {
            ast::Window::Period => Window::Period,
            ast::Window::YearToDate => Window::YearToDate,
            ast::Window::Last { count, kind } => match last_months(*count, *kind, window.span) {
                Ok(window) => window,
                Err(diagnostic) => {
                    self.tell(*diagnostic);
                    return None;
                }
            },
            ast::Window::Named(text) => Window::Named(self.period(text, window.span)?),
        })
    }

    /// The conditions that `and` joins, side by side, so that a trace can say how many records each dropped.
    fn conjuncts(&mut self, schema: &'p Dataset, expr: &'a Expr) -> Option<Vec<Condition>> {
        let joined = matches!(&expr.kind, ExprKind::Binary { op, .. } if op.node == BinaryOp::And);
        Some(match self.condition(schema, expr)? {
            Condition::And(parts) if joined => parts,
            Condition::All => Vec::new(),
            one => vec![one],
        })
    }

    /// That one column is not asked to be two things at once.
    fn contradiction(&mut self, before: &[Condition], after: &[Condition], span: Span) {
        let clash = after.iter().find_map(|condition| match condition {
            Condition::Compare { column, op: Compare::Equal, value } => before.iter().find_map(|other| match other {
                Condition::Compare { column: same, op: Compare::Equal, value: wanted }
                    if same == column && wanted != value =>
                {
                    Some(column)
                }
                _ => None,
            }),
            _ => None,
        });
        if let Some(column) = clash {
            self.tell(
                Diagnostic::at(units::UNREACHABLE, span, format!("no record can have two values of `{column}`"))
                    .note("the count is 0 whatever the data")
                    .help(format!("write `{column} in [a, b]` for either of them")),
            );
        }
    }
}

/// A condition and its opposite are both false of an empty cell.
fn negate(condition: Condition, column: &str, negated: bool) -> Condition {
    if !negated {
        return condition;
    }
    let empty = Condition::Empty { column: column.to_owned() };
    Condition::And(vec![Condition::Not(Box::new(condition)), Condition::Not(Box::new(empty))])
}

pub const fn flipped(op: Compare) -> Compare {
    match op {
        Compare::Equal => Compare::Equal,
        Compare::NotEqual => Compare::NotEqual,
        Compare::Less => Compare::Greater,
        Compare::LessOrEqual => Compare::GreaterOrEqual,
        Compare::Greater => Compare::Less,
        Compare::GreaterOrEqual => Compare::LessOrEqual,
    }
}

fn percent(quantity: &Quantity) -> String {
    super::operators::literal(quantity, "%")
}

/// How rows of a time are asked for.
fn when(column: &str) -> String {
    format!("to ask when, write `{column} in period`, `in year to date` or `in 2020/21`")
}

/// `2024-04-01`, `2024/25 Q2`: as the rules write times, in quotes.
fn is_dated(text: &str) -> bool {
    let begins = text.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    begins && (text.parse::<chrono::NaiveDate>().is_ok() || Period::parse(text, Calendar::APRIL).is_ok())
}

/// That an empty cell is asked for by comparing it with an empty text.
pub fn no_text(place: Span, column: &str, test: &str, mended: bool) -> Diagnostic {
    let asked = format!("{column} {test}");
    let diagnostic = Diagnostic::at(units::UNIT_MISMATCH, place, "an empty cell is not a text")
        .saying("no cell holds this")
        .help(format!("write `{asked}`"));
    if mended { diagnostic.fix(format!("write `{asked}`"), place, asked) } else { diagnostic }
}
