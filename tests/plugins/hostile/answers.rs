//! Answers that are laid out as they should be, and do not hold together. Every rule of the check has a test beside it
//! (`kpi-plugin/src/check`); here are those that come from a plugin.

use super::{fixture, refused};
use crate::support::{groups, load, measure, params, source};
use kpi_core::codes::plugins::running as codes;
use kpi_plugin::{Column, Data, PluginError, Table};

#[track_caller]
fn disbelieved(name: &str, says: &str) {
    let plugin = load(&measure(&fixture(name))).expect("a plugin");
    refused(codes::PLUGIN_NOT_BELIEVED, says, || {
        let (table, groups) = groups(&[1]);
        plugin.evaluate(&[], &table, &groups).map(drop)
    });
}

#[track_caller]
fn table_disbelieved(name: &str, code: kpi_core::Code, says: &str) {
    let plugin = load(&source(&fixture(name))).expect("a plugin");
    refused(code, says, || plugin.parse(&params(), &[]).map(drop));
}

#[test]
fn a_number_that_is_none_is_not_believed() {
    disbelieved("nan", "row 0 of column \"rows\" is NaN, which is no number");
}

#[test]
fn an_infinite_number_is_not_believed() {
    disbelieved("infinity", "is -inf, which is no number");
}

#[test]
fn too_few_figures_are_not_believed() {
    disbelieved("too_few_figures", "column \"rows\" has 0 cells, where there are 1 rows");
}

#[test]
fn figures_that_are_dates_are_not_believed() {
    disbelieved("figures_as_days", "a figure is a number, and these are days");
}

#[test]
fn a_table_without_rows_is_believed_where_its_columns_are_there() {
    let plugin = load(&source(
        r#"(data (i32.const 600) "\20\01\00\00\01\00\00\00" "\00\00\00\00\00\00\00\00" "\01\00\00\00\00\08\00\00\01\00\00\00\00\00\00\00\00\00\00\00")
           (data (i32.const 2048) "\2a\00\00\00\00\00\00\00")
           (data (i32.const 528) "\00\00\00\00" "\01\00\00\00" "\58\02\00\00" "\01\00\00\00")
           (func $parse (type $step) (i32.const 528))"#,
    ))
    .expect("a plugin");
    let answer = plugin.parse(&params(), &[]).expect("a table");
    assert_eq!(answer.value, Table { rows: 1, columns: vec![Column::full("n", Data::Ints(vec![42]))] });
}

#[test]
fn a_column_that_is_described_and_not_there_is_told() {
    let plugin = load(&source("")).expect("a plugin");
    refused(codes::PLUGIN_NOT_BELIEVED, "column \"n\" is described, and is not there", || {
        plugin.parse(&params(), &[]).map(drop)
    });
}

#[test]
fn columns_of_one_name_are_not_believed() {
    table_disbelieved("source_two_columns", codes::PLUGIN_NOT_BELIEVED, "a column stands twice: \"n\"");
}

#[test]
fn columns_of_different_lengths_are_not_believed() {
    table_disbelieved("source_columns_unequal", codes::PLUGIN_NOT_BELIEVED, "has 1 cells, where there are 2 rows");
}

#[test]
fn a_code_beyond_the_texts_is_not_believed() {
    table_disbelieved("source_code_beyond_texts", codes::PLUGIN_NOT_BELIEVED, "has the code 0, and there are 0 texts");
}

#[test]
fn a_hundred_thousand_columns_are_not_believed() {
    table_disbelieved(
        "source_100000_columns",
        codes::PLUGIN_NOT_BELIEVED,
        "there are 100000 columns, and 1000 is the most",
    );
}

#[test]
fn cells_said_over_and_over_are_counted_while_they_are_copied() {
    table_disbelieved("source_lift_bomb", codes::PLUGIN_SAYS_TOO_MUCH, "`parse` gives back more than 16777216 bytes");
}

#[test]
fn a_name_in_letters_that_look_like_others_is_refused() {
    let plugin = load(&measure(&fixture("describes_in_other_letters"))).expect("a plugin");
    refused(codes::PLUGIN_NOT_BELIEVED, "has \\u{43e}, and names are of ASCII letters", || plugin.describe().map(drop));
}

#[test]
fn rows_that_do_not_fit_their_groups_are_never_passed_on() {
    let plugin = load(&measure("")).expect("a plugin");
    let (table, mut groups) = groups(&[3, 4]);
    groups.pop();
    let error = plugin.evaluate(&[], &table, &groups).expect_err("rows without a group");
    assert!(matches!(error, PluginError::Asked { .. }), "{error}");
    let column = Column::full("n", Data::Ints(vec![1]));
    let error = plugin.evaluate(&[], &Table { rows: 3, columns: vec![column] }, &groups).expect_err("a short column");
    assert!(matches!(error, PluginError::Asked { .. }), "{error}");
}
