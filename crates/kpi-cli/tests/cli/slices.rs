//! Figures cut by columns, and set beside those of peers.

use crate::support::{kpi, project, stderr, stdout, told};
use serde_json::Value;
use tempfile::TempDir;

const RULES: &str = r#"
dataset collisions {
  source: csv "collisions.csv"
  columns { district: text   severity: one of [Fatal, Serious, Slight]   day: date   hurt: count }
}
dataset people {
  source: csv "people.csv"
  key:    [district, year]
  columns { district: text   year: period   people: count }
}
dataset lists {
  source: csv "lists.csv"
  key:    [model, district, place]
  columns { model: text   district: text   place: number   neighbour: text }
}
dataset areas {
  source: csv "areas.csv"
  key:    [district]
  columns { district: text   region: text }
}
dataset scores {
  source: csv "scores.csv"
  key:    [district, year]
  columns { district: text   year: period   score: percent or "c" as suppressed }
}

bands met      { judge: gap        red below 0 pp   green from 0 pp }
bands quarters { judge: quartile   green up to 1   amber up to 3   red above 3 }

comparator average    { title: "Mean of districts"     kind: mean        across: district }
comparator middle     { title: "Median of districts"   kind: median      across: district }
comparator together   { title: "Districts together"    kind: pooled      across: district }
comparator region     { title: "Mean of the region"    kind: region      across: district   same: areas.region }
comparator neighbours {
  title:  "Mean of the neighbours"
  kind:   neighbours
  across: district
  among:  lists.neighbour where model = "2025"
}
comparator northern   { title: "Mean of the north"     kind: mean        across: district   where: areas.region = "North" }

indicator rate {
  title:     "People hurt per 1,000"
  unit:      rate per 1,000, 2 decimals
  polarity:  lower
  frequency: yearly
  by:        district
  formula:   sum(collisions.hurt where day in period) / people.people
  compare:   [average, middle, together, region, neighbours, northern]
  rank:      average
  bands:     quarters
}
indicator number {
  title:     "Collisions"
  unit:      count
  polarity:  lower
  frequency: yearly
  by:        [district from areas, severity]
  formula:   count(collisions where day in period)
}
indicator fatal {
  title:     "Collisions that are fatal"
  unit:      percent, 1 decimal
  polarity:  lower
  frequency: yearly
  by:        district
  formula:   count(collisions where severity = Fatal and day in period) / count(collisions where day in period)
}
cohort bad {
  from:  collisions
  where: severity in [Fatal, Serious]
  let kind = if severity = Fatal then "Deadly" else "Not deadly"
}
indicator bad_ones {
  title:     "Collisions that kill or seriously injure"
  unit:      count
  polarity:  lower
  frequency: yearly
  by:        [district, kind]
  formula:   count(bad where day in period)
}
indicator score {
  title:     "Score"
  unit:      percent, 1 decimal
  polarity:  higher
  frequency: yearly
  by:        district total "England"
  formula:   scores.score
  compare:   [average]
  rank:      average
  target:    50%
  bands:     met
}
indicator score_added_up {
  title:     "Score, with no row that is the total"
  unit:      percent, 1 decimal
  polarity:  higher
  frequency: yearly
  by:        district from areas
  formula:   scores.score
}
"#;

fn cut() -> TempDir {
    project(&[
        ("kpi.toml", "[project]\nname = \"cut\"\ncouncil = \"Testshire\"\n"),
        ("rules.kpi", RULES),
        (
            "collisions.csv",
            "district,severity,day,hurt\n\
             Bury,Fatal,2023-05-01,1\n\
             Trafford,Serious,2023-06-01,2\n\
             trafford,Fatal,2023-07-01,3\n\
             Bolton,Serious,2022-06-01,4\n\
             Salford,Slight,2023-06-02,1\n",
        ),
        (
            "people.csv",
            "district,year,people\n\
             Bury,2022/23,1000\nBolton,2022/23,2000\nTrafford,2022/23,3000\nSalford,2022/23,900\n\
             Bury,2023/24,1100\nBolton,2023/24,2100\nTrafford,2023/24,3100\nSalford,2023/24,1100\n",
        ),
        (
            "lists.csv",
            "model,district,place,neighbour\n\
             2021,Bury,1,Salford\n2025,Bury,1,Bolton\n2025,Bury,2,Trafford\n2025,Bolton,1,Bury\n",
        ),
        ("areas.csv", "district,region\nTrafford,South\nSalford,South\nBury,North\nBolton,North\nWigan,North\n"),
        (
            "scores.csv",
            "district,year,score\n\
             England,2023/24,48.2%\nBury,2023/24,40%\nBolton,2023/24,60%\nTrafford,2023/24,c\nSalford,2023/24,60%\n",
        ),
    ])
}

fn run(folder: &TempDir, arguments: &[&str]) -> std::process::Output {
    let all = [&["run", "--period", "2023/24"], arguments].concat();
    kpi(folder.path(), &all)
}

#[test]
fn the_rules_are_sound() {
    let folder = cut();
    insta::assert_snapshot!("slices_check", told(&kpi(folder.path(), &["check"])));
}

#[test]
fn the_parts_stand_below_the_whole() {
    let folder = cut();
    insta::assert_snapshot!("slices_table", told(&run(&folder, &["--slices"])));
    insta::assert_snapshot!("slices_left_out", told(&run(&folder, &["--indicator", "number"])));
}

#[test]
fn one_part_of_each_figure() {
    let folder = cut();
    insta::assert_snapshot!("slices_one", told(&run(&folder, &["--slice", "district=bury", "--slices"])));
    let both = run(&folder, &["--slice", "district=Trafford", "--slice", "severity=Fatal"]);
    insta::assert_snapshot!("slices_of_two_columns", told(&both));
}

#[test]
fn what_is_no_part_is_refused() {
    let folder = cut();
    let told: Vec<String> =
        ["ward=Bury", "district=Burry", "Bury"].iter().map(|slice| told(&run(&folder, &["--slice", slice]))).collect();
    insta::assert_snapshot!("slices_refused", told.join("\n"));
}

#[test]
fn how_the_figure_of_a_part_came_about() {
    let folder = cut();
    let arguments = ["explain", "rate", "--period", "2023/24", "--slice", "district=Bury"];
    insta::assert_snapshot!("slices_explain", told(&kpi(folder.path(), &arguments)));
    let arguments = ["explain", "score_added_up", "--period", "2023/24"];
    insta::assert_snapshot!("slices_explain_total", told(&kpi(folder.path(), &arguments)));
}

/// Programs always get the whole grid, and what no record has is a 0, not a row that is not there.
#[test]
fn the_grid_is_whole() {
    let folder = cut();
    let output = run(&folder, &["--format", "json", "--indicator", "number"]);
    let json: Value = serde_json::from_str(&stdout(&output)).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    let results = json["results"].as_array().expect("results");
    assert_eq!(results.len(), (5 + 1) * (3 + 1), "five districts and three severities, with totals");
    let number = |district: Option<&str>, severity: Option<&str>| {
        let of = |value: &Value, name: &str| value["slice"][name].as_str().map(str::to_owned);
        let found: Vec<i64> = results
            .iter()
            .filter(|one| of(one, "district").as_deref() == district && of(one, "severity").as_deref() == severity)
            .map(|one| one["value"]["number"].as_f64().expect("a number") as i64)
            .collect();
        assert_eq!(found.len(), 1, "{district:?} {severity:?}");
        found[0]
    };
    let districts = ["Trafford", "Salford", "Bury", "Bolton", "Wigan"];
    let severities = ["Fatal", "Serious", "Slight"];
    for district in districts.into_iter().map(Some).chain([None]) {
        let parts: i64 = severities.iter().map(|severity| number(district, Some(severity))).sum();
        assert_eq!(parts, number(district, None));
    }
    for severity in severities.into_iter().map(Some).chain([None]) {
        let parts: i64 = districts.iter().map(|district| number(Some(district), severity)).sum();
        assert_eq!(parts, number(None, severity));
    }
    assert_eq!(number(Some("Wigan"), None), 0);
    assert_eq!(number(None, None), 4);
}

#[test]
fn the_rows_of_parts_for_a_spreadsheet() {
    let folder = cut();
    let output = run(&folder, &["--format", "csv", "--indicator", "score,rate"]);
    let text = stdout(&output);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let wanted = ["indicator", "slice", "value_display", "missing", "target", "rank", "quartile", "comparators"];
    let places: Vec<usize> =
        wanted.iter().map(|name| header.iter().position(|head| head == *name).expect("the column")).collect();
    let rows = reader.records().map(|row| {
        let row = row.expect("a row");
        places.iter().map(|place| row[*place].to_owned()).collect::<Vec<_>>().join(" | ")
    });
    insta::assert_snapshot!("slices_csv", rows.collect::<Vec<_>>().join("\n"));
}

/// Of a yes, a number, or a word that two columns have, the label says which column it is of.
#[test]
fn a_label_says_which_column_an_ambiguous_value_is_of() {
    let rules = "dataset pupils { source: csv \"pupils.csv\"\n\
                 columns { sex: text   meals: yes/no   support: yes/no   year: count   school: text } }\n\
                 indicator pupils_of_each { title: \"Pupils\" unit: count polarity: none frequency: yearly\n\
                 by: [sex, meals, support] formula: count(pupils) }\n\
                 indicator by_year { title: \"By year\" unit: count polarity: none frequency: yearly\n\
                 by: [year, sex, school] formula: count(pupils) }\n";
    let data = "sex,meals,support,year,school\nFemale,yes,no,7,Hill\nUnknown,no,no,8,Unknown\n";
    let folder = project(&[("kpi.toml", "[project]\nname = \"pupils\"\n"), ("rules.kpi", rules), ("pupils.csv", data)]);
    insta::assert_snapshot!("slices_labels", told(&run(&folder, &["--slices"])));
}

/// A value that rows of a cohort have in a period the figure is compared or charted with is a part in this one too.
#[test]
fn a_part_of_an_earlier_period_stays_a_part() {
    let rules = "dataset stays { source: csv \"stays.csv\" columns { person: text   day: date   ward: text } }\n\
                 cohort seen { from: stays where: day in period let kind = if ward = \"X\" then \"Closed\" else \"Open\" }\n\
                 indicator seen_by_kind { title: \"Seen\" unit: count polarity: higher frequency: yearly by: kind\n\
                 formula: count(seen) }\n\
                 indicator seen_long_ago { title: \"Seen long ago\" unit: count polarity: none frequency: yearly by: kind\n\
                 change: none \"few\" formula: count(seen) + count(seen) at 2020/21 }\n\
                 indicator charted { title: \"Charted\" unit: count polarity: none frequency: yearly by: kind\n\
                 change: none \"few\" formula: count(seen) control: xmr from 2020/21 }\n";
    let data = "person,day,ward\nann,2020-06-01,X\nbob,2022-06-01,X\ncy,2023-06-01,Y\ndi,2021-06-01,Y\n";
    let folder = project(&[("kpi.toml", "[project]\nname = \"stays\"\n"), ("rules.kpi", rules), ("stays.csv", data)]);
    let parts = |arguments: &[&str]| {
        let output = run(&folder, arguments);
        let json: Value = serde_json::from_str(&stdout(&output)).unwrap_or_else(|_| panic!("{}", stderr(&output)));
        let results = json["results"].as_array().expect("results").iter();
        let told = results.map(|one| {
            let of = |value: &Value| value.as_str().unwrap_or("all").to_owned();
            format!("{} {}: {}", of(&one["indicator"]), of(&one["slice"]["kind"]), of(&one["value"]["display"]))
        });
        told.collect::<Vec<_>>()
    };
    let all = parts(&["--format", "json"]);
    let seen = ["seen_by_kind all: 1", "seen_by_kind Closed: 0", "seen_by_kind Open: 1"];
    let long_ago = ["seen_long_ago all: 2", "seen_long_ago Closed: 1", "seen_long_ago Open: 1"];
    let charted = ["charted all: 1", "charted Closed: 0", "charted Open: 1"];
    assert_eq!(all, [seen, long_ago, charted].concat());
    // What else is in the run changes nothing.
    assert_eq!(parts(&["--format", "json", "--indicator", "seen_by_kind"]), seen);
}
