//! Numbers that decide, moved by a little, and edges that belong or do not.

use crate::mutant::{Mutants, Operator};
use kpi_core::Span;
use kpi_syntax::ast::{Band, BandCondition};

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

/// The edges of bands that divide what is judged among them. Where two of them name one edge, it moves for both.
pub fn bands(found: &mut Mutants<'_>, bands: &[&Band]) {
    let conditions = bands.iter().flat_map(|band| &band.conditions);
    let edges: Vec<Span> = conditions
        .filter_map(|condition| match condition {
            BandCondition::Below(edge)
            | BandCondition::UpTo(edge)
            | BandCondition::From(edge)
            | BandCondition::Above(edge) => Some(edge.span),
            BandCondition::If(_) => None,
        })
        .collect();
    for (i, edge) in edges.iter().enumerate() {
        let same = |other: &&Span| found.text(**other) == found.text(*edge);
        if edges.iter().take(i).any(|other| same(&other)) {
            continue;
        }
        let others: Vec<Span> = edges.iter().skip(i + 1).filter(same).copied().collect();
        for by in [1, -1] {
            if let Some(moved) = moved(found.text(*edge), by) {
                let also = others.iter().map(|other| (*other, moved.clone())).collect();
                found.replace_all(Operator::Threshold, *edge, &moved, also);
            }
        }
        let turned: Vec<(Span, String)> = others.iter().filter_map(|other| turned(found, *other)).collect();
        if let Some((span, after)) = self::turned(found, *edge).filter(|_| turned.len() == others.len()) {
            found.replace_all(Operator::Comparison, span, &after, turned);
        }
    }
}

/// An edge taken in that was left out, or the other way round, with the word before it.
fn turned(found: &Mutants<'_>, edge: Span) -> Option<(Span, String)> {
    let before = found.file(edge).get(..edge.start as usize).unwrap_or_default().trim_end();
    let (head, other) = EDGES.iter().find_map(|(word, other)| Some((before.strip_suffix(word)?, other)))?;
    Some((Span { start: head.len() as u32, ..edge }, format!("{other} {}", found.text(edge))))
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
