//! `kpi test --mutate`: faults put into the rules one at a time, and whether a test notices.

use super::one;
use crate::failure::Failure;
use crate::output::Terminal;
use crate::project::{Asking, Figures, Project, today};
use kpi_core::{Diagnostic, Span};
use kpi_lint::{Allows, Context};
use kpi_model::Settings;
use kpi_mutate::{Mutant, Operator, Reach, mutants};
use rayon::prelude::*;
use std::collections::HashMap;

/// What came of all of them.
#[derive(Debug, Default)]
pub struct Mutation {
    pub tried: Vec<Tried>,
}

#[derive(Debug)]
pub struct Tried {
    pub mutant: Mutant,
    pub end: End,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// By the test of this name.
    Killed(String),
    /// So many tests ran, and none noticed.
    Survived { tests: usize },
    /// It survived, and a note says why it may.
    Allowed(String),
    /// `kpi check` refuses such rules: nobody gets as far as a test.
    Refused,
}

impl Mutation {
    /// How many count, and how many were killed; of one kind, or of all.
    pub fn count(&self, operator: Option<Operator>) -> (usize, usize) {
        let of_kind =
            self.tried.iter().filter(|tried| operator.is_none_or(|operator| tried.mutant.operator == operator));
        of_kind.fold((0, 0), |(all, killed), tried| match tried.end {
            End::Killed(_) => (all + 1, killed + 1),
            End::Survived { .. } => (all + 1, killed),
            End::Allowed(_) | End::Refused => (all, killed),
        })
    }

    pub fn survivors(&self) -> impl Iterator<Item = (&Mutant, usize)> {
        self.tried.iter().filter_map(|tried| match tried.end {
            End::Survived { tests } => Some((&tried.mutant, tests)),
            _ => None,
        })
    }

    pub fn allowed(&self) -> impl Iterator<Item = (&Mutant, &str)> {
        self.tried.iter().filter_map(|tried| match &tried.end {
            End::Allowed(reason) => Some((&tried.mutant, reason.as_str())),
            _ => None,
        })
    }

    pub fn refused(&self) -> usize {
        self.tried.iter().filter(|tried| tried.end == End::Refused).count()
    }
}

/// `chosen` are the tests that may notice, all of which pass over the rules as they are.
pub fn run(project: &Project, chosen: &[Span]) -> Result<Mutation, Failure> {
    let all = mutants(&project.trees, &project.places.sources);
    let reach = Reach::read(&project.trees);
    // A test is as many as it has cases.
    let mut places: HashMap<Span, Vec<usize>> = HashMap::new();
    for (i, test) in project.catalogue.tests.iter().enumerate().filter(|(_, test)| chosen.contains(&test.span)) {
        places.entry(test.item).or_default().push(i);
    }
    // A fault changes the project, so each thread has one of its own.
    let open =
        || Project::open(&project.root, &Terminal::silent()).map_err(|failure| failure.diagnostic().message.clone());
    let ends: Vec<Result<End, Failure>> = all
        .par_iter()
        .with_min_len(8)
        .map_init(open, |own, mutant| {
            let own = own.as_mut().map_err(|why| Failure::internal(why.clone()))?;
            let items = reach.tests(mutant.keyword, &mutant.item);
            let tests: Vec<usize> = items.iter().filter_map(|item| places.get(item)).flatten().copied().collect();
            try_one(own, mutant, &tests)
        })
        .collect();
    let context = Context::new(&project.catalogue, &project.places.sources, &project.trees, today());
    let notes = Allows::read(&context);
    let mut mutation = Mutation::default();
    for (mutant, end) in all.into_iter().zip(ends) {
        let end = match end? {
            End::Survived { tests } => match notes.reason("mutant", mutant.span, context.today) {
                Some(reason) => End::Allowed(reason.to_owned()),
                None => End::Survived { tests },
            },
            end => end,
        };
        mutation.tried.push(Tried { mutant, end });
    }
    Ok(mutation)
}

/// Puts the fault in, runs the tests until one notices, and takes it out again.
fn try_one(project: &mut Project, mutant: &Mutant, tests: &[usize]) -> Result<End, Failure> {
    let Some(calendar) = project.settings.calendar else { return Ok(End::Refused) };
    let file = mutant.span.file;
    let sound = project.places.sources.file(file).map(|file| file.text.clone()).unwrap_or_default();
    let text = mutant.put_into(&sound);
    let (tree, found) = kpi_syntax::parse(file, &text);
    if found.iter().any(Diagnostic::is_error) {
        return Ok(End::Refused);
    }
    let Some(place) = project.trees.iter().position(|tree| tree.id == file) else { return Ok(End::Refused) };
    let settings = Settings { calendar, plugins: project.plugins.described() };
    project.places.sources.replace(file, text);
    let before = project.trees.get_mut(place).map(|old| std::mem::replace(old, tree));
    let (catalogue, found) = kpi_model::check(&project.trees, &project.places.sources, &settings);
    let end = if found.iter().any(Diagnostic::is_error) {
        Ok(End::Refused)
    } else {
        let sound = std::mem::replace(&mut project.catalogue, catalogue);
        let end = noticed(project, tests);
        project.catalogue = sound;
        end
    };
    project.places.sources.replace(file, sound);
    if let (Some(old), Some(before)) = (project.trees.get_mut(place), before) {
        *old = before;
    }
    end
}

fn noticed(project: &Project, tests: &[usize]) -> Result<End, Failure> {
    let mut figures = Figures::new(project, Asking::default());
    for test in tests.iter().filter_map(|i| project.catalogue.tests.get(*i)) {
        if !one(project, test, Asking::default(), &mut figures)?.passed() {
            return Ok(End::Killed(test.name.clone()));
        }
    }
    Ok(End::Survived { tests: tests.len() })
}
