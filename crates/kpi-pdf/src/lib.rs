//! A committee's print copy: typst sources and data in, a PDF that is PDF/UA-1 and PDF/A-2a out.
//!
//! Everything is handed in. Packages of the network are refused, the date is that of the report, and the same document gives
//! the same bytes.

mod check;
mod fault;
mod fonts;
mod locate;
mod refusal;
mod templates;
mod world;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{Datelike, NaiveDate};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

pub use check::{Problem, Rule, check};
pub use fault::{Fault, Place, Severity, Step};
pub use fonts::FOR_PICTURES;
pub use templates::BUILT_IN;
use world::Handed;

/// What a document is made of. Paths are virtual and begin with a slash: `/pack.typ`, `/report.json`, `/charts/asc_105.svg`.
///
/// A path that `files` does not have is looked for among the built in templates ([`BUILT_IN`]), so that a council replaces
/// one of them by a file of its name. What it replaced is still there as `/default/NAME`.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    pub main: &'a str,
    /// The language that the document must say it is in (`en-GB`), handed to the templates as `sys.inputs.lang`.
    pub lang: &'a str,
    /// The date that the document bears, and what `datetime.today()` says; handed on as `sys.inputs.produced`, too.
    pub produced: NaiveDate,
    pub files: &'a BTreeMap<String, Vec<u8>>,
    /// A council's own fonts, besides the built in ones and before them.
    pub fonts: &'a [Vec<u8>],
    /// More of `sys.inputs`.
    pub inputs: &'a [(&'a str, &'a str)],
}

#[derive(Clone, Debug)]
pub struct Made {
    pub bytes: Vec<u8>,
    pub warnings: Vec<Fault>,
}

/// Sets the document. What is not fit to be published is refused: by typst, or by [`check`].
pub fn pdf(document: &Document<'_>) -> Result<Made, Vec<Fault>> {
    let world = Handed::new(document)?;
    let _forgetting = Forgetting::later();
    set(&world, document)
}

/// How many documents are being set: what typst remembers is that of all of them.
static IN_THE_MAKING: AtomicUsize = AtomicUsize::new(0);

/// What typst remembers serves a document that is changed and set again; kept, it would be the memory of every document.
struct Forgetting;

impl Forgetting {
    fn later() -> Self {
        IN_THE_MAKING.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for Forgetting {
    fn drop(&mut self) {
        // Others may be in the making, each with what it used since the last one was done.
        let others = IN_THE_MAKING.fetch_sub(1, Ordering::SeqCst).saturating_sub(1);
        typst::comemo::evict(others);
    }
}

fn set(world: &Handed<'_>, document: &Document<'_>) -> Result<Made, Vec<Fault>> {
    let compiled = typst::compile::<PagedDocument>(world);
    let paged = compiled.output.map_err(|found| refusal::sources(world, &found))?;
    let bytes = typst_pdf::pdf(&paged, &options(document)?).map_err(|found| refusal::export(world, &paged, &found))?;
    let problems = check(&bytes, document.lang);
    if !problems.is_empty() {
        return Err(refusal::checked(world, &paged, &problems));
    }
    Ok(Made { bytes, warnings: refusal::sources(world, &compiled.warnings) })
}

fn options(document: &Document<'_>) -> Result<PdfOptions, Vec<Fault>> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .map_err(|refused| vec![Fault::of(refused.message().as_str())])?;
    Ok(PdfOptions {
        creator: Smart::Custom(Some("kpi".into())),
        timestamp: date(document.produced).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    })
}

fn date(day: NaiveDate) -> Option<Datetime> {
    Datetime::from_ymd(day.year(), day.month().try_into().ok()?, day.day().try_into().ok()?)
}
