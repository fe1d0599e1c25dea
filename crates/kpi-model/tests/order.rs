//! Neither the order of files and items nor damage to their text makes the checker err.

mod support;

use kpi_core::SourceMap;
use kpi_core::diagnostic::sort;
use kpi_model::{Settings, check};
use kpi_syntax::ast;
use proptest::prelude::*;

const FILES: [(&str, &str); 3] = [
    (
        "data.kpi",
        "dataset figures {\n  source: csv \"f.csv\"\n  key: [indicator, period]\n  columns { indicator: text   period: \
         period   value: number   status: one of [final, provisional] = final }\n}\ndataset visits {\n  source: csv \
         \"v.csv\"\n  columns { date: date   outcome: one of [Met, Missed]   cost: money }\n}\ncomparator england {\n  \
         title: \"England\"\n  figure: latest figures.value\n}\n",
    ),
    (
        "bands.kpi",
        "bands council {\n  judge: deviation\n  Red below -10%   Amber below 0%   Green from 0%\n  at zero target { Green \
         if better   Amber if equal   Red if worse }\n  require actions for Red\n}\nbands council from 2022/23 {\n  judge: \
         deviation of forecast\n  Red below 0%   Green above 0%\n}\ntemplate share(what, goal = 80%) {\n  title: \"Share of \
         {what}\"\n  unit: percent, 1 decimal\n  polarity: higher\n  frequency: quarterly\n  let met = count(visits where \
         outcome = Met and date in period)\n  formula: met / count(visits where date in period)\n  target: goal\n  bands: \
         council\n}\n",
    ),
    (
        "indicators.kpi",
        "indicator one from share(\"visits\") { }\nindicator two from share(goal: 90%, what: \"calls\") { compare: [england] \
         }\nindicator three {\n  title: \"Three\"\n  unit: count\n  polarity: lower\n  frequency: yearly, to date\n  formula: \
         if one > 50% then figures.value else 0\n  target: { 2020/21: 271 at year end   2021/22: tbc }\n  bands: council\n}\n\
         indicator three { }\nscorecard board {\n  title: \"Board\"\n  indicators: [one, two, three]\n}\ntest \"one\" {\n  \
         indicator one at 2020/21 Q2\n  given value = 72%\n  expect rating = Amber\n}\n",
    ),
];

type Trees = (SourceMap, Vec<ast::File>);

fn trees() -> Trees {
    let mut sources = SourceMap::default();
    let files = FILES
        .iter()
        .map(|(name, text)| {
            let id = sources.add(*name, *text);
            kpi_syntax::parse(id, text).0
        })
        .collect();
    (sources, files)
}

fn shown(sources: &SourceMap, files: &[ast::File]) -> String {
    let (catalogue, mut found) = check(files, sources, &Settings::default());
    sort(&mut found);
    format!("{}\n{catalogue:#?}", support::render(&found, sources))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_makes_no_difference(seed in any::<u64>()) {
        let (sources, files) = trees();
        let expected = shown(&sources, &files);
        let mut shuffled = files;
        let mut state = seed;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below.max(1)
        };
        for file in &mut shuffled {
            for i in (1..file.items.len()).rev() {
                file.items.swap(i, next(i + 1));
            }
        }
        for i in (1..shuffled.len()).rev() {
            shuffled.swap(i, next(i + 1));
        }
        prop_assert_eq!(shown(&sources, &shuffled), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Texts with words cut out, doubled and exchanged.
    #[test]
    fn damaged_text_is_checked_all_the_same(
        edits in prop::collection::vec((0usize..3, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..8)
    ) {
        let mut words: Vec<String> = FILES
            .iter()
            .flat_map(|(_, text)| text.split_inclusive([' ', '\n', '.', ',', ':', '(', ')', '{', '}', '[', ']', '%']))
            .map(str::to_owned)
            .collect();
        for (what, at, from) in edits {
            let (at, from) = (at.index(words.len()), from.index(words.len()));
            match what {
                0 => {
                    words.remove(at);
                }
                1 => words[at] = words[from].clone(),
                _ => words.swap(at, from),
            }
        }
        let text = words.concat();
        let checked = support::rules(&text);
        for diagnostic in &checked.diagnostics {
            prop_assert!(diagnostic.place().is_some(), "{}", diagnostic.message);
            prop_assert!(!diagnostic.message.ends_with('.'), "{}", diagnostic.message);
        }
    }
}
