//! Periods: months, quarters, halves and years of a council's own year, and years to date (R10).

use chrono::{Datelike, Days, NaiveDate};
use serde::{Serialize, Serializer};
use std::fmt;

/// In which month the year starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Calendar {
    first_month: u8,
}

impl Calendar {
    /// The local government year.
    pub const APRIL: Self = Self { first_month: 4 };

    /// A year that starts in this month (1 to 12).
    #[must_use]
    pub const fn starting(first_month: u8) -> Option<Self> {
        if first_month >= 1 && first_month <= 12 { Some(Self { first_month }) } else { None }
    }

    /// The first month of the year that holds this month.
    const fn year_start(self, month: i32) -> i32 {
        let offset = self.first_month as i32 - 1;
        (month - offset).div_euclid(12) * 12 + offset
    }

    /// `2020/21`, or `2020` where the year starts in January.
    fn year_label(self, first: i32) -> String {
        let year = first.div_euclid(12);
        if self.first_month == 1 { year.to_string() } else { format!("{year}/{:02}", (year + 1).rem_euclid(100)) }
    }
}

impl Default for Calendar {
    fn default() -> Self {
        Self::APRIL
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodKind {
    Month,
    Quarter,
    Half,
    Year,
}

impl PeriodKind {
    #[must_use]
    pub const fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half year",
            Self::Year => "year",
        }
    }
}

/// A run of whole months with a name. Months are counted from January of year 0.
///
/// Two periods are the same when they cover the same months: the year to Q1 *is* Q1, the year to Q4 *is* the year.
#[derive(Debug, Clone, Copy)]
pub struct Period {
    first: i32,
    last: i32,
    /// What the period is made of; a year to date ends with one of these.
    kind: PeriodKind,
    to_date: bool,
    calendar: Calendar,
}

impl PartialEq for Period {
    fn eq(&self, other: &Self) -> bool {
        self.months() == other.months()
    }
}

impl Eq for Period {}

impl std::hash::Hash for Period {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.months().hash(state);
    }
}

/// By end, then the shorter first.
impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.last.cmp(&other.last).then(other.first.cmp(&self.first))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPeriod {
    #[error("a period is written `2023/24`, `2023/24 Q2`, `2023/24 H1`, `2023-09` or `2023/24 to Q2`")]
    Form,
    #[error("the year after {first} is {expected}, so this year is written `{first}/{expected}`")]
    YearEnd { first: i32, expected: String },
    #[error("a year has quarters Q1 to Q4, halves H1 and H2, and months 01 to 12")]
    Part,
    #[error("the month lies outside the year it is counted from")]
    Outside,
}

impl Period {
    fn regular(kind: PeriodKind, first: i32, calendar: Calendar) -> Self {
        Self { first, last: first + kind.months() - 1, kind, to_date: false, calendar }
    }

    /// The calendar month of a date.
    #[must_use]
    pub fn month_of(date: NaiveDate, calendar: Calendar) -> Self {
        Self::regular(PeriodKind::Month, date.year() * 12 + date.month0() as i32, calendar)
    }

    #[must_use]
    pub const fn kind(self) -> PeriodKind {
        self.kind
    }

    #[must_use]
    pub const fn calendar(self) -> Calendar {
        self.calendar
    }

    /// Does the name say "to date"?
    #[must_use]
    pub const fn is_to_date(self) -> bool {
        self.to_date
    }

    /// The first and the last month, counted from January of year 0: what makes two periods the same.
    #[must_use]
    pub const fn months(self) -> (i32, i32) {
        (self.first, self.last)
    }

    /// How many months it covers.
    #[must_use]
    pub const fn length(self) -> i32 {
        self.last - self.first + 1
    }

    #[must_use]
    pub fn start(self) -> NaiveDate {
        first_day(self.first)
    }

    /// The last day.
    #[must_use]
    pub fn end(self) -> NaiveDate {
        first_day(self.last + 1).checked_sub_days(Days::new(1)).unwrap_or_default()
    }

    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// The year that holds the end of this period.
    #[must_use]
    pub fn year(self) -> Self {
        Self::regular(PeriodKind::Year, self.calendar.year_start(self.last), self.calendar)
    }

    /// From the start of the year to the end of this period.
    #[must_use]
    pub fn to_date(self) -> Self {
        let first = self.calendar.year_start(self.last);
        Self { first, to_date: self.kind != PeriodKind::Year, ..self }
    }

    /// Which of its kind in the year this is, from 1: the 2 of Q2.
    #[must_use]
    pub fn number_in_year(self) -> i32 {
        (self.last - self.calendar.year_start(self.last)).div_euclid(self.kind.months()) + 1
    }

    /// The latest period of this kind that has ended when this one ends.
    #[must_use]
    pub fn latest_complete(self, kind: PeriodKind) -> Self {
        let year = self.calendar.year_start(self.last);
        let done = (self.last + 1 - year).div_euclid(kind.months());
        Self::regular(kind, year + (done - 1) * kind.months(), self.calendar)
    }

    /// So many periods of its own kind later (earlier where negative). A year to date moves its end, and starts with
    /// the year that end falls in.
    #[must_use]
    pub fn shifted(self, by: i32) -> Self {
        let months = by.saturating_mul(self.kind.months());
        let moved = Self { first: self.first.saturating_add(months), last: self.last.saturating_add(months), ..self };
        if self.to_date { Self { first: self.calendar.year_start(moved.last), ..moved } } else { moved }
    }

    #[must_use]
    pub fn previous(self) -> Self {
        self.shifted(-1)
    }

    #[must_use]
    pub const fn same_last_year(self) -> Self {
        Self { first: self.first - 12, last: self.last - 12, ..self }
    }

    /// The year before the one that holds this period's end.
    #[must_use]
    pub fn previous_year(self) -> Self {
        self.year().shifted(-1)
    }

    /// The first day of so many months that end with this period.
    #[must_use]
    pub fn trailing_start(self, months: i32) -> NaiveDate {
        first_day(self.last.saturating_sub(months).saturating_add(1))
    }

    /// The periods of one kind that make up this one.
    pub fn split(self, kind: PeriodKind) -> impl Iterator<Item = Self> {
        let parts = self.length().div_euclid(kind.months());
        (0..parts).map(move |i| Self::regular(kind, self.first + i * kind.months(), self.calendar))
    }

    /// Reads `2023/24`, `2023-24`, `2023/24 Q2`, `2023-24-Q2`, `2023/24 H1`, `2023-09`, `September 2023`,
    /// `2023/24 to Q2`, `2023/24 to 2023-09`; with a year that starts in January `2023`, `2023 Q2`, `2023 to Q2`. Also as
    /// spreadsheets have it: `Sep-23`, `09/2023`, `Q2 2023/24`.
    /// `2011-12` is December 2011, as in ISO 8601: write the year `2011/12`.
    pub fn parse(text: &str, calendar: Calendar) -> Result<Self, NotAPeriod> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [one] => match one.rsplit_once('-') {
                Some((year, part)) if part.starts_with(['q', 'h']) => {
                    Self::part(part, parse_year(year, calendar)?, calendar)
                }
                _ => parse_month(one).or_else(|| spreadsheet_month(one)).map_or_else(
                    || Ok(Self::regular(PeriodKind::Year, parse_year(one, calendar)?, calendar)),
                    |month| Ok(Self::regular(PeriodKind::Month, month, calendar)),
                ),
            },
            [name, year] if month_number(name).is_some() => {
                let year: i32 = digits(year, 4).ok_or(NotAPeriod::Form)?;
                let month = month_number(name).ok_or(NotAPeriod::Form)?;
                Ok(Self::regular(PeriodKind::Month, year * 12 + month, calendar))
            }
            [part, year] if part.len() == 2 && part.starts_with(['q', 'h']) => {
                Self::part(part, parse_year(year, calendar)?, calendar)
            }
            [year, part] => Self::part(part, parse_year(year, calendar)?, calendar),
            [year, "to", end @ ..] if !end.is_empty() => {
                let first = parse_year(year, calendar)?;
                let year = Self::regular(PeriodKind::Year, first, calendar);
                let end = match end {
                    [part] if part.starts_with(['q', 'h']) => Self::part(part, first, calendar)?,
                    [name] if month_number(name).is_some() => {
                        let month = month_number(name).ok_or(NotAPeriod::Form)?;
                        let offset = (month - i32::from(calendar.first_month) + 1).rem_euclid(12);
                        Self::regular(PeriodKind::Month, first + offset, calendar)
                    }
                    other => Self::parse(&other.join(" "), calendar)?,
                };
                if year.contains(end) { Ok(end.to_date()) } else { Err(NotAPeriod::Outside) }
            }
            _ => Err(NotAPeriod::Form),
        }
    }

    fn part(part: &str, year: i32, calendar: Calendar) -> Result<Self, NotAPeriod> {
        let (kind, number) = match part.split_at_checked(1) {
            Some(("q", number)) => (PeriodKind::Quarter, number),
            Some(("h", number)) => (PeriodKind::Half, number),
            _ => return Err(NotAPeriod::Form),
        };
        let number: i32 = number.parse().map_err(|_| NotAPeriod::Form)?;
        if number < 1 || number > 12 / kind.months() {
            return Err(NotAPeriod::Part);
        }
        Ok(Self::regular(kind, year + (number - 1) * kind.months(), calendar))
    }
}

fn first_day(month: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1).unwrap_or_default()
}

fn digits(text: &str, length: usize) -> Option<i32> {
    (text.len() == length && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// `2023-09` as a month count; not where the second part is no month, so that `2023-24` is left to be a year.
fn parse_month(text: &str) -> Option<i32> {
    let (year, month) = text.split_once('-')?;
    let (year, month) = (digits(year, 4)?, digits(month, 2)?);
    (1..=12).contains(&month).then(|| year * 12 + month - 1)
}

/// `Sep-23`, `Sep-2023` and `09/2023` as month counts.
fn spreadsheet_month(text: &str) -> Option<i32> {
    let (month, year) = text.split_once(['-', '/'])?;
    let month = match digits(month, 2).filter(|month| (1..=12).contains(month)) {
        // `4/1501` is a rank.
        Some(number) => {
            let year = digits(year, 4).filter(|year| (1900..2200).contains(year))?;
            return Some(year * 12 + number - 1);
        }
        None => month_number(month)?,
    };
    let year = digits(year, 4).or_else(|| Some(2000 + digits(year, 2)?))?;
    Some(year * 12 + month)
}

/// The first month of the year that the text names.
fn parse_year(text: &str, calendar: Calendar) -> Result<i32, NotAPeriod> {
    let offset = i32::from(calendar.first_month) - 1;
    match text.split_once(['/', '-']) {
        None if calendar.first_month == 1 => digits(text, 4).map(|year| year * 12).ok_or(NotAPeriod::Form),
        None => Err(NotAPeriod::Form),
        Some((first, second)) => {
            let first = digits(first, 4).ok_or(NotAPeriod::Form)?;
            let expected = first + 1;
            let matches = digits(second, 2) == Some(expected % 100) || digits(second, 4) == Some(expected);
            if matches && calendar.first_month != 1 {
                Ok(first * 12 + offset)
            } else if digits(second, 2).or_else(|| digits(second, 4)).is_some() && calendar.first_month != 1 {
                Err(NotAPeriod::YearEnd { first, expected: format!("{:02}", expected % 100) })
            } else {
                Err(NotAPeriod::Form)
            }
        }
    }
}

fn month_number(name: &str) -> Option<i32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let found = NAMES.iter().position(|full| name.len() >= 3 && full.starts_with(name))?;
    i32::try_from(found).ok()
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.calendar.year_start(self.last);
        let label = self.calendar.year_label(year);
        let month = |f: &mut fmt::Formatter<'_>| {
            write!(f, "{:04}-{:02}", self.last.div_euclid(12), self.last.rem_euclid(12) + 1)
        };
        if self.to_date {
            write!(f, "{label} to ")?;
        }
        match (self.kind, self.to_date) {
            (PeriodKind::Year, _) => f.write_str(&label),
            (PeriodKind::Month, _) => month(f),
            (PeriodKind::Quarter, false) => write!(f, "{label} Q{}", self.number_in_year()),
            (PeriodKind::Half, false) => write!(f, "{label} H{}", self.number_in_year()),
            (PeriodKind::Quarter, true) => write!(f, "Q{}", self.number_in_year()),
            (PeriodKind::Half, true) => write!(f, "H{}", self.number_in_year()),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How often a figure is made, and which months it covers when it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frequency {
    pub every: Every,
    pub span: FigureSpan,
    /// The figure of a report is so many of these late ("always two months behind", R15).
    pub lag: Option<(u32, PeriodKind)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    One(PeriodKind),
    /// Every so many years, counted from a year that had one (R16).
    Years(u32, Period),
}

/// Which months a figure covers, beside its own period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureSpan {
    /// Just its period.
    Period,
    /// From the start of the year (R12).
    ToDate,
    /// So many months that end with its period (R13).
    Rolling(u32),
}

impl Frequency {
    #[must_use]
    pub const fn kind(&self) -> PeriodKind {
        match self.every {
            Every::One(kind) => kind,
            Every::Years(..) => PeriodKind::Year,
        }
    }

    /// The period of the figure that a report of `run` carries: the latest one complete at its end, less the lag.
    /// A yearly figure to date is that of the report's own period.
    #[must_use]
    pub fn figure_period(&self, run: Period) -> Period {
        let end = match self.lag {
            None => run,
            Some((count, kind)) => {
                let back = i32::try_from(count).unwrap_or(i32::MAX);
                run.latest_complete(kind).shifted(back.saturating_neg())
            }
        };
        match (self.every, self.span) {
            (Every::One(PeriodKind::Year), FigureSpan::ToDate) => end.to_date(),
            (Every::One(kind), FigureSpan::ToDate) => end.latest_complete(kind).to_date(),
            (Every::One(kind), _) => end.latest_complete(kind),
            (Every::Years(step, base), _) => {
                let latest = end.latest_complete(PeriodKind::Year);
                let step = i32::try_from(step.max(1)).unwrap_or(1);
                let since = (latest.first - base.first).div_euclid(12);
                latest.shifted(-since.rem_euclid(step))
            }
        }
    }

    /// The figure before this one.
    #[must_use]
    pub fn previous(&self, figure: Period) -> Period {
        match self.every {
            Every::One(PeriodKind::Year) if self.span == FigureSpan::ToDate => figure.previous_year(),
            Every::One(_) => figure.previous(),
            Every::Years(step, _) => figure.shifted(-i32::try_from(step.max(1)).unwrap_or(1)),
        }
    }

    /// How many months a figure covers: fixed, or growing through the year.
    #[must_use]
    pub const fn months(&self) -> Option<i32> {
        match self.span {
            FigureSpan::Period => Some(self.kind().months()),
            FigureSpan::ToDate => None,
            FigureSpan::Rolling(months) => Some(months as i32),
        }
    }

    /// Does the figure accumulate through the year?
    #[must_use]
    pub fn is_cumulative(&self) -> bool {
        self.span == FigureSpan::ToDate
    }
}
