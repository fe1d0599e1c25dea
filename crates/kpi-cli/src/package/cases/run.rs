//! Gives a plugin what a case recorded, and sets what it says beside what was expected.

use super::cells::{self, expected, shown};
use super::read::{Case, ExpectedProblem};
use indexmap::IndexMap;
use kpi_plugin::{Cell, Column, Params, Plugin, PluginError, Problem, Request, Response, Table, Used};
use serde_json::Value;

/// More differences than these say nothing that the first do not.
const SHOWN: usize = 8;

/// What came of a case.
#[derive(Debug, Default)]
pub struct Ran {
    /// Empty where all was as expected.
    pub differences: Vec<String>,
    /// What the plugin said, as lines of text.
    pub said: Vec<String>,
    /// What each call took.
    pub used: Vec<(&'static str, Used)>,
}

impl Ran {
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }
}

/// What a plugin answered: a column of figures, a table, or why there is none.
enum Answer {
    Figures(Column, usize),
    Table(Table),
    Problem(Problem),
}

/// Runs a case. What a plugin does wrong is a difference; nothing here fails.
pub fn run(plugin: &Plugin, case: &Case) -> Ran {
    let mut ran = Ran::default();
    let answer = answer(plugin, case, &mut ran);
    match answer {
        Ok(answer) => compare(&answer, case, &mut ran),
        Err(why) => ran.differences.push(why),
    }
    let more = ran.differences.len().saturating_sub(SHOWN);
    if more > 0 {
        ran.differences.truncate(SHOWN);
        ran.differences.push(format!("and {more} more"));
    }
    ran
}

fn answer(plugin: &Plugin, case: &Case, ran: &mut Ran) -> Result<Answer, String> {
    let description = plugin.describe().map_err(|error| error.to_string())?;
    let written = &case.written;
    match (&description.measure, &written.groups, &written.rounds) {
        (Some(info), Some(groups), None) => {
            let groups: Vec<_> = groups.iter().map(super::read::GroupOf::group).collect();
            let rows = groups.iter().try_fold(0_u32, |sum, group| sum.checked_add(group.rows));
            let rows = rows.ok_or("the groups have too many rows")?;
            let none = IndexMap::new();
            let inputs = cells::inputs(written.inputs.as_ref().unwrap_or(&none), &info.inputs, rows)?;
            let settings = written.settings();
            known(&settings, info.settings.iter().map(|info| (info.name.as_str(), info.required)))?;
            match plugin.evaluate_twice(&settings, &inputs, &groups) {
                Ok(answered) => {
                    ran.used.push(("evaluate", answered.used));
                    if let Some(notes) = &written.expect.notes {
                        explained(plugin, (&settings, &inputs, &groups), notes, ran)?;
                    }
                    Ok(Answer::Figures(answered.value, groups.len()))
                }
                Err(error) => problem(error),
            }
        }
        (_, None, Some(rounds)) => {
            let info = description.source.as_ref().ok_or("the plugin is no source, and the case has rounds")?;
            let period = written.period.ok_or("a source's case needs a `period`")?.span();
            let params = Params { settings: written.settings(), period };
            known(&params.settings, info.settings.iter().map(|info| (info.name.as_str(), info.required)))?;
            source(plugin, &params, case, rounds, ran)
        }
        (None, Some(_), None) => Err("the plugin is no measure, and the case has groups".to_owned()),
        _ => Err("a case has either `groups` and `inputs`, for a measure, or `rounds`, for a source".to_owned()),
    }
}

/// As kpi checks them before a plugin sees them.
fn known<'a>(
    settings: &[kpi_plugin::Field],
    described: impl Iterator<Item = (&'a str, bool)> + Clone,
) -> Result<(), String> {
    if let Some(field) = settings.iter().find(|field| !described.clone().any(|(name, _)| name == field.name)) {
        return Err(format!("the plugin has no setting {:?}", field.name));
    }
    match described.clone().find(|(name, required)| *required && !settings.iter().any(|field| field.name == *name)) {
        Some((name, _)) => Err(format!("the plugin needs the setting {name:?}")),
        None => Ok(()),
    }
}

fn explained(
    plugin: &Plugin,
    (settings, inputs, groups): (&[kpi_plugin::Field], &Table, &[kpi_plugin::Group]),
    expected: &[String],
    ran: &mut Ran,
) -> Result<(), String> {
    let notes = plugin.explain(settings, inputs, groups).map_err(|error| error.to_string())?;
    let notes = notes.map(|answered| answered.value).unwrap_or_default();
    let line = |note: &kpi_plugin::Note| match &note.value {
        Some(value) => format!("{}: {} = {value}", note.group, note.text),
        None => format!("{}: {}", note.group, note.text),
    };
    let found: Vec<String> = notes.iter().map(line).collect();
    ran.said.extend(found.iter().map(|note| format!("note {note}")));
    if found != expected {
        ran.differences.push(format!("expected the notes {expected:?}, found {found:?}"));
    }
    Ok(())
}

fn source(
    plugin: &Plugin,
    params: &Params,
    case: &Case,
    rounds: &[Vec<super::read::Exchange>],
    ran: &mut Ran,
) -> Result<Answer, String> {
    let mut got: Vec<Response> = Vec::new();
    let mut last: Vec<Response> = Vec::new();
    for (number, round) in rounds.iter().enumerate() {
        let wanted = match plugin.plan(params, &last) {
            Ok(answered) => {
                ran.used.push(("plan", answered.used));
                answered.value
            }
            Err(error) => return problem(error),
        };
        let asked = |request: &Request| format!("{} ({})", request.url, request.id);
        ran.said.extend(wanted.iter().map(|request| format!("asks for {}", asked(request))));
        if wanted.len() != round.len() {
            let wanted: Vec<String> = wanted.iter().map(asked).collect();
            return Err(format!("round {number} asks for {wanted:?}, and {} were recorded", round.len()));
        }
        last = Vec::new();
        for (request, exchange) in wanted.iter().zip(round) {
            if request.url != exchange.url {
                return Err(format!("round {number} asks for {}, and {} was recorded", request.url, exchange.url));
            }
            if exchange.id.as_ref().is_some_and(|id| *id != request.id) {
                let id = exchange.id.as_deref().unwrap_or_default();
                return Err(format!("round {number} calls a request {:?}, and {id:?} was recorded", request.id));
            }
            if let Some(headers) = &exchange.headers {
                let recorded: Vec<(String, String)> = headers.iter().map(|(n, v)| (n.clone(), v.clone())).collect();
                if recorded != request.headers {
                    return Err(format!("{} is asked for with {:?}, not {recorded:?}", request.url, request.headers));
                }
            }
            let headers = exchange.answer_headers.iter().map(|(n, v)| (n.clone(), v.clone())).collect();
            let body = exchange.body(&case.folder)?;
            last.push(Response { id: request.id.clone(), status: exchange.status, headers, body });
        }
        got.extend(last.iter().cloned());
    }
    match plugin.plan(params, &last) {
        Ok(answered) if answered.value.is_empty() => ran.used.push(("plan", answered.used)),
        Ok(answered) => {
            let urls: Vec<&str> = answered.value.iter().map(|request| request.url.as_str()).collect();
            return Err(format!("after the last round it asks for {urls:?}, and nothing more was recorded"));
        }
        Err(error) => return problem(error),
    }
    let (first, second) = (plugin.parse(params, &got), plugin.parse(params, &got));
    match (first, second) {
        (Ok(first), Ok(second)) => {
            ran.used.push(("parse", first.used));
            if first.value != second.value || first.used.fuel != second.used.fuel {
                return Err("two calls of `parse` with the same responses gave different answers".to_owned());
            }
            Ok(Answer::Table(first.value))
        }
        (Err(error), _) => problem(error),
        (Ok(_), Err(error)) => Err(format!("the second call of `parse` failed, and the first did not: {error}")),
    }
}

/// A plugin's own problem is an answer; anything else is a failure.
fn problem(error: PluginError) -> Result<Answer, String> {
    match error {
        PluginError::Problem { problem } => Ok(Answer::Problem(problem)),
        other => Err(format!("{}: {other}", other.code())),
    }
}

fn compare(answer: &Answer, case: &Case, ran: &mut Ran) {
    let expect = &case.written.expect;
    match answer {
        Answer::Figures(column, rows) => {
            let found: Vec<String> = (0..*rows).map(|row| shown(column.cell(row))).collect();
            ran.said.push(format!("figures {}", found.join(", ")));
            match &expect.figures {
                Some(figures) => ran.differences.extend(beside("figure", figures, *rows, |row| column.cell(row))),
                None => ran.differences.push(format!("expected something else, found figures {}", found.join(", "))),
            }
        }
        Answer::Table(table) => {
            let named: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            ran.said.push(format!("a table of {} rows: {}", table.rows, named.join(", ")));
            match &expect.table {
                Some(columns) => tables(table, columns, ran),
                None => ran.differences.push(format!("expected something else, found a table of {} rows", table.rows)),
            }
        }
        Answer::Problem(found) => {
            ran.said.push(format!("problem {}", place(found)));
            match &expect.problem {
                Some(expected) if fits(found, expected) => {}
                Some(expected) => ran.differences.push(format!("expected {expected:?}, found {}", place(found))),
                None => ran.differences.push(format!("expected an answer, found the problem {}", place(found))),
            }
        }
    }
}

fn tables(table: &Table, expected: &IndexMap<String, Vec<Value>>, ran: &mut Ran) {
    for (name, cells) in expected {
        match table.column(name) {
            Some(column) => {
                let column_of = format!("column {name:?}, row");
                ran.differences.extend(beside(&column_of, cells, table.rows as usize, |row| column.cell(row)));
            }
            None => ran.differences.push(format!("expected a column {name:?}, and there is none")),
        }
    }
    for column in table.columns.iter().filter(|column| !expected.contains_key(&column.name)) {
        ran.differences.push(format!("column {:?} is not expected", column.name));
    }
}

fn beside<'a>(what: &str, wanted: &[Value], rows: usize, cell: impl Fn(usize) -> Cell<'a>) -> Vec<String> {
    if wanted.len() != rows {
        return vec![format!("{what}: expected {} of them, found {rows}", wanted.len())];
    }
    let different = |(row, value): (usize, &Value)| {
        let (wanted, found) = (expected(value, cell(row)), shown(cell(row)));
        (wanted != found).then(|| format!("{what} {row}: expected {wanted}, found {found}"))
    };
    wanted.iter().enumerate().filter_map(different).collect()
}

fn fits(found: &Problem, expected: &ExpectedProblem) -> bool {
    found.code == expected.code
        && expected.message.as_ref().is_none_or(|part| found.message.contains(part))
        && (expected.column.is_none() || expected.column == found.column)
        && (expected.row.is_none() || expected.row == found.row)
}

fn place(problem: &Problem) -> String {
    let column = problem.column.as_ref().map(|column| format!(", column {column:?}")).unwrap_or_default();
    let row = problem.row.map(|row| format!(", row {row}")).unwrap_or_default();
    format!("{}: {}{column}{row}", problem.code, problem.message)
}
