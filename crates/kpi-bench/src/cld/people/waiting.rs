//! Waiting times, from a request to the assessment and the service that follow.

use super::person::{OLD, Person, Row};
use crate::cld::codes::*;

const ASKED: &str = "2024-06-10";
const YOUNG: &str = "25 to 64";

trait Waits: Sized {
    /// Days to the assessment and to the service; empty where none came.
    fn waited(
        self,
        started: &'static str,
        assessment: &'static str,
        service: &'static str,
        block: &'static str,
    ) -> Self {
        self.waited_of(OLD, "Q1", started, assessment, service, block)
    }

    fn waited_of(
        self,
        band: &'static str,
        quarter: &'static str,
        started: &'static str,
        assessment: &'static str,
        service: &'static str,
        block: &'static str,
    ) -> Self;

    fn not_waiting(self) -> Self;
}

impl Waits for Person {
    fn waited_of(
        self,
        band: &'static str,
        quarter: &'static str,
        started: &'static str,
        assessment: &'static str,
        service: &'static str,
        block: &'static str,
    ) -> Self {
        let row = |days: &'static str| {
            Row::new(band, true, !days.is_empty()).started(started).by(block).answer(days).slice(quarter)
        };
        self.row("wait-assessment", row(assessment)).row("wait-service", row(service))
    }

    fn not_waiting(self) -> Self {
        self.not_in("wait-assessment").not_in("wait-service")
    }
}

fn asker(name: &'static str, shows: &'static str) -> Person {
    Person::new(name, shows).request(ASKED, ASKED).outcome(TO_ASSESSMENT)
}

const YES: &str = "progressed";
const NO: &str = "not progressed";

pub fn people() -> Vec<Person> {
    vec![
        asker("wait-simple", "Assessed 10 days later, supported 20 days later.")
            .assessment("2024-06-20", "2024-06-25")
            .outcome(TO_SERVICES)
            .home_support("2024-06-30", "")
            .waited(ASKED, "10", "20", YES),
        asker("wait-nothing", "Nothing followed.").waited(ASKED, "", "", ""),
        asker("wait-same-day", "On one day the request comes first, the assessment next.")
            .home_support(ASKED, "")
            .assessment(ASKED, ASKED)
            .outcome(TO_SERVICES)
            .waited(ASKED, "0", "0", YES),
        asker("wait-assessed-before", "An assessment before the request does not follow it.")
            .assessment("2024-06-09", "2024-06-25")
            .outcome(TO_SERVICES)
            .waited(ASKED, "", "", ""),
        asker("wait-not-progressed", "An assessment that came to nothing.")
            .assessment("2024-06-20", "2024-06-25")
            .outcome(DECLINED)
            .waited(ASKED, "10", "", NO),
        asker("wait-block", "Two assessments running are one block, which progresses if any one does.")
            .assessment("2024-06-20", "2024-06-25")
            .outcome(ADVICE)
            .assessment("2024-06-26", "2024-06-28")
            .outcome("progress to support planning or services")
            .waited(ASKED, "10", "", YES),
        asker("wait-block-of-three", "And three.")
            .assessment("2024-06-20", "2024-06-21")
            .outcome(ADVICE)
            .assessment("2024-06-22", "2024-06-23")
            .outcome(DECLINED)
            .assessment("2024-06-24", "2024-06-25")
            .outcome(TO_SERVICES)
            .waited(ASKED, "10", "", YES),
        asker("wait-block-ends", "A service between them ends the block.")
            .assessment("2024-06-20", "2024-06-25")
            .outcome(ADVICE)
            .home_support("2024-06-26", "2024-06-26")
            .assessment("2024-06-27", "2024-06-28")
            .outcome(TO_SERVICES)
            .waited(ASKED, "10", "16", NO),
        asker("wait-request-inside", "A second request before the first one's service is dropped.")
            .request("2024-06-15", "2024-06-15")
            .assessment("2024-06-20", "2024-06-25")
            .outcome(TO_SERVICES)
            .home_support("2024-06-30", "")
            .waited(ASKED, "10", "20", YES),
        asker("wait-request-after", "A request after all that followed the first stands for itself.")
            .assessment("2024-06-20", "2024-06-25")
            .outcome(DECLINED)
            .request("2024-07-01", "2024-07-01")
            .waited(ASKED, "10", "", NO)
            .waited_of(OLD, "Q2", "2024-07-01", "", "", ""),
        asker("wait-supported", "Long-term support in the last 12 months.")
            .home_support("2023-01-01", "2023-06-10")
            .not_waiting(),
        asker("wait-supported-earlier", "It ended a day earlier.")
            .home_support("2023-01-01", "2023-06-09")
            .waited(ASKED, "", "", ""),
        asker("wait-short-term", "Short-term support in the last 3 months.")
            .reablement("2024-01-01", "2024-03-10")
            .not_waiting(),
        asker("wait-short-term-earlier", "It ended a day earlier.")
            .reablement("2024-01-01", "2024-03-09")
            .waited(ASKED, "", "", ""),
        Person::new("wait-24", "Under 25 is not asked for.").born("1999-07-01").request(ASKED, ASKED).not_waiting(),
        Person::new("wait-25", "25 is.")
            .born("1999-06-01")
            .request(ASKED, ASKED)
            .waited_of(YOUNG, "Q1", ASKED, "", "", ""),
        Person::new("wait-age-unknown", "Of unknown age is not.").born("").request(ASKED, ASKED).not_waiting(),
        Person::new("wait-day-before", "Asked the day before the year.")
            .request("2024-03-31", "2024-04-01")
            .not_waiting(),
        Person::new("wait-last-day", "Asked on its last day, assessed after it.")
            .request("2025-03-31", "2025-04-01")
            .assessment("2025-04-10", "2025-04-20")
            .waited_of(OLD, "Q4", "2025-03-31", "10", "", NO),
        Person::new("wait-carer", "A carer's request is none of it.").is_a(CARER).request(ASKED, ASKED).not_waiting(),
    ]
}
