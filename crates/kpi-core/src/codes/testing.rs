//! Tests that stand beside the rules.

super::family! { "testing"
    /// Something came out otherwise than a test expects.
    ///
    /// ## Why
    /// Either the rules changed what a report says, or the test is wrong; whichever it is, somebody should know before the
    /// report is out.
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
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   target:    87%
    ///   bands:     council
    /// }
    /// test "ten per cent under target" {
    ///   indicator assessments at 2020/21
    ///   given value = 78.3%
    ///   expect rating = Green
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
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   target:    87%
    ///   bands:     council
    /// }
    /// test "ten per cent under target" {
    ///   indicator assessments at 2020/21
    ///   given value = 78.3%
    ///   expect rating = Amber
    /// }
    /// ```
    KPI0601 TEST_FAILED Error;

    /// A test does not say what it is about, when, or what should come of it.
    ///
    /// ## Why
    /// A test without an expectation passes whatever the rules say.
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
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   target:    87%
    ///   bands:     council
    /// }
    /// test "ten per cent under target" {
    ///   indicator assessments
    ///   given value = 78.3%
    ///   expect rating = Amber
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
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   target:    87%
    ///   bands:     council
    /// }
    /// test "ten per cent under target" {
    ///   indicator assessments at 2020/21
    ///   given value = 78.3%
    ///   expect rating = Amber
    /// }
    /// ```
    KPI0602 TEST_SUBJECT Error;

    /// The indicator has no fact of this name.
    ///
    /// ## Why
    /// The facts are `value`, `target`, `rating` and the others of the reference, the indicator's named values, and
    /// comparators.
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
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   target:    87%
    ///   bands:     council
    /// }
    /// test "ten per cent under target" {
    ///   indicator assessments at 2020/21
    ///   given value = 78.3%
    ///   expect raiting = Amber
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
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   target:    87%
    ///   bands:     council
    /// }
    /// test "ten per cent under target" {
    ///   indicator assessments at 2020/21
    ///   given value = 78.3%
    ///   expect rating = Amber
    /// }
    /// ```
    KPI0603 UNKNOWN_FACT Error;

    /// A fact is given or expected in another unit than it has.
    ///
    /// ## Why
    /// 78.3 is not 78.3%, so the test would show something else than it says (R1).
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
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   target:    87%
    ///   bands:     council
    /// }
    /// test "ten per cent under target" {
    ///   indicator assessments at 2020/21
    ///   given value = 78.3
    ///   expect rating = Amber
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
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   target:    87%
    ///   bands:     council
    /// }
    /// test "ten per cent under target" {
    ///   indicator assessments at 2020/21
    ///   given value = 78.3%
    ///   expect rating = Amber
    /// }
    /// ```
    KPI0604 EXPECTATION_UNIT Error;

    /// The rows of a test do not have the columns they need.
    ///
    /// ## Why
    /// Without its key a row is no figure, and a row with a cell too many or too few has its values in the wrong columns.
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
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   target:    87%
    ///   bands:     council
    /// }
    /// test "ten per cent under target" {
    ///   indicator assessments at 2020/21
    ///   given figures = [
    ///     indicator   | value
    ///     assessments | 78.3%
    ///   ]
    ///   expect rating = Amber
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
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   target:    87%
    ///   bands:     council
    /// }
    /// test "ten per cent under target" {
    ///   indicator assessments at 2020/21
    ///   given figures = [
    ///     indicator   | period  | value
    ///     assessments | 2020/21 | 78.3%
    ///   ]
    ///   expect rating = Amber
    /// }
    /// ```
    KPI0605 TEST_TABLE Error;

    /// A test expects a word that the fact can never be.
    ///
    /// ## Why
    /// It could only fail: labels, words and reasons are those that the rules of the indicator give.
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
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   target:    87%
    ///   bands:     council
    /// }
    /// test "ten per cent under target" {
    ///   indicator assessments at 2020/21
    ///   given value = 78.3%
    ///   expect rating = Ambre
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
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   target:    87%
    ///   bands:     council
    /// }
    /// test "ten per cent under target" {
    ///   indicator assessments at 2020/21
    ///   given value = 78.3%
    ///   expect rating = Amber
    /// }
    /// ```
    KPI0606 UNKNOWN_EXPECTATION Error;
}
