//! Cohorts: stages over rows, each with its columns resolved and its types known.

mod order;
mod related;
mod row;
mod rows_in;
mod stages;
mod tests_of_rows;

pub use rows_in::in_order;

use crate::project::{Kind, Project};
use kpi_core::cohort::{Cohort, Stage};
use kpi_core::schema::{Birth, Column, ColumnType, Dataset, Source};
use kpi_core::{Diagnostic, Exact, Span};
use kpi_syntax::ast;

/// A cohort as far as it is right, and what refers to it may know of its columns.
pub struct Lowered {
    pub cohort: Cohort,
    pub schema: Dataset,
    /// Is all of it right, so that its rows can be made?
    pub whole: bool,
}

/// A row other than the one at hand, by its name.
#[derive(Clone)]
struct Named<'a, 'p> {
    name: &'a str,
    row: usize,
    schema: &'p Dataset,
}

/// Where an expression over rows stands.
struct Rows<'a, 'p> {
    project: &'p Project<'a>,
    /// Of the row at hand.
    columns: Vec<Column>,
    birth: Option<(usize, Option<Exact>)>,
    interval: Option<(usize, usize)>,
    named: Vec<Named<'a, 'p>>,
    /// The dataset or cohort of each row that has a name.
    sets: Vec<String>,
    windowed: bool,
    /// Are all columns of the rows at hand known?
    closed: bool,
    whole: bool,
    out: Vec<Diagnostic>,
}

/// `windowed` tells whether another cohort, lowered before, depends on the period.
pub fn lower<'a>(
    project: &Project<'a>,
    item: &'a ast::Cohort,
    windowed: &dyn Fn(&str) -> bool,
    out: &mut Vec<Diagnostic>,
) -> Lowered {
    let single = |key: &str| !matches!(key, "title" | "description" | "source" | "from");
    let fields = super::fields::distinct(&item.fields, single, out);
    let mut title = None;
    let mut from = None;
    for field in &fields {
        match &field.value {
            ast::CohortField::Text(text) if field.key.node == "title" => title = Some(text.node.clone()),
            ast::CohortField::From(name) => from = Some(name),
            _ => {}
        }
    }
    let mut rows = Rows {
        project,
        columns: Vec::new(),
        birth: None,
        interval: None,
        named: Vec::new(),
        sets: Vec::new(),
        windowed: false,
        closed: false,
        whole: true,
        out: Vec::new(),
    };
    let mut taken_from = String::new();
    match from {
        None => {
            rows.whole = false;
            if !fields.iter().any(|field| field.key.node == "from") {
                rows.out.extend(super::fields::missing("cohort", &item.name, &["from"]));
            }
        }
        Some(name) => match rows.set(name) {
            Some(schema) => {
                rows.windowed |= windowed(&schema.name);
                rows.take(schema);
                taken_from.clone_from(&schema.name);
            }
            None => rows.whole = false,
        },
    }
    let taken = rows.columns.len();
    let mut stages: Vec<Stage> = Vec::new();
    for field in &fields {
        stages.extend(rows.stages(field));
    }
    rows.windowed |= rows.sets.iter().any(|set| windowed(set));
    out.append(&mut rows.out);
    let schema = Dataset {
        name: item.name.node.clone(),
        span: item.name.span,
        source: Source::Inline { rows: Vec::new() },
        header_row: None,
        key: Vec::new(),
        columns: rows.columns.clone(),
        birth: rows.birth.as_ref().and_then(|(column, days_a_year)| {
            let column = rows.columns.get(*column)?.name.clone();
            Some(Birth { column, days_a_year: days_a_year.clone() })
        }),
        interval: rows.interval.and_then(|(starts, ends)| {
            Some((rows.columns.get(starts)?.name.clone(), rows.columns.get(ends)?.name.clone()))
        }),
    };
    let cohort = Cohort {
        name: item.name.node.clone(),
        span: item.name.span,
        title,
        from: taken_from,
        stages,
        columns: rows.columns,
        taken,
        rows: rows.sets,
        windowed: rows.windowed,
    };
    Lowered { cohort, schema, whole: rows.whole && rows.closed }
}

impl<'a, 'p> Rows<'a, 'p> {
    /// Tells of a mistake; the cohort is not made.
    fn tell(&mut self, diagnostic: Diagnostic) {
        self.whole &= !diagnostic.is_error();
        self.out.push(diagnostic);
    }

    /// The dataset or cohort of this name, marked as used.
    fn set(&mut self, name: &ast::Name) -> Option<&'p Dataset> {
        let found = self.project.rows(&name.node);
        self.whole &= found.is_some();
        // It may be a row whose `let` could not be read.
        if found.is_none()
            && (self.closed || self.columns.is_empty())
            && let Some(diagnostic) = self.project.not_a(Kind::Dataset, &name.node, name.span)
        {
            self.tell(diagnostic);
        }
        found
    }

    fn take(&mut self, schema: &Dataset) {
        self.columns.clone_from(&schema.columns);
        let place = |name: &str| schema.columns.iter().position(|column| column.name == name);
        self.birth = schema.birth.as_ref().and_then(|birth| Some((place(&birth.column)?, birth.days_a_year.clone())));
        self.interval = schema.interval.as_ref().and_then(|(starts, ends)| Some((place(starts)?, place(ends)?)));
        self.closed = !self.project.open.contains(&schema.name);
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Adds a column, which is what later stages and the counts over the cohort see.
    fn add(&mut self, name: &'a ast::Name, holds: ColumnType) {
        self.fresh(name);
        self.push(name.node.clone(), holds, name.span);
    }

    fn push(&mut self, name: String, holds: ColumnType, span: Span) {
        self.columns.push(Column { name, header: None, holds, missing_words: Vec::new(), empty: None, span });
    }

    /// That nothing has this name yet, and that it can be named.
    fn fresh(&mut self, name: &ast::Name) {
        // A column that the rules make has no heading of its own to keep.
        self.out.extend(crate::lower::fields::held(name, Some("")));
        let column = self.columns.iter().find(|column| column.name == name.node);
        let before = column.map(|column| column.span);
        let row = self.named.iter().any(|named| named.name == name.node);
        if before.is_none() && !row {
            return;
        }
        let mut diagnostic = Diagnostic::at(
            kpi_core::codes::names::DUPLICATE_FIELD,
            name.span,
            format!("there is {} `{}` already", if row { "a row" } else { "a column" }, name.node),
        );
        if let Some(span) = before {
            diagnostic = diagnostic.label(span, "the first one");
        }
        self.tell(diagnostic.help("give this one another name"));
    }
}
