//! `kpi plugin check`

use super::build;
use crate::args::plugin::Check;
use crate::failure::{Exit, Failure, Outcome};
use crate::output::Terminal;
use crate::package::{self, Manifest, Package, World, cases};
use kpi_core::Diagnostic;
use kpi_core::codes::plugins::packages::BAD_PACKAGE;
use kpi_plugin::{ColumnInfo, Description, Limits, Plugin, SettingInfo};
use std::path::Path;

pub fn run(args: &Check, terminal: &Terminal) -> Outcome {
    let package = if args.path.is_dir() { Some(build::open(&args.path, terminal)?) } else { None };
    let file = package.as_ref().map_or_else(|| args.path.clone(), Package::built);
    if !file.exists() {
        if let Some(package) = &package {
            package.plugin()?;
        }
        let message = format!("there is no file {}", file.display());
        return Err(Failure::new(Diagnostic::new(BAD_PACKAGE, message)));
    }
    let looked = look(&file, terminal)?;
    let limits = package.as_ref().map_or_else(Limits::default, |package| package.manifest.limits());
    let plugin = package::open(&file, limits)?;
    let description = plugin.describe().map_err(package::failure)?;
    let mut out = looked + &described(description);
    let mut findings = Vec::new();
    if let Some(package) = &package {
        let about = &package.manifest.plugin;
        let language = about.language.as_ref().map_or_else(String::new, |language| format!(", in {language}"));
        out.push_str(&format!("package   {}{language}\n", about.title));
        findings.extend(agrees(&package.manifest, description));
        out.push_str(&wanted(&package.manifest));
        sample(&plugin, package, &mut out, &mut findings)?;
    }
    terminal.result(&out)?;
    for finding in &findings {
        terminal.say(&format!("wrong: {finding}"));
    }
    Ok(if findings.is_empty() { Exit::Clean } else { Exit::Findings })
}

/// What is in the file, before any of it runs: the imports of a plugin that is refused are told here.
fn look(file: &Path, terminal: &Terminal) -> Result<String, Failure> {
    let found = Plugin::inspect(file).map_err(package::failure)?;
    terminal.detail(|| {
        let longest = package::size(found.longest_function);
        format!("{} core modules, {} functions, the longest of {longest}", found.modules, found.functions)
    });
    let mut out = String::new();
    let mut line = |name: &str, text: &str| out.push_str(&format!("{name:<9} {text}\n"));
    line("file", &format!("{}, {}", file.display(), package::size(found.bytes)));
    line("sha256", &found.digest.to_string());
    let speaks =
        |name: &str, version: Option<kpi_plugin::ApiVersion>| version.map(|v| format!("kpi:plugin/{name} {v}"));
    let speaks: Vec<String> =
        [speaks("measure", found.measure), speaks("data-source", found.source)].into_iter().flatten().collect();
    let spoken = kpi_plugin::ApiVersion::SPOKEN.map(|version| version.to_string()).join(" and ");
    line(
        "speaks",
        &format!("{} (this kpi: {spoken})", if speaks.is_empty() { "nothing".into() } else { speaks.join(", ") }),
    );
    line("imports", &if found.imports.is_empty() { "nothing".to_owned() } else { found.imports.join(", ") });
    Ok(out)
}

fn described(description: &Description) -> String {
    let mut out = String::new();
    let columns = |name: &str, columns: &[ColumnInfo]| -> String {
        columns.iter().map(|c| told(name, &c.name, &c.kind, c.required, &c.about)).collect()
    };
    let settings = |settings: &[SettingInfo]| -> String {
        settings.iter().map(|s| told("setting", &s.name, &s.kind, s.required, &s.about)).collect()
    };
    if let Some(info) = &description.measure {
        out.push_str(&format!("measure   {} {}: {}, in {}\n", info.id, info.version, info.title, info.unit));
        out.push_str(&columns("input", &info.inputs));
        out.push_str(&settings(&info.settings));
    }
    if let Some(info) = &description.source {
        out.push_str(&format!("source    {} {}: {}\n", info.id, info.version, info.title));
        out.push_str(&columns("column", &info.columns));
        out.push_str(&settings(&info.settings));
    }
    out
}

fn told(what: &str, name: &str, kind: &str, required: bool, about: &str) -> String {
    let optional = if required { "" } else { ", optional" };
    format!("  {what} {name} ({kind}{optional}): {about}\n")
}

fn wanted(manifest: &Manifest) -> String {
    let wants = &manifest.wants;
    let of = |what: &str, names: &[String]| {
        if names.is_empty() { String::new() } else { format!("wants     {what} {}\n", names.join(", ")) }
    };
    of("hosts", &wants.hosts) + &of("files", &wants.files) + &of("secrets", &wants.secrets)
}

/// What the manifest and the plugin say of the same things.
fn agrees(manifest: &Manifest, description: &Description) -> Vec<String> {
    let about = &manifest.plugin;
    let said = match about.world {
        World::Measure => description.measure.as_ref().map(|info| (&info.id, &info.version)),
        World::Source => description.source.as_ref().map(|info| (&info.id, &info.version)),
    };
    let Some((id, version)) = said else {
        return vec![format!("plugin.toml says that it is a {}, and it exports none", about.world)];
    };
    let mut findings = Vec::new();
    for (what, written, said) in [("id", &about.id, id), ("version", &about.version, version)] {
        if written != said {
            findings.push(format!("plugin.toml has the {what} {written:?}, and the plugin says {said:?}"));
        }
    }
    findings
}

/// Runs the first case that does not end in a problem, and says what it took: the cliff before users see it.
fn sample(plugin: &Plugin, package: &Package, out: &mut String, findings: &mut Vec<String>) -> Result<(), Failure> {
    let cases = cases::all(&package.folder)?;
    let Some(case) = cases.iter().find(|case| case.written.expect.problem.is_none()).or(cases.first()) else {
        findings.push(format!("there is no case in {}; write one, so that it can be tested", package::CASES));
        return Ok(());
    };
    let ran = cases::run(plugin, case);
    for (function, used) in &ran.used {
        out.push_str(&format!("case      {}: {function} took {used}\n", case.name));
    }
    if ran.passed() {
        out.push_str(&format!("case      {}: as expected, twice the same\n", case.name));
    }
    findings.extend(ran.differences.iter().map(|difference| format!("case {}: {difference}", case.name)));
    Ok(())
}
