//! The project itself: its folder, its settings, kpi's own faults.

super::family! { "project"
    /// kpi itself is at fault.
    ///
    /// ## Why
    /// A state that should be impossible was reached. Please report it with the rule file; no output was written.
    KPI0001 INTERNAL Error;

    /// `kpi.toml` has a setting that kpi does not understand.
    ///
    /// ## Why
    /// A setting that is ignored is a setting that somebody relies on in vain.
    KPI0002 BAD_SETTING Error;
}
