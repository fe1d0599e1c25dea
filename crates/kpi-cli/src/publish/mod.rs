//! The forms of a report, from a run: what `kpi report` writes and `kpi serve` shows.

mod pack;

use crate::args::report::Form;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::project::{Project, Publication};
use chrono::NaiveDate;
use kpi_core::Diagnostic;
use kpi_core::codes::reporting::ACTIONS_MISSING;
use kpi_eval::Run;
use kpi_report::html::{Download, Prepared, Site};
use kpi_report::model::{self, Input};
use kpi_report::words::Language;
use kpi_report::workbook::workbook;
use kpi_report::{File, Given, csvw};
use pack::pack;
pub use pack::volume_of;

/// Says in a folder which report it holds.
pub const MARK: &str = "data/report.json";

/// What the reports of one run have in common.
pub struct Making<'a> {
    pub project: &'a Project,
    pub publication: &'a Publication,
    pub run: &'a Run,
    /// With all parts, where the run is of one of them.
    pub all: Option<&'a Run>,
    pub inputs: &'a [Input],
    pub produced: NaiveDate,
    /// The part that the report is about: columns and their values.
    pub slice: &'a [(String, String)],
}

impl Making<'_> {
    pub fn report(&self, language: Language, found: &mut Vec<Diagnostic>) -> model::Report {
        let none = Vec::new();
        let given = Given {
            catalogue: &self.project.catalogue,
            run: self.run,
            all: self.all,
            sources: &self.project.places.sources,
            narratives: self.publication.narratives.get(&language).unwrap_or(&none),
            about: &self.publication.about,
            inputs: self.inputs,
            produced: self.produced,
            language,
            strings: self.publication.strings.get(&language),
        };
        let (mut report, told) = kpi_report::build(&given);
        found.extend(told);
        if !self.slice.is_empty() {
            let values: Vec<&str> = self.slice.iter().map(|(_, value)| value.as_str()).collect();
            report.title = format!("{}: {}", report.title, values.join(", "));
            report.slice = Some(part(self.slice));
        }
        let is_first = self.publication.about.languages.first() == Some(&language);
        let tag = if is_first { String::new() } else { format!(".{}", language.tag()) };
        for indicator in report.indicators.values().filter(|indicator| indicator.actions_missing) {
            let message =
                format!("`{}` is {} and says nothing of what is done about it", indicator.id, indicator.rating.text);
            let file = format!("narrative/{}/{}{tag}.md", report.period.slug, indicator.id);
            found.push(Diagnostic::new(ACTIONS_MISSING, message).help(format!("write `## Actions` in {file}")));
        }
        report
    }

    /// What a report that is served offers: all but what takes long to make, which is made when it is asked for.
    pub fn offered(&self, report: &model::Report) -> Vec<Download> {
        of_data(report, &csvw::files(report))
    }
}

/// Where the forms of a report are made: all that it takes beside the report itself.
pub struct Publishing<'a> {
    pub publication: &'a Publication,
    pub produced: NaiveDate,
    /// Hears how far the pack is.
    pub progress: Progress,
}

impl Publishing<'_> {
    /// The files of one language, in the folder of that language.
    pub fn forms(
        &self,
        report: &model::Report,
        language: Language,
        forms: &[Form],
        found: &mut Vec<Diagnostic>,
    ) -> Result<Vec<File>, Failure> {
        let wants = |form: Form| forms.contains(&form);
        let mut files: Vec<File> = Vec::new();
        let mut downloads = Vec::new();
        let name = file_name(report);
        if wants(Form::Pdf) {
            for (file, named) in pack(report, self.publication, self.produced, &name, &self.progress, found)? {
                downloads.push(download(&file, &named, "PDF"));
                files.push(file);
            }
        }
        if wants(Form::Xlsx) {
            let bytes =
                workbook(report).map_err(|error| Failure::internal(format!("the workbook cannot be made: {error}")))?;
            let file = File { path: format!("{name}.xlsx"), bytes };
            downloads.push(download(&file, &report.title, "XLSX"));
            files.push(file);
        }
        // A chart is never without its figures: the site has their files too. By `data/report.json` a folder says what it is.
        if wants(Form::Html) || wants(Form::Csvw) {
            let data = csvw::files(report);
            downloads.extend(of_data(report, &data));
            files.extend(data);
        } else {
            files.push(csvw::json(report));
        }
        if wants(Form::Html) {
            let prepared = Prepared::of(report, &downloads);
            let site = Site::new(report, &prepared, &self.publication.pages, self.publication.about.brand.theme);
            match site.files() {
                Ok(made) => files.extend(made),
                Err(faults) => found.extend(faults),
            }
        }
        let is_first = self.publication.about.languages.first() == Some(&language);
        let folder = if is_first { String::new() } else { format!("{}/", language.tag()) };
        Ok(files.into_iter().map(|file| File { path: format!("{folder}{}", file.path), ..file }).collect())
    }
}

/// A part as it is asked for: `council=Anytown, band=18 to 64`.
pub fn part(slice: &[(String, String)]) -> String {
    slice.iter().map(|(column, value)| format!("{column}={value}")).collect::<Vec<_>>().join(", ")
}

/// What the pack and the workbook are called: the project's name as far as a file can bear it, and the period.
pub fn file_name(report: &model::Report) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' };
    let name: String = report.project.chars().map(plain).take(80).collect();
    let name = name.trim_matches('-');
    format!("{}-{}", if name.is_empty() { "report" } else { name }, report.period.slug)
}

/// The files of figures.
fn of_data(report: &model::Report, data: &[File]) -> Vec<Download> {
    let one = |file: &File| {
        let indicator = file.path.strip_prefix("data/")?.strip_suffix(".csv")?;
        let title = report.indicators.get(indicator).map_or_else(
            || report.words.get("download_data").cloned().unwrap_or_default(),
            |indicator| indicator.title.clone(),
        );
        Some(download(file, &title, "CSV"))
    };
    let whole = data.iter().find(|file| file.path == MARK).map(|file| download(file, &report.title, "JSON"));
    data.iter().filter_map(one).chain(whole).collect()
}

fn download(file: &File, title: &str, format: &str) -> Download {
    Download::of(file.path.clone(), title, format, file.bytes.len())
}
