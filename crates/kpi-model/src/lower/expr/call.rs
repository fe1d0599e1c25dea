//! Calls: `abs`, `round`, `min`, `max`, `flagged`.

use super::{Scope, unit_word};
use crate::formula::{Formula, FormulaKind, Function};
use crate::project::{HelpIfNone, listed, suggesting};
use kpi_core::codes::{names, units};
use kpi_core::{Diagnostic, Flag, Span, Unit};
use kpi_syntax::ast::{Expr, ExprKind, Name};

const FUNCTIONS: [&str; 11] =
    ["abs", "round", "min", "max", "flagged", "count", "sum", "mean", "median", "percentile", "measure"];

impl<'a> Scope<'a, '_> {
    pub(super) fn call(&mut self, function: &'a Name, arguments: &'a [Expr], span: Span) -> Formula {
        let (called, least, most) = match function.node.as_str() {
            "flagged" => return self.flagged(function, arguments, span),
            "abs" => (Function::Abs, 1, Some(1)),
            "round" => (Function::Round, 1, Some(2)),
            "min" => (Function::Min, 2, None),
            "max" => (Function::Max, 2, None),
            "count" | "sum" | "mean" | "median" | "percentile" => {
                let rows = self.rows_meant(arguments);
                self.tell(
                    Diagnostic::at(
                        units::ARGUMENTS,
                        span,
                        format!("`{}` is over the records of a dataset", function.node),
                    )
                    .help(match function.node.as_str() {
                        "count" => format!("write `count({rows} where …)`"),
                        "percentile" => format!("write `percentile({rows}.column where …, 90%)`"),
                        word => match arguments {
                            // `sum(bins.missed in period)`
                            [Expr { kind: ExprKind::InWindow { value, .. }, .. }]
                                if matches!(value.kind, ExprKind::Column { .. }) =>
                            {
                                let measured = self.project.sources.slice(value.span);
                                format!("rows are asked for by a column: `{word}({measured} where … in period)`")
                            }
                            _ => format!("write `{word}({rows}.column where …)`; values are added with `+`"),
                        },
                    }),
                );
                return Formula::broken(span);
            }
            other => {
                if let Some(here) = of_spreadsheets(other) {
                    let message = format!("there is no function `{other}`");
                    let rows = self.rows_meant(arguments);
                    let written = if here == "count" { rows } else { format!("{rows}.column") };
                    let diagnostic = Diagnostic::at(names::UNKNOWN_NAME, function.span, message)
                        .help(format!("write `{here}({written} where …)`"));
                    self.tell(diagnostic.fix(format!("write `{here}`"), function.span, here));
                    return Formula::broken(span);
                }
                self.tell(
                    suggesting(
                        Diagnostic::at(names::UNKNOWN_NAME, function.span, format!("there is no function `{other}`")),
                        other,
                        function.span,
                        FUNCTIONS,
                    )
                    .help_if_none(|| format!("the functions are {}", listed(&FUNCTIONS, "and"))),
                );
                return Formula::broken(span);
            }
        };
        if arguments.len() < least || most.is_some_and(|most| arguments.len() > most) {
            let wanted = match (least, most) {
                (1, Some(1)) => "one value".to_owned(),
                (1, Some(_)) => "a value, and the number of decimals".to_owned(),
                _ => "two values or more".to_owned(),
            };
            self.tell(
                Diagnostic::at(units::ARGUMENTS, span, format!("`{}` takes {wanted}", function.node))
                    .saying(format!("{} given", arguments.len()))
                    .help(match function.node.as_str() {
                        "abs" => "write `abs(x)`".to_owned(),
                        "round" => "write `round(x, 1)`".to_owned(),
                        word => {
                            let rows = self.rows_meant(arguments);
                            format!("write `{word}(a, b)`; over records `{word}({rows}.column where …)`")
                        }
                    }),
            );
            return Formula::broken(span);
        }
        let values: Vec<Formula> = arguments.iter().map(|argument| self.number(argument, "calculate with")).collect();
        if values.iter().any(Formula::is_broken) {
            return Formula::broken(span);
        }
        let mut unit = values.first().map_or(Unit::AsWritten, |value| value.unit);
        match called {
            Function::Round => {
                if let Some(decimals) = values.get(1)
                    && decimals.unit != Unit::Number
                {
                    self.tell(
                        Diagnostic::at(units::ARGUMENTS, decimals.span, "`round` takes a whole number of decimals")
                            .saying(unit_word(decimals.unit))
                            .help("write `round(x, 1)`"),
                    );
                    return Formula::broken(span);
                }
            }
            Function::Abs => {}
            Function::Min | Function::Max => {
                for (before, value) in values.iter().zip(values.iter().skip(1)) {
                    match self.common(before, value, "be compared") {
                        Some(common) => unit = super::operators::unify(unit, common).unwrap_or(common),
                        None => return Formula::broken(span),
                    }
                }
            }
        }
        Formula::new(FormulaKind::Call { function: called, arguments: values }, unit, span)
    }

    /// The rows that are most likely meant: those of the arguments, or the only ones there are.
    fn rows_meant(&self, arguments: &[Expr]) -> String {
        let project = self.project;
        let named = arguments.iter().find_map(|argument| {
            let name = match &argument.kind {
                ExprKind::Name(name) => name,
                ExprKind::Column { dataset, .. } => &dataset.node,
                _ => return None,
            };
            let dataset = project.datasets.get(name.as_str()).map(|entry| entry.mark());
            let cohort = project.cohorts.get(name.as_str()).map(|entry| entry.mark());
            dataset.or(cohort).map(|()| name.clone())
        });
        named.unwrap_or_else(|| {
            let is_records = |name: &&&str| project.schemas.get(**name).is_some_and(|schema| schema.key.is_empty());
            let mut records = project.datasets.keys().filter(is_records);
            let only = records.next().filter(|_| records.next().is_none());
            only.map_or_else(|| "records".to_owned(), |name| (*name).to_owned())
        })
    }

    fn flagged(&mut self, function: &Name, arguments: &'a [Expr], span: Span) -> Formula {
        let words: Vec<&str> = Flag::ALL.iter().map(|flag| flag.word()).collect();
        let [argument] = arguments else {
            self.tell(
                Diagnostic::at(units::ARGUMENTS, span, "`flagged` takes one flag")
                    .saying(format!("{} given", arguments.len()))
                    .help(format!("the flags are {}", listed(&words, "and"))),
            );
            return Formula::broken(span);
        };
        let plain = self.seen_through(argument);
        let (ExprKind::Name(word) | ExprKind::Text(word)) = &plain.kind else {
            self.tell(
                Diagnostic::at(units::ARGUMENTS, plain.span, "`flagged` takes the name of a flag")
                    .label(function.span, "asked here")
                    .help(format!("the flags are {}", listed(&words, "and"))),
            );
            return Formula::broken(span);
        };
        match Flag::from_word(word) {
            Some(flag) => Formula::new(FormulaKind::Flagged(flag), Unit::YesNo, span),
            None => {
                self.tell(
                    suggesting(
                        Diagnostic::at(names::UNKNOWN_KIND, plain.span, format!("there is no flag `{word}`")),
                        word,
                        plain.span,
                        words.iter().copied(),
                    )
                    .help_if_none(|| format!("the flags are {}", listed(&words, "and"))),
                );
                Formula::broken(span)
            }
        }
    }
}

/// What a function of spreadsheets is called here.
fn of_spreadsheets(function: &str) -> Option<&'static str> {
    Some(match function.to_lowercase().as_str() {
        "average" | "avg" | "averageif" | "averageifs" => "mean",
        "sumif" | "sumifs" => "sum",
        "counta" | "countif" | "countifs" => "count",
        _ => return None,
    })
}
