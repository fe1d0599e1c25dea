//! Many mistakes in one project: each told once, where it stands.

mod support;

const RULES: &str = r#"dataset figures {
  source: csv "data/figures.csv"
  key:    [indicator, periode]
  columns { indicator: text   period: period   value: number   status: one of [final, provisional] }
}

dataset visits {
  source: cvs "data/visits.csv"
  columns { date: date   outcome: one of [Met, Missed]   cost: money   place: text }
}

comparator england {
  title:  "England"
  figure: figures.valeu
}

bands council {
  judge: deviation
  Red   below -10%
  Amber below 0%
  Blue  above 5%
  require actions for red
}

template share(of) {
  title:     "Share of {of}, {off}"
  unit:      percent
  polarity:  higher
  frequency: quarterly
  formula:   figures.value + count(visits)
}

indicator first from share("people") { }
indicator second from share("homes", "streets") { }

indicator third {
  title:     "Third"
  unit:      percent
  frequency: { from 2021/22: quarterly   from 2020/21: yearly }
  formula:   count(visits where outcome = Mett) / count(visits)
  target:    { 2020/22: 80%   2021/22: 85 }
  bands:     counsil
  compare:   [england, engeland]
}

indicator fourth {
  title:     "Fourth"
  unit:      count
  polarity:  range 9 to 4
  frequency: quarterly, to date
  let a = b
  let b = a
  formula:   sum(visits.place where cost in period)
  change:    against previous
}

indicator fourth { }

scorecard board {
  title:      "Board"
  indicators: [first, first, fifth]
}

test "third" {
  indicator third at 2020/21
  given value = 78
  expect raiting = Amber
}
"#;

#[test]
fn each_is_told_once_at_its_place() {
    let checked = support::rules(RULES);
    insta::assert_snapshot!(checked.text());
    let mut places: Vec<_> = checked.diagnostics.iter().map(|d| (d.code, d.place().cloned())).collect();
    let before = places.len();
    assert!(before >= 15, "{before}");
    places.dedup();
    assert_eq!(places.len(), before);
}

/// What is right is in the catalogue whatever else is wrong.
#[test]
fn what_is_right_is_kept() {
    let checked = support::rules(RULES);
    assert!(checked.catalogue.scorecards.contains_key("board"));
    assert!(checked.catalogue.schemes.contains_key("council"));
    assert!(!checked.catalogue.indicators.contains_key("third"), "its polarity is not said");
}

/// A name that only broken text defines is not called unknown.
#[test]
fn broken_items_silence_what_follows_from_them() {
    let checked = support::rules(
        "dataset figures { source: csv \"a.csv\" key: [indicator, period] columns { indicator: text period: period value: \
         number or } }\nindicator a {\n  title: \"A\"\n  unit: count\n  polarity: higher\n  frequency: yearly\n  \
         formula: figures.value\n}\nindicator b {\n  title: \"B\"\n  unit: count\n  polarity: higher\n  frequency: \
         yearly\n  formula: a + missing_one\n}\n",
    );
    let ours: Vec<&str> = checked.codes().into_iter().filter(|code| !code.starts_with("KPI01")).collect();
    assert_eq!(ours, ["KPI0301"], "{}", checked.text());
}

/// A mistake in a template is one mistake, however often the template is used.
#[test]
fn a_template_is_at_fault_once() {
    let mut rules = String::from(
        "template t(what) {\n  title: \"{what}\"\n  unit: percent\n  polarity: higher\n  frequency: yearly\n  formula: \
         5% + 3\n}\n",
    );
    for i in 0..60 {
        rules.push_str(&format!("indicator i{i} from t(\"x\") {{ }}\n"));
    }
    let checked = support::rules(&rules);
    assert_eq!(checked.codes(), ["KPI0401"], "{}", checked.text());
    assert!(checked.text().contains("in what `i0` takes from its template"), "{}", checked.text());
}

/// The deepest expression the parser lets through, put into a template, twice over.
#[test]
fn depth_is_bounded() {
    let deep = format!("{}1", "1 + ".repeat(250));
    let nested = format!("{}1{}", "(1 + ".repeat(60), ")".repeat(60));
    let branches = format!("{}2", "if 1 > 2 then 1 else ".repeat(240));
    let otherwise = format!("{}2", "1 else ".repeat(240));
    let negated = format!("{}yes", "not ".repeat(250));
    let truths = format!("{}yes", "1 = 1 and ".repeat(240));
    let records = format!("count(visits where {} date in period)", "place = \"a\" and ".repeat(240));
    let either = format!("count(visits where {} date in period)", "place = \"a\" or ".repeat(240));
    let signs = format!("{}1", "-".repeat(250));
    let at = format!("1 {}", "at previous ".repeat(250));
    for expression in [
        deep,
        nested,
        branches,
        otherwise,
        negated,
        truths,
        records,
        either,
        signs,
        at,
        "-".repeat(5000),
        "not ".repeat(3000),
        "1 + ".repeat(9000),
    ] {
        let rules = format!(
            "dataset visits {{ source: csv \"v.csv\" columns {{ date: date place: text }} }}\ntemplate t(x) {{\n  title: \
             \"T\"\n  unit: count\n  polarity: higher\n  frequency: yearly\n  formula: x + {expression}\n}}\nindicator a \
             from t({expression}) {{ }}\nindicator b from t(1) {{ }}\n"
        );
        let _ = support::rules(&rules);
    }
}

/// As many misspelt names as there are names, and a circle through all of them.
#[test]
fn many_mistakes_take_no_longer() {
    let mut rules = String::new();
    for i in 0..4000 {
        let formula = if i % 2 == 0 { format!("item_{}", (i + 2) % 4000) } else { format!("itme_{i}") };
        rules.push_str(&format!(
            "indicator item_{i} {{ title: \"I\" unit: count polarity: higher frequency: yearly formula: {formula} }}\n"
        ));
    }
    let checked = support::rules(&rules);
    assert_eq!(checked.codes().iter().filter(|code| **code == "KPI0301").count(), 2000);
    assert_eq!(checked.codes().iter().filter(|code| **code == "KPI0305").count(), 1);
    let helped =
        checked.diagnostics.iter().filter(|d| d.help.iter().any(|help| help.starts_with("did you mean"))).count();
    assert_eq!(helped, 2000);
}

#[test]
fn a_code_that_is_no_flag_is_said() {
    let checked = support::rules(
        r#"
dataset figures {
  source: csv "figures.csv"
  key: [indicator, period]
  columns { indicator: text  period: period  value: count  status: one of [final, provisional, incomplete] = final }
}
indicator x {
  title: "X"
  unit: count
  polarity: higher
  frequency: quarterly
  formula: figures.value
  flags: figures.status
}
"#,
    );
    assert_eq!(checked.codes(), ["KPI0311"], "{}", checked.text());
    assert!(checked.text().contains("`incomplete` is no flag"), "{}", checked.text());
}

/// Of those that are all too long one is told: what could be made from them without end would stop the machine.
#[test]
fn what_rests_on_other_values_has_an_end() {
    let start = "dataset figures {\n  source: csv \"f.csv\"\n  key: [indicator, period]\n  columns { indicator: text  period: period  value: number }\n}\n";
    let fields = "title: \"A\"  unit: count  polarity: higher  frequency: quarterly";
    let row = |figures: usize| {
        let one = |i: usize| match i {
            0 => format!("indicator k0 {{ {fields}  formula: figures.value }}\n"),
            i => format!("indicator k{i} {{ {fields}  formula: k{} + 1 }}\n", i - 1),
        };
        support::rules(&format!("{start}{}", (0..figures).map(one).collect::<String>()))
    };
    assert!(row(65).errors().is_empty(), "{}", row(65).text());
    let named = |values: usize| {
        let lets: String = (1..values).map(|i| format!("  let v{i} = v{} + 1\n", i - 1)).collect();
        support::rules(&format!(
            "{start}indicator k {{ {fields}\n  let v0 = figures.value\n{lets}  formula: v{}\n}}\n",
            values - 1
        ))
    };
    assert!(named(149).errors().is_empty(), "{}", named(149).text());
    let told =
        |checked: &support::Checked| checked.errors().iter().map(|found| format!("{found:?}")).collect::<String>();
    assert_eq!(row(1_000).errors().len(), 1, "{}", told(&row(1_000)));
    assert_eq!(named(5_000).errors().len(), 1, "{}", told(&named(5_000)));
    // Twice what is twice what is twice …
    let doubled = |values: usize| {
        let lets: String =
            (1..values).map(|i| format!("  let v{i} = if v{0} > 1 then v{0} else v{0} + v{0}\n", i - 1)).collect();
        support::rules(&format!(
            "{start}indicator k {{ {fields}\n  let v0 = figures.value\n{lets}  formula: v{}\n}}\n",
            values - 1
        ))
    };
    let tripled = |figures: usize| {
        let one = |i: usize| match i {
            0 => format!("indicator k0 {{ {fields}  formula: figures.value }}\n"),
            i => format!("indicator k{i} {{ {fields}  let a = k{0}  let b = a + a  formula: b + a }}\n", i - 1),
        };
        support::rules(&format!("{start}{}", (0..figures).map(one).collect::<String>()))
    };
    assert!(doubled(9).errors().is_empty() && tripled(11).errors().is_empty());
    assert_eq!((doubled(1_000).errors().len(), tripled(1_000).errors().len()), (1, 1));
    let all = [row(66).text(), named(200).text(), doubled(20).text(), tripled(14).text()];
    insta::assert_snapshot!(all.join("\n"));
}

/// However the days between two dates are asked for, the answer says what to write.
#[test]
fn days_between_dates_are_asked_of_a_cohort() {
    let start = "dataset repairs {\n  source: csv \"r.csv\"\n  columns { raised: date  completed: date  cost: money  priority: number }\n}\n";
    let asked = [
        "completed - raised <= 28",
        "28 >= completed - raised",
        "days(completed, raised) < 28 days",
        "DATEDIF(raised, completed) <= 28",
        "completed <= raised + 28",
        "days from raised to completed <= 28",
        "completed - 28 <= raised",
        "raised >= completed - 28",
        "raised <= completed - 28",
        "raised - 28 < completed",
        "2 * 14 >= completed - raised",
        "completed <= raised + 28 + 3",
        "completed - raised - 1 <= 28",
        "completed - raised <= priority",
        "DATEDIF(raised, completed, \"d\") <= 28",
        "completed = raised",
        "cost <= priority + 28",
    ];
    let told = asked.map(|asked| {
        let text = format!(
            "{start}indicator x {{ title: \"X\"  unit: count  polarity: higher  frequency: quarterly\n  formula: count(repairs where {asked})\n}}\n"
        );
        format!("# {asked}\n{}", support::rules(&text).text())
    });
    insta::assert_snapshot!(told.join("\n"));
}
