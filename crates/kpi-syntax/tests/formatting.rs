//! What holds of the one style for every text, and what it looks like for each construct.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

mod told;

use kpi_core::FileId;
use kpi_syntax::format::{Refused, format as style};
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;
use told::{parse, said};

/// The text in the one style, which says the same and is in the one style.
fn formatted(text: &str) -> String {
    let once = match style(FileId(0), text) {
        Ok(once) => once,
        Err(Refused::Broken(diagnostics)) => panic!("does not parse: {diagnostics:?}\n{text}"),
        Err(Refused::Unfaithful) => panic!("would not say the same:\n{text}"),
    };
    let twice = style(FileId(0), &once).unwrap_or_else(|refused| panic!("{refused:?}\n{once}"));
    assert_eq!(once, twice, "the second time is as the first");
    let (before, _, _) = parse(text);
    let (after, _, _) = parse(&once);
    assert!(said(&before) == said(&after), "another tree:\n{once}");
    let comments = |file: &kpi_syntax::ast::File| -> Vec<String> {
        file.comments.iter().map(|comment| comment.node.trim_end().to_owned()).collect()
    };
    assert_eq!(comments(&before), comments(&after));
    once
}

/// `- 10%` was a sign before a number, and `-10%` a number: the style made another tree of the first.
#[test]
fn a_sign_apart_from_its_number_is_the_same_number() {
    for between in ["", " ", "\t", "\n    ", " # over\n    "] {
        let text = format!("test \"x\" {{\n  indicator foi at 2020/21 Q2\n  expect deviation = -{between}10%\n}}\n");
        assert!(formatted(&text).contains("-10%") || between.contains('#'));
        let text = format!("indicator x {{\n  formula: 2 * -{between}£3m + sum(cases)\n}}\n");
        assert!(formatted(&text).contains("-£3m") || between.contains('#'));
    }
}

/// How wide such a text is depends on how it was indented: columns moved on each run.
#[test]
fn a_meaning_over_several_lines_is_in_the_style_at_once() {
    let text = "bands standard {\n  judge: deviation\n  Red \"\"\"\n Off target\n \"\"\" below -10%\n  Amber \"Off\" below 0%\n  Green \"On\" from 0%\n}\n";
    assert!(formatted(text).contains("  Amber \"Off\" below 0%\n  Green \"On\"  from 0%\n"), "{}", formatted(text));
}

/// A `#` in a cell that is a text is no comment, however the text is written; behind an inch sign it is.
#[test]
fn cells_hold_what_looks_like_a_comment() {
    let text = "test \"x\" {\n  given figures = [\n    a | b\n    \"5\\\" # wide\" | 1 # of a\n    5\" pipe | 2 # of b\n    \"\"\"3 # 4\"\"\" |\n  ]\n  expect value = 1\n}\n";
    let (file, diagnostics, _) = parse(text);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let comments: Vec<&str> = file.comments.iter().map(|comment| comment.node.as_str()).collect();
    assert_eq!(comments, ["# of a", "# of b"]);
    let kpi_syntax::ast::Item::Test(test) = &file.items[0] else { panic!("a test") };
    let kpi_syntax::ast::Given::Table { rows, .. } = &test.given[0] else { panic!("a table") };
    let cells: Vec<Vec<&str>> =
        rows.iter().map(|row| row.cells.iter().map(|cell| cell.node.as_str()).collect()).collect();
    assert_eq!(cells, [vec!["5\" # wide", "1"], vec!["5\" pipe", "2"], vec!["3 # 4", ""]]);
    insta::assert_snapshot!(formatted(text));
}

/// What a table's cells hold is read as it is, wherever blanks that keyboards do not have stand around them.
#[test]
fn odd_blanks_in_tables_are_kept() {
    let table = |open: &str, row: &str| {
        format!("test \"x\" {{\n  given figures = [{open}\n    a | b\n    {row}\n  ]\n  expect value = 1\n}}\n")
    };
    for (open, row) in [
        ("\u{a0}", "c\u{a0}d | 1"),
        ("", "\"c d\"\u{a0}| 1"),
        ("", "1 | \"c d\"\u{a0}# x"),
        (" # of\u{a0}all", "c | \u{a0}d\u{a0}"),
    ] {
        let text = table(open, row);
        let (file, diagnostics, _) = parse(&text);
        assert!(diagnostics.is_empty(), "{row}: {diagnostics:?}");
        assert!(formatted(&text).matches('\u{a0}').count() >= usize::from(row.starts_with("c\u{a0}d")), "{text}");
        let kpi_syntax::ast::Item::Test(test) = &file.items[0] else { panic!("a test") };
        let kpi_syntax::ast::Given::Table { rows, .. } = &test.given[0] else { panic!("a table") };
        assert_eq!(rows[0].cells.len(), 2);
    }
    // A row that begins as a statement ends the table for the splitter.
    let text = "test \"x\" {\n  given figures=[\n\"x\"\ngiven\nc\u{a0}d\n ]\n}\n";
    assert!(style(FileId(0), text).map_or(true, |style| style.contains("c\u{a0}d")), "{:?}", style(FileId(0), text));
}

/// Blanks that keyboards do not have are blanks between words, and stay what they are within a text or a cell.
#[test]
fn odd_blanks_are_blanks() {
    let text = "\u{feff}indicator\u{a0}x\u{a0}{\n\u{a0}\u{a0}title: \"A\u{a0}b\"\n  unit: percent,\u{a0}1\u{a0}decimal\n  target: 5\u{a0}% # a\u{a0}note\n}\n\
                test \"y\" {\n  given figures = [\n\u{a0} a |\u{a0}b\n    c\u{a0}d | 1\n  ]\n  expect value = 1\n}\n";
    let style = formatted(text);
    assert_eq!(
        style,
        "indicator x {\n  title:  \"A\u{a0}b\"\n  unit:   percent, 1 decimal\n  target: 5 %  # a\u{a0}note\n}\n\n\
         test \"y\" {\n  given figures = [\n    a   | b\n    c\u{a0}d | 1\n  ]\n  expect value = 1\n}\n"
    );
}

fn rule_files(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            rule_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "kpi") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

static RULES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut found = Vec::new();
    rule_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules"), &mut found);
    found.push(("constructs.kpi".to_owned(), include_str!("constructs.kpi").to_owned()));
    found.sort();
    found
});

#[test]
fn every_rule_file_keeps_what_it_says() {
    for (name, text) in RULES.iter() {
        println!("{name}");
        formatted(text);
    }
}

#[test]
fn the_style_of_every_construct() {
    insta::assert_snapshot!("style_constructs", formatted(include_str!("constructs.kpi")));
}

/// What stands between ```kpi and ``` in a page of the documentation.
fn examples(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            examples(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let page = std::fs::read_to_string(&path).unwrap();
            let blocks = page.split("```kpi").skip(1).filter_map(|block| block.split("```").next());
            found.extend(blocks.filter_map(|block| block.split_once('\n')).map(|(_, text)| text.to_owned()));
        }
    }
}

#[test]
fn every_example_of_the_documentation_keeps_what_it_says() {
    let mut found = Vec::new();
    examples(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs"), &mut found);
    let parse_well = |text: &String| !parse(text).1.iter().any(kpi_core::Diagnostic::is_error);
    let right: Vec<String> = found.into_iter().filter(parse_well).collect();
    assert!(right.len() > 100, "only {} examples were found", right.len());
    for text in right {
        formatted(&text);
    }
}

#[test]
fn the_rule_files_are_in_the_style() {
    for (name, text) in RULES.iter().filter(|(name, _)| name != "constructs.kpi") {
        assert_eq!(&formatted(text), text, "{name}: `kpi fmt rules/…` writes it");
    }
}

#[test]
fn long_lines_are_broken_where_least_is_torn_apart() {
    insta::assert_snapshot!(formatted(
        r#"cohort long {
 from: services
 where: client_type = "Service user" and service_type = "Short term support: ST-Max" and (ended is empty or ended >= started) and council = "A"
 where: no rule in exclusions where rule.field = "admission_method" and rule.code = admission_method and rule.started < started - 12 months by latest rule.started, rule.ended
 let band = if age at started is empty then "Unknown" else if age at started < 65 then "18 to 64" else if age at started < 75 then "65 to 74" else "75 and above"
 let wide = started is empty or
   ended is empty and
   council = "A"
 keep: one per [council, person] by service_type ranked ["Long term support: Nursing care", "Long term support: Residential care", "Long term support: Community"], latest ended
}
indicator x from t("A text that is long enough to leave no room for what follows", "Another text that is long enough for that too", c: 3) {
 formula: sum(population.people where band = "18 to 64" and council = "Northford") / sum(population.people where band = "65 and above")
 compare: [comparator_number_one, comparator_number_two, comparator_number_three, comparator_number_four, comparator_five, comparator_six, seven]
 target: { 2020/21: 87% "a note on this one"   2021/22: 88% "a note on that one"   2022/23: 89% "and on the next"   2023/24: 90% }
}
"#
    ));
}

#[test]
fn comments_stay_with_what_they_stand_beside() {
    insta::assert_snapshot!(formatted(
        r#"

#   first
use "a.kpi"   # of use
# second


# third
indicator a {# of a
   # above the title
   title: "A" # beside it
   unit:  # before the value
     percent
   let X = count(records   # all of them
     where a = 1  # but these
       # and not the others
       and b = 2)

   target: { # all of them
     2020/21: 1% # the first
     # the last
   }
   polarity: range 1% # low
     to 2%
   bands: b # a long way

   # at the end
} # behind it
test "t" { # of the test
  given figures = [ # rows
     # of rows
     a |b# of a

     1|  2   # of 1
     # last
   ] # of the table
  expect value = 1 # what comes
}
# last"#
    ));
}

#[test]
fn line_ends_blank_lines_and_long_texts() {
    let windows =
        "indicator a {\r\n\r\n\r\n  title: \"A\"\r\n\r\n\r\n  description: \"\"\"one\r\n    two\r\n  three\"\"\"\r\n}";
    assert_eq!(
        formatted(windows).replace("\r\n", "|"),
        "indicator a {|  title: \"A\"||  description: \"\"\"|    one|      two|    three|    \"\"\"|}|"
    );
    // One line from elsewhere does not change the others, nor what a text says.
    assert_eq!(
        formatted("indicator a {\n  title: \"A\"\n  description: \"\"\"one\r\n  two\"\"\"\n}\n"),
        "indicator a {\n  title:       \"A\"\n  description: \"\"\"\n    one\n    two\n    \"\"\"\n}\n"
    );
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("\n \n"), "");
    assert_eq!(formatted("# a"), "# a\n");
    assert_eq!(formatted("\u{feff}indicator a{}indicator b {}"), "indicator a {}\nindicator b {}\n");
    // A text that has only blanks cannot be said otherwise.
    formatted("indicator a { description: \"\"\"\n\n   \n\"\"\" }");
}

#[test]
fn what_plugins_are_told() {
    assert_eq!(
        formatted(
            "dataset a {\nsource:weather \"x\" {url:\"u\" since :2024-04-01}\ncolumns{a:text}}\n\
             indicator i { formula: measure(\"p\" ,rows where a=1, b :2) }"
        ),
        "dataset a {\n  source: weather \"x\" { url: \"u\"   since: 2024-04-01 }\n  columns { a: text }\n}\n\n\
         indicator i {\n  formula: measure(\"p\", rows where a = 1, b: 2)\n}\n"
    );
}

#[test]
fn what_does_not_parse_is_refused_with_what_is_wrong() {
    for text in ["indicator a { title: }", "indicator a {", "nonsense", "indicator a { title: \"A\"; }"] {
        match style(FileId(0), text) {
            Err(Refused::Broken(diagnostics)) => assert!(!diagnostics.is_empty()),
            other => panic!("{other:?}"),
        }
    }
    let large = "# nobody writes so much\n".repeat(700_000);
    assert!(matches!(style(FileId(0), &large), Err(Refused::Broken(_))), "what is never parsed is never formatted");
}

/// Expressions of many shapes, as they may be written.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a",
        "figures.value",
        "87%",
        "-3.6",
        "£3.6m",
        "\"some text\"",
        "2024-01-10",
        "2020/21 Q2",
        "12 months",
        "age at started",
        "count(people)",
        "open in period",
        "a_name_that_is_rather_long_for_a_column",
        "start of year to date",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(5, 48, 3, |inner| {
        let sign = prop::sample::select(vec![
            " and ",
            " or ",
            "+",
            " -",
            "*\n",
            "/ ",
            "\n= ",
            "<=",
            " !=",
            "\n  or\n",
            " # c\n and ",
        ]);
        prop_oneof![
            (inner.clone(), sign, inner.clone()).prop_map(|(a, sign, b)| format!("{a}{sign}{b}")),
            inner.clone().prop_map(|a| format!("({a})")),
            inner.clone().prop_map(|a| format!("not ( {a} )")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("(if {a} then {b}\nelse {c})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} in [{b},\n 1,2]")),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!("(no x in rows where {a} by latest x.b, {b} empty first)")),
            inner.clone().prop_map(|a| format!("count(rows where {a})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("min({a}, # c\n{b})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_expression_keeps_what_it_says(expression in expression()) {
        let text = format!("indicator a {{ title: \"A\"\n formula: {expression}\n}}\ncohort c {{\nwhere:{expression}\n}}");
        if !parse(&text).1.iter().any(kpi_core::Diagnostic::is_error) {
            formatted(&text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_refused_or_keeps_what_it_says(
        which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), length in 0usize..30,
        put in prop::sample::select(vec!["", " ", "\n", "\n\n\n", " # c\n", "(", ")", "é", ",", "\t", "\"", "\"\"\"", "\r\n", "{", "-"]),
    ) {
        let (_, text) = which.get(&RULES);
        let floor = |mut at: usize| { while !text.is_char_boundary(at) { at -= 1 } at };
        let from = floor(at.index(text.len()));
        let to = floor((from + length).min(text.len()));
        let damaged = format!("{}{put}{}", &text[..from], &text[to..]);
        match style(FileId(0), &damaged) {
            // Nothing is written then, which is what the refusal is for.
            Err(Refused::Broken(_) | Refused::Unfaithful) => {}
            _ => { formatted(&damaged); }
        }
    }

    /// How far lines are indented, and what blanks end them, is nobody's.
    #[test]
    fn indentation_makes_no_difference(which in any::<prop::sample::Index>(), widths in prop::collection::vec(0usize..9, 1..40)) {
        let (_, text) = which.get(&RULES);
        prop_assume!(!text.contains("\"\"\""));
        let moved: Vec<String> = text
            .lines()
            .zip(widths.iter().cycle())
            .map(|(line, width)| match line.starts_with(' ') {
                true => format!("{}{}{}", " ".repeat(width + 1), line.trim_start(), " ".repeat(width % 3)),
                false => line.to_owned(),
            })
            .collect();
        prop_assert_eq!(formatted(&moved.join("\n")), formatted(text));
    }
}
