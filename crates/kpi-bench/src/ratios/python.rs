//! The other engines, in a Python environment of their own under `target/`.

use super::RatiosError;
use std::path::{Path, PathBuf};
use std::process::Command;

const REQUIREMENTS: &str = include_str!("../../python/requirements.txt");
const ENGINES: &str = include_str!("../../python/engines.py");
const MEASURE: &str = include_str!("../../python/measure.py");

/// Where the interpreter and the two scripts are.
#[derive(Debug)]
pub struct Python {
    pub interpreter: PathBuf,
    pub engines: PathBuf,
    pub measure: PathBuf,
}

/// Makes the environment, or takes the one that is there if it has these very versions.
pub fn prepare(folder: &Path, python: &str) -> Result<Python, RatiosError> {
    let (engines, measure) = (folder.join("engines.py"), folder.join("measure.py"));
    super::write_text(&engines, ENGINES)?;
    super::write_text(&measure, MEASURE)?;
    let environment = folder.join("venv");
    let interpreter = environment.join("bin/python");
    let requirements = folder.join("requirements.txt");
    let installed = folder.join("installed.txt");
    let is_there = std::fs::read_to_string(&installed).is_ok_and(|text| text == REQUIREMENTS) && interpreter.exists();
    if !is_there {
        eprintln!("making a Python environment: {}", environment.display());
        super::write_text(&requirements, REQUIREMENTS)?;
        let made = Command::new(python).args(["-m", "venv"]).arg(&environment).status();
        match made {
            Ok(status) if status.success() => {}
            Ok(status) => return Err(RatiosError::NoPython(python.to_owned(), format!("python -m venv: {status}"))),
            Err(error) => return Err(RatiosError::NoPython(python.to_owned(), error.to_string())),
        }
        let status = Command::new(&interpreter)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(&requirements)
            .status()
            .map_err(|error| RatiosError::NoPip(error.to_string()))?;
        if !status.success() {
            return Err(RatiosError::NoPip(status.to_string()));
        }
        super::write_text(&installed, REQUIREMENTS)?;
    }
    Ok(Python { interpreter, engines, measure })
}
