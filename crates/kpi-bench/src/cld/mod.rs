//! Client Level Data that no council sent: a seeded crowd, and people made by hand (`docs/cld.md`).

pub mod codes;
mod crowd;
pub mod event;
pub mod people;
mod write;
pub mod year;

use event::{Population, Records};
pub use write::{Format, write, write_expected};
use year::Year;

#[derive(Debug, Clone, Copy)]
pub struct Crowd {
    pub councils: u32,
    /// In each council.
    pub people: u32,
    pub seed: u64,
    pub year: Year,
}

pub fn crowd(crowd: &Crowd) -> Records {
    let mut records = Records::default();
    for council in 1..=crowd.councils {
        crowd::council(crowd, council, &mut records);
    }
    records
}

/// The people of the tables; `None` for any other year than the one they are written for.
pub fn hand_made(year: Year) -> Option<Records> {
    if year.to_string() != people::YEAR {
        return None;
    }
    let mut records = Records::default();
    for person in people::all() {
        records.events.extend(person.events);
        records.stays.extend(person.stays);
    }
    for council in [people::COUNCIL, people::OTHER_COUNCIL] {
        for (band, people) in [("18 to 64", 150_000), ("65 and above", 50_000)] {
            records.populations.push(Population { council: council.to_owned(), band, people });
        }
    }
    Some(records)
}

impl Records {
    pub fn extend(&mut self, others: Self) {
        self.events.extend(others.events);
        self.stays.extend(others.stays);
        self.populations.extend(others.populations);
    }
}
