//! Arithmetic, comparisons, branches, and the units they ask for.

use super::{Scope, unit_word, with_article};
use crate::formula::{Arithmetic, Formula, FormulaKind};
use kpi_core::codes::units;
use kpi_core::facts::Compare;
use kpi_core::unit::UnitMismatch;
use kpi_core::{Diagnostic, Quantity, Span, Unit};
use kpi_syntax::ast::{BinaryOp, Expr, ExprKind, Spanned, UnaryOp};

pub const fn comparison(op: BinaryOp) -> Option<Compare> {
    Some(match op {
        BinaryOp::Equal => Compare::Equal,
        BinaryOp::NotEqual => Compare::NotEqual,
        BinaryOp::Less => Compare::Less,
        BinaryOp::LessOrEqual => Compare::LessOrEqual,
        BinaryOp::Greater => Compare::Greater,
        BinaryOp::GreaterOrEqual => Compare::GreaterOrEqual,
        _ => return None,
    })
}

impl<'a> Scope<'a, '_> {
    pub(super) fn unary(&mut self, op: &Spanned<UnaryOp>, operand: &'a Expr, span: Span) -> Formula {
        match op.node {
            UnaryOp::Not => {
                let operand = self.condition_formula(operand);
                if operand.is_broken() {
                    return Formula::broken(span);
                }
                Formula::new(FormulaKind::Not(Box::new(operand)), Unit::YesNo, span)
            }
            UnaryOp::Negate => {
                let operand = self.number(operand, "calculate with");
                if operand.is_broken() {
                    return Formula::broken(span);
                }
                let unit = operand.unit;
                Formula::new(FormulaKind::Negate(Box::new(operand)), unit, span)
            }
        }
    }

    /// An expression that must be a number.
    pub fn number(&mut self, expr: &'a Expr, doing: &str) -> Formula {
        let formula = self.expr(expr);
        if !formula.is_broken() && !formula.unit.is_numeric() {
            self.no_number(&formula, doing);
            return Formula::broken(expr.span);
        }
        formula
    }

    fn no_number(&mut self, formula: &Formula, doing: &str) {
        self.tell(
            Diagnostic::at(
                units::NOT_A_NUMBER,
                formula.span,
                format!("{} is no number to {doing}", with_article(formula.unit)),
            )
            .saying(unit_word(formula.unit))
            .help("name a number here"),
        );
    }

    pub(super) fn binary(&mut self, op: &Spanned<BinaryOp>, left: &'a Expr, right: &'a Expr, span: Span) -> Formula {
        if let Some(compare) = comparison(op.node) {
            return self.compare(compare, left, right, span);
        }
        match op.node {
            BinaryOp::And => self.joined(left, right, FormulaKind::And, span),
            BinaryOp::Or => self.joined(left, right, FormulaKind::Or, span),
            BinaryOp::Subtract => self.arithmetic(Arithmetic::Subtract, op.span, left, right, span),
            BinaryOp::Multiply => self.arithmetic(Arithmetic::Multiply, op.span, left, right, span),
            BinaryOp::Divide => self.arithmetic(Arithmetic::Divide, op.span, left, right, span),
            _ => self.arithmetic(Arithmetic::Add, op.span, left, right, span),
        }
    }

    fn joined(
        &mut self,
        left: &'a Expr,
        right: &'a Expr,
        kind: fn(Box<Formula>, Box<Formula>) -> FormulaKind,
        span: Span,
    ) -> Formula {
        let left = Box::new(self.condition_formula(left));
        let right = Box::new(self.condition_formula(right));
        if left.is_broken() || right.is_broken() {
            return Formula::broken(span);
        }
        Formula::new(kind(left, right), Unit::YesNo, span)
    }

    fn arithmetic(&mut self, op: Arithmetic, sign: Span, left: &'a Expr, right: &'a Expr, span: Span) -> Formula {
        let left = Box::new(self.expr(left));
        let right = Box::new(self.expr(right));
        match self.result(op, sign, &left, &right) {
            Some(unit) => Formula::new(FormulaKind::Arithmetic { op, left, right }, unit, span),
            None => Formula::broken(span),
        }
    }

    /// The unit of what comes of it; `None`, and said, where nothing does.
    fn result(&mut self, op: Arithmetic, sign: Span, left: &Formula, right: &Formula) -> Option<Unit> {
        if left.is_broken() || right.is_broken() {
            return None;
        }
        if op == Arithmetic::Divide && right.constant().is_some_and(|by| by.value.is_zero()) {
            self.tell(
                Diagnostic::at(units::DIVISION_BY_ZERO, right.span, "this divides by 0")
                    .note("the result is missing (`no cases`) whatever the data")
                    .help("divide by the number of cases"),
            );
            return None;
        }
        let unit = match op {
            Arithmetic::Add => left.unit.sum(right.unit, false),
            Arithmetic::Subtract => left.unit.sum(right.unit, true),
            Arithmetic::Multiply => left.unit.product(right.unit),
            Arithmetic::Divide => left.unit.quotient(right.unit),
        };
        unit.map_err(|mismatch| self.tell(mismatched(&mismatch, sign, left, right))).ok()
    }

    fn compare(&mut self, op: Compare, left: &'a Expr, right: &'a Expr, span: Span) -> Formula {
        let (left, right) = self.sides(left, right);
        if !self.can_compare(op, &left, &right, span) {
            return Formula::broken(span);
        }
        Formula::new(FormulaKind::Compare { op, left: Box::new(left), right: Box::new(right) }, Unit::YesNo, span)
    }

    fn can_compare(&mut self, op: Compare, left: &Formula, right: &Formula, span: Span) -> bool {
        if left.is_broken() || right.is_broken() {
            return false;
        }
        if !comparable(left.unit, right.unit) {
            self.tell(unlike(left, right));
            return false;
        }
        let ordered = !matches!(op, Compare::Equal | Compare::NotEqual);
        if ordered && matches!(left.unit, Unit::Text | Unit::YesNo | Unit::Flags) {
            self.tell(
                Diagnostic::at(units::UNIT_MISMATCH, span, format!("{} has no order", with_article(left.unit)))
                    .help("compare it with `=`, `!=` or `in […]`"),
            );
            return false;
        }
        true
    }

    /// Both sides of a comparison: a bare word beside a column of codes is one of its codes.
    fn sides(&mut self, left: &'a Expr, right: &'a Expr) -> (Formula, Formula) {
        let (plain_left, plain_right) = (self.seen_through(left), self.seen_through(right));
        if self.is_stray(plain_right)
            && let Some(codes) = self.codes_of(plain_left)
        {
            let left = self.expr(left);
            let right = self.code(plain_right, &codes);
            return (left, right);
        }
        if self.is_stray(plain_left)
            && let Some(codes) = self.codes_of(plain_right)
        {
            let left = self.code(plain_left, &codes);
            let right = self.expr(right);
            return (left, right);
        }
        let (left_formula, right_formula) = (self.expr(left), self.expr(right));
        // A text beside a column of codes is a code too.
        if let (FormulaKind::Text(_), Some(codes)) = (&right_formula.kind, self.codes_of(plain_left)) {
            return (left_formula, self.code(plain_right, &codes));
        }
        if let (FormulaKind::Text(_), Some(codes)) = (&left_formula.kind, self.codes_of(plain_right)) {
            return (self.code(plain_left, &codes), right_formula);
        }
        (left_formula, right_formula)
    }

    /// A bare word that names nothing else.
    pub(super) fn is_stray(&self, expr: &Expr) -> bool {
        let ExprKind::Name(name) = &expr.kind else { return false };
        self.argument(name).is_none()
            && self.let_named(name).is_none()
            && !self.project.indicators.contains_key(name.as_str())
            && !self.project.comparators.contains_key(name.as_str())
    }

    fn codes_of(&self, expr: &'a Expr) -> Option<Codes<'a>> {
        let ExprKind::Column { dataset, column, .. } = &expr.kind else { return None };
        let (dataset, _) = self.word(dataset);
        let (column, _) = self.word(column);
        let codes = self.project.schemas.get(dataset)?.column(column)?.holds.codes()?;
        Some(Codes { column, words: codes.to_vec() })
    }

    fn code(&mut self, expr: &'a Expr, codes: &Codes<'a>) -> Formula {
        let (ExprKind::Name(word) | ExprKind::Text(word)) = &expr.kind else { return self.expr(expr) };
        match super::condition::code_of(word, &codes.words) {
            Some(code) => Formula::new(FormulaKind::Text(code), Unit::Text, expr.span),
            None => {
                self.tell(
                    super::condition::unknown_code(word, codes.column, &codes.words, expr.span)
                        .note("a comparison with it would never hold"),
                );
                Formula::broken(expr.span)
            }
        }
    }

    pub(super) fn membership(&mut self, value: &'a Expr, negated: bool, list: &'a [Expr], span: Span) -> Formula {
        let codes = self.codes_of(self.seen_through(value));
        let value = self.expr(value);
        let mut entries = Vec::with_capacity(list.len());
        for entry in list {
            let plain = self.seen_through(entry);
            let formula = match &codes {
                Some(codes) if self.is_stray(plain) || matches!(plain.kind, ExprKind::Text(_)) => {
                    self.code(plain, codes)
                }
                _ => self.expr(entry),
            };
            if !value.is_broken() && !formula.is_broken() && !comparable(value.unit, formula.unit) {
                self.tell(unlike(&value, &formula));
                return Formula::broken(span);
            }
            entries.push(formula);
        }
        if value.is_broken() || entries.iter().any(Formula::is_broken) {
            return Formula::broken(span);
        }
        Formula::new(FormulaKind::In { value: Box::new(value), negated, list: entries }, Unit::YesNo, span)
    }

    pub(super) fn branch(&mut self, condition: &'a Expr, then: &'a Expr, otherwise: &'a Expr, span: Span) -> Formula {
        self.reachable(condition, otherwise);
        let condition = Box::new(self.condition_formula(condition));
        let then = Box::new(self.expr(then));
        let otherwise = Box::new(self.expr(otherwise));
        let unit = self.common(&then, &otherwise, "be the two results of one `if`");
        self.always_taken(&condition, &then, &otherwise);
        match unit {
            Some(unit) if !condition.is_broken() => {
                Formula::new(FormulaKind::If { condition, then, otherwise }, unit, span)
            }
            _ => Formula::broken(span),
        }
    }

    fn always_taken(&mut self, condition: &Formula, then: &Formula, otherwise: &Formula) {
        if let (Some(truth), false) = (always(condition), self.in_template) {
            let (word, never) = if truth { ("yes", otherwise) } else { ("no", then) };
            self.tell(
                Diagnostic::at(units::UNREACHABLE, condition.span, format!("this condition is always {word}"))
                    .label(never.span, "never reached")
                    .help("compare with a figure, or write the other result alone"),
            );
        }
    }

    /// That no later branch of the chain asks what this one asked.
    fn reachable(&mut self, condition: &'a Expr, otherwise: &'a Expr) {
        let written =
            |expr: &Expr| self.project.sources.slice(expr.span).split_whitespace().collect::<Vec<_>>().join(" ");
        let asked = written(condition);
        let mut rest = otherwise;
        let mut again = None;
        while let ExprKind::If { condition: next, otherwise, .. } = &rest.kind {
            if !asked.is_empty() && written(next) == asked {
                again = Some(next.span);
                break;
            }
            rest = otherwise;
        }
        if let Some(span) = again {
            self.tell(
                Diagnostic::at(
                    units::UNREACHABLE,
                    span,
                    "this branch is never reached: its condition was asked before",
                )
                .label(condition.span, "asked first here")
                .help("ask for something else, or remove the branch"),
            );
        }
    }

    /// The unit of two values of which one will stand; `None`, and said, where they do not go together.
    pub(super) fn common(&mut self, left: &Formula, right: &Formula, doing: &str) -> Option<Unit> {
        if left.is_broken() || right.is_broken() {
            return None;
        }
        let unit = unify(left.unit, right.unit);
        if unit.is_none() {
            let diagnostic = Diagnostic::at(
                units::UNIT_MISMATCH,
                right.span,
                format!("{} and {} cannot {doing}", with_article(left.unit), with_article(right.unit)),
            )
            .saying(unit_word(right.unit))
            .label(left.span, unit_word(left.unit))
            .help("give both the same unit");
            self.tell(sign_fix(diagnostic, left, right));
        }
        unit
    }
}

struct Codes<'a> {
    column: &'a str,
    words: Vec<String>,
}

/// The unit of "one or the other".
pub fn unify(left: Unit, right: Unit) -> Option<Unit> {
    match (left, right) {
        (a, b) if a == b => Some(a),
        (a, b) if !a.agrees(b) => None,
        (Unit::AsWritten | Unit::Number, other) | (other, Unit::AsWritten | Unit::Number) => Some(other),
        (Unit::Ratio, other) => Some(other),
        (unit, _) => Some(unit),
    }
}

fn comparable(left: Unit, right: Unit) -> bool {
    left.agrees(right)
        || matches!(
            (left, right),
            (Unit::Rank, Unit::Number | Unit::Count)
                | (Unit::Number | Unit::Count, Unit::Rank)
                | (Unit::Flags, Unit::Text)
                | (Unit::Text, Unit::Flags)
        )
}

/// Is the condition the same whatever the data?
fn always(condition: &Formula) -> Option<bool> {
    match &condition.kind {
        FormulaKind::YesNo(truth) => Some(*truth),
        FormulaKind::Not(operand) => always(operand).map(|truth| !truth),
        FormulaKind::And(left, right) => match (always(left), always(right)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        FormulaKind::Or(left, right) => match (always(left), always(right)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        FormulaKind::Compare { op, left, right } => match (left.constant(), right.constant()) {
            (Some(left), Some(right)) => Some(op.holds(left.value.cmp(&right.value))),
            _ => None,
        },
        _ => None,
    }
}

fn mismatched(mismatch: &UnitMismatch, operator: Span, left: &Formula, right: &Formula) -> Diagnostic {
    let (a, b) = (with_article(mismatch.left), with_article(mismatch.right));
    let message = match mismatch.operation {
        "subtract" => format!("{b} cannot be subtracted from {a}"),
        "add" => format!("{a} and {b} cannot be added"),
        "multiply" => format!("{a} and {b} cannot be multiplied"),
        _ => format!("{a} cannot be divided by {b}"),
    };
    let diagnostic = Diagnostic::at(units::UNIT_MISMATCH, operator, message)
        .label(left.span, mismatch.left.to_string())
        .label(right.span, mismatch.right.to_string());
    let diagnostic = sign_fix(diagnostic, left, right);
    match mismatch.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic.help("bring both to one unit first, or use another column"),
    }
}

/// A bare number beside a percentage most likely lost its sign.
fn sign_fix(diagnostic: Diagnostic, left: &Formula, right: &Formula) -> Diagnostic {
    let pair = match (left.unit, right.unit) {
        (Unit::Percent | Unit::Points | Unit::Ratio, Unit::Number) => Some((left, right)),
        (Unit::Number, Unit::Percent | Unit::Points | Unit::Ratio) => Some((right, left)),
        _ => None,
    };
    match pair {
        Some((signed, bare)) => match bare.constant() {
            Some(quantity) if bare.unit == Unit::Number => {
                let text = literal(&quantity, if signed.unit == Unit::Points { " pp" } else { "%" });
                diagnostic.fix(format!("write `{text}`"), bare.span, text)
            }
            _ => diagnostic,
        },
        None => diagnostic,
    }
}

pub fn literal(quantity: &Quantity, sign: &str) -> String {
    quantity.value.to_decimal().map_or_else(|| quantity.in_full(), |digits| format!("{digits}{sign}"))
}

fn unlike(left: &Formula, right: &Formula) -> Diagnostic {
    let diagnostic = Diagnostic::at(
        units::UNIT_MISMATCH,
        right.span,
        format!("{} and {} cannot be compared", with_article(left.unit), with_article(right.unit)),
    )
    .saying(unit_word(right.unit))
    .label(left.span, unit_word(left.unit));
    let diagnostic = sign_fix(diagnostic, left, right);
    if diagnostic.fixes.is_empty() {
        diagnostic.help("compare like with like")
    } else {
        diagnostic.help("write a percentage with its sign: `5%`")
    }
}
