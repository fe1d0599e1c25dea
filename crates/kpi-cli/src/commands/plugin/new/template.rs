//! The files of new plugins: `plugins/templates`, with what comes with kpi from `plugins/sdk` and `plugins/wit`.

use crate::args::plugin::Language;

type File = (&'static str, &'static str);

/// Paths in the new folder, and texts in which `{{name}}` and `{{crate}}` are filled in.
pub fn files(language: Language) -> impl Iterator<Item = File> {
    let of: &[File] = match language {
        Language::Rust => &RUST,
        Language::Js => &JS,
        Language::Python => &PYTHON,
        Language::C => &C,
    };
    of.iter().chain(&INTERFACE).copied()
}

const INTERFACE: [File; 1] =
    [("kpi/wit/1.1.0/kpi-plugin.wit", include_str!("../../../../../../plugins/wit/1.1.0/kpi-plugin.wit"))];

const RUST: [File; 18] = [
    (".gitignore", include_str!("../../../../../../plugins/templates/rust/gitignore")),
    ("Cargo.toml", include_str!("../../../../../../plugins/templates/rust/Cargo.toml")),
    ("README.md", include_str!("../../../../../../plugins/templates/rust/README.md")),
    (
        "cases/closed-too-early.json",
        include_str!("../../../../../../plugins/templates/rust/cases/closed-too-early.json"),
    ),
    ("cases/two-quarters.json", include_str!("../../../../../../plugins/templates/rust/cases/two-quarters.json")),
    ("plugin.toml", include_str!("../../../../../../plugins/templates/rust/plugin.toml")),
    ("src/lib.rs", include_str!("../../../../../../plugins/templates/rust/src/lib.rs")),
    ("kpi/sdk/rust/Cargo.toml", include_str!("../../../../../../plugins/sdk/rust/Cargo.toml")),
    ("kpi/sdk/rust/src/column.rs", include_str!("../../../../../../plugins/sdk/rust/src/column.rs")),
    ("kpi/sdk/rust/src/decimal.rs", include_str!("../../../../../../plugins/sdk/rust/src/decimal.rs")),
    ("kpi/sdk/rust/src/group.rs", include_str!("../../../../../../plugins/sdk/rust/src/group.rs")),
    ("kpi/sdk/rust/src/info.rs", include_str!("../../../../../../plugins/sdk/rust/src/info.rs")),
    ("kpi/sdk/rust/src/lib.rs", include_str!("../../../../../../plugins/sdk/rust/src/lib.rs")),
    ("kpi/sdk/rust/src/measure_glue.rs", include_str!("../../../../../../plugins/sdk/rust/src/measure_glue.rs")),
    ("kpi/sdk/rust/src/problem.rs", include_str!("../../../../../../plugins/sdk/rust/src/problem.rs")),
    ("kpi/sdk/rust/src/settings.rs", include_str!("../../../../../../plugins/sdk/rust/src/settings.rs")),
    ("kpi/sdk/rust/src/source_glue.rs", include_str!("../../../../../../plugins/sdk/rust/src/source_glue.rs")),
    ("kpi/sdk/rust/src/table.rs", include_str!("../../../../../../plugins/sdk/rust/src/table.rs")),
];

const JS: [File; 8] = [
    (".gitignore", include_str!("../../../../../../plugins/templates/js/gitignore")),
    ("README.md", include_str!("../../../../../../plugins/templates/js/README.md")),
    ("cases/bad-date.json", include_str!("../../../../../../plugins/templates/js/cases/bad-date.json")),
    ("cases/two-pages.json", include_str!("../../../../../../plugins/templates/js/cases/two-pages.json")),
    ("package.json", include_str!("../../../../../../plugins/templates/js/package.json")),
    ("plugin.toml", include_str!("../../../../../../plugins/templates/js/plugin.toml")),
    ("source.js", include_str!("../../../../../../plugins/templates/js/source.js")),
    ("kpi/sdk/js/kpi.js", include_str!("../../../../../../plugins/sdk/js/kpi.js")),
];

const PYTHON: [File; 8] = [
    (".gitignore", include_str!("../../../../../../plugins/templates/python/gitignore")),
    ("README.md", include_str!("../../../../../../plugins/templates/python/README.md")),
    ("app.py", include_str!("../../../../../../plugins/templates/python/app.py")),
    ("cases/bad-date.json", include_str!("../../../../../../plugins/templates/python/cases/bad-date.json")),
    ("cases/plain.json", include_str!("../../../../../../plugins/templates/python/cases/plain.json")),
    ("plugin.toml", include_str!("../../../../../../plugins/templates/python/plugin.toml")),
    ("requirements.txt", include_str!("../../../../../../plugins/templates/python/requirements.txt")),
    ("kpi/sdk/python/kpi.py", include_str!("../../../../../../plugins/sdk/python/kpi.py")),
];

const C: [File; 8] = [
    (".gitignore", include_str!("../../../../../../plugins/templates/c/gitignore")),
    ("README.md", include_str!("../../../../../../plugins/templates/c/README.md")),
    ("cases/no-day.json", include_str!("../../../../../../plugins/templates/c/cases/no-day.json")),
    ("cases/two-groups.json", include_str!("../../../../../../plugins/templates/c/cases/two-groups.json")),
    ("measure.c", include_str!("../../../../../../plugins/templates/c/measure.c")),
    ("plugin.toml", include_str!("../../../../../../plugins/templates/c/plugin.toml")),
    ("requirements.txt", include_str!("../../../../../../plugins/templates/c/requirements.txt")),
    ("kpi/sdk/c/kpi_measure.h", include_str!("../../../../../../plugins/sdk/c/kpi_measure.h")),
];
