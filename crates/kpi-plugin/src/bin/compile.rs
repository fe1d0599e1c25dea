//! Compiles one plugin as a child process of the tests and of programs that embed this crate; `kpi` does it itself, as
//! `kpi plugin compile-child`.

#![expect(clippy::disallowed_methods, reason = "a program of its own, told by its arguments what it may use")]

use std::process::ExitCode;

fn main() -> ExitCode {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    match numbers.as_slice() {
        [memory, processor] => kpi_plugin::compile_child(*memory, *processor),
        _ => ExitCode::from(2),
    }
}
