//! What happens while a plugin's code runs: loops, bombs, crashes.

use super::{fixture, refused, works};
use crate::support::{cache, groups, load, measure, setting};
use kpi_core::Code;
use kpi_core::codes::plugins::running as codes;
use kpi_plugin::{Cell, Limits, Plugin, PluginError};
use std::time::{Duration, Instant};

fn run(bytes: &[u8], limits: Limits) -> Result<(), PluginError> {
    let plugin = Plugin::load(bytes, limits, cache())?;
    let (table, groups) = groups(&[1]);
    plugin.evaluate(&[setting("share", "0.95")], &table, &groups).map(drop)
}

/// A fixture that is loaded, and stopped when it is called.
#[track_caller]
fn stopped(name: &str, code: Code, says: &str) {
    let bytes = measure(&fixture(name));
    load(&bytes).expect("nothing is wrong with it until it runs");
    refused(code, says, || run(&bytes, Limits::default()));
}

#[test]
fn an_endless_loop_uses_up_its_fuel() {
    stopped("endless_loop", codes::PLUGIN_TOO_SLOW, "`evaluate` used up its fuel of 300010000");
}

#[test]
fn an_endless_loop_with_fuel_without_end_is_stopped_by_the_clock() {
    let limits = Limits::default().with_fuel(u64::MAX >> 1).with_time(Duration::from_millis(500));
    let bytes = measure(&fixture("endless_loop"));
    let started = Instant::now();
    refused(codes::PLUGIN_TOO_SLOW, "was stopped after 0.5 seconds", || run(&bytes, limits));
    assert!(started.elapsed() < Duration::from_secs(60), "loading it, compiling it and stopping it");
}

#[test]
fn fuel_is_used_up_at_the_same_place_every_time() {
    let plugin = load(&measure("")).expect("a good plugin");
    let (table, groups) = groups(&[3, 0, 5]);
    let fuel: Vec<u64> =
        (0..3).map(|_| plugin.evaluate_twice(&[], &table, &groups).expect("figures").used.fuel).collect();
    assert!(fuel.iter().all(|one| *one == fuel[0]), "{fuel:?}");
}

#[test]
fn a_memory_bomb_is_stopped_and_not_only_refused_more() {
    stopped("memory_bomb", codes::PLUGIN_OUT_OF_MEMORY, "bytes of memory: 67174400, and 67108864 is the most");
}

#[test]
fn a_memory_of_4_gib_is_refused_before_it_is_made() {
    stopped("memory_of_4_gib", codes::PLUGIN_OUT_OF_MEMORY, "bytes of memory: 4294967296");
}

#[test]
fn a_panic_is_told_as_a_crash() {
    stopped(
        "unreachable",
        codes::PLUGIN_CRASHED,
        "`evaluate` crashed: wasm trap: wasm `unreachable` instruction executed",
    );
}

#[test]
fn recursion_without_end_exhausts_the_plugins_stack_and_not_kpis() {
    stopped("recursion", codes::PLUGIN_CRASHED, "call stack exhausted");
}

#[test]
fn dividing_by_zero_is_told_as_a_crash() {
    stopped("divides_by_zero", codes::PLUGIN_CRASHED, "integer divide by zero");
}

#[test]
fn calling_with_other_types_is_told_as_a_crash() {
    stopped("type_confusion", codes::PLUGIN_CRASHED, "indirect call type mismatch");
}

#[test]
fn filling_memory_over_and_over_uses_up_its_fuel() {
    stopped("fills_memory", codes::PLUGIN_TOO_SLOW, "used up its fuel");
}

#[test]
fn a_table_bomb_is_stopped() {
    stopped("table_bomb", codes::PLUGIN_OUT_OF_MEMORY, "entries of tables");
}

#[test]
fn a_table_of_100_million_entries_is_refused() {
    stopped("table_of_100_million", codes::PLUGIN_OUT_OF_MEMORY, "entries of tables: 100000000");
}

#[test]
fn a_start_that_never_ends_is_stopped() {
    stopped("start_endless", codes::PLUGIN_TOO_SLOW, "used up its fuel");
}

#[test]
fn a_start_that_crashes_is_told() {
    stopped("start_traps", codes::PLUGIN_CRASHED, "unreachable");
}

#[test]
fn what_runs_after_the_answer_is_bounded_too() {
    stopped("post_return_endless", codes::PLUGIN_TOO_SLOW, "used up its fuel");
}

#[test]
fn handing_out_memory_for_ever_is_stopped() {
    stopped("realloc_endless", codes::PLUGIN_TOO_SLOW, "used up its fuel");
}

#[test]
fn memory_handed_out_beyond_its_end_is_refused() {
    stopped("realloc_beyond_memory", codes::PLUGIN_BROKE_RULES, "realloc return: beyond end of memory");
}

#[test]
fn a_text_beyond_memory_is_refused() {
    stopped("string_beyond_memory", codes::PLUGIN_BROKE_RULES, "string pointer/length out of bounds of memory");
}

#[test]
fn a_text_that_is_no_utf8_is_refused() {
    stopped("string_no_utf8", codes::PLUGIN_BROKE_RULES, "utf-8");
}

#[test]
fn an_answer_that_is_neither_is_refused() {
    stopped("discriminant", codes::PLUGIN_BROKE_RULES, "discriminant");
}

#[test]
fn a_layout_that_does_not_exist_is_refused() {
    stopped("layout_unknown", codes::PLUGIN_BROKE_RULES, "discriminant");
}

#[test]
fn an_answer_out_of_line_is_refused() {
    stopped("unaligned_answer", codes::PLUGIN_BROKE_RULES, "return pointer not aligned");
}

#[test]
fn an_answer_beyond_memory_is_refused() {
    stopped("answer_beyond_memory", codes::PLUGIN_BROKE_RULES, "out of bounds");
}

#[test]
fn a_list_longer_than_memory_is_refused() {
    stopped("list_header", codes::PLUGIN_BROKE_RULES, "list pointer/length out of bounds of memory");
}

#[test]
fn a_problem_of_48_mib_is_not_copied() {
    stopped("problem_of_48_mib", codes::PLUGIN_SAYS_TOO_MUCH, "`evaluate` gives back more than 16777216 bytes");
}

#[test]
fn a_bitmap_of_60_mib_is_not_copied() {
    stopped("bytes_of_60_mib", codes::PLUGIN_SAYS_TOO_MUCH, "gives back more than 16777216 bytes");
}

#[test]
fn words_that_would_move_the_cursor_are_made_harmless() {
    stopped("says_with_escapes", codes::PLUGIN_PROBLEM, "[41mall is well");
}

#[test]
fn nothing_is_remembered_from_call_to_call() {
    let plugin = load(&measure(&fixture("remembers"))).expect("a plugin");
    let (table, groups) = groups(&[1]);
    for _ in 0..3 {
        let answer = plugin.evaluate_twice(&[], &table, &groups).expect("a figure");
        assert_eq!(answer.value.cell(0), Cell::Int(1001), "one call by the global and by the memory");
    }
}

#[test]
fn a_crash_leaves_other_calls_and_the_next_ones_alone() {
    let plugin = load(&measure(&fixture("traps_with_two_rows"))).expect("a plugin");
    let good = load(&measure("")).expect("a good plugin");
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (plugin, good) = (plugin.clone(), good.clone());
            scope.spawn(move || {
                for turn in 0..50 {
                    let (table, groups) = groups(&[1 + (thread + turn) % 2]);
                    let answer = plugin.evaluate(&[], &table, &groups);
                    match groups[0].rows {
                        2 => assert_eq!(answer.expect_err("a crash").code(), codes::PLUGIN_CRASHED),
                        _ => assert_eq!(answer.expect("a figure").value.cell(0), Cell::Int(7)),
                    }
                    works(&good);
                }
            });
        }
    });
}
