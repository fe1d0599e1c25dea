//! Grants of whole domains.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// A plugin may ask every host below a domain.
    ///
    /// ## Why
    /// `*.example.gov.uk` grants what is there today and whatever is put there tomorrow, by anybody who may add a name to the domain.
    ///
    /// ## Example
    /// ```text
    /// [plugins.spend]
    /// path  = "plugins/spend.wasm"
    /// hosts = ["*.example.gov.uk"]
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// [plugins.spend]
    /// path  = "plugins/spend.wasm"
    /// hosts = ["data.example.gov.uk"]
    /// ```
    KPI2802 HOSTS_BELOW_DOMAIN "plugins" Warning
}

pub const RULE: Rule = Rule::stable(HOSTS_BELOW_DOMAIN, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for grant in context.grants {
        for (host, span) in grant.hosts.iter().filter(|(host, _)| host.contains("*.")) {
            out.push(
                Diagnostic::at(HOSTS_BELOW_DOMAIN, *span, format!("`{}` may ask every host of {host}", grant.name))
                    .help("name the hosts that it asks; `kpi plugin run` says which"),
            );
        }
    }
}
