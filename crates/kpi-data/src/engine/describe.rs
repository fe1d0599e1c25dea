//! The plan of a pass in words, for people who ask why a pass costs what it costs.

use super::atoms::{Atoms, Schema};
use super::combine::Question;
use super::cubes::combinations;
use super::gather::{Gathered, Gathering};
use super::plan::{self, CubePlan, Plan};
use crate::passes::{Counting, Cut, Different, Group, Way};
use indexmap::IndexSet;
use kpi_core::facts::Measure;

/// How a pass over rows in memory or files went.
pub fn counting(schema: Schema<'_>, plan: &Plan<'_>, gathered: &Gathered<'_, '_>, way: Way) -> Counting {
    let before = plan::classes(schema, &plan.atoms);
    let estimate = |column: usize| before.get(&column).map_or(1, super::classes::Classes::count);
    let classes = |column: usize| gathered.classes.get(&column).map_or(1, super::classes::Classes::count);
    let product = |columns: &IndexSet<usize>| whole(combinations(columns.iter(), &estimate));
    let all: IndexSet<usize> = plan.atoms.columns.keys().copied().collect();
    let groups = plan.cubes.iter().zip(&gathered.cubes).map(|(cube, found)| Group {
        combinations: product(&cube.cube.columns),
        columns: names(schema, cube.cube.columns.iter().copied()),
        ..group(schema, cube, &plan.of_cube(cube), found)
    });
    Counting {
        way,
        questions: plan.questions.len(),
        cuts: cuts(schema, &plan.atoms, &classes),
        combinations: product(&all),
        groups: groups.collect(),
    }
}

fn group(schema: Schema<'_>, cube: &CubePlan, questions: &[&Question<'_>], found: &Gathering) -> Group {
    let kept = found.values.iter().map(|(column, values)| (name(schema, *column), values.count()));
    let distinct = cube.distinct.iter().map(|(columns, places)| Different {
        columns: names(schema, columns.iter().copied()),
        conditions: places.len(),
        values: Some(found.distinct.get(columns).map_or((0, 0), super::distinct::Distinct::values)),
    });
    Group {
        questions: questions.len(),
        columns: Vec::new(),
        combinations: 0,
        cells: found.cells.count.len(),
        measured: names(schema, added_up(questions.iter().copied())),
        kept: kept.collect(),
        distinct: distinct.collect(),
    }
}

/// Each tested column with how many classes it has.
pub fn cuts(schema: Schema<'_>, atoms: &Atoms, classes: &dyn Fn(usize) -> usize) -> Vec<Cut> {
    let cut = |(column, tests): (&usize, &IndexSet<_>)| Cut {
        column: name(schema, *column),
        classes: classes(*column),
        by: tests.iter().map(ToString::to_string).collect(),
    };
    atoms.columns.iter().map(cut).collect()
}

/// The columns of which something is added up, or the least or greatest looked for.
pub fn added_up<'q>(questions: impl Iterator<Item = &'q Question<'q>>) -> IndexSet<usize> {
    let added =
        |measure: &Measure| matches!(measure, Measure::Sum(_) | Measure::Mean(_) | Measure::Min(_) | Measure::Max(_));
    questions
        .filter(|question| added(&question.aggregate.measure))
        .flat_map(|question| question.measured.iter().copied())
        .collect()
}

pub fn names(schema: Schema<'_>, columns: impl IntoIterator<Item = usize>) -> Vec<String> {
    columns.into_iter().map(|column| name(schema, column)).collect()
}

pub fn name(schema: Schema<'_>, column: usize) -> String {
    schema.dataset.columns.get(column).map_or_else(String::new, |column| column.name.clone())
}

pub fn whole(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
