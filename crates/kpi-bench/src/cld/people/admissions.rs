//! 2B and 2C: new admissions to residential or nursing care.

use super::person::{COUNCIL, OLD, OTHER_COUNCIL, Person, YOUNG};
use crate::cld::codes::{CARER, COMMUNITY, NURSING, RESIDENTIAL, SELF_FUNDED};

pub fn people() -> Vec<Person> {
    vec![
        Person::new("2b-simple", "A first admission inside the year.")
            .residential("2024-06-10", "")
            .counts_in("2c", OLD)
            .not_in("2b"),
        Person::new("2b-nursing", "Nursing care counts as residential care does.")
            .nursing("2024-06-10", "2024-08-01")
            .counts_in("2c", OLD),
        Person::new("2b-young", "Under 65 it is 2B.")
            .born("1980-02-01")
            .residential("2024-06-10", "")
            .counts_in("2b", YOUNG)
            .not_in("2c"),
        Person::new("2b-first-day", "The year's first day is in it.")
            .residential("2024-04-01", "")
            .counts_in("2c", OLD),
        Person::new("2b-last-day", "So is its last.").residential("2025-03-31", "").counts_in("2c", OLD),
        Person::new("2b-day-before", "Admitted the day before the year.").residential("2024-03-31", "").not_in("2c"),
        Person::new("2b-day-after", "Admitted the day after the year.").residential("2025-04-01", "").not_in("2c"),
        Person::new("trap-1-empty-component", "In SQL, NOT LIKE 'Short%' silently drops an empty component.")
            .service(RESIDENTIAL, "", "2024-06-10", "")
            .counts_in("2c", OLD),
        Person::new(
            "trap-1-empty-component-before",
            "An earlier service with an empty component is an earlier service.",
        )
        .service(RESIDENTIAL, "", "2023-06-10", "2024-05-01")
        .residential("2024-06-10", "")
        .only_in("2c", OLD),
        Person::new("trap-1-blank-component", "A component of blanks is an empty one.")
            .service(NURSING, "   ", "2024-06-10", "")
            .counts_in("2c", OLD),
        Person::new("2b-short-component", "A short-term component is no admission, whatever the type says.")
            .service(RESIDENTIAL, "Short term residential care", "2024-06-10", "")
            .not_in("2c"),
        Person::new("2b-other-component", "Nor is a component that is neither residential nor nursing.")
            .service(RESIDENTIAL, "Day support", "2024-06-10", "")
            .not_in("2c"),
        Person::new("2b-short-before", "A short stay before does not make the admission an old one.")
            .service(RESIDENTIAL, "Short term residential care", "2024-01-10", "2024-06-09")
            .residential("2024-06-10", "")
            .counts_in("2c", OLD),
        Person::new("2b-community", "Long-term support at home is no admission.")
            .home_support("2024-06-10", "")
            .not_in("2c"),
        Person::new("2b-community-component", "A residential component of a community service is none either.")
            .service(COMMUNITY, "Long term residential care", "2024-06-10", "")
            .not_in("2c"),
        Person::new("trap-2-case", "Codes in other capitals are the same codes.")
            .residential("2024-06-10", "")
            .typed("service USER", "SERVICE", "Long Term Support: Residential Care")
            .counts_in("2c", OLD),
        Person::new("trap-2-blanks", "And with blanks around them.")
            .residential("2024-06-10", "")
            .typed(" Service user ", " Service", "Long term support: Residential care ")
            .outcome("  nfa: self-funded client or under 12wk disregard ")
            .counts_in("2c", OLD),
        Person::new("trap-2-case-self-funded", "An outcome in capitals still takes the admission out.")
            .residential("2024-06-10", "2024-08-01")
            .outcome("NFA: SELF-FUNDED CLIENT OR UNDER 12WK DISREGARD ")
            .not_in("2c"),
        Person::new("2b-self-funded", "Ended as self-funded or in the 12-week disregard: no admission.")
            .residential("2024-06-10", "2024-08-01")
            .outcome(SELF_FUNDED)
            .not_in("2c"),
        Person::new("2b-self-funded-open", "The outcome takes out what has ended, not what is open.")
            .residential("2024-06-10", "")
            .outcome(SELF_FUNDED)
            .counts_in("2c", OLD),
        Person::new(
            "2b-self-funded-and-another",
            "A second service of the same day, not self-funded, is the admission.",
        )
        .residential("2024-06-10", "2024-08-01")
        .outcome(SELF_FUNDED)
        .nursing("2024-06-10", "")
        .counts_in("2c", OLD),
        Person::new("2b-after-self-funded", "A self-funded stay is an earlier service all the same.")
            .residential("2024-04-10", "2024-06-09")
            .outcome(SELF_FUNDED)
            .residential("2024-06-10", "")
            .only_in("2c", OLD),
        Person::new("2b-gap-364", "The last stay ended 364 days before: not new.")
            .residential("2022-01-10", "2023-06-12")
            .residential("2024-06-10", "")
            .only_in("2c", OLD),
        Person::new("2b-gap-365", "Less than 365 days: 365 is new.")
            .residential("2022-01-10", "2023-06-11")
            .residential("2024-06-10", "")
            .counts_in("2c", OLD),
        Person::new("2b-gap-366", "As is 366.")
            .residential("2022-01-10", "2023-06-10")
            .residential("2024-06-10", "")
            .counts_in("2c", OLD),
        Person::new(
            "trap-3-overlap",
            "The earlier stay ends after this one starts: fewer than 365 days, if fewer than none.",
        )
        .residential("2023-01-10", "2024-09-01")
        .nursing("2024-06-10", "")
        .only_in("2c", OLD),
        Person::new("trap-3-still-open", "The earlier stay is open.")
            .residential("2023-01-10", "")
            .nursing("2024-06-10", "2024-08-01")
            .only_in("2c", OLD),
        Person::new("trap-3-nested", "The new stay lies inside the earlier one.")
            .residential("2023-01-10", "2025-02-01")
            .nursing("2024-06-10", "2024-08-01")
            .only_in("2c", OLD),
        Person::new("trap-4-open-as-9999", "An end in the year 9999 is an open end.")
            .residential("2023-01-10", "9999-01-01")
            .nursing("2024-06-10", "")
            .only_in("2c", OLD),
        Person::new("2b-same-day", "Two services that start the same day are one admission; neither started earlier.")
            .residential("2024-06-10", "2024-07-10")
            .nursing("2024-06-10", "")
            .counts_in("2c", OLD),
        Person::new(
            "2b-first-and-last-day",
            "364 days lie between the first day and the last: two of a year are never both new.",
        )
        .residential("2024-04-01", "2024-04-01")
        .residential("2025-03-31", "")
        .counts_in("2c", OLD),
        Person::new("2b-new-then-old", "A second admission soon after the first: the person is new by the first.")
            .residential("2024-06-10", "2024-08-01")
            .residential("2024-09-10", "")
            .counts_in("2c", OLD),
        Person::new(
            "2b-younger-band",
            "65 between two admissions, of which the first is new: counted once, at that age.",
        )
        .born("1959-10-01")
        .residential("2024-06-10", "2024-07-01")
        .residential("2024-12-10", "")
        .counts_in("2b", YOUNG)
        .not_in("2c"),
        Person::new("2b-65-today", "On the 65th birthday, 23,742 days: 65.")
            .born("1959-06-01")
            .residential("2024-06-01", "")
            .counts_in("2c", OLD),
        Person::new(
            "2b-64-by-a-quarter-day",
            "On this 65th birthday only 23,741 days have passed, and 65 × 365.25 is 23,741.25.",
        )
        .born("1960-03-01")
        .residential("2025-03-01", "")
        .counts_in("2b", YOUNG)
        .not_in("2c"),
        Person::new("2b-65-the-next-day", "The day after it is 65.")
            .born("1960-03-01")
            .residential("2025-03-02", "")
            .counts_in("2c", OLD),
        Person::new("2b-17", "Under 18 is in neither.")
            .born("2006-07-01")
            .residential("2024-06-30", "")
            .not_in("2b")
            .not_in("2c"),
        Person::new("2b-18", "18 on the day.").born("2006-07-01").residential("2024-07-01", "").counts_in("2b", YOUNG),
        Person::new("trap-6-age-0", "Age 0 is an age, and under 18.")
            .born("2024-05-01")
            .residential("2024-06-10", "")
            .not_in("2b")
            .not_in("2c"),
        Person::new("2b-unknown-birth", "Without a birth date there is no admission.")
            .born("")
            .residential("2024-06-10", "")
            .not_in("2b")
            .not_in("2c"),
        Person::new("1b-birth-known-once", "Known in an older submission, unknown in the latest: known is preferred.")
            .sent("2024-06-30")
            .assessment("2024-04-10", "2024-05-10")
            .sent("2025-06-30")
            .born("")
            .residential("2024-06-10", "")
            .counts_in("2c", OLD),
        Person::new("1b-birth-corrected", "The latest submission's birth date counts, and it makes the person young.")
            .sent("2024-06-30")
            .assessment("2024-04-10", "2024-05-10")
            .sent("2025-06-30")
            .born("1970-05-01")
            .residential("2024-06-10", "")
            .counts_in("2b", YOUNG)
            .not_in("2c"),
        Person::new("1b-birth-earliest", "Two birth dates in the latest submission: the earlier counts.")
            .assessment("2024-04-10", "2024-05-10")
            .born("1970-05-01")
            .residential("2024-06-10", "")
            .counts_in("2c", OLD),
        Person::new("2b-dead-before", "Dead before the year begins.")
            .died("2024-03-31")
            .residential("2024-06-10", "")
            .not_in("2c"),
        Person::new("2b-died-first-day", "Alive when it begins.")
            .died("2024-04-01")
            .residential("2024-04-01", "2024-04-01")
            .counts_in("2c", OLD),
        Person::new("2b-carer", "A carer's record is no service user's.")
            .is_a(CARER)
            .residential("2024-06-10", "")
            .not_in("2c"),
        Person::new("2b-reopened", "Closed and opened again the next day is no new admission.")
            .residential("2021-01-10", "2024-06-09")
            .residential("2024-06-10", "")
            .only_in("2c", OLD),
        Person::new(
            "trap-8-mover",
            "One who moves council is two people: the stay in Trapford does not count in Edgeham.",
        )
        .residential("2022-01-10", "2024-06-09")
        .not_in("2c")
        .of(OTHER_COUNCIL)
        .residential("2024-06-10", "")
        .counts_in("2c", OLD)
        .of(COUNCIL),
    ]
}
