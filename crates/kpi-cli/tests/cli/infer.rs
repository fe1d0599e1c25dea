//! `kpi data infer` and `kpi data profile`

use crate::support::{kpi, project, stdout, told};
use std::fs;

const FILE: &str = "\
Indicator,Report Period,Value,Kind,Ref,Seen on,Agreed,Rank,Share,if,Notes,Flags
asc_1,2020/21,12,Final,007,2021-04-01,yes,28/152,56.0%,a,,proxy; late
asc_1,2021/22,N/A,final,008,01/05/2022,no,1,40%,b,\"said \"\"so\"\"\",late
asc_2,2020/21,3,Provisional,009,,yes,3 (=),,c,one,proxy
asc_2,2021/22,[c],Final,010,2022-05-03,no,4/10,1%,d,two,late
asc_3,2020/21,0,Provisional,011,2021-01-01,yes,5,2%,e,three,
asc_3,2021/22,9,Provisional,012,2021-01-01,yes,5,2%,e,four,proxy; late
";

#[test]
fn a_file_becomes_a_dataset_that_checks_and_reads() {
    let folder = project(&[("kpi.toml", "[project]\nname = \"demo\"\n"), ("data/my figures.csv", FILE)]);
    let inferred = kpi(folder.path(), &["data", "infer", "data/my figures.csv"]);
    insta::assert_snapshot!("infer", told(&inferred));
    fs::write(folder.path().join("data.kpi"), stdout(&inferred)).expect("writable");
    let use_of = "indicator a { title: \"A\" unit: number polarity: none frequency: yearly \
                  formula: my_figures.value where indicator = \"asc_1\" }\n";
    fs::write(folder.path().join("a.kpi"), use_of).expect("writable");
    insta::assert_snapshot!("infer_check", told(&kpi(folder.path(), &["check"])));
    insta::assert_snapshot!("profile", told(&kpi(folder.path(), &["data", "profile"])));
}

/// A letter among digits, and cells that nobody filled in, are seen before a rule is written.
#[test]
fn what_is_odd_in_a_column_is_remarked() {
    let mut rows = String::from("Month,Area,Collections Due,Missed\n");
    for row in 0..20 {
        let (due, missed) = (if row == 3 { "12O" } else { "120" }, if row % 7 == 0 { "" } else { "4" });
        rows.push_str(&format!("Apr-24,North,{due},{missed}\n"));
    }
    let folder = project(&[("kpi.toml", ""), ("bins.csv", &rows)]);
    insta::assert_snapshot!("infer_remarks", told(&kpi(folder.path(), &["data", "infer", "bins.csv"])));
}

#[test]
fn a_profile_shows_what_the_rules_do_not_know() {
    let rules = "dataset visits { source: csv \"visits.csv\" columns { person: text kind: one of [day, night, never] \
                 hours: number or \"n/k\" as not supplied } }\n\
                 dataset none { source: csv \"none.csv\" columns { x: text } }\n";
    let file = "person,kind,hours,Comment\nann,day,1.5,\nbob,nihgt,n/k,\ncat,Day,lots,x\n";
    let folder = project(&[("kpi.toml", "[project]\nname = \"demo\"\n"), ("visits.kpi", rules), ("visits.csv", file)]);
    insta::assert_snapshot!("profile_amiss", told(&kpi(folder.path(), &["data", "profile"])));
    insta::assert_snapshot!(
        "profile_json",
        told(&kpi(folder.path(), &["data", "profile", "visits", "--format", "json", "--quiet"]))
    );
    insta::assert_snapshot!("profile_unknown", told(&kpi(folder.path(), &["data", "profile", "visit", "--quiet"])));
}

#[test]
fn what_no_dataset_can_be_made_of() {
    let folder =
        project(&[("kpi.toml", "[project]\nname = \"demo\"\n"), ("a.pdf", "x"), ("empty.csv", ""), ("care.db", "")]);
    let mut all = String::new();
    for file in ["a.pdf", "empty.csv", "care.db", "nothing.csv"] {
        all.push_str(&format!("# {file}\n{}\n", told(&kpi(folder.path(), &["data", "infer", file]))));
    }
    insta::assert_snapshot!("infer_refused", all);
}
