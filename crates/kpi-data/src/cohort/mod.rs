//! Cohorts: rows made from rows, stage by stage, in memory.
//!
//! Only the columns that a cohort looks at are taken apart ([`set`]); texts become numbers, so that comparing them
//! costs nothing ([`value`]). Rows related to the one at hand are found by what they share with it, through an index
//! made once for the set ([`set::Index`]); within those few the condition is asked row by row ([`code`]). What comes
//! out is a table like any other, whose rows keep their places in the file ([`output`]), and is counted by the engine.

mod code;
mod groups;
mod output;
mod set;
mod stages;
mod value;
mod view;

use crate::DataError;
use crate::load::Table;
use crate::place::RowId;
use code::{Compiler, Twins};
use indexmap::IndexMap;
use kpi_core::codes::cohorts::{LISTED_TWICE, REQUIREMENT_BROKEN};
use kpi_core::cohort::{Cohort, Stage, StageKind};
use kpi_core::facts::{CohortsMade, Made};
use kpi_core::{Diagnostic, Period};
use set::Set;
use stages::Outcome;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use value::Texts;
use view::View;

/// So many rows that break a requirement are pointed at.
const NAMED: usize = 5;

/// The cohorts of a run: which there are, and those that were made.
#[derive(Debug, Default)]
pub struct Cohorts {
    known: IndexMap<String, Arc<Cohort>>,
    texts: Texts,
    datasets: HashMap<String, Arc<Set>>,
    made: HashMap<(String, Option<Period>), Arc<MadeRows>>,
}

/// A cohort that was made.
#[derive(Debug)]
pub struct MadeRows {
    set: Arc<Set>,
    /// How many rows came in, and how many each stage left.
    pub stages: Vec<Made>,
}

impl MadeRows {
    pub fn table(&self) -> &Table {
        &self.set.table
    }

    pub fn shared(&self) -> Arc<Table> {
        Arc::clone(&self.set.table)
    }
}

impl Cohorts {
    pub fn add(&mut self, cohorts: impl IntoIterator<Item = Arc<Cohort>>) {
        self.known.extend(cohorts.into_iter().map(|cohort| (cohort.name.clone(), cohort)));
    }

    pub fn is_known(&self, name: &str) -> bool {
        self.known.contains_key(name)
    }

    /// The datasets that a cohort's rows are made from.
    pub fn datasets_of(&self, name: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut todo = vec![name];
        let mut seen: Vec<&str> = Vec::new();
        while let Some(name) = todo.pop() {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            match self.known.get(name) {
                Some(cohort) => {
                    todo.push(&cohort.from);
                    todo.extend(cohort.rows.iter().map(String::as_str));
                }
                None => found.push(name.to_owned()),
            }
        }
        found
    }

    /// Where the values of a column come from: the dataset or cohort that first has it. A part of a figure is there
    /// though its rows are not in this period's cohort.
    pub fn source_of<'n>(&'n self, name: &'n str, column: &str) -> &'n str {
        let mut name = name;
        while let Some(cohort) = self.known.get(name) {
            let taken = cohort.columns.iter().take(cohort.taken).any(|taken| taken.name == column);
            if !taken {
                break;
            }
            name = &cohort.from;
        }
        name
    }

    /// Makes a cohort for the figure of a period, once.
    pub fn make(
        &mut self,
        name: &str,
        period: Option<Period>,
        tables: &IndexMap<String, Arc<Table>>,
        out: &mut Vec<Diagnostic>,
    ) -> Result<Arc<MadeRows>, DataError> {
        let Some(cohort) = self.known.get(name).cloned() else {
            return Err(DataError::NotOpened { dataset: name.to_owned() });
        };
        let period = period.filter(|_| cohort.windowed);
        let key = (name.to_owned(), period);
        if let Some(made) = self.made.get(&key) {
            return Ok(made.clone());
        }
        let from = self.set(&cohort.from, period, tables, out)?;
        let mut sets = Vec::with_capacity(cohort.rows.len());
        for set in &cohort.rows {
            sets.push(self.set(set, period, tables, out)?);
        }
        let made = Arc::new(self.rows(&cohort, &from, &sets, period, out)?);
        self.made.insert(key, made.clone());
        Ok(made)
    }

    /// How the rows of a cohort that was made came about, and those of all cohorts it rests on.
    pub fn stages(&self, name: &str, period: Option<Period>) -> CohortsMade {
        let mut found = CohortsMade::default();
        let mut todo = vec![name];
        while let Some(name) = todo.pop() {
            let Some(cohort) = self.known.get(name) else { continue };
            let key = (name.to_owned(), period.filter(|_| cohort.windowed));
            if found.contains_key(&key) {
                continue;
            }
            let stages = self.made.get(&key).map(|made| made.stages.clone()).unwrap_or_default();
            found.insert(key, stages);
            todo.push(&cohort.from);
            todo.extend(cohort.rows.iter().map(String::as_str));
        }
        found
    }

    /// The rows of a dataset, or of a cohort that is made if need be. Cohorts do not rest on one another in circles.
    fn set(
        &mut self,
        name: &str,
        period: Option<Period>,
        tables: &IndexMap<String, Arc<Table>>,
        out: &mut Vec<Diagnostic>,
    ) -> Result<Arc<Set>, DataError> {
        if self.known.contains_key(name) {
            return self.make(name, period, tables, out).map(|made| made.set.clone());
        }
        if let Some(set) = self.datasets.get(name) {
            return Ok(set.clone());
        }
        let table = tables.get(name).ok_or_else(|| DataError::NotOpened { dataset: name.to_owned() })?;
        let set = Arc::new(Set::new(table.clone()));
        self.datasets.insert(name.to_owned(), set.clone());
        Ok(set)
    }

    fn rows(
        &mut self,
        cohort: &Cohort,
        from: &Arc<Set>,
        sets: &[Arc<Set>],
        period: Option<Period>,
        out: &mut Vec<Diagnostic>,
    ) -> Result<MadeRows, DataError> {
        let origin = from.table.origin.clone();
        let spoiled = |why: String, stages: Vec<Made>| {
            let table = output::table(cohort, origin.clone(), Some(why));
            MadeRows { set: Arc::new(Set::new(Arc::new(table))), stages }
        };
        if let Some(why) = std::iter::once(from).chain(sets).find_map(|set| set.table.partial()) {
            return Ok(spoiled(why.to_owned(), Vec::new()));
        }
        let mut view = View::new(from.clone(), cohort.taken)?;
        let count = |view: &View| u64::try_from(view.len()).unwrap_or(u64::MAX);
        let mut counts = vec![Made { span: cohort.span, text: format!("from {}", cohort.from), left: count(&view) }];
        let compiler = Compiler { sets, period, twins: RefCell::default() };
        for stage in &cohort.stages {
            let outcome = stages::carry_out(stage, &mut view, &compiler, &mut self.texts)?;
            if let Some(twins) = compiler.twins.borrow_mut().pop() {
                let (diagnostic, why) = listed_twice(stage, &twins);
                out.push(diagnostic);
                return Ok(spoiled(why, counts));
            }
            match outcome {
                Outcome::Done => {}
                Outcome::Spoiled(found) => {
                    let place = place(from, &view, found.row);
                    let why = format!(
                        "{place} has a cell that could not be read, or rests on one, and `{}` depends on it",
                        stage.text
                    );
                    return Ok(spoiled(why, counts));
                }
                Outcome::Broken(rows) => {
                    let (diagnostic, why) = broken(cohort, stage, from, &view, &rows);
                    out.push(diagnostic);
                    return Ok(spoiled(why, counts));
                }
            }
            let drops =
                matches!(stage.kind, StageKind::Where(_) | StageKind::OnePer { .. } | StageKind::Episodes { .. });
            if drops {
                counts.push(Made { span: stage.span, text: stage.text.clone(), left: count(&view) });
            }
        }
        let table = output::table(cohort, origin.clone(), None);
        let prepared = output::prepare(cohort, &view, &self.texts)?;
        if table.prepared.set(prepared).is_err() {
            return Err(crate::engine::failed("the rows of a cohort were made twice"));
        }
        Ok(MadeRows { set: Arc::new(Set::new(Arc::new(table))), stages: counts })
    }
}

/// Where a row of a cohort stands in the file.
fn place(from: &Set, view: &View, row: usize) -> kpi_core::diagnostic::DataPlace {
    from.table.origin.row(RowId::from(from.number(view.base(row))))
}

/// A list that has two rows where one is looked up.
fn listed_twice(stage: &Stage, Twins { set, rows: (first, second) }: &Twins) -> (Diagnostic, String) {
    let origin = &set.table.origin;
    let place = |row: u32| origin.row(RowId::from(set.number(row)));
    let message = format!("`{}` has two rows where one is looked up", set.table.schema.name);
    let diagnostic = Diagnostic::at(LISTED_TWICE, stage.span, message.clone())
        .data(place(*first), "")
        .data(place(*second), "")
        .note("which of them is meant cannot be known; no figure that rests on it is given")
        .help("leave one of them in the list, or look it up by further columns");
    (diagnostic, message)
}

fn broken(cohort: &Cohort, stage: &Stage, from: &Set, view: &View, rows: &[usize]) -> (Diagnostic, String) {
    let message = match &stage.kind {
        StageKind::Require { message, .. } => message.as_str(),
        _ => "",
    };
    let many = if rows.len() == 1 { "1 row".to_owned() } else { format!("{} rows", rows.len()) };
    let mut diagnostic =
        Diagnostic::at(REQUIREMENT_BROKEN, stage.span, format!("{many} of `{}`: {message}", cohort.name));
    for row in rows.iter().take(NAMED) {
        diagnostic = diagnostic.data(place(from, view, *row), "");
    }
    if rows.len() > NAMED {
        diagnostic = diagnostic.note(format!("and {} more", rows.len() - NAMED));
    }
    let diagnostic = diagnostic
        .note("no figure that rests on the cohort is given")
        .help("put the rows right, or leave them out knowingly with a `where:`");
    (diagnostic, format!("{many} of `{}`: {message}", cohort.name))
}
