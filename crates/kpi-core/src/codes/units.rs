//! Units, and what may be done with them.

super::family! { "units"
    /// Two values that do not go together are added, compared or chosen between.
    ///
    /// ## Why
    /// A percentage plus a count is a number that means nothing, and looks like any other (R1).
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
    ///   formula:   count(visits) + 5%
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
    ///   formula:   count(visits) + 5
    /// }
    /// ```
    KPI0401 UNIT_MISMATCH Error;

    /// The formula gives another unit than the indicator declares.
    ///
    /// ## Why
    /// The figure would be shown with a sign it does not have: a count of 45 as 4,500% (R1). A quotient of like things is a
    /// share, and becomes a percentage or a rate as it is.
    ///
    /// ## Example
    /// ```kpi
    /// dataset visits {
    ///   source: csv "visits.csv"
    ///   columns { date: date   outcome: one of [Met, "Partly met", Missed]   cost: money   place: text   urgent: yes/no }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(visits where outcome = Met)
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
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(visits where outcome = Met) / count(visits)
    /// }
    /// ```
    KPI0402 FORMULA_UNIT Error;

    /// A target has another unit than its indicator.
    ///
    /// ## Why
    /// 87 and 87% differ by a factor of a hundred; against a target of 87 every percentage is red (R1, R25).
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
    ///   target:    87
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
    ///   target:    87%
    ///   bands:     council
    /// }
    /// ```
    KPI0403 TARGET_UNIT Error;

    /// A condition is neither yes nor no.
    ///
    /// ## Why
    /// A number is no answer to a question: it must be compared with something (R45).
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
    ///   formula:   cases
    ///   require:   cases else withhold rating "fewer than 30 cases"
    ///   let cases = count(visits)
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
    ///   formula:   cases
    ///   require:   cases >= 30 else withhold rating "fewer than 30 cases"
    ///   let cases = count(visits)
    /// }
    /// ```
    KPI0404 NOT_A_CONDITION Error;

    /// A number is wanted, and this is none.
    ///
    /// ## Why
    /// Texts, dates and ranks cannot be added up or averaged (R1).
    ///
    /// ## Example
    /// ```kpi
    /// dataset visits {
    ///   source: csv "visits.csv"
    ///   columns { date: date   outcome: one of [Met, "Partly met", Missed]   cost: money   place: text   urgent: yes/no }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      money
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   sum(visits.place)
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
    ///   unit:      money
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   sum(visits.cost)
    /// }
    /// ```
    KPI0405 NOT_A_NUMBER Error;

    /// A function is not given what it takes.
    ///
    /// ## Why
    /// `abs` takes a value, `round` a value and a number of decimals, `min` and `max` two values or more, `flagged` a flag;
    /// `count`, `sum`, `mean` and `median` go over the records of a dataset.
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
    ///   formula:   max(figures.value, 0%, round())
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
    ///   formula:   max(figures.value, 0%)
    /// }
    /// ```
    KPI0406 ARGUMENTS Error;

    /// A branch or a record can never be reached.
    ///
    /// ## Why
    /// A condition that always holds, or was asked before, hides a rule that somebody believes in.
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
    ///   formula:   if yes then figures.value else 0%
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
    ///   formula:   figures.value else 0%
    /// }
    /// ```
    KPI0407 UNREACHABLE Warning;

    /// A formula divides by 0 whatever the data.
    ///
    /// ## Why
    /// The figure would be missing (`no cases`) in every report (R42).
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
    ///   formula:   figures.value / 0
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
    ///   formula:   figures.value / 2
    /// }
    /// ```
    KPI0408 DIVISION_BY_ZERO Error;

    /// The `where` of records compares something else than a column with a fixed value.
    ///
    /// ## Why
    /// Records are kept or dropped one by one before anything is counted, and a trace shows how many each condition dropped
    /// (R60). So each condition is about the columns of one record and a value that is known beforehand.
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
    ///   formula:   count(visits where urgent = urgent)
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
    ///   formula:   count(visits where urgent = yes)
    /// }
    /// ```
    KPI0409 RECORD_CONDITION Error;

    /// A field has another unit than it must have.
    ///
    /// ## Why
    /// A published figure, a forecast and a comparator are held beside the figure, so they are in its unit; a tolerance is in
    /// the unit of the difference, which for percentages is points (R32).
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
    ///   change:    against previous, tolerance 0.5%
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
    ///   change:    against previous, tolerance 0.5 pp
    /// }
    /// ```
    KPI0410 FIELD_UNIT Error;

    /// A figure that is judged divides by a count that can be 0.
    ///
    /// ## Why
    /// Of nobody a rate is missing, `no cases`, and gets no colour; of two people it gets one that says nothing. A figure that
    /// is judged says from how many on (R45). An `else` that makes up a figure for no cases cannot be told from one that was
    /// counted.
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below 0%   Green from 0%
    /// }
    /// dataset visits {
    ///   source: csv "visits.csv"
    ///   columns { date: date   outcome: one of [Met, Missed] }
    /// }
    /// indicator met {
    ///   title:     "Visits that met their purpose"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   let all = count(visits where date in period)
    ///   formula:   count(visits where date in period and outcome = Met) / all
    ///   target:    80%
    ///   bands:     council
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below 0%   Green from 0%
    /// }
    /// dataset visits {
    ///   source: csv "visits.csv"
    ///   columns { date: date   outcome: one of [Met, Missed] }
    /// }
    /// indicator met {
    ///   title:     "Visits that met their purpose"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   let all = count(visits where date in period)
    ///   formula:   count(visits where date in period and outcome = Met) / all
    ///   target:    80%
    ///   bands:     council
    ///   require:   all >= 30 else withhold rating "fewer than 30 visits"
    /// }
    /// ```
    KPI0411 DIVISOR_MAY_BE_ZERO Warning;

    /// A percentage is multiplied by 100, or a rate by its base.
    ///
    /// ## Why
    /// A spreadsheet multiplies by 100 to show a share as 87. Here a share is a percentage as it is, and a ratio becomes a rate by
    /// itself, since the unit says of how many: multiplied once more the figure is a hundred or a thousand times what it should be,
    /// and every target is met (R9).
    ///
    /// ## Example
    /// ```kpi
    /// dataset visits {
    ///   source: csv "visits.csv"
    ///   columns { date: date   outcome: one of [Met, Missed] }
    /// }
    /// indicator met {
    ///   title:     "Visits that met their purpose"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   (count(visits where outcome = Met) / count(visits)) * 100
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset visits {
    ///   source: csv "visits.csv"
    ///   columns { date: date   outcome: one of [Met, Missed] }
    /// }
    /// indicator met {
    ///   title:     "Visits that met their purpose"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(visits where outcome = Met) / count(visits)
    /// }
    /// ```
    KPI0412 HUNDREDFOLD Error;
}
