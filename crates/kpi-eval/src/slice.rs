//! The part of a figure that is meant: a value for each column it is cut by, or all of them (R49).

use kpi_core::Exact;
use kpi_core::facts::{KeyValue, Scalar};
use kpi_core::schema::ColumnType;
use std::rc::Rc;
use std::str::FromStr;

/// A column and the values it cuts a figure into.
#[derive(Debug)]
pub struct Dimension {
    pub column: String,
    pub values: Vec<Member>,
    /// The value that is the total in keyed datasets, as the rules write it.
    pub total: Option<String>,
    /// Apart from all other dimensions of the run.
    pub id: usize,
}

#[derive(Debug, Clone)]
pub struct Member {
    /// As it is shown.
    pub text: String,
    pub key: KeyValue,
    pub scalar: Scalar,
}

impl Member {
    pub fn new(scalar: Scalar) -> Self {
        let text = match &scalar {
            Scalar::Text(text) => text.clone(),
            other => other.to_string(),
        };
        Self { text, key: key(&scalar), scalar }
    }
}

/// One cell of the grid. Without parts it is the whole.
#[derive(Debug, Clone, Default)]
pub struct Slice {
    parts: Vec<(Rc<Dimension>, Option<usize>)>,
}

/// What tells slices apart.
pub type SliceKey = Vec<(usize, Option<usize>)>;

impl Slice {
    pub fn key(&self) -> SliceKey {
        self.parts.iter().map(|(dimension, at)| (dimension.id, *at)).collect()
    }

    pub fn is_whole(&self) -> bool {
        self.parts.iter().all(|(_, at)| at.is_none())
    }

    pub fn dimension(&self, column: &str) -> Option<(&Rc<Dimension>, Option<usize>)> {
        let (dimension, at) = self.parts.iter().find(|(dimension, _)| dimension.column == column)?;
        Some((dimension, *at))
    }

    /// The value of a column that is cut and not taken together.
    pub fn at(&self, column: &str) -> Option<&Member> {
        let (dimension, at) = self.dimension(column)?;
        dimension.values.get(at?)
    }

    /// The columns that are cut, and their values; `None` for all of them together.
    pub fn parts(&self) -> impl Iterator<Item = (&Rc<Dimension>, Option<&Member>)> {
        self.parts.iter().map(|(dimension, at)| (dimension, at.and_then(|at| dimension.values.get(at))))
    }

    /// The same with another value of a column.
    pub fn with(&self, column: &str, at: Option<usize>) -> Self {
        let part = |(dimension, before): &(Rc<Dimension>, Option<usize>)| {
            (Rc::clone(dimension), if dimension.column == column { at } else { *before })
        };
        Self { parts: self.parts.iter().map(part).collect() }
    }

    /// The same, with the columns that it lacks taken together.
    pub fn joined(&self, dimensions: &[Rc<Dimension>]) -> Option<Self> {
        let lacking = dimensions.iter().filter(|dimension| self.dimension(&dimension.column).is_none());
        let lacking: Vec<_> = lacking.map(|dimension| (Rc::clone(dimension), None)).collect();
        (!lacking.is_empty()).then(|| Self { parts: self.parts.iter().cloned().chain(lacking).collect() })
    }

    /// The column and value of each part, as a report names the slice.
    pub fn named(&self) -> Vec<(String, String)> {
        self.parts().filter_map(|(d, at)| Some((d.column.clone(), at?.text.clone()))).collect()
    }
}

/// The whole first, then every combination of values and totals, the last column turning fastest.
pub fn grid(dimensions: &[Rc<Dimension>]) -> Vec<Slice> {
    let mut grid = vec![Slice::default()];
    for dimension in dimensions {
        let choices = std::iter::once(None).chain((0..dimension.values.len()).map(Some));
        let choices: Vec<Option<usize>> = choices.collect();
        grid = grid
            .iter()
            .flat_map(|slice| {
                choices.iter().map(|at| {
                    let mut parts = slice.parts.clone();
                    parts.push((Rc::clone(dimension), *at));
                    Slice { parts }
                })
            })
            .collect();
    }
    grid
}

pub fn key(scalar: &Scalar) -> KeyValue {
    match scalar {
        Scalar::Number(number) => KeyValue::Number(number.clone()),
        Scalar::Text(text) => KeyValue::text(text),
        Scalar::Date(date) => KeyValue::Date(*date),
        Scalar::Period(period) => KeyValue::Period(*period),
        Scalar::YesNo(truth) => KeyValue::YesNo(*truth),
    }
}

/// A value that the rules write, as the column has it.
pub fn typed(text: &str, holds: &ColumnType) -> Scalar {
    match holds {
        ColumnType::Number(_) => Exact::from_str(text.trim()).ok().map(Scalar::Number),
        ColumnType::YesNo if text.eq_ignore_ascii_case("yes") => Some(Scalar::YesNo(true)),
        ColumnType::YesNo if text.eq_ignore_ascii_case("no") => Some(Scalar::YesNo(false)),
        _ => None,
    }
    .unwrap_or_else(|| Scalar::Text(text.to_owned()))
}
