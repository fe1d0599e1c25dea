//! What the published reports get wrong is found without anybody saying where to look: each council's rules as the report
//! has them, without the words by which they own up to it.

use super::{changed, concise};
use std::fs;
use std::path::Path;

/// The notes of a project taken out: all that they let stand is told again.
fn bare(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "kpi") {
            let text = fs::read_to_string(&path).unwrap();
            let kept: Vec<&str> = text.lines().filter(|line| !line.contains("kpi-allow")).collect();
            fs::write(&path, kept.join("\n") + "\n").unwrap();
        }
    }
}

struct Oddity {
    about: &'static str,
    council: &'static str,
    changes: &'static [(&'static str, &'static str, &'static str)],
    period: Option<&'static str>,
    /// Code, file, and a part of the message.
    found: (&'static str, &'static str, &'static str),
}

const ODDITIES: &[Oddity] = &[
    Oddity {
        about: "headed \"current quarter\", counted from April: improving is automatic (230, 233)",
        council: "cambridgeshire",
        changes: &[("adults.kpi", ", although cumulative \"as published; counted from April, it can only rise\"", "")],
        period: None,
        found: ("KPI0210", "adults.kpi", ""),
    },
    Oddity {
        about: "a half-year beside comparators of full years (230, 233)",
        council: "cambridgeshire",
        changes: &[],
        period: None,
        found: ("KPI2401", "adults.kpi", "part of a year"),
    },
    Oddity {
        about: "part-year 12 against a full-year 271, lower is better (162)",
        council: "cambridgeshire",
        changes: &[],
        period: None,
        found: ("KPI0211", "adults.kpi", "better than the whole year's target"),
    },
    Oddity {
        about: "15 cannot precede 12 in one accumulating year (162)",
        council: "cambridgeshire",
        changes: &[],
        period: Some("2020/21 Q2"),
        found: ("KPI2407", "adults.kpi", "12 comes after 15"),
    },
    Oddity {
        about: "\"in line with the statistical neighbour average\", 41.6 beside 36.0",
        council: "cambridgeshire",
        changes: &[],
        period: Some("2020/21 Q2"),
        found: ("KPI0802", "children.kpi", "36.0"),
    },
    Oddity {
        about: "targets that were proposed, not agreed",
        council: "cambridgeshire",
        changes: &[],
        period: None,
        found: ("KPI2203", "place.kpi", "still proposed"),
    },
    Oddity {
        about: "guidance 30 %, target 60 %",
        council: "cambridgeshire",
        changes: &[(
            "public_health.kpi",
            "indicator ph_weight_tier_3 from compared() {",
            "indicator ph_weight_tier_3 from compared() {\n  note: \"Guidance expects 30% of those who begin.\"",
        )],
        period: None,
        found: ("KPI2206", "public_health.kpi", "guidance"),
    },
    Oddity {
        about: "one description, two indicators, targets 260 and 136",
        council: "cambridgeshire",
        changes: &[],
        period: None,
        found: ("KPI2703", "public_health.kpi", "is described as"),
    },
    Oddity {
        about: "a zero target, lower is better: no relative deviation",
        council: "cambridgeshire",
        changes: &[("bands.kpi", "at zero target", "# at zero target")],
        period: None,
        found: ("KPI0220", "", ""),
    },
    Oddity {
        about: "neighbour and England means without a year",
        council: "cambridgeshire",
        changes: &[],
        period: Some("2020/21 Q2"),
        found: ("KPI2501", "data.kpi", "of no year"),
    },
    Oddity {
        about: "a comparator unchanged from an earlier year",
        council: "cambridgeshire",
        changes: &[],
        period: Some("2020/21 Q2"),
        found: ("KPI2505", "templates.kpi", "England Mean is of 2017/18"),
    },
    Oddity {
        about: "a cell shared by two comparators",
        council: "cambridgeshire",
        changes: &[(
            "data.kpi",
            "latest benchmarks.value where area = \"Statistical neighbours\"",
            "latest benchmarks.value where area = \"England\"",
        )],
        period: None,
        found: ("KPI2503", "data.kpi", "is the figure of"),
    },
    Oddity {
        about: "\"at any time during the year\" against \"at month end\"",
        council: "cambridgeshire",
        changes: &[(
            "children.kpi",
            "indicator cs_rereferrals from children() {",
            "indicator cs_rereferrals from children() {\n  note: \"Children with a plan at any time during the year. Counted at month end.\"",
        )],
        period: None,
        found: ("KPI2403", "children.kpi", "at month end"),
    },
    Oddity {
        about: "`% = X/Y`",
        council: "cambridgeshire",
        changes: &[(
            "children.kpi",
            "indicator cs_rereferrals from children() {",
            "indicator cs_rereferrals from children() {\n  note: \"% = X/Y\"",
        )],
        period: None,
        found: ("KPI2704", "children.kpi", "what X is"),
    },
    Oddity {
        about: "complaints pooled, not averaged",
        council: "cambridgeshire",
        changes: &[(
            "place.kpi",
            "answered / received else figures.value",
            "(answered / received + answered / received) / 2",
        )],
        period: None,
        found: ("KPI2006", "place.kpi", "averaged"),
    },
    Oddity {
        about: "\"victims\" counted as instances of support",
        council: "birmingham",
        changes: &[],
        period: None,
        found: ("KPI2008", "measures.kpi", "victims"),
    },
];

#[test]
fn oddities_of_the_published_reports_are_found() {
    let mut missed = String::new();
    for oddity in ODDITIES {
        let folder = changed(oddity.council, oddity.changes);
        bare(folder.path());
        let period: Vec<&str> = oddity.period.iter().flat_map(|period| ["--period", *period]).collect();
        let lines = concise(folder.path(), &period);
        let (code, file, message) = oddity.found;
        let is_it = |line: &&String| line.contains(code) && line.contains(file) && line.contains(message);
        if !lines.iter().any(|line| is_it(&line)) {
            missed.push_str(&format!("{} ({code}):\n{}\n", oddity.about, lines.join("\n")));
        }
    }
    assert!(missed.is_empty(), "{missed}");
}
