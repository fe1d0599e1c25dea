//! What a data file holds that cannot be understood as its dataset says. Whatever else can be read, is.

super::family! { "data"
    /// A data file cannot be opened.
    ///
    /// ## Why
    /// Nothing that needs the file can be calculated; those figures are missing as `failed`, all others come out.
    ///
    /// ## Example
    /// ```text
    /// source: csv "data/figurs.csv"       # the file is called figures.csv
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// source: csv "data/figures.csv"
    /// ```
    /// The path is relative to the folder of `kpi.toml`. If the file is open in a spreadsheet program, close it there.
    KPI0701 UNREADABLE_FILE Error;

    /// A file is not what its source says: no workbook, no Parquet file, or text with a quote that is never closed.
    ///
    /// ## Why
    /// A file that breaks off in the middle would otherwise give figures that are too small, and nobody would see it.
    /// Of such a file nothing is used.
    ///
    /// ## Example
    /// ```text
    /// indicator,period,note
    /// asc_105,2020/21,"provisional
    /// asc_106,2020/21,final
    /// ```
    /// The quote in row 2 has no end, so every later row would be part of one note.
    ///
    /// ## Instead
    /// ```text
    /// indicator,period,note
    /// asc_105,2020/21,"provisional"
    /// asc_106,2020/21,final
    /// ```
    /// For a workbook or Parquet file: export it again, or name the kind of file it is (`xlsx`, `ods`, `csv`).
    KPI0702 BAD_FILE Error;

    /// A workbook has no sheet of this name.
    ///
    /// ## Why
    /// Which other sheet is meant cannot be known; taking the first would read last quarter's figures.
    ///
    /// ## Example
    /// ```text
    /// source: xlsx "figures.xlsx" sheet "Q3"       # the sheets are Q1 and Q2
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// source: xlsx "figures.xlsx" sheet "Q2"
    /// ```
    /// Capitals do not matter. Without `sheet` the first sheet is read.
    KPI0703 NO_SHEET Error;

    /// No row of the file names the columns of the dataset.
    ///
    /// ## Why
    /// Columns are found by their headers, never by their place, so that a column that is moved or added does no harm.
    ///
    /// ## Example
    /// ```text
    /// asc_105,2020/21,96.0%
    /// asc_106,2020/21,87.5%
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// indicator,period,value
    /// asc_105,2020/21,96.0%
    /// asc_106,2020/21,87.5%
    /// ```
    /// Titles and blank rows above the headers are fine. A file whose cells are not separated by commas says so:
    /// `source: csv "figures.csv" separator ";"`.
    KPI0704 NO_HEADER Error;

    /// The file has no column with this header.
    ///
    /// ## Why
    /// Every figure that needs the column is missing as `failed`; those of the other columns come out.
    ///
    /// ## Example
    /// ```text
    /// indicator,period,Figure          # the dataset says `value: percent`
    /// asc_105,2020/21,96.0%
    /// ```
    ///
    /// ## Instead
    /// Say how the file calls it:
    /// ```text
    /// value: percent from "Figure"
    /// ```
    /// Headers are compared ignoring capitals, and a `_` in a column's name is as good as a space.
    KPI0705 MISSING_COLUMN Error;

    /// Two columns of the file have the same header.
    ///
    /// ## Why
    /// Which of the two is meant cannot be known, and they rarely agree.
    ///
    /// ## Example
    /// ```text
    /// indicator,period,Value,Value
    /// asc_105,2020/21,96.0%,95.1%
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// indicator,period,Value,Value last year
    /// asc_105,2020/21,96.0%,95.1%
    /// ```
    KPI0706 REPEATED_COLUMN Error;

    /// A cell is not what its column holds.
    ///
    /// ## Why
    /// A guess would print a figure nobody wrote. The cell's figure is missing as `failed`; all others come out (R58).
    ///
    /// ## Example
    /// ```text
    /// indicator,period,value
    /// asc_105,2020/21,#N/A
    /// ```
    ///
    /// ## Instead
    /// Correct the cell; or, if the word means that there is no figure, say why there is none:
    /// ```text
    /// value: percent or "#N/A" as not supplied
    /// ```
    KPI0707 NOT_UNDERSTOOD Error;

    /// A cell holds a code that its column's list does not have.
    ///
    /// ## Why
    /// A misspelt code falls out of every count that asks for it, and the total is wrong by one without a trace.
    ///
    /// ## Example
    /// ```text
    /// date,severity
    /// 2020-05-01,Seriuos          # the column is `one of [Fatal, Serious, Slight]`
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// date,severity
    /// 2020-05-01,Serious
    /// ```
    /// or add the code to the list.
    KPI0708 UNKNOWN_CODE Error;

    /// A row is neither blank nor a row of the dataset: a total, a note, or one with more cells than there are headers.
    ///
    /// ## Why
    /// The row is left out, and named so that nobody takes it for counted. Which figures a left-out record would have
    /// changed cannot be known: all that is counted, added up, cut, listed or made into a cohort over its dataset is
    /// missing as `failed`. In a dataset with a key, the figures of other rows stand.
    ///
    /// ## Example
    /// ```text
    /// indicator,period,value
    /// asc_105,2020/21,96
    /// ,,96
    /// ```
    ///
    /// ## Instead
    /// Delete the row, or fill in its key. A number with a comma in it needs quotes in a file separated by commas:
    /// ```text
    /// indicator,period,value
    /// asc_105,2020/21,"15,000"
    /// ```
    KPI0709 STRAY_ROW Error;

    /// A line of a JSON file is not one flat record, or a row of a database holds bytes.
    ///
    /// ## Why
    /// The line is left out, and named. A value within a value has no place in a table. What is made of the records is
    /// missing as `failed`: which of it the line would have changed cannot be known.
    ///
    /// ## Example
    /// ```text
    /// {"indicator": "asc_105", "period": {"year": "2020/21"}}
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// {"indicator": "asc_105", "period": "2020/21"}
    /// ```
    KPI0710 BAD_ROW Error;

    /// Several rows have the same key.
    ///
    /// ## Why
    /// Which of them is the figure cannot be known; taking the last would make the result depend on the order of
    /// rows. The figure is missing as `failed` until one row is left.
    ///
    /// ## Example
    /// ```text
    /// indicator,period,value
    /// asc_105,2020/21,96.0%
    /// asc_105,2020/21,95.1%
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// indicator,period,value,as_published
    /// asc_105,2020/21,96.0%,95.1%
    /// ```
    /// or add the column that tells the rows apart to `key:`.
    KPI0711 DUPLICATE_KEY Error;

    /// The files of one folder do not have the same columns.
    ///
    /// ## Why
    /// A folder is one dataset. Where one of its files lacks a column, its rows would count as if they were empty there.
    ///
    /// ## Example
    /// ```text
    /// source: parquet "data/events"       # 2023.parquet has a column `outcome`, 2022.parquet has none
    /// ```
    ///
    /// ## Instead
    /// Write the column into every file, or make two datasets: `parquet "data/events/2023.parquet"` and another.
    KPI0712 OTHER_COLUMNS Error;

    /// A database has no such table or view.
    ///
    /// ## Why
    /// Nothing that needs the table can be calculated; those figures are missing as `failed`, all others come out.
    ///
    /// ## Example
    /// ```text
    /// source: sqlite "care.db" table "event"       # the table is called events
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// source: sqlite "care.db" table "events"
    /// ```
    /// In PostgreSQL a table outside the search path is named with its schema: `table "care.events"`. Whoever reads
    /// needs the right to: a table that may not be read is not seen.
    KPI0720 NO_TABLE Error;

    /// A column of a database is of another type than the dataset says.
    ///
    /// ## Why
    /// A day that is a number, or a number that is a day, would be read as something that nobody wrote. Figures that
    /// need the column are missing as `failed`, all others come out.
    ///
    /// ## Example
    /// ```text
    /// create table events (started integer, …)     -- seconds since 1970
    ///
    /// columns { started: date }
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// create view kpi_events as select date(started, 'unixepoch') as started, … from events
    ///
    /// source: sqlite "care.db" table "kpi_events"
    /// columns { started: date }
    /// ```
    /// Texts may hold anything: what stands in them is read as from a file.
    KPI0721 COLUMN_TYPE Error;

    /// A database cannot be reached.
    ///
    /// ## Why
    /// Nothing that needs it can be calculated; those figures are missing as `failed`, all others come out. A database
    /// that goes away while it is read gives no figures either: half of the rows would look like all of them.
    ///
    /// ## Example
    /// ```sh
    /// kpi run --period 2023/24                     # and WAREHOUSE_URL is not set
    /// ```
    ///
    /// ## Instead
    /// ```sh
    /// export WAREHOUSE_URL="host=db.example.org dbname=care user=reader"
    /// kpi run --period 2023/24
    /// ```
    /// Rule files and `kpi.toml` never hold a password: `kpi.toml` names the variable of the environment that holds
    /// the way to the database. What the database itself says stands in the note.
    KPI0722 NO_CONNECTION Error;

    /// A query cannot be run.
    ///
    /// ## Why
    /// The dataset has no rows without it. Figures that need it are missing as `failed`, all others come out.
    ///
    /// ## Example
    /// ```text
    /// source: sql """
    ///   select person, count(*) as visits from visit group by person
    /// """ over [visits]
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// source: sql """
    ///   select person, count(*) as visits from visits group by person
    /// """ over [visits]
    /// ```
    /// A query sees the datasets of `over` as tables with the columns they declare, and nothing else. It reads: it
    /// cannot change anything, and over files neither recursion nor chance nor the clock is there, so that the same
    /// data gives the same rows.
    KPI0723 BAD_QUERY Error;

    /// A query gave a number that binary arithmetic has spoiled.
    ///
    /// ## Why
    /// SQLite calculates fractions in binary, where 0.1 + 0.2 is 0.30000000000000004. Figures are exact from the data
    /// to the band, so such a number is not let in; figures that need it are missing as `failed`.
    ///
    /// ## Example
    /// ```text
    /// source: sql """select person, 0.1 * hours as cost from visits""" over [visits]
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// source: sql """select person, round(0.1 * hours, 2) as cost from visits""" over [visits]
    /// ```
    /// or take the parts out of the query and calculate in the formula. Whole numbers, `sum`, `min` and `max` are
    /// exact.
    KPI0724 BINARY_FRACTION Error;

    /// A cluster gave no answer.
    ///
    /// ## Why
    /// Nothing that needs it can be calculated; those figures are missing as `failed`, all others come out. A cluster
    /// that loses a machine goes on with the others, and its answer is used only where it counted every record once.
    /// Where it cannot be reached, has no executor left, or counted other records than the files hold, there is no
    /// figure, rather than a wrong one.
    ///
    /// ## Example
    /// ```sh
    /// kpi run --period 2023/24 --cluster 10.0.0.1:50050       # and no executor has come to this scheduler
    /// ```
    ///
    /// ## Instead
    /// ```sh
    /// kpi cluster scheduler --bind 10.0.0.1:50050             # on one machine
    /// kpi cluster executor --scheduler 10.0.0.1:50050         # on each that counts
    /// kpi run --period 2023/24 --cluster 10.0.0.1:50050
    /// ```
    /// All of these machines see the files under the same path. `kpi cluster` is there where kpi was built with it:
    /// `cargo install --path crates/kpi-cli --features cluster`. Without `--cluster`, kpi counts by itself.
    KPI0725 NO_CLUSTER Error;
}
