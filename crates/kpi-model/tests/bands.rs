//! The proof over bands against brute force.

mod support;

use kpi_core::Exact;
use kpi_model::catalogue::BandTest;
use proptest::prelude::*;

/// One condition of a band: the word and a whole percentage.
fn condition() -> impl Strategy<Value = (usize, i32)> {
    (0usize..4, -6i32..=6)
}

fn band() -> impl Strategy<Value = Vec<(usize, i32)>> {
    prop_oneof![
        3 => condition().prop_map(|one| vec![one]),
        1 => ((2usize..4, -6i32..=6), (0usize..2, -6i32..=6)).prop_map(|(lower, upper)| vec![lower, upper]),
    ]
}

fn text(bands: &[Vec<(usize, i32)>]) -> String {
    const WORDS: [&str; 4] = ["below", "up to", "from", "above"];
    let mut text = String::from("bands council {\n  judge: deviation\n");
    for (i, conditions) in bands.iter().enumerate() {
        text.push_str(&format!("  \"band {i}\" colour green"));
        for (word, edge) in conditions {
            text.push_str(&format!(" {} {edge}%", WORDS.get(*word).copied().unwrap_or_default()));
        }
        text.push('\n');
    }
    text.push_str("}\n");
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn covered_once_is_proved_exactly_when_it_holds(bands in prop::collection::vec(band(), 1..6)) {
        let rules = text(&bands);
        let checked = support::rules(&rules);
        let codes = checked.codes();
        let proved = !codes.iter().any(|code| ["KPI0207", "KPI0208", "KPI0209"].contains(code));
        let scheme = checked.catalogue.schemes.get("council").and_then(|versions| versions.first());
        // An edge, a thousandth beside it, and half way to the next: no other value is told apart by whole edges.
        let mut once = true;
        for edge in -7i128..=7 {
            for offset in [-500i128, -1, 0, 1] {
                let value = Exact::ratio(edge * 1000 + offset, 100_000).unwrap();
                let covering = scheme.map_or(0, |scheme| {
                    scheme
                        .bands
                        .iter()
                        .filter(|band| matches!(&band.test, BandTest::Interval(i) if i.contains(&value)))
                        .count()
                });
                once &= covering == 1;
            }
        }
        if codes.contains(&"KPI0209") {
            // A band without a value: nothing more is proved.
            return Ok(());
        }
        prop_assert_eq!(proved, once, "{}\n{}", rules, checked.text());
        for diagnostic in &checked.diagnostics {
            for line in diagnostic.notes.iter().flat_map(|note| note.lines()) {
                prop_assert!(line.chars().count() <= 76, "{line}");
            }
        }
    }

    /// What the help proposes fills the gap.
    #[test]
    fn the_proposed_band_fills_the_gap(bands in prop::collection::vec(band(), 1..5)) {
        let rules = text(&bands);
        let checked = support::rules(&rules);
        let gaps: Vec<_> = checked.diagnostics.iter().filter(|d| d.code.id() == "KPI0207").collect();
        let overlaps = checked.codes().iter().any(|code| *code != "KPI0207" && *code != "KPI0306");
        if gaps.len() != 1 || overlaps {
            return Ok(());
        }
        let Some(line) = gaps[0].help[0].strip_prefix("add `").and_then(|rest| rest.strip_suffix('`')) else {
            return Ok(());
        };
        let mended = rules.replace("}\n", &format!("  {line}\n}}\n"));
        let again = support::rules(&mended);
        prop_assert!(again.errors().is_empty(), "{mended}\n{}", again.text());
    }
}
