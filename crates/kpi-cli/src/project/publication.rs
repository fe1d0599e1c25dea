//! The files of a project that only its reports need: narratives, translations, templates, pictures.

use super::{Project, overrides, read_text};
use crate::failure::Failure;
use kpi_core::codes::project::{BAD_SETTING, UNREADABLE_FILE};
use kpi_core::codes::reporting::{NARRATIVE_OF_NOTHING, NO_TRANSLATION};
use kpi_core::{Calendar, Diagnostic, FileId, Period, SourceMap, Span};
use kpi_report::About;
use kpi_report::Strings;
use kpi_report::brand::Logo;
use kpi_report::html::{Template, Templates};
use kpi_report::prose::Written;
use kpi_report::words::{Language, slug};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// All that a report is made from beside rules and data.
pub struct Publication {
    pub about: About,
    /// By language.
    pub narratives: BTreeMap<Language, Vec<Written>>,
    pub strings: BTreeMap<Language, Strings>,
    /// The council's own templates of pages, and its files beside them.
    pub pages: Templates,
    /// Its own templates of the pack, by their paths.
    pub pack: BTreeMap<String, Template>,
    pub fonts: Vec<Vec<u8>>,
    pub found: Vec<Diagnostic>,
}

impl Publication {
    /// Reads what there is for a period.
    pub fn read(project: &mut Project, period: Period) -> Result<Self, Failure> {
        let root = project.root.clone();
        let settings = project.settings.publishing.at(period);
        let mut reader = Reader { root: &root, sources: &mut project.places.sources, found: Vec::new() };
        let languages = settings.languages.clone();
        let first = languages.first().copied().unwrap_or(Language::English);
        reader.folders_of_narratives(project.catalogue.calendar, period);
        let mut narratives: BTreeMap<Language, Vec<Written>> = BTreeMap::new();
        let narrative = below(&root.join("narrative").join(slug(period)), &mut reader.found);
        for path in narrative.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "md")) {
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let (about, language) =
                match stem.rsplit_once('.').and_then(|(about, tag)| Some((about, Language::from_tag(tag)?))) {
                    Some((about, language)) => (about.to_owned(), language),
                    None => (stem, first),
                };
            if let Some((file, text)) = reader.text(&path) {
                narratives.entry(language).or_default().push(Written { about, file, text });
            }
        }
        reader.untranslated(&narratives, &languages);
        let mut strings = BTreeMap::new();
        for language in languages.iter().filter(|language| **language != first) {
            let path = root.join("strings").join(format!("{}.toml", language.tag()));
            strings.insert(*language, reader.strings(&path, *language));
        }
        let own = root.join("report");
        let mut pages = Templates { own: reader.templates(&own.join("templates/html")), assets: BTreeMap::new() };
        let pack = reader.templates(&own.join("templates/pdf"));
        let layouts = project.catalogue.scorecards.values().filter_map(|card| card.layout.as_deref());
        let layouts = layouts.chain(["indicator_pages"]).collect();
        overrides::of_pages(&pages.own, &layouts, &mut reader.found);
        #[cfg(feature = "pdf")]
        overrides::of_pack(&pack, &mut reader.found);
        reader.strays(&own.join("templates"));
        let mut assets = reader.bytes(&own.join("assets"));
        let fonts = reader.bytes(&own.join("fonts")).into_values().collect();
        let mut brand = settings.brand.clone();
        if let Some((path, span)) = &settings.logo {
            brand.logo = reader.logo(path, *span, settings.logo_alt.as_deref().unwrap_or_default());
        }
        if let Some(logo) = &brand.logo {
            assets.insert(logo.file.clone(), logo.bytes.clone());
        }
        pages.assets = assets;
        let accessibility = settings.accessibility.as_ref().and_then(|(path, span)| reader.named_text(path, *span));
        let found = reader.found;
        let about = About {
            project: project.settings.name.clone(),
            council: project.settings.heading().to_owned(),
            title: settings.title,
            department: settings.department,
            contact: settings.contact,
            accessibility,
            brand,
            languages,
            history: settings.history,
        };
        Ok(Self { about, narratives, strings, pages, pack, fonts, found })
    }
}

struct Reader<'a> {
    root: &'a Path,
    sources: &'a mut SourceMap,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// What stands in `narrative/` and is in no period's folder would be read by nobody.
    fn folders_of_narratives(&mut self, calendar: Calendar, period: Period) {
        let folder = self.root.join("narrative");
        // That it cannot be read is told where its files are looked for.
        let Ok(entries) = fs::read_dir(&folder) else { return };
        let mut names: Vec<String> = Vec::new();
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_narrative = entry.path().is_dir() || name.ends_with(".md") && name != "README.md";
            if is_narrative && !name.starts_with('.') {
                names.push(name);
            }
        }
        names.sort();
        for name in names {
            let meant = Period::parse(&name, calendar).map(slug);
            if meant.as_ref() == Ok(&name) {
                continue;
            }
            let message = format!("`narrative/{name}` is the folder of no period, and nobody would read it");
            let diagnostic = Diagnostic::new(NARRATIVE_OF_NOTHING, message);
            self.found.push(match meant {
                Ok(meant) => diagnostic.help(format!("call it `narrative/{meant}`")),
                Err(_) => diagnostic
                    .help(format!("narratives stand in a folder of their period: `narrative/{}`", slug(period))),
            });
        }
    }

    /// What is written in the first language only would be missing on the pages of the others.
    fn untranslated(&mut self, narratives: &BTreeMap<Language, Vec<Written>>, languages: &[Language]) {
        let Some((first, others)) = languages.split_first() else { return };
        for written in narratives.get(first).into_iter().flatten() {
            for language in others {
                let there =
                    narratives.get(language).is_some_and(|all| all.iter().any(|one| one.about == written.about));
                if there {
                    continue;
                }
                let message = format!("`{}` is said in {} only", written.about, first.tag());
                let place = Span::new(written.file, 0, 0);
                self.found.push(Diagnostic::at(NO_TRANSLATION, place, message).help(format!(
                    "write `{}.{}.md` beside it",
                    written.about,
                    language.tag()
                )));
            }
        }
    }

    fn name(&self, path: &Path) -> String {
        super::relative(self.root, path)
    }

    fn text(&mut self, path: &Path) -> Option<(FileId, String)> {
        match fs::read(path) {
            Ok(bytes) => {
                let file = self.sources.add(self.name(path), String::new());
                let (text, fault) = read_text(bytes, file);
                self.sources.replace(file, text.clone());
                self.found.extend(fault);
                Some((file, text))
            }
            Err(error) => {
                let message = format!("{} cannot be read: {error}", self.name(path));
                self.found.push(Diagnostic::new(UNREADABLE_FILE, message));
                None
            }
        }
    }

    /// A file that the settings name.
    fn named_text(&mut self, path: &str, span: Span) -> Option<String> {
        let whole = self.root.join(path);
        if !whole.is_file() {
            self.no_file(path, span);
            return None;
        }
        self.text(&whole).map(|(_, text)| text)
    }

    fn no_file(&mut self, path: &str, span: Span) {
        let diagnostic = Diagnostic::at(BAD_SETTING, span, format!("there is no file `{path}` in the project"));
        self.found.push(diagnostic.help("its path is seen from the folder of kpi.toml"));
    }

    fn logo(&mut self, path: &str, span: Span, alt: &str) -> Option<Logo> {
        let whole = self.root.join(path);
        match fs::read(&whole) {
            Ok(bytes) => {
                let file = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                Some(Logo { file, bytes, alt: alt.to_owned() })
            }
            Err(_) => {
                self.no_file(path, span);
                None
            }
        }
    }

    fn strings(&mut self, path: &Path, language: Language) -> Strings {
        let none = |file| Strings { file, texts: indexmap::IndexMap::new() };
        if !path.is_file() {
            let name = self.name(path);
            let file = self.sources.add(name.clone(), String::new());
            let message = format!("the project is published in {}, and has no {name}", language.name());
            self.found.push(Diagnostic::new(NO_TRANSLATION, message).help(format!(
                "write {name} with a table `[texts]`: each text of the rules, and what it is in {}",
                language.name()
            )));
            return none(file);
        }
        let Some((file, text)) = self.text(path) else { return none(self.sources.add(self.name(path), String::new())) };
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            #[serde(default)]
            texts: indexmap::IndexMap<String, String>,
        }
        match toml::from_str::<Table>(&text) {
            Ok(table) => {
                let folded = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
                Strings { file, texts: table.texts.into_iter().map(|(key, value)| (folded(key), value)).collect() }
            }
            Err(error) => {
                let span = super::settings::place(file, error.span().unwrap_or(0..1));
                let message = error.message().lines().next().unwrap_or("not TOML").to_owned();
                self.found.push(
                    Diagnostic::at(BAD_SETTING, span, message)
                        .help("write `[texts]`, then `\"English\" = \"Cymraeg\"` lines"),
                );
                none(file)
            }
        }
    }

    fn templates(&mut self, folder: &Path) -> BTreeMap<String, Template> {
        let mut templates = BTreeMap::new();
        for path in below(folder, &mut self.found) {
            let name = super::relative(folder, &path);
            if let Some((file, text)) = self.text(&path) {
                templates.insert(name, Template { file, text });
            }
        }
        templates
    }

    /// What stands beside the folders that templates are read from.
    fn strays(&mut self, folder: &Path) {
        for path in below(folder, &mut self.found) {
            let name = super::relative(folder, &path);
            self.found.extend(overrides::stray(&name));
        }
    }

    fn bytes(&mut self, folder: &Path) -> BTreeMap<String, Vec<u8>> {
        let mut read = BTreeMap::new();
        for path in below(folder, &mut self.found) {
            match fs::read(&path) {
                Ok(bytes) => {
                    read.insert(super::relative(folder, &path), bytes);
                }
                Err(error) => {
                    let message = format!("{} cannot be read: {error}", self.name(&path));
                    self.found.push(Diagnostic::new(UNREADABLE_FILE, message));
                }
            }
        }
        read
    }
}

/// All files below a folder, in order, without hidden ones; none where there is no such folder. One that is there and cannot be
/// read is told: what it holds would be missed by nobody.
fn below(folder: &Path, found: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => {
                found.push(Diagnostic::new(UNREADABLE_FILE, format!("{} cannot be read: {error}", folder.display())));
                continue;
            }
        };
        for entry in entries.flatten().filter(|entry| !entry.file_name().to_string_lossy().starts_with('.')) {
            // A link to a folder is not followed: it may lead back here.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            } else {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    files
}
