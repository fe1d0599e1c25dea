//! Files that are refused before any of them runs.

use super::{fixture, refused};
use crate::support::{cache, compiler, component, groups, load, measure, measure_1_1, measure_of, source, wit};
use kpi_core::codes::plugins::running as codes;
use kpi_plugin::{ApiVersion, Cache, Cell, CompileLimits, Compiler, Digest, Limits, Plugin, PluginError};
use std::time::Duration;

#[track_caller]
fn not_loaded(bytes: &[u8], code: kpi_core::Code, says: &str) {
    refused(code, says, || load(bytes).map(drop));
}

fn text(component: &str) -> Vec<u8> {
    wat::parse_str(component).unwrap_or_else(|error| panic!("{error}"))
}

const EXPORTS: [(&str, &str); 3] = [
    ("cabi_realloc", "realloc"),
    ("kpi:plugin/measure@1.0.0#describe", "describe"),
    ("kpi:plugin/measure@1.0.0#evaluate", "evaluate"),
];

#[test]
fn a_file_that_is_not_there_is_told() {
    let error = Plugin::open("no/such/plugin.wasm".as_ref(), Limits::default(), cache()).expect_err("no file");
    assert_eq!(error.code(), codes::PLUGIN_UNREADABLE);
    assert!(error.to_string().contains("no/such/plugin.wasm"), "{error}");
}

#[test]
fn a_file_cut_short_is_no_component_wherever_it_is_cut() {
    let bytes = measure("");
    for length in [0, 3, 7] {
        not_loaded(&bytes[..length], codes::NOT_A_PLUGIN, "it does not start like one");
    }
    for length in [9, 100, bytes.len() / 2, bytes.len() - 1] {
        let error = load(&bytes[..length]).expect_err("half a file");
        assert_eq!(error.code(), codes::NOT_A_PLUGIN, "cut at {length}: {error}");
    }
    not_loaded(&bytes[..bytes.len() - 1], codes::NOT_A_PLUGIN, "(at byte ");
}

#[test]
fn any_byte_of_a_plugin_may_be_wrong() {
    let good = measure("");
    for at in (0..good.len()).step_by(7) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x55;
        // Whatever it is now: it is looked into or refused.
        if let Err(error) = kpi_inspect(&bytes) {
            assert!([codes::NOT_A_PLUGIN, codes::PLUGIN_TOO_LARGE].contains(&error.code()), "byte {at}: {error}");
        }
    }
}

fn kpi_inspect(bytes: &[u8]) -> Result<kpi_plugin::Inspection, PluginError> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), bytes).expect("written");
    Plugin::inspect(file.path())
}

#[test]
fn a_core_module_is_no_plugin() {
    not_loaded(&text("(module)"), codes::NOT_A_PLUGIN, "it is a core module");
}

#[test]
fn a_file_of_something_else_is_no_plugin() {
    not_loaded(b"PK\x03\x04 a zip file", codes::NOT_A_PLUGIN, "it does not start like one");
}

#[test]
fn a_file_larger_than_any_plugin_is_not_compiled() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    // Without taking room on the disk.
    file.as_file().set_len(40 << 20).expect("a hole");
    refused(codes::PLUGIN_TOO_LARGE, "at most 33554432 are taken", || {
        Plugin::open(file.path(), Limits::default(), cache()).map(drop)
    });
}

#[cfg(unix)]
#[test]
fn a_file_without_end_is_not_read_to_its_end() {
    refused(codes::PLUGIN_TOO_LARGE, "the file has too many bytes", || {
        Plugin::open("/dev/zero".as_ref(), Limits::default(), cache()).map(drop)
    });
}

#[test]
fn an_import_is_refused_by_name_before_anything_is_compiled() {
    let bytes = text(
        r#"(component
             (import "wasi:sockets/tcp@0.2.0" (instance (export "connect" (func))))
             (import "wasi:clocks/wall-clock@0.2.0" (instance (export "now" (func (result u64))))))"#,
    );
    let nobody = Cache::new(tempfile::tempdir().expect("a folder").path().join("x"), never());
    refused(codes::PLUGIN_IMPORTS, "`wasi:sockets/tcp@0.2.0`, `wasi:clocks/wall-clock@0.2.0`", || {
        Plugin::load(&bytes, Limits::default(), &nobody).map(drop)
    });
    assert_eq!(kpi_inspect(&bytes).expect("it can be looked into").imports.len(), 2);
}

/// A compiler that would be missed if it were needed.
fn never() -> Compiler {
    Compiler { program: "/no/compiler".into(), arguments: Vec::new(), limits: CompileLimits::default() }
}

#[test]
fn importing_types_of_the_interface_gives_nothing_and_is_allowed_for() {
    let found = kpi_inspect(&measure("")).expect("it can be looked into");
    assert!(found.imports.is_empty(), "{:?}", found.imports);
    assert_eq!(found.measure, Some(ApiVersion { major: 1, minor: 0, patch: 0 }));
    assert_eq!(found.source, None);
    assert_eq!(kpi_inspect(&source("")).expect("it can be looked into").source, found.measure);
}

#[test]
fn a_resource_is_more_than_a_type() {
    let bytes =
        text(r#"(component (import "kpi:plugin/types@1.0.0" (instance (export "handle" (type (sub resource))))))"#);
    not_loaded(&bytes, codes::PLUGIN_IMPORTS, "`kpi:plugin/types@1.0.0`");
}

#[test]
fn a_component_that_is_no_plugin_of_ours_is_told_what_it_lacks() {
    not_loaded(
        &text("(component)"),
        codes::PLUGIN_VERSION,
        "neither `kpi:plugin/measure` nor `kpi:plugin/data-source`",
    );
}

#[test]
fn a_plugin_of_another_major_version_is_refused_naming_both() {
    let other = wit("1.0.0").replace("kpi:plugin@1.0.0", "kpi:plugin@2.0.0");
    let exports = EXPORTS.map(|(name, function)| (name.replace("1.0.0", "2.0.0"), function));
    let exports: Vec<(&str, &str)> = exports.iter().map(|(name, function)| (name.as_str(), *function)).collect();
    let bytes = measure_of("", &other, &exports);
    not_loaded(
        &bytes,
        codes::PLUGIN_VERSION,
        "built for `kpi:plugin/measure@2.0.0`, and this kpi speaks 1.0.0 and 1.1.0",
    );
    let error = load(&bytes).expect_err("another version");
    assert_eq!(
        error.help().as_deref(),
        Some("take a kpi that speaks it, or build the plugin against plugins/wit/1.1.0")
    );
}

#[test]
fn a_plugin_of_1_0_and_one_of_1_1_run_beside_each_other() {
    let (table, groups) = groups(&[3, 4]);
    let old = load(&measure("")).expect("one of 1.0");
    assert_eq!(old.api(), Some(ApiVersion { major: 1, minor: 0, patch: 0 }));
    assert_eq!(old.explain(&[], &table, &groups).expect("nothing wrong"), None, "1.0 cannot explain itself");
    let new = load(&measure_1_1(&fixture("explains"))).expect("one of 1.1");
    assert_eq!(new.api(), Some(ApiVersion { major: 1, minor: 1, patch: 0 }));
    for plugin in [&old, &new] {
        let answer = plugin.evaluate(&[], &table, &groups).expect("figures");
        assert_eq!((answer.value.cell(0), answer.value.cell(1)), (Cell::Int(3), Cell::Int(4)));
        assert_eq!(
            plugin.describe().expect("a description").measure.as_ref().map(|info| info.id.as_str()),
            Some("rows")
        );
    }
    let notes = new.explain(&[], &table, &groups).expect("notes").expect("1.1 can explain itself");
    let said: Vec<(u32, &str, Option<&str>)> =
        notes.value.iter().map(|note| (note.group, note.text.as_str(), note.value.as_deref())).collect();
    assert_eq!(said, [(1, "every row counts", Some("one"))]);
}

#[test]
fn a_note_about_no_figure_is_not_believed() {
    let plugin = load(&measure_1_1(&fixture("explains"))).expect("one of 1.1");
    refused(codes::PLUGIN_NOT_BELIEVED, "a note is about figure 1, and there are 1", || {
        let (table, groups) = groups(&[3]);
        plugin.explain(&[], &table, &groups).map(drop)
    });
}

#[test]
fn a_function_with_other_types_is_told_when_it_is_loaded() {
    let other = wit("1.0.0")
        .replace("groups: list<group>) -> result<column, problem>", "groups: list<group>) -> result<table, problem>");
    not_loaded(
        &measure_of("", &other, &EXPORTS),
        codes::PLUGIN_INTERFACE,
        "`evaluate` is not as kpi:plugin/measure@1.0.0 has it",
    );
    let other = wit("1.0.0").replace("record span { start: s32, end: s32 }", "record span { start: s32, finish: s32 }");
    not_loaded(
        &measure_of("", &other, &EXPORTS),
        codes::PLUGIN_INTERFACE,
        "expected record field named end, found finish",
    );
}

#[test]
fn a_function_that_is_missing_is_told_when_it_is_loaded() {
    let other = wit("1.0.0").replace("  describe: func() -> info;\n", "");
    let exports: Vec<(&str, &str)> = EXPORTS.into_iter().filter(|(name, _)| !name.ends_with("describe")).collect();
    not_loaded(
        &measure_of("", &other, &exports),
        codes::PLUGIN_INTERFACE,
        "`describe` is not as kpi:plugin/measure@1.0.0 has it: it is not there",
    );
}

#[test]
fn memories_beyond_4_gib_shared_ones_and_unlike_arithmetic_are_refused() {
    for module in [
        "(memory i64 1)",
        "(memory 1 2 shared)",
        "(func (result v128) (i8x16.relaxed_swizzle (v128.const i64x2 0 0) (v128.const i64x2 0 0)))",
        "(func (param externref) (result (ref extern)) (ref.as_non_null (local.get 0)))",
    ] {
        let bytes = text(&format!("(component (core module {module}))"));
        let error = load(&bytes).expect_err("something to be said");
        assert_eq!(error.code(), codes::NOT_A_PLUGIN, "{module}: {error}");
    }
    not_loaded(&text("(component (core module (memory i64 1)))"), codes::NOT_A_PLUGIN, "memory64");
}

#[test]
fn five_hundred_instances_are_refused_before_they_are_made() {
    let instances: String = (0..500).map(|n| format!("(core instance $i{n} (instantiate $m))")).collect();
    let bytes = text(&format!("(component (core module $m (memory 1)) {instances})"));
    not_loaded(&bytes, codes::PLUGIN_TOO_LARGE, "it has too many instances");
}

#[test]
fn a_function_of_2_mib_is_refused_before_it_is_compiled() {
    let body = "(drop (i32.add (i32.const 1000) (i32.const 2000)))".repeat(260_000);
    not_loaded(
        &text(&format!("(component (core module (func {body})))")),
        codes::PLUGIN_TOO_LARGE,
        "a function has too many bytes",
    );
}

#[test]
fn a_hundred_thousand_functions_are_too_many() {
    let functions = "(func)".repeat(100_001);
    not_loaded(
        &text(&format!("(component (core module {functions}))")),
        codes::PLUGIN_TOO_LARGE,
        "it has too many functions",
    );
}

/// A component that holds two of the one before, thirty times over: 2³⁰ instances said with a kilobyte.
fn doubling() -> Vec<u8> {
    let mut inner = "(component $c (core module $m (func (export \"f\"))) (core instance (instantiate $m)))".to_owned();
    for _ in 0..30 {
        inner = format!("(component $c {inner} (instance (instantiate $c)) (instance (instantiate $c)))");
    }
    let nested = text(&format!("(component {inner} (instance (instantiate $c)))"));
    let mut length = nested.len();
    // Beside a good plugin, so that it is fit to be compiled: a section with the component, and one that makes an instance
    // of it, the second component there is.
    let mut bytes = [measure(""), vec![4]].concat();
    while length > 127 {
        bytes.push((length % 128) as u8 | 128);
        length /= 128;
    }
    bytes.push(length as u8);
    [bytes, nested, vec![5, 4, 1, 0, 1, 0]].concat()
}

#[test]
fn a_compiler_that_takes_too_long_is_stopped_and_kpi_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let limits = CompileLimits { time: Duration::from_millis(700), ..CompileLimits::default() };
    let cache = Cache::new(folder.path().join("c"), Compiler { limits, ..compiler() });
    refused(codes::PLUGIN_NOT_COMPILED, "the compiler was stopped after 0.7 seconds", || {
        Plugin::load(&doubling(), Limits::default(), &cache).map(drop)
    });
}

#[cfg(target_os = "linux")]
#[test]
fn a_compiler_that_needs_too_much_memory_is_stopped_and_kpi_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let limits = CompileLimits { memory: 96 << 20, ..CompileLimits::default() };
    let cache = Cache::new(folder.path().join("c"), Compiler { limits, ..compiler() });
    refused(codes::PLUGIN_NOT_COMPILED, "the compiler needs more than 96 MiB of memory", || {
        Plugin::load(&doubling(), Limits::default(), &cache).map(drop)
    });
}

#[test]
fn a_compiler_that_cannot_be_started_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = Cache::new(folder.path().join("c"), never());
    refused(codes::PLUGIN_NOT_COMPILED, "the compiler cannot be started", || {
        Plugin::load(&measure(""), Limits::default(), &cache).map(drop)
    });
}

#[test]
fn a_plugin_that_is_not_the_pinned_one_is_refused() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let looked_at = measure("");
    std::fs::write(file.path(), &looked_at).expect("written");
    let pinned = Digest::of(&looked_at);
    Plugin::open_pinned(file.path(), pinned, Limits::default(), cache()).expect("the one that was looked at");
    std::fs::write(file.path(), measure(&fixture("remembers"))).expect("swapped");
    refused(codes::PLUGIN_SWAPPED, &format!("{pinned} is pinned"), || {
        Plugin::open_pinned(file.path(), pinned, Limits::default(), cache()).map(drop)
    });
}

#[test]
fn an_unneeded_world_is_not_an_error() {
    // The same component under a name of its own in the world.
    let other = wit("1.0.0").replace("world measure-plugin", "world another");
    let bytes = component(
        r#"(module (memory (export "memory") 1)
             (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 0)
             (func (export "kpi:plugin/measure@1.0.0#describe") (result i32) i32.const 0)
             (func (export "kpi:plugin/measure@1.0.0#evaluate") (param i32 i32 i32 i32 i32 i32 i32) (result i32) i32.const 0))"#,
        &other,
        "another",
    );
    load(&bytes).expect("what counts is what it exports");
}

#[test]
fn a_released_interface_is_never_edited_and_a_later_one_only_adds() {
    let frozen = [
        ("1.0.0", "85d10677a4527aac6b0234920d65589e313bc1bbac0a6003fe8e521b9228460d"),
        ("1.1.0", "28b56b22d136b5d73de730e6033e807832e00abe59ead468b926e6ed77dec517"),
    ];
    let mut before = String::new();
    for (version, digest) in frozen {
        let text = wit(version);
        assert_eq!(Digest::of(text.as_bytes()).to_string(), digest, "{version} is out, and stays as it is");
        let said = |text: &str| -> Vec<String> {
            let lines = text.lines().map(|line| line.trim().to_owned());
            lines.filter(|line| !line.starts_with("//") && !line.starts_with("package ")).collect()
        };
        let mut lines = said(&text).into_iter();
        for line in said(&before) {
            assert!(lines.any(|found| found == line), "{version} has lost: {line}");
        }
        before = text;
    }
}
