//! Items, and their heads.

use super::{Offer, Offers};
use crate::workspace::Workspace;
use kpi_syntax::ast::Item;
use kpi_syntax::words::{Kind, Token};

/// So many names are listed at once.
const LISTED: usize = 50;

/// An item to be filled in, gap by gap; where only what is named elsewhere can stand, it can be chosen.
fn shapes(offers: &Offers<'_>) -> [(&'static str, &'static str, String); 9] {
    let names = offers.names();
    let of = |wanted: fn(&Item) -> bool| -> Vec<&str> {
        let items = offers.workspace.trees().iter().flat_map(|tree| &tree.items);
        items.filter(|item| wanted(item)).filter_map(|item| item.name().map(|name| name.node.as_str())).collect()
    };
    let mut schemes: Vec<&str> = names.bands.keys().copied().collect();
    schemes.sort_unstable();
    let bands = gap(10, &schemes, "");
    let rows = gap(3, &of(|item| matches!(item, Item::Dataset(_) | Item::Cohort(_))), "");
    let subject = gap(2, &of(|item| matches!(item, Item::Indicator(_))), "name");
    [
        (
            "indicator",
            "a figure with its target and bands",
            format!(
                "indicator ${{1:name}} {{\n  title:       \"$2\"\n  description: \"$3\"\n  source:      \"$4\"\n  \
                 unit:        ${{5|percent\\, 1 decimal,percent,count,number,rate per 100\\,000,percentage points,score,money,days|}}\n  \
                 polarity:    ${{6|higher,lower,none|}}\n  frequency:   ${{7|quarterly,monthly,half-yearly,yearly|}}\n  \
                 formula:     $8\n  target:      $9\n  bands:       {bands}\n}}$0"
            ),
        ),
        (
            "test",
            "what an indicator must say",
            test(&subject, offers.workspace, "given value = $4\n  expect rating = $0"),
        ),
        (
            "dataset",
            "where rows are, and what their columns hold",
            "dataset ${1:name} {\n  source: csv \"$2\"\n  columns {\n    $0\n  }\n}".to_owned(),
        ),
        (
            "cohort",
            "rows made from other rows",
            format!("cohort ${{1:name}} {{\n  title: \"$2\"\n  from:  {rows}\n  where: $0\n}}"),
        ),
        (
            "comparator",
            "what figures are set beside",
            "comparator ${1:name} {\n  title:  \"$2\"\n  figure: $0\n}".to_owned(),
        ),
        ("bands", "what is red, amber and green", "bands ${1:name} {\n  judge: deviation\n  $0\n}".to_owned()),
        ("template", "what several indicators share", "template ${1:name}($2) {\n  $0\n}".to_owned()),
        (
            "scorecard",
            "what is reported, in which order",
            "scorecard ${1:name} {\n  title: \"$2\"\n  indicators: [$0]\n}".to_owned(),
        ),
        ("use", "a file from elsewhere", "use \"$0\"".to_owned()),
    ]
}

fn test(subject: &str, workspace: &Workspace, says: &str) -> String {
    let period = workspace.seen.period.map_or_else(|| "2024/25 Q2".to_owned(), |period| period.to_string());
    format!("test \"${{1:what it shows}}\" {{\n  indicator {subject} at ${{3:{period}}}\n  {says}\n}}")
}

/// A first test of an indicator.
pub fn test_of(workspace: &Workspace, indicator: &str, rated: bool) -> String {
    let says = if rated { "given value = $4\n  expect rating = $0" } else { "expect value = $0" };
    test(indicator, workspace, says)
}

/// A gap to be filled with one of the names, or with anything where there are none or too many.
fn gap(number: usize, names: &[&str], otherwise: &str) -> String {
    match names.len() {
        1..=LISTED => format!("${{{number}|{}|}}", names.join(",")),
        _ if otherwise.is_empty() => format!("${number}"),
        _ => format!("${{{number}:{otherwise}}}"),
    }
}

pub fn top(offers: &mut Offers<'_>) {
    for (word, detail, shape) in shapes(offers) {
        offers.add(Offer::Item, word, detail).insert = shape;
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
