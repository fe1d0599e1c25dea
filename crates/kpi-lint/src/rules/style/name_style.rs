//! Names that are written in ways of their own.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_syntax::ast::{Item, Name};

kpi_core::code! {
    /// A name is not written in small letters with underscores.
    ///
    /// ## Why
    /// Names are typed, searched and linked. One way to write them spares everybody the question which.
    ///
    /// ## Example
    /// ```kpi
    /// indicator CasesClosed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator cases_closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// ```
    KPI2609 NAME_STYLE "style" Warning
}

pub const RULE: Rule = Rule::stable(NAME_STYLE, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for item in context.items() {
        let name: &Name = match item {
            Item::Dataset(item) => &item.name,
            Item::Cohort(item) => &item.name,
            Item::Comparator(item) => &item.name,
            Item::Bands(item) => &item.name,
            Item::Template(item) => &item.name,
            Item::Indicator(item) => &item.name,
            Item::Scorecard(item) => &item.name,
            Item::Use(_) | Item::Test(_) | Item::Broken(_) => continue,
        };
        let wanted = snake(&name.node);
        if wanted != name.node {
            out.push(
                Diagnostic::at(
                    NAME_STYLE,
                    name.span,
                    format!("`{}` is not written in small letters with underscores", name.node),
                )
                .help(format!("call it `{wanted}`, here and where it is used")),
            );
        }
    }
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    let mut small = false;
    for letter in name.chars() {
        if letter.is_uppercase() && small {
            out.push('_');
        }
        small = letter.is_lowercase() || letter.is_numeric();
        out.extend(letter.to_lowercase());
    }
    out
}
