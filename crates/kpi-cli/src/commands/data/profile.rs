//! `kpi data profile`

use crate::args::{Profile, RulesFormat};
use crate::commands::{json, sound, unknown};
use crate::failure::{Exit, Outcome};
use crate::output::Terminal;
use crate::project::{Asking, ways};
use crate::render::{diagnostics, profile as render};
use kpi_core::schema::Dataset;

pub fn run(args: &Profile, terminal: &Terminal) -> Outcome {
    let project = match sound(args.project.as_deref(), terminal)? {
        Ok(project) => project,
        Err(exit) => return Ok(exit),
    };
    let all: Vec<&Dataset> = project.catalogue.datasets.values().collect();
    let wanted: Vec<&Dataset> = match &args.name {
        None => all.clone(),
        Some(name) => match project.catalogue.datasets.get(name) {
            Some(dataset) => vec![dataset],
            None => {
                let message = format!("there is no dataset `{name}` in {}", project.settings.name);
                let known = all.iter().map(|dataset| dataset.name.as_str());
                return Err(unknown(message, name, known, "`kpi data profile` without a name shows all"));
            }
        },
    };
    let mut profiles = Vec::with_capacity(wanted.len());
    let mut found = Vec::new();
    for dataset in wanted {
        let calendar = project.catalogue.calendar;
        let (profile, told) =
            kpi_data::profile(&project.root, calendar, ways(&project, Asking::default()), dataset, &all);
        profiles.push(profile);
        found.extend(told);
    }
    terminal.result(&match args.format {
        RulesFormat::Table => render::table(&profiles, &project.places, terminal.out),
        RulesFormat::Json => json(&render::json(&profiles, &project.places))?,
    })?;
    kpi_core::diagnostic::sort(&mut found);
    found.dedup();
    // Cells that are not understood stand in the profile; what hides whole columns or files has to be told.
    found.retain(|diagnostic| diagnostic.code.id() != "KPI0707" && diagnostic.code.id() != "KPI0708");
    if !found.is_empty() {
        terminal.say(&diagnostics::human(&found, &project.places, terminal.err));
    }
    let amiss = profiles
        .iter()
        .any(|profile| profile.broken.is_some() || profile.columns.iter().any(|column| column.unread > 0));
    Ok(if amiss { Exit::Findings } else { Exit::of(&found) })
}
