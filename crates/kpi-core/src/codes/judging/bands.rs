//! What divides figures into bands, and covers each once.

super::super::family! { "judging"
    /// The edges of a band do not have the unit of what the bands judge.
    ///
    /// ## Why
    /// A deviation is a share of the target, a gap is in the unit of the figure. Read with the wrong one of the two, most
    /// ratings still look plausible: percentage points contradict 11 rows of one published report (R28).
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below -10   Green from -10%
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
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below -10%   Green from -10%
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
    KPI0203 EDGE_UNIT Error;

    /// No band covers some values.
    ///
    /// ## Why
    /// A figure in the gap would have no rating, and one day a figure is (R29). The picture shows the line of values with its
    /// bands and the gap.
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below -10%
    ///   Amber below 0%
    ///   Blue  above 5%
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
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below -10%
    ///   Amber below 0%
    ///   Green up to 5%
    ///   Blue  above 5%
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
    KPI0207 BAND_GAP Error;

    /// Two bands cover the same values.
    ///
    /// ## Why
    /// Which of the two a figure gets would depend on their order, and a reader of the key could not tell (R29).
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below -10%
    ///   Amber from -10% up to 0%
    ///   Green from 0%
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
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below -10%
    ///   Amber from -10% below 0%
    ///   Green from 0%
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
    KPI0208 BAND_OVERLAP Error;

    /// No value can be in a band.
    ///
    /// ## Why
    /// A band whose lower edge is above its upper edge stands in the key and never in the report; most likely its edges are
    /// swapped (R29).
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below -10%
    ///   Amber from 0% below -10%
    ///   Green from 0%
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
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red   below -10%
    ///   Amber from -10% below 0%
    ///   Green from 0%
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
    KPI0209 EMPTY_BAND Error;

    /// The cases of a scheme are not each covered once.
    ///
    /// ## Why
    /// A direction is improved, unchanged or worsened, and a figure is better than a target of 0, equal to it, or worse. A case
    /// without a band is a figure without a rating; a case with two has either (R28, R29).
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: direction
    ///   Green if improved   Red if worsened
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
    ///   judge: direction
    ///   Green if improved   Amber if unchanged   Red if worsened
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
    KPI0212 BAND_CASES Error;

    /// Actions are required for a label that no band has.
    ///
    /// ## Why
    /// Actions would never be asked for, and nobody would miss them: labels are compared as they are spelled (R55).
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below 0%   Green from 0%
    ///   require actions for red
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
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below 0%   Green from 0%
    ///   require actions for Red
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
    KPI0213 UNKNOWN_LABEL Error;

    /// Two versions of a scheme hold from the same date.
    ///
    /// ## Why
    /// A report of 2020/21 uses the key of 2020/21. With two of them its ratings would depend on which file is read last
    /// (R30).
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below 0%   Green from 0%
    /// }
    /// bands council {
    ///   judge: deviation
    ///   Red below -5%   Green from -5%
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
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below 0%   Green from 0%
    /// }
    /// bands council from 2023/24 {
    ///   judge: deviation
    ///   Red below -5%   Green from -5%
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
    KPI0214 SCHEME_VERSIONS Error;

    /// An indicator has a target and no bands to judge it by.
    ///
    /// ## Why
    /// The report would show a target and never say whether it is met (R28).
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
    ///   target:    80%
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
    KPI0215 NO_BANDS Error;

    /// A band's label is no colour, and the band names none.
    ///
    /// ## Why
    /// A label such as `G` or `On track` is shown as it is spelled; in which colour it is shown must be said (R28).
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below 0%   G from 0%
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
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below 0%   G colour green from 0%
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
    KPI0218 BAND_COLOUR Error;

    /// A band's condition does not fit what the bands judge.
    ///
    /// ## Why
    /// Numbers have edges, directions have cases. A band has at most one lower and one upper edge (R28).
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: direction
    ///   Green if improved   Amber if unchanged   Red below 0%
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
    ///   judge: direction
    ///   Green if improved   Amber if unchanged   Red if worsened
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
    KPI0219 BAND_CONDITION Error;

    /// A target is 0, and the scheme does not say what then.
    ///
    /// ## Why
    /// A deviation is a share of the target, and nothing is a share of 0. Councils say better is Blue, equal Green, worse Red;
    /// without such words the figure has no rating (R25, R28).
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below 0%   Green from 0%
    /// }
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  lower
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
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    0%
    ///   bands:     council
    /// }
    /// ```
    KPI0220 ZERO_TARGET Error;
}
