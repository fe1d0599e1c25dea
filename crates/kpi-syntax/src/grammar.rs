//! The one place that knows pest: the parser made from `grammar/kpi.pest`.

#![allow(missing_docs, reason = "the rules are described in the grammar")]

#[derive(pest_derive::Parser)]
#[grammar = "../../../grammar/kpi.pest"]
pub(crate) struct KpiParser;

/// A piece of what pest has matched.
pub(crate) type Node<'a> = pest::iterators::Pair<'a, Rule>;

/// Where pest could go no further, and what it would have taken there.
pub(crate) struct Stuck {
    pub(crate) at: usize,
    pub(crate) wanted: Vec<Rule>,
}

/// The pieces that the rule matches; the whole text must match.
pub(crate) fn read(rule: Rule, text: &str) -> Result<pest::iterators::Pairs<'_, Rule>, Stuck> {
    use pest::Parser;
    use pest::error::{ErrorVariant, InputLocation};
    KpiParser::parse(rule, text).map_err(|error| {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let wanted = match error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives,
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Stuck { at, wanted }
    })
}
