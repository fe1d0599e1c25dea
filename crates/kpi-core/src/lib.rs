//! What every other part of kpi agrees on: exact numbers, units, periods, missing values, polarity, flags, dataset
//! schemas, the questions the interpreter asks of data, and diagnostics as data.
//!
//! This crate knows no syntax and touches no file, clock, environment or network.

pub mod codes;
pub mod cohort;
pub mod count;
pub mod diagnostic;
pub mod disclosure;
pub mod enclosure;
pub mod exact;
pub mod facts;
pub mod flag;
pub mod judgement;
pub mod missing;
pub mod period;
pub mod plugin;
pub mod polarity;
pub mod quantile;
pub mod quantity;
pub mod rank;
pub mod schema;
pub mod source;
pub mod statistics;
pub mod suggest;
pub mod unit;
pub mod window;
pub mod working_days;

pub use codes::Code;
pub use count::{counted, thousands};
pub use diagnostic::{Diagnostic, Fix, Label, Severity};
pub use enclosure::Enclosure;
pub use exact::{Exact, Rounding};
pub use flag::Flag;
pub use judgement::{Judgement, Movement};
pub use missing::{Missing, Reason};
pub use period::{Calendar, Frequency, Period, PeriodKind};
pub use polarity::Polarity;
pub use quantity::Quantity;
pub use rank::Rank;
pub use source::{FileId, SourceFile, SourceMap, Span};
pub use unit::Unit;
pub use window::Window;
