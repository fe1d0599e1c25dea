//! Between the interface as it is generated and the functions that authors write.

use crate::{
    Column, ColumnInfo, Columns, Data, Date, Decimal, Group, Note, Problem, SettingInfo, Settings, Span, decimal,
};
use std::marker::PhantomData;

#[expect(clippy::all, reason = "generated")]
pub mod bindings {
    wit_bindgen::generate!({
        path: "../../wit/1.1.0",
        world: "measure-plugin",
        pub_export_macro: true,
        export_macro_name: "export_measure",
        default_bindings_module: "kpi_plugin_sdk::measure_glue::bindings",
    });
}

use bindings::exports::kpi::plugin::measure as wit;
use bindings::kpi::plugin::types as wit_types;

pub struct Described {
    pub id: String,
    pub version: String,
    pub title: String,
    pub unit: String,
    pub inputs: Vec<ColumnInfo>,
    pub settings: Vec<SettingInfo>,
}

/// What `measure!` implements.
pub trait Measure {
    fn describe() -> Described;

    /// # Errors
    /// Where there is no figure, and it is not that there are no cases.
    fn figure(group: &Group<'_>) -> Result<Option<Decimal>, Problem>;

    /// # Errors
    /// As for the figure.
    fn explain(_group: &Group<'_>) -> Result<Vec<Note>, Problem> {
        Ok(Vec::new())
    }
}

pub struct Export<M>(PhantomData<M>);

impl<M: Measure> wit::Guest for Export<M> {
    fn describe() -> wit::Info {
        let Described { id, version, title, unit, inputs, settings } = M::describe();
        let inputs = inputs.into_iter().map(|ColumnInfo { name, kind, required, about }| wit_types::ColumnInfo {
            name,
            kind,
            required,
            about,
        });
        let settings = settings.into_iter().map(|SettingInfo { name, kind, required, about }| wit_types::SettingInfo {
            name,
            kind,
            required,
            about,
        });
        wit::Info { id, version, title, unit, inputs: inputs.collect(), settings: settings.collect() }
    }

    fn evaluate(
        settings: Vec<wit_types::Field>,
        inputs: wit_types::Table,
        groups: Vec<wit::Group>,
    ) -> Result<wit_types::Column, wit_types::Problem> {
        let (settings, columns) = taken(settings, inputs);
        let figures = each(&settings, &columns, &groups, M::figure).and_then(|figures| {
            let (scale, units) = decimal::fixed(&figures).map_err(|place| {
                Problem::new("too_large", format!("figure {place} has more digits than kpi takes; round it"))
            })?;
            Ok(wit_types::Column {
                name: "figure".to_owned(),
                valid: crate::column::bitmap(figures.iter().map(Option::is_some)),
                data: wit_types::Data::Fixed(wit_types::Fixed { scale, units }),
            })
        });
        figures.map_err(given)
    }

    fn explain(
        settings: Vec<wit_types::Field>,
        inputs: wit_types::Table,
        groups: Vec<wit::Group>,
    ) -> Result<Vec<wit::Note>, wit_types::Problem> {
        let (settings, columns) = taken(settings, inputs);
        let notes = each(&settings, &columns, &groups, M::explain).map_err(given)?;
        let mut all = Vec::new();
        for (group, notes) in (0_u32..).zip(notes) {
            all.extend(notes.into_iter().map(|Note { text, value }| wit::Note { group, text, value }));
        }
        Ok(all)
    }
}

fn taken(settings: Vec<wit_types::Field>, inputs: wit_types::Table) -> (Settings, Vec<Column>) {
    let settings = Settings::new(settings.into_iter().map(|field| (field.name, field.value)));
    (settings, inputs.columns.into_iter().map(column).collect())
}

fn each<T>(
    settings: &Settings,
    columns: &[Column],
    groups: &[wit::Group],
    of: fn(&Group<'_>) -> Result<T, Problem>,
) -> Result<Vec<T>, Problem> {
    let of_all = Columns { columns, settings };
    let mut first = 0;
    let mut answers = Vec::with_capacity(groups.len());
    for group in groups {
        let rows = group.rows as usize;
        let period = Span { start: Date::of_days(group.period.start), end: Date::of_days(group.period.end) };
        answers.push(of(&Group::new(of_all, first, rows, period))?);
        first += rows;
    }
    Ok(answers)
}

fn column(column: wit_types::Column) -> Column {
    let data = match column.data {
        wit_types::Data::Nums(cells) => Data::Nums(cells),
        wit_types::Data::Ints(cells) => Data::Ints(cells),
        wit_types::Data::Fixed(wit_types::Fixed { scale, units }) => Data::Fixed { scale, units },
        wit_types::Data::Days(cells) => Data::Days(cells),
        wit_types::Data::Bools(cells) => Data::Bools(cells),
        wit_types::Data::Dict(wit_types::Dict { values, codes }) => Data::Dict { values, codes },
        wit_types::Data::Utf8(wit_types::Utf8 { offsets, bytes }) => Data::Utf8 { offsets, bytes },
    };
    Column { name: column.name, valid: column.valid, data }
}

fn given(problem: Problem) -> wit_types::Problem {
    let Problem { code, message, column, row } = problem;
    wit_types::Problem { code, message, column, row }
}
