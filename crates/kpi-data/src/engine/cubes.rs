//! Which questions are answered from the same cells.
//!
//! Rows are grouped by the classes of the columns their questions use. One cube over all columns would have a cell for
//! every combination of classes there is; where that is too many, questions over few columns get cubes of their own, in
//! the same pass.

use indexmap::IndexSet;

/// A cube of no more combinations than this is counted in a table without hashing, and combined in no time.
pub const ROOMY: usize = 1 << 16;

/// The columns by which rows are grouped, and the questions answered from that.
pub struct Cube {
    pub columns: IndexSet<usize>,
    pub questions: Vec<usize>,
}

/// Puts questions together as long as their cells stay few. `columns` are those each question uses, `classes` how many
/// a column has.
pub fn cubes(columns: &[IndexSet<usize>], classes: impl Fn(usize) -> usize) -> Vec<Cube> {
    // Those of most columns first: the others then find a cube that has theirs already.
    let mut order: Vec<(usize, &IndexSet<usize>)> = columns.iter().enumerate().collect();
    order.sort_by_key(|(question, columns)| (std::cmp::Reverse(columns.len()), *question));
    let mut cubes: Vec<Cube> = Vec::new();
    for (question, columns) in order {
        // A question of few combinations stays out of a cube of many: its answer would take as many cells as that has.
        let wide = combinations(columns.iter(), &classes) > ROOMY;
        let fits = |cube: &&mut Cube| {
            combinations(cube.columns.union(columns), &classes) <= ROOMY || wide && columns.is_subset(&cube.columns)
        };
        match cubes.iter_mut().find(fits) {
            Some(cube) => {
                cube.columns.extend(columns);
                cube.questions.push(question);
            }
            None => cubes.push(Cube { columns: columns.clone(), questions: vec![question] }),
        }
    }
    cubes
}

pub fn combinations<'a>(columns: impl Iterator<Item = &'a usize>, classes: &impl Fn(usize) -> usize) -> usize {
    columns.fold(1, |product: usize, column| product.saturating_mul(classes(*column)))
}
