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
                self.tell(
                    Diagnostic::at(
                        units::ARGUMENTS,
                        span,
                        format!("`{}` is over the records of a dataset", function.node),
                    )
                    .help(match function.node.as_str() {
                        "count" => "write `count(records where …)`".to_owned(),
                        "percentile" => "write `percentile(records.column where …, 90%)`".to_owned(),
                        word => match arguments {
                            // `sum(bins.missed in period)`
                            [Expr { kind: ExprKind::InWindow { value, .. }, .. }]
                                if matches!(value.kind, ExprKind::Column { .. }) =>
                            {
                                let measured = self.project.sources.slice(value.span);
                                format!("rows are asked for by a column: `{word}({measured} where … in period)`")
                            }
                            _ => format!("write `{word}(records.column where …)`; values are added with `+`"),
                        },
                    }),
                );
                return Formula::broken(span);
            }
            other => {
                if let Some((here, help)) = of_spreadsheets(other) {
                    let message = format!("there is no function `{other}`");
                    let diagnostic = Diagnostic::at(names::UNKNOWN_NAME, function.span, message).help(help);
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
                        word => format!("write `{word}(a, b)`; over records `{word}(records.column where …)`"),
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

/// What a function of spreadsheets is called here, and how it is written.
fn of_spreadsheets(function: &str) -> Option<(&'static str, &'static str)> {
    Some(match function.to_lowercase().as_str() {
        "average" | "avg" | "averageif" | "averageifs" => ("mean", "write `mean(records.column where …)`"),
        "sumif" | "sumifs" => ("sum", "write `sum(records.column where …)`"),
        "counta" | "countif" | "countifs" => ("count", "write `count(records where …)`"),
        _ => return None,
    })
}
