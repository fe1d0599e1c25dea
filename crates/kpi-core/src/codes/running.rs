//! What a run finds: the rules are right, but the figures are not what they say.

super::family! { "running"
    /// An indicator has no figure because something on the way to it went wrong.
    ///
    /// ## Why
    /// A cell that could not be read, a number of another unit than the indicator's, two rows with one key, or a
    /// number too large to calculate with: whichever it is, the figure is missing as `failed` and never gets a
    /// colour (R42). All other figures come out.
    ///
    /// ## Example
    /// ```text
    /// indicator,period,value
    /// asc_105,2020/21,96.0
    /// ```
    /// where `asc_105` has `unit: percent`: is 96.0 meant as 96% or as 9,600%?
    ///
    /// ## Instead
    /// ```text
    /// indicator,period,value
    /// asc_105,2020/21,96.0%
    /// ```
    /// or declare the column as `percent` in the dataset, if all its numbers are percentages.
    KPI0801 FIGURE_FAILED Error;

    /// A target that is said to be a copy of a comparator no longer equals it (R22).
    ///
    /// ## Why
    /// "In line with the statistical neighbour average" is true on the day it is typed. The average moves on with the
    /// next publication, and the report goes on to print a target that its own table contradicts.
    ///
    /// ## Example
    /// ```text
    /// target: 41.6 copied from statistical_neighbours      # which prints 36.0
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// target: statistical_neighbours
    /// ```
    /// if the target should move with the comparator; or set a new target and drop the words `copied from`.
    KPI0802 TARGET_DRIFT Warning;

    /// The recorded figure is not its numerator over its denominator (R57).
    ///
    /// ## Why
    /// Either the fraction or the figure is wrong, or the figure was cut off where it should have been rounded; a
    /// reader who does the division will find out.
    ///
    /// ## Example
    /// ```text
    /// indicator,period,value,numerator,denominator
    /// m_1cia,2016/17,99.7%,3689,3698                       # 3,689 / 3,698 is 99.8%
    /// ```
    ///
    /// ## Instead
    /// Correct whichever is wrong; or let the formula divide (`formula: figures.numerator / figures.denominator`), so
    /// that there is one fact instead of two.
    KPI0803 FRACTION_DISAGREES Warning;

    /// A percentage counts more cases than there are (R8).
    ///
    /// ## Why
    /// The numerator of a percentage is a part of its denominator. If it is larger, one of the two was counted over
    /// other people, another period or with other exclusions.
    ///
    /// ## Example
    /// ```text
    /// indicator,period,value,numerator,denominator
    /// m_2bi,2017/18 Q2,101.2%,435,430
    /// ```
    ///
    /// ## Instead
    /// Count both over the same cases. Where a value above 100 % is meant (growth, say), leave numerator and
    /// denominator out.
    KPI0804 MORE_THAN_ALL Warning;

    /// A figure would be cut into more parts than anybody reads (R49).
    ///
    /// ## Why
    /// Every combination of the values of all columns in `by` is a part, with a row of its own. A column of people, or
    /// three columns of areas, ages and causes together, make more of them than a report can hold.
    ///
    /// ## Example
    /// ```text
    /// by: [person, age_band]          # 40,000 people in 5 bands
    /// ```
    ///
    /// ## Instead
    /// Cut by fewer columns, or write another indicator for each question: `by: area` in one, `by: age_band` in another.
    KPI0805 TOO_MANY_SLICES Error;

    /// The parts of a figure do not add up to it (R7).
    ///
    /// ## Why
    /// Fully met 52.1% and partly met 42.5% are 94.6% that are met. Where the parts say otherwise one of the figures was made over
    /// other cases, or typed wrongly, and readers add up.
    ///
    /// ## Example
    /// ```text
    /// parts: [fully_met, partly_met]
    ///
    /// indicator,period,value
    /// met,2023/24,94.6%
    /// fully_met,2023/24,52.1%
    /// partly_met,2023/24,40.5%
    /// ```
    ///
    /// ## Instead
    /// Put the figure right that is wrong; or name all the parts there are. What comes of rounding is no finding: each figure may
    /// be out by half of its last decimal.
    KPI0806 PARTS_DISAGREE Warning;

    /// A numerator leaves out rows that its denominator counts, because their cells are empty.
    ///
    /// ## Why
    /// What is empty adds nothing. Where the row is in the denominator all the same, the figure is as if nothing had been missed there:
    /// a team that has not reported yet makes the council look better (R42).
    ///
    /// ## Example
    /// ```text
    /// formula: sum(bins.missed where month in period) / sum(bins.collections where month in period)
    ///
    /// month,area,collections,missed
    /// 2024-04,North,1200,3
    /// 2024-04,South,1100,
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// formula: sum(bins.missed where month in period)
    ///        / sum(bins.collections where month in period and missed is not empty)
    /// ```
    /// where such a row is not to count; or `missed: number = 0` in the dataset, where an empty cell means none.
    KPI0807 UNEVEN_ROWS Warning;
}
