//! Values of fields: the words there are, or the names.

use super::expressions::{self, names};
use super::{Offer, Offers};
use kpi_core::{Judgement, Movement, Reason};
use kpi_model::catalogue::Colour;
use kpi_syntax::ast::Item;
use kpi_syntax::words::{Kind, Token};

type Words = &'static [(&'static str, &'static str)];

/// A value that is being typed.
pub struct Asked<'a> {
    pub item: &'a str,
    pub name: Option<&'a str>,
    pub key: &'a str,
    /// The words behind the key.
    pub before: &'a [Token],
    pub in_text: bool,
}

const UNITS: Words = &[
    ("percent", "56.0%"),
    ("count", "251"),
    ("number", "a number that is none of the others"),
    ("rate per 100,000", "of so many people"),
    ("percentage points", "a difference of percentages"),
    ("score", "7.4"),
    ("money", "£3.6m"),
    ("days", "14 days"),
    ("yes/no", ""),
    ("text", ""),
];
const DECIMALS: Words = &[
    ("0 decimals", ""),
    ("1 decimal", ""),
    ("2 decimals", ""),
    ("half up", "2.5 is shown as 3: the default"),
    ("half even", "2.5 is shown as 2"),
    ("truncate", "2.9 is shown as 2"),
];
const POLARITIES: Words = &[
    ("higher", "higher is better"),
    ("lower", "lower is better"),
    ("range", "best between two values: `range 4 to 6`"),
    ("midpoint", "best at one value: `midpoint 5`"),
    ("none", "neither is better"),
];
const FREQUENCIES: Words = &[
    ("monthly", ""),
    ("quarterly", ""),
    ("half-yearly", ""),
    ("yearly", ""),
    ("every", "`every 2 years from 2014/15`"),
];
const FREQUENCY_MORE: Words = &[
    ("to date", "covers the year up to then"),
    ("rolling 12 months", "covers the twelve months up to then"),
    ("1 quarters late", "is known so much later"),
];
const MEASURES: Words = &[
    ("flow", "what happens in a period: the default"),
    ("snapshot", "what there is at its end"),
    ("average", "what there is on average"),
];
const STATUSES: Words = &[
    ("tbc", "no target yet"),
    ("baseline", "tracked until a target can be set"),
    ("contextual", "no target is meant"),
    ("in development", "the figure is being made"),
    ("none", "no target; the words behind it are shown"),
];
const TARGET_MORE: Words = &[
    ("pro rata", "by months"),
    ("at year end", "part of a year against the whole year's"),
    ("profiled", "the target to date: `profiled [110, 207, 270, 339]`"),
    ("each month", ""),
    ("each quarter", ""),
    ("proposed", "not agreed"),
    ("copied from", "a run warns when it differs from the comparator"),
];
const CHANGES: Words = &[
    ("against previous", "the default"),
    ("against same period last year", "the default of a figure to date"),
    ("against previous year", ""),
    ("against", "`against 2016/17`"),
    ("none", "`none \"reason\"`"),
];
const CHANGE_MORE: Words = &[
    ("tolerance", "no more than this is unchanged: `tolerance 0.5 pp`"),
    ("as published", "the baseline as it was published"),
    ("as recalculated", "the baseline as it is now"),
    ("else recorded", "the direction that was recorded"),
    ("not judged", "`not judged \"reason\"`"),
    ("although cumulative", "`although cumulative \"reason\"`"),
];
const FORECASTS: Words = &[
    ("straight line", "the default of a flow to date"),
    ("last value", "the default otherwise"),
    ("profile", "`profile [20%, 50%, 80%, 100%]`"),
    ("none", ""),
];
const INTERVALS: Words = &[("wilson 95%", "a percent"), ("byar 95%", "a count, or a rate")];
const JUDGES: Words = &[
    ("deviation", "s × (value − target) ÷ |target|, in percent"),
    ("gap", "s × (value − target)"),
    ("change", "s × (value − baseline)"),
    ("rank", "the place among others"),
    ("quartile", "the quarter of the peers, 1 the best"),
    ("direction", "improved, unchanged, worsened"),
    ("significance", "where the interval lies"),
];
const CONDITIONS: Words = &[
    ("below", "the edge not included"),
    ("up to", "the edge included"),
    ("above", "the edge not included"),
    ("from", "the edge included"),
    ("if better", ""),
    ("if equal", ""),
    ("if similar", ""),
    ("if worse", ""),
    ("if improved", ""),
    ("if unchanged", ""),
    ("if worsened", ""),
    ("colour", "of a band whose label is no colour"),
];
const KINDS: Words = &[
    ("published", ""),
    ("mean", "across peers"),
    ("median", "across peers"),
    ("pooled", "numerators over denominators, across peers"),
    ("neighbours", "a mean of statistical neighbours"),
    ("region", "a mean of the region"),
];
const SOURCES: Words = &[
    ("csv", "`csv \"figures.csv\"`"),
    ("xlsx", "`xlsx \"figures.xlsx\" sheet \"Q2\"`"),
    ("ods", "`ods \"figures.ods\" sheet \"Q2\"`"),
    ("parquet", "a file, or a folder of them"),
    ("jsonl", ""),
    ("sqlite", "`sqlite \"events.db\" table \"events\"`"),
    ("postgres", "`postgres \"NAME\" table \"care.events\"`: kpi.toml says how it is reached"),
    ("plugin", "`plugin \"NAME\" { setting: value }`"),
    ("sql", "a query over other datasets"),
];
const TYPES: Words = &[
    ("text", ""),
    ("number", "as written: 15,000, 56.0%, £3.6m"),
    ("count", ""),
    ("percent", ""),
    ("ratio", "0.56 or 56%"),
    ("score", ""),
    ("money", ""),
    ("days", ""),
    ("date", "2024-01-10, 10/01/2024"),
    ("period", "2020/21, 2020/21 Q2, 2020-09"),
    ("rank", "28/152 (=)"),
    ("yes/no", ""),
    ("one of", "`one of [final, provisional]`"),
    ("some of", "`some of [proxy, revised]`, separated by `;`"),
];
const FACTS: Words = &[
    ("value", ""),
    ("numerator", ""),
    ("denominator", ""),
    ("target", ""),
    ("previous", "the figure the change is counted from"),
    ("forecast", ""),
    ("rank", ""),
];
const EXPECTED: Words = &[
    ("rating", "the band's label, or a status"),
    ("change", "improved, unchanged, worsened"),
    ("deviation", ""),
    ("gap", ""),
    ("movement", "up, level, down"),
    ("amount", ""),
    ("missing", "a reason"),
    ("flags", ""),
    ("year_end_target", ""),
    ("period", "the months the figure covers"),
    ("lower", "of the interval"),
    ("upper", "of the interval"),
    ("significance", ""),
    ("variation", ""),
    ("assurance", ""),
    ("finding", "what a run says of it"),
    ("step", "a step of how it came about: `step \"figures.value\"`"),
];

pub fn value(offers: &mut Offers<'_>, asked: &Asked<'_>) {
    if asked.in_text {
        return expressions::quoted(offers, asked);
    }
    match (asked.item, asked.key) {
        ("indicator" | "template", key) => indicator(offers, key, asked),
        ("dataset", "source") if asked.before.is_empty() => offers.words(SOURCES),
        ("dataset", "columns") => column_type(offers, asked),
        ("dataset" | "cohort", "key" | "birth" | "interval") => expressions::own_columns(offers, asked.name),
        ("cohort", "from") => expressions::sets(offers),
        ("cohort", "keep") if asked.before.is_empty() => offers.words(&[("one per", "`one per [COLUMN] by ORDER`")]),
        ("cohort", _) => expressions::row(offers, asked),
        ("comparator", "kind") => offers.words(KINDS),
        ("comparator", _) => names(offers, None),
        ("bands", _) => band(offers, asked),
        ("scorecard", "indicators" | "theme") => indicators(offers),
        ("test", _) => test(offers, asked),
        _ => {}
    }
}

fn indicator(offers: &mut Offers<'_>, key: &str, asked: &Asked<'_>) {
    let cursor = offers.cursor;
    let last = asked.before.last().map(|token| cursor.of(token));
    // `{ from 2020/21: …   from 2023/24: …`: a value by date begins anew behind each colon.
    let begins = matches!(last, None | Some(":"));
    let goes_on = last == Some(",");
    match key {
        "unit" if begins => offers.words(UNITS),
        "unit" if goes_on => offers.words(DECIMALS),
        "polarity" if begins => offers.words(POLARITIES),
        "frequency" if begins => offers.words(FREQUENCIES),
        "frequency" if goes_on => offers.words(FREQUENCY_MORE),
        "measure" => offers.words(MEASURES),
        "change" if begins => offers.words(CHANGES),
        "change" if goes_on => offers.words(CHANGE_MORE),
        "forecast" if begins => {
            offers.words(FORECASTS);
            names(offers, asked.name);
        }
        "interval" => offers.words(INTERVALS),
        "suppress" if begins => offers.words(&[("below", "`below 5, rounded to 5`")]),
        "suppress" if goes_on => offers.words(&[("rounded to", "`rounded to 5`")]),
        "control" if begins => offers.words(&[("xmr from", "`xmr from 2018/19 Q1`")]),
        "control" if goes_on => offers.words(&[
            ("baseline to", "the limits are held to what they were then"),
            ("rebased", "`rebased 2022/23 Q1 \"why\"`"),
        ]),
        "active" if begins => offers.words(&[("from", "`from 2020/21`"), ("until", "`until 2021/22`")]),
        "bands" => schemes(offers),
        "compare" => comparators(offers),
        "related" | "parts" => indicators(offers),
        "by" if matches!(last, None | Some("[" | ",")) => expressions::any_column(offers),
        "by" => {
            offers.words(&[("from", "the dataset that lists the values"), ("total", "the value that is the total")]);
        }
        "target" => {
            if begins {
                offers.words(STATUSES);
            } else if last != Some("{") {
                offers.words(TARGET_MORE);
            }
            comparators(offers);
            names(offers, asked.name);
        }
        "require" => {
            if last == Some("else") {
                return offers.words(&[
                    ("withhold rating", ""),
                    ("withhold change", ""),
                    ("withhold rating and change", ""),
                ]);
            }
            expressions::value(offers, asked);
            offers.words(&[("else withhold rating", "what is not given where the condition is not met")]);
        }
        "rank" => {
            comparators(offers);
            expressions::value(offers, asked);
        }
        "title" | "description" | "calculation" | "note" | "source" | "owner" | "officer" | "theme" | "links"
        | "number" => {}
        _ => expressions::value(offers, asked),
    }
}

fn column_type(offers: &mut Offers<'_>, asked: &Asked<'_>) {
    let cursor = offers.cursor;
    match asked.before.last().map(|token| cursor.of(token)) {
        Some(":") => offers.words(TYPES),
        Some("as") => offers.words(&Reason::ALL.map(|reason| (reason.word(), ""))),
        Some("or") => offers.words(&[("empty as", "what an empty cell means")]),
        Some("{") | None => {}
        Some(_) => offers.words(&[
            ("from", "the header in the file: `from \"Ethnic group\"`"),
            ("or", "a word for a missing value: `or \"N/A\" as not supplied`"),
        ]),
    }
}

pub fn schemes(offers: &mut Offers<'_>) {
    for (name, versions) in &offers.workspace.known().schemes {
        let labels: Vec<&str> = versions.last().iter().flat_map(|v| &v.bands).map(|band| band.label.as_str()).collect();
        offers.add(Offer::Scheme, name, &labels.join(", "));
    }
}

pub fn comparators(offers: &mut Offers<'_>) {
    for (name, comparator) in &offers.workspace.known().comparators {
        offers.add(Offer::Comparator, name, &comparator.title);
    }
}

pub fn indicators(offers: &mut Offers<'_>) {
    for (name, indicator) in &offers.workspace.known().indicators {
        let title = indicator.title.values().last().map_or("", String::as_str);
        offers.add(Offer::Indicator, name, title);
    }
}

pub fn band_statement(offers: &mut Offers<'_>) {
    offers.add(Offer::Field, "judge", "what the bands divide").insert = "judge: ".to_owned();
    for label in ["Red", "Amber", "Green", "Blue"] {
        offers.add(Offer::Band, label, "a band");
    }
    for (word, insert, detail) in [
        ("at zero target", "at zero target { $0 }", "where no share of the target can be taken"),
        ("require actions for", "require actions for ", "bands that want an action in the report"),
        ("word", "word \"$1\" for $0", "the council's word for a status"),
        ("change", "change { improved \"$1\" unchanged \"$2\" worsened \"$3\" }", "the council's words for a change"),
    ] {
        insert.clone_into(&mut offers.add(Offer::Field, word, detail).insert);
    }
}

fn band(offers: &mut Offers<'_>, asked: &Asked<'_>) {
    let cursor = offers.cursor;
    let last = asked.before.last().map(|token| cursor.of(token));
    match (asked.key, last) {
        ("judge", None) => offers.words(JUDGES),
        ("judge", Some("of")) => offers.words(&[("forecast", ""), ("displayed value", "the rounded figure")]),
        ("judge", Some("against")) => comparators(offers),
        ("judge", Some(_)) => {
            offers.words(&[("of", "`of forecast`, `of displayed value`"), ("against", "a comparator")])
        }
        (_, Some("colour")) => offers.words(&Colour::ALL.map(|colour| (colour.word(), ""))),
        ("word", Some("for")) => offers.words(STATUSES),
        ("require", Some("for" | ",")) => own_bands(offers, asked.name),
        ("change", _) => {
            offers.words(&Judgement::ALL.map(|judgement| (judgement.word(), "")));
            offers.words(&[Movement::Up, Movement::Level, Movement::Down].map(|movement| (movement.word(), "")));
            offers.words(&[("show", "how both are said together: `\"{movement} ({judgement})\"`")]);
        }
        _ => offers.words(CONDITIONS),
    }
}

/// The labels of a scheme, in all its versions.
fn own_bands(offers: &mut Offers<'_>, scheme: Option<&str>) {
    let versions = scheme.and_then(|scheme| offers.workspace.known().schemes.get(scheme));
    for band in versions.into_iter().flatten().flat_map(|version| &version.bands) {
        offers.add(Offer::Band, &band.label, band.meaning.as_deref().unwrap_or_default());
    }
}

pub fn test_statement(offers: &mut Offers<'_>) {
    for (word, insert, detail) in [
        ("indicator", "indicator $1 at $0", "what the test is about, and when"),
        ("given", "given ", "facts that the test sets"),
        ("expect", "expect ", "what must come out"),
        (
            "cases",
            "cases = [\n  case | given ${1:value} | expect ${2:rating}\n  $0\n]",
            "one test a row, each with its own name",
        ),
    ] {
        insert.clone_into(&mut offers.add(Offer::Field, word, detail).insert);
    }
}

fn test(offers: &mut Offers<'_>, asked: &Asked<'_>) {
    let cursor = offers.cursor;
    let of: Vec<&str> = asked.before.iter().map(|token| cursor.of(token)).collect();
    match (asked.key, of.as_slice()) {
        ("indicator", []) => indicators(offers),
        ("indicator", [_]) => offers.words(&[("at", "the report's period: `at 2024/25 Q2`")]),
        ("indicator" | "at", _) => periods(offers),
        ("given", [] | [.., ","]) => {
            offers.words(FACTS);
            own_facts(offers);
            sets_for_tables(offers);
        }
        ("expect", [] | [.., ","]) => {
            offers.words(EXPECTED);
            offers.words(FACTS);
            own_facts(offers);
        }
        ("expect", [.., "rating", "=" | "!="]) => ratings(offers),
        ("expect", [.., "change", "=" | "!="]) => offers.words(&Judgement::ALL.map(|judgement| (judgement.word(), ""))),
        ("expect", [.., "movement", "=" | "!="]) => {
            offers.words(&[Movement::Up, Movement::Level, Movement::Down].map(|movement| (movement.word(), "")));
        }
        ("expect", [.., "missing", "=" | "!="]) => offers.words(&Reason::ALL.map(|reason| (reason.word(), ""))),
        ("given" | "expect", [.., "="]) => offers.words(&[("none", "the absent value")]),
        ("given" | "expect", [.., _]) if asked.before.last().is_some_and(|last| last.kind == Kind::Word) => {
            offers.words(&[("=", "")]);
        }
        _ => {}
    }
}

/// The indicator that the test at hand is about.
fn tested(offers: &Offers<'_>) -> Option<String> {
    let (start, _) = offers.cursor.word;
    let item = offers.workspace.item_at(offers.replace.file, start as u32)?;
    match item {
        Item::Test(test) => test.indicator.as_ref().map(|name| name.node.clone()),
        _ => None,
    }
}

/// The `let`s and comparators of the indicator that is tested.
fn own_facts(offers: &mut Offers<'_>) {
    let Some(indicator) = tested(offers).and_then(|name| offers.workspace.known().indicators.get(&name)) else {
        return comparators(offers);
    };
    for named in &indicator.lets {
        offers.add(Offer::Let, &named.name, &named.value.unit.to_string());
    }
    let compared: Vec<&String> = indicator.compare.iter().flat_map(|dated| dated.values()).flatten().collect();
    for name in compared {
        let title = offers.workspace.known().comparators.get(name).map_or("", |c| c.title.as_str());
        offers.add(Offer::Comparator, name, title);
    }
}

fn sets_for_tables(offers: &mut Offers<'_>) {
    for (name, dataset) in &offers.workspace.known().datasets {
        let columns: Vec<&str> = dataset.columns.iter().map(|column| column.name.as_str()).collect();
        let insert = format!("{name} = [\n    {}\n    $0\n  ]", columns.join(" | "));
        offers.add(Offer::Rows, name, "rows of its own for the test").insert = insert;
    }
}

/// The words that may stand as a rating: those of the tested indicator's bands, and the statuses.
fn ratings(offers: &mut Offers<'_>) {
    let known = offers.workspace.known();
    let scheme = tested(offers).and_then(|name| {
        let bands = known.indicators.get(&name)?.bands.as_ref()?;
        bands.values().last().cloned()
    });
    match scheme {
        Some(scheme) => own_bands(offers, Some(&scheme)),
        None => {
            for scheme in known.schemes.keys() {
                own_bands(offers, Some(scheme));
            }
        }
    }
    offers.words(&[("none", "no rating")]);
}

/// Periods that the project's tests and figures speak of.
fn periods(offers: &mut Offers<'_>) {
    let known = offers.workspace.known();
    let mut found: Vec<_> = known.tests.iter().filter_map(|test| test.at).chain(offers.workspace.seen.period).collect();
    found.sort_by_key(|period| std::cmp::Reverse((period.end(), period.start())));
    found.dedup();
    for period in found {
        offers.add(Offer::Word, &period.to_string(), "");
    }
}
