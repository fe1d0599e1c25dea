//! Figures as cells: one place where a missing figure gets its words and its mark.

use super::Building;
use crate::model::{Cell, Digits, Scale, State};
use kpi_core::{Exact, Flag, Missing, Reason, Unit};
use kpi_eval::outturn::{Figure, Target};

impl Building<'_> {
    pub(super) fn figure(&self, figure: &Figure, flags: &[Flag]) -> Cell {
        match &figure.result {
            Err(missing) => self.missing(missing),
            Ok(value) => {
                let state = flags.first().map_or(State::Final, |flag| of_flag(*flag));
                let noun = figure.noun.as_ref().map(|noun| self.own.say(noun, None));
                let bare = Figure { noun: None, ..figure.clone() }.display();
                let said: Vec<&str> = flags.iter().map(|flag| self.said(of_flag(*flag))).collect();
                let marks: Vec<&str> = flags.iter().filter_map(|flag| of_flag(*flag).mark()).collect();
                Cell {
                    text: match &noun {
                        Some(noun) => format!("{bare} {noun}"),
                        None => bare,
                    },
                    state,
                    said: (!said.is_empty()).then(|| said.join(", ")),
                    mark: (!marks.is_empty()).then(|| marks.join(" ")),
                    detail: None,
                    number: Some(value.to_f64()),
                    exact: Some(value.to_string()),
                    digits: Some(digits(figure, value)),
                    noun,
                }
            }
        }
    }

    pub(super) fn missing(&self, missing: &Missing) -> Cell {
        let state = of_reason(missing.reason);
        let said = self.said(state);
        let detail = Some(missing.detail.clone()).filter(|detail| !detail.is_empty());
        Cell {
            text: said.to_owned(),
            state,
            said: Some(said.to_owned()),
            mark: state.mark().map(str::to_owned),
            detail,
            ..Cell::none()
        }
    }

    /// A word that stands in place of a figure.
    pub(super) fn word(&self, word: &str) -> Cell {
        Cell { text: self.own.say(word, None), state: State::Word, ..Cell::none() }
    }

    pub(super) fn target_cell(&self, target: &Target) -> Cell {
        match (&target.figure, &target.word) {
            (Some(figure), _) => self.figure(figure, &[]),
            (None, Some(word)) => self.word(word),
            (None, None) => Cell::none(),
        }
    }

    pub(super) fn said(&self, state: State) -> &'static str {
        self.words.get(&format!("state_{}", state.key().replace('-', "_")))
    }
}

fn digits(figure: &Figure, value: &Exact) -> Digits {
    let scale = match figure.unit {
        Unit::Percent | Unit::Ratio => Scale::Percent,
        Unit::Points => Scale::Points,
        Unit::Money => Scale::Money,
        Unit::Days => Scale::Days,
        _ => Scale::Number,
    };
    let hundredfold = scale.is_hundredfold().then(|| value.mul(&Exact::from(100)).ok()).flatten();
    let value = hundredfold.as_ref().unwrap_or(value);
    let plain = |text: String| text.replace(',', "");
    let shown = plain(value.display(figure.decimals, figure.rounding));
    Digits {
        full: value.to_decimal().map_or_else(|| shown.clone(), plain),
        shown,
        decimals: figure.decimals,
        scale,
        signed: figure.signed,
    }
}

pub(super) const fn of_flag(flag: Flag) -> State {
    match flag {
        Flag::Provisional => State::Provisional,
        Flag::Revised => State::Revised,
        Flag::Estimated => State::Estimated,
        Flag::Proxy => State::Proxy,
        Flag::OverCounted => State::OverCounted,
        Flag::UnderCounted => State::UnderCounted,
        Flag::Rounded => State::Rounded,
        Flag::NotComparable => State::NotComparable,
    }
}

const fn of_reason(reason: Reason) -> State {
    match reason {
        Reason::NotYetDue => State::NotYetDue,
        Reason::NotSupplied => State::NotSupplied,
        Reason::NotApplicable => State::NotApplicable,
        Reason::Suppressed => State::Suppressed,
        Reason::LowReliability => State::LowReliability,
        Reason::NoCases => State::NoCases,
        Reason::NoTarget => State::NoTarget,
        Reason::NoBenchmark => State::NoBenchmark,
        Reason::Failed => State::Failed,
    }
}
