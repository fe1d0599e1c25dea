//! Names, and the items and fields they stand for.

super::family! { "names"
    /// Nothing has this name.
    ///
    /// ## Why
    /// A misspelt name is a figure from nowhere. Names are known across all files of the project, and spelled alike.
    ///
    /// ## Example
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator share {
    ///   title:     "Share"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: yearly
    ///   let done = figures.value
    ///   formula:   doen
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
    /// indicator share {
    ///   title:     "Share"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: yearly
    ///   let done = figures.value
    ///   formula:   done
    /// }
    /// ```
    KPI0301 UNKNOWN_NAME Error;

    /// Two items have the same name.
    ///
    /// ## Why
    /// Which of the two a report shows would depend on which file is read first. Datasets, comparators, indicators, templates
    /// and scorecards share one space of names, since formulas use them side by side.
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
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
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
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// indicator reviews {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// ```
    KPI0302 DUPLICATE_ITEM Error;

    /// One thing is said twice.
    ///
    /// ## Why
    /// The two may differ, now or after the next change, and only one of them counts. A fact that changes over time is said
    /// by date (R50).
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
    ///   title:     "Assessments"
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
    ///   short:     "Assessments"
    /// }
    /// ```
    KPI0303 DUPLICATE_FIELD Error;

    /// An item does not say what it must.
    ///
    /// ## Why
    /// An indicator has a title, a unit, a polarity, a formula and a frequency. Polarity above all has no default: its absence
    /// or reversal causes the most errors in published reports (R27).
    ///
    /// ## Example
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator share {
    ///   title:     "Share"
    ///   unit:      percent
    ///   frequency: yearly
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
    /// indicator share {
    ///   title:     "Share"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: yearly
    ///   formula:   figures.value
    /// }
    /// ```
    KPI0304 MISSING_FIELD Error;

    /// Something is made from itself.
    ///
    /// ## Why
    /// No value could ever come of it. The labels show the way round.
    ///
    /// ## Example
    /// ```kpi
    /// indicator first {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   second
    /// }
    /// indicator second {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   first
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
    /// indicator first {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   second
    /// }
    /// indicator second {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// ```
    KPI0305 CYCLE Error;

    /// Nothing uses this.
    ///
    /// ## Why
    /// An idle dataset or scheme is either a leftover or a sign that a name was misspelt elsewhere.
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
    /// }
    /// ```
    KPI0306 UNUSED Warning;

    /// A template is not given the arguments it takes.
    ///
    /// ## Why
    /// A parameter without a value leaves a hole in every text and formula that mentions it.
    ///
    /// ## Example
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// template survey(question) {
    ///   title:     "Share who said: {question}"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: yearly
    ///   formula:   figures.value
    /// }
    /// indicator safe from survey() { }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// template survey(question) {
    ///   title:     "Share who said: {question}"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: yearly
    ///   formula:   figures.value
    /// }
    /// indicator safe from survey("I feel safe") { }
    /// ```
    KPI0307 TEMPLATE_ARGUMENTS Error;

    /// There is no source, type, status or flag of this name.
    ///
    /// ## Why
    /// Each is one of a few, listed in the reference; a word that is none of them cannot be guessed at.
    ///
    /// ## Example
    /// ```kpi
    /// dataset figures {
    ///   source: excel "figures.xlsx"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset figures {
    ///   source: xlsx "figures.xlsx"
    ///   key:    [indicator, period]
    ///   columns { indicator: text   period: period   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// ```
    KPI0308 UNKNOWN_KIND Error;

    /// A list names something twice.
    ///
    /// ## Why
    /// The same indicator would be counted twice in a summary, or the same comparator printed twice (R52).
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
    /// }
    /// scorecard board { title: "Board"   indicators: [assessments, assessments] }
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
    /// }
    /// scorecard board { title: "Board"   indicators: [assessments] }
    /// ```
    KPI0309 REPEATED Error;

    /// A dataset has no column of this name.
    ///
    /// ## Why
    /// Columns are those that the dataset declares; the name in the file may differ and is given with `from`.
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
    ///   formula:   figures.vaule
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
    /// }
    /// ```
    KPI0310 UNKNOWN_COLUMN Error;

    /// A column has no such code.
    ///
    /// ## Why
    /// The comparison would never hold and the count would be 0, which looks like a figure (R58).
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
    ///   formula:   count(visits where outcome = Mett)
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
    ///   formula:   count(visits where outcome = Met)
    /// }
    /// ```
    KPI0311 UNKNOWN_CODE Error;

    /// A name stands for something else than what is wanted here.
    ///
    /// ## Why
    /// A scheme, a dataset and an indicator are different things even where their names are alike.
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
    ///   formula:   figures
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
    /// }
    /// ```
    KPI0312 WRONG_KIND Error;

    /// It is not said which row of a dataset is meant.
    ///
    /// ## Why
    /// A dataset with a key has one figure for each of its values. Columns named `indicator` and columns of type `period` are
    /// bound by themselves; the others are given with `where` (R38).
    ///
    /// ## Example
    /// ```kpi
    /// dataset benchmarks {
    ///   source: csv "benchmarks.csv"
    ///   key:    [indicator, period, area]
    ///   columns { indicator: text   period: period   area: text   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   benchmarks.value
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset benchmarks {
    ///   source: csv "benchmarks.csv"
    ///   key:    [indicator, period, area]
    ///   columns { indicator: text   period: period   area: text   value: number }
    /// }
    /// indicator assessments {
    ///   title:     "Assessments completed"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   benchmarks.value where area = "England"
    /// }
    /// ```
    KPI0313 LOOKUP_KEY Error;

    /// The figure cannot be cut by this column.
    ///
    /// ## Why
    /// `by: area` gives a figure for each area. Where what is counted, or divided by, has no such column, the part of each
    /// area would be set against the whole of all of them (R49).
    ///
    /// ## Example
    /// ```kpi
    /// dataset collisions {
    ///   source: csv "collisions.csv"
    ///   columns { district: text   severity: one of [Fatal, Serious] }
    /// }
    /// dataset people {
    ///   source: csv "people.csv"
    ///   columns { id: text   age: number }
    /// }
    /// indicator collision_rate {
    ///   title:     "Collisions per 1,000 people"
    ///   unit:      rate per 1,000
    ///   polarity:  lower
    ///   frequency: yearly
    ///   by:        district
    ///   formula:   count(collisions) / count(people)
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset collisions {
    ///   source: csv "collisions.csv"
    ///   columns { district: text   severity: one of [Fatal, Serious] }
    /// }
    /// dataset people {
    ///   source: csv "people.csv"
    ///   columns { id: text   age: number   district: text }
    /// }
    /// indicator collision_rate {
    ///   title:     "Collisions per 1,000 people"
    ///   unit:      rate per 1,000
    ///   polarity:  lower
    ///   frequency: yearly
    ///   by:        district
    ///   formula:   count(collisions) / count(people)
    /// }
    /// ```
    KPI0314 CANNOT_CUT Error;

    /// It is not said who the peers of a comparator are, or what is made of their figures.
    ///
    /// ## Why
    /// A mean of councils, a pooled figure, a region's and that of statistical neighbours are different figures. Each is
    /// named for what it is, and none stands in for another (R38, R39).
    ///
    /// ## Example
    /// ```kpi
    /// comparator councils {
    ///   title:  "All councils"
    ///   across: council
    /// }
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [council, period]
    ///   columns { council: text   period: period   value: percent }
    /// }
    /// indicator reviews {
    ///   title:     "Reviews in time"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: yearly
    ///   by:        council total "England"
    ///   formula:   figures.value
    ///   compare:   [councils]
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// comparator councils {
    ///   title:  "Mean of all councils"
    ///   kind:   mean
    ///   across: council
    /// }
    /// dataset figures {
    ///   source: csv "figures.csv"
    ///   key:    [council, period]
    ///   columns { council: text   period: period   value: percent }
    /// }
    /// indicator reviews {
    ///   title:     "Reviews in time"
    ///   unit:      percent
    ///   polarity:  higher
    ///   frequency: yearly
    ///   by:        council total "England"
    ///   formula:   figures.value
    ///   compare:   [councils]
    /// }
    /// ```
    KPI0315 PEERS Error;

    /// A column has the name of a word that holds conditions together, or that is a value.
    ///
    /// ## Why
    /// In a condition `no` is the opposite of yes, and `where`, `and`, `or`, `not`, `if`, `then` and `else` begin or join its
    /// parts. There the column cannot be named, and `no = yes` would ask something else than it seems to.
    ///
    /// ## Example
    /// ```kpi
    /// dataset answers {
    ///   source: csv "answers.csv"
    ///   columns { person: text   no: yes/no }
    /// }
    /// indicator people {
    ///   title:     "People who answered"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: yearly
    ///   formula:   count distinct person(answers)
    /// }
    /// ```
    ///
    /// ## Instead
    /// Give the column another name, and say how the file heads it:
    /// ```kpi
    /// dataset answers {
    ///   source: csv "answers.csv"
    ///   columns { person: text   said_no: yes/no from "no" }
    /// }
    /// indicator people {
    ///   title:     "People who answered"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: yearly
    ///   formula:   count distinct person(answers)
    /// }
    /// ```
    KPI0316 HELD_NAME Warning;
}
