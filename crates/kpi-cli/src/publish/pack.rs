//! The committee's pack as files: one, or a volume each for a long one.

use crate::failure::Failure;
use crate::progress::Progress;
use crate::project::Publication;
use chrono::NaiveDate;
use kpi_core::Diagnostic;
use kpi_report::File;
use kpi_report::model::Report;
#[cfg(feature = "pdf")]
use {
    kpi_core::Span,
    kpi_core::codes::reporting::BAD_DOCUMENT,
    kpi_report::pack::{Pack, Volume},
    std::panic::resume_unwind,
    std::sync::{Mutex, PoisonError},
    std::thread,
};

/// So many volumes are set at once. Each takes memory by its pages, so more of them would take more on a machine of more processors.
#[cfg(feature = "pdf")]
const AT_ONCE: usize = 2;

/// All files of the pack, each with what a link to it says; where it cannot be made none, and what is wrong is told.
#[cfg(feature = "pdf")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature there is no pack to be had")]
pub fn pack(
    report: &Report,
    publication: &Publication,
    produced: NaiveDate,
    stem: &str,
    progress: &Progress,
    found: &mut Vec<Diagnostic>,
) -> Result<Vec<(File, String)>, Failure> {
    let pack = Pack::new(report, &publication.pages.assets);
    let all = pack.volumes().len();
    // From the end, so that what is left over is the first, which is short.
    let (waiting, done) = (Mutex::new(pack.volumes().iter().rev()), Mutex::new(Vec::new()));
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        while let Some(volume) = next() {
            let set = set(&pack, volume, publication, produced);
            if set.is_err() {
                // Volumes are of the same templates, which would be told of for each.
                while next().is_some() {}
            }
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            done.push((volume, set));
            progress.tell(|| format!("setting the pack: {} of {all} volumes done", done.len()));
        }
    };
    progress.tell(|| format!("setting the pack: 0 of {all} volumes done"));
    // Not as tasks of the pool that typst itself shares its work with: those would wait for each other.
    thread::scope(|scope| {
        let begun: Vec<_> = (0..AT_ONCE.min(all)).map(|_| scope.spawn(work)).collect();
        for one in begun {
            one.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    });
    progress.end();
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(volume, _)| volume.number);
    let mut files = Vec::new();
    for (volume, set) in done {
        match set {
            Ok(bytes) => files.push((File { path: volume.file_name(stem), bytes }, volume.named(report))),
            Err(faults) => {
                found.extend(faults.iter().map(|fault| refused(fault, publication)));
                return Ok(Vec::new());
            }
        }
    }
    Ok(files)
}

#[cfg(not(feature = "pdf"))]
pub fn pack(
    _: &Report,
    _: &Publication,
    _: NaiveDate,
    _: &str,
    _: &Progress,
    _: &mut Vec<Diagnostic>,
) -> Result<Vec<(File, String)>, Failure> {
    let message = "this kpi was built without the pack";
    let diagnostic = Diagnostic::new(kpi_core::codes::project::UNKNOWN_ARGUMENT, message);
    Err(Failure::new(diagnostic.help("leave out `pdf`: `--as html,xlsx,csvw`; or build kpi with the feature `pdf`")))
}

/// One file of the pack of a report that is served, or why it cannot be made; `None` where it is no file of the pack.
pub fn volume_of(
    report: &Report,
    publication: &Publication,
    produced: NaiveDate,
    (stem, path): (&str, &str),
) -> Result<Option<Vec<u8>>, String> {
    #[cfg(feature = "pdf")]
    {
        let pack = Pack::new(report, &publication.pages.assets);
        let Some(volume) = pack.volumes().iter().find(|volume| volume.file_name(stem) == path) else {
            return Ok(None);
        };
        let told = |faults: Vec<kpi_pdf::Fault>| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        set(&pack, volume, publication, produced).map(Some).map_err(told)
    }
    #[cfg(not(feature = "pdf"))]
    {
        let _ = (report, publication, produced);
        if path == format!("{stem}.pdf") { Err("this kpi was built without the pack".to_owned()) } else { Ok(None) }
    }
}

#[cfg(feature = "pdf")]
fn set(
    pack: &Pack<'_>,
    volume: &Volume,
    publication: &Publication,
    produced: NaiveDate,
) -> Result<Vec<u8>, Vec<kpi_pdf::Fault>> {
    let mut files = pack.files(volume, kpi_pdf::FOR_PICTURES);
    files.extend(
        publication.pack.iter().map(|(name, template)| (format!("/{name}"), template.text.clone().into_bytes())),
    );
    let document = kpi_pdf::Document {
        main: "/pack.typ",
        lang: pack.language(),
        produced,
        files: &files,
        fonts: &publication.fonts,
        inputs: &[],
    };
    kpi_pdf::pdf(&document).map(|made| made.bytes)
}

/// A fault of the pack, at its place where that is in a file of the council.
#[cfg(feature = "pdf")]
fn refused(fault: &kpi_pdf::Fault, publication: &Publication) -> Diagnostic {
    let own = |place: &kpi_pdf::Place| {
        let template = publication.pack.get(place.path.trim_start_matches('/'))?;
        let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Some(Span::new(template.file, at(place.range.start), at(place.range.end)))
    };
    let message = format!("the pack cannot be made: {}", fault.message);
    let steps = fault.trace.iter().filter_map(|step| step.place.as_ref());
    let places: Vec<&kpi_pdf::Place> = fault.place.iter().chain(steps).collect();
    let mut diagnostic = match places.iter().find_map(|place| own(place)) {
        Some(span) => Diagnostic::at(BAD_DOCUMENT, span, message),
        None => {
            let diagnostic = Diagnostic::new(BAD_DOCUMENT, message);
            let at =
                places.first().map(|place| format!("in {}, line {}, column {}", place.path, place.line, place.column));
            at.into_iter().fold(diagnostic, |diagnostic, at| diagnostic.note(at))
        }
    };
    for hint in &fault.hints {
        diagnostic = diagnostic.help(hint.clone());
    }
    diagnostic
}
