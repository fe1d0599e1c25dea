//! Projects of any size, for tests of scale and for benchmarks: the shapes real rule files have, over and over.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Writes a project of so many indicators, two thousand to a file, with two periods of figures each.
pub fn project(folder: &Path, indicators: usize) {
    fs::create_dir_all(folder.join("data")).expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
    write("kpi.toml", "[project]\nname = \"generated\"\ncouncil = \"Generated Council\"\nedition = \"2026\"\n");
    write(
        "common.kpi",
        r#"
dataset figures {
  source: csv "data/figures.csv"
  key:    [indicator, period]
  columns {
    indicator: text
    period:    period
    value:     number or "N/A" as not supplied
    numerator:   count
    denominator: count
    status:    one of [final, provisional] = final
  }
}

dataset benchmarks {
  source: csv "data/benchmarks.csv"
  key:    [indicator, area]
  columns { indicator: text   area: text   value: number }
}

comparator england {
  title:  "England Mean"
  figure: benchmarks.value where area = "England"
}

bands council {
  judge: deviation
  Red    below -10%
  Amber  below 0%
  Green  up to 5%
  Blue   above 5%
  at zero target { Blue if better   Green if equal   Red if worse }
}
"#,
    );
    let mut figures = String::from("indicator,period,value,numerator,denominator,status\n");
    let mut benchmarks = String::from("indicator,area,value\n");
    for (number, file) in (0..indicators).collect::<Vec<_>>().chunks(2_000).enumerate() {
        let mut text = String::new();
        for i in file {
            indicator(&mut text, *i);
            let value = 50 + i % 47;
            writeln!(figures, "kpi_{i},2025/26 Q1,{value}.4%,{value},100,").expect("a line");
            writeln!(figures, "kpi_{i},2025/26 Q2,{value}.9%,{value},100,provisional").expect("a line");
            writeln!(benchmarks, "kpi_{i},England,{value}%").expect("a line");
        }
        write(&format!("indicators_{number}.kpi"), &text);
    }
    write("data/figures.csv", &figures);
    write("data/benchmarks.csv", &benchmarks);
}

fn indicator(text: &mut String, i: usize) {
    let theme = ["Adults", "Children", "Highways", "Public health", "Corporate"][i % 5];
    let polarity = if i.is_multiple_of(3) { "lower" } else { "higher" };
    let target = 60 + i % 31;
    write!(
        text,
        r#"
# {theme}: measure {i} of the generated catalogue.
indicator kpi_{i} {{
  title:       "Percentage of {theme} cases of kind {i} that were closed in time"
  number:      {i}
  theme:       "{theme}"
  owner:       "Head of {theme}"
  unit:        percent, 1 decimal
  polarity:    {polarity}
  frequency:   quarterly
  let closed = figures.numerator
  let all    = figures.denominator
  formula:     if all > 0 then figures.value else closed / all
  flags:       figures.status
  target:      {{ from 2024/25: {target}%   2026/27: in development "from Q4" }}
  bands:       council
  compare:     [england]
  description: """
    Cases of kind {i} that were closed within ten working days of being opened,
    of all that were opened in the quarter.
  """
}}
"#
    )
    .expect("a string");
}
