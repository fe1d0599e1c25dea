//! An indicator's page.

use super::Building;
use super::labels::{arrow, shape};
use crate::model::{
    self, Cell, Change, Comparator, Control, Forecast, Indicator, Interval, Link, Named, Neighbour, Past, Rank, Rating,
    Span, State, Target, Value,
};
use crate::prose;
use crate::prose::References;
use kpi_core::statistics::{Assurance, Variation};
use kpi_core::{Diagnostic, Judgement, Movement, Period, Reason};
use kpi_eval::interval::in_words;
use kpi_eval::outturn::{self, Outturn};
use kpi_model::catalogue::{self, TargetHow};
use std::collections::HashMap;

/// The facts of a page that the rules give as words, in the order in which they are shown.
const FACTS: [&str; 6] = ["committee", "priority", "owner", "officer", "source", "next_release"];

impl Building<'_> {
    pub(super) fn indicator(
        &self,
        rule: &catalogue::Indicator,
        outturn: &Outturn,
        references: &HashMap<String, References>,
        found: &mut Vec<Diagnostic>,
    ) -> Indicator {
        let report = self.given.run.period;
        let text = |key: &str| rule.text(key, report).map(|text| self.own.say(text, Some(rule.span)));
        let title = self.title(rule, outturn);
        let frequency = rule.frequency.at(report);
        let value = Value {
            label: frequency.map(|frequency| self.current(frequency)).unwrap_or_default(),
            period: self.words.period(outturn.period),
            span: Some(span(outturn.period)),
            cell: self.figure(&outturn.value, &outturn.flags),
        };
        let narrative = self.narrative(&rule.id, references, found);
        let rating = self.rating(&outturn.rating);
        let has_actions = !narrative.actions.is_empty();
        let mut indicator = Indicator {
            href: href(&rule.id),
            data: crate::csvw::path(&rule.id),
            number: text("number"),
            short: text("short").unwrap_or_else(|| title.clone()),
            scorecard: outturn.scorecard.clone(),
            theme: outturn.theme.as_ref().map(|theme| self.own.say(theme, None)),
            previous_page: None,
            next_page: None,
            unit: self.unit(outturn.unit.unit),
            frequency: frequency.map(|frequency| self.frequency(frequency)).unwrap_or_default(),
            polarity: self.polarity(&outturn.polarity, outturn.unit),
            fraction: self.fraction(outturn),
            numerator: outturn.numerator.as_ref().map(|figure| self.figure(figure, &[])),
            denominator: outturn.denominator.as_ref().map(|figure| self.figure(figure, &[])),
            published: self.published(outturn),
            target: self.target(rule, outturn),
            deviation: outturn.deviation.as_ref().map(|figure| self.figure(figure, &[])),
            previous: outturn.previous.as_ref().map(|figure| Value {
                label: frequency.map(|frequency| self.previous(rule, frequency)).unwrap_or_default(),
                period: outturn.change.against.map(|period| self.words.period(period)).unwrap_or_default(),
                span: outturn.change.against.map(span),
                cell: self.figure(figure, &[]),
            }),
            previous_recalculated: outturn.previous_recalculated.as_ref().map(|figure| self.figure(figure, &[])),
            change: self.change(&outturn.change, &outturn.value),
            forecast: outturn.forecast.as_ref().and_then(|forecast| self.forecast(forecast)),
            rank: outturn.rank.as_ref().map(|rank| self.rank(rank)),
            interval: outturn.interval.as_ref().map(|interval| self.interval(interval)),
            control: outturn.control.as_ref().map(|control| self.control(control)),
            comparators: outturn.comparators.iter().filter_map(|comparator| self.comparator(comparator)).collect(),
            description: text("description").map(|text| prose::blocks(&dedented(&text))).unwrap_or_default(),
            calculation: self.calculation(rule),
            facts: self.facts(rule),
            note: text("note"),
            links: rule.links.iter().map(|link| self.link(link, rule)).collect(),
            related: rule.related.iter().filter_map(|id| self.neighbour(id)).collect(),
            actions_missing: rating.actions_required && !has_actions,
            commentary: narrative.commentary,
            actions: narrative.actions,
            history: self.history(outturn),
            history_published: outturn.history.iter().any(|past| past.published.is_some()),
            parts: self.parts(rule, outturn),
            charts: Vec::new(),
            sparkline: None,
            explain: self.explained(outturn),
            variant: outturn.variant.as_ref().map(|(_, label)| self.own.say(label, Some(rule.span))),
            id: rule.id.clone(),
            value,
            rating,
            title,
        };
        indicator.charts = self.charts(&indicator, outturn);
        indicator.sparkline = self.sparkline(&indicator, outturn);
        indicator
    }

    fn fraction(&self, outturn: &Outturn) -> Option<String> {
        let known = |figure: &Option<outturn::Figure>| {
            figure.as_ref().filter(|figure| figure.value().is_some()).map(|figure| self.figure(figure, &[]).text)
        };
        let (above, below) = known(&outturn.numerator).zip(known(&outturn.denominator))?;
        Some(self.words.fill("fraction_of", &[("above", &above), ("below", &below)]))
    }

    /// What was first published, where that is another figure.
    fn published(&self, outturn: &Outturn) -> Option<Cell> {
        let published = outturn.published.as_ref().filter(|figure| figure.value().is_some())?;
        (published.display() != outturn.value.display()).then(|| self.figure(published, &[]))
    }

    fn target(&self, rule: &catalogue::Indicator, outturn: &Outturn) -> Target {
        let is_pro_rata = rule.target.iter().any(|entry| matches!(entry.how, Some(TargetHow::ProRata)));
        let target = &outturn.target;
        Target {
            label: self.words.get(if is_pro_rata { "target_pro_rata" } else { "target" }).to_owned(),
            cell: self.target_cell(target),
            period: target.period.map(|period| self.words.period(period)),
            proposed: target.proposed,
            note: target
                .note
                .as_ref()
                .filter(|note| target.word.as_ref() != Some(note))
                .map(|note| self.own.say(note, Some(rule.span))),
            year_end: outturn.year_end_target.as_ref().map(|target| self.target_cell(target)),
        }
    }

    pub(super) fn rating(&self, rating: &outturn::Rating) -> Rating {
        let (text, state) = match &rating.label {
            Some(label) if rating.status => (self.own.say(label, None), "word"),
            Some(label) => (self.own.say(label, None), "rated"),
            None if rating.withheld => (self.words.get("withheld").to_owned(), "withheld"),
            None => (String::new(), "none"),
        };
        Rating {
            text,
            meaning: rating.meaning.as_ref().map(|meaning| self.own.say(meaning, None)),
            colour: rating.colour.map(catalogue::Colour::word),
            shape: rating.colour.map(shape),
            state,
            reason: rating.reason.clone(),
            actions_required: rating.actions_required,
        }
    }

    /// The change to the figure `value`.
    pub(super) fn change(&self, change: &outturn::Change, value: &outturn::Figure) -> Change {
        let text = match &change.word {
            Some(word) => self.own.say(word, None),
            None if change.withheld => self.words.get("withheld").to_owned(),
            None => String::new(),
        };
        let movement = change.movement.filter(|_| !change.withheld);
        let amount = change.amount.as_ref().filter(|figure| figure.value().is_some() && !change.withheld);
        Change {
            arrow: movement.filter(|_| !text.is_empty()).map(arrow),
            movement: movement.map(Movement::word),
            judgement: change.judgement.map(Judgement::word),
            amount: amount.map(outturn::Figure::display),
            difference: amount.map(|figure| self.figure(figure, &[])),
            against: change.against.map(|period| self.words.period(period)),
            // That there is no figure stands where the figure would.
            reason: change.reason.clone().filter(|reason| !reason.is_empty() && value.missing().is_none()),
            recorded: change.recorded,
            text,
        }
    }

    /// Where the year has not begun there is nothing to tell.
    fn forecast(&self, forecast: &outturn::Forecast) -> Option<Forecast> {
        let is_silent = forecast
            .figure
            .missing()
            .is_some_and(|missing| matches!(missing.reason, Reason::NotYetDue | Reason::NotSupplied));
        (!is_silent).then(|| Forecast {
            period: self.words.period(forecast.period),
            cell: self.figure(&forecast.figure, &[]),
            method: forecast.method.clone(),
        })
    }

    fn rank(&self, rank: &outturn::RankOutturn) -> Rank {
        let cell = match &rank.rank {
            Ok(rank) => Cell { text: rank.to_string(), state: State::Final, ..Cell::none() },
            Err(missing) => self.missing(missing),
        };
        let (previous, previous_period) = match &rank.previous {
            Some((previous, period)) => (Some(previous.to_string()), Some(self.words.period(*period))),
            None => (None, None),
        };
        Rank {
            cell,
            period: rank.period.map(|period| self.words.period(period)),
            previous,
            previous_period,
            judgement: rank.moved.map(Judgement::word),
            moved: rank.moved.map(|moved| self.moved(moved).to_owned()),
            arrow: rank.moved.map(|moved| match moved {
                Judgement::Improved => "↑",
                Judgement::Unchanged => "→",
                Judgement::Worsened => "↓",
            }),
            quartile: rank.quartile,
        }
    }

    fn interval(&self, interval: &outturn::IntervalOutturn) -> Interval {
        let share = kpi_core::Unit::Percent.display(&interval.level.share(), 0, kpi_core::Rounding::default());
        Interval {
            method: format!("{share} ({})", interval.method.word()),
            lower: self.figure(&interval.lower, &[]),
            upper: self.figure(&interval.upper, &[]),
            text: interval.against.as_ref().map(|against| against.reason.clone()),
        }
    }

    fn control(&self, control: &outturn::ControlOutturn) -> Control {
        let process = control.process.as_ref().ok();
        let shown = |figure: Option<&outturn::Figure>| figure.map(|figure| self.figure(figure, &[]));
        Control {
            variation: match &control.variation {
                Ok(variation) => self.variation(*variation).to_owned(),
                Err(missing) => self.missing(missing).text,
            },
            assurance: control.assurance.map(|assurance| {
                self.words
                    .get(match assurance {
                        Assurance::Passing => "passing",
                        Assurance::Failing => "failing",
                        Assurance::Inconsistent => "inconsistent",
                    })
                    .to_owned()
            }),
            centre: shown(process.map(|process| &process.centre)),
            lower: shown(process.map(|process| &process.lower)),
            upper: shown(process.map(|process| &process.upper)),
            signals: control
                .signals
                .iter()
                .map(|signal| format!("{} ({})", signal.rule.word(), self.words.period(signal.since)))
                .collect(),
        }
    }

    pub(super) fn variation(&self, variation: Variation) -> &'static str {
        self.words.get(match variation {
            Variation::Common => "common_cause",
            Variation::Improvement => "special_improvement",
            Variation::Concern => "special_concern",
            Variation::High => "special_high",
            Variation::Low => "special_low",
        })
    }

    /// Where there is nothing to compare with there is nothing to tell; what went wrong is told.
    fn comparator(&self, comparator: &outturn::ComparatorOutturn) -> Option<Comparator> {
        let silent = |reason: Reason| matches!(reason, Reason::NotSupplied);
        if comparator.figure.missing().is_some_and(|missing| silent(missing.reason)) {
            return None;
        }
        Some(Comparator {
            id: comparator.id.clone(),
            title: self.own.say(&comparator.title, None),
            cell: self.figure(&comparator.figure, &[]),
            year: comparator.year.clone(),
            used: comparator.used.map(|(used, of)| {
                self.words.fill("comparator_used", &[("used", &used.to_string()), ("of", &of.to_string())])
            }),
            significance: comparator
                .significance
                .as_ref()
                .and_then(|found| found.as_ref().ok())
                .map(|found| in_words(*found)),
        })
    }

    fn facts(&self, rule: &catalogue::Indicator) -> Vec<Named> {
        let facts = FACTS.iter().filter_map(|key| {
            let text = rule.text(key, self.given.run.period)?;
            Some(Named {
                key: (*key).to_owned(),
                label: self.words.get(key).to_owned(),
                text: self.own.say(text, Some(rule.span)),
            })
        });
        facts.collect()
    }

    /// `words <https://…>`, words alone, or an address alone.
    fn link(&self, link: &str, rule: &catalogue::Indicator) -> Link {
        let said = |text: &str| self.own.say(text.trim(), Some(rule.span));
        if let Some((text, href)) = link.strip_suffix('>').and_then(|rest| rest.rsplit_once('<'))
            && href.starts_with("http")
        {
            let text = if text.trim().is_empty() { href.to_owned() } else { said(text) };
            return Link { text, href: Some(href.to_owned()) };
        }
        if link.starts_with("https://") || link.starts_with("http://") {
            return Link { text: link.to_owned(), href: Some(link.to_owned()) };
        }
        Link { text: said(link), href: None }
    }

    /// An indicator that has a page in this report.
    pub(super) fn neighbour(&self, id: &str) -> Option<Neighbour> {
        let outturn = self.given.run.outturns.iter().find(|outturn| outturn.indicator == id)?;
        let rule = self.given.catalogue.indicators.get(id)?;
        let title = self.title(rule, outturn);
        let short = rule.text("short", self.given.run.period).map(|text| self.own.say(text, Some(rule.span)));
        Some(Neighbour { id: id.to_owned(), href: href(id), short: short.unwrap_or_else(|| title.clone()), title })
    }

    /// The figures over time. That of the report is judged as on its page: a status, a rating that was recorded and one that is
    /// withheld are not worked out anew.
    fn history(&self, outturn: &Outturn) -> Vec<Past> {
        let own = |past: &outturn::Past| past.period == outturn.period;
        let one = |past: &outturn::Past| match self.past(past) {
            told if own(past) => Past { rating: Some(self.rating(&outturn.rating)), ..told },
            told => told,
        };
        outturn.history.iter().map(one).collect()
    }

    fn past(&self, past: &outturn::Past) -> Past {
        Past {
            period: self.words.period(past.period),
            span: span(past.period),
            cell: self.figure(&past.value, &past.flags),
            published: past.published.as_ref().map(|figure| self.figure(figure, &[])),
            target: past.target.as_ref().map(|figure| self.figure(figure, &[])),
            rating: past.rating.as_ref().map(|rating| self.rating(rating)),
        }
    }
}

fn span(period: Period) -> Span {
    Span { start: period.start().to_string(), end: period.end().to_string() }
}

pub(super) fn href(id: &str) -> String {
    format!("indicators/{id}.html")
}

/// A text over several lines is set in as its rule is; Markdown would take that for code.
pub(super) fn dedented(text: &str) -> String {
    text.lines().map(str::trim_start).collect::<Vec<_>>().join("\n").trim().to_owned()
}

impl model::Rating {
    /// A place where nothing is rated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}
