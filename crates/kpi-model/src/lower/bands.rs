//! Schemes: what they judge, their bands, their words.

use super::expr::{unit_word, with_article};
use super::{fields, period};
use crate::catalogue::{
    Band, BandTest, ChangeWords, Colour, Interval, Judge, JudgeOf, Limit, Scheme, Status, StatusWord,
};
use crate::checks;
use crate::project::{HelpIfNone, Kind, Project, listed, suggesting};
use kpi_core::codes::{judging, names};
use kpi_core::{Diagnostic, Judgement, Movement, Span, Unit, suggest};
use kpi_syntax::ast::{self, BandCondition, BandsField};

const JUDGED: [Judge; 7] =
    [Judge::Deviation, Judge::Gap, Judge::Change, Judge::Rank, Judge::Quartile, Judge::Direction, Judge::Significance];

/// The versions of one scheme, by date.
pub fn lower_versions(project: &Project<'_>, versions: &[&ast::Bands], out: &mut Vec<Diagnostic>) -> Vec<Scheme> {
    let mut lowered = Vec::new();
    let mut dates: Vec<(Option<kpi_core::Period>, Span)> = Vec::new();
    for item in versions {
        let from = match &item.from {
            None => None,
            Some(text) => match period::read(project.calendar, &text.node, text.span) {
                Ok(from) => Some(from),
                Err(diagnostic) => {
                    out.push(*diagnostic);
                    continue;
                }
            },
        };
        let same = dates.iter().find(|(date, _)| date.map(|d| d.start()) == from.map(|d| d.start()));
        if let Some((_, first)) = same {
            let when = from.map_or_else(|| "without a date".to_owned(), |from| format!("from {from}"));
            out.push(
                Diagnostic::at(
                    judging::SCHEME_VERSIONS,
                    item.name.span,
                    format!("`{}` has two versions {when}", item.name.node),
                )
                .saying("this one is ignored")
                .label(*first, "the first one")
                .help(format!("say from when this one holds: `bands {} from 2023/24`", item.name.node)),
            );
            continue;
        }
        dates.push((from, item.name.span));
        lowered.extend(scheme(project, item, from, out));
    }
    lowered.sort_by_key(|scheme| scheme.from.map(kpi_core::Period::start));
    lowered
}

fn scheme(
    project: &Project<'_>,
    item: &ast::Bands,
    from: Option<kpi_core::Period>,
    out: &mut Vec<Diagnostic>,
) -> Option<Scheme> {
    let mut judge: Option<(&ast::Judge, Option<(Judge, JudgeOf)>)> = None;
    let mut written: Vec<&ast::Band> = Vec::new();
    let mut zero: Option<(Span, &[ast::Band])> = None;
    let mut broken = false;
    let mut scheme = Scheme {
        name: item.name.node.clone(),
        span: item.span,
        name_span: item.name.span,
        from,
        judge: Judge::Deviation,
        of: JudgeOf::Value,
        against: None,
        bands: Vec::new(),
        at_zero_target: Vec::new(),
        require_actions: Vec::new(),
        words: Vec::new(),
        change: ChangeWords::default(),
    };
    let mut actions: Vec<&ast::Name> = Vec::new();
    let mut worded: Vec<(&str, Span)> = Vec::new();
    let twice = |what: &str, span: Span, first: Span| {
        Diagnostic::at(names::DUPLICATE_FIELD, span, format!("`{what}` is said twice"))
            .saying("this one is ignored")
            .label(first, "the first one")
            .help("remove one of the two")
    };
    for field in &item.fields {
        match field {
            BandsField::Judge(spec) => match &judge {
                Some((first, _)) => out.push(twice("judge", spec.span, first.span)),
                None => judge = Some((spec, self::judge(spec, out))),
            },
            BandsField::Band(band) => written.push(band),
            BandsField::AtZeroTarget { span, bands } => match zero {
                Some((first, _)) => out.push(twice("at zero target", *span, first)),
                None => zero = Some((*span, bands)),
            },
            BandsField::RequireActions { labels, .. } => actions.extend(labels),
            BandsField::Word { word, status, meaning, .. } => {
                match Status::ALL.into_iter().find(|known| known.keyword() == status.node) {
                    Some(found) => {
                        worded.push((found.keyword(), status.span));
                        scheme.words.push(StatusWord {
                            status: found,
                            word: word.node.clone(),
                            meaning: meaning.as_ref().map(|text| text.node.clone()),
                        });
                    }
                    None => {
                        let known: Vec<&str> = Status::ALL.iter().map(|status| status.keyword()).collect();
                        out.push(fields::unknown_word("status", &status.node, status.span, &known));
                    }
                }
            }
            BandsField::Change { words, .. } => change_words(words, &mut scheme.change, out),
            BandsField::Unknown(_) | BandsField::Broken(_) => broken = true,
        }
    }
    out.extend(fields::repeated(worded));
    let Some((spec, judged)) = judge else {
        if !broken {
            out.extend(fields::missing("scheme", &item.name, &["judge"]));
        }
        return None;
    };
    let (judged, of) = judged?;
    scheme.judge = judged;
    scheme.of = of;
    scheme.against = against(project, spec, judged, out)?;

    let (bands, whole) = match judged {
        Judge::Direction => cases(&written, item.name.span, &DIRECTIONS, "the scheme", out),
        Judge::Significance => cases(&written, item.name.span, &SIGNIFICANCES, "the scheme", out),
        _ => intervals(&written, judged, out),
    };
    scheme.bands = bands;
    broken |= !whole;
    if !matches!(judged, Judge::Direction | Judge::Significance) && !broken {
        out.extend(checks::bands::prove(judged, &scheme.bands, item.name.span));
    }
    if let Some((span, bands)) = zero {
        if judged == Judge::Deviation {
            let bands: Vec<&ast::Band> = bands.iter().collect();
            scheme.at_zero_target = cases(&bands, span, &COMPARED, "`at zero target`", out).0;
        } else {
            out.push(
                Diagnostic::at(
                    judging::BAND_CASES,
                    span,
                    format!("a target of 0 is like any other where the bands judge the {}", judged.word()),
                )
                .note("only a deviation divides by the target")
                .help("leave `at zero target` out"),
            );
        }
    }
    let labels: Vec<&str> = scheme.bands.iter().chain(&scheme.at_zero_target).map(|band| band.label.as_str()).collect();
    out.extend(fields::repeated(actions.iter().map(|label| (label.node.as_str(), label.span))));
    for label in actions {
        if labels.contains(&label.node.as_str()) || broken {
            if !scheme.require_actions.contains(&label.node) {
                scheme.require_actions.push(label.node.clone());
            }
        } else {
            out.push(
                suggesting(
                    Diagnostic::at(judging::UNKNOWN_LABEL, label.span, format!("no band is labelled `{}`", label.node))
                        .note("no figure would ever need actions on its account"),
                    &label.node,
                    label.span,
                    labels.iter().copied(),
                )
                .help_if_none(|| format!("the labels are {}", listed(&labels, "and"))),
            );
        }
    }
    (!scheme.bands.is_empty()).then_some(scheme)
}

fn judge(spec: &ast::Judge, out: &mut Vec<Diagnostic>) -> Option<(Judge, JudgeOf)> {
    let Some(judge) = JUDGED.into_iter().find(|judge| judge.word() == spec.what.node) else {
        let known: Vec<&str> = JUDGED.iter().map(|judge| judge.word()).collect();
        out.push(fields::unknown_word("thing that bands judge", &spec.what.node, spec.what.span, &known));
        return None;
    };
    let of = match &spec.of {
        None => JudgeOf::Value,
        Some(of) => match of.node.as_str() {
            "forecast" => JudgeOf::Forecast,
            "displayed value" => JudgeOf::Displayed,
            other => {
                out.push(fields::unknown_word(
                    "figure that bands judge",
                    other,
                    of.span,
                    &["forecast", "displayed value"],
                ));
                return None;
            }
        },
    };
    if let Some(written) = &spec.of
        && !matches!(judge, Judge::Deviation | Judge::Gap)
        && of != JudgeOf::Value
        && !(judge == Judge::Change && of == JudgeOf::Displayed)
    {
        out.push(
            Diagnostic::at(
                judging::EDGE_UNIT,
                written.span,
                format!("a {} is not one of a {}", judge.word(), written.node),
            )
            .help("leave it out, or judge the deviation or the gap"),
        );
        return None;
    }
    Some((judge, of))
}

/// The comparator that a significance is judged against. Without one that is known there is no scheme.
fn against(
    project: &Project<'_>,
    spec: &ast::Judge,
    judge: Judge,
    out: &mut Vec<Diagnostic>,
) -> Option<Option<String>> {
    let Some(name) = &spec.against else { return Some(None) };
    if judge != Judge::Significance {
        out.push(checks::uncertainty::against(judge, name.span, &name.node));
        return None;
    }
    let Some(entry) = project.comparators.get(name.node.as_str()) else {
        out.extend(project.not_a(Kind::Comparator, &name.node, name.span));
        return None;
    };
    entry.mark();
    Some(Some(name.node.clone()))
}

const DIRECTIONS: [(&str, Judgement); 3] =
    [("improved", Judgement::Improved), ("unchanged", Judgement::Unchanged), ("worsened", Judgement::Worsened)];
const SIGNIFICANCES: [(&str, Judgement); 3] =
    [("better", Judgement::Improved), ("similar", Judgement::Unchanged), ("worse", Judgement::Worsened)];
const COMPARED: [(&str, Judgement); 3] =
    [("better", Judgement::Improved), ("equal", Judgement::Unchanged), ("worse", Judgement::Worsened)];

/// Bands by case: each case once.
fn cases(
    written: &[&ast::Band],
    place: Span,
    words: &[(&str, Judgement); 3],
    of: &str,
    out: &mut Vec<Diagnostic>,
) -> (Vec<Band>, bool) {
    let known: Vec<String> = words.iter().map(|(word, _)| format!("`if {word}`")).collect();
    let mut bands: Vec<Band> = Vec::new();
    let mut whole = true;
    for band in written {
        let colour = colour(band, out);
        let case = match band.conditions.as_slice() {
            [BandCondition::If(word)] => match words.iter().find(|(known, _)| *known == word.node) {
                Some((_, case)) => Some(*case),
                None => {
                    let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                    out.push(fields::unknown_word("case here", &word.node, word.span, &known));
                    None
                }
            },
            _ => {
                out.push(
                    Diagnostic::at(
                        judging::BAND_CONDITION,
                        band.span,
                        format!("the band `{}` needs one case, and no edges", band.label.node),
                    )
                    .help(format!("write {}", suggest::list(&known, "or"))),
                );
                None
            }
        };
        let (Some(case), Some(colour)) = (case, colour) else {
            whole = false;
            continue;
        };
        if let Some(first) = bands.iter().find(|before| before.test == BandTest::Is(case)) {
            let word = words.iter().find(|(_, known)| *known == case).map_or("", |(word, _)| word);
            out.push(
                Diagnostic::at(judging::BAND_CASES, band.span, format!("two bands stand for `if {word}`"))
                    .label(first.span, "the first one")
                    .help("give each case one band"),
            );
            whole = false;
            continue;
        }
        bands.push(lowered(band, colour, BandTest::Is(case)));
    }
    let absent: Vec<String> = words
        .iter()
        .filter(|(_, case)| !bands.iter().any(|band| band.test == BandTest::Is(*case)))
        .map(|(word, _)| format!("`if {word}`"))
        .collect();
    if whole && !absent.is_empty() {
        out.push(
            Diagnostic::at(
                judging::BAND_CASES,
                place,
                format!("{of} has no band for {}", suggest::list(&absent, "and")),
            )
            .help(format!(
                "add {}",
                suggest::list(
                    &absent.iter().map(|case| format!("`Amber {}`", case.trim_matches('`'))).collect::<Vec<_>>(),
                    "and"
                )
            )),
        );
        whole = false;
    }
    (bands, whole)
}

fn lowered(band: &ast::Band, colour: Colour, test: BandTest) -> Band {
    Band {
        label: band.label.node.clone(),
        meaning: band.meaning.as_ref().map(|text| text.node.clone()),
        colour,
        test,
        span: band.span,
    }
}

fn colour(band: &ast::Band, out: &mut Vec<Diagnostic>) -> Option<Colour> {
    let known: Vec<&str> = Colour::ALL.iter().map(|colour| colour.word()).collect();
    match &band.colour {
        Some(word) => {
            let found = Colour::from_word(&word.node);
            if found.is_none() {
                out.push(fields::unknown_word("colour", &word.node, word.span, &known));
            }
            found
        }
        None => {
            let found = Colour::from_word(&band.label.node);
            if found.is_none() {
                out.push(
                    Diagnostic::at(
                        judging::BAND_COLOUR,
                        band.label.span,
                        format!("`{}` is no colour, and the band names none", band.label.node),
                    )
                    .help(format!("add `colour green` after the label; the colours are {}", listed(&known, "and"))),
                );
            }
            found
        }
    }
}

/// One side of a band.
type Side<'a> = (&'a ast::Edge, bool);

struct Raw<'a> {
    band: &'a ast::Band,
    colour: Colour,
    lower: Option<Side<'a>>,
    upper: Option<Side<'a>>,
}

/// Bands by their edges: each begins where its neighbour ends.
fn intervals(written: &[&ast::Band], judge: Judge, out: &mut Vec<Diagnostic>) -> (Vec<Band>, bool) {
    let mut whole = true;
    let mut raw: Vec<Raw<'_>> = Vec::new();
    for band in written {
        match (colour(band, out), sides(band, judge, out)) {
            (Some(colour), Some((lower, upper))) => raw.push(Raw { band, colour, lower, upper }),
            _ => whole = false,
        }
    }
    let unit = edge_unit(&raw, judge, out);
    whole &= unit.is_some();
    let unit = unit.unwrap_or(if judge == Judge::Deviation { Unit::Percent } else { Unit::Number });
    let limit = |(edge, closed): Side<'_>| Limit { at: edge.node.value.clone(), closed };
    let mut bands = Vec::with_capacity(raw.len());
    for one in &raw {
        let (lower, upper) = match (one.lower, one.upper) {
            (None, Some((edge, closed))) => {
                let before = raw
                    .iter()
                    .filter_map(|other| other.upper)
                    .filter(|(other, shut)| (&other.node.value, *shut) < (&edge.node.value, closed))
                    .max_by(|a, b| (&a.0.node.value, a.1).cmp(&(&b.0.node.value, b.1)));
                (before.map(|(edge, shut)| Limit { at: edge.node.value.clone(), closed: !shut }), one.upper.map(limit))
            }
            (Some((edge, closed)), None) => {
                // An open lower edge lies a little above a closed one.
                let after = raw
                    .iter()
                    .filter_map(|other| other.lower)
                    .filter(|(other, shut)| (&other.node.value, !*shut) > (&edge.node.value, !closed))
                    .min_by(|a, b| (&a.0.node.value, !a.1).cmp(&(&b.0.node.value, !b.1)));
                (one.lower.map(limit), after.map(|(edge, shut)| Limit { at: edge.node.value.clone(), closed: !shut }))
            }
            (lower, upper) => (lower.map(limit), upper.map(limit)),
        };
        if let (Some(low), Some(high)) = (&lower, &upper)
            && (low.at > high.at || (low.at == high.at && !(low.closed && high.closed)))
        {
            whole = false;
            let text = |limit: &Limit| checks::bands::typed(&limit.at, unit);
            out.push(
                Diagnostic::at(
                    judging::EMPTY_BAND,
                    one.band.span,
                    format!("no value is in the band `{}`", one.band.label.node),
                )
                .saying(format!("from {} to {}", text(low), text(high)))
                .help("swap its edges, or remove the band"),
            );
            continue;
        }
        bands.push(lowered(one.band, one.colour, BandTest::Interval(Interval { lower, upper, unit })));
    }
    (bands, whole)
}

fn sides<'a>(
    band: &'a ast::Band,
    judge: Judge,
    out: &mut Vec<Diagnostic>,
) -> Option<(Option<Side<'a>>, Option<Side<'a>>)> {
    let mut lower: Option<Side<'a>> = None;
    let mut upper: Option<Side<'a>> = None;
    let mut refuse = |message: String, help: &str| {
        out.push(Diagnostic::at(judging::BAND_CONDITION, band.span, message).help(help));
    };
    for condition in &band.conditions {
        let (side, slot) = match condition {
            BandCondition::Below(edge) => ((edge, false), &mut upper),
            BandCondition::UpTo(edge) => ((edge, true), &mut upper),
            BandCondition::From(edge) => ((edge, true), &mut lower),
            BandCondition::Above(edge) => ((edge, false), &mut lower),
            BandCondition::If(word) => {
                refuse(
                    format!("`if {}` is no edge, and the bands judge the {}", word.node, judge.word()),
                    "write `below`, `up to`, `from` or `above` with an edge; `if` is for `judge: direction`",
                );
                return None;
            }
        };
        if slot.is_some() {
            refuse(
                format!("the band `{}` has two edges on one side", band.label.node),
                "a band has at most one lower edge (`from`, `above`) and one upper edge (`below`, `up to`)",
            );
            return None;
        }
        *slot = Some(side);
    }
    if lower.is_none() && upper.is_none() {
        refuse(
            format!("the band `{}` has no edge", band.label.node),
            "write `below`, `up to`, `from` or `above` with an edge",
        );
        return None;
    }
    Some((lower, upper))
}

/// The unit of a scheme's edges; `None`, and said, where they do not fit what is judged.
fn edge_unit(raw: &[Raw<'_>], judge: Judge, out: &mut Vec<Diagnostic>) -> Option<Unit> {
    let edges: Vec<&ast::Edge> =
        raw.iter().flat_map(|one| [one.lower, one.upper]).flatten().map(|(edge, _)| edge).collect();
    let mut fits = true;
    let mut refuse = |edge: &ast::Edge, message: String, fix: Option<String>, help: &str| {
        fits = false;
        let diagnostic = Diagnostic::at(judging::EDGE_UNIT, edge.span, message).saying(unit_word(edge.node.unit));
        out.push(match fix {
            Some(text) => diagnostic.help(format!("write `{text}`")).fix(format!("write `{text}`"), edge.span, text),
            None => diagnostic.help(help),
        });
    };
    let decimal = |edge: &ast::Edge| edge.node.value.to_decimal();
    match judge {
        Judge::Deviation => {
            for edge in edges {
                let fix = match edge.node.unit {
                    Unit::Percent => continue,
                    Unit::Number => super::target::signed(&edge.node, Unit::Percent),
                    Unit::Points => checks::bands::typed(&edge.node.value, Unit::Percent).into(),
                    _ => None,
                };
                refuse(
                    edge,
                    format!("a deviation is a percentage of the target, and the edge {}", with_article(edge.node.unit)),
                    fix,
                    "write the edge in percent; `judge: gap` takes the indicator's unit",
                );
            }
            fits.then_some(Unit::Percent)
        }
        Judge::Gap | Judge::Change => {
            let mut common: Option<(Unit, Span)> = None;
            for edge in edges {
                if edge.node.unit == Unit::Percent {
                    let fix = decimal(edge).map(|_| checks::bands::typed(&edge.node.value, Unit::Points));
                    refuse(
                        edge,
                        format!("a {} between percentages is in points", judge.word()),
                        fix,
                        "write points: `5 pp`",
                    );
                    continue;
                }
                match common {
                    None => common = Some((edge.node.unit, edge.span)),
                    Some((unit, _)) if unit == edge.node.unit => {}
                    Some((unit, _)) => refuse(
                        edge,
                        format!("one edge is {}, another {}", with_article(unit), with_article(edge.node.unit)),
                        None,
                        "write all edges of a scheme in one unit",
                    ),
                }
            }
            fits.then(|| common.map_or(Unit::Number, |(unit, _)| unit))
        }
        Judge::Rank | Judge::Quartile => {
            let mut common: Option<Unit> = None;
            for edge in edges {
                let share = judge == Judge::Rank && edge.node.unit == Unit::Percent;
                if edge.node.unit != Unit::Number && !share {
                    refuse(
                        edge,
                        if judge == Judge::Rank {
                            format!(
                                "a rank is a place or a share of those ranked, and the edge {}",
                                with_article(edge.node.unit)
                            )
                        } else {
                            format!("a quartile is 1, 2, 3 or 4, and the edge {}", with_article(edge.node.unit))
                        },
                        None,
                        if judge == Judge::Rank { "write `up to 10`, or `up to 25%`" } else { "write `up to 1`" },
                    );
                    continue;
                }
                match common {
                    None => common = Some(edge.node.unit),
                    Some(unit) if unit == edge.node.unit => {}
                    Some(unit) => refuse(
                        edge,
                        format!("one edge is {}, another {}", with_article(unit), with_article(edge.node.unit)),
                        None,
                        "write all edges as places, or all as shares",
                    ),
                }
            }
            fits.then(|| common.unwrap_or(Unit::Number))
        }
        Judge::Direction | Judge::Significance => Some(Unit::Number),
    }
}

fn change_words(words: &[(ast::Name, ast::Text)], into: &mut ChangeWords, out: &mut Vec<Diagnostic>) {
    const KNOWN: [&str; 7] = ["improved", "unchanged", "worsened", "up", "level", "down", "show"];
    out.extend(fields::repeated(words.iter().map(|(key, _)| (key.node.as_str(), key.span))));
    for (key, text) in words {
        let word = text.node.clone();
        let judgement = Judgement::ALL.into_iter().find(|judgement| judgement.word() == key.node);
        let movement =
            [Movement::Up, Movement::Level, Movement::Down].into_iter().find(|movement| movement.word() == key.node);
        if let Some(judgement) = judgement {
            into.judgements.push((judgement, word));
        } else if let Some(movement) = movement {
            into.movements.push((movement, word));
        } else if key.node == "show" {
            let rest = word.replace("{movement}", "").replace("{judgement}", "");
            if rest.contains(['{', '}']) {
                out.push(
                    Diagnostic::at(
                        names::UNKNOWN_KIND,
                        text.span,
                        "`show` fills in `{movement}` and `{judgement}` only",
                    )
                    .help("write `show \"{movement} ({judgement})\"`"),
                );
            }
            into.show = Some(word);
        } else {
            out.push(fields::unknown_word("part of a change", &key.node, key.span, &KNOWN));
        }
    }
}
