//! Plugins: what rules say to them and want of them, held against what they say of themselves.

use super::expr::Scope;
use crate::formula::{Aggregate, Condition, Formula, FormulaKind};
use crate::project::{HelpIfNone, Project, listed, suggesting};
use kpi_core::codes::plugins::rules::{PLUGIN_COLUMN, PLUGIN_IS_OTHER, PLUGIN_SETTING, PLUGIN_UNIT, UNKNOWN_PLUGIN};
use kpi_core::facts::{Input, Measure};
use kpi_core::plugin::{CellKind, ColumnInfo, Description, Offers, Plugin, SettingInfo, Settings};
use kpi_core::schema::{Column, ColumnType, Dataset};
use kpi_core::{Diagnostic, Span, Unit};
use kpi_syntax::ast::{Expr, ExprKind, Name, Setting, Text, UnaryOp};

/// The description of a plugin; none where it is told, here or elsewhere, that there is none.
fn described<'p>(project: &'p Project<'_>, name: &Text, out: &mut Vec<Diagnostic>) -> Option<&'p Description> {
    match project.plugins.get(&name.node) {
        Some(Plugin::Described(description)) => Some(description),
        Some(Plugin::Unavailable) => None,
        None => {
            let message = format!("kpi.toml knows no plugin `{}`", name.node);
            let diagnostic = Diagnostic::at(UNKNOWN_PLUGIN, name.span, message);
            // The quotes stay as they are.
            let inside = Span::new(name.span.file, name.span.start + 1, name.span.end.saturating_sub(1));
            let known: Vec<&str> = project.plugins.keys().map(String::as_str).collect();
            out.push(suggesting(diagnostic, &name.node, inside, known).help_if_none(|| {
                format!("say where it is: `[plugins.{}]` with `path = \"plugins/{}.wasm\"`", name.node, name.node)
            }));
            None
        }
    }
}

/// What a dataset's source is told, and whether the plugin gives its columns; `None` where something is wrong.
pub fn source(
    project: &Project<'_>,
    name: &Text,
    given: &[Setting],
    columns: &[Column],
    out: &mut Vec<Diagnostic>,
) -> Option<Settings> {
    let description = described(project, name, out)?;
    let Offers::Source { columns: offered } = &description.offers else {
        out.push(
            Diagnostic::at(PLUGIN_IS_OTHER, name.span, format!("`{}` is a measure: it gives no rows", name.node))
                .help(format!("use it in a formula: `measure(\"{}\", records)`", name.node)),
        );
        return None;
    };
    let before = out.len();
    let settings = settings(name, &description.settings, given, out);
    for column in columns {
        let header = column.header.as_deref().unwrap_or(&column.name);
        match offered.iter().find(|info| info.name == header) {
            None => {
                let message = format!("the plugin `{}` gives no column `{header}`", name.node);
                let names: Vec<&str> = offered.iter().map(|info| info.name.as_str()).collect();
                out.push(
                    match kpi_core::suggest::did_you_mean(header, names.iter().copied()) {
                        Some(help) => Diagnostic::at(PLUGIN_COLUMN, column.span, message).help(help),
                        None => Diagnostic::at(PLUGIN_COLUMN, column.span, message)
                            .help(format!("it gives {}", listed(&names, "and"))),
                    }
                    .label(name.span, "named here"),
                );
            }
            Some(info) if !becomes(info.kind, &column.holds) => out.push(
                Diagnostic::at(
                    PLUGIN_COLUMN,
                    column.span,
                    format!("the plugin's `{header}` holds {}, and this column something else", info.kind.plural()),
                )
                .label(name.span, "the plugin")
                .help(format!("declare `{}: {}`", column.name, type_of(info.kind))),
            ),
            Some(_) => {}
        }
    }
    if out.len() == before { settings } else { None }
}

/// Can cells of a kind be read as a column's type? A text is read as a file's is.
const fn becomes(kind: CellKind, holds: &ColumnType) -> bool {
    match kind {
        CellKind::Text => true,
        CellKind::Number | CellKind::Integer => {
            matches!(holds, ColumnType::Number(_) | ColumnType::Text | ColumnType::OneOf(_) | ColumnType::Rank)
        }
        CellKind::Date => matches!(holds, ColumnType::Date | ColumnType::Text),
        CellKind::YesNo => matches!(holds, ColumnType::YesNo | ColumnType::Text | ColumnType::OneOf(_)),
    }
}

const fn type_of(kind: CellKind) -> &'static str {
    match kind {
        CellKind::Number => "number",
        CellKind::Integer => "count",
        CellKind::Date => "date",
        CellKind::YesNo => "yes/no",
        CellKind::Text => "text",
    }
}

/// The settings in the order of their names; `None` where one is wrong.
fn settings(plugin: &Text, known: &[SettingInfo], given: &[Setting], out: &mut Vec<Diagnostic>) -> Option<Settings> {
    let before = out.len();
    let mut settings: Settings = Vec::with_capacity(given.len());
    let mut seen: Vec<(&str, Span)> = Vec::new();
    for Setting { name, value } in given {
        let word = name.node.as_str();
        if let Some((_, first)) = seen.iter().find(|(seen, _)| *seen == word) {
            out.push(
                Diagnostic::at(PLUGIN_SETTING, name.span, format!("`{word}` is set twice"))
                    .label(*first, "the first time")
                    .help("keep one of the two"),
            );
            continue;
        }
        seen.push((word, name.span));
        let Some(info) = known.iter().find(|info| info.name == word) else {
            let names: Vec<&str> = known.iter().map(|info| info.name.as_str()).collect();
            let message = format!("the plugin `{}` has no setting `{word}`", plugin.node);
            out.push(
                suggesting(Diagnostic::at(PLUGIN_SETTING, name.span, message), word, name.span, names.iter().copied())
                    .help_if_none(|| {
                        if names.is_empty() {
                            "it has none: leave it out".to_owned()
                        } else {
                            format!("it has {}", listed(&names, "and"))
                        }
                    }),
            );
            continue;
        };
        match written(value) {
            Some((kind, text)) if kind == info.kind || (kind == CellKind::Integer && info.kind == CellKind::Number) => {
                settings.push((word.to_owned(), text));
            }
            Some((kind, _)) => out.push(
                Diagnostic::at(PLUGIN_SETTING, value.span, format!("`{word}` is {}", info.kind.phrase()))
                    .saying(format!("this is {}", kind.phrase()))
                    .help(format!("write `{word}: {}`; {}", sample(info.kind), info.about)),
            ),
            None => {
                if !matches!(value.kind, ExprKind::Broken) {
                    out.push(
                        Diagnostic::at(PLUGIN_SETTING, value.span, "a setting of a plugin is written out")
                            .saying("this has to be worked out")
                            .help(format!("write `{word}: {}`", sample(info.kind))),
                    );
                }
            }
        }
    }
    for info in known.iter().filter(|info| info.required) {
        if !seen.iter().any(|(name, _)| *name == info.name) {
            out.push(
                Diagnostic::at(
                    PLUGIN_SETTING,
                    plugin.span,
                    format!("the plugin `{}` needs the setting `{}`", plugin.node, info.name),
                )
                .note(info.about.clone())
                .help(format!("add `{}: {}`", info.name, sample(info.kind))),
            );
        }
    }
    settings.sort();
    (out.len() == before).then_some(settings)
}

/// What is written, as the plugin is told it.
fn written(value: &Expr) -> Option<(CellKind, String)> {
    match &value.kind {
        ExprKind::Text(text) => Some((CellKind::Text, text.clone())),
        ExprKind::Date(date) => Some((CellKind::Date, date.to_string())),
        ExprKind::YesNo(truth) => Some((CellKind::YesNo, if *truth { "yes" } else { "no" }.to_owned())),
        ExprKind::Quantity(quantity) => {
            let kind = if quantity.value.is_integer() { CellKind::Integer } else { CellKind::Number };
            // What is written with an end of decimals has one.
            let decimals = quantity.value.decimals(u8::MAX)?;
            let text = quantity.value.display(decimals, kpi_core::Rounding::Truncate).replace(',', "");
            Some((kind, text))
        }
        ExprKind::Unary { op, operand } if op.node == UnaryOp::Negate => match written(operand)? {
            (kind @ (CellKind::Number | CellKind::Integer), text) => Some((kind, format!("-{text}"))),
            _ => None,
        },
        _ => None,
    }
}

const fn sample(kind: CellKind) -> &'static str {
    match kind {
        CellKind::Number => "0.5",
        CellKind::Integer => "5",
        CellKind::Date => "2024-04-01",
        CellKind::YesNo => "yes",
        CellKind::Text => "\"…\"",
    }
}

/// The unit a plugin spells, as a rule would.
fn unit(word: &str) -> Option<Unit> {
    Some(match word.trim().to_lowercase().as_str() {
        "number" => Unit::Number,
        "count" => Unit::Count,
        "ratio" => Unit::Ratio,
        "percent" | "%" => Unit::Percent,
        "points" | "pp" => Unit::Points,
        "score" => Unit::Score,
        "money" | "£" => Unit::Money,
        "days" => Unit::Days,
        rate => Unit::Rate(rate.strip_prefix("per ")?.trim().replace(',', "").parse().ok().filter(|per| *per > 0)?),
    })
}

impl<'a> Scope<'a, '_> {
    /// `measure("smr", admissions where …, reference: 0.95)`
    pub(super) fn plugin_measure(
        &mut self,
        plugin: &Text,
        rows: &'a Name,
        condition: Option<&'a Expr>,
        given: &[Setting],
        span: Span,
    ) -> Formula {
        let broken = || Formula::broken(span);
        let schema = self.dataset(rows);
        let condition = match (schema, condition) {
            (Some(schema), Some(expr)) => self.condition(schema, expr),
            (_, None) => Some(Condition::All),
            (None, Some(_)) => None,
        };
        let mut found = Vec::new();
        let measured = described(self.project, plugin, &mut found).and_then(|description| {
            let Offers::Measure { unit: word, inputs } = &description.offers else {
                found.push(
                    Diagnostic::at(
                        PLUGIN_IS_OTHER,
                        plugin.span,
                        format!("`{}` is a source: it makes no figure", plugin.node),
                    )
                    .help(format!("use it in a dataset: `source: plugin \"{}\"`", plugin.node)),
                );
                return None;
            };
            let settings = settings(plugin, &description.settings, given, &mut found);
            let inputs = schema.and_then(|schema| self::inputs(plugin, inputs, schema, &mut found));
            let Some(unit) = unit(word) else {
                found.push(
                    Diagnostic::at(PLUGIN_UNIT, plugin.span, format!("kpi has no unit `{word}`"))
                        .note(format!("{} says that its figure is in it", description.identity))
                        .help("the plugin has to say one that kpi has: `number`, `percent`, `per 1,000` and the like"),
                );
                return None;
            };
            Some((settings?, inputs?, unit))
        });
        for diagnostic in found {
            self.tell(diagnostic);
        }
        let (Some((settings, inputs, unit)), Some(schema), Some(condition)) = (measured, schema, condition) else {
            return broken();
        };
        let rows = Aggregate { dataset: schema.name.clone(), measure: Measure::Count, condition };
        let measure = crate::formula::PluginMeasure { plugin: plugin.node.clone(), settings, inputs, rows };
        Formula::new(FormulaKind::Measure(Box::new(measure)), unit, span)
    }
}

/// The columns of the rows that the plugin takes; `None` where it cannot do with them.
fn inputs(plugin: &Text, wanted: &[ColumnInfo], schema: &Dataset, out: &mut Vec<Diagnostic>) -> Option<Vec<Input>> {
    let before = out.len();
    let mut inputs = Vec::with_capacity(wanted.len());
    for info in wanted {
        let Some(column) = schema.column(&info.name) else {
            if info.required {
                out.push(
                    Diagnostic::at(
                        PLUGIN_COLUMN,
                        plugin.span,
                        format!("`{}` takes a column `{}`, and `{}` has none", plugin.node, info.name, schema.name),
                    )
                    .label(schema.span, "declared here")
                    .note(info.about.clone())
                    .help(format!(
                        "declare `{}: {}`, with `from \"…\"` if the source calls it otherwise",
                        info.name,
                        type_of(info.kind)
                    )),
                );
            }
            continue;
        };
        let fits = match info.kind {
            CellKind::Number | CellKind::Integer => matches!(column.holds, ColumnType::Number(_)),
            CellKind::Date => matches!(column.holds, ColumnType::Date),
            CellKind::YesNo => matches!(column.holds, ColumnType::YesNo),
            CellKind::Text => matches!(column.holds, ColumnType::Text | ColumnType::OneOf(_)),
        };
        if !fits {
            out.push(
                Diagnostic::at(
                    PLUGIN_COLUMN,
                    plugin.span,
                    format!("`{}` takes {} in `{}`", plugin.node, info.kind.plural(), info.name),
                )
                .label(column.span, "which holds something else")
                .help(format!("declare `{}: {}`", info.name, type_of(info.kind))),
            );
        }
        inputs.push(Input { column: info.name.clone(), kind: info.kind, required: info.required });
    }
    (out.len() == before).then_some(inputs)
}
