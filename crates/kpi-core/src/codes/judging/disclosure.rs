//! What may not be told of few people.

super::super::family! { "judging"
    /// Small counts are to be suppressed, and nothing says what is counted.
    ///
    /// ## Why
    /// Whether a percentage or a mean tells too much depends on how many people it is of: 100% of 2 people says something of each
    /// of them (R46). So the counts have to be known: of a count it is the figure, of a proportion or a rate its numerator and
    /// denominator, of anything else the denominator that the rules name.
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
    ///   suppress:  below 5
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
    ///   suppress:  below 5
    /// }
    /// ```
    KPI0240 SUPPRESS_COUNTS Error;

    /// A limit of `suppress:` cannot be one.
    ///
    /// ## Why
    /// Counts are whole and not below 0, and a count of 0 is of nobody: so a limit is a whole number from 2 on. Counts from the
    /// limit on are told; where they are rounded, none of them may become 0, which would say that there is nobody (R46).
    ///
    /// ## Example
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator waiting {
    ///   title:     "People waiting"
    ///   unit:      count
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   suppress:  below 2.5
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
    /// indicator waiting {
    ///   title:     "People waiting"
    ///   unit:      count
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   suppress:  below 5
    /// }
    /// ```
    KPI0241 SUPPRESS_LIMITS Error;
}
