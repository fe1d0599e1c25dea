//! Periods: how they are written, which is before which, and which figure a report carries (R10–R16).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

use kpi_core::period::{Every, FigureSpan, NotAPeriod};
use kpi_core::{Calendar, Frequency, Period, PeriodKind};
use proptest::prelude::*;

fn period(text: &str) -> Period {
    Period::parse(text, Calendar::APRIL).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn every(kind: PeriodKind) -> Frequency {
    Frequency { every: Every::One(kind), span: FigureSpan::Period, lag: None }
}

#[test]
fn is_written_the_same_everywhere() {
    let cases = [
        ("2023/24", "2023/24"),
        ("2023-24", "2023/24"),
        ("2023/2024", "2023/24"),
        ("1999/00", "1999/00"),
        ("2023/24 Q2", "2023/24 Q2"),
        ("2023-24-Q2", "2023/24 Q2"),
        ("2023/24 h1", "2023/24 H1"),
        ("2023-09", "2023-09"),
        ("September 2023", "2023-09"),
        ("sep 2023", "2023-09"),
        ("2023/24 to Q2", "2023/24 to Q2"),
        ("2023/24 to September", "2023/24 to 2023-09"),
        ("2023/24 to 2024-01", "2023/24 to 2024-01"),
        ("  2023/24   Q2 ", "2023/24 Q2"),
        ("Sep-23", "2023-09"),
        ("Sep-2023", "2023-09"),
        ("09/2023", "2023-09"),
        ("Q2 2023/24", "2023/24 Q2"),
        ("h1 2023-24", "2023/24 H1"),
    ];
    for (text, shown) in cases {
        assert_eq!(period(text).to_string(), shown);
        assert_eq!(period(&period(text).to_string()), period(text));
    }
}

#[test]
fn says_what_is_wrong_with_a_period() {
    let wrong = |text| Period::parse(text, Calendar::APRIL).expect_err(text);
    assert_eq!(wrong("2023/25"), NotAPeriod::YearEnd { first: 2023, expected: "24".to_owned() });
    assert_eq!(wrong("2023/24 Q5"), NotAPeriod::Part);
    assert_eq!(wrong("2023/24 Q"), NotAPeriod::Form);
    assert_eq!(wrong("2023"), NotAPeriod::Form);
    assert_eq!(wrong("soon"), NotAPeriod::Form);
    assert_eq!(wrong("04/1501"), NotAPeriod::Form);
    assert_eq!(wrong("13/2023"), NotAPeriod::Form);
    assert_eq!(wrong("Sep 23"), NotAPeriod::Form);
    assert_eq!(wrong("Q2 2023/25"), NotAPeriod::YearEnd { first: 2023, expected: "24".to_owned() });
    assert_eq!(wrong("2023/24 to 2025-01"), NotAPeriod::Outside);
    assert_eq!(wrong(""), NotAPeriod::Form);
}

#[test]
fn a_year_may_start_in_any_month() {
    let january = Calendar::starting(1).unwrap();
    assert_eq!(Period::parse("2023 Q4", january).unwrap().to_string(), "2023 Q4");
    assert_eq!(Period::parse("2023", january).unwrap().end().to_string(), "2023-12-31");
    let august = Calendar::starting(8).unwrap();
    let autumn = Period::parse("2023/24 Q1", august).unwrap();
    assert_eq!((autumn.start().to_string(), autumn.end().to_string()), ("2023-08-01".into(), "2023-10-31".into()));
    assert!(Calendar::starting(13).is_none());
}

#[test]
fn the_same_months_are_the_same_period() {
    assert_eq!(period("2023/24 to Q1"), period("2023/24 Q1"));
    assert_eq!(period("2023/24 to Q4"), period("2023/24"));
    assert_ne!(period("2023/24 to Q2"), period("2023/24 Q2"));
}

#[test]
fn a_report_carries_the_latest_complete_figure() {
    let cases = [
        (every(PeriodKind::Month), "2020/21 Q2", "2020-09", "2020-08"),
        (every(PeriodKind::Quarter), "2020/21 Q2", "2020/21 Q2", "2020/21 Q1"),
        (every(PeriodKind::Quarter), "2020-08", "2020/21 Q1", "2019/20 Q4"),
        (every(PeriodKind::Half), "2020/21 Q3", "2020/21 H1", "2019/20 H2"),
        (every(PeriodKind::Year), "2020/21 Q2", "2019/20", "2018/19"),
        (every(PeriodKind::Year), "2020/21 Q4", "2020/21", "2019/20"),
        (
            Frequency { lag: Some((2, PeriodKind::Month)), ..every(PeriodKind::Month) },
            "2020/21 Q2",
            "2020-07",
            "2020-06",
        ),
        (
            Frequency { lag: Some((1, PeriodKind::Quarter)), ..every(PeriodKind::Quarter) },
            "2020/21 Q2",
            "2020/21 Q1",
            "2019/20 Q4",
        ),
        (
            Frequency { span: FigureSpan::ToDate, ..every(PeriodKind::Quarter) },
            "2020/21 Q2",
            "2020/21 to Q2",
            "2020/21 to Q1",
        ),
        (Frequency { span: FigureSpan::ToDate, ..every(PeriodKind::Year) }, "2020/21 Q2", "2020/21 to Q2", "2019/20"),
        (
            Frequency { every: Every::Years(2, period("2014/15")), span: FigureSpan::Period, lag: None },
            "2017/18 Q2",
            "2016/17",
            "2014/15",
        ),
    ];
    for (frequency, report, figure, before) in cases {
        let found = frequency.figure_period(period(report));
        assert_eq!(found.to_string(), figure, "{frequency:?} at {report}");
        assert_eq!(frequency.previous(found).to_string(), before, "{frequency:?} before {figure}");
    }
}

fn any_period() -> impl Strategy<Value = Period> {
    let kinds =
        prop_oneof![Just(PeriodKind::Month), Just(PeriodKind::Quarter), Just(PeriodKind::Half), Just(PeriodKind::Year)];
    (1950i32..2100, 0i32..12, kinds, 1u8..=12, any::<bool>()).prop_map(|(year, month, kind, first, to_date)| {
        let calendar = Calendar::starting(first).unwrap();
        let date = chrono::NaiveDate::from_ymd_opt(year, month as u32 + 1, 1).unwrap();
        let period = Period::month_of(date, calendar).latest_complete(kind);
        if to_date { period.to_date() } else { period }
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(period in any_period()) {
        let read = Period::parse(&period.to_string(), period.calendar());
        prop_assert_eq!(read.as_ref().map(ToString::to_string), Ok(period.to_string()));
        prop_assert_eq!(read, Ok(period));
    }

    #[test]
    fn offsets_move_periods(period in any_period(), by in -40i32..40) {
        prop_assume!(!period.is_to_date());
        prop_assert_eq!(period.shifted(by).shifted(-by), period);
        prop_assert_eq!(period.shifted(by).length(), period.length());
        prop_assert!(period.previous() < period);
    }

    #[test]
    fn the_parts_of_a_period_are_its_months(period in any_period()) {
        let months: Vec<_> = period.split(PeriodKind::Month).collect();
        prop_assert_eq!(months.len() as i32, period.length());
        prop_assert!(months.iter().all(|month| period.contains(*month)));
    }

    #[test]
    fn a_figure_never_ends_after_its_report(report in any_period(), lag in 0u32..5) {
        for kind in [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Half, PeriodKind::Year] {
            for span in [FigureSpan::Period, FigureSpan::ToDate, FigureSpan::Rolling(12)] {
                let frequency = Frequency { every: Every::One(kind), span, lag: Some((lag, kind)) };
                prop_assert!(frequency.figure_period(report).end() <= report.end());
            }
        }
    }

    #[test]
    fn any_text_is_a_period_or_is_refused(text in "\\PC{0,20}") {
        let _ = Period::parse(&text, Calendar::APRIL);
    }
}
