//! 3D: self-directed support and direct payments, of clients and of carers.

use super::person::{OLD, OTHER_COUNCIL, Person, Row, YOUNG};
use crate::cld::codes::*;

const HOME: &str = "Home support";
const LAST_DAY: &str = "2025-03-31";

const fn client(band: &'static str, best: &'static str, in_denominator: bool, in_numerator: bool) -> Row {
    Row::new(band, in_denominator, in_numerator).by(best)
}

/// Both client measures at once: by direct payment, by managed budget, by neither.
trait Clients: Sized {
    fn paid(self, band: &'static str) -> Self;
    fn managed(self, band: &'static str) -> Self;
    fn in_neither(self, band: &'static str, best: &'static str) -> Self;
    fn outside(self, band: &'static str, best: &'static str) -> Self;
    fn unseen(self) -> Self;
}

impl Clients for Person {
    fn paid(self, band: &'static str) -> Self {
        self.row("3d1a", client(band, "Direct payment", true, true))
            .row("3d2a", client(band, "Direct payment", true, true))
    }

    fn managed(self, band: &'static str) -> Self {
        self.row("3d1a", client(band, "Managed budget", true, true))
            .row("3d2a", client(band, "Managed budget", true, false))
    }

    fn in_neither(self, band: &'static str, best: &'static str) -> Self {
        self.row("3d1a", client(band, best, true, false)).row("3d2a", client(band, best, true, false))
    }

    fn outside(self, band: &'static str, best: &'static str) -> Self {
        self.row("3d1a", client(band, best, false, false)).row("3d2a", client(band, best, false, false))
    }

    fn unseen(self) -> Self {
        self.not_in("3d1a").not_in("3d2a")
    }
}

pub fn clients() -> Vec<Person> {
    vec![
        Person::new("3d-direct-payment", "Open at the year's end, by direct payment.")
            .service(COMMUNITY, HOME, "2024-06-10", "")
            .by(DIRECT_PAYMENT)
            .paid(OLD),
        Person::new("3d-payment-component", "The component says direct payment, whatever the mechanism says.")
            .service(COMMUNITY, "Direct payment", "2024-06-10", "")
            .by(COMMISSIONED)
            .paid(OLD),
        Person::new("3d-managed", "A managed budget is self-directed and no direct payment.")
            .service(COMMUNITY, HOME, "2024-06-10", "")
            .by(MANAGED_BUDGET)
            .managed(OLD),
        Person::new("3d-commissioned", "Commissioned support is in the denominator only.")
            .home_support("2024-06-10", "")
            .in_neither(OLD, "Commissioned"),
        Person::new("3d-mechanism-empty", "As is support whose mechanism nobody gave.")
            .service(COMMUNITY, HOME, "2024-06-10", "")
            .in_neither(OLD, "Not known"),
        Person::new("3d-mechanism-unknown-code", "Or gave as something that is none of the three.")
            .service(COMMUNITY, HOME, "2024-06-10", "")
            .by("Cash")
            .in_neither(OLD, "Not known"),
        Person::new("trap-2-mechanism", "Capitals and blanks do not make another mechanism.")
            .service(COMMUNITY, HOME, "2024-06-10", "")
            .by(" DIRECT payment ")
            .paid(OLD),
        Person::new("3d-best-of-two", "Of two services the direct payment is the better.")
            .home_support("2024-06-10", "")
            .service(COMMUNITY, "Day support", "2024-07-10", "")
            .by(DIRECT_PAYMENT)
            .paid(OLD),
        Person::new("3d-care-home-first", "Nursing comes before all, and is not in the denominator.")
            .service(COMMUNITY, HOME, "2024-06-10", "")
            .by(DIRECT_PAYMENT)
            .nursing("2024-09-10", "")
            .outside(OLD, "Nursing"),
        Person::new(
            "3d-residential-by-payment",
            "A direct payment for residential care does not make it community support.",
        )
        .residential("2024-09-10", "")
        .by(DIRECT_PAYMENT)
        .outside(OLD, "Residential"),
        Person::new("3d-prison", "Prison comes last.").service(PRISON, "", "2024-09-10", "").outside(OLD, "Prison"),
        Person::new("3d-prison-and-home", "Community support is better than prison.")
            .service(PRISON, "", "2024-09-10", "")
            .home_support("2024-09-10", "")
            .in_neither(OLD, "Commissioned"),
        Person::new("3d-ends-last-day", "Support that ends on the last day is open on it.")
            .home_support("2024-06-10", LAST_DAY)
            .in_neither(OLD, "Commissioned"),
        Person::new("3d-ends-day-before", "Support that ended the day before is not.")
            .home_support("2024-06-10", "2025-03-30")
            .unseen(),
        Person::new("3d-starts-last-day", "Support that starts on the last day is open on it.")
            .home_support(LAST_DAY, "")
            .in_neither(OLD, "Commissioned"),
        Person::new("3d-starts-day-after", "Support that starts the day after is not.")
            .home_support("2025-04-01", "")
            .unseen(),
        Person::new("3d-short-term", "Short-term support is not counted.").reablement("2025-03-10", "").unseen(),
        Person::new("3d-dead", "Dead before the last day, though the service is open.")
            .home_support("2024-06-10", "")
            .died("2025-03-30")
            .review("2025-02-01", "2025-02-10")
            .unseen(),
        Person::new("3d-died-last-day", "Alive until the last day.")
            .died(LAST_DAY)
            .home_support("2024-06-10", "")
            .in_neither(OLD, "Commissioned"),
        Person::new("3d-age-unknown", "An unknown age is in the total only.")
            .born("")
            .home_support("2024-06-10", "")
            .in_neither("Unknown", "Commissioned"),
        Person::new("3d-17", "Under 18 at the year's end.").born("2007-04-01").home_support("2024-06-10", "").unseen(),
        Person::new("3d-18", "18 at the year's end.")
            .born("2007-03-01")
            .home_support("2024-06-10", "")
            .in_neither(YOUNG, "Commissioned"),
        Person::new("trap-6-newborn", "Born this year is under 18 and not of unknown age.")
            .born("2025-01-01")
            .home_support("2025-02-01", "")
            .unseen(),
        Person::new("3d-mover", "Supported by two councils on the last day: one person in each.")
            .service(COMMUNITY, HOME, "2024-06-10", "")
            .by(DIRECT_PAYMENT)
            .paid(OLD)
            .of(OTHER_COUNCIL)
            .home_support("2025-03-31", "")
            .in_neither(OLD, "Commissioned"),
    ]
}

trait Carers: Sized {
    fn carer(self, band: &'static str, best: &'static str) -> Self;
}

impl Carers for Person {
    fn carer(self, band: &'static str, best: &'static str) -> Self {
        let in_denominator = ["Direct payment", "Managed budget", "Commissioned"].contains(&best);
        let self_directed = ["Direct payment", "Managed budget"].contains(&best);
        self.row("3d1b", client(band, best, in_denominator, self_directed))
            .row("3d2b", client(band, best, in_denominator, best == "Direct payment"))
    }
}

fn carer(name: &'static str, shows: &'static str) -> Person {
    Person::new(name, shows).is_a(CARER).reason("Social support: Support to unpaid carer")
}

pub fn carers() -> Vec<Person> {
    vec![
        carer("3d-carer-paid", "A carer with a direct payment, some time in the year.")
            .service(TO_CARER, "Unpaid carer support", "2024-06-10", "2024-07-10")
            .by(DIRECT_PAYMENT)
            .carer(OLD, "Direct payment"),
        carer("3d-carer-payment-component", "The component says so.")
            .service(TO_CARER, "Direct payment", "2024-06-10", "")
            .carer(OLD, "Direct payment"),
        carer("3d-carer-managed", "A managed budget.")
            .service(TO_CARER, "", "2024-06-10", "")
            .by(MANAGED_BUDGET)
            .carer(OLD, "Managed budget"),
        carer("3d-carer-commissioned", "Commissioned support.")
            .service(TO_CARER, "", "2024-06-10", "")
            .by(COMMISSIONED)
            .carer(OLD, "Commissioned"),
        carer("3d-carer-mechanism-empty", "Support with no mechanism given is in no denominator.")
            .service(TO_CARER, "", "2024-06-10", "")
            .carer(OLD, "Not known"),
        carer("3d-carer-respite", "Support for the person cared-for is no support to the carer.")
            .service(TO_CARED_FOR, "Unpaid carer respite", "2024-06-10", "")
            .by(DIRECT_PAYMENT)
            .carer(OLD, "No direct support"),
        carer("3d-carer-signposted", "A request that ends in advice.")
            .request("2024-06-10", "2024-06-11")
            .outcome(ADVICE)
            .carer(OLD, "Information and advice"),
        carer("3d-carer-request-other", "A request that ends in something else is no event of this measure.")
            .request("2024-06-10", "2024-06-11")
            .outcome(DECLINED)
            .not_in("3d1b")
            .not_in("3d2b"),
        carer("3d-carer-assessed", "An assessment, and nothing that came of it.")
            .assessment("2024-06-10", "2024-06-20")
            .outcome(DECLINED)
            .carer(OLD, "No direct support"),
        carer(
            "3d-carer-assessed-advice",
            "An assessment that ends in advice is advice: the first condition that is met.",
        )
        .assessment("2024-06-10", "2024-06-20")
        .outcome("nfa: INFORMATION and advice or signposting")
        .carer(OLD, "Information and advice"),
        carer("3d-carer-review", "A review alone.").review("2024-06-10", "2024-06-20").carer(OLD, "No direct support"),
        carer("3d-carer-best", "One row a carer: the best of all.")
            .review("2024-06-10", "2024-06-20")
            .service(TO_CARER, "", "2024-06-20", "2024-08-01")
            .by(COMMISSIONED)
            .service(TO_CARER, "", "2024-08-01", "")
            .by(MANAGED_BUDGET)
            .carer(OLD, "Managed budget"),
        carer("3d-carer-before", "Support that ended before the year, and an assessment too.")
            .service(TO_CARER, "", "2023-06-10", "2024-03-31")
            .by(DIRECT_PAYMENT)
            .assessment("2024-03-10", "2024-03-31")
            .not_in("3d1b")
            .not_in("3d2b"),
        carer("3d-carer-first-day", "Support that ended on its first day.")
            .service(TO_CARER, "", "2023-06-10", "2024-04-01")
            .by(DIRECT_PAYMENT)
            .carer(OLD, "Direct payment"),
        carer("3d-carer-ends-after", "An assessment that ends after the year is of the next.")
            .assessment("2025-03-10", "2025-04-01")
            .not_in("3d1b")
            .not_in("3d2b"),
        carer("3d-carer-turns-65", "64 at the first event, 65 at the second: the younger age counts.")
            .born("1959-10-01")
            .review("2024-06-10", "2024-06-20")
            .review("2024-12-10", "2024-12-20")
            .carer(YOUNG, "No direct support"),
        carer("3d-carer-young", "No age is asked of carers: under 18 is in the total.")
            .born("2010-01-01")
            .service(TO_CARER, "", "2024-06-10", "")
            .by(DIRECT_PAYMENT)
            .carer("Under 18", "Direct payment"),
        carer("3d-carer-age-unknown", "An unknown age is in the total.")
            .born("")
            .service(TO_CARER, "", "2024-06-10", "")
            .by(DIRECT_PAYMENT)
            .carer("Unknown", "Direct payment"),
        carer("3d-carer-by-association", "A carer known only by association had no contact.")
            .is_a(CARER_BY_ASSOCIATION)
            .service(TO_CARER, "", "2024-06-10", "")
            .by(DIRECT_PAYMENT)
            .not_in("3d1b")
            .not_in("3d2b"),
        carer("3d-carer-and-client", "A carer who is a service user too is in both measures.")
            .service(TO_CARER, "", "2024-06-10", "")
            .by(DIRECT_PAYMENT)
            .carer(OLD, "Direct payment")
            .is_a(SERVICE_USER)
            .home_support("2024-06-10", "")
            .in_neither(OLD, "Commissioned"),
    ]
}
