//! Groups rows into cells: one for each combination of classes that occurs. What is added up in a cell does not grow
//! with the number of questions.

use super::classes::{Class, array};
use super::failed;
use crate::DataError;
use crate::columns::Prepared;
use arrow::array::{BooleanArray, Int8Array, UInt64Array};
use indexmap::IndexMap;
use kpi_core::Reason;
use std::collections::HashMap;

/// The cells of one cube.
pub struct Cells {
    /// For each cell its classes, in the order of the cube's columns.
    pub classes: Vec<Vec<Class>>,
    pub count: Vec<u64>,
    /// The first row of each cell, as the file numbers them.
    pub first: Vec<u64>,
    /// By column and reason, the cells' records that have no value where there is one: it could not be read, or is withheld.
    pub hidden: IndexMap<(usize, Reason), Hidden>,
    finder: Finder,
}

/// The cells' records whose value is not there: how many, and the row of the first.
#[derive(Default)]
pub struct Hidden {
    pub count: Vec<u64>,
    pub first: Vec<u64>,
}

/// The mark of a combination without a cell.
const NONE: u32 = u32::MAX;

/// Finds the cell of a combination of classes.
enum Finder {
    /// In a table of all combinations, of so many classes of each column.
    Few { classes: Vec<usize>, table: Vec<u32> },
    /// Of combinations too many to be listed.
    Many(HashMap<Vec<Class>, u32>),
}

impl Cells {
    /// `classes` tells how many each column of the cube has; more may turn up.
    pub fn new(classes: &[usize], roomy: usize) -> Self {
        let mut cells = Self {
            classes: Vec::new(),
            count: Vec::new(),
            first: Vec::new(),
            hidden: IndexMap::new(),
            finder: Finder::Many(HashMap::new()),
        };
        cells.make_room(classes, roomy);
        cells
    }

    /// Cells that were counted elsewhere.
    pub fn counted(classes: Vec<Vec<Class>>, count: Vec<u64>) -> Self {
        let first = vec![0; count.len()];
        Self { classes, count, first, hidden: IndexMap::new(), finder: Finder::Many(HashMap::new()) }
    }

    fn make_room(&mut self, classes: &[usize], roomy: usize) {
        let combinations = classes.iter().fold(1usize, |product, count| product.saturating_mul(*count));
        self.finder = if combinations <= roomy {
            let mut table = vec![NONE; combinations];
            for (cell, key) in self.classes.iter().enumerate() {
                let place = key.iter().zip(classes).fold(0, |place, (class, count)| place * count + *class as usize);
                if let (Some(at), Ok(cell)) = (table.get_mut(place), u32::try_from(cell)) {
                    *at = cell;
                }
            }
            Finder::Few { classes: classes.to_vec(), table }
        } else {
            Finder::Many(self.classes.iter().cloned().zip(0..).collect())
        };
    }

    /// Counts a batch; gives each row's cell. `columns` are the classes of the cube's columns, row by row, `counts` how
    /// many there are by now.
    pub fn add(
        &mut self,
        prepared: &Prepared,
        columns: &[&[Class]],
        counts: &[usize],
        roomy: usize,
    ) -> Result<Vec<u32>, DataError> {
        if let Finder::Few { classes, .. } = &self.finder
            && classes.iter().zip(counts).any(|(known, now)| now > known)
        {
            self.make_room(counts, roomy);
        }
        let places: &UInt64Array = array(prepared, "row")?;
        let mut rows = Vec::with_capacity(places.len());
        if let Finder::Few { classes, .. } = &self.finder {
            let mut keys = vec![0u32; places.len()];
            for (column, count) in columns.iter().zip(classes) {
                let count = u32::try_from(*count).unwrap_or(u32::MAX);
                for (key, class) in keys.iter_mut().zip(*column) {
                    *key = *key * count + *class;
                }
            }
            for (i, (key, place)) in keys.into_iter().zip(places.values()).enumerate() {
                let cell = match &self.finder {
                    Finder::Few { table, .. } => table.get(key as usize).copied().unwrap_or(NONE),
                    Finder::Many(_) => NONE,
                };
                let cell = if cell == NONE { self.of(classes_of(columns, i), *place)? } else { cell };
                self.tick(cell);
                rows.push(cell);
            }
        } else {
            for (i, place) in places.values().iter().enumerate() {
                let cell = self.of(classes_of(columns, i), *place)?;
                self.tick(cell);
                rows.push(cell);
            }
        }
        Ok(rows)
    }

    fn tick(&mut self, cell: u32) {
        if let Some(count) = self.count.get_mut(cell as usize) {
            *count += 1;
        }
    }

    /// The cell of a combination, made where there is none yet.
    fn of(&mut self, key: Vec<Class>, place: u64) -> Result<u32, DataError> {
        let next = u32::try_from(self.classes.len()).ok().filter(|cell| *cell < NONE);
        let next = next.ok_or_else(|| failed("the records fall into more than 4 billion cells"))?;
        match &mut self.finder {
            Finder::Few { classes, table } => {
                let at = key.iter().zip(&*classes).fold(0, |at, (class, count)| at * count + *class as usize);
                let cell = table.get_mut(at).ok_or_else(|| failed("a class is not known"))?;
                if *cell != NONE {
                    return Ok(*cell);
                }
                *cell = next;
            }
            Finder::Many(known) => {
                if let Some(cell) = known.get(&key) {
                    return Ok(*cell);
                }
                known.insert(key.clone(), next);
            }
        }
        self.classes.push(key);
        self.count.push(0);
        self.first.push(place);
        Ok(next)
    }

    /// Counts the records of a batch whose value of a column is not there, where there is one.
    pub fn look_for_hidden(&mut self, prepared: &Prepared, column: usize, rows: &[u32]) -> Result<(), DataError> {
        let Some(kind) = prepared.columns.get(column) else { return Ok(()) };
        let places: &UInt64Array = array(prepared, "row")?;
        if kind.failed {
            let marks: &BooleanArray = array(prepared, &format!("{column} failed"))?;
            for ((mark, cell), place) in marks.iter().zip(rows).zip(places.values()) {
                if mark == Some(true) {
                    self.hide((column, Reason::Failed), *cell, 1, *place);
                }
            }
        }
        if kind.hidden {
            let marks: &Int8Array = array(prepared, &format!("{column} hidden"))?;
            for ((mark, cell), place) in marks.iter().zip(rows).zip(places.values()) {
                let reason = mark.and_then(|mark| Reason::ALL.get(usize::try_from(mark).ok()?));
                if let Some(reason) = reason {
                    self.hide((column, *reason), *cell, 1, *place);
                }
            }
        }
        Ok(())
    }

    fn hide(&mut self, which: (usize, Reason), cell: u32, count: u64, first: u64) {
        let size = self.count.len();
        let hidden = self.hidden.entry(which).or_default();
        if hidden.count.len() < size {
            hidden.count.resize(size, 0);
            hidden.first.resize(size, u64::MAX);
        }
        let at = cell as usize;
        if let (Some(mine), Some(earliest)) = (hidden.count.get_mut(at), hidden.first.get_mut(at)) {
            *mine += count;
            *earliest = (*earliest).min(first);
        }
    }

    /// Adds the cells of another, whose classes have other places: `places` tells them for each column. Gives the place
    /// of each of its cells here.
    pub fn join(
        &mut self,
        other: &Self,
        places: &[&[Class]],
        counts: &[usize],
        roomy: usize,
    ) -> Result<Vec<u32>, DataError> {
        self.make_room(counts, roomy);
        let mut moved = Vec::with_capacity(other.classes.len());
        for ((key, count), first) in other.classes.iter().zip(&other.count).zip(&other.first) {
            let key = key.iter().zip(places).map(|(class, places)| {
                places.get(*class as usize).copied().ok_or_else(|| failed("a class is not known"))
            });
            let cell = self.of(key.collect::<Result<_, _>>()?, *first)?;
            let at = cell as usize;
            if let (Some(mine), Some(earliest)) = (self.count.get_mut(at), self.first.get_mut(at)) {
                *mine += count;
                *earliest = (*earliest).min(*first);
            }
            moved.push(cell);
        }
        for (which, theirs) in &other.hidden {
            for (cell, (count, first)) in moved.iter().zip(theirs.count.iter().zip(&theirs.first)) {
                self.hide(*which, *cell, *count, *first);
            }
        }
        Ok(moved)
    }
}

fn classes_of(columns: &[&[Class]], row: usize) -> Vec<Class> {
    columns.iter().map(|column| column.get(row).copied().unwrap_or_default()).collect()
}
