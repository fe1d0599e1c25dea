//! What rules say of plugins, held against what the plugins say of themselves and what the project allows.

crate::codes::family! { "plugins"
    /// A rule names a plugin that `kpi.toml` does not.
    ///
    /// ## Why
    /// A rule file says what a figure is; which code may run, and what it may reach, is for the council to say in one
    /// place. So a plugin has a name in `kpi.toml`, and rules use that name.
    ///
    /// ## Example
    /// ```toml
    /// # kpi.toml, while a rule says `source: plugin "mosaic"`
    /// [plugins.mosiac]
    /// path = "plugins/mosaic.wasm"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// [plugins.mosaic]
    /// path = "plugins/mosaic.wasm"
    /// ```
    KPI1051 UNKNOWN_PLUGIN Error;

    /// A setting is not one that the plugin has, is missing, or is of another kind.
    ///
    /// ## Why
    /// A plugin says which settings it has and what they hold. One that it does not know would be relied on in vain.
    ///
    /// ## Example
    /// ```text
    /// source: plugin "mosaic" { wards: "yes" }      # the plugin wants yes or no, not a text
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// source: plugin "mosaic" { wards: yes }
    /// ```
    ///
    /// `kpi plugin check` lists the settings of a plugin. They are written out: a number, a text, a date, `yes` or `no`.
    KPI1052 PLUGIN_SETTING Error;

    /// A column that a dataset wants of a plugin, or a plugin wants of a dataset, is not there or holds something else.
    ///
    /// ## Why
    /// A source says which columns it gives, a measure which it takes. Where the two do not meet, the figure would rest on
    /// empty cells.
    ///
    /// ## Example
    /// ```text
    /// measure("casemix", admissions)      # the plugin takes a column `age_band`, and admissions has none
    /// ```
    ///
    /// ## Instead
    /// Declare the column, under the plugin's name for it: `age_band: text from "Age group"`; in a cohort,
    /// `let age_band = if age at started < 65 then "18 to 64" else "65 and above"`.
    KPI1053 PLUGIN_COLUMN Error;

    /// A plugin is used for what it is not: a measure as a source, or a source as a measure.
    ///
    /// ## Why
    /// A source gives rows, and a measure makes a figure of rows. A plugin is one of the two.
    ///
    /// ## Example
    /// ```text
    /// source: plugin "casemix"      # a measure
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// formula: measure("casemix", admissions)
    /// ```
    KPI1054 PLUGIN_IS_OTHER Error;

    /// A plugin gives its figure in a unit that kpi does not know.
    ///
    /// ## Why
    /// Units are checked before any data is read, those of plugins as all others.
    ///
    /// ## Example
    /// ```text
    /// describe() says the unit is "furlongs"
    /// ```
    ///
    /// ## Instead
    /// Say one of `number`, `count`, `percent`, `ratio`, `points`, `score`, `money`, `days`, `per 1,000` and the like in
    /// the plugin.
    KPI1055 PLUGIN_UNIT Error;

    /// A plugin was never agreed to: `kpi.lock` does not pin it.
    ///
    /// ## Why
    /// A plugin is code that makes published figures. `kpi.lock` says which one was looked at and agreed to, by the SHA-256
    /// of its file, so that another cannot take its place unseen: not by mistake, not by an update, not on purpose.
    ///
    /// ## Example
    /// ```sh
    /// kpi run      # with `[plugins.mosaic]` in kpi.toml, and nothing of mosaic in kpi.lock
    /// ```
    ///
    /// ## Instead
    /// Look at the plugin (`kpi plugin check`), run its cases (`kpi plugin test`), and agree to it:
    ///
    /// ```sh
    /// kpi plugin pin mosaic
    /// ```
    ///
    /// Keep `kpi.lock` with the rules: a change of it is reviewed like any other.
    KPI1056 PLUGIN_NOT_PINNED Error;
}
