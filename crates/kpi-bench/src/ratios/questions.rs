//! The questions that every engine is asked, as a kpi project and as a specification for the others.

use super::records::{EVENTS, OUTCOMES};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;

const AGES: [u32; 7] = [18, 25, 40, 50, 65, 75, 85];
/// The months of 2024/25.
const WINDOWS: [(&str, &str, &str); 12] = [
    ("2024-04", "2024-04-01", "2024-04-30"),
    ("2024-05", "2024-05-01", "2024-05-31"),
    ("2024-06", "2024-06-01", "2024-06-30"),
    ("2024-07", "2024-07-01", "2024-07-31"),
    ("2024-08", "2024-08-01", "2024-08-31"),
    ("2024-09", "2024-09-01", "2024-09-30"),
    ("2024-10", "2024-10-01", "2024-10-31"),
    ("2024-11", "2024-11-01", "2024-11-30"),
    ("2024-12", "2024-12-01", "2024-12-31"),
    ("2025-01", "2025-01-01", "2025-01-31"),
    ("2025-02", "2025-02-01", "2025-02-28"),
    ("2025-03", "2025-03-01", "2025-03-31"),
];
pub const PERIOD: &str = "2024/25";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Questions {
    pub indicators: usize,
    /// The numerators count people, not records.
    pub distinct: bool,
}

/// One indicator: of the events of a month and an age and over, those with an outcome.
#[derive(Debug, Clone, Copy)]
struct Question {
    month: (&'static str, &'static str, &'static str),
    age: u32,
    event: &'static str,
    outcome: &'static str,
}

impl Questions {
    /// The lists' lengths share few factors, so that the questions differ: 840 before one comes again.
    fn all(self) -> impl Iterator<Item = Question> {
        let lists =
            WINDOWS.iter().cycle().zip(AGES.iter().cycle()).zip(EVENTS.iter().cycle()).zip(OUTCOMES.iter().cycle());
        lists.take(self.indicators).map(|(((month, age), event), outcome)| Question {
            month: *month,
            age: *age,
            event,
            outcome,
        })
    }

    /// For `engines.py`.
    pub fn specification(self, file: &Path) -> Value {
        let questions: Vec<Value> = self
            .all()
            .map(|Question { month: (_, first, last), age, event, outcome }| {
                json!({ "window": [first, last], "age": age, "event": event, "outcome": outcome })
            })
            .collect();
        json!({ "file": file, "distinct": self.distinct, "questions": questions })
    }

    /// A kpi project in `folder`, over a file of that folder.
    pub fn project(self, folder: &Path, file: &str) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let settings = "[project]\nname = \"ratios\"\ncouncil = \"Measured Council\"\nedition = \"2026\"\n\n[calendar]\nyear_starts = \"April\"\n";
        std::fs::write(folder.join("kpi.toml"), settings)?;
        std::fs::write(folder.join("ratios.kpi"), self.rules(file))
    }

    fn rules(self, file: &str) -> String {
        let mut rules = format!(
            "dataset records {{\n  source: parquet \"{file}\"\n  columns {{\n    person: text\n    event: one of [{}]\n    \
             outcome: one of [{}]\n    age: count\n    started: date\n  }}\n}}\n",
            EVENTS.join(", "),
            OUTCOMES.join(", ")
        );
        let counted = if self.distinct { "count distinct person" } else { "count" };
        for (number, Question { month: (month, ..), age, event, outcome }) in self.all().enumerate() {
            // Nothing can fail: the text grows in memory.
            let _ = write!(
                rules,
                "\nindicator share_{number:03} {{\n  title: \"{event} at {age} and over in {month}: {outcome}\"\n  unit: percent, 1 decimal\n  \
                 polarity: none\n  frequency: yearly\n  let all = count(records where started in {month} and age >= {age} and event = {event})\n  \
                 let those = {counted}(records where started in {month} and age >= {age} and event = {event} and outcome = {outcome})\n  \
                 numerator: those\n  denominator: all\n  formula: those / all\n}}\n"
            );
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_differ_and_use_every_limit() {
        let questions = Questions { indicators: 600, distinct: false };
        let texts: std::collections::BTreeSet<String> =
            questions.all().map(|question| format!("{question:?}")).collect();
        assert_eq!(texts.len(), 600);
        let sixty: Vec<Question> = Questions { indicators: 60, distinct: false }.all().collect();
        let of =
            |part: fn(&Question) -> String| sixty.iter().map(part).collect::<std::collections::BTreeSet<_>>().len();
        assert_eq!(of(|question| question.month.0.to_owned()), 12);
        assert_eq!(of(|question| question.age.to_string()), 7);
        assert_eq!(of(|question| question.event.to_owned()), 5);
        assert_eq!(of(|question| question.outcome.to_owned()), 8);
    }

    #[test]
    fn a_question_is_the_same_in_both_languages() {
        let questions = Questions { indicators: 2, distinct: true };
        let specification =
            serde_json::to_string_pretty(&questions.specification(Path::new("records.parquet"))).unwrap();
        insta::assert_snapshot!(format!("{}\n{specification}", questions.rules("records.parquet")));
    }
}
