//! The forms of a report, from a run: what `kpi report` writes and `kpi serve` shows.

use crate::args::report::Form;
use crate::failure::Failure;
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

/// Says in a folder which report it holds.
pub const MARK: &str = "data/report.json";

/// What the forms of one run have in common.
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
        if wants(Form::Pdf)
            && let Some(bytes) = self.pack(report, found)?
        {
            let file = File { path: format!("{name}.pdf"), bytes };
            downloads.push(download(&file, &report.title, "PDF"));
            files.push(file);
        }
        if wants(Form::Xlsx) {
            let bytes =
                workbook(report).map_err(|error| Failure::internal(format!("the workbook cannot be made: {error}")))?;
            let file = File { path: format!("{name}.xlsx"), bytes };
            downloads.push(download(&file, &report.title, "XLSX"));
            files.push(file);
        }
        // A chart is never without its figures: the site has their files too. By `data/report.json` a folder says what it is.
        let data = csvw::files(report);
        if wants(Form::Html) || wants(Form::Csvw) {
            downloads.extend(of_data(report, &data));
            files.extend(data);
        } else {
            files.extend(data.into_iter().filter(|file| file.path == MARK));
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

    /// What a report that is served offers: all but what takes long to make, which is made when it is asked for.
    pub fn offered(&self, report: &model::Report) -> Vec<Download> {
        of_data(report, &csvw::files(report))
    }

    /// The committee's pack; `None` where it cannot be made, and what is wrong was told.
    #[cfg(feature = "pdf")]
    #[expect(clippy::unnecessary_wraps, reason = "without the feature there is no pack to be had")]
    fn pack(&self, report: &model::Report, found: &mut Vec<Diagnostic>) -> Result<Option<Vec<u8>>, Failure> {
        match set(report, self.publication, self.produced) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(faults) => {
                found.extend(faults.iter().map(|fault| self.refused(fault)));
                Ok(None)
            }
        }
    }

    #[cfg(not(feature = "pdf"))]
    #[expect(clippy::unused_self, reason = "it is a method where there is a pack")]
    fn pack(&self, _: &model::Report, _: &mut Vec<Diagnostic>) -> Result<Option<Vec<u8>>, Failure> {
        let message = "this kpi was built without the pack";
        let diagnostic = Diagnostic::new(kpi_core::codes::project::UNKNOWN_ARGUMENT, message);
        Err(Failure::new(
            diagnostic.help("leave out `pdf`: `--as html,xlsx,csvw`; or build kpi with the feature `pdf`"),
        ))
    }

    /// A fault of the pack, at its place where that is in a file of the council.
    #[cfg(feature = "pdf")]
    fn refused(&self, fault: &kpi_pdf::Fault) -> Diagnostic {
        use kpi_core::codes::reporting::BAD_DOCUMENT;
        let own = |place: &kpi_pdf::Place| {
            let template = self.publication.pack.get(place.path.trim_start_matches('/'))?;
            let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
            Some(kpi_core::Span::new(template.file, at(place.range.start), at(place.range.end)))
        };
        let message = format!("the pack cannot be made: {}", fault.message);
        let steps = fault.trace.iter().filter_map(|step| step.place.as_ref());
        let places: Vec<&kpi_pdf::Place> = fault.place.iter().chain(steps).collect();
        let mut diagnostic = match places.iter().find_map(|place| own(place)) {
            Some(span) => Diagnostic::at(BAD_DOCUMENT, span, message),
            None => {
                let diagnostic = Diagnostic::new(BAD_DOCUMENT, message);
                let at = places
                    .first()
                    .map(|place| format!("in {}, line {}, column {}", place.path, place.line, place.column));
                at.into_iter().fold(diagnostic, |diagnostic, at| diagnostic.note(at))
            }
        };
        for hint in &fault.hints {
            diagnostic = diagnostic.help(hint.clone());
        }
        diagnostic
    }
}

/// Sets the pack.
#[cfg(feature = "pdf")]
fn set(report: &model::Report, publication: &Publication, produced: NaiveDate) -> Result<Vec<u8>, Vec<kpi_pdf::Fault>> {
    let mut files = kpi_report::pack::files(report, &publication.pages.assets);
    files.extend(
        publication.pack.iter().map(|(name, template)| (format!("/{name}"), template.text.clone().into_bytes())),
    );
    let document = kpi_pdf::Document {
        main: "/pack.typ",
        lang: kpi_report::pack::language(report),
        produced,
        files: &files,
        fonts: &publication.fonts,
        inputs: &[],
    };
    kpi_pdf::pdf(&document).map(|made| made.bytes)
}

/// The pack of a report that is served, or why it cannot be made.
pub fn pack_of(report: &model::Report, publication: &Publication, produced: NaiveDate) -> Result<Vec<u8>, String> {
    #[cfg(feature = "pdf")]
    return set(report, publication, produced)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<String>>().join("\n"));
    #[cfg(not(feature = "pdf"))]
    {
        let _ = (report, publication, produced);
        Err("this kpi was built without the pack".to_owned())
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
