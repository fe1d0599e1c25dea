//! What may be written on the command line.

pub mod plugin;
pub mod report;

use crate::cluster::Address;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  kpi new demo                          a project to start from
  kpi check                             find what is wrong with the rules
  kpi run --period \"2023/24 Q2\"         figures and ratings of a quarter
  kpi explain KPI0207                   what a code means
  kpi explain asc_105 --period 2023/24  how a figure came about

A project is a folder with a kpi.toml: the current one, its nearest parent that
has one, or the one you name. Exit status: 0 nothing to report, 1 findings,
2 the command could not do its work.";

/// Performance indicators as code: rule files people can read, check, test and prove.
#[derive(Debug, Parser)]
#[command(name = "kpi", version, after_help = EXAMPLES, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Colour in what is printed; `auto` follows the terminal and NO_COLOR
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Everywhere")]
    pub color: When,
    /// Print results and errors only
    #[arg(long, short, global = true, conflicts_with = "verbose", help_heading = "Everywhere")]
    pub quiet: bool,
    /// Say more of what is done
    #[arg(long, short, global = true, help_heading = "Everywhere")]
    pub verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    New(New),
    Check(Check),
    Lint(Lint),
    Fmt(Fmt),
    Run(Run),
    Explain(Explain),
    Report(report::Report),
    Serve(report::Serve),
    Doc(Doc),
    Test(Test),
    Data(Data),
    Plugin(plugin::Plugin),
    Rules(Rules),
    Lsp(Lsp),
    Cluster(Cluster),
    Completions(Completions),
}

/// Start a project that runs, checks and tests as it stands
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi new demo
  kpi new indicators --council \"Leicester City Council\"")]
pub struct New {
    /// The folder to write; it must be empty or not there yet
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Whose indicators they are, as reports are headed
    #[arg(long, value_name = "NAME", default_value = "Example Council")]
    pub council: String,
}

/// Find every error that can be found without data
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi check
  kpi check rules/cambridgeshire
  kpi check bands.kpi indicators.kpi     what is wrong with these files of their project
  kpi check --format concise             one line a finding
  kpi check --format sarif > kpi.sarif   for code scanning

`kpi explain CODE` says more about a code.")]
pub struct Check {
    /// A folder with a kpi.toml, or rule files of a project [default: the current folder or its nearest parent]
    #[arg(value_name = "PROJECT|FILE")]
    pub paths: Vec<PathBuf>,
    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: FindingsFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    Human,
    Concise,
    Json,
    JsonLines,
    Github,
    Gitlab,
    Junit,
    Sarif,
}

/// Find what is allowed and most likely not meant
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi lint
  kpi lint --period \"2023/24 Q2\"       with the rules that look at figures
  kpi lint --fix                       mend what changes no figure
  kpi lint --fix --unsafe-fixes --diff show what else could be mended
  kpi lint --select targets,KPI2001    these families and rules only
  kpi lint --format sarif > kpi.sarif  for code scanning

A finding that is to stand gets a note with the reason above its statement:
  # kpi-allow(target_unchanged) until 2027-04-01: agreed for three years

`kpi rules` lists the rules, `kpi explain CODE` says more about one; `[lint]`
in kpi.toml selects them. Exit status: 0 nothing found, 1 something is, 2 the
work could not be done.")]
pub struct Lint {
    /// A folder with a kpi.toml, or rule files of a project [default: the current folder or its nearest parent]
    #[arg(value_name = "PROJECT|FILE")]
    pub paths: Vec<PathBuf>,
    /// Mend what can be mended without changing a figure or a report
    #[arg(long)]
    pub fix: bool,
    /// With --fix: make the changes as well that are only most likely meant
    #[arg(long, requires = "fix")]
    pub unsafe_fixes: bool,
    /// With --fix: write nothing, show what would change
    #[arg(long, requires = "fix")]
    pub diff: bool,
    /// The period whose figures are looked at; without one, rules about figures have nothing to find
    #[arg(long, short, value_name = "P")]
    pub period: Option<String>,
    /// Ask nothing of the network: what plugins fetched before answers
    #[arg(long)]
    pub offline: bool,
    /// Only these rules: codes, names, families or `all` [default: what kpi.toml says, else all stable ones]
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// All but these rules, beside those that kpi.toml leaves out
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// With the rules that are still tried out
    #[arg(long)]
    pub preview: bool,
    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: FindingsFormat,
}

/// Write rule files in the one style
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi fmt                        the rule files of this project
  kpi fmt bands.kpi
  kpi fmt --check                change nothing; exit status 1 if a file is in another style
  kpi fmt --diff                 change nothing; show what would change
  kpi fmt - < bands.kpi          from standard input to standard output, as editors do it

Only blanks, line breaks and the indentation of long texts change. A file that does
not parse is left as it is.")]
pub struct Fmt {
    /// A folder with a kpi.toml, rule files, or `-` [default: the current folder or its nearest parent]
    #[arg(value_name = "PROJECT|FILE|-")]
    pub paths: Vec<PathBuf>,
    /// Change nothing, and say which files are in another style
    #[arg(long)]
    pub check: bool,
    /// Change nothing, and show what would change
    #[arg(long, conflicts_with = "format")]
    pub diff: bool,
    /// How `--check` tells its findings
    #[arg(long, value_name = "FORMAT", default_value = "human", requires = "check")]
    pub format: FindingsFormat,
}

/// Evaluate the indicators for a period
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi run --period \"2023/24 Q2\"
  kpi run --period 2023-24-Q2 --indicator asc_105,asc_162
  kpi run rules/leicester --period 2017/18 --format csv --out leicester.csv
  kpi run --period 2023-09 --fail-on red,missing      exit status 1 if any is

Periods: 2023/24, \"2023/24 Q2\" or 2023-24-Q2, \"2023/24 H1\", 2023-09.")]
pub struct Run {
    /// A folder with a kpi.toml [default: the current folder or its nearest parent]
    #[arg(value_name = "PROJECT")]
    pub project: Option<PathBuf>,
    /// The report's period
    #[arg(long, short, value_name = "P")]
    pub period: String,
    /// Only these indicators; may be repeated
    #[arg(long, short, value_name = "ID", value_delimiter = ',')]
    pub indicator: Vec<String>,
    /// Only this part of each figure; may be repeated
    #[arg(long, value_name = "DIM=VALUE")]
    pub slice: Vec<String>,
    /// Below each figure show its parts, where the rules cut it; JSON and CSV always have them
    #[arg(long)]
    pub slices: bool,
    /// Ask nothing of the network: what plugins fetched before answers
    #[arg(long)]
    pub offline: bool,
    /// Show how the data was gone through: columns, classes, cells, statements
    #[arg(long)]
    pub plan: bool,
    /// Say on standard error what took how long
    #[arg(long)]
    pub timing: bool,
    /// How results are printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: RunFormat,
    /// Write the results to a file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Count Parquet files on the cluster with this scheduler [default: what kpi.toml says, else here]
    #[arg(long, value_name = "HOST:PORT")]
    pub cluster: Option<Address>,
    /// Exit with 1 if a figure has one of these ratings, or is `missing`
    #[arg(long, value_name = "RATING", value_delimiter = ',')]
    pub fail_on: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RunFormat {
    Table,
    Json,
    Csv,
    Markdown,
}

/// Say what a code means, or how a figure came about
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi explain KPI0207
  kpi explain asc_105 --period \"2020/21 Q2\"
  kpi explain asc_105 --period \"2020/21 Q2\" --plan --timing
  kpi explain asc_105 rules/cambridgeshire --period 2020-21-Q2 --format json")]
pub struct Explain {
    /// A code such as KPI0207, or an indicator's name
    #[arg(value_name = "CODE|ID")]
    pub what: String,
    /// For an indicator: a folder with a kpi.toml [default: the current folder or its nearest parent]
    #[arg(value_name = "PROJECT")]
    pub project: Option<PathBuf>,
    /// For an indicator: the report's period
    #[arg(long, short, value_name = "P")]
    pub period: Option<String>,
    /// For an indicator: only this part of the figure
    #[arg(long, value_name = "DIM=VALUE")]
    pub slice: Vec<String>,
    /// For an indicator: ask nothing of the network: what plugins fetched before answers
    #[arg(long)]
    pub offline: bool,
    /// For an indicator: show how the data was gone through: columns, classes, cells, statements
    #[arg(long)]
    pub plan: bool,
    /// For an indicator: say on standard error what took how long
    #[arg(long)]
    pub timing: bool,
    /// How it is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: RunFormat,
}

/// Write a project's data dictionary
#[derive(Debug, Args)]
#[command(after_help = "\
What each indicator, scheme, comparator, cohort and dataset is, as the rules say
it, each with its place.

Examples:
  kpi doc
  kpi doc rules/cambridgeshire --out dictionary.md
  kpi doc --format json")]
pub struct Doc {
    /// A folder with a kpi.toml [default: the current folder or its nearest parent]
    #[arg(value_name = "PROJECT")]
    pub project: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    pub format: DocFormat,
    /// The file to write; it appears whole or not at all [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DocFormat {
    Markdown,
    Json,
}

/// Run the tests that stand beside the rules
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("thorough").args(["coverage", "mutate"]).multiple(true))]
#[command(after_help = "\
Examples:
  kpi test
  kpi test --filter amber                tests with `amber` in their name
  kpi test --verbose                     name each test
  kpi test --coverage --min 90           which bands and branches no test reaches
  kpi test --mutate --min 90             which faults in the rules no test notices
  kpi test --format junit > tests.xml    for a build server")]
pub struct Test {
    /// A folder with a kpi.toml [default: the current folder or its nearest parent]
    #[arg(value_name = "PROJECT")]
    pub project: Option<PathBuf>,
    /// Only tests whose name contains this, whatever its case
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// Say which bands, branches and requirements no test reaches
    #[arg(long)]
    pub coverage: bool,
    /// Put faults into the rules one at a time, and say which no test notices
    #[arg(long)]
    pub mutate: bool,
    /// With --coverage or --mutate: exit with 1 if the tests reach, or notice, less than this, in per cent
    #[arg(long, value_name = "N", requires = "thorough", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min: Option<u8>,
    /// How results are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: TestFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    Human,
    Concise,
    Json,
    Junit,
}

/// Look at what is in the sources
#[derive(Debug, Args)]
pub struct Data {
    #[command(subcommand)]
    pub command: DataCommand,
}

#[derive(Debug, Subcommand)]
pub enum DataCommand {
    Rows(Rows),
    Infer(Infer),
    Profile(Profile),
}

/// Write a dataset for a file: types from all its rows, codes, words for missing values, a key
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi data infer data/events.csv
  kpi data infer figures.xlsx --sheet Q2 --name figures >> datasets.kpi
  kpi data infer care.db --table events

The dataset is printed; nothing is written to the project. Read it before you use it: what a
word such as `c` stands for, only you can know.")]
pub struct Infer {
    /// A file: .csv, .tsv, .xlsx, .ods, .parquet, .jsonl, or an SQLite database
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What the dataset is called [default: the file's or table's name]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// The sheet of a workbook [default: the first]
    #[arg(long, value_name = "SHEET")]
    pub sheet: Option<String>,
    /// The table of a database
    #[arg(long, value_name = "TABLE")]
    pub table: Option<String>,
    /// What separates the cells of a text file [default: what its first line has most of]
    #[arg(long, value_name = "CHARACTER")]
    pub separator: Option<char>,
}

/// Set what a dataset's source holds beside what the rules say of it
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi data profile                        every dataset of the project
  kpi data profile figures
  kpi data profile figures rules/leicester --format json")]
pub struct Profile {
    /// A dataset of the rules [default: all]
    #[arg(value_name = "DATASET")]
    pub name: Option<String>,
    /// A folder with a kpi.toml [default: the current folder or its nearest parent]
    #[arg(value_name = "PROJECT")]
    pub project: Option<PathBuf>,
    /// How it is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: RulesFormat,
}

/// List the rows of a dataset or cohort, each with its row in the file
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi data rows casualties
  kpi data rows admissions --period 2024/25            who was counted
  kpi data rows admissions -p 2024/25 --format csv --out admissions.csv

Texts are shown as they are compared: trimmed and in lower case.")]
pub struct Rows {
    /// A dataset or cohort of the rules
    #[arg(value_name = "NAME")]
    pub name: String,
    /// A folder with a kpi.toml [default: the current folder or its nearest parent]
    #[arg(value_name = "PROJECT")]
    pub project: Option<PathBuf>,
    /// The period, for a cohort whose rows depend on it and for what a plugin fetches
    #[arg(long, short, value_name = "P")]
    pub period: Option<String>,
    /// Ask nothing of the network: what plugins fetched before answers
    #[arg(long)]
    pub offline: bool,
    /// No more than so many rows
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
    /// How rows are printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: RowsFormat,
    /// Write the rows to a file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RowsFormat {
    Table,
    Csv,
    Json,
}

/// List every code kpi can print
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi rules
  kpi rules --format json")]
pub struct Rules {
    /// How the list is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: RulesFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    Table,
    Json,
}

/// Run a part of a cluster that counts Parquet files
///
/// Whoever reaches its ports can have it read files: run it in a network you trust.
#[derive(Debug, Args)]
pub struct Cluster {
    #[command(subcommand)]
    pub command: ClusterCommand,
}

#[derive(Debug, Subcommand)]
pub enum ClusterCommand {
    Scheduler(Scheduler),
    Executor(Executor),
}

/// Share work out among executors, until the process is ended
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi cluster scheduler --bind 10.0.0.1:50050
  kpi run --period 2023/24 --cluster 10.0.0.1:50050")]
pub struct Scheduler {
    /// Where to listen; port 0 is any free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:50050")]
    pub bind: SocketAddr,
}

/// Read files and count, until the process is ended
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi cluster executor --scheduler 10.0.0.1:50050 --bind 10.0.0.2
  kpi cluster executor --scheduler 127.0.0.1:50050 --cores 1      beside another on one machine

All executors, the scheduler and whoever runs kpi see the files under the same path.")]
pub struct Executor {
    /// Where the scheduler is
    #[arg(long, value_name = "HOST:PORT")]
    pub scheduler: Address,
    /// The address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// What the others call this machine [default: the address it is seen to come from]
    #[arg(long, value_name = "NAME")]
    pub host: Option<String>,
    /// The port that cells are fetched from; 0 is any free one
    #[arg(long, value_name = "PORT", default_value = "0")]
    pub port: u16,
    /// How many parts to count at a time [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub cores: Option<u16>,
    /// The folder for cells on their way [default: one that goes with the process]
    #[arg(long, value_name = "DIR")]
    pub work_dir: Option<PathBuf>,
}

/// Speak the editor protocol (LSP) on standard input and output
#[derive(Debug, Args)]
#[command(after_help = "\
An editor starts it; nobody types to it. docs/editors.md says how each editor is
told. It reads the rules as they are typed, and data as it is saved; it asks no
network and no database.

Examples:
  kpi lsp
  kpi lsp --period \"2023/24 Q2\"        figures of this report beside the rules")]
pub struct Lsp {
    /// The report whose figures are shown [default: the latest that the data has figures for]
    #[arg(long, short, value_name = "P")]
    pub period: Option<String>,
    /// What editors add for servers that speak in other ways, too
    #[arg(long, hide = true)]
    pub stdio: bool,
}

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi completions bash > ~/.local/share/bash-completion/completions/kpi
  kpi completions zsh > ~/.zfunc/_kpi
  kpi completions powershell >> $PROFILE")]
pub struct Completions {
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }
}
