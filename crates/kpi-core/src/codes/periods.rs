//! Periods, and what has them.

super::family! { "periods"
    /// This is no period of the project's calendar.
    ///
    /// ## Why
    /// `2020/22` may be meant as 2020/21 or as two years. Periods are written alike everywhere: `2023/24`, `2023/24 Q2`,
    /// `2023-09` (R10).
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below -10%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    /// }
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { 2020/22: 80% }
    ///   bands:     council
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below -10%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    /// }
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { 2020/21: 80% }
    ///   bands:     council
    /// }
    /// ```
    KPI0501 NOT_A_PERIOD Error;

    /// No figure of the indicator is of this period.
    ///
    /// ## Why
    /// A target for a month of a quarterly figure, or for a quarter of a figure that runs from the year's start, is never
    /// used, and nobody is told (R19, R20).
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below -10%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    /// }
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { 2020-09: 80% }
    ///   bands:     council
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below -10%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    /// }
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { 2020/21 Q2: 80% }
    ///   bands:     council
    /// }
    /// ```
    KPI0502 PERIOD_UNFIT Error;

    /// Entries by date are out of order, or two of them have the same date.
    ///
    /// ## Why
    /// The last entry that has begun is in force. Out of order, a reader sees another one than the report uses (R30, R50).
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below -10%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    /// }
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { from 2023/24: 85%   from 2020/21: 80% }
    ///   bands:     council
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below -10%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    /// }
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { from 2020/21: 80%   from 2023/24: 85% }
    ///   bands:     council
    /// }
    /// ```
    KPI0503 DATED_ORDER Error;

    /// A window is asked of something that has no dates.
    ///
    /// ## Why
    /// `in period`, `in year to date` and `in last 12 months` choose records by a column of dates or periods (R13).
    ///
    /// ## Example
    /// ```kpi
    /// dataset visits {
    ///   source: csv "visits.csv"
    ///   columns { date: date   outcome: one of [Met, "Partly met", Missed]   cost: money   place: text   urgent: yes/no }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(visits where place in period)
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset visits {
    ///   source: csv "visits.csv"
    ///   columns { date: date   outcome: one of [Met, "Partly met", Missed]   cost: money   place: text   urgent: yes/no }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(visits where date in period)
    /// }
    /// ```
    KPI0504 WINDOW_UNFIT Error;

    /// Something is active until before it begins.
    ///
    /// ## Why
    /// It would never be reported, and nobody would miss it (R56).
    ///
    /// ## Example
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   active:    2022/23 to 2020/21
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   active:    2020/21 to 2022/23
    /// }
    /// ```
    KPI0505 ACTIVE_REVERSED Error;

    /// A frequency contradicts itself.
    ///
    /// ## Why
    /// A figure to date starts anew each year; one that rolls on never does. Which months a figure covers must have one
    /// answer (R12, R13, R16).
    ///
    /// ## Example
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly, to date, rolling 12 months
    ///   formula:   figures.value
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly, rolling 12 months
    ///   formula:   figures.value
    /// }
    /// ```
    KPI0506 FREQUENCY_CONFLICT Error;

    /// The latest row is asked of a dataset whose key has no period, or the period is given too.
    ///
    /// ## Why
    /// `latest` takes the row with the latest period that does not end after the report; without a period in the key no row
    /// is later than another (R41).
    ///
    /// ## Example
    /// ```kpi
    /// dataset areas {
    ///   source: csv "areas.csv"
    ///   key:    [area]
    ///   columns { area: text   population: count }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   latest areas.population where area = "Leicester"
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset areas {
    ///   source: csv "areas.csv"
    ///   key:    [area]
    ///   columns { area: text   population: count }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   areas.population where area = "Leicester"
    /// }
    /// ```
    KPI0507 LATEST_WITHOUT_PERIOD Error;
}
