//! `kpi-bench ratios`: how long kpi and other engines take for the same questions over the same file, in one run on one
//! machine, so that what is compared are ratios and not machines.

mod contest;
mod python;
pub mod questions;
pub mod records;
mod table;

use contest::{Plan, Run};
use questions::Questions;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone)]
pub struct Options {
    pub rows: u64,
    pub indicators: usize,
    pub rounds: usize,
    /// Seconds after which a plan is stopped.
    pub limit: u64,
    /// The numerators count people too, as a second table.
    pub distinct: bool,
    pub python: String,
    pub kpi: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
pub enum RatiosError {
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("{}: {source}", path.display())]
    Records { path: PathBuf, source: records::RecordsError },
    #[error(
        "`{0}` cannot make a Python environment ({1}): install Python 3.10 or later with its venv module, or name another with --python"
    )]
    NoPython(String, String),
    #[error(
        "pip cannot install DuckDB, DataFusion and Polars ({0}): it needs a package index it can reach; its own message stands above"
    )]
    NoPip(String),
    #[error("no kpi at {}: build it with `cargo build --release -p kpi-cli`, or name it with --kpi", .0.display())]
    NoKpi(PathBuf),
    #[error("{name} failed: {why}")]
    Plan { name: String, why: String },
    #[error("{name} answers {found:?} where {first} answers {due:?} (indicator {indicator} from 0)")]
    Differ { name: String, first: String, indicator: usize, found: Option<(i64, i64)>, due: Option<(i64, i64)> },
}

fn write_text(path: &Path, text: &str) -> Result<(), RatiosError> {
    std::fs::write(path, text).map_err(|source| RatiosError::File { path: path.to_owned(), source })
}

/// A plan with all that its runs took; `None` for a run that was stopped.
#[derive(Debug)]
struct Contestant {
    name: String,
    plan: Plan,
    runs: Vec<Option<Run>>,
}

impl Contestant {
    fn best(&self) -> Option<f64> {
        self.runs.iter().flatten().map(|run| run.seconds).min_by(f64::total_cmp)
    }

    fn median(&self) -> Option<f64> {
        let mut seconds: Vec<f64> = self.runs.iter().flatten().map(|run| run.seconds).collect();
        seconds.sort_by(f64::total_cmp);
        let middle = [seconds.len().checked_sub(1)? / 2, seconds.len() / 2];
        Some(middle.iter().filter_map(|at| seconds.get(*at)).sum::<f64>() / 2.0)
    }

    fn least(&self, what: fn(&Run) -> f64) -> Option<f64> {
        self.runs.iter().flatten().map(what).min_by(f64::total_cmp)
    }
}

/// The names that the targets speak of.
mod plans {
    pub const KPI: &str = "kpi";
    pub const DUCKDB_WIDE: &str = "DuckDB, one wide query";
    pub const DUCKDB_FUSED: &str = "DuckDB, one GROUP BY by hand";
    pub const DUCKDB_TOUCH: &str = "DuckDB, touching the columns once";
    pub const DATAFUSION_WIDE: &str = "DataFusion, one wide query";
    pub const DATAFUSION_FUSED: &str = "DataFusion, one GROUP BY by hand";
    pub const POLARS_MEMORY: &str = "Polars, in memory";
    pub const POLARS_STREAMING: &str = "Polars, streaming";
}

/// The ratio tables, as Markdown.
pub fn run(options: &Options) -> Result<String, RatiosError> {
    let executable = std::env::current_exe().map_err(|source| RatiosError::File { path: PathBuf::new(), source })?;
    let built = executable.parent().unwrap_or(Path::new("."));
    let binary = options.kpi.clone().unwrap_or_else(|| built.join("kpi"));
    if !binary.is_file() {
        return Err(RatiosError::NoKpi(binary));
    }
    let folder = built.parent().unwrap_or(built).join("kpi-bench");
    std::fs::create_dir_all(&folder).map_err(|source| RatiosError::File { path: folder.clone(), source })?;
    let python = python::prepare(&folder, &options.python)?;
    let file = folder.join(format!("records-{}.parquet", options.rows));
    if !file.is_file() {
        eprintln!("writing {} records: {}", table::thousands(options.rows), file.display());
        records::write(&file, options.rows).map_err(|source| RatiosError::Records { path: file.clone(), source })?;
    }

    let mut text = table::heading(options);
    let many = options.indicators * 10;
    let few = compete(
        options,
        Questions { indicators: options.indicators, distinct: false },
        &binary,
        &folder,
        &file,
        &python,
    )?;
    let more = compete(options, Questions { indicators: many, distinct: false }, &binary, &folder, &file, &python)?;
    text.push_str(&table::times(&format!("{} indicators, counts", options.indicators), &few));
    text.push_str(&table::times(&format!("{many} indicators over the same columns, counts"), &more));
    if options.distinct {
        let people = compete(
            options,
            Questions { indicators: options.indicators, distinct: true },
            &binary,
            &folder,
            &file,
            &python,
        )?;
        text.push_str(&table::times(&format!("{} indicators, numerators count people", options.indicators), &people));
    }
    text.push_str(&table::targets(&few, &more, options.limit));
    Ok(text)
}

/// Every plan once a round, so that what disturbs the machine for a while disturbs them all.
fn compete(
    options: &Options,
    questions: Questions,
    binary: &Path,
    folder: &Path,
    file: &Path,
    python: &python::Python,
) -> Result<Vec<Contestant>, RatiosError> {
    let name = format!("{}{}", questions.indicators, if questions.distinct { "-people" } else { "" });
    let project = folder.join(format!("project-{}-{name}", options.rows));
    questions
        .project(&project, &file.display().to_string())
        .map_err(|source| RatiosError::File { path: project.clone(), source })?;
    let specification = folder.join(format!("questions-{name}.json"));
    write_text(&specification, &questions.specification(file).to_string())?;

    let engine = |plan| Plan::Engine { plan, specification: specification.clone() };
    let mut plans = vec![(plans::KPI, Plan::Kpi { binary: binary.to_owned(), project })];
    let is_many = questions.indicators > options.indicators;
    plans.push((plans::POLARS_MEMORY, engine("polars-memory")));
    if !is_many {
        plans.push((plans::POLARS_STREAMING, engine("polars-streaming")));
        plans.push((plans::DUCKDB_WIDE, engine("duckdb-wide")));
        plans.push((plans::DATAFUSION_WIDE, engine("datafusion-wide")));
        plans.push((plans::DUCKDB_TOUCH, engine("duckdb-touch")));
    }
    if !questions.distinct {
        plans.push((plans::DUCKDB_FUSED, engine("duckdb-fused")));
        plans.push((plans::DATAFUSION_FUSED, engine("datafusion-fused")));
    }
    let mut contestants: Vec<Contestant> =
        plans.into_iter().map(|(name, plan)| Contestant { name: name.to_owned(), plan, runs: Vec::new() }).collect();
    for round in 1..=options.rounds {
        for contestant in &mut contestants {
            // What was too slow once is not waited for again.
            if contestant.runs.iter().any(Option::is_none) {
                continue;
            }
            let run = contest::run(&contestant.name, &contestant.plan, python, folder, options.limit)?;
            let took =
                run.as_ref().map_or_else(|| format!("over {} s", options.limit), |run| format!("{:.2} s", run.seconds));
            eprintln!("{name} indicators, round {round}: {}: {took}", contestant.name);
            contestant.runs.push(run);
        }
    }
    agree(&contestants)?;
    Ok(contestants)
}

/// All answers of all runs are the same.
fn agree(contestants: &[Contestant]) -> Result<(), RatiosError> {
    let mut first: Option<(&str, &contest::Answers)> = None;
    for contestant in contestants {
        for answers in contestant.runs.iter().flatten().filter_map(|run| run.answers.as_ref()) {
            let Some((name, due)) = first else {
                first = Some((&contestant.name, answers));
                continue;
            };
            let longest = answers.len().max(due.len());
            if let Some(indicator) = (0..longest).find(|at| answers.get(*at) != due.get(*at)) {
                return Err(RatiosError::Differ {
                    name: contestant.name.clone(),
                    first: name.to_owned(),
                    indicator,
                    found: answers.get(indicator).copied(),
                    due: due.get(indicator).copied(),
                });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contestant(name: &str, answers: &[Option<&[(i64, i64)]>]) -> Contestant {
        let run = |answers: &Option<&[(i64, i64)]>| {
            answers.map(|answers| Run { answers: Some(answers.to_vec()), ..Run::default() })
        };
        let plan = Plan::Engine { plan: "duckdb-wide", specification: PathBuf::new() };
        Contestant { name: name.to_owned(), plan, runs: answers.iter().map(run).collect() }
    }

    #[test]
    fn the_median_is_in_the_middle() {
        let mut contestant = contestant("a", &[]);
        assert_eq!((contestant.best(), contestant.median()), (None, None));
        let mut median_of = |seconds: &[f64]| {
            contestant.runs = seconds.iter().map(|seconds| Some(Run { seconds: *seconds, ..Run::default() })).collect();
            contestant.median()
        };
        assert_eq!(median_of(&[3.0]), Some(3.0));
        assert_eq!(median_of(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median_of(&[4.0, 1.0]), Some(2.5));
    }

    #[test]
    fn a_different_answer_is_an_error_and_a_missing_one_is_too() {
        let (right, wrong) = ([(1, 2), (3, 4)].as_slice(), [(1, 2), (3, 5)].as_slice());
        assert!(agree(&[contestant("a", &[Some(right), Some(right)]), contestant("b", &[None, Some(right)])]).is_ok());
        let said = agree(&[contestant("a", &[Some(right)]), contestant("b", &[Some(wrong)])]).unwrap_err().to_string();
        assert_eq!(said, "b answers Some((3, 5)) where a answers Some((3, 4)) (indicator 1 from 0)");
        assert!(agree(&[contestant("a", &[Some(right), Some(wrong)])]).is_err());
        assert!(agree(&[contestant("a", &[Some(right)]), contestant("b", &[Some(&right[..1])])]).is_err());
    }
}
