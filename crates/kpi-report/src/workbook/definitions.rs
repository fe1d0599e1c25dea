//! What each indicator is, and how it is worked out.

use super::entry::Entry;
use super::table::{Columns, Table};
use crate::model::{Indicator, Link, Report};
use crate::prose::lines;
use crate::words::Words;
use indexmap::IndexMap;

pub fn table(report: &Report, words: Words) -> Table {
    let mut facts: IndexMap<&str, &str> = IndexMap::new();
    for fact in report.indicators.values().flat_map(|indicator| &indicator.facts) {
        facts.entry(&fact.key).or_insert(&fact.label);
    }
    let mut columns: Columns<'_, &Indicator> = Columns::new();
    columns.add(words.get("indicator"), |indicator| Entry::text(indicator.title.as_str()));
    columns.add(words.get("number_long"), |indicator| Entry::maybe(indicator.number.as_deref()));
    columns.add(words.get("description"), |indicator| Entry::text(lines(&indicator.description)));
    columns.add(words.get("calculation"), move |indicator| Entry::text(calculation(indicator, words)));
    columns.add(words.get("calculation_source"), |indicator| Entry::text(lines(&indicator.calculation.source)));
    columns.add(words.get("unit"), |indicator| Entry::text(indicator.unit.as_str()));
    columns.add(words.get("direction"), |indicator| Entry::text(indicator.polarity.text.as_str()));
    columns.add(words.get("frequency"), |indicator| Entry::text(indicator.frequency.as_str()));
    for (key, label) in facts {
        columns.add(label, move |indicator| {
            let fact = indicator.facts.iter().find(|fact| fact.key == key);
            Entry::maybe(fact.map(|fact| fact.text.as_str()))
        });
    }
    columns.add(words.get("links"), |indicator| {
        Entry::text(indicator.links.iter().map(link).collect::<Vec<_>>().join("\n"))
    });
    columns.table(report.indicators.values())
}

fn calculation(indicator: &Indicator, words: Words) -> String {
    let calculation = &indicator.calculation;
    let mut told = calculation.text.clone();
    if !calculation.names.is_empty() {
        told.push('\n');
        told.push_str(words.get("calculation_where"));
    }
    for name in &calculation.names {
        told.push('\n');
        told.push_str(&words.fill("label_text", &[("label", &name.label), ("text", &name.text)]));
    }
    told
}

fn link(link: &Link) -> String {
    match &link.href {
        Some(href) if *href != link.text => format!("{} ({href})", link.text),
        _ => link.text.clone(),
    }
}
