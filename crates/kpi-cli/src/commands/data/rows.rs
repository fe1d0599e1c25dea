//! `kpi data rows`

use crate::args::{Rows, RowsFormat};
use crate::commands::{json, sound, unknown};
use crate::failure::{Exit, Failure, Outcome};
use crate::output::{Look, Terminal, write_whole};
use crate::project::{Asking, Figures};
use crate::render::{diagnostics, listing};
use kpi_core::Diagnostic;
use kpi_core::codes::project::UNKNOWN_ARGUMENT;
use kpi_data::Listing;

pub fn run(args: &Rows, terminal: &Terminal) -> Outcome {
    let project = match sound(args.project.as_deref(), terminal)? {
        Ok(project) => project,
        Err(exit) => return Ok(exit),
    };
    let catalogue = &project.catalogue;
    let cohort = catalogue.cohorts.get(&args.name);
    if cohort.is_none() && !catalogue.datasets.contains_key(&args.name) {
        let known = catalogue.cohorts.keys().chain(catalogue.datasets.keys()).map(String::as_str);
        let message = format!("there is no dataset or cohort `{}` in {}", args.name, project.settings.name);
        return Err(unknown(message, &args.name, known, "`kpi check` reads the rules; they name those there are"));
    }
    let period = match &args.period {
        Some(period) => Some(project.period(period)?),
        None => None,
    };
    if cohort.is_some_and(|cohort| cohort.windowed) && period.is_none() {
        return Err(Failure::new(
            Diagnostic::new(
                UNKNOWN_ARGUMENT,
                format!("the rows of `{}` depend on the period of the figure", args.name),
            )
            .help("say which: `--period 2024/25`"),
        ));
    }
    let mut figures = Figures::new(&project, Asking { period, offline: args.offline });
    let mut rows = figures.rows(&args.name, period)?;
    let all = rows.rows.len();
    if let Some(limit) = args.limit {
        rows.rows.truncate(limit);
    }
    match &args.out {
        Some(path) => {
            write_whole(path, &rendered(&rows, args, Look::PLAIN)?)?;
            terminal.mention(&format!("wrote {}", path.display()));
        }
        None => terminal.result(&rendered(&rows, args, terminal.out)?)?,
    }
    let shown = rows.rows.len();
    terminal.mention(&if shown < all {
        format!("{shown} of {}", diagnostics::counted(all, "row"))
    } else {
        diagnostics::counted(all, "row")
    });
    let mut found = figures.diagnostics().to_vec();
    kpi_core::diagnostic::sort(&mut found);
    if !found.is_empty() {
        terminal.say(&diagnostics::human(&found, &project.places, terminal.err));
    }
    if let Some(why) = &rows.failed {
        terminal.mention(&format!("`{}` has no rows: {why}", args.name));
        return Ok(Exit::Findings);
    }
    Ok(Exit::of(&found))
}

fn rendered(rows: &Listing, args: &Rows, look: Look) -> Result<String, Failure> {
    match args.format {
        RowsFormat::Table => Ok(listing::table(rows, look)),
        RowsFormat::Csv => listing::csv(rows),
        RowsFormat::Json => json(&listing::json(rows)),
    }
}
