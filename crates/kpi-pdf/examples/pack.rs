//! Writes the sample pack: `cargo run -p kpi-pdf --example pack -- pack.pdf`.
#![expect(clippy::disallowed_methods, reason = "an example is run at a terminal")]

#[path = "../tests/sample/mod.rs"]
mod sample;

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "pack.pdf".into());
    match kpi_pdf::pdf(&sample::document(&sample::files())) {
        Ok(made) => {
            for warning in &made.warnings {
                eprintln!("{warning}");
            }
            std::fs::write(path, made.bytes)
        }
        Err(faults) => {
            for fault in &faults {
                eprintln!("{fault}");
            }
            Err(std::io::Error::other("refused"))
        }
    }
}
