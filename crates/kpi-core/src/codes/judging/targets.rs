//! What a figure is measured against.

super::super::family! { "judging"
    /// The bands judge something that the indicator does not have.
    ///
    /// ## Why
    /// Without a target there is no deviation, without a rank no place: the figure would never be rated, and the report would
    /// not say why (R26, R28).
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
    ///   target:    tbc "from Q4"
    ///   bands:     council
    /// }
    /// ```
    KPI0204 NOTHING_TO_JUDGE Error;

    /// A target looks like a slip of the pen.
    ///
    /// ## Why
    /// A target of 0 where higher is better is met by every figure; 0.87% is most likely 87%; ten times last year's target is
    /// most likely a zero too many. Published reports have carried a 0 that should have been 30% (R25).
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
    ///   target:    0%
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
    ///   target:    30%
    ///   bands:     council
    /// }
    /// ```
    KPI0205 SUSPICIOUS_TARGET Warning;

    /// A target covers another length of time than the figures it is held against.
    ///
    /// ## Why
    /// A quarter's 3,564 beside a year's target of 15,000 is red whatever is done, and half a year's count beside it is
    /// nearly so. Percentages and scores do not grow with time; counts, money, days and rates do (R20).
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
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { 2022/23: 15,000 }
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
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { 2022/23: 15,000 pro rata }
    ///   bands:     council
    /// }
    /// ```
    KPI0206 TARGET_SPAN Error;

    /// A profile does not have the figures a year needs.
    ///
    /// ## Why
    /// A profile gives the target, or the share of the year, to date: at the end of each quarter (four figures) or of each
    /// month (twelve). It ends where the year ends, so its last figure is the year's (R19, R33).
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
    ///   polarity:  higher
    ///   frequency: quarterly, to date
    ///   formula:   figures.value
    ///   target:    { 2022/23: 339 profiled [110, 207, 270] }
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
    ///   polarity:  higher
    ///   frequency: quarterly, to date
    ///   formula:   figures.value
    ///   target:    { 2022/23: 339 profiled [110, 207, 270, 339] }
    ///   bands:     council
    /// }
    /// ```
    KPI0216 PROFILE Error;

    /// A period has two targets.
    ///
    /// ## Why
    /// Most likely one of the two belongs to another year; the report would use whichever came first (R21).
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
    ///   target:    { 2021/22: 80%   2021/22: 85% }
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
    ///   target:    { 2021/22: 80%   2022/23: 85% }
    ///   bands:     council
    /// }
    /// ```
    KPI0217 TARGET_TWICE Error;
}
