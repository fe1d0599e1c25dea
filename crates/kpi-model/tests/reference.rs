//! The examples of the reference that are whole items check clean.

mod support;

const REFERENCE: &str = include_str!("../../../docs/language/reference.md");

/// What the examples mention and do not define.
const WORLD: &str = r#"
dataset figures {
  source: csv "data/figures.csv"
  key:    [indicator, period]
  columns { indicator: text   period: period   value: number }
}
dataset lists {
  source: csv "data/lists.csv"
  key:    [model, council, place]
  columns { model: text   council: text   place: number   neighbour: text }
}
dataset areas {
  source: csv "data/areas.csv"
  key:    [council]
  columns { council: text   kind: text   region: text }
}
"#;

const COMPARING: &str = include_str!("../../../docs/comparing.md");

#[test]
fn items() {
    let whole = ["dataset", "cohort", "comparator", "bands", "template", "indicator", "scorecard"];
    let mut seen = 0;
    for (heading, text) in support::snippets(REFERENCE) {
        let first = text.split_whitespace().next().unwrap_or_default();
        if !whole.contains(&first) {
            continue;
        }
        seen += 1;
        let checked = support::project(&[("world.kpi", WORLD), ("example.kpi", &text)]);
        assert!(checked.errors().is_empty(), "under {heading}:\n{text}\n{}", checked.text());
    }
    assert!(seen > 0, "the reference has lost its examples");
}

#[test]
fn comparing_is_explained_by_rules_that_check() {
    let mut seen = 0;
    for (heading, text) in support::snippets(COMPARING) {
        seen += 1;
        let checked = support::project(&[("example.kpi", &text)]);
        assert!(checked.diagnostics.is_empty(), "under {heading}:\n{text}\n{}", checked.text());
    }
    assert!(seen > 0, "the page has lost its examples");
}

/// The targets of the reference, each in an indicator it suits.
#[test]
fn targets() {
    let text = support::snippets(REFERENCE)
        .into_iter()
        .find(|(_, text)| text.starts_with("target: 87%"))
        .map(|(_, text)| text)
        .expect("the reference shows targets");
    for line in text.lines() {
        let unit = if line.contains('%') { "percent" } else { "count" };
        let rules = format!(
            "comparator statistical_neighbours {{\n  title: \"Neighbours\"\n  figure: figures.value\n}}\nbands council \
             {{\n  judge: deviation\n  Red below 0%   Green from 0%\n}}\nindicator one {{\n  title: \"One\"\n  unit: \
             {unit}\n  polarity: higher\n  frequency: quarterly\n  formula: figures.value\n  {line}\n  bands: council\n  \
             compare: [statistical_neighbours]\n}}\n"
        );
        let checked = support::project(&[("world.kpi", WORLD), ("example.kpi", &rules)]);
        assert!(checked.errors().is_empty(), "{line}\n{}", checked.text());
    }
}
