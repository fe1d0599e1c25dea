//! The typst sources that every document can import, and the words they say where a report brings none.

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        /// Names and texts. Each is found as `/NAME`, where a council's own file comes first, and as `/default/NAME`, always.
        pub const BUILT_IN: &[(&str, &str)] = &[$(($name, include_str!(concat!("../templates/", $name)))),*];
    };
}

built_in![
    "kpi.typ",
    "pack.typ",
    "parts.typ",
    "layouts/indicator_pages.typ",
    "layouts/framework.typ",
    "layouts/scorecard.typ",
    "kpi/badge.typ",
    "kpi/chart.typ",
    "kpi/explain.typ",
    "kpi/indicator.typ",
    "kpi/notes.typ",
    "kpi/page.typ",
    "kpi/prose.typ",
    "kpi/table.typ",
    "kpi/theme.typ",
    "kpi/brand.json",
    "kpi/words.json",
    "kpi/words.typ",
];

pub(crate) fn find(path: &str) -> Option<&'static str> {
    let name = path.strip_prefix("/default/").or_else(|| path.strip_prefix('/'))?;
    BUILT_IN.iter().find(|(own, _)| *own == name).map(|(_, text)| *text)
}
