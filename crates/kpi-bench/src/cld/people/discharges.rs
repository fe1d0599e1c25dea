//! 2D: discharged from hospital into reablement, still in the community 12 weeks later.

use super::person::{OTHER_COUNCIL, Person, Row};
use crate::cld::codes::*;

const FROM: &str = "2024-06-01";
const OUT: &str = "2024-06-10";
const NEW: &str = "New client, Female";
const KNOWN: &str = "Existing client, Female";
const BAND: &str = "75 to 84";

/// In hospital for nine days and out on 10 June.
fn patient(name: &'static str, shows: &'static str) -> Person {
    Person::new(name, shows).stay(FROM, OUT, "21")
}

trait Linked: Sized {
    /// Part 1: an episode from `started`, and what happened to it.
    fn episode(self, started: &'static str, happened: &'static str) -> Self;
    /// Part 2: a discharge, and how many episodes followed.
    fn discharge(self, discharged: &'static str, episodes: &'static str) -> Self;
    fn no_episode(self) -> Self;
    fn no_discharge(self) -> Self;
}

impl Linked for Person {
    fn episode(self, started: &'static str, happened: &'static str) -> Self {
        self.row("2d1", Row::new(BAND, true, happened.is_empty()).started(started).by(happened).slice(NEW))
    }

    fn discharge(self, discharged: &'static str, episodes: &'static str) -> Self {
        self.row("2d2", Row::new(BAND, true, episodes != "0").started(discharged).answer(episodes).slice(NEW))
    }

    fn no_episode(self) -> Self {
        self.not_in("2d1")
    }

    fn no_discharge(self) -> Self {
        self.not_in("2d1").not_in("2d2")
    }
}

pub fn people() -> Vec<Person> {
    [links(), refused(), outcomes()].concat()
}

fn links() -> Vec<Person> {
    vec![
        patient("2d-simple", "Reabled from the day of discharge, and at home twelve weeks later.")
            .reablement(OUT, "2024-07-10")
            .episode(OUT, "")
            .discharge(OUT, "1"),
        patient("2d-no-reablement", "A discharge that no reablement follows is in part 2 alone.")
            .assessment("2024-06-12", "2024-06-13")
            .no_episode()
            .discharge(OUT, "0"),
        patient("2d-7-days-before", "A discharge 7 days before the start.")
            .reablement("2024-06-17", "2024-07-10")
            .episode("2024-06-17", "")
            .discharge(OUT, "1"),
        patient("2d-8-days-before", "8 days before is too early.")
            .reablement("2024-06-18", "2024-07-10")
            .no_episode()
            .discharge(OUT, "0"),
        patient("2d-3-days-after", "A discharge 3 days after the start.")
            .reablement("2024-06-07", "2024-07-10")
            .episode("2024-06-07", "")
            .discharge(OUT, "1"),
        patient("2d-4-days-after", "4 days after is too late.")
            .reablement("2024-06-06", "2024-07-10")
            .no_episode()
            .discharge(OUT, "0"),
        Person::new("2d-admitted-after-start", "Admitted after the reablement began: it did not begin from there.")
            .stay("2024-06-08", OUT, "11")
            .reablement("2024-06-07", "2024-07-10")
            .no_episode()
            .discharge(OUT, "0"),
        patient("2d-latest", "Of two discharges in the window the latest.")
            .stay("2024-06-11", "2024-06-12", "11")
            .reablement("2024-06-13", "2024-07-10")
            .episode("2024-06-13", "")
            .discharge(OUT, "0")
            .discharge("2024-06-12", "1"),
        patient("2d-two-episodes", "Two episodes in one discharge's window: both are counted.")
            .reablement("2024-06-07", "2024-06-08")
            .reablement("2024-06-16", "2024-07-10")
            .episode("2024-06-07", "")
            .episode("2024-06-16", "")
            .discharge(OUT, "2"),
        patient("2d-not-reablement", "Other support to maximise independence is not asked for.")
            .service(ST_MAX, "Other short term support", OUT, "2024-07-10")
            .no_episode()
            .discharge(OUT, "0"),
        patient("2d-episode-goes-on", "Services 7 days apart are one episode, which began before the window.")
            .reablement("2024-05-20", "2024-06-03")
            .reablement(OUT, "2024-07-10")
            .no_episode()
            .discharge(OUT, "0"),
        patient("2d-existing-client", "In long-term community support at admission: an existing client.")
            .home_support("2023-01-01", "2024-06-01")
            .reablement(OUT, "2024-07-10")
            .row("2d1", Row::new(BAND, true, true).started(OUT).slice(KNOWN))
            .row("2d2", Row::new(BAND, true, true).started(OUT).answer("1").slice(KNOWN)),
        patient("trap-8-hospital", "A discharge in Trapford, reablement in Edgeham: one person for the hospital.")
            .discharge(OUT, "1")
            .of(OTHER_COUNCIL)
            .reablement(OUT, "2024-07-10")
            .episode(OUT, ""),
        patient("trap-2-component", "The component in capitals.")
            .service("Short Term Support: ST-MAX", " REABLEMENT", OUT, "2024-07-10")
            .episode(OUT, "")
            .discharge(OUT, "1"),
    ]
}

/// Reabled after a discharge that is not asked for.
fn refused() -> Vec<Person> {
    let reabled = |person: Person| person.reablement(OUT, "2024-07-10");
    vec![
        reabled(Person::new("2d-64", "64 at discharge.").born("1959-07-01").stay(FROM, OUT, "21")).no_discharge(),
        reabled(Person::new("2d-65", "65 at discharge.").born("1959-06-01").stay(FROM, OUT, "21"))
            .row("2d1", Row::new("65 to 74", true, true).started(OUT).slice(NEW))
            .row("2d2", Row::new("65 to 74", true, true).started(OUT).answer("1").slice(NEW)),
        reabled(Person::new("2d-85", "85 at discharge.").born("1939-06-01").stay(FROM, OUT, "21"))
            .row("2d1", Row::new("85 and above", true, true).started(OUT).slice(NEW))
            .row("2d2", Row::new("85 and above", true, true).started(OUT).answer("1").slice(NEW)),
        reabled(Person::new("2d-age-unknown", "An unknown age is not 65.").born("").stay(FROM, OUT, "21"))
            .no_discharge(),
        reabled(Person::new("2d-same-day", "Admission before discharge: not on the same day.").stay(OUT, OUT, "21"))
            .no_discharge(),
        reabled(Person::new("2d-still-in", "Not discharged yet.").stay(FROM, "", "21")).no_discharge(),
        reabled(patient("2d-not-last-episode", "Not the spell's last episode.").but(|stay| stay.last_episode = false))
            .no_discharge(),
        reabled(Person::new("2d-maternity", "An admission method that is left out.").stay(FROM, OUT, "31"))
            .no_discharge(),
        reabled(
            patient("2d-died-there", "A discharge method that is left out.").but(|stay| stay.discharge_method = "4"),
        )
        .no_discharge(),
        reabled(patient("2d-destination", "A destination that is left out.").but(|stay| stay.destination = "79"))
            .no_discharge(),
        reabled(patient("2d-specialty", "A specialty that is left out.").but(|stay| stay.specialty = "560"))
            .no_discharge(),
        reabled(patient("2d-specialty-prefix", "A specialty that begins with 65.").but(|stay| stay.specialty = "653"))
            .no_discharge(),
        reabled(patient("2d-specialty-7", "One that begins with 7.").but(|stay| stay.specialty = "711")).no_discharge(),
        reabled(
            patient("2d-specialty-17", "One that has a 7 elsewhere is asked for.").but(|stay| stay.specialty = "170"),
        )
        .episode(OUT, "")
        .discharge(OUT, "1"),
        reabled(patient("2d-abroad", "Lives outside England.").but(|stay| stay.council = String::new())).no_discharge(),
        reabled(patient("2d-from-care-home", "In residential care at admission.").residential("2024-01-01", FROM))
            .no_discharge(),
        reabled(
            patient("2d-left-care-home", "Residential care ended the day before.")
                .residential("2024-01-01", "2024-05-31"),
        )
        .episode(OUT, "")
        .discharge(OUT, "1"),
        reabled(patient("2d-from-prison", "In prison at admission.").service(PRISON, "", "2024-01-01", ""))
            .no_discharge(),
        Person::new("2d-before-year", "Discharged the day before the year.")
            .stay("2024-03-01", "2024-03-31", "21")
            .reablement("2024-04-01", "2024-05-01")
            .no_discharge(),
        Person::new("2d-first-day", "Discharged on its first day.")
            .stay("2024-03-01", "2024-04-01", "21")
            .reablement("2024-04-01", "2024-05-01")
            .row("2d1", Row::new("75 to 84", true, true).started("2024-04-01").slice(NEW))
            .row("2d2", Row::new("75 to 84", true, true).started("2024-04-01").answer("1").slice(NEW)),
    ]
}

fn outcomes() -> Vec<Person> {
    let reabled = |name, shows| patient(name, shows).reablement(OUT, "2024-07-10").discharge(OUT, "1");
    vec![
        reabled("2d-readmitted-84", "Back in an emergency 84 days after the discharge.")
            .stay("2024-09-02", "", "21")
            .episode(OUT, "readmitted"),
        reabled("2d-readmitted-85", "85 days after is later than twelve weeks.")
            .stay("2024-09-03", "", "21")
            .episode(OUT, ""),
        reabled("2d-elective", "Back as planned is no readmission.").stay("2024-07-01", "", "11").episode(OUT, ""),
        reabled("2d-transfer", "Not elective is one, emergency or not.")
            .stay("2024-07-01", "", "81")
            .episode(OUT, "readmitted"),
        reabled("2d-same-day-back", "After the discharge: not on its day.").stay(OUT, "", "21").episode(OUT, ""),
        patient("2d-back-on-day-of-discharge", "Not on its day either where support had begun before.")
            .reablement("2024-06-08", "2024-07-10")
            .stay(OUT, "", "21")
            .discharge(OUT, "1")
            .episode("2024-06-08", ""),
        patient("2d-back-before-start", "Back before the support began, or on the day it did, is not after it.")
            .reablement("2024-06-12", "2024-07-10")
            .stay("2024-06-11", "", "21")
            .stay("2024-06-12", "", "21")
            .discharge(OUT, "1")
            .episode("2024-06-12", ""),
        reabled("2d-next-day-back", "The day after it is.").stay("2024-06-11", "", "21").episode(OUT, "readmitted"),
        patient("2d-died-84", "Dead 84 days after the discharge.")
            .died("2024-09-02")
            .reablement(OUT, "2024-07-10")
            .discharge(OUT, "1")
            .episode(OUT, "died"),
        patient("2d-died-85", "85 days after is later.")
            .died("2024-09-03")
            .reablement(OUT, "2024-07-10")
            .discharge(OUT, "1")
            .episode(OUT, ""),
        reabled("2d-care-84", "In nursing care 84 days after.").nursing("2024-09-02", "").episode(OUT, "in care"),
        reabled("2d-care-85", "85 days after is later.").nursing("2024-09-03", "").episode(OUT, ""),
        reabled("2d-community-after", "Support at home is in the community.")
            .home_support("2024-07-11", "")
            .episode(OUT, ""),
        reabled("2d-care-elsewhere", "Into a care home of another council: the same person.")
            .episode(OUT, "in care")
            .of(OTHER_COUNCIL)
            .residential("2024-07-11", ""),
        patient("2d-all-three", "Readmitted, then in care, then dead: one of the eight combinations.")
            .died("2024-08-20")
            .reablement(OUT, "2024-07-10")
            .stay("2024-07-11", "2024-07-12", "2A")
            .but(|stay| stay.discharge_method = "4")
            .residential("2024-07-20", "")
            .discharge(OUT, "1")
            .episode(OUT, "readmitted died in care"),
    ]
}
