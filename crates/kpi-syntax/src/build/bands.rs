//! Bands.

use super::{Cx, choice, words};
use crate::ast::{Band, BandCondition, BandsField, Judge, Name};
use crate::grammar::{Node, Rule};
use kpi_core::codes::syntax::NEAR_MISS;
use kpi_core::{Diagnostic, Span};

const JUDGED: [(&str, ()); 7] = [
    ("deviation", ()),
    ("gap", ()),
    ("change", ()),
    ("rank", ()),
    ("quartile", ()),
    ("direction", ()),
    ("significance", ()),
];
const OF: [(&str, ()); 2] = [("forecast", ()), ("displayed value", ())];
const COLOURS: [(&str, ()); 5] = [("red", ()), ("amber", ()), ("green", ()), ("blue", ()), ("grey", ())];
const RELATIONS: [(&str, ()); 7] = [
    ("better", ()),
    ("equal", ()),
    ("similar", ()),
    ("worse", ()),
    ("improved", ()),
    ("unchanged", ()),
    ("worsened", ()),
];

/// A statement of a scheme.
pub(crate) fn statement(cx: &mut Cx<'_>, node: Node<'_>) -> BandsField {
    let span = cx.span(&node);
    match node.as_rule() {
        Rule::judge => match node.into_inner().find(|n| n.as_rule() == Rule::judge_value) {
            Some(value) => judge(cx, value, span),
            None => BandsField::Broken(span),
        },
        Rule::judge_value => judge(cx, node, span),
        Rule::band => band(cx, node).map_or(BandsField::Broken(span), BandsField::Band),
        Rule::at_zero_target => {
            let mut bands = Vec::new();
            for child in node.into_inner().filter(|n| n.as_rule() == Rule::band) {
                match band(cx, child) {
                    Some(band) => bands.push(band),
                    None => return BandsField::Broken(span),
                }
            }
            BandsField::AtZeroTarget { span, bands }
        }
        Rule::require_actions => {
            let labels = node.into_inner().filter(|n| n.as_rule() == Rule::band_label);
            let mut found = Vec::new();
            for child in labels {
                found.extend(label(cx, child));
            }
            BandsField::RequireActions { span, labels: found }
        }
        Rule::status_word => status_word(cx, node, span),
        Rule::change_words => {
            let mut entries = Vec::new();
            for entry in node.into_inner().filter(|n| n.as_rule() == Rule::change_word) {
                let (mut name, mut text) = (None, None);
                for child in entry.into_inner() {
                    match child.as_rule() {
                        Rule::name => name = Some(cx.name(&child)),
                        Rule::text => text = Some(cx.quoted(&child)),
                        _ => {}
                    }
                }
                entries.extend(name.zip(text));
            }
            BandsField::Change { span, words: entries }
        }
        _ => BandsField::Broken(span),
    }
}

fn judge(cx: &mut Cx<'_>, node: Node<'_>, span: Span) -> BandsField {
    let (mut what, mut of, mut against) = (None, None, None);
    let mut known = true;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::word => {
                known &= choice::choose(cx, &child, "thing to judge", &JUDGED).is_some();
                what = Some(cx.name(&child));
            }
            Rule::judge_of => {
                known &= choice::choose(cx, &child, "thing whose judgement can be asked for", &OF).is_some();
                of = Some(cx.words(&child));
            }
            Rule::name => against = Some(cx.name(&child)),
            _ => {}
        }
    }
    match what.filter(|_| known) {
        Some(what) => BandsField::Judge(Judge { span, what, of, against }),
        None => BandsField::Broken(span),
    }
}

fn label(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Name> {
    let child = node.into_inner().next()?;
    Some(if child.as_rule() == Rule::text { cx.quoted(&child) } else { cx.name(&child) })
}

fn band(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Band> {
    let span = cx.span(&node);
    let (mut name, mut meaning, mut colour) = (None, None, None);
    let mut conditions = Vec::new();
    let mut whole = true;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::band_label => name = label(cx, child),
            Rule::text => meaning = Some(cx.quoted(&child)),
            Rule::word => {
                whole &= choice::choose(cx, &child, "colour", &COLOURS).is_some();
                colour = Some(cx.name(&child));
            }
            Rule::band_condition => match condition(cx, child) {
                Some(condition) => conditions.push(condition),
                None => whole = false,
            },
            _ => {}
        }
    }
    whole.then_some(())?;
    Some(Band { span, label: name?, meaning, colour, conditions })
}

fn condition(cx: &mut Cx<'_>, node: Node<'_>) -> Option<BandCondition> {
    let mut word = String::new();
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::condition_word => {
                word = words(child.as_str());
                let ours = match word.as_str() {
                    "<" => "below",
                    "<=" => "up to",
                    ">" => "above",
                    ">=" => "from",
                    _ => continue,
                };
                let span = cx.token(&child);
                cx.report(
                    Diagnostic::at(NEAR_MISS, span, format!("`{word}` is written `{ours}` in a band"))
                        .saying("a band's edge is given in words")
                        .fix(format!("write `{ours}`"), span, format!("{ours} ")),
                );
                word = ours.to_owned();
            }
            Rule::edge => {
                let edge = cx.edge(&child)?;
                return match word.as_str() {
                    "below" => Some(BandCondition::Below(edge)),
                    "up to" => Some(BandCondition::UpTo(edge)),
                    "from" => Some(BandCondition::From(edge)),
                    "above" => Some(BandCondition::Above(edge)),
                    _ => None,
                };
            }
            Rule::word => {
                choice::choose(cx, &child, "condition of a band", &RELATIONS)?;
                return Some(BandCondition::If(cx.name(&child)));
            }
            _ => {}
        }
    }
    None
}

fn status_word(cx: &mut Cx<'_>, node: Node<'_>, span: Span) -> BandsField {
    let (mut word, mut status, mut meaning) = (None, None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::text if status.is_none() => word = Some(cx.quoted(&child)),
            Rule::text => meaning = Some(cx.quoted(&child)),
            Rule::word | Rule::fact_words => status = Some(cx.words(&child)),
            _ => {}
        }
    }
    match (word, status) {
        (Some(word), Some(status)) => BandsField::Word { span, word, status, meaning },
        _ => BandsField::Broken(span),
    }
}
