//! Packages of plugins: their folder, how they are built, their recorded cases, and the file they are packed into.

crate::codes::family! { "packages"
    /// A plugin's folder has no `plugin.toml`, or one that kpi does not understand.
    ///
    /// ## Why
    /// `plugin.toml` says what the plugin is, how it is built and what it wants; a setting that is ignored is one that
    /// somebody relies on in vain.
    ///
    /// ## Example
    /// ```toml
    /// [plugin]
    /// id = "mean_wait"
    /// world = "measures"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// [plugin]
    /// id = "mean_wait"
    /// version = "1.0.0"
    /// title = "Mean wait"
    /// world = "measure"          # or "source"
    /// ```
    KPI1071 BAD_PACKAGE Error;

    /// A plugin could not be built.
    ///
    /// ## Why
    /// kpi runs the command of `plugin.toml` and makes a component of what it leaves. The command is not there, or it
    /// failed, or it left nothing.
    ///
    /// ## Example
    /// ```text
    /// `componentize-qjs` is not installed
    /// ```
    ///
    /// ## Instead
    /// Install what the plugin's README names, and mend what the command complains about; `kpi plugin build --verbose`
    /// shows all that it says.
    KPI1072 PLUGIN_NOT_BUILT Error;

    /// A recorded case of a plugin cannot be read, or does not fit the plugin.
    ///
    /// ## Why
    /// A case that is skipped is a test that did not run.
    ///
    /// ## Example
    /// ```json
    /// { "inputs": { "wait": [3, "soon"] }, "expect": { "figures": [3] } }
    /// ```
    ///
    /// ## Instead
    /// ```json
    /// { "groups": [{ "rows": 2, "start": "2024-04-01", "end": "2024-06-30" }],
    ///   "inputs": { "wait": [3, null] }, "expect": { "figures": [3] } }
    /// ```
    KPI1073 BAD_CASE Error;

    /// A packed plugin is not what it says, or would write where it must not.
    ///
    /// ## Why
    /// A package comes from somebody else. Its files stay below the folder it is opened in, are no links, and are
    /// bounded in number and size; what is signed must be signed by the key that was named.
    ///
    /// ## Example
    /// ```text
    /// ../../home/user/.profile
    /// ```
    ///
    /// ## Instead
    /// Ask whoever sent it for a package that `kpi plugin pack` made, and for their public key.
    KPI1074 UNSAFE_PACKAGE Error;
}
