//! What the committee's pack is set from: the report as data, its charts, and the files of the council.

mod history;
mod volumes;

use crate::divided::Piece;
use crate::model::{Chart, Indicator, Report, Told};
use history::History;
use kpi_chart::FAMILIES;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
pub use volumes::Volume;
use volumes::{themes, volumes};

/// A pack in the making.
pub struct Pack<'a> {
    report: &'a Report,
    assets: &'a BTreeMap<String, Vec<u8>>,
    volumes: Vec<Volume>,
}

impl<'a> Pack<'a> {
    #[must_use]
    pub fn new(report: &'a Report, assets: &'a BTreeMap<String, Vec<u8>>) -> Self {
        Self { report, assets, volumes: volumes(report) }
    }

    /// The files that it is made of: one, or for a long pack several.
    #[must_use]
    pub fn volumes(&self) -> &[Volume] {
        &self.volumes
    }

    /// The language that the documents say they are in.
    #[must_use]
    pub fn language(&self) -> &'static str {
        match self.report.lang.as_str() {
            "cy" => "cy-GB",
            _ => "en-GB",
        }
    }

    /// By the paths that templates read them from: `/report.json`, `/history/NAME.json`, `/steps/NAME.json`, `/kpi/words.json`,
    /// `/kpi/brand.json`, `/charts/NAME.svg`, `/assets/NAME`. The texts of charts are set in the family `letters`
    /// where that is known.
    ///
    /// What an indicator has most of, its series and its steps, is in files of its own: typst looks over all that a function is called
    /// with, at each call, and takes longer over what it reads than over what it sets.
    #[must_use]
    pub fn files(&self, volume: &Volume, letters: &str) -> BTreeMap<String, Vec<u8>> {
        let families = format!("{letters}, {FAMILIES}");
        let picture = |chart: &Chart| {
            let svg = chart.svg.replacen(FAMILIES, &families, 1);
            (format!("/charts/{}.svg", chart.id), svg.into_bytes())
        };
        let mut files = BTreeMap::new();
        let mut indicators = Map::new();
        for (id, indicator) in self.indicators(volume) {
            let mut shown = object(value(indicator));
            shown.remove("history");
            files.insert(format!("/history/{id}.json"), bytes(&History::of(&indicator.history)));
            files.insert(format!("/steps/{id}.json"), bytes(&shown.remove("explain")));
            indicators.insert(id.clone(), shown.into());
            files.extend(indicator.charts.iter().chain(&indicator.sparkline).map(&picture));
        }
        files.extend(self.report.scorecards.iter().flat_map(|card| &card.charts).map(&picture));
        let mut whole = object(value(&Told::of(self.report, self.scorecards(volume), indicators)));
        whole.insert("words".to_owned(), value(&self.report.words));
        whole.insert("volume".to_owned(), if volume.is_whole() { Value::Null } else { value(volume) });
        files.insert("/report.json".to_owned(), bytes(&whole));
        files.insert("/kpi/words.json".to_owned(), bytes(&self.report.words));
        files.insert("/kpi/brand.json".to_owned(), bytes(&self.report.brand));
        files.extend(self.assets.iter().map(|(path, bytes)| (format!("/assets/{path}"), bytes.clone())));
        files
    }

    fn indicators(&self, volume: &Volume) -> impl Iterator<Item = (&String, &Indicator)> {
        let all = volume.is_whole().then_some(&self.report.indicators).into_iter().flatten();
        let first = !volume.is_whole() && volume.number == 1;
        let of_others =
            self.report.scorecards.iter().filter(move |_| first).flat_map(|card| themes(self.report, card, false));
        let own = volume.pieces.iter().flat_map(|piece| piece.themes.iter().cloned());
        let listed = own.chain(of_others).flat_map(|theme| theme.indicators);
        all.chain(listed.filter_map(|id| self.report.indicators.get_key_value(&id)))
    }

    /// In the first volume of several a scorecard lists the others in place of its indicators; but those indicators that have their pages
    /// with another scorecard are in none of its volumes, and stand here.
    fn scorecards(&self, volume: &Volume) -> Value {
        let cards = self.report.scorecards.iter().enumerate();
        let shown = cards.filter(|(at, _)| volume.number == 1 || *at == volume.card).map(|(at, card)| {
            let mut shown = object(value(card));
            if !volume.is_whole() {
                let of_others = if volume.number == 1 { themes(self.report, card, false) } else { Vec::new() };
                let own = volume.pieces.iter().flat_map(|piece| &piece.themes);
                shown.insert("themes".to_owned(), own.chain(&of_others).map(value).collect());
            }
            let others = self.volumes.iter().filter(|other| other.card == at && volume.number == 1);
            let listed = others.flat_map(|other| other.pieces.iter().map(|piece| listed(other, piece))).collect();
            shown.insert("volumes".to_owned(), listed);
            Value::Object(shown)
        });
        shown.collect()
    }
}

fn listed(volume: &Volume, piece: &Piece) -> Value {
    let Piece { title, measures, ratings, themes: _, place: _ } = piece;
    json!({ "number": volume.number, "title": title, "measures": measures, "ratings": ratings })
}

/// A report is made of texts and numbers: it has no key that is no text, and nothing else that JSON cannot say.
fn value<T: Serialize>(of: &T) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}

fn object(of: Value) -> Map<String, Value> {
    if let Value::Object(map) = of { map } else { Map::new() }
}

fn bytes<T: Serialize>(of: &T) -> Vec<u8> {
    serde_json::to_vec(of).unwrap_or_default()
}
