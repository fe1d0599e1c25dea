//! Databases and queries, from rule file to outturn.

use crate::support::{kpi, project, told};

const SETTINGS: &str = "[project]\nname = \"sources\"\n\n[sources.warehouse]\nurl_env = \"KPI_TEST_WAREHOUSE\"\n";

const QUERY: &str = r#"
dataset people { source: csv "people.csv"   columns { person: text   area: one of [North, South] } }
dataset visits { source: csv "visits.csv"   columns { person: text   hours: number } }
dataset carers {
  source: sql """
    select p.person, p.area, sum(v.hours) as hours
    from people p join visits v on v.person = p.person
    group by p.person
  """ over [people, visits]
  columns { person: text   area: one of [North, South]   hours: number }
}
indicator hours_north {
  title: "Hours in the north"   unit: number, 1 decimal   polarity: higher   frequency: yearly
  formula: sum(carers.hours where area = North)
}
test "a carer's hours are added up" {
  indicator hours_north at 2023/24
  given people = [
    person | area
    ann    | North
    bob    | South
  ]
  given visits = [
    person | hours
    ann    | 1.5
    bob    | 4
    ann    | 1
  ]
  expect value = 2.5
}
"#;

const FILES: &[(&str, &str)] = &[
    ("kpi.toml", SETTINGS),
    ("carers.kpi", QUERY),
    ("people.csv", "person,area\nann, north\nbob,South\ncat,North\n"),
    ("visits.csv", "person,hours\nann,0.1\nann,0.2\ncat,3\nbob,7\n"),
];

#[test]
fn a_query_over_files_is_a_dataset() {
    let folder = project(FILES);
    insta::assert_snapshot!("query_check", told(&kpi(folder.path(), &["check"])));
    insta::assert_snapshot!("query_run", told(&kpi(folder.path(), &["run", "--period", "2023/24"])));
    insta::assert_snapshot!("query_test", told(&kpi(folder.path(), &["test"])));
}

#[test]
fn a_query_that_cannot_be_run_fails_its_figures_and_says_where_it_stands() {
    let folder = project(FILES);
    let rules = QUERY.replace("from people p", "from peple p");
    std::fs::write(folder.path().join("carers.kpi"), rules).unwrap();
    insta::assert_snapshot!("query_wrong", told(&kpi(folder.path(), &["run", "--period", "2023/24"])));
}

#[test]
fn sources_are_checked_without_data() {
    let rules = "\
dataset a { source: sqlite \"care.db\"   columns { x: text } }
dataset b { source: postgres \"warehose\" table \"care.events\" sheet \"Q2\"   columns { x: text } }
dataset c { source: sql \"select x from b\"   columns { x: text } }
dataset d { source: sql \"select x from beds\" over [beds, e]   columns { x: text } }
dataset e { source: sql \"select x from f\" over [f]   columns { x: text } }
dataset f { source: sql \"select x from e\" over [e]   columns { x: text } }
";
    let folder = project(&[("kpi.toml", SETTINGS), ("sources.kpi", rules)]);
    insta::assert_snapshot!("sources_check", told(&kpi(folder.path(), &["check", "--format", "concise"])));
}

#[test]
fn a_database_that_is_not_there_fails_its_figures() {
    let rules = "\
dataset visits { source: postgres \"warehouse\" table \"visits\"   columns { person: text } }
indicator visits { title: \"Visits\" unit: count polarity: higher frequency: yearly formula: count(seen) }
dataset seen { source: sql \"select person from visits\" over [visits]   columns { person: text } }
";
    let rules = rules.replace("indicator visits", "indicator all");
    let folder = project(&[("kpi.toml", SETTINGS), ("sources.kpi", &rules)]);
    insta::assert_snapshot!("no_database", told(&kpi(folder.path(), &["run", "--period", "2023/24"])));
}
