//! Datasets and comparators.

use super::{Cx, choice, expr, words};
use crate::ast::{
    BirthSpec, Column, ColumnType, ComparatorField, DatasetField, MissingWord, Name, Setting, Settings, SourceSpec,
    Spanned, Text,
};
use crate::grammar::{Node, Rule};
use kpi_core::codes::syntax::NEAR_MISS;
use kpi_core::{Diagnostic, Reason};

pub(crate) const COMPARATOR_KINDS: [(&str, ()); 6] =
    [("published", ()), ("mean", ()), ("median", ()), ("pooled", ()), ("neighbours", ()), ("region", ())];

/// The value of a dataset's field.
pub(crate) fn dataset_field(cx: &mut Cx<'_>, value: Node<'_>) -> DatasetField {
    match value.as_rule() {
        Rule::source_value => source(cx, value).map_or(DatasetField::Broken, DatasetField::Source),
        Rule::header_value => value
            .into_inner()
            .find(|n| n.as_rule() == Rule::number)
            .and_then(|n| cx.whole(&n, "row", 1_048_576))
            .map_or(DatasetField::Broken, DatasetField::Header),
        Rule::names => DatasetField::Key(cx.names(value)),
        Rule::birth_value => birth(cx, value).map_or(DatasetField::Broken, DatasetField::Birth),
        Rule::interval_value => {
            interval(cx, value).map_or(DatasetField::Broken, |(starts, ends)| DatasetField::Interval(starts, ends))
        }
        Rule::columns => {
            let mut columns = Vec::new();
            for child in value.into_inner().filter(|n| n.as_rule() == Rule::column_def) {
                columns.extend(column(cx, child));
            }
            DatasetField::Columns(columns)
        }
        _ => DatasetField::Broken,
    }
}

pub(crate) fn interval(cx: &mut Cx<'_>, node: Node<'_>) -> Option<(Name, Name)> {
    let mut names = cx.names(node).into_iter();
    names.next().zip(names.next())
}

pub(crate) fn birth(cx: &mut Cx<'_>, node: Node<'_>) -> Option<BirthSpec> {
    let (mut column, mut days_a_year) = (None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => column = Some(cx.name(&child)),
            Rule::number => days_a_year = Some(cx.edge(&child)?),
            _ => {}
        }
    }
    Some(BirthSpec { column: column?, days_a_year })
}

fn source(cx: &mut Cx<'_>, node: Node<'_>) -> Option<SourceSpec> {
    let span = cx.span(&node);
    let (mut kind, mut path, mut over, mut option) = (None, None, None, None);
    let (mut sheet, mut separator, mut table, mut settings) = (None, None, None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => kind = Some(cx.name(&child)),
            Rule::text => path = Some(cx.quoted(&child)),
            Rule::kw_sheet | Rule::kw_separator | Rule::kw_table => option = Some(child.as_rule()),
            Rule::text_of => {
                let text = cx.texts(child).pop();
                match option {
                    Some(Rule::kw_sheet) => sheet = text,
                    Some(Rule::kw_separator) => separator = text,
                    _ => table = text,
                }
            }
            Rule::names => over = Some(cx.names(child)),
            Rule::settings => settings = Some(self::settings(cx, child)),
            _ => {}
        }
    }
    Some(SourceSpec { span, kind: kind?, path: path?, sheet, separator, table, over, settings })
}

fn settings(cx: &mut Cx<'_>, node: Node<'_>) -> Settings {
    let span = cx.span(&node);
    let mut settings = Vec::new();
    for setting in node.into_inner().filter(|n| n.as_rule() == Rule::setting) {
        let (mut name, mut value) = (None, None);
        for child in setting.into_inner() {
            match child.as_rule() {
                Rule::name => name = Some(cx.name(&child)),
                Rule::expr => value = Some(expr::expr(cx, child)),
                _ => {}
            }
        }
        settings.extend(name.zip(value).map(|(name, value)| Setting { name, value }));
    }
    Settings { span, settings }
}

/// A code as it is written, without quotes.
pub(crate) fn code(cx: &mut Cx<'_>, node: Node<'_>) -> Text {
    let span = cx.span(&node);
    match node.into_inner().next() {
        Some(child) if child.as_rule() == Rule::text => cx.quoted(&child),
        Some(child) => cx.words(&child),
        None => Spanned::new(String::new(), span),
    }
}

fn codes(cx: &mut Cx<'_>, node: Node<'_>) -> Vec<Text> {
    let mut codes = Vec::new();
    for list in node.into_inner().filter(|n| n.as_rule() == Rule::codes) {
        for child in list.into_inner().filter(|n| n.as_rule() == Rule::code) {
            codes.push(code(cx, child));
        }
    }
    codes
}

fn column_type(cx: &mut Cx<'_>, node: Node<'_>) -> Option<ColumnType> {
    let child = node.into_inner().next()?;
    Some(match child.as_rule() {
        Rule::one_of => ColumnType::OneOf(codes(cx, child)),
        Rule::some_of => ColumnType::SomeOf(codes(cx, child)),
        Rule::yes_or_no => ColumnType::Named(Spanned::new("yes/no".to_owned(), cx.token(&child))),
        _ => ColumnType::Named(cx.name(&child)),
    })
}

fn column(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Column> {
    let span = cx.span(&node);
    let (mut name, mut holds, mut header, mut default) = (None, None, None, None);
    let mut missing = Vec::new();
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => name = Some(cx.name(&child)),
            Rule::column_type => holds = column_type(cx, child),
            Rule::column_from => header = cx.texts(child).pop(),
            Rule::column_or => missing.push(missing_word(cx, child)),
            Rule::column_default => {
                default = child.into_inner().find(|n| n.as_rule() == Rule::code).map(|n| code(cx, n));
            }
            _ => {}
        }
    }
    Some(Column { span, name: name?, holds: holds?, header, missing, default })
}

fn missing_word(cx: &mut Cx<'_>, node: Node<'_>) -> MissingWord {
    let span = cx.span(&node);
    let mut word = None;
    let mut reason = Spanned::new(None, span);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::text => word = Some(cx.quoted(&child)),
            Rule::phrase => {
                // `failed` is what a run makes of a figure, not what a rule may say.
                let table: Vec<(&str, Reason)> = Reason::ALL
                    .into_iter()
                    .filter(|reason| *reason != Reason::Failed)
                    .map(|reason| (reason.word(), reason))
                    .collect();
                let place = cx.token(&child);
                reason = Spanned::new(choice::choose(cx, &child, "reason for a missing value", &table), place);
            }
            _ => {}
        }
    }
    MissingWord { span, word, reason }
}

/// A text, or a number where a text is wanted: only an indicator's `number:` may be one.
pub(crate) fn text_or_number(cx: &mut Cx<'_>, node: Node<'_>, number_is_fine: bool) -> Option<Text> {
    let child = node.into_inner().next()?;
    if child.as_rule() == Rule::text {
        return Some(cx.quoted(&child));
    }
    let written = cx.words(&child);
    if !number_is_fine {
        cx.report(
            Diagnostic::at(NEAR_MISS, written.span, "a text stands in quotes")
                .saying("expected a text")
                .help(format!("write `\"{}\"`", written.node))
                .fix("put it in quotes", written.span, format!("\"{}\"", written.node)),
        );
    }
    Some(written)
}

/// The value of a comparator's field.
pub(crate) fn comparator_field(cx: &mut Cx<'_>, key: &Name, value: Node<'_>) -> ComparatorField {
    match value.as_rule() {
        Rule::text_or_number => text_or_number(cx, value, false).map_or(ComparatorField::Broken, ComparatorField::Text),
        Rule::phrase => {
            let kind = Spanned::new(words(value.as_str()), cx.token(&value));
            match choice::choose(cx, &value, &format!("{} of comparator", key.node), &COMPARATOR_KINDS) {
                Some(()) => ComparatorField::Kind(kind),
                None => ComparatorField::Broken,
            }
        }
        Rule::expr => {
            let expr = expr::expr(cx, value);
            match key.node.as_str() {
                "year" => ComparatorField::Year(expr),
                "among" => ComparatorField::Among(expr),
                "same" => ComparatorField::Same(expr),
                "where" => ComparatorField::Where(expr),
                _ => ComparatorField::Figure(expr),
            }
        }
        Rule::names => ComparatorField::By(cx.names(value)),
        Rule::name => ComparatorField::Across(cx.name(&value)),
        _ => ComparatorField::Broken,
    }
}
