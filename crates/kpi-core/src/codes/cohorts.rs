//! Cohorts: rows made from rows.

super::family! { "cohorts"
    /// Related rows are asked for without saying what they have in common with the row at hand.
    ///
    /// ## Why
    /// Every row would be held against every other. A thousand services make a million pairs, a council's records make
    /// more than anyone waits for; and what is meant is nearly always another row of the same person.
    ///
    /// ## Example
    /// ```kpi
    /// dataset services {
    ///   source: csv "services.csv"
    ///   columns { person: text   started: date   ended: date }
    /// }
    /// cohort first_services {
    ///   from:  services
    ///   where: no earlier in services where earlier.started < started
    /// }
    /// indicator starts {
    ///   title:     "People who started"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: quarterly
    ///   formula:   count(first_services where started in period)
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset services {
    ///   source: csv "services.csv"
    ///   columns { person: text   started: date   ended: date }
    /// }
    /// cohort first_services {
    ///   from:  services
    ///   where: no earlier in services where same person and earlier.started < started
    /// }
    /// indicator starts {
    ///   title:     "People who started"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: quarterly
    ///   formula:   count(first_services where started in period)
    /// }
    /// ```
    KPI0901 NOTHING_SHARED Error;

    /// A cohort is asked for something that is not of a row.
    ///
    /// ## Why
    /// A cohort goes through rows one by one. It knows the columns of the row at hand and of the rows related to it; what is
    /// counted over all of them, or of another period, is the formula's.
    ///
    /// ## Example
    /// ```kpi
    /// dataset services {
    ///   source: csv "services.csv"
    ///   columns { person: text   started: date   cost: money }
    /// }
    /// cohort dear {
    ///   from:  services
    ///   where: cost > mean(services.cost)
    /// }
    /// indicator dear_services {
    ///   title:     "Services above the average cost"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: quarterly
    ///   formula:   count(dear where started in period)
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset services {
    ///   source: csv "services.csv"
    ///   columns { person: text   started: date   cost: money }
    /// }
    /// cohort dear {
    ///   from:  services
    ///   where: cost > £1000
    /// }
    /// indicator dear_services {
    ///   title:     "Services above £1,000"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: quarterly
    ///   formula:   count(dear where started in period)
    /// }
    /// ```
    KPI0902 NOT_OF_A_ROW Error;

    /// A formula asks what only the rows of a cohort can be asked.
    ///
    /// ## Why
    /// Ages, related rows and days between two columns are facts of a row. Said once in a cohort they have a name, can be
    /// listed person by person, and mean the same in every figure that counts them.
    ///
    /// ## Example
    /// ```kpi
    /// dataset services {
    ///   source: csv "services.csv"
    ///   birth:  born
    ///   columns { person: text   born: date   started: date }
    /// }
    /// indicator adults {
    ///   title:     "Adults who started"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: quarterly
    ///   formula:   count(services where started in period and age at started >= 18)
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset services {
    ///   source: csv "services.csv"
    ///   birth:  born
    ///   columns { person: text   born: date   started: date }
    /// }
    /// cohort of_adults {
    ///   from:  services
    ///   where: age at started >= 18
    /// }
    /// indicator adults {
    ///   title:     "Adults who started"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: quarterly
    ///   formula:   count(of_adults where started in period)
    /// }
    /// ```
    KPI0903 ONLY_OF_ROWS Error;

    /// An age, or whether a row is open, is asked for, and the dataset does not say from which columns.
    ///
    /// ## Why
    /// Records have several dates. Which of them is the birth, and from when until when a row holds, is said once, where the
    /// columns are declared.
    ///
    /// ## Example
    /// ```kpi
    /// dataset services {
    ///   source: csv "services.csv"
    ///   columns { person: text   born: date   started: date   ended: date }
    /// }
    /// cohort at_year_end {
    ///   from:  services
    ///   where: open at end of period
    /// }
    /// indicator supported {
    ///   title:     "People supported at the end of the year"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: yearly
    ///   measure:   snapshot
    ///   formula:   count distinct person(at_year_end)
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset services {
    ///   source:   csv "services.csv"
    ///   interval: started to ended
    ///   columns { person: text   born: date   started: date   ended: date }
    /// }
    /// cohort at_year_end {
    ///   from:  services
    ///   where: open at end of period
    /// }
    /// indicator supported {
    ///   title:     "People supported at the end of the year"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: yearly
    ///   measure:   snapshot
    ///   formula:   count distinct person(at_year_end)
    /// }
    /// ```
    KPI0904 NO_DATES Error;

    /// One row of several is taken, and nothing says which.
    ///
    /// ## Why
    /// The first in the file stands. The same records sorted otherwise would give another figure, and nobody would know why.
    ///
    /// ## Example
    /// ```kpi
    /// dataset services {
    ///   source: csv "services.csv"
    ///   columns { person: text   started: date   kind: one of [home, day] }
    /// }
    /// cohort people {
    ///   from: services
    ///   keep: one per person
    /// }
    /// indicator at_home {
    ///   title:     "People with care at home"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: quarterly
    ///   formula:   count(people where kind = home and started in period)
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// dataset services {
    ///   source: csv "services.csv"
    ///   columns { person: text   started: date   kind: one of [home, day] }
    /// }
    /// cohort people {
    ///   from: services
    ///   keep: one per person by latest started, kind ranked [home, day]
    /// }
    /// indicator at_home {
    ///   title:     "People with care at home"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: quarterly
    ///   formula:   count(people where kind = home and started in period)
    /// }
    /// ```
    KPI0905 NO_ORDER Warning;

    /// Rows of a cohort are not as its rules require.
    ///
    /// ## Why
    /// `require` says what the rest takes for granted. Where rows break it every figure made from them may be wrong, so none is
    /// given: they are missing as `failed` until the data or the rule is put right.
    ///
    /// ## Example
    /// ```text
    /// require: ended is empty or ended >= started else "a service ends before it starts"
    /// ```
    /// and a row that started on 2024-05-02 and ended on 2024-05-01.
    ///
    /// ## Instead
    /// Put the row right; or leave such rows out, knowingly, with `where: ended is empty or ended >= started`.
    KPI0906 REQUIREMENT_BROKEN Error;

    /// A list has several rows where one is looked up.
    ///
    /// ## Why
    /// Which of them is meant cannot be known. What depends on it is missing as `failed`.
    ///
    /// ## Example
    /// ```text
    /// status,settled
    /// Owner occupier,yes
    /// Owner occupier,no
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// status,settled
    /// Owner occupier,yes
    /// ```
    KPI0907 LISTED_TWICE Error;
}
