//! The text does not follow the grammar.

super::family! { "syntax"
    /// The text is not what the grammar allows here.
    ///
    /// ## Why
    /// What cannot be read cannot be judged. The statement is left out; everything around it is read and checked, so
    /// that one slip costs one finding.
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below 0%
    ///   Green from from 0%
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below 0%
    ///   Green from 0%
    /// }
    /// ```
    KPI0101 UNEXPECTED Error;

    /// A bracket or a text has no end.
    ///
    /// ## Why
    /// Everything after an open bracket seems to belong into it. The finding points at the bracket or the quote that
    /// was opened, since that is where the end is missing.
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red "off target   below 0%
    ///   Green from 0%
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red "off target"  below 0%
    ///   Green from 0%
    /// }
    /// ```
    KPI0102 UNCLOSED Error;

    /// There is no item of this kind.
    ///
    /// ## Why
    /// A file holds `use`, `dataset`, `comparator`, `bands`, `template`, `indicator`, `scorecard` and `test`. An item
    /// whose kind is misspelled would otherwise be left out without a word.
    ///
    /// ## Example
    /// ```kpi
    /// band council {
    ///   judge: deviation
    ///   Red   below 0%
    ///   Green from 0%
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below 0%
    ///   Green from 0%
    /// }
    /// ```
    KPI0103 UNKNOWN_ITEM Error;

    /// There is no field of this name here.
    ///
    /// ## Why
    /// A fact under a misspelled name is a fact that nobody reads: an indicator whose `targt` is 87% has no target.
    ///
    /// ## Example
    /// ```kpi
    /// scorecard corporate {
    ///   titel: "Corporate scorecard"
    ///   indicators: []
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// scorecard corporate {
    ///   title: "Corporate scorecard"
    ///   indicators: []
    /// }
    /// ```
    KPI0104 UNKNOWN_FIELD Error;

    /// Brackets, or the steps of an expression, go too deep; or the file is too large.
    ///
    /// ## Why
    /// Rule files come from other people. A file of a million brackets must not be able to stop the machine that
    /// checks it, so brackets nest 64 deep at most, an expression has 256 steps at most, and a file 16 MiB. What is made
    /// from other values, and they from others, has 300 steps that hang on one another at most within an indicator, 600
    /// through several, which are 65 in a row at most, and 1,000,000 in all, with each value written out wherever it is
    /// used: each is explained with what it is made from. No rule that a person can read comes near.
    ///
    /// ## Example
    /// ```text
    /// formula: ((((((((… sixty-five brackets …))))))))
    /// ```
    ///
    /// ## Instead
    /// Name the parts with `let`, and put them together from their names; take what rests on too much from the data.
    KPI0105 NESTING Error;

    /// The meaning is clear, but it is written otherwise.
    ///
    /// ## Why
    /// `==`, `&&`, `;` and quotes of other shapes come from other languages and from word processors. They are not
    /// guessed at silently: one way of writing a thing is easier to read than five. The fix writes it as it should be.
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation;
    ///   Red   below 0%
    ///   Green from 0%
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below 0%
    ///   Green from 0%
    /// }
    /// ```
    KPI0106 NEAR_MISS Error;

    /// The word is none of those that can stand here.
    ///
    /// ## Why
    /// Polarity, unit, frequency and the like are chosen from short lists. A word that is not in the list means
    /// nothing, and guessing at a polarity is how reports come to praise what got worse.
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below 0%
    ///   Green from 0%
    ///   at zero target { Green if beter   Green if equal   Red if worse }
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below 0%
    ///   Green from 0%
    ///   at zero target { Green if better   Green if equal   Red if worse }
    /// }
    /// ```
    KPI0107 UNKNOWN_WORD Error;

    /// A number, date or period is not written as one.
    ///
    /// ## Why
    /// A comma stands before exactly three digits, a date is one that the calendar has, a year is followed by the next.
    /// What looks like a number and is none could be any of several numbers.
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below 1,00%
    ///   Green from 1%
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below 1.00%
    ///   Green from 1%
    /// }
    /// ```
    KPI0108 BAD_LITERAL Error;

    /// A backslash in a text stands before a character that it cannot escape.
    ///
    /// ## Why
    /// In a short text `\"`, `\\` and `\n` have a meaning; anything else after a backslash is most often a Windows path
    /// or a slip.
    ///
    /// ## Example
    /// ```kpi
    /// scorecard corporate {
    ///   title: "Q:\reports"
    ///   indicators: []
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// scorecard corporate {
    ///   title: "Q:\\reports"
    ///   indicators: []
    /// }
    /// ```
    KPI0109 BAD_ESCAPE Error;
}
