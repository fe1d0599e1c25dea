//! What is to be counted, before any row is seen: the tests of all questions, the columns they cut, and which questions
//! share their cells.

use super::atoms::{Atoms, Schema, Test};
use super::classes::{Class, Classes};
use super::combine::Question;
use super::cubes::{self, Cube};
use crate::DataError;
use indexmap::{IndexMap, IndexSet};
use kpi_core::facts::{Aggregate, Measure};
use std::collections::HashMap;
use std::rc::Rc;

/// The plan of one pass over a dataset.
pub struct Plan<'a> {
    pub questions: Vec<Question<'a>>,
    pub atoms: Atoms,
    pub cubes: Vec<CubePlan>,
}

/// A cube, and what is gathered in its cells.
pub struct CubePlan {
    pub cube: Cube,
    /// Columns of which something is added up or looked for.
    pub measured: IndexSet<usize>,
    /// Columns whose values are kept, because the middle one or the like is wanted.
    pub kept: IndexSet<usize>,
    /// By columns, the questions that count their different values: their places in the cube.
    pub distinct: IndexMap<Vec<usize>, Vec<usize>>,
}

impl<'a> Plan<'a> {
    pub fn new(schema: Schema<'_>, asked: &[&'a Aggregate]) -> Result<Self, DataError> {
        let mut atoms = Atoms::default();
        let mut questions = Vec::with_capacity(asked.len());
        for aggregate in asked {
            let test = schema.test(&aggregate.filter, &mut atoms)?;
            questions.push(Question::new(aggregate, test, schema)?);
        }
        let used: Vec<IndexSet<usize>> = questions
            .iter()
            .map(|question| {
                let mut columns = IndexSet::new();
                question.test.columns(&mut columns);
                columns
            })
            .collect();
        let classes = classes(schema, &atoms);
        let count = |column: usize| classes.get(&column).map_or(1, Classes::count);
        let cubes = cubes::cubes(&used, count).into_iter().map(|cube| CubePlan::new(cube, &questions)).collect();
        Ok(Self { questions, atoms, cubes })
    }

    /// The questions of a cube.
    pub fn of_cube(&self, cube: &CubePlan) -> Vec<&Question<'a>> {
        cube.cube.questions.iter().filter_map(|i| self.questions.get(*i)).collect()
    }

    /// The columns that a pass has to read.
    pub fn columns(&self) -> IndexSet<usize> {
        let mut columns: IndexSet<usize> = self.atoms.columns.keys().copied().collect();
        columns.extend(self.questions.iter().flat_map(|question| &question.measured));
        columns
    }
}

/// The classes of each column that is tested.
pub fn classes(schema: Schema<'_>, atoms: &Atoms) -> IndexMap<usize, Classes> {
    let of = |(column, atoms): (&usize, _)| {
        let kind = schema.kinds.get(*column)?;
        Some((*column, Classes::new(*column, atoms, &kind.holds)))
    };
    atoms.columns.iter().filter_map(of).collect()
}

impl CubePlan {
    fn new(cube: Cube, questions: &[Question<'_>]) -> Self {
        let mut plan = Self { cube, measured: IndexSet::new(), kept: IndexSet::new(), distinct: IndexMap::new() };
        for (place, i) in plan.cube.questions.iter().enumerate() {
            let Some(question) = questions.get(*i) else { continue };
            plan.measured.extend(&question.measured);
            if matches!(question.aggregate.measure, Measure::CountDistinct(_)) {
                plan.distinct.entry(question.measured.clone()).or_default().push(place);
            } else if question.aggregate.measure.share().is_some() {
                plan.kept.extend(&question.measured);
            }
        }
        plan
    }
}

/// For each cell whether a condition holds. What the questions of a cube share is worked out once: their conditions
/// are made of the same few tests.
pub struct Truths<'c> {
    cells: &'c [Vec<Class>],
    columns: &'c [&'c Classes],
    /// By column and atom.
    known: HashMap<(usize, usize), Rc<[Option<bool>]>>,
}

impl<'c> Truths<'c> {
    pub fn new(cells: &'c [Vec<Class>], columns: &'c [&'c Classes]) -> Self {
        Self { cells, columns, known: HashMap::new() }
    }

    pub fn of(&mut self, test: &Test) -> Vec<Option<bool>> {
        match test {
            Test::And(parts) => self.settled(parts, false),
            Test::Or(parts) => self.settled(parts, true),
            Test::Not(inner) => self.of(inner).into_iter().map(|held| held.map(|held| !held)).collect(),
            Test::Atom { column, atom } => self.atom(*column, *atom).to_vec(),
        }
    }

    /// One part that is `deciding` settles the matter, whatever the others are.
    fn settled(&mut self, parts: &[Test], deciding: bool) -> Vec<Option<bool>> {
        let mut all = vec![Some(!deciding); self.cells.len()];
        for part in parts {
            let atom = if let Test::Atom { column, atom } = part { Some(self.atom(*column, *atom)) } else { None };
            let inner = if atom.is_none() { self.of(part) } else { Vec::new() };
            for (all, held) in all.iter_mut().zip(atom.as_deref().unwrap_or(&inner)) {
                *all = match (*all, *held) {
                    (Some(truth), _) | (_, Some(truth)) if truth == deciding => Some(deciding),
                    (None, _) | (_, None) => None,
                    _ => Some(!deciding),
                };
            }
        }
        all
    }

    fn atom(&mut self, column: usize, atom: usize) -> Rc<[Option<bool>]> {
        if let Some(known) = self.known.get(&(column, atom)) {
            return Rc::clone(known);
        }
        let place = self.columns.iter().position(|cut| cut.column == column);
        let cut = place.and_then(|place| self.columns.get(place));
        let outcomes: Vec<Option<bool>> = cut.map_or_else(Vec::new, |cut| {
            (0..cut.count()).map(|class| cut.outcome(Class::try_from(class).unwrap_or(Class::MAX), atom)).collect()
        });
        let of = |cell: &Vec<Class>| {
            let class = place.and_then(|place| cell.get(place)).map(|class| *class as usize);
            class.and_then(|class| outcomes.get(class)).copied().flatten()
        };
        let found: Rc<[Option<bool>]> = self.cells.iter().map(of).collect();
        self.known.insert((column, atom), Rc::clone(&found));
        found
    }
}

/// Whether a condition holds for one cell.
pub fn truth_of(test: &Test, cell: &[Class], columns: &[&Classes]) -> Option<bool> {
    test.holds(&|column, atom| {
        let mut cut = columns.iter().zip(cell);
        cut.find(|(cut, _)| cut.column == column).and_then(|(cut, class)| cut.outcome(*class, atom))
    })
}
