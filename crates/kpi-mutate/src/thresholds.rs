//! Numbers that decide, moved by a little, and edges that belong or do not.

use crate::mutant::{Mutants, Operator};
use kpi_core::Span;
use kpi_syntax::ast::BandCondition;

/// One more and one less in the last digit that is written.
pub fn shifted(found: &mut Mutants<'_>, span: Span) {
    let text = found.text(span);
    for by in [1, -1] {
        if let Some(moved) = moved(text, by) {
            found.replace(Operator::Threshold, span, &moved);
        }
    }
}

/// A number with whatever stands before and behind it: `-10%`, `£3.6m`, `2.5 pp`.
fn moved(text: &str, by: i64) -> Option<String> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = text.get(start..)?;
    let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(rest.len());
    let number = rest.get(..end)?.trim_end_matches([',', '.']);
    let behind = rest.get(number.len()..)?;
    let before = text.get(..start)?;
    let negative = before.contains('-');
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let digits: i64 = number.replace([',', '.'], "").parse().ok()?;
    let signed = if negative { -digits } else { digits };
    let moved = signed.checked_add(by)?;
    let digits = format!("{:0>width$}", moved.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at_checked(digits.len().checked_sub(decimals)?)?;
    let number = if decimals == 0 { whole.to_owned() } else { format!("{whole}.{fraction}") };
    let sign = if moved < 0 { "-" } else { "" };
    Some(format!("{sign}{}{number}{behind}", before.replace('-', "").trim_start()))
}

/// The words before a band's edge, and those that take the edge in or leave it out instead.
const EDGES: [(&str, &str); 4] = [("below", "up to"), ("up to", "below"), ("from", "above"), ("above", "from")];

pub fn band(found: &mut Mutants<'_>, condition: &BandCondition) {
    let (BandCondition::Below(edge) | BandCondition::UpTo(edge) | BandCondition::From(edge) | BandCondition::Above(edge)) =
        condition
    else {
        return;
    };
    shifted(found, edge.span);
    let before = found.file(edge.span).get(..edge.span.start as usize).unwrap_or_default().trim_end();
    for (word, other) in EDGES {
        if let Some(head) = before.strip_suffix(word) {
            let span = Span { start: head.len() as u32, ..edge.span };
            let after = format!("{other} {}", found.text(edge.span));
            return found.replace(Operator::Comparison, span, &after);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn a_number_moves_in_its_last_digit() {
        let both = |text: &str| (moved(text, 1).unwrap(), moved(text, -1).unwrap());
        assert_eq!(both("-10%"), ("-9%".into(), "-11%".into()));
        assert_eq!(both("0%"), ("1%".into(), "-1%".into()));
        assert_eq!(both("2.5 pp"), ("2.6 pp".into(), "2.4 pp".into()));
        assert_eq!(both("0.0"), ("0.1".into(), "-0.1".into()));
        assert_eq!(both("£3.6m"), ("£3.7m".into(), "£3.5m".into()));
        assert_eq!(both("-£500"), ("-£499".into(), "-£501".into()));
        assert_eq!(both("100,000"), ("100001".into(), "99999".into()));
        assert_eq!(moved("x", 1), None);
    }
}
