//! What `kpi.toml` grants plugins. No plugin is needed to look at that, but the check asks for one; so the rules are asked
//! without the command.

use chrono::NaiveDate;
use kpi_core::plugin::{CellKind, ColumnInfo, Description, Identity, Offers, Plugin, SettingInfo};
use kpi_core::{FileId, SourceMap, Span};
use kpi_lint::{Context, Grant, Selection};

fn found(rules: &str, grants: &[Grant]) -> Vec<String> {
    let mut sources = SourceMap::default();
    let id = sources.add("rules.kpi", rules);
    let (file, _) = kpi_syntax::parse(id, rules);
    let files = [file];
    let identity = Identity {
        id: "spend".to_owned(),
        version: "1.0.0".to_owned(),
        api: "1.0.0".to_owned(),
        sha256: String::new(),
    };
    let column = |name: &str, kind| ColumnInfo { name: name.to_owned(), kind, required: true, about: String::new() };
    let year = SettingInfo { name: "year".to_owned(), kind: CellKind::Text, required: true, about: String::new() };
    let columns = vec![column("paid", CellKind::Date), column("amount", CellKind::Number)];
    let described =
        Description { identity, title: "Spend".to_owned(), settings: vec![year], offers: Offers::Source { columns } };
    let plugins = [("spend".to_owned(), Plugin::Described(described))].into_iter().collect();
    let settings = kpi_model::Settings { plugins, ..kpi_model::Settings::default() };
    let (catalogue, wrong) = kpi_model::check(&files, &sources, &settings);
    assert!(!wrong.iter().any(kpi_core::Diagnostic::is_error), "{wrong:#?}");
    let context = Context::new(&catalogue, &sources, &files, NaiveDate::default()).with_grants(grants);
    let selection = Selection { select: vec!["plugins".to_owned()], ..Selection::default() };
    let found = kpi_lint::lint(&context, &selection, Vec::new());
    found.iter().map(|found| format!("{} {}", found.code, found.message)).collect()
}

fn grant(hosts: &[&str]) -> Grant {
    let span = Span::new(FileId(0), 0, 0);
    let hosts = hosts.iter().map(|host| ((*host).to_owned(), span)).collect();
    Grant { name: "spend".to_owned(), span, hosts, files: Vec::new() }
}

const PAYMENTS: &str =
    "dataset payments {\n  source: plugin \"spend\" { year: \"2024\" }\n  columns { paid: date   amount: money }\n}\n";

#[test]
fn hosts_in_the_clear_and_whole_domains() {
    let hosts = ["http://data.example.gov.uk", "http://localhost:8080", "*.example.gov.uk", "safe.example.gov.uk"];
    assert_eq!(
        found(PAYMENTS, &[grant(&hosts)]),
        [
            "KPI2801 `spend` may ask data.example.gov.uk in the clear",
            "KPI2802 `spend` may ask every host of *.example.gov.uk",
        ]
    );
}

#[test]
fn a_grant_that_no_rule_uses() {
    assert_eq!(found("", &[grant(&[])]), ["KPI2803 no rule uses the plugin `spend`"]);
    assert!(found(PAYMENTS, &[grant(&[])]).is_empty());
}

#[test]
fn a_change_against_a_period_that_was_not_asked_for() {
    let paid = |change: &str| {
        format!(
            "{PAYMENTS}indicator paid {{\n  title: \"Paid\"\n  unit: money\n  polarity: none\n  frequency: yearly\n  formula: \
             sum(payments.amount where paid in period)\n{change}}}\n"
        )
    };
    assert_eq!(found(&paid(""), &[grant(&[])]), ["KPI2804 the figure before `paid` is counted over no rows"]);
    assert!(found(&paid("  change: none \"asked for this period only\"\n"), &[grant(&[])]).is_empty());
}
