//! Write plugins for kpi in Rust. A measure is one function over the rows of a figure; a source is two: what to fetch,
//! and how to read what came.
//!
//! ```
//! use kpi_plugin_sdk::{Decimal, Group, Problem};
//!
//! fn mean_wait(group: &Group<'_>) -> Result<Option<Decimal>, Problem> {
//!     let mut days = Decimal::ZERO;
//!     for wait in group.numbers("wait")?.all() {
//!         days = days.add(wait?)?;
//!     }
//!     days.over(Decimal::from(group.len()), 6)
//! }
//!
//! kpi_plugin_sdk::measure! {
//!     id: "mean_wait",
//!     title: "Mean wait",
//!     unit: "days",
//!     inputs: [required number "wait": "days from referral to start"],
//!     settings: [],
//!     figure: mean_wait,
//! }
//! # fn main() {}
//! ```
//!
//! The functions are plain Rust: test them with `cargo test`, and with recorded cases through `kpi plugin test`.

mod column;
mod decimal;
mod group;
mod info;
mod problem;
mod settings;
mod table;

#[cfg(feature = "measure")]
#[doc(hidden)]
pub mod measure_glue;
#[cfg(feature = "source")]
#[doc(hidden)]
pub mod source_glue;

pub use column::{Column, Data};
pub use decimal::Decimal;
pub use group::{Columns, Dates, Flags, Group, Numbers, Texts};
pub use info::{ColumnInfo, SettingInfo};
pub use problem::Problem;
pub use settings::{Date, Settings, Span};
pub use table::{Params, Request, Response, Table};

/// A step on the way to a figure, for `kpi explain`: what it is, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub text: String,
    pub value: Option<String>,
}

impl Note {
    pub fn new(text: impl Into<String>, value: impl ToString) -> Self {
        Self { text: text.into(), value: Some(value.to_string()) }
    }
}

/// What a measure's function may answer with: a decimal, a whole number, a finite number, or none of these where there
/// are no cases.
pub trait Figure {
    /// # Errors
    /// Where it is no number.
    fn figure(self) -> Result<Option<Decimal>, Problem>;
}

impl Figure for Decimal {
    fn figure(self) -> Result<Option<Decimal>, Problem> {
        Ok(Some(self))
    }
}

impl Figure for i64 {
    fn figure(self) -> Result<Option<Decimal>, Problem> {
        Ok(Some(Decimal::from(self)))
    }
}

impl Figure for f64 {
    fn figure(self) -> Result<Option<Decimal>, Problem> {
        Decimal::of_f64(self).map(Some)
    }
}

impl<T: Figure> Figure for Option<T> {
    fn figure(self) -> Result<Option<Decimal>, Problem> {
        self.map_or(Ok(None), Figure::figure)
    }
}

/// Declares a measure: what it is called, what it takes, and the function that gives the figure of a group of rows.
///
/// Kinds of inputs: `number`, `integer`, `date`, `yes_or_no`, `text`; of settings the same but for `integer`.
#[cfg(feature = "measure")]
#[macro_export]
macro_rules! measure {
    (
        id: $id:expr, title: $title:expr, unit: $unit:expr,
        inputs: [$($in_need:ident $in_kind:ident $in_name:literal : $in_about:expr),* $(,)?],
        settings: [$($set_need:ident $set_kind:ident $set_name:literal : $set_about:expr),* $(,)?],
        figure: $figure:path $(, explain: $explain:path)? $(,)?
    ) => {
        struct KpiMeasure;

        impl $crate::measure_glue::Measure for KpiMeasure {
            fn describe() -> $crate::measure_glue::Described {
                $crate::measure_glue::Described {
                    id: ($id).into(),
                    version: env!("CARGO_PKG_VERSION").into(),
                    title: ($title).into(),
                    unit: ($unit).into(),
                    inputs: vec![$($crate::__info!(ColumnInfo $in_need $in_kind $in_name $in_about)),*],
                    settings: vec![$($crate::__info!(SettingInfo $set_need $set_kind $set_name $set_about)),*],
                }
            }

            fn figure(group: &$crate::Group<'_>) -> Result<Option<$crate::Decimal>, $crate::Problem> {
                $figure(group).and_then($crate::Figure::figure)
            }

            $(
                fn explain(group: &$crate::Group<'_>) -> Result<Vec<$crate::Note>, $crate::Problem> {
                    $explain(group)
                }
            )?
        }

        // Elsewhere linkers do not take the names that are exported; tests call the functions as they are.
        #[cfg(target_family = "wasm")]
        type KpiMeasureExport = $crate::measure_glue::Export<KpiMeasure>;
        #[cfg(target_family = "wasm")]
        $crate::measure_glue::bindings::export_measure!(
            KpiMeasureExport with_types_in $crate::measure_glue::bindings
        );
        #[cfg(not(target_family = "wasm"))]
        const _: fn() -> $crate::measure_glue::Described = <KpiMeasure as $crate::measure_glue::Measure>::describe;
    };
}

/// Declares a source: what it is called, the columns of its table, and its two functions.
#[cfg(feature = "source")]
#[macro_export]
macro_rules! source {
    (
        id: $id:expr, title: $title:expr,
        columns: [$($col_need:ident $col_kind:ident $col_name:literal : $col_about:expr),* $(,)?],
        settings: [$($set_need:ident $set_kind:ident $set_name:literal : $set_about:expr),* $(,)?],
        plan: $plan:path, parse: $parse:path $(,)?
    ) => {
        struct KpiSource;

        impl $crate::source_glue::Source for KpiSource {
            fn describe() -> $crate::source_glue::Described {
                $crate::source_glue::Described {
                    id: ($id).into(),
                    version: env!("CARGO_PKG_VERSION").into(),
                    title: ($title).into(),
                    columns: vec![$($crate::__info!(ColumnInfo $col_need $col_kind $col_name $col_about)),*],
                    settings: vec![$($crate::__info!(SettingInfo $set_need $set_kind $set_name $set_about)),*],
                }
            }

            fn plan(
                params: &$crate::Params,
                last: &[$crate::Response],
            ) -> Result<Vec<$crate::Request>, $crate::Problem> {
                $plan(params, last)
            }

            fn parse(params: &$crate::Params, got: &[$crate::Response]) -> Result<$crate::Table, $crate::Problem> {
                $parse(params, got)
            }
        }

        #[cfg(target_family = "wasm")]
        type KpiSourceExport = $crate::source_glue::Export<KpiSource>;
        #[cfg(target_family = "wasm")]
        $crate::source_glue::bindings::export_source!(KpiSourceExport with_types_in $crate::source_glue::bindings);
        #[cfg(not(target_family = "wasm"))]
        const _: fn() -> $crate::source_glue::Described = <KpiSource as $crate::source_glue::Source>::describe;
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __info {
    ($info:ident $need:ident $kind:ident $name:literal $about:expr) => {
        $crate::$info {
            name: ($name).into(),
            kind: $crate::__kind!($kind).into(),
            required: $crate::__need!($need),
            about: ($about).into(),
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __kind {
    (number) => {
        "number"
    };
    (integer) => {
        "integer"
    };
    (date) => {
        "date"
    };
    (yes_or_no) => {
        "yes or no"
    };
    (text) => {
        "text"
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __need {
    (required) => {
        true
    };
    (optional) => {
        false
    };
}
