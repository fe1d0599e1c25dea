//! How a hand-made person is written down: what is known of them, their records, and what each measure must make of them.

use crate::cld::codes;
use crate::cld::event::{Code, Cost, Details, Event, Stay};
use crate::cld::year::submission;
use chrono::NaiveDate;

/// What an oracle must say of a person: one row of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Where one person may have several: the episode's or the request's start.
    pub started: &'static str,
    pub band: &'static str,
    pub in_denominator: bool,
    pub in_numerator: bool,
    /// Which rule answered, and with what; empty where the measure has no cascade.
    pub rule: &'static str,
    pub answer: &'static str,
    /// What else the measure is cut by; empty where it is not.
    pub slice: &'static str,
}

impl Row {
    pub const fn new(band: &'static str, in_denominator: bool, in_numerator: bool) -> Self {
        Self { started: "", band, in_denominator, in_numerator, rule: "", answer: "", slice: "" }
    }

    pub const fn started(self, started: &'static str) -> Self {
        Self { started, ..self }
    }

    pub const fn by(self, rule: &'static str) -> Self {
        Self { rule, ..self }
    }

    pub const fn answer(self, answer: &'static str) -> Self {
        Self { answer, ..self }
    }

    pub const fn slice(self, slice: &'static str) -> Self {
        Self { slice, ..self }
    }
}

#[derive(Debug, Clone)]
pub struct Expected {
    pub measure: &'static str,
    pub council: String,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone)]
pub struct Person {
    pub name: &'static str,
    pub shows: &'static str,
    pub events: Vec<Event>,
    pub stays: Vec<Stay>,
    pub expected: Vec<Expected>,
    council: &'static str,
    details: Details,
    client_type: Code,
    period_end: NaiveDate,
}

pub const COUNCIL: &str = "Trapford";
pub const OTHER_COUNCIL: &str = "Edgeham";

pub const YOUNG: &str = "18 to 64";
pub const OLD: &str = "65 and above";

/// An empty text is no date: an open end, an unknown birth.
#[expect(clippy::expect_used, reason = "every date here is a literal of the tables beside, which a test reads through")]
pub fn day(text: &str) -> Option<NaiveDate> {
    (!text.is_empty()).then(|| text.parse().expect("a literal date"))
}

fn start(text: &str) -> NaiveDate {
    day(text).unwrap_or_default()
}

impl Person {
    /// A woman of about 84 in her own house, all of it known since the last submission.
    pub fn new(name: &'static str, shows: &'static str) -> Self {
        Self {
            name,
            shows,
            events: Vec::new(),
            stays: Vec::new(),
            expected: Vec::new(),
            council: COUNCIL,
            details: Details {
                birth: day("1940-05-01"),
                death: None,
                gender: "Female".into(),
                ethnicity: "White: Irish".into(),
                support_reason: "Physical support: Personal care support".into(),
                accommodation: "Owner occupier or shared ownership scheme".into(),
                has_carer: "No".into(),
            },
            client_type: codes::SERVICE_USER.into(),
            period_end: start("2025-06-30"),
        }
    }

    pub fn born(mut self, birth: &str) -> Self {
        self.details.birth = day(birth);
        self
    }

    pub fn died(mut self, death: &str) -> Self {
        self.details.death = day(death);
        self
    }

    pub fn gender(mut self, gender: &'static str) -> Self {
        self.details.gender = gender.into();
        self
    }

    pub fn reason(mut self, reason: &'static str) -> Self {
        self.details.support_reason = reason.into();
        self
    }

    pub fn lives(mut self, status: &'static str) -> Self {
        self.details.accommodation = status.into();
        self
    }

    pub fn is_a(mut self, client_type: &'static str) -> Self {
        self.client_type = client_type.into();
        self
    }

    /// The records that follow are of this council.
    pub fn of(mut self, council: &'static str) -> Self {
        self.council = council;
        self
    }

    /// The records that follow came in the submission of the year up to this day.
    pub fn sent(mut self, period_end: &str) -> Self {
        self.period_end = start(period_end);
        self
    }

    fn event(mut self, event_type: &'static str, started: &str, ended: &str) -> Self {
        self.events.push(Event {
            council: self.council.to_owned(),
            person: self.name.to_owned(),
            details: self.details.clone(),
            client_type: self.client_type.clone(),
            event_type: event_type.into(),
            started: start(started),
            ended: day(ended),
            outcome: Code::default(),
            route: Code::default(),
            assessment_type: Code::default(),
            service_type: Code::default(),
            component: Code::default(),
            mechanism: Code::default(),
            review_reason: Code::default(),
            cost: None,
            submission: submission(self.period_end, 40),
        });
        self
    }

    fn last(mut self, change: impl FnOnce(&mut Event)) -> Self {
        if let Some(event) = self.events.last_mut() {
            change(event);
        }
        self
    }

    pub fn service(self, service_type: &'static str, component: &'static str, started: &str, ended: &str) -> Self {
        self.event(codes::SERVICE, started, ended).last(|event| {
            event.service_type = service_type.into();
            event.component = component.into();
            event.cost = Some(Cost { pence: 62_500, frequency: "Weekly", units: 1 });
        })
    }

    pub fn nursing(self, started: &str, ended: &str) -> Self {
        self.service(codes::NURSING, "Long term nursing care", started, ended)
    }

    pub fn residential(self, started: &str, ended: &str) -> Self {
        self.service(codes::RESIDENTIAL, "Long term residential care", started, ended)
    }

    pub fn home_support(self, started: &str, ended: &str) -> Self {
        self.service(codes::COMMUNITY, "Home support", started, ended).by(codes::COMMISSIONED)
    }

    pub fn reablement(self, started: &str, ended: &str) -> Self {
        self.service(codes::ST_MAX, "Reablement", started, ended)
    }

    pub fn request(self, started: &str, ended: &str) -> Self {
        self.event(codes::REQUEST, started, ended).last(|event| event.route = "Community or other route".into())
    }

    pub fn assessment(self, started: &str, ended: &str) -> Self {
        self.event(codes::ASSESSMENT, started, ended)
            .last(|event| event.assessment_type = "Long term assessment".into())
    }

    pub fn review(self, started: &str, ended: &str) -> Self {
        self.event(codes::REVIEW, started, ended).last(|event| event.review_reason = "Planned".into())
    }

    pub fn outcome(self, outcome: &'static str) -> Self {
        self.last(|event| event.outcome = outcome.into())
    }

    pub fn by(self, mechanism: &'static str) -> Self {
        self.last(|event| event.mechanism = mechanism.into())
    }

    /// The last record's words as a council might type them.
    pub fn typed(self, client_type: &'static str, event_type: &'static str, service_type: &'static str) -> Self {
        self.last(|event| {
            event.client_type = client_type.into();
            event.event_type = event_type.into();
            event.service_type = service_type.into();
        })
    }

    pub fn stay(mut self, admitted: &str, discharged: &str, admission_method: &'static str) -> Self {
        self.stays.push(Stay {
            person: self.name.to_owned(),
            admitted: start(admitted),
            discharged: day(discharged),
            last_episode: true,
            admission_method,
            discharge_method: "1",
            destination: "19",
            specialty: "300",
            birth: self.details.birth,
            sex: "Female",
            council: self.council.to_owned(),
        });
        self
    }

    /// The last stay, with something else about it.
    pub fn but(mut self, change: impl FnOnce(&mut Stay)) -> Self {
        if let Some(stay) = self.stays.last_mut() {
            change(stay);
        }
        self
    }

    fn expect(mut self, measure: &'static str, row: Option<Row>) -> Self {
        let council = self.council;
        match self.expected.iter_mut().find(|known| known.measure == measure && known.council == council) {
            Some(known) => known.rows.extend(row),
            None => {
                self.expected.push(Expected { measure, council: council.to_owned(), rows: row.into_iter().collect() });
            }
        }
        self
    }

    /// The measure does not see this person at all.
    pub fn not_in(self, measure: &'static str) -> Self {
        self.expect(measure, None)
    }

    /// In the denominator (or, for a rate, in the cohort) and not in the numerator.
    pub fn only_in(self, measure: &'static str, band: &'static str) -> Self {
        self.row(measure, Row::new(band, true, false))
    }

    pub fn counts_in(self, measure: &'static str, band: &'static str) -> Self {
        self.row(measure, Row::new(band, true, true))
    }

    pub fn row(self, measure: &'static str, row: Row) -> Self {
        self.expect(measure, Some(row))
    }
}
