//! Between the interface as it is generated and the functions that authors write.

use crate::{Column, ColumnInfo, Data, Date, Params, Problem, Request, Response, SettingInfo, Settings, Span, Table};
use std::marker::PhantomData;

#[expect(clippy::all, reason = "generated")]
pub mod bindings {
    wit_bindgen::generate!({
        path: "../../wit/1.1.0",
        world: "source-plugin",
        pub_export_macro: true,
        export_macro_name: "export_source",
        default_bindings_module: "kpi_plugin_sdk::source_glue::bindings",
    });
}

use bindings::exports::kpi::plugin::data_source as wit;
use bindings::kpi::plugin::types as wit_types;

pub struct Described {
    pub id: String,
    pub version: String,
    pub title: String,
    pub columns: Vec<ColumnInfo>,
    pub settings: Vec<SettingInfo>,
}

/// What `source!` implements.
pub trait Source {
    fn describe() -> Described;

    /// # Errors
    /// Where it cannot be said what to fetch.
    fn plan(params: &Params, last: &[Response]) -> Result<Vec<Request>, Problem>;

    /// # Errors
    /// Where what came cannot be read.
    fn parse(params: &Params, got: &[Response]) -> Result<Table, Problem>;
}

pub struct Export<S>(PhantomData<S>);

impl<S: Source> wit::Guest for Export<S> {
    fn describe() -> wit::Info {
        let Described { id, version, title, columns, settings } = S::describe();
        let columns = columns.into_iter().map(|ColumnInfo { name, kind, required, about }| wit_types::ColumnInfo {
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
        wit::Info { id, version, title, columns: columns.collect(), settings: settings.collect() }
    }

    fn plan(params: wit::Params, last: Vec<wit::Response>) -> Result<Vec<wit::Request>, wit_types::Problem> {
        let last: Vec<Response> = last.into_iter().map(response).collect();
        let wanted = S::plan(&taken(params), &last).map_err(given)?;
        let request = |Request { id, url, headers }| wit::Request { id, url, headers };
        Ok(wanted.into_iter().map(request).collect())
    }

    fn parse(params: wit::Params, got: Vec<wit::Response>) -> Result<wit_types::Table, wit_types::Problem> {
        let got: Vec<Response> = got.into_iter().map(response).collect();
        let table = S::parse(&taken(params), &got).map_err(given)?;
        Ok(wit_types::Table { rows: table.rows, columns: table.columns.into_iter().map(column).collect() })
    }
}

fn taken(params: wit::Params) -> Params {
    let settings = Settings::new(params.settings.into_iter().map(|field| (field.name, field.value)));
    let period = Span { start: Date::of_days(params.period.start), end: Date::of_days(params.period.end) };
    Params { settings, period }
}

fn response(response: wit::Response) -> Response {
    let wit::Response { id, status, headers, body } = response;
    Response { id, status, headers, body }
}

fn column(column: Column) -> wit_types::Column {
    let data = match column.data {
        Data::Nums(cells) => wit_types::Data::Nums(cells),
        Data::Ints(cells) => wit_types::Data::Ints(cells),
        Data::Fixed { scale, units } => wit_types::Data::Fixed(wit_types::Fixed { scale, units }),
        Data::Days(cells) => wit_types::Data::Days(cells),
        Data::Bools(cells) => wit_types::Data::Bools(cells),
        Data::Dict { values, codes } => wit_types::Data::Dict(wit_types::Dict { values, codes }),
        Data::Utf8 { offsets, bytes } => wit_types::Data::Utf8(wit_types::Utf8 { offsets, bytes }),
    };
    wit_types::Column { name: column.name, valid: column.valid, data }
}

fn given(problem: Problem) -> wit_types::Problem {
    let Problem { code, message, column, row } = problem;
    wit_types::Problem { code, message, column, row }
}
