//! What people write who come from spreadsheets, and what they are told.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

mod told;

use told::{findings, parse};

#[test]
fn what_a_spreadsheet_has_taught() {
    let mut shown = Vec::new();
    for field in [
        "formula: =sum(bins.missed)",
        "formula: sum(bins.missed) where month in period",
        "formula: bins[missed]",
        "formula: sum(bins.missed where month in quarter)",
        "target: <70",
        "target: >= 95%",
        "unit: %",
        "unit: £",
        "unit: rat per 100,000",
        "unit: per 1,000",
        "owner \"Head of Waste\"",
        "unit: \"percent\"",
        "polarity: \"lower\"",
        "bands: \"rag\"",
        "target: \"75%\"",
        "target: 0.1 percent",
        "formula: sum(bins.missed where month is period)",
        "formula: sum(bins.Collections Due where month in period)",
        "formula: sum(bins.\"Collections Due\" where month in period)",
        "formula: sum(bins.missed where month in period missed is not empty)",
        "formula: bins.missed over 3",
        "formula: 3.5 Mins",
        "formula: count(Job No)",
        "formula: count(jobs where raised in Q2)",
        "formula: count(jobs where raised in period AND late)",
        "unit: percent, 1dp",
        "unit: percent, 1 dp",
        "unit: 0.0%",
        "unit: %, 1 decimal place",
        "polarity: high is good",
        "polarity: Higher is better",
        "frequency: Every quarter",
        "frequency: each month",
        "require: count(jobs where raised in period) >= 10",
        "target: 75% at Q2 2024/25",
        "formula: count(jobs where raised in Q2 2024/25)",
        "formula: count(jobs where raised in H1  2024/255)",
        "target: Q2 2024/25: 75%",
        "unit: rate per 1,000, 1dp",
        "unit: percent 2 decimal places",
        "unit: per cent, 1dp",
        "unit: percent, 20dp",
        "polarity: up is bad",
        "frequency: every two years",
        "require: count(jobs where raised in period) < 10",
        "require: >= 10",
        "require: X >= 10 ELSE withhold rating \"few\"",
        "compare: [a AND b]",
        "formula: count(jobs where stage = Stage 1)",
        "formula: count(jobs where stage = North West Area and raised in period) / 2",
        "formula: count(jobs where stage = Stage\n    1)",
        "formula: count(jobs where completed within 15 days of raised)",
        "formula: count(jobs where days between raised and completed <= 15)",
        "formula: count(jobs)\n  cohort in_time { from: jobs  where: days from raised to completed <= 28 }",
        "formula: COUNTIFS(Priority = Urgent, Date Replied - Date Logged <= 5) / COUNTIFS(Priority = Urgent)",
        "formula: count(jobs where Priority = Urgent and Date Replied - Date Logged <= 5) / 2",
        "formula: count(jobs where priority = urgent and Date Logged in period)",
        "formula: count(jobs where Days from raised to completed <= 5)",
        "formula: count(jobs where priority is urgent)",
        "formula: count(jobs where raised is year)",
        "formula: count(jobs where [Date Replied] - [Date Logged] <= 5)",
        "unit: percentage 1dp",
        "target: 85pc",
        "compare: [Statistical Neighbours, england]",
        "unit: percent 1dp",
        "bands: red amber green",
        "bands: Red < 75%, Green >= 75%",
    ] {
        let (_, diagnostics, sources) = parse(&format!("indicator x {{\n  {field}\n}}\n"));
        shown.push(format!("{field}\n{}", findings(&diagnostics, &sources)));
    }
    for field in [
        "where: days between raised and completed <= 15",
        "where: stage = Stage 1",
        "where: days from Date Logged to Date Replied <= 5",
    ] {
        let (_, diagnostics, sources) = parse(&format!("cohort x {{\n  from: jobs\n  {field}\n}}\n"));
        shown.push(format!("{field}\n{}", findings(&diagnostics, &sources)));
    }
    for head in [
        "indicator missed bin rate",
        "indicator \"Missed bin rate\"",
        "indicator Missed Bins",
        "indicator İstanbul Bins",
        "cohort people-in-care",
    ] {
        let (_, diagnostics, sources) = parse(&format!("{head} {{\n}}\n"));
        shown.push(format!("{head} {{ }}\n{}", findings(&diagnostics, &sources)));
    }
    insta::assert_snapshot!(shown.join("\n"));
}
