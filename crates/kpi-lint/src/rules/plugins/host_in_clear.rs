//! Hosts that are asked in the clear.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// A plugin may ask a host in the clear.
    ///
    /// ## Why
    /// What goes over `http://` can be read and changed on the way: figures of people, and whatever secret lets the plugin in.
    ///
    /// ## Example
    /// ```text
    /// [plugins.spend]
    /// path  = "plugins/spend.wasm"
    /// hosts = ["http://data.example.gov.uk"]
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// [plugins.spend]
    /// path  = "plugins/spend.wasm"
    /// hosts = ["data.example.gov.uk"]
    /// ```
    KPI2801 HOST_IN_CLEAR "plugins" Warning
}

pub const RULE: Rule = Rule::stable(HOST_IN_CLEAR, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for grant in context.grants {
        for (host, span) in &grant.hosts {
            let Some(rest) = host.strip_prefix("http://") else { continue };
            let name = rest.rsplit_once(':').map_or(rest, |(name, _)| name);
            // Nothing between a program and its own machine reads along.
            if !["localhost", "127.0.0.1", "[::1]"].contains(&name) {
                out.push(
                    Diagnostic::at(HOST_IN_CLEAR, *span, format!("`{}` may ask {name} in the clear", grant.name))
                        .help(format!("write `{rest}`, if the host speaks TLS")),
                );
            }
        }
    }
}
