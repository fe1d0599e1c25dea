//! How sure a figure is, and whether it is one of its series.

super::super::family! { "judging"
    /// An interval is asked for at a level that kpi does not hold.
    ///
    /// ## Why
    /// A level says how many standard deviations out the limits lie. kpi holds that number for the levels in use, to fifty
    /// decimals, so that a limit never decides an edge by its rounding (R37). `interval: wilson 0.95` is a number, not a level.
    ///
    /// ## Example
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number   part: count   whole: count }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.part / figures.whole
    ///   interval:  wilson 97%
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number   part: count   whole: count }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.part / figures.whole
    ///   interval:  wilson 95%
    /// }
    /// ```
    KPI0230 CONFIDENCE_LEVEL Error;

    /// An interval does not fit the figure, or nothing says of which counts it is made.
    ///
    /// ## Why
    /// Wilson's interval is of a proportion, Byar's of a count or a rate. How sure a proportion or a rate is depends on how many
    /// it is made of: 9 of 10 and 900 of 1,000 are both 90% (R37).
    ///
    /// ## Example
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number   part: count   whole: count }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   interval:  wilson 95%
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number   part: count   whole: count }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   numerator:   figures.part
    ///   denominator: figures.whole
    ///   interval:  wilson 95%
    /// }
    /// ```
    KPI0231 CONFIDENCE_COUNTS Error;

    /// The figures of an indicator do not make a control chart.
    ///
    /// ## Why
    /// The limits of a chart rest on how much one figure differs from the next by chance. A figure to date contains the one
    /// before it, and a rolling one shares most of its months with it: their differences are too small, so the limits would be
    /// too narrow and cry wolf (R36).
    ///
    /// ## Example
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number   part: count   whole: count }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      count
    ///   polarity:  lower
    ///   frequency: quarterly, to date
    ///   formula:   figures.part
    ///   control:   xmr from 2018/19 Q1
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number   part: count   whole: count }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      count
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.part
    ///   control:   xmr from 2018/19 Q1
    /// }
    /// ```
    KPI0232 CONTROL_SERIES Error;

    /// The dates of a control chart do not follow one another.
    ///
    /// ## Why
    /// A chart is cut into stretches, each with limits of its own, worked out from its figures or from those of its baseline. A
    /// baseline that ends before its stretch begins holds nothing, and limits that begin anew within a baseline would be
    /// worked out from figures of two processes (R36).
    ///
    /// ## Example
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number   part: count   whole: count }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.part / figures.whole
    ///   control:   xmr from 2018/19 Q1, baseline to 2017/18 Q4
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number   part: count   whole: count }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.part / figures.whole
    ///   control:   xmr from 2018/19 Q1, baseline to 2020/21 Q4
    /// }
    /// ```
    KPI0233 CONTROL_DATES Error;
}
