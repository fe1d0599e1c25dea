//! The rows of the two tables.

use chrono::NaiveDate;
use std::borrow::Cow;

/// A code of a list, or the same code as somebody typed it.
pub type Code = Cow<'static, str>;

/// What a council knew of a person when it sent a submission.
#[derive(Debug, Clone)]
pub struct Details {
    pub birth: Option<NaiveDate>,
    pub death: Option<NaiveDate>,
    pub gender: Code,
    pub ethnicity: Code,
    pub support_reason: Code,
    pub accommodation: Code,
    pub has_carer: Code,
}

/// A row of `events.csv`; the fields are its columns.
#[derive(Debug, Clone)]
pub struct Event {
    pub council: String,
    pub person: String,
    pub details: Details,
    pub client_type: Code,
    pub event_type: Code,
    pub started: NaiveDate,
    pub ended: Option<NaiveDate>,
    pub outcome: Code,
    pub route: Code,
    pub assessment_type: Code,
    pub service_type: Code,
    pub component: Code,
    pub mechanism: Code,
    pub review_reason: Code,
    pub cost: Option<Cost>,
    pub submission: Submission,
}

#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub pence: u64,
    pub frequency: &'static str,
    pub units: u64,
}

/// The file that a row came in: the twelve months up to `period_end`, loaded on `imported`.
#[derive(Debug, Clone, Copy)]
pub struct Submission {
    pub period_start: NaiveDate,
    pub period_end: NaiveDate,
    pub imported: NaiveDate,
}

/// A row of `hospital.csv`; the fields are its columns.
#[derive(Debug, Clone)]
pub struct Stay {
    pub person: String,
    pub admitted: NaiveDate,
    pub discharged: Option<NaiveDate>,
    pub last_episode: bool,
    pub admission_method: &'static str,
    pub discharge_method: &'static str,
    pub destination: &'static str,
    pub specialty: &'static str,
    pub birth: Option<NaiveDate>,
    pub sex: &'static str,
    pub council: String,
}

#[derive(Debug, Clone)]
pub struct Population {
    pub council: String,
    pub band: &'static str,
    pub people: u64,
}

#[derive(Debug, Clone, Default)]
pub struct Records {
    pub events: Vec<Event>,
    pub stays: Vec<Stay>,
    pub populations: Vec<Population>,
}
