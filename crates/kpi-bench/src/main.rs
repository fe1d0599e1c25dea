//! The command of `kpi-bench`.

use clap::{Parser, Subcommand};
use kpi_bench::cld::year::Year;
use kpi_bench::cld::{Crowd, Format, crowd, hand_made, people, write, write_expected};
use kpi_bench::oracle::{MEASURES, Oracle};
use kpi_bench::ratios;
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
    /// Compare kpi with other engines over one file of records (docs/performance.md).
    Ratios(RatiosArgs),
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
    /// A CSV of what each measure must make of each hand-made person, and what the person shows.
    #[arg(long)]
    expected: Option<PathBuf>,
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

#[derive(clap::Args)]
struct RatiosArgs {
    /// How many records: 1m, 10m, 100m, or a number.
    #[arg(long, default_value = "10m", value_parser = rows)]
    rows: u64,
    /// kpi is asked ten times as many too.
    #[arg(long, default_value_t = 60)]
    indicators: usize,
    /// How often each plan runs.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Seconds after which a plan is stopped.
    #[arg(long, default_value_t = 300)]
    limit: u64,
    /// Leave out the table in which numerators count people.
    #[arg(long)]
    counts_only: bool,
    /// The interpreter to make the environment of the other engines with.
    #[arg(long, default_value = "python3")]
    python: String,
    /// The kpi to measure. Default: the one built beside this command.
    #[arg(long)]
    kpi: Option<PathBuf>,
}

/// `10m` is ten million.
fn rows(text: &str) -> Result<u64, String> {
    let (digits, each) = match text.strip_suffix('m') {
        Some(digits) => (digits, 1_000_000),
        None => (text, 1),
    };
    let rows = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(each));
    rows.filter(|rows| *rows > 0).ok_or_else(|| "write a number of records, or of millions: 250000, 10m".to_owned())
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Cld(args) => cld(&args),
        Command::Oracle(args) => oracle(&args),
        Command::Ratios(args) => compare(args),
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
    if let Some(path) = &args.expected {
        write_expected(path)?;
    }
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

fn compare(args: RatiosArgs) -> Result<(), Box<dyn Error>> {
    let tables = ratios::run(&ratios::Options {
        rows: args.rows,
        indicators: args.indicators,
        rounds: args.rounds.max(1),
        limit: args.limit,
        distinct: !args.counts_only,
        python: args.python,
        kpi: args.kpi,
    })?;
    print!("{tables}");
    Ok(())
}
