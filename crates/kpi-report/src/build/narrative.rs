//! Commentary and actions, with the figures that they name.

use super::Building;
use crate::model::{Block, Indicator, Scorecard, Section};
use crate::prose::{self, Part, References};
use indexmap::IndexMap;
use kpi_core::codes::reporting::{NARRATIVE_OF_NOTHING, NARRATIVE_SECTION, UNKNOWN_REFERENCE};
use kpi_core::{Diagnostic, FileId, Span, suggest};
use kpi_eval::outturn::{Figure, Outturn};
use std::collections::HashMap;

/// What is said of an indicator.
#[derive(Default)]
pub(super) struct Said {
    pub commentary: Vec<Block>,
    pub actions: Vec<Block>,
}

impl Building<'_> {
    /// For each indicator the figures that its narrative may name.
    pub(super) fn references(&self) -> HashMap<String, References> {
        if self.narratives.is_empty() {
            return HashMap::new();
        }
        self.given.run.outturns.iter().map(|outturn| (outturn.indicator.clone(), self.named(outturn))).collect()
    }

    fn named(&self, outturn: &Outturn) -> References {
        let mut names = References::default();
        let told = |figure: Option<&Figure>| figure.map(|figure| self.figure(figure, &[]).text).unwrap_or_default();
        let target = self.target_cell(&outturn.target).text;
        let year_end = outturn.year_end_target.as_ref().map(|target| self.target_cell(target).text);
        let change = self.change(&outturn.change, &outturn.value);
        names.set("value", told(Some(&outturn.value)));
        names.set("period", self.words.period(outturn.period));
        names.set("previous", told(outturn.previous.as_ref()));
        names.set("previous_recalculated", told(outturn.previous_recalculated.as_ref()));
        names.set("published", told(outturn.published.as_ref()));
        names.set("target", target);
        names.set("year_end_target", year_end.unwrap_or_default());
        names.set("numerator", told(outturn.numerator.as_ref()));
        names.set("denominator", told(outturn.denominator.as_ref()));
        names.set("deviation", told(outturn.deviation.as_ref()));
        names.set("change.word", change.text);
        names.set("change.amount", change.amount.unwrap_or_default());
        names.set("rating", self.rating(&outturn.rating).text);
        let rank = outturn.rank.as_ref();
        names.set("rank", rank.and_then(|rank| rank.rank.as_ref().ok()).map(ToString::to_string).unwrap_or_default());
        let before = rank.and_then(|rank| rank.previous.as_ref()).map(|(rank, _)| rank.to_string());
        names.set("rank_previous", before.unwrap_or_default());
        names.set("forecast", told(outturn.forecast.as_ref().map(|forecast| &forecast.figure)));
        for comparator in &outturn.comparators {
            names.set(format!("comparators.{}", comparator.id), told(Some(&comparator.figure)));
        }
        for past in &outturn.history {
            let at = past.period;
            names.set(format!("at[\"{at}\"].value"), told(Some(&past.value)));
            names.set(format!("at[\"{at}\"].target"), told(past.target.as_ref()));
            names.set(format!("at[\"{at}\"].published"), told(past.published.as_ref()));
        }
        names
    }

    pub(super) fn narrative(
        &self,
        about: &str,
        references: &HashMap<String, References>,
        found: &mut Vec<Diagnostic>,
    ) -> Said {
        let Some((written, narrative)) = self.narratives.get(about) else { return Said::default() };
        let words = &self.words;
        let mut text = |parts: Vec<&Part>| -> Vec<Block> {
            parts.into_iter().flat_map(|part| self.part(written.file, about, part, references, found)).collect()
        };
        let commentary = text(narrative.commentary(words));
        let actions = text(narrative.actions(words));
        for part in narrative.others(words) {
            let at = u32::try_from(part.at).unwrap_or(u32::MAX);
            let length = u32::try_from(part.title.len()).unwrap_or(0) + 1;
            let span = Span::new(written.file, at.saturating_sub(length), at.saturating_sub(1));
            let message = format!("an indicator has no section \"{}\"", part.title);
            let known = [words.get("commentary"), words.get("actions")];
            let help = suggest::did_you_mean(&part.title, known)
                .unwrap_or_else(|| format!("its sections are `## {}` and `## {}`", known[0], known[1]));
            found.push(Diagnostic::at(NARRATIVE_SECTION, span, message).help(help));
        }
        Said { commentary, actions }
    }

    /// All sections of what is said of a scorecard.
    pub(super) fn sections(
        &self,
        about: &str,
        references: &HashMap<String, References>,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<Section> {
        let Some((written, narrative)) = self.narratives.get(about) else { return Vec::new() };
        let section = |part: &Part| Section {
            title: if part.title.is_empty() { self.words.get("summary").to_owned() } else { part.title.clone() },
            text: self.part(written.file, about, part, references, found),
        };
        narrative.parts.iter().map(section).collect()
    }

    fn part(
        &self,
        file: FileId,
        about: &str,
        part: &Part,
        references: &HashMap<String, References>,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<Block> {
        let none = References::default();
        let own = references.get(about).unwrap_or(&none);
        let elsewhere = |name: &str| {
            let (id, field) = name.strip_prefix("indicators.")?.split_once('.')?;
            references.get(id)?.get(field).map(str::to_owned)
        };
        let (text, faults) = own.filled(&part.text, &elsewhere);
        for fault in faults {
            let at = |byte: usize| u32::try_from(part.at + byte).unwrap_or(u32::MAX);
            let span = Span::new(file, at(fault.at.start), at(fault.at.end));
            found.push(Diagnostic::at(UNKNOWN_REFERENCE, span, fault.message).help(fault.help));
        }
        prose::blocks(&text)
    }

    /// Narratives of what this report does not have.
    pub(super) fn unread_narratives(
        &self,
        indicators: &IndexMap<String, Indicator>,
        scorecards: &[Scorecard],
        found: &mut Vec<Diagnostic>,
    ) {
        let known: Vec<&str> =
            indicators.keys().map(String::as_str).chain(scorecards.iter().map(|card| card.id.as_str())).collect();
        for written in self.given.narratives.iter().filter(|written| !known.contains(&written.about.as_str())) {
            let message = format!("nothing in this report is called `{}`", written.about);
            let diagnostic = Diagnostic::at(NARRATIVE_OF_NOTHING, Span::new(written.file, 0, 0), message);
            found.push(match suggest::did_you_mean(&written.about, known.iter().copied()) {
                Some(help) => diagnostic.help(help),
                None => diagnostic.help("name the file after an indicator or a scorecard of the rules"),
            });
        }
    }
}
