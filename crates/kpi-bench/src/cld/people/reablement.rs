//! 2A: reablement with no further ongoing support: how episodes are built, who is in, and which rule says what followed.

use super::person::{OLD, OTHER_COUNCIL, Person, Row, YOUNG};
use crate::cld::codes::*;

const MEASURE: &str = "2a";
const FIRST: &str = "2024-06-10";
const LAST: &str = "2024-07-10";
const RES_SHORT: &str = "Short term support: Residential or nursing";
const OTHER_SERVICE: &str = "NFA: Referral to other service within the local authority";

trait Sequel: Sized {
    fn sequel(self, rule: &'static str, answer: &'static str, in_denominator: bool, in_numerator: bool) -> Self {
        self.sequel_of(FIRST, OLD, rule, answer, in_denominator, in_numerator)
    }

    fn sequel_of(
        self,
        started: &'static str,
        band: &'static str,
        rule: &'static str,
        answer: &'static str,
        in_denominator: bool,
        in_numerator: bool,
    ) -> Self;

    /// Ended as planned, and nothing else known: the simplest that counts.
    fn ended_as_planned(self, started: &'static str) -> Self {
        self.sequel_of(started, OLD, "4a own outcome", AS_PLANNED, true, true)
    }
}

impl Sequel for Person {
    fn sequel_of(
        self,
        started: &'static str,
        band: &'static str,
        rule: &'static str,
        answer: &'static str,
        in_denominator: bool,
        in_numerator: bool,
    ) -> Self {
        self.row(MEASURE, Row::new(band, in_denominator, in_numerator).started(started).by(rule).answer(answer))
    }
}

/// Reabled for a month, and that ended as planned.
fn reabled(name: &'static str, shows: &'static str) -> Person {
    Person::new(name, shows).reablement(FIRST, LAST).outcome(AS_PLANNED)
}

pub fn people() -> Vec<Person> {
    [episodes(), cohort(), sequels()].concat()
}

fn episodes() -> Vec<Person> {
    vec![
        reabled("2a-one", "One service is one episode.").ended_as_planned(FIRST),
        reabled("2a-gap-7", "A gap of 7 days joins.").reablement("2024-07-17", "2024-08-01").outcome(DECLINED).sequel(
            "4a own outcome",
            DECLINED,
            false,
            false,
        ),
        reabled("2a-gap-8", "A gap of 8 days makes two episodes.")
            .ended_as_planned(FIRST)
            .reablement("2024-07-18", "2024-08-01")
            .outcome(AS_PLANNED)
            .ended_as_planned("2024-07-18"),
        Person::new("2a-nested", "A short service inside a long one: the gap is counted from the latest end so far.")
            .reablement(FIRST, LAST)
            .outcome(AS_PLANNED)
            .reablement("2024-06-11", "2024-06-12")
            .outcome(DECLINED)
            .reablement("2024-07-15", "2024-07-20")
            .outcome(AS_PLANNED)
            .ended_as_planned(FIRST),
        Person::new("2a-overlap", "Services that overlap are one episode, and the last to end gives the outcome.")
            .reablement(FIRST, "2024-06-20")
            .outcome(DECLINED)
            .reablement("2024-06-15", LAST)
            .outcome(AS_PLANNED)
            .ended_as_planned(FIRST),
        Person::new("2a-same-end", "Two that end together: the outcome of the better priority.")
            .reablement(FIRST, LAST)
            .outcome(AS_PLANNED)
            .reablement("2024-06-11", LAST)
            .outcome(ADVICE)
            .sequel("4a own outcome", ADVICE, true, true),
        Person::new("2a-same-end-unusable", "An outcome that cannot be classified comes after one that can.")
            .reablement(FIRST, LAST)
            .outcome(TO_SERVICES)
            .reablement("2024-06-11", LAST)
            .outcome(AS_PLANNED)
            .ended_as_planned(FIRST),
        Person::new("2a-same-end-no-outcome", "And no outcome at all comes last.")
            .reablement(FIRST, LAST)
            .reablement("2024-06-11", LAST)
            .outcome(AS_PLANNED)
            .ended_as_planned(FIRST),
        reabled("2a-open-service", "One that is open keeps the episode open, and out of the year.")
            .reablement("2024-07-15", "")
            .not_in(MEASURE),
        Person::new("2a-end-before-start", "A service whose end precedes its start is no service here.")
            .reablement(FIRST, "2024-06-09")
            .not_in(MEASURE),
        Person::new("2a-one-day", "A service of one day is one.")
            .reablement(FIRST, FIRST)
            .outcome(AS_PLANNED)
            .ended_as_planned(FIRST),
        reabled("2a-mover", "Two councils, two people: no episode goes on across the border.")
            .ended_as_planned(FIRST)
            .of(OTHER_COUNCIL)
            .reablement("2024-07-11", "2024-08-01")
            .outcome(AS_PLANNED)
            .ended_as_planned("2024-07-11"),
        Person::new("trap-2-st-max", "Codes in capitals and with blanks.")
            .reablement(FIRST, LAST)
            .typed("SERVICE USER", "service ", " short term support: st-max")
            .outcome(" nfa: support ended as PLANNED")
            .ended_as_planned(FIRST),
    ]
}

fn cohort() -> Vec<Person> {
    vec![
        Person::new("2a-ends-first-day", "An episode that ends on the year's first day.")
            .reablement("2024-03-10", "2024-04-01")
            .outcome(AS_PLANNED)
            .ended_as_planned("2024-03-10"),
        Person::new("2a-ends-before", "One that ends the day before.")
            .reablement("2024-03-10", "2024-03-31")
            .outcome(AS_PLANNED)
            .not_in(MEASURE),
        Person::new("2a-ends-last-day", "One that ends on the last.")
            .reablement("2025-03-10", "2025-03-31")
            .outcome(AS_PLANNED)
            .ended_as_planned("2025-03-10"),
        Person::new("2a-ends-after", "One that ends the day after.")
            .reablement("2025-03-10", "2025-04-01")
            .outcome(AS_PLANNED)
            .not_in(MEASURE),
        Person::new("2a-17", "Under 18 at the episode's end.")
            .born("2006-08-01")
            .reablement(FIRST, LAST)
            .outcome(AS_PLANNED)
            .not_in(MEASURE),
        Person::new("2a-18", "18 at its end, 17 at its start.")
            .born("2006-07-01")
            .reablement(FIRST, LAST)
            .outcome(AS_PLANNED)
            .sequel_of(FIRST, YOUNG, "4a own outcome", AS_PLANNED, true, true),
        Person::new("2a-age-unknown", "An unknown age stays, in the total only.")
            .born("")
            .reablement(FIRST, LAST)
            .outcome(AS_PLANNED)
            .sequel_of(FIRST, "Unknown", "4a own outcome", AS_PLANNED, true, true),
        Person::new("2a-dead-before", "Dead before it began.")
            .died("2024-06-09")
            .reablement(FIRST, LAST)
            .not_in(MEASURE),
        reabled("2a-carer", "A carer's service is no service user's.")
            .ended_as_planned(FIRST)
            .is_a(CARER)
            .reablement("2024-10-01", "2024-10-10"),
        reabled("2a-long-term-90-days-before", "Long-term support that ended 90 days before: no new client.")
            .home_support("2024-01-01", "2024-03-12")
            .not_in(MEASURE),
        reabled("2a-long-term-91-days-before", "Less than 91 days: 91 is a new client.")
            .home_support("2024-01-01", "2024-03-11")
            .ended_as_planned(FIRST),
        reabled("trap-3-long-term-open", "Long-term support that is open.")
            .home_support("2024-01-01", "")
            .not_in(MEASURE),
        reabled("trap-3-long-term-later-end", "Long-term support that ends during the episode.")
            .home_support("2024-01-01", "2024-06-20")
            .not_in(MEASURE),
        reabled("2a-long-term-same-day", "Long-term support that starts with the episode does not start before it.")
            .home_support(FIRST, "2024-06-20")
            .ended_as_planned(FIRST),
    ]
}

fn sequels() -> Vec<Person> {
    vec![
        reabled("2a-died-7-days-after", "Rule 1: death 7 days after the end.")
            .died("2024-07-17")
            .review("2024-07-01", "2024-07-02")
            .sequel("1 death", DECEASED, false, false),
        reabled("2a-died-8-days-after", "Death 8 days after is none of it.")
            .died("2024-07-18")
            .review("2024-01-01", "2024-01-02")
            .ended_as_planned(FIRST),
        Person::new("2a-died-in-hospital", "Rule 1 goes before rule 2.")
            .died("2024-07-10")
            .reablement(FIRST, LAST)
            .outcome(HOSPITAL)
            .sequel("1 death", DECEASED, false, false),
        Person::new("2a-hospital", "Rule 2: the episode ended in hospital, whatever service follows.")
            .reablement(FIRST, LAST)
            .outcome(HOSPITAL)
            .home_support("2024-07-11", "")
            .sequel("2 hospital", HOSPITAL, false, false),
        reabled("2a-service-7-days-after", "Rule 3: a service that starts 7 days after the end.")
            .home_support("2024-07-17", "")
            .sequel("3 service", COMMUNITY, true, false),
        reabled("2a-service-8-days-after", "8 days after is too late.")
            .home_support("2024-07-18", "")
            .ended_as_planned(FIRST),
        reabled("2a-service-before-end", "A service that starts in the episode and ends after it.")
            .residential("2024-06-20", "2024-07-11")
            .sequel("3 service", RESIDENTIAL, true, false),
        reabled("2a-service-ends-with-it", "One that ends with the episode does not follow it.")
            .residential("2024-06-20", LAST)
            .ended_as_planned(FIRST),
        reabled("2a-service-started-before", "One that started before the episode is none of rule 3.")
            .service(LOW_LEVEL, "Meals", "2024-06-09", "")
            .ended_as_planned(FIRST),
        reabled("2a-services-by-priority", "Of several the highest priority, not the first.")
            .service(LOW_LEVEL, "Meals", LAST, "")
            .home_support("2024-07-12", "")
            .nursing("2024-07-15", "")
            .sequel("3 service", NURSING, true, false),
        reabled("2a-low-level", "Ongoing low level support counts.")
            .service(LOW_LEVEL, "Meals", "2024-07-11", "")
            .sequel("3 service", LOW_LEVEL, true, true),
        reabled("2a-other-short", "As does other short-term support.")
            .service(OTHER_SHORT, "Other short term support", "2024-07-11", "")
            .sequel("3 service", OTHER_SHORT, true, true),
        reabled("2a-other-short-residential", "But not in a care home: that goes first, under another name.")
            .service(OTHER_SHORT, "", "2024-07-11", "")
            .service(OTHER_SHORT, "Short term Residential care", "2024-07-12", "")
            .sequel("3 service", RES_SHORT, true, false),
        reabled("2a-carer-service", "A carer's service is none that rule 3 knows.")
            .service(TO_CARER, "", "2024-07-11", "")
            .ended_as_planned(FIRST),
        Person::new("2a-own-outcome-other", "Rule 4a: the episode's own outcome.")
            .reablement(FIRST, LAST)
            .outcome(OTHER_SERVICE)
            .sequel("4a own outcome", OTHER_SERVICE, true, true),
        Person::new("2a-nhs", "An outcome outside the denominator.")
            .reablement(FIRST, LAST)
            .outcome("NFA: Referral to NHS services or NHS funded social care")
            .sequel("4a own outcome", "NFA: Referral to NHS services or NHS funded social care", false, false),
        reabled("2a-event-after", "Rule 4b: a request in the window has the better outcome.")
            .request("2024-07-12", "2024-07-13")
            .outcome(ADVICE)
            .sequel("4b event after", ADVICE, true, true),
        reabled("2a-event-after-worse", "An event whose outcome is worse does not answer.")
            .request("2024-07-12", "2024-07-13")
            .outcome(NFA_OTHER)
            .ended_as_planned(FIRST),
        Person::new("2a-event-after-as-planned", "'Support ended as planned' of another event is not asked.")
            .reablement(FIRST, LAST)
            .outcome(CONTINUES)
            .request("2024-07-12", "2024-07-13")
            .outcome(AS_PLANNED)
            .sequel("6 otherwise", "Unable to classify", false, false),
        reabled("2a-event-8-days-after", "An event 8 days after is too late.")
            .request("2024-07-18", "2024-07-19")
            .outcome(ADVICE)
            .ended_as_planned(FIRST),
        reabled("2a-review-13-days-before", "Rule 4c: a review that ended 13 days before the end.")
            .review("2024-06-20", "2024-06-27")
            .outcome(ADVICE)
            .sequel("4c assessed within", ADVICE, true, true),
        reabled("2a-review-14-days-before", "14 days before is too early.")
            .review("2024-06-20", "2024-06-26")
            .outcome(ADVICE)
            .ended_as_planned(FIRST),
        reabled("2a-last-review", "Only the last review is asked, and its outcome is the worse.")
            .review("2024-06-28", "2024-06-29")
            .outcome(ADVICE)
            .assessment("2024-07-01", "2024-07-02")
            .outcome(NFA_OTHER)
            .ended_as_planned(FIRST),
        reabled("2a-last-review-unusable", "The last one says nothing usable, and the one before is not asked.")
            .review("2024-06-28", "2024-06-29")
            .outcome(ADVICE)
            .assessment("2024-07-01", "2024-07-02")
            .outcome(TO_SERVICES)
            .ended_as_planned(FIRST),
        Person::new("2a-equipment", "Rule 5: equipment inside an episode that says nothing.")
            .reablement(FIRST, LAST)
            .service(LOW_LEVEL, "Equipment", FIRST, LAST)
            .sequel("5 equipment", LOW_LEVEL, true, true),
        Person::new("2a-equipment-beyond", "Equipment that ends after it is a service that follows.")
            .reablement(FIRST, LAST)
            .service(OTHER_SHORT, "Equipment", FIRST, "2024-07-11")
            .sequel("3 service", OTHER_SHORT, true, true),
        Person::new("2a-equipment-and-outcome", "An outcome that says something goes before equipment.")
            .reablement(FIRST, LAST)
            .outcome(DECLINED)
            .service(LOW_LEVEL, "Equipment", FIRST, LAST)
            .sequel("4a own outcome", DECLINED, false, false),
        Person::new("2a-unable", "Rule 6: nothing says anything.").reablement(FIRST, LAST).sequel(
            "6 otherwise",
            "Unable to classify",
            false,
            false,
        ),
    ]
}
