//! What is inferred from a file reads every row of it.
#![allow(clippy::unwrap_used, reason = "a test fails where something is amiss")]

mod support;

use kpi_core::Calendar;
use proptest::prelude::*;
use support::{csv, folder, open, said};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn a_file_is_read_as_it_was_inferred(rows in prop::collection::vec(prop::collection::vec(prop::sample::select(vec![
        "", "N/A", "1", "007", "12.5", "50%", "£3", "yes", "no", "2020/21", "2020-09", "2020-04-01", "28/152", "a b",
        "#N/A", "c", "none", "\u{e9}t\u{e9}", "x;y", "x", "it's", "99999999999999999999.5",
    ]), 4), 1..40)) {
        let mut text = "Person ID,value,Value 2,where\n".to_owned();
        for row in &rows {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        let folder = folder(&[("f.csv", text.as_bytes())]);
        let inferred = kpi_data::infer(folder.path(), Calendar::APRIL, "f", csv("f.csv")).unwrap();
        let (_, diagnostics) = open(folder.path(), &[&inferred.dataset]);
        // A row that says nothing is told whatever its columns are.
        let found: Vec<_> = diagnostics.into_iter().filter(|found| found.code.id() != "KPI0709").collect();
        prop_assert_eq!(said(&found), "");
    }
}
