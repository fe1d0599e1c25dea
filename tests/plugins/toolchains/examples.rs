//! The example plugins, built by `plugins/build`, answer their cases.

use crate::{done, root, there};

fn answers(name: &str, cases: usize) {
    let folder = root().join("plugins/examples").join(name);
    if !there(&folder.join("build/plugin.wasm")) {
        return;
    }
    let checked = done(&folder, &["plugin", "check"]);
    assert!(checked.contains("imports   nothing"), "{checked}");
    let tested = done(&folder, &["plugin", "test"]);
    assert!(tested.contains(&format!("{cases} case{} passed", if cases == 1 { "" } else { "s" })), "{tested}");
}

#[test]
fn a_standardised_rate_in_rust() {
    answers("standardised-rate", 3);
}

#[test]
fn an_open_data_site_in_javascript() {
    answers("opendata-spend", 4);
}

#[test]
fn a_fixed_width_extract_in_python() {
    answers("fixed-width", 4);
}

#[test]
fn a_median_gap_in_c() {
    answers("median-gap", 1);
}
