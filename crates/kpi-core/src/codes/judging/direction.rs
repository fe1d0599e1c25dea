//! Which way is good, and what a movement may be counted from.

super::super::family! { "judging"
    /// Bands would colour a figure of which neither way is good.
    ///
    /// ## Why
    /// A colour says good or bad. With `polarity: none` there is no good, so a green would be an accident of the sign
    /// (R27). Such a figure shows its value and its movement, or a status such as `contextual`.
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
    ///   polarity:  none
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    80%
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
    ///   target:    80%
    ///   bands:     council
    /// }
    /// ```
    KPI0201 POLARITY_BANDS Error;

    /// The limits of a range or the midpoint cannot be what is meant.
    ///
    /// ## Why
    /// A range that ends before it begins holds no figure, so every figure is off target; a limit of 10 for a percentage is
    /// 1,000% (R27).
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
    ///   polarity:  range 95% to 85%
    ///   frequency: quarterly
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
    ///   polarity:  range 85% to 95%
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// ```
    KPI0202 POLARITY_LIMITS Error;

    /// A figure that accumulates is compared with its previous one.
    ///
    /// ## Why
    /// A count since April can only rise, so "improving" on the previous quarter is automatic; published reports have said
    /// so for years (R12). It is compared with the same period last year.
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
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly, to date
    ///   formula:   figures.value
    ///   change:    against previous
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
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly, to date
    ///   formula:   figures.value
    ///   change:    against same period last year
    /// }
    /// ```
    KPI0210 CHANGE_OF_CUMULATIVE Error;

    /// Part of a year is held against the whole year's target, and lower is better.
    ///
    /// ## Why
    /// Twelve admissions by September against 271 for the year are Blue by construction, and stay so until it is too late to
    /// act (R20).
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
    ///   unit:      count
    ///   polarity:  lower
    ///   frequency: quarterly, to date
    ///   formula:   figures.value
    ///   target:    { 2020/21: 271 at year end }
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
    ///   unit:      count
    ///   polarity:  lower
    ///   frequency: quarterly, to date
    ///   formula:   figures.value
    ///   target:    { 2020/21: 271 pro rata }
    ///   bands:     council
    /// }
    /// ```
    KPI0211 PART_YEAR_LOWER Warning;
}
