//! How a figure came about, for programs: `kpi.explain/1`, and the same as rows.

use super::json::{self, ResultJson};
use super::plan::{self, PassJson};
use super::report::Report;
use crate::failure::Failure;
use crate::project::Places;
use kpi_core::Period;
use kpi_eval::outturn::Outturn;
use kpi_eval::trace::Step;
use serde::Serialize;

#[derive(Serialize)]
pub struct ExplainJson<'a> {
    schema: &'static str,
    kpi: &'static str,
    project: &'a str,
    period: Period,
    indicator: &'a str,
    result: ResultJson<'a>,
    trace: StepJson<'a>,
    plan: Option<Vec<PassJson<'a>>>,
}

#[derive(Serialize)]
struct StepJson<'a> {
    label: &'a str,
    result: &'a str,
    exact: Option<&'a str>,
    unit: Option<&'a str>,
    period: Option<Period>,
    rule: Option<RuleJson>,
    data: Option<DataJson<'a>>,
    note: Option<&'a str>,
    steps: Vec<StepJson<'a>>,
}

#[derive(Serialize)]
struct RuleJson {
    file: String,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct DataJson<'a> {
    file: String,
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<&'a str>,
    row: Option<u64>,
    column: Option<&'a str>,
    raw: &'a str,
}

pub fn explain<'a>(report: &'a Report<'a>, outturn: &'a Outturn) -> ExplainJson<'a> {
    ExplainJson {
        schema: "kpi.explain/1",
        kpi: env!("CARGO_PKG_VERSION"),
        project: &report.project.settings.name,
        period: report.run.period,
        indicator: &outturn.indicator,
        result: json::result(report, outturn),
        trace: step(&outturn.trace, &report.project.places),
        plan: plan::json(report),
    }
}

fn step<'a>(from: &'a Step, places: &Places) -> StepJson<'a> {
    let rule = from.rule.and_then(|span| {
        let at = places.sources.file(span.file)?.position(span.start);
        Some(RuleJson { file: places.file(span.file), line: at.line, column: at.column })
    });
    let data = from.data.as_ref().map(|(place, raw)| DataJson {
        file: places.data(place).file,
        sheet: place.sheet.as_deref(),
        table: place.table.as_deref(),
        row: place.row,
        column: place.column.as_deref(),
        raw,
    });
    StepJson {
        label: &from.label,
        result: &from.result,
        exact: from.exact.as_deref(),
        unit: from.unit.as_deref(),
        period: from.period,
        rule,
        data,
        note: from.note.as_deref().filter(|note| !note.is_empty()),
        steps: from.steps.iter().map(|child| step(child, places)).collect(),
    }
}

/// A row a step, in the order of the tree; `depth` says how far down it stands.
pub fn csv(report: &Report<'_>, outturn: &Outturn) -> Result<String, Failure> {
    let internal = |error: &dyn std::fmt::Display| Failure::internal(format!("the CSV cannot be written: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = ["depth", "label", "result", "exact", "period", "note", "rule", "data", "raw"];
    writer.write_record(header).map_err(|error| internal(&error))?;
    let plan = plan::steps(report);
    let mut stack: Vec<(usize, &Step)> = plan.iter().map(|plan| (1, plan)).chain([(0, &outturn.trace)]).collect();
    while let Some((depth, step)) = stack.pop() {
        let places = &report.project.places;
        let (data, raw) = step
            .data
            .as_ref()
            .map_or((String::new(), ""), |(place, raw)| (places.data(place).to_string(), raw.as_str()));
        let record = [
            depth.to_string(),
            step.label.clone(),
            step.result.clone(),
            step.exact.clone().unwrap_or_default(),
            step.period.map(|period| period.to_string()).unwrap_or_default(),
            step.note.clone().unwrap_or_default(),
            step.rule.map(|span| super::trace::at(span, places)).unwrap_or_default(),
            data,
            raw.to_owned(),
        ];
        writer.write_record(record).map_err(|error| internal(&error))?;
        stack.extend(step.steps.iter().rev().map(|child| (depth + 1, child)));
    }
    let bytes = writer.into_inner().map_err(|error| internal(&error))?;
    String::from_utf8(bytes).map_err(|error| internal(&error))
}
