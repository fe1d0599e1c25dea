//! One pass: batch by batch each row is put into its cell, and what is asked of the cell is added up. Passes over parts
//! of the records join to the pass over all of them, in whatever order.

use super::amounts::Amounts;
use super::atoms::Schema;
use super::cells::Cells;
use super::classes::{Class, Classes};
use super::cubes::ROOMY;
use super::distinct::Distinct;
use super::median::Values;
use super::plan::{self, CubePlan, Plan, truth_of};
use crate::DataError;
use crate::columns::Prepared;
use crate::engine::failed;
use indexmap::IndexMap;
use kpi_core::Unit;

/// What a pass has found so far.
pub struct Gathered<'p, 'a> {
    plan: &'p Plan<'a>,
    schema: Schema<'p>,
    pub classes: IndexMap<usize, Classes>,
    /// In the order of the plan's cubes.
    pub cubes: Vec<Gathering>,
}

/// One cube.
pub struct Gathering {
    pub cells: Cells,
    pub amounts: IndexMap<usize, Amounts>,
    pub values: IndexMap<usize, Values>,
    pub distinct: IndexMap<Vec<usize>, Distinct>,
}

impl<'p, 'a> Gathered<'p, 'a> {
    pub fn new(plan: &'p Plan<'a>, schema: Schema<'p>) -> Self {
        let classes = plan::classes(schema, &plan.atoms);
        let cubes = plan.cubes.iter().map(|cube| Gathering::new(cube, &classes)).collect();
        Self { plan, schema, classes, cubes }
    }

    pub fn add(&mut self, prepared: &Prepared) -> Result<(), DataError> {
        let mut rows: IndexMap<usize, Vec<Class>> = IndexMap::new();
        for (column, classes) in &mut self.classes {
            rows.insert(*column, classes.rows(prepared)?);
        }
        for (cube, gathering) in self.plan.cubes.iter().zip(&mut self.cubes) {
            let classes: Vec<&Classes> = cube.cube.columns.iter().filter_map(|c| self.classes.get(c)).collect();
            let columns: Vec<&[Class]> =
                cube.cube.columns.iter().filter_map(|column| rows.get(column)).map(Vec::as_slice).collect();
            let counts: Vec<usize> = classes.iter().map(|classes| classes.count()).collect();
            let rows = gathering.cells.add(prepared, &columns, &counts, ROOMY)?;
            let size = gathering.cells.count.len();
            for column in &cube.measured {
                let declared = self.schema.dataset.columns.get(*column).map(|declared| declared.holds.unit());
                let unit = declared.unwrap_or(Unit::Text);
                gathering.amounts.entry(*column).or_default().add(prepared, *column, &rows, size, unit)?;
                gathering.cells.look_for_hidden(prepared, *column, &rows)?;
            }
            for column in &cube.kept {
                gathering.values.entry(*column).or_default().add(prepared, *column, &rows, size)?;
            }
            let questions = self.plan.of_cube(cube);
            for (columns, places) in &cube.distinct {
                let cells = &gathering.cells.classes;
                let meets = |condition: usize, cell: usize| {
                    let question = places.get(condition).and_then(|place| questions.get(*place));
                    let truth = question.zip(cells.get(cell)).and_then(|(q, cell)| truth_of(&q.test, cell, &classes));
                    truth == Some(true)
                };
                let distinct = gathering.distinct.entry(columns.clone());
                let distinct = distinct.or_insert_with(|| Distinct::new(columns, places.len()));
                distinct.add(prepared, &rows, size, meets)?;
            }
        }
        Ok(())
    }

    pub fn join(&mut self, other: Self) -> Result<(), DataError> {
        let mut places: IndexMap<usize, Vec<Class>> = IndexMap::new();
        for (column, theirs) in &other.classes {
            let mine = self.classes.get_mut(column).ok_or_else(|| failed("a column is not there"))?;
            places.insert(*column, mine.join(theirs));
        }
        for ((cube, mine), theirs) in self.plan.cubes.iter().zip(&mut self.cubes).zip(other.cubes) {
            let columns: Vec<&[Class]> =
                cube.cube.columns.iter().filter_map(|column| places.get(column)).map(Vec::as_slice).collect();
            let counts: Vec<usize> =
                cube.cube.columns.iter().filter_map(|c| self.classes.get(c)).map(Classes::count).collect();
            let moved = mine.cells.join(&theirs.cells, &columns, &counts, ROOMY)?;
            for (column, amounts) in theirs.amounts {
                mine.amounts.entry(column).or_default().join(amounts, &moved);
            }
            for (column, values) in theirs.values {
                mine.values.entry(column).or_default().join(values, &moved);
            }
            for (columns, distinct) in theirs.distinct {
                match mine.distinct.get_mut(&columns) {
                    Some(mine) => mine.join(distinct)?,
                    None => {
                        mine.distinct.insert(columns, distinct);
                    }
                }
            }
        }
        Ok(())
    }
}

impl Gathering {
    fn new(plan: &CubePlan, classes: &IndexMap<usize, Classes>) -> Self {
        let counts: Vec<usize> =
            plan.cube.columns.iter().filter_map(|column| classes.get(column)).map(|c| c.count() + 1).collect();
        Self {
            cells: Cells::new(&counts, ROOMY),
            amounts: IndexMap::new(),
            values: IndexMap::new(),
            distinct: IndexMap::new(),
        }
    }
}
