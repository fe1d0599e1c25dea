//! Reviewed in 12 months.

use super::person::{OLD, OTHER_COUNCIL, Person, YOUNG};
use crate::cld::codes::{CARER, SERVICE_USER};

const MEASURE: &str = "reviewed";

pub fn people() -> Vec<Person> {
    vec![
        Person::new("review-in-year", "Supported for years and reviewed.")
            .home_support("2020-06-10", "")
            .review("2024-11-01", "2024-11-10")
            .counts_in(MEASURE, OLD),
        Person::new("review-none", "Supported for years and not reviewed.")
            .home_support("2020-06-10", "")
            .only_in(MEASURE, OLD),
        Person::new("review-365-days-before", "Ended 365 days before the date: in the 365 days before.")
            .home_support("2020-06-10", "")
            .review("2024-03-20", "2024-03-31")
            .counts_in(MEASURE, OLD),
        Person::new("review-366-days-before", "Ended 366 days before.")
            .home_support("2020-06-10", "")
            .review("2024-03-20", "2024-03-30")
            .only_in(MEASURE, OLD),
        Person::new("review-on-the-date", "Ended on the date.")
            .home_support("2020-06-10", "")
            .review("2025-03-20", "2025-03-31")
            .counts_in(MEASURE, OLD),
        Person::new("review-after", "Ended the day after.")
            .home_support("2020-06-10", "")
            .review("2025-03-20", "2025-04-01")
            .only_in(MEASURE, OLD),
        Person::new("review-assessment", "An assessment is no review.")
            .home_support("2020-06-10", "")
            .assessment("2024-11-01", "2024-11-10")
            .only_in(MEASURE, OLD),
        Person::new("review-as-carer", "A review as a carer is not the client's.")
            .home_support("2020-06-10", "")
            .is_a(CARER)
            .review("2024-11-01", "2024-11-10")
            .is_a(SERVICE_USER)
            .only_in(MEASURE, OLD),
        Person::new("support-365-days", "Support of exactly 365 days by the date.")
            .home_support("2024-03-31", "")
            .only_in(MEASURE, OLD),
        Person::new("support-364-days", "Support of 364 days.").home_support("2024-04-01", "").not_in(MEASURE),
        Person::new("support-changed-next-day", "One service ends, the next begins the day after: support goes on.")
            .home_support("2023-06-10", "2024-09-01")
            .home_support("2024-09-02", "")
            .only_in(MEASURE, OLD),
        Person::new("support-gap-of-a-day", "A day with no support between breaks it.")
            .home_support("2023-06-10", "2024-09-01")
            .home_support("2024-09-03", "")
            .not_in(MEASURE),
        Person::new(
            "support-nested",
            "A short service inside a long one does not end it: the latest end so far counts.",
        )
        .home_support("2023-06-10", "2024-12-01")
        .home_support("2023-08-01", "2023-09-01")
        .residential("2024-12-02", "")
        .only_in(MEASURE, OLD),
        Person::new("support-ends-on-date", "Support that ends on the date is open on it.")
            .home_support("2020-06-10", "2025-03-31")
            .only_in(MEASURE, OLD),
        Person::new("support-ended", "Support that ended the day before.")
            .home_support("2020-06-10", "2025-03-30")
            .not_in(MEASURE),
        Person::new("support-dead", "Dead before the date.")
            .died("2025-03-30")
            .home_support("2020-06-10", "")
            .not_in(MEASURE),
        Person::new("support-17", "Under 18 at the date.")
            .born("2007-04-01")
            .home_support("2020-06-10", "")
            .not_in(MEASURE),
        Person::new("support-young", "Under 65 at the date.")
            .born("1960-04-01")
            .home_support("2020-06-10", "")
            .only_in(MEASURE, YOUNG),
        Person::new("support-age-unknown", "An unknown age is in the total only.")
            .born("")
            .home_support("2020-06-10", "")
            .only_in(MEASURE, "Unknown"),
        Person::new("support-mover", "Moved council in the year: support began anew, and the review stays behind.")
            .home_support("2020-06-10", "2024-06-01")
            .review("2024-05-01", "2024-05-10")
            .not_in(MEASURE)
            .of(OTHER_COUNCIL)
            .home_support("2024-06-02", "")
            .not_in(MEASURE),
    ]
}
