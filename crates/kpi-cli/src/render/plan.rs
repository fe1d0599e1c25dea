//! How the data was gone through: the plan of each pass, as steps for people and as JSON for programs. It says nothing
//! of time, so that two runs over the same data print the same.

use super::report::Report;
use crate::project::Places;
use kpi_core::{Period, counted, thousands};
use kpi_data::passes::{Counting, Cut, Different, Group, Pass, Way, Work};
use kpi_eval::trace::Step;
use serde::Serialize;

/// So many tests of a column are named to people; programs get them all.
const NAMED: usize = 6;

/// The plan as steps; nothing where it is not wanted.
pub fn steps(report: &Report<'_>) -> Option<Step> {
    let passes = report.plan.as_ref()?;
    let mut names: Vec<&str> = passes.iter().map(|pass| pass.rows_of.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let result = match passes.as_slice() {
        [] => "no data was read".to_owned(),
        [_] => "1 pass".to_owned(),
        _ => format!("{} passes over {}", thousands(whole(passes.len())), counted(whole(names.len()), "dataset")),
    };
    let catalogue = &report.project.catalogue;
    let steps = passes.iter().map(|pass| {
        let from = catalogue.cohorts.get(&pass.rows_of).map(|cohort| cohort.from.as_str());
        step(pass, from)
    });
    Some(Step::new("plan", result).with(steps.collect()))
}

fn step(pass: &Pass, made_from: Option<&str>) -> Step {
    let rows = counted(pass.rows, "row");
    let made = made_from.map(|from| format!("a cohort, made in memory from {from}"));
    let mut step = Step::new(&pass.rows_of, String::new());
    step.data = Some((pass.place.clone(), String::new()));
    step.period = pass.period;
    step.note = made;
    match &pass.work {
        Work::Lookup { key, columns } => {
            step.result = format!("{rows}, looked up by key");
            step.steps.push(Step::new("key", key.join(", ")));
            step.steps.push(Step::new("columns", columns.join(", ")));
        }
        Work::Values { column, found } => {
            step.result = format!("{rows}, listed");
            step.steps.push(Step::new(column, counted(whole(*found), "different value")));
        }
        Work::Counting(counting) => {
            let how = match &counting.way {
                Way::Memory => "counted in memory".to_owned(),
                Way::Streamed { parts, .. } => format!("streamed in {}", counted(whole(*parts), "part")),
                Way::Pushed { by, .. } => format!("counted by the {by}"),
            };
            step.result = format!("{rows}, {how}, {}", counted(whole(counting.questions), "question"));
            step.steps = counted_steps(counting);
        }
    }
    step
}

fn counted_steps(counting: &Counting) -> Vec<Step> {
    let mut steps = Vec::new();
    match &counting.way {
        Way::Memory => {}
        Way::Streamed { columns, .. } if columns.is_empty() => {
            steps.push(Step::new("columns read", "none"));
        }
        Way::Streamed { columns, .. } => steps.push(Step::new("columns read", columns.join(", "))),
        Way::Pushed { statement, rows, .. } => {
            let result = format!("{} came back", counted(whole(*rows), "row"));
            steps.push(Step::new("statement", result).note(statement));
        }
    }
    if !counting.cuts.is_empty() {
        let cuts = counting.cuts.iter().map(|cut| {
            let more = cut.by.len().saturating_sub(NAMED);
            let mut by: Vec<String> = cut.by.iter().take(NAMED).cloned().collect();
            if more > 0 {
                by.push(format!("and {} more", thousands(whole(more))));
            }
            Step::new(&cut.column, classes(cut.classes)).note(by.join("; "))
        });
        let result = counted(counting.combinations, "combination");
        steps.push(Step::new("columns cut", format!("{result} of classes")).with(cuts.collect()));
    }
    let several = counting.groups.len();
    let split = (several > 1).then(|| {
        format!(
            "all columns together could make {}, so questions over few columns have cells of their own",
            counted(counting.combinations, "cell")
        )
    });
    let groups: Vec<Step> = counting
        .groups
        .iter()
        .enumerate()
        .map(|(i, group)| {
            let label = if several > 1 { format!("group {}", i + 1) } else { "group".to_owned() };
            grouped(label, group)
        })
        .collect();
    match split {
        Some(why) => {
            let groups = Step::new("groups", thousands(whole(several))).note(why).with(groups);
            steps.push(groups);
        }
        None => steps.extend(groups),
    }
    steps
}

fn classes(count: usize) -> String {
    if count == 1 { "1 class".to_owned() } else { format!("{} classes", thousands(whole(count))) }
}

fn grouped(label: String, group: &Group) -> Step {
    let questions = counted(whole(group.questions), "question");
    let possible = match whole(group.cells) {
        cells if cells < group.combinations => format!(" of {} possible", thousands(group.combinations)),
        _ => String::new(),
    };
    let cells = counted(whole(group.cells), "cell");
    let mut steps = Vec::new();
    if !group.columns.is_empty() {
        steps.push(Step::new("by", group.columns.join(", ")));
    }
    if !group.measured.is_empty() {
        steps.push(Step::new("added up or compared", group.measured.join(", ")));
    }
    for (column, values) in &group.kept {
        steps.push(Step::new(format!("values of {column}"), format!("{} kept", thousands(*values))));
    }
    for Different { columns, conditions, values } in &group.distinct {
        let under = counted(whole(*conditions), "condition");
        let result = match values {
            Some((values, masks)) => {
                let masks = counted(whole(*masks), "different mask");
                format!("{under}, {}, {masks}", counted(whole(*values), "value"))
            }
            None => under,
        };
        steps.push(Step::new(format!("different values of {}", columns.join(", ")), result));
    }
    Step::new(label, format!("{questions}, {cells}{possible}")).with(steps)
}

fn whole(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[derive(Serialize)]
pub struct PassJson<'a> {
    dataset: &'a str,
    period: Option<Period>,
    file: String,
    sheet: Option<&'a str>,
    table: Option<&'a str>,
    rows: u64,
    work: &'static str,
    key: Option<&'a [String]>,
    columns: Vec<&'a str>,
    statement: Option<&'a str>,
    parts: Option<usize>,
    questions: Option<usize>,
    cuts: Vec<CutJson<'a>>,
    combinations: Option<u64>,
    groups: Vec<GroupJson<'a>>,
}

#[derive(Serialize)]
struct CutJson<'a> {
    column: &'a str,
    classes: usize,
    by: &'a [String],
}

#[derive(Serialize)]
struct GroupJson<'a> {
    questions: usize,
    columns: &'a [String],
    combinations: u64,
    cells: usize,
    measured: &'a [String],
    kept: Vec<KeptJson<'a>>,
    distinct: Vec<DistinctJson<'a>>,
}

#[derive(Serialize)]
struct KeptJson<'a> {
    column: &'a str,
    values: u64,
}

#[derive(Serialize)]
struct DistinctJson<'a> {
    columns: &'a [String],
    conditions: usize,
    values: Option<usize>,
    masks: Option<usize>,
}

/// The plan for programs; `None` where it is not wanted.
pub fn json<'a>(report: &'a Report<'_>) -> Option<Vec<PassJson<'a>>> {
    let passes = report.plan.as_ref()?;
    Some(passes.iter().map(|pass| of_pass(pass, &report.project.places)).collect())
}

fn of_pass<'a>(pass: &'a Pass, places: &Places) -> PassJson<'a> {
    let bare = PassJson {
        dataset: &pass.rows_of,
        period: pass.period,
        file: places.data(&pass.place).file,
        sheet: pass.place.sheet.as_deref(),
        table: pass.place.table.as_deref(),
        rows: pass.rows,
        work: "counted",
        key: None,
        columns: Vec::new(),
        statement: None,
        parts: None,
        questions: None,
        cuts: Vec::new(),
        combinations: None,
        groups: Vec::new(),
    };
    let counting = match &pass.work {
        Work::Lookup { key, columns } => {
            let columns = columns.iter().map(String::as_str).collect();
            return PassJson { work: "looked up", key: Some(key), columns, ..bare };
        }
        Work::Values { column, .. } => return PassJson { work: "listed", columns: vec![column], ..bare },
        Work::Counting(counting) => counting,
    };
    let bare = PassJson {
        questions: Some(counting.questions),
        combinations: Some(counting.combinations),
        cuts: counting.cuts.iter().map(of_cut).collect(),
        groups: counting.groups.iter().map(of_group).collect(),
        ..bare
    };
    match &counting.way {
        Way::Memory => bare,
        Way::Streamed { parts, columns } => {
            let columns = columns.iter().map(String::as_str).collect();
            PassJson { work: "streamed", parts: Some(*parts), columns, ..bare }
        }
        Way::Pushed { by, statement, .. } => PassJson { work: by, statement: Some(statement), ..bare },
    }
}

fn of_cut(cut: &Cut) -> CutJson<'_> {
    CutJson { column: &cut.column, classes: cut.classes, by: &cut.by }
}

fn of_group(group: &Group) -> GroupJson<'_> {
    GroupJson {
        questions: group.questions,
        columns: &group.columns,
        combinations: group.combinations,
        cells: group.cells,
        measured: &group.measured,
        kept: group.kept.iter().map(|(column, values)| KeptJson { column, values: *values }).collect(),
        distinct: group
            .distinct
            .iter()
            .map(|different| DistinctJson {
                columns: &different.columns,
                conditions: different.conditions,
                values: different.values.map(|(values, _)| values),
                masks: different.values.map(|(_, masks)| masks),
            })
            .collect(),
    }
}
