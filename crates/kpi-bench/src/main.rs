//! The command of `kpi-bench`.

use clap::{Parser, Subcommand};
use kpi_bench::cld::year::Year;
use kpi_bench::cld::{Crowd, Format, crowd, hand_made, people, write};
use kpi_bench::oracle::{MEASURES, Oracle};
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(about = "Generated Client Level Data, the national measures as SQL, and other engines beside kpi")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write generated Client Level Data (docs/cld.md).
    Cld(CldArgs),
    /// Answer one national measure over generated data, with the SQL of tests/oracles/ascof.
    Oracle(OracleArgs),
}

#[derive(clap::Args)]
struct CldArgs {
    #[arg(long, default_value_t = 150)]
    councils: u32,
    /// In each council.
    #[arg(long, default_value_t = 400)]
    people: u32,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value = "2024/25")]
    year: Year,
    /// The folder to write to.
    #[arg(long)]
    out: PathBuf,
    #[arg(long, default_value = "csv")]
    format: Format,
    /// Only the people of the tables, without the crowd.
    #[arg(long)]
    hand_made_only: bool,
}

#[derive(clap::Args)]
struct OracleArgs {
    /// A folder that `cld` wrote, as CSV.
    #[arg(long)]
    data: PathBuf,
    #[arg(long)]
    measure: String,
    #[arg(long, default_value = "2024/25")]
    year: Year,
    /// The CSV to write: one row a person, an episode or a request.
    #[arg(long)]
    out: PathBuf,
    /// A CSV of the counts: one row a council and band.
    #[arg(long)]
    summary: Option<PathBuf>,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Cld(args) => cld(&args),
        Command::Oracle(args) => oracle(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn cld(args: &CldArgs) -> Result<(), Box<dyn Error>> {
    let mut records = match hand_made(args.year) {
        Some(records) => records,
        None if args.hand_made_only => {
            return Err(format!("the hand-made people are of {}: ask for that year", people::YEAR).into());
        }
        None => {
            eprintln!("note: without the hand-made people, who are of {}", people::YEAR);
            Default::default()
        }
    };
    if !args.hand_made_only {
        records.extend(crowd(&Crowd {
            councils: args.councils,
            people: args.people,
            seed: args.seed,
            year: args.year,
        }));
    }
    write(&records, &args.out, args.format)?;
    eprintln!("{} events, {} hospital episodes: {}", records.events.len(), records.stays.len(), args.out.display());
    Ok(())
}

fn oracle(args: &OracleArgs) -> Result<(), Box<dyn Error>> {
    let measure = MEASURES.iter().find(|measure| measure.name == args.measure).ok_or_else(|| {
        let known: Vec<&str> = MEASURES.iter().map(|measure| measure.name).collect();
        format!("no measure `{}`: there are {}", args.measure, known.join(", "))
    })?;
    let oracle = Oracle::open(&args.data, args.year)?;
    oracle.write_rows(measure, &args.out)?;
    if let Some(summary) = &args.summary {
        oracle.write_summary(measure, summary)?;
    }
    Ok(())
}
