//! That a figure can be cut by the columns its rules name (R49).

use crate::Catalogue;
use crate::catalogue::{Cut, Indicator};
use crate::slices::Source;
use kpi_core::codes::names::CANNOT_CUT;
use kpi_core::schema::ColumnType;
use kpi_core::{Diagnostic, suggest};

pub fn slices(catalogue: &Catalogue, out: &mut Vec<Diagnostic>) {
    for indicator in catalogue.indicators.values().filter(|indicator| !indicator.by.is_empty()) {
        let sources = catalogue.sources(indicator);
        for cut in &indicator.by {
            out.extend(wrong(catalogue, indicator, cut, &sources));
        }
    }
}

fn wrong(catalogue: &Catalogue, indicator: &Indicator, cut: &Cut, sources: &[Source<'_>]) -> Option<Diagnostic> {
    let column = &cut.column;
    let holders = cut.from.as_deref().into_iter().chain(sources.iter().map(|source| source.rows));
    let mut held = holders.filter_map(|rows| catalogue.column(rows, column));
    let Some(first) = held.next() else {
        let rows: Vec<String> = sources.iter().map(|source| format!("`{}`", source.rows)).collect();
        let message = format!("`{}` is not made from anything that has a column `{column}`", indicator.id);
        let diagnostic = Diagnostic::at(CANNOT_CUT, cut.span, message);
        return Some(match rows.is_empty() {
            true => diagnostic.help("count records or look figures up; or leave `by` out"),
            false => {
                diagnostic.help(format!("it is made from {}: name one of their columns", suggest::list(&rows, "and")))
            }
        });
    };
    if let ColumnType::SomeOf(_) | ColumnType::Rank | ColumnType::Period = &first.holds {
        let message = format!(
            "a figure is not cut by `{column}`: a row may have several of its values, or none that names a part"
        );
        return Some(
            Diagnostic::at(CANNOT_CUT, cut.span, message)
                .label(first.span, "declared here")
                .help("cut by a column of texts, of codes, of numbers, of dates or of yes and no"),
        );
    }
    if let Some(other) =
        held.find(|other| std::mem::discriminant(&kind(&other.holds)) != std::mem::discriminant(&kind(&first.holds)))
    {
        let message = format!("`{column}` is not the same kind of thing everywhere");
        return Some(
            Diagnostic::at(CANNOT_CUT, cut.span, message)
                .label(first.span, "this")
                .label(other.span, "and this")
                .help("declare them alike"),
        );
    }
    let uncut = sources.iter().find(|source| source.must_cut && !catalogue.can_cut(source.rows, column))?;
    let message = format!("`{}` has no column `{column}`, so this cannot be cut by it", uncut.rows);
    Some(
        Diagnostic::at(CANNOT_CUT, uncut.span, message)
            .label(cut.span, "cut here")
            .note("each part would be set against the whole")
            .help(format!("add the column `{column}` to `{}`, or leave it out of `by`", uncut.rows)),
    )
}

/// Codes are texts.
fn kind(holds: &ColumnType) -> ColumnType {
    match holds {
        ColumnType::OneOf(_) => ColumnType::Text,
        other => other.clone(),
    }
}
