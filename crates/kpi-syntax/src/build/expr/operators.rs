//! Signs and words between values, and how strongly they bind.

use crate::ast::{BinaryOp, UnaryOp};
use crate::build::Cx;
use crate::grammar::Node;
use kpi_core::codes::syntax::NEAR_MISS;
use kpi_core::{Diagnostic, Span};

pub(super) enum Op {
    Prefix(UnaryOp, Span),
    Infix(BinaryOp, Span),
}

impl Op {
    pub(super) const fn strength(&self) -> u8 {
        match self {
            Self::Prefix(UnaryOp::Not, _) => 3,
            Self::Prefix(UnaryOp::Negate, _) => 7,
            Self::Infix(op, _) => strength(*op),
        }
    }
}

pub(super) const COMPARISON: u8 = 4;

pub(super) const fn strength(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Or => 1,
        BinaryOp::And => 2,
        BinaryOp::Equal
        | BinaryOp::NotEqual
        | BinaryOp::Less
        | BinaryOp::LessOrEqual
        | BinaryOp::Greater
        | BinaryOp::GreaterOrEqual => COMPARISON,
        BinaryOp::Add | BinaryOp::Subtract => 5,
        BinaryOp::Multiply | BinaryOp::Divide => 6,
    }
}

pub(super) fn prefix(cx: &mut Cx<'_>, node: &Node<'_>) -> Op {
    let span = cx.token(node);
    match node.as_str() {
        "-" => Op::Prefix(UnaryOp::Negate, span),
        sign => {
            if sign == "!" {
                near_sign(cx, span, sign, "not");
            }
            Op::Prefix(UnaryOp::Not, span)
        }
    }
}

fn near_sign(cx: &mut Cx<'_>, span: Span, theirs: &str, ours: &str) {
    // A word wants blanks around it where the sign had none.
    let before =
        cx.text.get(..span.start as usize).unwrap_or_default().ends_with(|c: char| !c.is_whitespace() && c != '(');
    let after = cx.text.get(span.end as usize..).unwrap_or_default().starts_with(|c: char| !c.is_whitespace());
    let word = ours.starts_with(char::is_alphabetic);
    let pad = |wanted: bool| if word && wanted { " " } else { "" };
    let replacement = format!("{}{ours}{}", pad(before), pad(after));
    cx.report(
        Diagnostic::at(NEAR_MISS, span, format!("`{theirs}` is written `{ours}`"))
            .saying("a sign of another language")
            .fix(format!("write `{ours}`"), span, replacement),
    );
}

/// The operator that a sign is, and what to write for it where it is another language's.
pub(crate) fn operator(sign: &str) -> (BinaryOp, Option<&'static str>) {
    match sign {
        "or" => (BinaryOp::Or, None),
        "||" => (BinaryOp::Or, Some("or")),
        "and" => (BinaryOp::And, None),
        "&&" => (BinaryOp::And, Some("and")),
        "!=" => (BinaryOp::NotEqual, None),
        "<>" => (BinaryOp::NotEqual, Some("!=")),
        "<" => (BinaryOp::Less, None),
        "<=" => (BinaryOp::LessOrEqual, None),
        ">" => (BinaryOp::Greater, None),
        ">=" => (BinaryOp::GreaterOrEqual, None),
        "+" => (BinaryOp::Add, None),
        "-" => (BinaryOp::Subtract, None),
        "*" => (BinaryOp::Multiply, None),
        "/" => (BinaryOp::Divide, None),
        "==" => (BinaryOp::Equal, Some("=")),
        _ => (BinaryOp::Equal, None),
    }
}

pub(crate) fn infix(cx: &mut Cx<'_>, node: &Node<'_>) -> BinaryOp {
    let (op, near) = operator(node.as_str());
    if let Some(ours) = near {
        let span = cx.token(node);
        near_sign(cx, span, node.as_str(), ours);
    }
    op
}
