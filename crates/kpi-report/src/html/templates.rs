//! Templates: those that come with kpi, and a council's own in front of them.

use crate::model::Report;
use crate::words::fill;
use kpi_core::FileId;
use minijinja::value::Kwargs;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};
use std::collections::BTreeMap;

macro_rules! built_in {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../templates/html/", $path)))),*]
    };
}

const BUILT_IN: &[(&str, &str)] = built_in![
    "base.html",
    "macros.html",
    "indicator.html",
    "key.html",
    "data.html",
    "about.html",
    "accessibility.html",
    "empty.html",
    "layouts/indicator_pages/index.html",
    "layouts/framework/index.html",
    "layouts/scorecard/index.html",
];

const STYLE: &str = include_str!("../../templates/html/kpi.css");
const SCRIPT: &str = include_str!("../../templates/html/kpi.js");

/// By this the built-in file is meant even where the council has one of its name: `{% extends "default/base.html" %}`.
const DEFAULT: &str = "default/";

/// A template of the council.
#[derive(Debug, Clone)]
pub struct Template {
    pub file: FileId,
    pub text: String,
}

/// A council's own templates and files, by their paths below `report/templates/html` and `report/assets`.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    pub own: BTreeMap<String, Template>,
    pub assets: BTreeMap<String, Vec<u8>>,
}

impl Templates {
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.own.contains_key(name) || built_in(name).is_some()
    }

    /// What comes with kpi, by name: a file of the council stands for the one of its name.
    pub fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
        BUILT_IN.iter().copied().chain([("kpi.css", STYLE), ("kpi.js", SCRIPT)])
    }

    /// Which layouts there are.
    #[must_use]
    pub fn layouts(&self) -> Vec<String> {
        let names = BUILT_IN.iter().map(|(name, _)| *name).chain(self.own.keys().map(String::as_str));
        let layout = |name: &str| name.strip_prefix("layouts/")?.strip_suffix("/index.html").map(str::to_owned);
        let mut found: Vec<String> = names.filter_map(layout).collect();
        found.sort();
        found.dedup();
        found
    }

    /// The council's stylesheet stands behind the usual one, so it has the last word.
    #[must_use]
    pub fn style(&self, tokens: &str) -> String {
        let own = self.own.get("kpi.css").map(|template| template.text.as_str()).unwrap_or_default();
        format!("{tokens}{STYLE}{own}")
    }

    #[must_use]
    pub fn script(&self) -> String {
        self.own.get("kpi.js").map_or_else(|| SCRIPT.to_owned(), |template| template.text.clone())
    }

    pub fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.assets.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    pub(super) fn environment<'a>(&'a self, report: &'a Report) -> Environment<'a> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_debug(true);
        environment.add_filter("fill", filled);
        environment.add_global("language", Value::from(report.lang.as_str()));
        for (name, text) in BUILT_IN {
            // They are part of this crate, and every page of the tests is made from them.
            let _ = environment.add_template_owned(format!("{DEFAULT}{name}"), *text);
            if !self.own.contains_key(*name) {
                let _ = environment.add_template(name, text);
            }
        }
        let own: BTreeMap<String, String> =
            self.own.iter().map(|(name, template)| (name.clone(), template.text.clone())).collect();
        // Read when a page needs it, so that a template that no page uses can hold up nothing.
        environment.set_loader(move |name| Ok(own.get(name).cloned()));
        environment
    }
}

fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// `words.produced_on|fill(day=…)`: the words with what is to be filled in.
fn filled(text: &str, given: Kwargs) -> Result<String, Error> {
    let mut values: Vec<(String, String)> = Vec::new();
    for name in given.args() {
        let value: Value = given.get(name)?;
        if value.is_undefined() {
            return Err(Error::new(ErrorKind::UndefinedError, format!("`{name}` of `fill` is undefined")));
        }
        let value = if value.is_none() { String::new() } else { value.to_string() };
        values.push((name.to_owned(), value));
    }
    given.assert_all_used()?;
    let given: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Ok(fill(text, &given))
}
