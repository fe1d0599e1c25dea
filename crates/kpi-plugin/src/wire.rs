//! What goes between kpi and a plugin: the records of `plugins/wit/1.0.0`, in their order and under their names. They
//! never change, since a record of a released interface is frozen; a later version brings new functions and new records.

use serde::{Deserialize, Serialize};
use wasmtime::component::{ComponentType, Lift, Lower};

/// A setting as the rule file writes it, checked against what the plugin describes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Field {
    pub name: String,
    pub value: String,
}

/// A period, in days since 1970-01-01; both days belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Span {
    pub start: i32,
    pub end: i32,
}

/// Exact numbers: units × 10^-scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Fixed {
    pub scale: u8,
    pub units: Vec<i64>,
}

/// Texts of which few differ: each row's index into the values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Dict {
    pub values: Vec<String>,
    pub codes: Vec<u32>,
}

/// Free texts, one after another: row i is `bytes[offsets[i]..offsets[i + 1]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Utf8 {
    pub offsets: Vec<u32>,
    pub bytes: Vec<u8>,
}

/// A column's cells, one for each row; what stands in an empty cell does not matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[serde(rename_all = "kebab-case")]
#[component(variant)]
pub enum Data {
    #[component(name = "nums")]
    Nums(Vec<f64>),
    #[component(name = "ints")]
    Ints(Vec<i64>),
    #[component(name = "fixed")]
    Fixed(Fixed),
    /// Days since 1970-01-01.
    #[component(name = "days")]
    Days(Vec<i32>),
    /// 1 for yes, 0 for no.
    #[component(name = "bools")]
    Bools(Vec<u8>),
    #[component(name = "dict")]
    Dict(Dict),
    #[component(name = "utf8")]
    Utf8(Utf8),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Column {
    pub name: String,
    /// Bit `i % 8` of byte `i / 8` is set where row i has a cell. No bytes at all: no cell is empty.
    pub valid: Vec<u8>,
    pub data: Data,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Table {
    pub rows: u32,
    pub columns: Vec<Column>,
}

/// Why a plugin has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Problem {
    pub code: String,
    pub message: String,
    pub column: Option<String>,
    /// From 0.
    pub row: Option<u32>,
}

/// A column that a plugin takes or gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct ColumnInfo {
    pub name: String,
    /// "number", "integer", "date", "yes or no" or "text"; `Kind::of_column` reads it.
    pub kind: String,
    pub required: bool,
    pub about: String,
}

/// A setting that a rule file may give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct SettingInfo {
    pub name: String,
    /// "number", "date", "yes or no" or "text".
    pub kind: String,
    pub required: bool,
    pub about: String,
}

/// What a measure says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct MeasureInfo {
    pub id: String,
    pub version: String,
    pub title: String,
    pub unit: String,
    pub inputs: Vec<ColumnInfo>,
    pub settings: Vec<SettingInfo>,
}

/// The rows of one figure, after those of the group before; and the period that the figure is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Group {
    pub rows: u32,
    pub period: Span,
}

/// What a source says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct SourceInfo {
    pub id: String,
    pub version: String,
    pub title: String,
    pub columns: Vec<ColumnInfo>,
    pub settings: Vec<SettingInfo>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Params {
    pub settings: Vec<Field>,
    pub period: Span,
}

/// What a source asks for: a URL, or `file:` with the name of a file that was granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Request {
    pub id: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Response {
    pub id: String,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// How a figure came about, in the plugin's words (1.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Note {
    /// The group that it is about, from 0.
    pub group: u32,
    pub text: String,
    /// As the plugin writes it: "14", "0.95", "2 of 31".
    pub value: Option<String>,
}
