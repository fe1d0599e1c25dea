//! The figures before this one, as the rules of this report see them: what a trend is drawn from.

use crate::change::Comparison;
use crate::indicator::{rating, require};
use crate::interpret::{Interpreter, Scope};
use crate::levels::levels;
use crate::outturn::{Figure, Past, Rating};
use crate::rank::rank;
use crate::rating::Case;
use crate::target;
use kpi_core::{Missing, Polarity, Reason};
use kpi_model::catalogue::{ChangeWords, Judge, JudgeOf, Scheme, UnitSpec};

pub struct Looking<'a> {
    pub on: &'a Interpreter<'a>,
    pub scope: Scope<'a>,
    pub spec: UnitSpec,
    pub polarity: &'a Polarity,
    pub scheme: Option<&'a Scheme>,
}

impl Looking<'_> {
    /// So many figures up to this one, the earliest first, beginning with the first that is there.
    pub fn back(&self, count: usize) -> Vec<Past> {
        let Some(frequency) = self.scope.indicator.frequency.at(self.on.report) else { return Vec::new() };
        let mut period = self.scope.period;
        let mut found = Vec::with_capacity(count);
        for _ in 0..count {
            found.push(self.at(self.scope.at(period)));
            period = frequency.previous(period);
        }
        found.reverse();
        let begins = found.iter().position(|past| !was_not_kept(past)).unwrap_or(found.len());
        found.drain(..begins);
        found
    }

    fn at(&self, scope: Scope<'_>) -> Past {
        let figure = |result| Figure { period: Some(scope.period), ..Figure::new(result, self.spec) };
        let value = figure(self.on.value(scope).value.number().map(|quantity| quantity.value));
        let is_hidden = value.missing().is_some_and(|missing| missing.reason == Reason::Suppressed);
        let published = scope.indicator.published.as_ref().and_then(|published| published.at(self.on.report));
        let published = published.filter(|_| !is_hidden).map(|formula| {
            let traced = self.on.in_unit(self.on.eval(formula, scope), scope);
            figure(traced.value.number().map(|quantity| quantity.value))
        });
        let target = target::find(self.on, scope, self.spec);
        let bands = self.scheme.map(|scheme| levels(scheme, self.polarity, target.amount())).unwrap_or_default();
        Past {
            period: scope.period,
            flags: self.on.flags(scope).0.unwrap_or_default(),
            published: published.filter(|figure| !is_not_supplied(figure.missing())),
            rating: self.rated(scope, &value, &target, is_hidden),
            target: target.target.figure.filter(|figure| figure.value().is_some()),
            bands,
            value,
        }
    }

    /// What the figure would be rated; not where that would need what only the report's own figure has.
    fn rated(&self, scope: Scope<'_>, value: &Figure, target: &target::Found, is_hidden: bool) -> Option<Rating> {
        let scheme = self.scheme?;
        if scheme.of == JudgeOf::Forecast || scheme.judge == Judge::Significance {
            return None;
        }
        let words = ChangeWords::default();
        let mut compared =
            Comparison { on: self.on, scope, spec: self.spec, polarity: self.polarity, value, words: &words }.run();
        let ranked = rank(self.on, scope);
        let mut rated = rating(Some(scheme), target, |scheme| Case {
            scheme,
            of: scheme.of,
            polarity: self.polarity,
            judged: value,
            target,
            change: &compared.change,
            baseline: compared.baseline.as_ref(),
            rank: ranked.as_ref().map(|(rank, _)| rank.rank.clone()),
            quartile: ranked.as_ref().and_then(|(rank, _)| rank.quartile),
            interval: None,
        });
        if !is_hidden {
            require(self.on, scope, &mut rated.rating, &mut compared);
        }
        Some(rated.rating)
    }
}

/// Before a series begins nothing was supplied, and nothing is to be shown of that.
fn was_not_kept(past: &Past) -> bool {
    is_not_supplied(past.value.missing()) && past.published.is_none()
}

fn is_not_supplied(missing: Option<&Missing>) -> bool {
    missing.is_some_and(|missing| matches!(missing.reason, Reason::NotSupplied | Reason::NotYetDue | Reason::NoCases))
}
