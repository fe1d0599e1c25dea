//! People made by hand, for 2024/25: one for each rule of a measure and each trap in it, with what must come out.

mod accommodation;
mod admissions;
mod direct_payments;
mod discharges;
mod person;
mod reablement;
mod reviews;
mod waiting;

pub use person::{COUNCIL, Expected, OTHER_COUNCIL, Person, Row};

/// The year that the tables are written for.
pub const YEAR: &str = "2024/25";

pub fn all() -> Vec<Person> {
    [
        reablement::people(),
        admissions::people(),
        discharges::people(),
        accommodation::people(),
        direct_payments::clients(),
        direct_payments::carers(),
        reviews::people(),
        waiting::people(),
    ]
    .concat()
}
