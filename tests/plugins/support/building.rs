//! Plugins written as WebAssembly text: what a fixture leaves out is filled in from a plugin that does as it should, and
//! the whole is made a component against the frozen files of `plugins/wit`.

#![allow(dead_code, reason = "each test program uses what it needs")]

use std::path::{Path, PathBuf};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// One of the frozen interfaces.
pub fn wit(version: &str) -> String {
    let path = root().join(format!("plugins/wit/{version}/kpi-plugin.wit"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A core module made a component of a world.
pub fn component(core: &str, wit: &str, world: &str) -> Vec<u8> {
    let mut module = wat::parse_str(core).unwrap_or_else(|error| panic!("{error}"));
    let mut resolve = wit_parser::Resolve::default();
    let package = resolve.push_str("kpi-plugin.wit", wit).expect("an interface");
    let world = resolve.select_world(&[package], Some(world)).expect("its world");
    wit_component::embed_component_metadata(&mut module, &resolve, world, wit_component::StringEncoding::UTF8)
        .expect("the module's types");
    let encoder = wit_component::ComponentEncoder::default().validate(true).module(&module);
    encoder.expect("a module").encode().unwrap_or_else(|error| panic!("{error:?}"))
}

const MEMORY: &str = r#"(memory (export "memory") 2)"#;

/// Hands out memory and never takes it back.
const REALLOC: &str = r#"
(global $next (mut i32) (i32.const 65536))
(func $realloc (param i32 i32 i32 i32) (result i32) (local $at i32) (local $pages i32)
  (local.set $at (i32.and (i32.add (global.get $next) (i32.sub (local.get 2) (i32.const 1))) (i32.sub (i32.const 0) (local.get 2))))
  (global.set $next (i32.add (local.get $at) (local.get 3)))
  (local.set $pages (i32.shr_u (i32.add (global.get $next) (i32.const 65535)) (i32.const 16)))
  (if (i32.gt_u (local.get $pages) (memory.size))
    (then (if (i32.eq (memory.grow (i32.sub (local.get $pages) (memory.size))) (i32.const -1)) (then unreachable))))
  (local.get $at))
"#;

const TYPES: &str = r#"
(type $describe (func (result i32)))
(type $evaluate (func (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
(type $step (func (param i32 i32 i32 i32 i32 i32) (result i32)))
"#;

/// A measure that counts the rows of each group, and what makes an answer of cells that stand somewhere.
const MEASURE: [(&str, &str); 3] = [
    (
        "(func $describe",
        r#"(data (i32.const 64) "\00\01\00\00\04\00\00\00" "\10\01\00\00\05\00\00\00" "\00\01\00\00\04\00\00\00" "\20\01\00\00\05\00\00\00")
           (data (i32.const 256) "rows") (data (i32.const 272) "1.0.0") (data (i32.const 288) "count")
           (func $describe (type $describe) (i32.const 64))"#,
    ),
    (
        "(func $answer",
        r#"(func $answer (param $layout i32) (param $at i32) (param $length i32) (result i32)
             (i32.store8 (i32.const 128) (i32.const 0))
             (i32.store (i32.const 132) (i32.const 256)) (i32.store (i32.const 136) (i32.const 4))
             (i32.store (i32.const 140) (i32.const 0)) (i32.store (i32.const 144) (i32.const 0))
             (i32.store8 (i32.const 148) (local.get $layout))
             (i32.store (i32.const 152) (local.get $at)) (i32.store (i32.const 156) (local.get $length))
             (i32.const 128))"#,
    ),
    (
        "(func $evaluate",
        r#"(func $evaluate (type $evaluate) (local $cells i32) (local $group i32)
             (local.set $cells (call $realloc (i32.const 0) (i32.const 0) (i32.const 8) (i32.mul (local.get 6) (i32.const 8))))
             (block $done (loop $next
               (br_if $done (i32.ge_u (local.get $group) (local.get 6)))
               (i64.store (i32.add (local.get $cells) (i32.mul (local.get $group) (i32.const 8)))
                 (i64.load32_u (i32.add (local.get 5) (i32.mul (local.get $group) (i32.const 12)))))
               (local.set $group (i32.add (local.get $group) (i32.const 1)))
               (br $next)))
             (call $answer (i32.const 1) (local.get $cells) (local.get 6)))"#,
    ),
];

/// A source with columns `n`, a number that has to be there, and `text`; asks for nothing, and has no rows.
const SOURCE: [(&str, &str); 3] = [
    (
        "(func $describe",
        r#"(data (i32.const 64) "\00\01\00\00\04\00\00\00" "\10\01\00\00\05\00\00\00" "\00\01\00\00\04\00\00\00" "\80\01\00\00\02\00\00\00")
           (data (i32.const 256) "page") (data (i32.const 272) "1.0.0") (data (i32.const 288) "number") (data (i32.const 304) "text")
           (data (i32.const 384) "\20\01\00\00\01\00\00\00" "\20\01\00\00\06\00\00\00" "\01\00\00\00" "\00\00\00\00\00\00\00\00")
           (data (i32.const 412) "\30\01\00\00\04\00\00\00" "\30\01\00\00\04\00\00\00" "\00\00\00\00" "\00\00\00\00\00\00\00\00")
           (func $describe (type $describe) (i32.const 64))"#,
    ),
    ("(func $plan", r#"(func $plan (type $step) (i32.const 128))"#),
    (
        "(func $parse",
        r#"(data (i32.const 536) "\02\00\00\00") (data (i32.const 528) "\00\00\00\00" "\00\00\00\00" "\00\02\00\00" "\00\00\00\00")
           (func $parse (type $step) (i32.const 528))"#,
    ),
];

/// The core module of a fixture: what it does not write itself comes from `parts`.
fn core(fixture: &str, parts: &[(&str, &str)], exports: &[(&str, &str)]) -> String {
    let mut module = format!("(module {TYPES}");
    let common = [("(memory ", MEMORY), ("(func $realloc", REALLOC)];
    for (written, part) in common.iter().chain(parts) {
        if !fixture.contains(written) {
            module.push_str(part);
        }
    }
    module.push_str(fixture);
    for (name, function) in exports {
        module.push_str(&format!("\n(export \"{name}\" (func ${function}))"));
    }
    module.push(')');
    module
}

/// A measure of 1.0.0.
pub fn measure(fixture: &str) -> Vec<u8> {
    let exports = [
        ("cabi_realloc", "realloc"),
        ("kpi:plugin/measure@1.0.0#describe", "describe"),
        ("kpi:plugin/measure@1.0.0#evaluate", "evaluate"),
    ];
    component(&core(fixture, &MEASURE, &exports), &wit("1.0.0"), "measure-plugin")
}

/// A measure of 1.1.0, which can explain itself.
pub fn measure_1_1(fixture: &str) -> Vec<u8> {
    let exports = [
        ("cabi_realloc", "realloc"),
        ("kpi:plugin/measure@1.1.0#describe", "describe"),
        ("kpi:plugin/measure@1.1.0#evaluate", "evaluate"),
        ("kpi:plugin/measure@1.1.0#explain", "explain"),
    ];
    component(&core(fixture, &MEASURE, &exports), &wit("1.1.0"), "measure-plugin")
}

/// A measure built against an interface that is not kpi's.
pub fn measure_of(fixture: &str, wit: &str, exports: &[(&str, &str)]) -> Vec<u8> {
    component(&core(fixture, &MEASURE, exports), wit, "measure-plugin")
}

/// A source of 1.0.0.
pub fn source(fixture: &str) -> Vec<u8> {
    let exports = [
        ("cabi_realloc", "realloc"),
        ("kpi:plugin/data-source@1.0.0#describe", "describe"),
        ("kpi:plugin/data-source@1.0.0#plan", "plan"),
        ("kpi:plugin/data-source@1.0.0#parse", "parse"),
    ];
    component(&core(fixture, &SOURCE, &exports), &wit("1.0.0"), "source-plugin")
}
