//! What figures are called, and how units, frequencies and directions are said.

use super::Building;
use crate::model::{self, Band};
use kpi_core::period::{Every, FigureSpan};
use kpi_core::{Frequency, Judgement, Movement, PeriodKind, Polarity, Unit};
use kpi_eval::outturn::Figure;
use kpi_model::catalogue::{Baseline, Colour, Indicator, UnitSpec};

impl Building<'_> {
    /// `Current quarter`, `Current year (to date)`.
    pub(super) fn current(&self, frequency: &Frequency) -> String {
        self.span_label(frequency, "current")
    }

    /// What the figure is called that the change is counted from.
    pub(super) fn previous(&self, indicator: &Indicator, frequency: &Frequency) -> String {
        let change = indicator.change.as_ref().and_then(|change| change.at(self.given.run.period));
        match change.map(|change| change.baseline) {
            Some(Baseline::PreviousYear) => self.words.get("previous_year").to_owned(),
            Some(Baseline::SamePeriodLastYear) => self.words.get("previous_same_last_year").to_owned(),
            Some(Baseline::Named(period)) => {
                self.words.fill("previous_named", &[("period", &self.words.period(period))])
            }
            // A figure to date is held against the same time last year unless the rules say otherwise.
            None if frequency.is_cumulative() => self.words.get("previous_same_last_year").to_owned(),
            Some(Baseline::Previous | Baseline::None) | None => self.span_label(frequency, "previous"),
        }
    }

    fn span_label(&self, frequency: &Frequency, which: &str) -> String {
        match (frequency.every, frequency.span) {
            (Every::One(PeriodKind::Year), FigureSpan::ToDate) => {
                self.words.get(&format!("{which}_to_date")).to_owned()
            }
            (_, FigureSpan::Rolling(months)) => {
                self.words.fill(&format!("{which}_rolling"), &[("n", &months.to_string())])
            }
            (_, FigureSpan::Period | FigureSpan::ToDate) => {
                self.words.get(&format!("{which}_{}", kind(frequency.kind()))).to_owned()
            }
        }
    }

    pub(super) fn frequency(&self, frequency: &Frequency) -> String {
        let every = match frequency.every {
            Every::One(of) => self.words.get(&format!("frequency_{}", kind(of))).to_owned(),
            Every::Years(years, _) => self.words.fill("frequency_years", &[("n", &years.to_string())]),
        };
        let every = match frequency.span {
            FigureSpan::Period => every,
            FigureSpan::ToDate => self.words.fill("frequency_to_date", &[("every", &every)]),
            FigureSpan::Rolling(months) => {
                self.words.fill("frequency_rolling", &[("every", &every), ("n", &months.to_string())])
            }
        };
        match frequency.lag {
            None => every,
            Some((count, of)) => {
                let unit = self.words.get(&format!("units_{}", kind(of)));
                self.words.fill("frequency_late", &[("every", &every), ("n", &count.to_string()), ("unit", unit)])
            }
        }
    }

    pub(super) fn unit(&self, unit: Unit) -> String {
        match unit {
            Unit::Count => self.words.get("unit_count").to_owned(),
            Unit::Number | Unit::Ratio | Unit::AsWritten => self.words.get("unit_number").to_owned(),
            Unit::Percent => self.words.get("unit_percent").to_owned(),
            Unit::Points => self.words.get("unit_points").to_owned(),
            Unit::Rate(base) => self.words.fill("unit_rate", &[("base", &kpi_core::thousands(u64::from(base)))]),
            Unit::Score => self.words.get("unit_score").to_owned(),
            Unit::Money => self.words.get("unit_money").to_owned(),
            Unit::Days => self.words.get("unit_days").to_owned(),
            other => self.words.fill("unit_other", &[("unit", &other.to_string())]),
        }
    }

    pub(super) fn polarity(&self, polarity: &Polarity, spec: UnitSpec) -> model::Polarity {
        let shown = |value: &kpi_core::Exact| Figure::new(Ok(value.clone()), spec).display();
        let (arrow, text) = match polarity {
            Polarity::Higher => (Some("↑"), self.words.get("polarity_higher").to_owned()),
            Polarity::Lower => (Some("↓"), self.words.get("polarity_lower").to_owned()),
            Polarity::Range(low, high) => {
                (None, self.words.fill("polarity_range", &[("low", &shown(low)), ("high", &shown(high))]))
            }
            Polarity::Midpoint(middle) => (None, self.words.fill("polarity_midpoint", &[("middle", &shown(middle))])),
            Polarity::None => (None, self.words.get("polarity_none").to_owned()),
        };
        model::Polarity { kind: polarity.word(), arrow, text }
    }

    pub(super) fn moved(&self, judgement: Judgement) -> &'static str {
        self.words.get(match judgement {
            Judgement::Improved => "rank_improved",
            Judgement::Unchanged => "rank_unchanged",
            Judgement::Worsened => "rank_worsened",
        })
    }

    pub(super) fn band(&self, band: &kpi_model::catalogue::Band, covers: String) -> Band {
        Band {
            label: self.own.say(&band.label, Some(band.span)),
            meaning: band.meaning.as_ref().map(|meaning| self.own.say(meaning, Some(band.span))),
            colour: band.colour.word(),
            shape: shape(band.colour),
            covers,
        }
    }
}

pub(super) const fn kind(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Month => "month",
        PeriodKind::Quarter => "quarter",
        PeriodKind::Half => "half",
        PeriodKind::Year => "year",
    }
}

/// A colour is never alone: the shape that `kpi run` shows with it.
pub(super) const fn shape(colour: Colour) -> &'static str {
    match colour {
        Colour::Red => "▼",
        Colour::Amber => "▲",
        Colour::Green => "●",
        Colour::Blue => "■",
        Colour::Grey => "▬",
    }
}

pub(super) const fn arrow(movement: Movement) -> &'static str {
    match movement {
        Movement::Up => "↑",
        Movement::Level => "→",
        Movement::Down => "↓",
    }
}
