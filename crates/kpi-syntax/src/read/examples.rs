//! How heads and fields are written, for the help of diagnostics.

use crate::split::ItemKind;

pub(super) const fn head_example(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Use => "use \"../shared/bands.kpi\"",
        ItemKind::Dataset => "dataset figures { … }",
        ItemKind::Cohort => "cohort admissions { … }",
        ItemKind::Comparator => "comparator england { … }",
        ItemKind::Bands => "bands council from 2020/21 { … }",
        ItemKind::Template => "template survey(question, base = 100) { … }",
        ItemKind::Indicator => "indicator asc_105 from survey(question: \"q1\") { … }",
        ItemKind::Scorecard => "scorecard adults { … }",
        ItemKind::Test => "test \"ten per cent under target is amber\" { … }",
    }
}

/// A field as it is written, for the help of a diagnostic.
pub(super) fn example(kind: ItemKind, key: &str) -> Option<&'static str> {
    Some(match (kind, key) {
        (ItemKind::Dataset, "source") => "source: csv \"data/figures.csv\"",
        (ItemKind::Dataset, "header") => "header: row 3",
        (ItemKind::Dataset, "key") => "key: [indicator, period]",
        (ItemKind::Dataset, "columns") => "columns { period: period   value: number or \"N/A\" as not supplied }",
        (_, "birth") => "birth: birth_date",
        (ItemKind::Indicator | ItemKind::Template, "interval") => "interval: wilson 95%",
        (_, "interval") => "interval: started to ended",
        (ItemKind::Cohort, "from") => "from: services",
        (ItemKind::Cohort, "where") => "where: started in period and age at started >= 18",
        (ItemKind::Cohort, "let") => "let band = if age at started < 65 then \"18 to 64\" else \"65 and above\"",
        (ItemKind::Cohort, "keep") => "keep: one per [council, person] by latest ended",
        (ItemKind::Cohort, "episodes") => "episodes: per [council, person] from started to ended within 7 days",
        (ItemKind::Cohort, "require") => {
            "require: ended is empty or ended >= started else \"a service ends before it starts\""
        }
        (ItemKind::Cohort, "cascade") => {
            "cascade sequel { died: \"Deceased\" when died <= ended   otherwise: outcome }"
        }
        (ItemKind::Comparator, "figure") => "figure: benchmarks.value where area = \"England\"",
        (ItemKind::Comparator, "year") => "year: 2019/20",
        (ItemKind::Comparator, "kind") => "kind: published",
        (ItemKind::Comparator, "by") => "by: [council]",
        (ItemKind::Comparator, "across") => "across: council",
        (ItemKind::Comparator, "among") => "among: neighbours.neighbour where model = \"2025\"",
        (ItemKind::Comparator, "same") => "same: areas.region",
        (ItemKind::Comparator, "where") => "where: areas.kind = \"unitary\"",
        (ItemKind::Scorecard, "indicators") => "indicators: [asc_105, asc_106]",
        (ItemKind::Scorecard, "theme") => "theme \"Adults\" { indicators: [asc_105] }",
        (ItemKind::Scorecard, "layout") => "layout: table",
        (_, "unit") => "unit: percent, 1 decimal",
        (_, "polarity") => "polarity: range 40% to 60%",
        (_, "formula") => "formula: X / Y",
        (_, "by") => "by: [council total \"England\", age_band]",
        (_, "frequency") => "frequency: quarterly, to date",
        (_, "measure") => "measure: snapshot",
        (_, "let") => "let X = count(records where ended in period)",
        (_, "numerator" | "denominator") => "numerator: X, \"admissions\"",
        (_, "published" | "flags" | "rank") => "rank: latest ranks.rank",
        (_, "target") => "target: { 2020/21: 87%   2022/23: tbc }",
        (_, "bands") => "bands: council",
        (_, "compare") => "compare: [england, neighbours]",
        (_, "change") => "change: against previous, tolerance 0.5 pp",
        (_, "forecast") => "forecast: straight line",
        (_, "suppress") => "suppress: below 5",
        (_, "control") => "control: xmr from 2018/19 Q1, baseline to 2020/21 Q4",
        (_, "require") => "require: Y >= 30 else withhold rating \"fewer than 30 people\"",
        (_, "variant") => "variant: \"Local\" of \"2Bi\", counts once",
        (_, "active") => "active: from 2020/21",
        (_, "links") => "links: [\"https://www.gov.uk\"]",
        (_, "parts") => "parts: [fully_met, partly_met]",
        (_, "related") => "related: [asc_106]",
        (ItemKind::Use | ItemKind::Bands | ItemKind::Test, _) => return None,
        _ => "title: \"People in work\"",
    })
}
