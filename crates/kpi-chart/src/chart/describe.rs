//! The description of a chart: what a reader sees, in words.

use crate::Words;
use crate::words::fill;

/// Sentences, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Description(String);

impl Description {
    pub(crate) fn say(&mut self, sentence: &str, figures: &[(&str, &str)]) {
        let said = fill(sentence, figures);
        let said = said.trim();
        if said.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(said);
    }

    /// What is a sentence in itself, with its full stop or without.
    pub(crate) fn remark(&mut self, words: &Words, remark: &str) {
        self.say(&words.remark, &[("words", remark.trim().trim_end_matches('.'))]);
    }

    /// First, last, highest and lowest of a course. One that never moved has no highest.
    pub(crate) fn course(&mut self, words: &Words, points: &[(String, f64, &str)]) {
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
        let mut say = |sentence: &str, (label, _, display): &(String, f64, &str)| {
            self.say(sentence, &[("label", label), ("value", display)]);
        };
        if points.len() > 1 {
            say(&words.first, first);
        }
        say(&words.last, last);
        let by = |one: &&(String, f64, &str), two: &&(String, f64, &str)| one.1.total_cmp(&two.1);
        // The first of several that are equally high.
        if let (Some(highest), Some(lowest)) = (points.iter().rev().max_by(by), points.iter().min_by(by))
            && highest.1 > lowest.1
        {
            say(&words.highest, highest);
            say(&words.lowest, lowest);
        }
    }

    pub(crate) fn done(self) -> String {
        self.0
    }
}
