//! Items, and their heads.

use super::{Offer, Offers};
use kpi_syntax::ast::Item;
use kpi_syntax::words::{Kind, Token};

const SHAPES: [(&str, &str, &str); 9] = [
    (
        "indicator",
        "a figure with its target and bands",
        "indicator ${1:name} {\n  title:     \"$2\"\n  unit:      ${3|percent,count,number,rate per 100\\,000,percentage points,score,money,days|}\n  polarity:  ${4|higher,lower,none|}\n  frequency: ${5|quarterly,monthly,half-yearly,yearly|}\n  formula:   $6\n  target:    $7\n  bands:     $0\n}",
    ),
    (
        "test",
        "what an indicator must say",
        "test \"${1:what it shows}\" {\n  indicator ${2:name} at ${3:2024/25 Q2}\n  given $4\n  expect $0\n}",
    ),
    (
        "dataset",
        "where rows are, and what their columns hold",
        "dataset ${1:name} {\n  source: csv \"$2\"\n  columns {\n    $0\n  }\n}",
    ),
    ("cohort", "rows made from other rows", "cohort ${1:name} {\n  title: \"$2\"\n  from:  $3\n  where: $0\n}"),
    ("comparator", "what figures are set beside", "comparator ${1:name} {\n  title:  \"$2\"\n  figure: $0\n}"),
    ("bands", "what is red, amber and green", "bands ${1:name} {\n  judge: deviation\n  $0\n}"),
    ("template", "what several indicators share", "template ${1:name}($2) {\n  $0\n}"),
    ("scorecard", "what is reported, in which order", "scorecard ${1:name} {\n  title: \"$2\"\n  indicators: [$0]\n}"),
    ("use", "a file from elsewhere", "use \"$0\""),
];

pub fn top(offers: &mut Offers<'_>) {
    for (word, detail, shape) in SHAPES {
        shape.clone_into(&mut offers.add(Offer::Item, word, detail).insert);
    }
}

/// `indicator NAME from |`, `indicator NAME from template(|`
pub fn head(offers: &mut Offers<'_>, item: &str, before: &[Token]) {
    let cursor = offers.cursor;
    match (item, before) {
        ("indicator" | "bands", [name]) if name.kind == Kind::Word => {
            offers.words(&[("from", if item == "bands" { "since when it holds" } else { "made from a template" })]);
        }
        ("indicator", [_, from]) if cursor.of(from) == "from" => {
            for tree in offers.workspace.trees() {
                for item in &tree.items {
                    let Item::Template(template) = item else { continue };
                    let names: Vec<&str> = template.parameters.iter().map(|p| p.name.node.as_str()).collect();
                    let detail = format!("({})", names.join(", "));
                    let offer = offers.add(Offer::Template, &template.name.node, &detail);
                    offer.insert = format!("{}($0)", template.name.node);
                }
            }
        }
        ("indicator", [_, from, template, rest @ ..]) if cursor.of(from) == "from" => {
            let name = cursor.of(template);
            let items = offers.workspace.trees().iter().flat_map(|tree| &tree.items);
            let found = items.filter_map(|item| match item {
                Item::Template(template) if template.name.node == name => Some(template),
                _ => None,
            });
            let said: Vec<&str> = rest.iter().map(|token| cursor.of(token)).collect();
            let fresh = rest.last().is_some_and(|last| matches!(cursor.of(last), "(" | ","));
            for parameter in found.flat_map(|template| &template.parameters) {
                let name = &parameter.name.node;
                if fresh && !said.contains(&name.as_str()) {
                    let detail = if parameter.default.is_some() { "has a default" } else { "needed" };
                    offers.add(Offer::Word, name, detail).insert = format!("{name}: ");
                }
            }
            if !fresh {
                super::expressions::names(offers, None);
            }
        }
        _ => {}
    }
}
