//! The project itself: its folder, its settings, its files, and what is asked of it.

super::family! { "project"
    /// kpi itself is at fault.
    ///
    /// ## Why
    /// A state that should be impossible was reached. Please report it with the rule file; no output was written.
    KPI0001 INTERNAL Error;

    /// `kpi.toml` has a setting that kpi does not understand.
    ///
    /// ## Why
    /// A setting that is ignored is a setting that somebody relies on in vain: a misspelled `year_starts` would put
    /// every quarter into the wrong year without a word.
    ///
    /// ## Example
    /// ```toml
    /// [calendar]
    /// year_start = "April"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// [calendar]
    /// year_starts = "April"
    /// ```
    KPI0002 BAD_SETTING Error;

    /// There is no project here.
    ///
    /// ## Why
    /// A project is a folder with a file `kpi.toml`. kpi looks for one in the folder it is started in, then in each
    /// folder above it; or it takes the folder it is given.
    ///
    /// ## Example
    /// ```sh
    /// cd ~/Downloads
    /// kpi check
    /// ```
    ///
    /// ## Instead
    /// ```sh
    /// kpi check ~/indicators      # a folder with a kpi.toml
    /// kpi new indicators          # or a new project
    /// ```
    KPI0003 NO_PROJECT Error;

    /// A file of the project cannot be read, or is no UTF-8 text.
    ///
    /// ## Why
    /// Rule files are UTF-8, so that a `£` or an `é` means the same on every machine. A file that cannot be read
    /// takes its indicators with it, and a report without them would look complete.
    ///
    /// ## Example
    /// ```text
    /// title: "Spend per head in \xA3"      # saved as Windows-1252
    /// ```
    ///
    /// ## Instead
    /// Save the file as UTF-8: in Notepad under "Encoding" of the dialogue "Save as"; in other editors see the status
    /// bar. Where the file may not be read at all, ask whoever owns it for the right to.
    KPI0004 UNREADABLE_FILE Error;

    /// A `use` names a file that is not there.
    ///
    /// ## Why
    /// The path of a `use` is relative to the file that says it, not to the project and not to the folder kpi is
    /// started in. What the file would have defined is missing everywhere it is named.
    ///
    /// ## Example
    /// ```text
    /// use "shared/bands.kpi"               # but the file lies one folder up
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// use "../shared/bands.kpi"
    /// ```
    KPI0005 UNRESOLVED_USE Error;

    /// The period asked for is none.
    ///
    /// ## Why
    /// A report is run for a year, a half, a quarter or a month of the council's own calendar. `2023/24` is a year
    /// where years start in April; where they start in January a year is written `2023`.
    ///
    /// ## Example
    /// ```sh
    /// kpi run --period "Q2 2023"
    /// ```
    ///
    /// ## Instead
    /// ```sh
    /// kpi run --period "2023/24 Q2"
    /// kpi run --period 2023-24-Q2         # the same, without quotes
    /// kpi run --period 2023-09            # September 2023
    /// ```
    KPI0006 BAD_PERIOD Error;

    /// The command line names something that is not there.
    ///
    /// ## Why
    /// An indicator, a rating or a code that does not exist would give an empty answer, and an empty answer looks like
    /// good news: a gate `--fail-on rde` would never close.
    ///
    /// ## Example
    /// ```sh
    /// kpi run --period 2023/24 --fail-on rde
    /// ```
    ///
    /// ## Instead
    /// ```sh
    /// kpi run --period 2023/24 --fail-on red
    /// ```
    KPI0007 UNKNOWN_ARGUMENT Error;

    /// A file cannot be written.
    ///
    /// ## Why
    /// The folder is not there, is full, or may not be written to. What was there before is untouched: kpi writes
    /// beside the file and moves the whole into its place at the end.
    ///
    /// ## Example
    /// ```sh
    /// kpi run --period 2023/24 --out no/such/folder/run.json
    /// ```
    ///
    /// ## Instead
    /// ```sh
    /// mkdir -p reports
    /// kpi run --period 2023/24 --out reports/run.json
    /// ```
    KPI0008 CANNOT_WRITE Error;

    /// A new project needs a folder of its own.
    ///
    /// ## Why
    /// `kpi new` writes a dozen files. In a folder that holds others it might replace one of them, and rule files that
    /// lie there already would become part of the project.
    ///
    /// ## Example
    /// ```sh
    /// kpi new .                           # in a folder with files in it
    /// ```
    ///
    /// ## Instead
    /// ```sh
    /// kpi new indicators
    /// ```
    KPI0009 FOLDER_NOT_EMPTY Error;

    /// No figure is cut into the slices that are asked for.
    ///
    /// ## Why
    /// A figure is given for an area, a ward or an age group where its rule says so with `by:`. The whole under the name of
    /// a part would be wrong.
    ///
    /// ## Example
    /// ```sh
    /// kpi run --period 2023/24 --slice area=Cambridge
    /// ```
    ///
    /// ## Instead
    /// ```sh
    /// kpi run --period 2023/24
    /// ```
    KPI0010 NO_SLICES Error;

    /// A rule names a database that `kpi.toml` does not know.
    ///
    /// ## Why
    /// How a database is reached differs from machine to machine, and a password has no place in a rule file. So a
    /// rule names the database, and `kpi.toml` says where the way to it is found.
    ///
    /// ## Example
    /// ```text
    /// source: postgres "warehouse" table "care.events"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// [sources.warehouse]
    /// url_env = "WAREHOUSE_URL"
    /// ```
    /// The variable holds a URL (`postgresql://reader@db.example.org/care`) or settings
    /// (`host=db.example.org dbname=care user=reader`).
    KPI0011 UNKNOWN_CONNECTION Error;

    /// A rule file is not in the one style.
    ///
    /// ## Why
    /// `kpi fmt --check` says so. Where every file is in one style, a change shows what was meant by it, and nobody
    /// argues about blanks.
    ///
    /// ## Example
    /// ```text
    /// indicator a { title : "A"
    ///   unit:percent }
    /// ```
    ///
    /// ## Instead
    /// `kpi fmt` writes it:
    /// ```text
    /// indicator a {
    ///   title: "A"
    ///   unit:  percent
    /// }
    /// ```
    KPI0012 UNFORMATTED Warning;

    /// What comes in on standard input is not the editor protocol.
    ///
    /// ## Why
    /// `kpi lsp` is started by an editor, and both talk in messages over its standard input and output. Started by hand,
    /// or with something else written to it, it cannot answer.
    ///
    /// ## Example
    /// ```sh
    /// echo hello | kpi lsp
    /// ```
    ///
    /// ## Instead
    /// Tell the editor to start `kpi lsp`: `docs/editors.md` says how. For findings in a terminal:
    /// ```sh
    /// kpi check
    /// kpi lint
    /// ```
    KPI0013 BAD_PROTOCOL Error;
}
