//! `kpi report` and `kpi serve`.

use crate::project::dated;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Publish a period: a site, a committee pack, a workbook and open data
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi report --period \"2020/21 Q2\" --out public
  kpi report rules/cambridgeshire --period 2020-21-Q2 --out public --as html,pdf
  kpi report --period 2023-09 --out public --produced 2023-10-05

What is said of a figure stands in narrative/2020-21-Q2/NAME.md, with the sections `## Commentary` and `## Actions`;
`{{ value }}` in it is the figure itself. Colours, logo and contact are set in kpi.toml below `[report]`, and any
template or block of one may be replaced (docs/report).")]
pub struct Report {
    /// A folder with a kpi.toml [default: the current folder or its nearest parent]
    #[arg(value_name = "PROJECT")]
    pub project: Option<PathBuf>,
    /// The report's period
    #[arg(long, short, value_name = "P")]
    pub period: String,
    /// The folder to write, whole or not at all; one that holds the same report is replaced
    #[arg(long, short, value_name = "DIR")]
    pub out: PathBuf,
    /// The forms to publish in
    #[arg(long = "as", value_name = "FORM", value_delimiter = ',', default_value = "html,pdf,xlsx,csvw")]
    pub forms: Vec<Form>,
    /// Only this part of each figure, beside the others; may be repeated
    #[arg(long, value_name = "DIM=VALUE")]
    pub slice: Vec<String>,
    /// The day the report is dated [default: what kpi.toml says for the period, else today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dated)]
    pub produced: Option<NaiveDate>,
    /// Ask nothing of the network: what plugins fetched before answers
    #[arg(long)]
    pub offline: bool,
    /// Say on standard error what took how long
    #[arg(long)]
    pub timing: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A site that works without scripts
    Html,
    /// The committee's pack, PDF/UA-1 and PDF/A-2a
    Pdf,
    /// A workbook
    Xlsx,
    /// The figures as CSV on the Web and JSON
    Csvw,
}

/// Show the report live: made anew at every save, with what is wrong at its line
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi serve
  kpi serve rules/cambridgeshire --period \"2020/21 Q2\" --port 8080

Only this machine can reach it. Each indicator's page has sliders for its target and the edges of its bands; they show
what would be, and change nothing.")]
pub struct Serve {
    /// A folder with a kpi.toml [default: the current folder or its nearest parent]
    #[arg(value_name = "PROJECT")]
    pub project: Option<PathBuf>,
    /// The report's period [default: the latest with a figure]
    #[arg(long, short, value_name = "P")]
    pub period: Option<String>,
    /// The port at 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 8080)]
    pub port: u16,
    /// Ask nothing of the network: what plugins fetched before answers
    #[arg(long)]
    pub offline: bool,
}
