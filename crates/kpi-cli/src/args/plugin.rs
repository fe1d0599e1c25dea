//! `kpi plugin …`

use super::RulesFormat;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Write, test and pack plugins, and agree to those of a project
#[derive(Debug, Args)]
pub struct Plugin {
    #[command(subcommand)]
    pub command: PluginCommand,
}

#[derive(Debug, Subcommand)]
pub enum PluginCommand {
    New(New),
    Build(Build),
    Check(Check),
    Test(Test),
    Run(RunCase),
    Bench(Bench),
    List(List),
    Pin(Pin),
    Pack(Pack),
    Unpack(Unpack),
    Key(Key),
    /// What compiles plugins for kpi, in a process of its own
    #[command(hide = true)]
    CompileChild(CompileChild),
}

/// Start a plugin that builds and passes its test as it stands
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi plugin new --lang js opendata        a source in JavaScript
  kpi plugin new --lang python extract     a source in Python
  kpi plugin new --lang rust fair-rate     a measure in Rust
  kpi plugin new --lang c weighted-mean    a measure in C")]
pub struct New {
    /// The folder to write; it must be empty or not there yet. Its name becomes the plugin's
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The language to write it in
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: Language,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    Rust,
    Js,
    Python,
    C,
}

/// Build a plugin: run its build command, and make a component of what it leaves
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi plugin build                  the plugin in the current folder
  kpi plugin build plugins/opendata
  kpi plugin build --verbose        show all that the build command says")]
pub struct Build {
    /// The plugin's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
}

/// Look at a plugin: what it imports and speaks, how large it is, and what it takes
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi plugin check                        the plugin in the current folder, with one of its cases
  kpi plugin check plugins/opendata.wasm  a file from somebody else

Exit status 1 where plugin.toml and the plugin disagree, or the case does not come out.")]
pub struct Check {
    /// A plugin's folder, or a file
    #[arg(value_name = "DIR|FILE", default_value = ".")]
    pub path: PathBuf,
}

/// Run a plugin's recorded cases, each twice, and show what differs
#[derive(Debug, Args)]
pub struct Test {
    /// The plugin's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
}

/// Run one recorded case, and show what the plugin says
#[derive(Debug, Args)]
pub struct RunCase {
    /// The plugin's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// A file of its cases, without `.json`
    #[arg(long, value_name = "NAME")]
    pub case: String,
}

/// Say how long a plugin takes to load, and to answer its cases
#[derive(Debug, Args)]
pub struct Bench {
    /// The plugin's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// How often each case is run
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub times: usize,
}

/// List the plugins of kpi.toml: whether they are the pinned ones, and what they may ask for
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi plugin list
  kpi plugin list rules/plugin-demo --format json

Exit status 1 if any is not the one that kpi.lock pins.")]
pub struct List {
    /// A folder with a kpi.toml [default: the current folder or its nearest parent]
    #[arg(value_name = "PROJECT")]
    pub project: Option<PathBuf>,
    /// How it is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: RulesFormat,
}

/// Agree to plugins as they are now: writes their SHA-256 to kpi.lock
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi plugin pin                  all plugins of kpi.toml
  kpi plugin pin mosaic

Without it no plugin is run; after a plugin's file has changed it has to be pinned again.")]
pub struct Pin {
    /// The plugins, as kpi.toml names them [default: all]
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// A folder with a kpi.toml [default: the current folder or its nearest parent]
    #[arg(long, value_name = "PROJECT")]
    pub project: Option<PathBuf>,
}

/// Pack a plugin into one file: what runs, plugin.toml and the cases
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi plugin pack
  kpi plugin pack plugins/opendata --key ~/.kpi-signing.key --out opendata.kpiplugin")]
pub struct Pack {
    /// The plugin's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// The file to write [default: ID-VERSION.kpiplugin]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Sign it with this key; `kpi plugin key` makes one
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
}

/// Open a packed plugin into a folder, and check that it is what it says
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kpi plugin unpack opendata-1.0.0.kpiplugin plugins/opendata
  kpi plugin unpack opendata-1.0.0.kpiplugin plugins/opendata --key leeds.pub   only if Leeds signed it")]
pub struct Unpack {
    /// What `kpi plugin pack` wrote
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The folder to write; it must be empty or not there yet
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The public key that has to have signed it
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
}

/// Make a key to sign plugins with: FILE, which is secret, and beside it FILE with .pub
#[derive(Debug, Args)]
pub struct Key {
    /// The file to write; it must not be there yet
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct CompileChild {
    pub memory: u64,
    pub processor: u64,
}
