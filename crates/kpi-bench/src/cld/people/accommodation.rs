//! 2E: living at home or with family; and the latest known details that it needs.

use super::person::{OLD, OTHER_COUNCIL, Person, Row, YOUNG};
use crate::cld::codes::*;

const OWN: &str = "Owner occupier or shared ownership scheme";
const TENANT: &str = "Tenant";
const ROUGH: &str = "Rough sleeper / squatting";
const CARE_HOME: &str = "Registered care home";
const AT_HOME: &str = "Unknown - Presumed at home";

trait Lives: Sized {
    fn settled(self, band: &'static str, status: &'static str) -> Self;
    fn unsettled(self, band: &'static str, status: &'static str) -> Self;
}

impl Lives for Person {
    fn settled(self, band: &'static str, status: &'static str) -> Self {
        self.row("2e", Row::new(band, true, true).answer(status).slice("Female"))
    }

    fn unsettled(self, band: &'static str, status: &'static str) -> Self {
        self.row("2e", Row::new(band, true, false).answer(status).slice("Female"))
    }
}

pub fn people() -> Vec<Person> {
    vec![
        Person::new("2e-own-home", "In her own house.")
            .home_support("2024-06-10", "")
            .settled(OLD, OWN)
            .not_in("2e-ld"),
        Person::new("2e-care-home", "In a care home.")
            .lives(CARE_HOME)
            .residential("2024-06-10", "")
            .unsettled(OLD, CARE_HOME),
        Person::new("2e-young", "Under 65.")
            .born("1980-01-01")
            .home_support("2024-06-10", "")
            .settled(YOUNG, OWN)
            .not_in("2e-ld"),
        Person::new("2e-short-term", "Short-term support alone is not in it.")
            .reablement("2024-06-10", "")
            .not_in("2e"),
        Person::new("2e-ended-before", "Support that ended the day before the year.")
            .home_support("2023-06-10", "2024-03-31")
            .not_in("2e"),
        Person::new("2e-ended-first-day", "Support that ended on the first day.")
            .home_support("2023-06-10", "2024-04-01")
            .settled(OLD, OWN),
        Person::new("2e-starts-last-day", "Support that starts on the last day.")
            .home_support("2025-03-31", "")
            .settled(OLD, OWN),
        Person::new("2e-starts-after", "Support that starts the day after.")
            .home_support("2025-04-01", "")
            .not_in("2e"),
        Person::new("2e-end-before-start", "An end before the start is no valid date.")
            .home_support("2024-06-10", "2024-06-09")
            .not_in("2e"),
        Person::new("2e-dead-before", "Dead before the year.")
            .died("2024-03-31")
            .home_support("2023-06-10", "")
            .not_in("2e"),
        Person::new("2e-died-first-day", "Alive on the first day.")
            .died("2024-04-01")
            .home_support("2023-06-10", "")
            .settled(OLD, OWN),
        Person::new("2e-17", "Under 18 when the support ended, though 18 by the year's end.")
            .born("2006-10-01")
            .home_support("2024-06-10", "2024-09-30")
            .not_in("2e"),
        Person::new("2e-18", "18 at the latest end of two.")
            .born("2006-10-01")
            .home_support("2024-06-10", "2024-09-30")
            .home_support("2024-06-10", "2024-10-02")
            .settled(YOUNG, OWN),
        Person::new("2e-capped", "The age is that of the year's end, not of a later end of the support.")
            .born("1960-07-01")
            .home_support("2024-06-10", "2025-08-01")
            .settled(YOUNG, OWN),
        Person::new("2e-age-unknown", "An unknown age is out of both counts.")
            .born("")
            .home_support("2024-06-10", "")
            .row("2e", Row::new("Unknown", false, false).answer(OWN).slice("Female")),
        Person::new("2e-mover", "Two councils: two people, each where it says.")
            .home_support("2023-06-10", "2024-06-09")
            .settled(OLD, OWN)
            .of(OTHER_COUNCIL)
            .lives(CARE_HOME)
            .residential("2024-06-10", "")
            .unsettled(OLD, CARE_HOME),
        Person::new("2e-learning-disability", "Learning disability support, 18 to 64: in both runs.")
            .born("1980-01-01")
            .reason(LEARNING_DISABILITY)
            .home_support("2024-06-10", "")
            .settled(YOUNG, OWN)
            .row("2e-ld", Row::new(YOUNG, true, true).answer(OWN).slice("Female")),
        Person::new("2e-learning-disability-unsettled", "And in a care home: in the denominator of both.")
            .born("1980-01-01")
            .reason(LEARNING_DISABILITY)
            .lives(CARE_HOME)
            .residential("2024-06-10", "")
            .unsettled(YOUNG, CARE_HOME)
            .row("2e-ld", Row::new(YOUNG, true, false).answer(CARE_HOME).slice("Female")),
        Person::new("2e-learning-disability-old", "65 and above is in the run of all only.")
            .reason(LEARNING_DISABILITY)
            .home_support("2024-06-10", "")
            .settled(OLD, OWN)
            .not_in("2e-ld"),
        Person::new("trap-2-reasons-of-two-spellings", "Two rows tie and differ in capitals only: they agree.")
            .born("1980-01-01")
            .reason("LEARNING disability support")
            .home_support("2024-06-10", "")
            .reason("learning disability SUPPORT ")
            .home_support("2024-06-10", "")
            .settled(YOUNG, OWN)
            .row("2e-ld", Row::new(YOUNG, true, true).answer(OWN).slice("Female")),
        Person::new("1b-reasons-disagree", "Two rows tie and differ: the support reason becomes unknown.")
            .born("1980-01-01")
            .reason(LEARNING_DISABILITY)
            .home_support("2024-06-10", "")
            .reason("Mental health support")
            .home_support("2024-06-10", "")
            .settled(YOUNG, OWN)
            .not_in("2e-ld"),
        Person::new(
            "1b-reason-carer",
            "'Support to unpaid carer' is unknown, however late: the reason before it counts.",
        )
        .born("1980-01-01")
        .sent("2024-12-31")
        .reason(LEARNING_DISABILITY)
        .home_support("2024-06-10", "2024-10-01")
        .sent("2025-06-30")
        .reason("Social support: Support to unpaid carer")
        .home_support("2024-10-01", "")
        .settled(YOUNG, OWN)
        .row("2e-ld", Row::new(YOUNG, true, true).answer(OWN).slice("Female")),
        Person::new("1b-later-submission", "A later submission goes before a later end.")
            .sent("2025-03-31")
            .lives(CARE_HOME)
            .home_support("2024-06-10", "")
            .sent("2025-06-30")
            .lives(TENANT)
            .home_support("2024-06-10", "2024-12-01")
            .settled(OLD, TENANT),
        Person::new("1b-later-end", "In one submission an open end goes before any other.")
            .lives(CARE_HOME)
            .home_support("2024-06-10", "2025-02-01")
            .lives(TENANT)
            .home_support("2024-05-10", "")
            .settled(OLD, TENANT),
        Person::new("1b-later-start", "Of one end, the later start.")
            .lives(CARE_HOME)
            .home_support("2024-05-10", "2025-02-01")
            .lives(TENANT)
            .home_support("2024-05-11", "2025-02-01")
            .settled(OLD, TENANT),
        Person::new("1b-known-first", "Known goes before all of that.")
            .sent("2024-06-30")
            .lives(TENANT)
            .home_support("2024-05-10", "2024-06-01")
            .sent("2025-06-30")
            .lives("Unknown")
            .home_support("2024-06-10", "")
            .settled(OLD, TENANT),
        Person::new(
            "1b-homes-disagree",
            "Rows that tie and disagree make it unknown; and the latest service says a care home.",
        )
        .lives(TENANT)
        .residential("2024-06-10", "")
        .lives(ROUGH)
        .residential("2024-06-10", "")
        .unsettled(OLD, CARE_HOME),
        Person::new("2e-no-such-status", "A status that is on no list is unknown: home support says at home.")
            .lives("Castle")
            .home_support("2024-06-10", "")
            .settled(OLD, AT_HOME),
        Person::new("2e-inferred-nursing", "Nothing given, nursing care: a nursing home.")
            .lives("")
            .nursing("2024-06-10", "")
            .unsettled(OLD, "Registered nursing home"),
        Person::new("2e-inferred-shared-lives", "Shared Lives says where.")
            .lives("")
            .service(COMMUNITY, "shared lives", "2024-06-10", "")
            .settled(OLD, "Shared Lives scheme"),
        Person::new("2e-inferred-community", "Other support in the community: presumed there, which is not settled.")
            .lives("")
            .service(COMMUNITY, "Day support", "2024-06-10", "")
            .unsettled(OLD, "Unknown - Presumed in community"),
        Person::new("2e-inferred-no-component", "As is support with no component.")
            .lives("")
            .service(COMMUNITY, "", "2024-06-10", "")
            .unsettled(OLD, "Unknown - Presumed in community"),
        Person::new("2e-inferred-prison", "Prison says where.")
            .lives("")
            .service(PRISON, "", "2024-06-10", "")
            .unsettled(OLD, "Prison / Young offenders institution / detention centre"),
        Person::new("2e-inferred-latest-end", "The service that ends last says it.")
            .lives("")
            .residential("2024-06-10", "2024-09-01")
            .service(COMMUNITY, "Home support", "2024-05-10", "")
            .settled(OLD, AT_HOME),
        Person::new("2e-inferred-priority", "Of one end, the type of the higher priority.")
            .lives("")
            .service(COMMUNITY, "Home support", "2024-08-10", "")
            .residential("2024-06-10", "")
            .unsettled(OLD, CARE_HOME),
        Person::new("2e-inferred-mappable", "Of one type, a component that says something.")
            .lives("")
            .service(COMMUNITY, "Meals", "2024-08-10", "")
            .service(COMMUNITY, "Home support", "2024-06-10", "")
            .settled(OLD, AT_HOME),
        Person::new("2e-inferred-start", "Of two that do, the later.")
            .lives("")
            .service(COMMUNITY, "Home support", "2024-06-10", "")
            .service(COMMUNITY, "Extra care housing", "2024-08-10", "")
            .settled(OLD, "Sheltered housing / extra care housing / other sheltered housing"),
        Person::new(
            "2e-inferred-nothing",
            "The latest service is short-term, which says nothing: unknown, and counted below.",
        )
        .lives("")
        .home_support("2024-06-10", "2024-09-01")
        .reablement("2024-09-02", "")
        .unsettled(OLD, "Unknown"),
        Person::new("2e-gender-unknown", "Male and female in rows that tie: unknown.")
            .gender("Male")
            .home_support("2024-06-10", "")
            .gender("Female")
            .home_support("2024-06-10", "")
            .row("2e", Row::new(OLD, true, true).answer(OWN).slice("Unknown")),
    ]
}
