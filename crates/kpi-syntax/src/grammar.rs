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

#[cfg(test)]
mod tests {
    use super::*;

    /// The parser reads a file piece by piece; the grammar must hold of the whole all the same.
    #[test]
    fn the_grammar_describes_whole_files() {
        let text = crate::split::plain(include_str!("../tests/constructs.kpi"));
        let read = read(Rule::file, &text);
        assert!(read.is_ok(), "{:?}", read.err().map(|stuck| (text.get(stuck.at..stuck.at + 40), stuck.wanted)));
    }
}
