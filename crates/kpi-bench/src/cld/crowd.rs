//! A council's people by chance: most of them simple, many of them at the limits that measures have.

use super::Crowd;
use super::codes::*;
use super::event::{Code, Cost, Details, Event, Population, Records, Stay};
use super::year::{Year, quarter_end, shift, submission};
use crate::random::Random;
use chrono::{Datelike, NaiveDate};

pub fn council(crowd: &Crowd, number: u32, records: &mut Records) {
    let council = format!("Council {number:03}");
    let mut random = Random::new(crowd.seed, u64::from(number));
    let share = u64::from(crowd.people);
    for (band, each) in [("18 to 64", 60), ("65 and above", 18)] {
        let people = share * each + random.below(share * 4 + 1);
        records.populations.push(Population { council: council.clone(), band, people });
    }
    for person in 1..=crowd.people {
        // One in fifty moved here from another council, with the same number as there.
        let mover = (number > 1 && random.percent(2)).then(|| number - 1);
        let id = format!("9{:04}{:05}", mover.unwrap_or(number), person);
        let mut story = Story::new(council.clone(), id, crowd.year, &mut random);
        match story.random.below(100) {
            0..30 => story.at_home(),
            30..48 => story.in_care(),
            48..66 => story.reabled(),
            66..80 => story.carer(),
            80..92 => story.asked(),
            _ => {
                story.at_home();
                story.reabled();
                story.in_care();
            }
        }
        story.finish(records);
    }
}

/// One person's records as they come about.
struct Story<'a> {
    council: String,
    person: String,
    year: Year,
    random: &'a mut Random,
    details: Details,
    client_type: &'static str,
    events: Vec<Event>,
    stays: Vec<Stay>,
}

impl<'a> Story<'a> {
    fn new(council: String, person: String, year: Year, random: &'a mut Random) -> Self {
        let age = match random.below(100) {
            0..4 => random.between(0, 17),
            4..9 => random.between(17, 18),
            9..35 => random.between(19, 63),
            35..45 => random.between(64, 65),
            _ => random.between(66, 101),
        };
        let born = shift(year.ends, -(age * 1461 / 4) - random.between(0, 365));
        let birth = (!random.percent(3)).then(|| born.with_day(1).unwrap_or(born));
        let death = random.percent(9).then(|| match random.below(6) {
            0 => shift(year.starts, random.between(-2, 2)),
            1 => shift(year.ends, random.between(-2, 2)),
            _ => shift(year.starts, random.between(-200, 500)),
        });
        let status = random.pick(ACCOMMODATION.rows).and_then(|row| row.first().copied()).unwrap_or_default();
        let status = if random.percent(60) { "Owner occupier or shared ownership scheme" } else { status };
        let details = Details {
            birth,
            death,
            gender: random.pick(GENDERS).unwrap_or_default().into(),
            ethnicity: random.pick(ETHNICITIES).unwrap_or_default().into(),
            support_reason: random.pick(SUPPORT_REASONS).unwrap_or_default().into(),
            accommodation: if random.percent(15) { Code::default() } else { status.into() },
            has_carer: random.pick(&["Yes", "No", "Unknown"]).unwrap_or_default().into(),
        };
        Self {
            council,
            person,
            year,
            random,
            details,
            client_type: SERVICE_USER,
            events: Vec::new(),
            stays: Vec::new(),
        }
    }

    fn event(&mut self, event_type: &'static str, started: NaiveDate, ended: Option<NaiveDate>) -> &mut Event {
        let last = self.year.last_submission();
        let period_end = match ended {
            Some(ended) => quarter_end(ended.max(started)).min(last),
            // Most open services are in the latest file; a few were last heard of a quarter or two before.
            None if self.random.percent(85) => last,
            None => quarter_end(shift(last, -100 * self.random.between(1, 2))).max(quarter_end(started)).min(last),
        };
        let delay = self.random.between(20, 70);
        let details = self.details_as_sent();
        let fresh = Event {
            council: self.council.clone(),
            person: self.person.clone(),
            details,
            client_type: self.client_type.into(),
            event_type: event_type.into(),
            started,
            ended,
            outcome: Code::default(),
            route: Code::default(),
            assessment_type: Code::default(),
            service_type: Code::default(),
            component: Code::default(),
            mechanism: Code::default(),
            review_reason: Code::default(),
            cost: None,
            submission: submission(period_end, delay),
        };
        let at = self.events.len();
        self.events.push(fresh);
        #[expect(clippy::indexing_slicing, reason = "the event was pushed just now")]
        &mut self.events[at]
    }

    /// What the council had in its system that quarter: mostly the truth, at times nothing, at times something else.
    fn details_as_sent(&mut self) -> Details {
        let mut details = self.details.clone();
        if self.random.percent(4) {
            details.birth = None;
        } else if self.random.percent(2) {
            details.birth = details.birth.map(|birth| shift(birth, -31).with_day(1).unwrap_or(birth));
        }
        if self.random.percent(10) {
            details.death = None;
        }
        if self.random.percent(5) {
            details.gender = "Unknown".into();
        }
        if self.random.percent(6) {
            details.ethnicity =
                self.random.pick(&["No data: Refused", "No data: Undeclared or not known"]).unwrap_or_default().into();
        }
        if self.random.percent(8) {
            details.support_reason = self.random.pick(SUPPORT_REASONS).unwrap_or_default().into();
        }
        match self.random.below(100) {
            0..10 => details.accommodation = Code::default(),
            10..14 => details.accommodation = "Unknown".into(),
            14..20 => {
                let other = self.random.pick(ACCOMMODATION.rows).and_then(|row| row.first().copied());
                details.accommodation = other.unwrap_or_default().into();
            }
            _ => {}
        }
        details
    }

    fn service(
        &mut self,
        service_type: &'static str,
        component: &'static str,
        started: NaiveDate,
        ended: Option<NaiveDate>,
    ) -> &mut Event {
        let pence = 2_000 + self.random.below(120_000);
        let frequency =
            self.random.pick(&["Weekly", "Weekly", "4-weekly", "Monthly", "Hourly", "Per session", "One-off"]);
        let units = 1 + self.random.below(14);
        let mechanism = match self.random.below(100) {
            0..25 => DIRECT_PAYMENT,
            25..60 => MANAGED_BUDGET,
            60..92 => COMMISSIONED,
            _ => "",
        };
        let outcome = self.random.pick(OUTCOMES.rows).and_then(|row| row.first().copied()).unwrap_or_default();
        let event = self.event(SERVICE, started, ended);
        event.service_type = service_type.into();
        event.component = component.into();
        event.mechanism = mechanism.into();
        event.cost = frequency.map(|frequency| Cost { pence, frequency, units });
        if ended.is_some() {
            event.outcome = outcome.into();
        }
        event
    }

    /// A day of the year asked for, or of the two years before it; now and then one of its edges.
    fn some_day(&mut self) -> NaiveDate {
        match self.random.below(20) {
            0 => shift(self.year.starts, self.random.between(-1, 1)),
            1 => shift(self.year.ends, self.random.between(-1, 1)),
            2..8 => shift(self.year.starts, self.random.between(-730, 0)),
            _ => shift(self.year.starts, self.random.between(0, 364)),
        }
    }

    fn end_after(&mut self, started: NaiveDate, longest: i64) -> Option<NaiveDate> {
        (!self.random.percent(45)).then(|| shift(started, self.random.between(0, longest)))
    }

    fn at_home(&mut self) {
        let count = 1 + self.random.below(4);
        let mut started = self.some_day();
        for _ in 0..count {
            let component = self.random.pick(COMMUNITY_COMPONENTS).unwrap_or_default();
            let ended = self.end_after(started, 700);
            let service_type = if self.random.percent(3) { PRISON } else { COMMUNITY };
            self.service(service_type, component, started, ended);
            // Overlapping, nested, re-opened the same day or the day after, or with a gap.
            started = match self.random.below(4) {
                0 => shift(started, self.random.between(0, 30)),
                1 => ended.unwrap_or(started),
                2 => shift(ended.unwrap_or(started), 1),
                _ => shift(ended.unwrap_or(started), self.random.between(2, 60)),
            };
        }
        self.assessed_and_reviewed();
    }

    fn assessed_and_reviewed(&mut self) {
        if self.random.percent(40) {
            let ended = self.some_day();
            let outcome = self.random.pick(&[TO_SERVICES, CONTINUES, ADVICE, DECLINED, NFA_OTHER]).unwrap_or_default();
            let started = shift(ended, -self.random.between(0, 40));
            let event = self.event(ASSESSMENT, started, Some(ended));
            event.assessment_type = "Long term assessment".into();
            event.outcome = outcome.into();
        }
        if self.random.percent(60) {
            // A year before the year's end, to the day and around it; or any day.
            let ended = match self.random.below(3) {
                0 => shift(self.year.ends, -self.random.between(363, 367)),
                _ => self.some_day(),
            };
            let reason = self.random.pick(REVIEW_REASONS).unwrap_or_default();
            let started = shift(ended, -self.random.between(0, 20));
            let event = self.event(REVIEW, started, Some(ended));
            event.review_reason = reason.into();
            event.outcome = CONTINUES.into();
        }
    }

    fn in_care(&mut self) {
        let started = self.some_day();
        let before = match self.random.below(8) {
            0 => Some(self.random.between(364, 366)),
            1 => Some(self.random.between(1, 400)),
            2 => Some(self.random.between(-60, 0)),
            _ => None,
        };
        if let Some(before) = before {
            let ended = shift(started, -before);
            let first = shift(started.min(ended), -self.random.between(1, 300));
            self.care(first, Some(ended));
        }
        let ended = self.end_after(started, 500);
        self.care(started, ended);
        if self.random.percent(10) {
            // The same day again, as the other of the two types or with another component.
            let ended = self.end_after(started, 500);
            self.care(started, ended);
        }
        if self.random.percent(30) {
            self.assessed_and_reviewed();
        }
    }

    fn care(&mut self, started: NaiveDate, ended: Option<NaiveDate>) {
        let (service_type, whole) = match self.random.below(3) {
            0 => (NURSING, "Long term nursing care"),
            _ => (RESIDENTIAL, "Long term residential care"),
        };
        let component = match self.random.below(20) {
            0..3 => "",
            3 => "Short term residential care",
            4 => "Short term nursing care",
            5 => "Day support",
            _ => whole,
        };
        let self_funded = self.random.percent(8);
        let event = self.service(service_type, component, started, ended);
        if self_funded {
            event.outcome = SELF_FUNDED.into();
        }
    }

    fn reabled(&mut self) {
        let first = self.some_day();
        if self.random.percent(15) {
            let ended = shift(first, -self.random.between(88, 94));
            self.service(COMMUNITY, "Home support", shift(ended, -100), Some(ended));
        }
        if self.random.percent(60) {
            let ended = shift(first, -self.random.between(0, 3));
            let event = self.event(REQUEST, shift(first, -4), Some(ended));
            event.route = "Discharge from hospital".into();
            event.outcome = TO_REABLEMENT.into();
        }
        let mut started = first;
        let mut latest = first;
        for _ in 0..1 + self.random.below(3) {
            let ended = match self.random.below(25) {
                0 => None,
                _ => Some(shift(started, self.random.between(0, 45))),
            };
            let component = if self.random.percent(85) { "Reablement" } else { "Other short term support" };
            self.service(ST_MAX, component, started, ended);
            latest = latest.max(ended.unwrap_or(latest));
            started = match self.random.below(3) {
                0 => shift(latest, self.random.between(6, 9)),
                1 => shift(started, self.random.between(0, 10)),
                _ => shift(latest, self.random.between(-3, 3)),
            };
        }
        self.afterwards(first, latest);
        if self.random.percent(70) {
            self.discharged(first);
        }
    }

    /// What comes after the support, near the limits of the windows that look for it.
    fn afterwards(&mut self, first: NaiveDate, ended: NaiveDate) {
        if self.random.percent(45) {
            let types = [NURSING, RESIDENTIAL, COMMUNITY, COMMUNITY, LOW_LEVEL, LOW_LEVEL, OTHER_SHORT, PRISON];
            for _ in 0..1 + self.random.below(2) {
                let service_type = self.random.pick(&types).unwrap_or_default();
                let component = match (service_type, self.random.below(3)) {
                    (OTHER_SHORT, 0) => "Short term residential care",
                    (OTHER_SHORT, 1) => "Short term nursing care",
                    (COMMUNITY, _) => "Home support",
                    _ => "",
                };
                let started = shift(ended, self.random.between(-4, 9));
                let until = self.end_after(started, 200);
                self.service(service_type, component, started, until);
            }
        }
        if self.random.percent(40) {
            let outcome = self.random.pick(OUTCOMES.rows).and_then(|row| row.first().copied()).unwrap_or_default();
            let event_type = self.random.pick(&[REQUEST, ASSESSMENT, REVIEW]).unwrap_or_default();
            let closed = shift(ended, self.random.between(-16, 9));
            let event = self.event(event_type, shift(closed, -2), Some(closed));
            event.outcome = outcome.into();
        }
        if self.random.percent(8) {
            self.service(LOW_LEVEL, "Equipment", shift(first, 1), Some(shift(ended, -1)));
        }
        if self.random.percent(8) {
            self.details.death = Some(shift(ended, self.random.between(0, 9)));
            for event in &mut self.events {
                event.details.death = self.details.death;
            }
        }
    }

    fn discharged(&mut self, first: NaiveDate) {
        let discharged = shift(first, self.random.between(-8, 4));
        let admitted = shift(discharged, -self.random.between(0, 30));
        let method = self.random.pick(&["21", "21", "22", "28", "2A", "11", "12", "31", "81"]).unwrap_or_default();
        self.stay(admitted, Some(discharged), method);
        if self.random.percent(15) {
            // A second discharge inside the same window: the later one is the one that led here.
            let again = shift(discharged, self.random.between(1, 3));
            self.stay(shift(discharged, 1), Some(again), "21");
        }
        if self.random.percent(25) {
            let back = shift(discharged, self.random.between(80, 88));
            let method = self.random.pick(&["21", "2B", "11"]).unwrap_or_default();
            let out = self.random.percent(80).then(|| shift(back, self.random.between(0, 20)));
            self.stay(back, out, method);
        }
        if self.random.percent(15) {
            let days = self.random.between(82, 86);
            self.care(shift(discharged, days), None);
        }
    }

    fn stay(&mut self, admitted: NaiveDate, discharged: Option<NaiveDate>, admission_method: &'static str) {
        let random = &mut *self.random;
        let specialty = random.pick(&["300", "300", "430", "110", "100", "653", "711", "560"]).unwrap_or_default();
        self.stays.push(Stay {
            person: self.person.clone(),
            admitted,
            discharged,
            last_episode: !random.percent(6),
            admission_method,
            discharge_method: random.pick(&["1", "1", "1", "1", "2", "4"]).unwrap_or_default(),
            destination: random.pick(&["19", "19", "19", "54", "85", "79"]).unwrap_or_default(),
            specialty,
            birth: self.details.birth,
            sex: match self.details.gender.as_ref() {
                "Female" => "Female",
                "Male" => "Male",
                _ => "Unknown",
            },
            council: if random.percent(2) { String::new() } else { self.council.clone() },
        });
    }

    fn carer(&mut self) {
        self.client_type = if self.random.percent(92) { CARER } else { CARER_BY_ASSOCIATION };
        self.details.support_reason = "Social support: Support to unpaid carer".into();
        for _ in 0..1 + self.random.below(3) {
            let started = self.some_day();
            let ended = self.end_after(started, 300);
            match self.random.below(10) {
                0..4 => {
                    let component = self.random.pick(&["Unpaid carer support", "Direct payment", ""]);
                    self.service(TO_CARER, component.unwrap_or_default(), started, ended);
                }
                4..6 => {
                    self.service(TO_CARED_FOR, "Unpaid carer respite", started, ended);
                }
                6 => {
                    let event = self.event(REQUEST, started, Some(started));
                    event.outcome = ADVICE.into();
                }
                7..9 => {
                    let event = self.event(ASSESSMENT, started, Some(shift(started, 10)));
                    event.assessment_type = "Unpaid carer assessment".into();
                    event.outcome = ADVICE.into();
                }
                _ => {
                    let event = self.event(REVIEW, started, Some(shift(started, 3)));
                    event.review_reason = "Planned".into();
                }
            }
        }
        if self.random.percent(10) {
            self.client_type = SERVICE_USER;
            self.at_home();
        }
    }

    fn asked(&mut self) {
        for _ in 0..1 + self.random.below(2) {
            let asked = self.some_day();
            let decided = shift(asked, self.random.between(0, 5));
            let route = self.random.pick(ROUTES).unwrap_or_default();
            let outcome =
                self.random.pick(&[TO_ASSESSMENT, TO_ASSESSMENT, TO_SERVICES, ADVICE, DECLINED]).unwrap_or_default();
            let event = self.event(REQUEST, asked, Some(decided));
            event.route = route.into();
            event.outcome = outcome.into();
            let mut last = decided;
            for _ in 0..self.random.below(3) {
                let from = shift(last, self.random.between(0, 60));
                last = shift(from, self.random.between(0, 30));
                let outcome = self.random.pick(&[TO_ASSESSMENT, TO_SERVICES, ADVICE]).unwrap_or_default();
                let event = self.event(ASSESSMENT, from, Some(last));
                event.assessment_type = "Long term assessment".into();
                event.outcome = outcome.into();
            }
            if self.random.percent(50) {
                let from = shift(last, self.random.between(0, 40));
                let until = self.end_after(from, 200);
                let service_type = self.random.pick(&[COMMUNITY, LOW_LEVEL, OTHER_SHORT]).unwrap_or_default();
                self.service(service_type, "Home support", from, until);
            }
        }
    }

    /// Councils write codes in their own capitals and leave blanks around them.
    fn finish(self, records: &mut Records) {
        let random = self.random;
        let mut events = self.events;
        for event in &mut events {
            for code in [
                &mut event.client_type,
                &mut event.event_type,
                &mut event.outcome,
                &mut event.service_type,
                &mut event.component,
                &mut event.mechanism,
                &mut event.details.accommodation,
                &mut event.details.support_reason,
            ] {
                if code.is_empty() {
                    continue;
                }
                match random.below(200) {
                    0..4 => *code = code.to_uppercase().into(),
                    4..8 => *code = code.to_lowercase().into(),
                    8..10 => *code = format!(" {code}").into(),
                    10..12 => *code = format!("{code}  ").into(),
                    _ => {}
                }
            }
        }
        // No record is of a time after its submission.
        records.events.extend(events.into_iter().filter(|event| event.started <= event.submission.period_end));
        records.stays.extend(self.stays);
    }
}
