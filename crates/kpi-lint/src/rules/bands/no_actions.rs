//! Schemes that let a Red figure pass in silence.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_model::catalogue::Colour;

kpi_core::code! {
    /// A scheme asks for no actions where figures are worst.
    ///
    /// ## Why
    /// Most councils promise their committee an action for whatever is Red. Five Red figures of one published report had none, since nothing
    /// had asked for them. `require actions for` makes it part of the scheme.
    ///
    /// ## Example
    /// ```kpi
    /// bands quiet {
    ///   judge: deviation
    ///   Red below -10%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    /// }
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    120
    ///   bands:     quiet
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands asked {
    ///   judge: deviation
    ///   Red below -10%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    ///   require actions for Red
    /// }
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    120
    ///   bands:     asked
    /// }
    /// ```
    KPI2304 NO_ACTIONS "bands" Warning
}

pub const RULE: Rule = Rule::stable(NO_ACTIONS, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for scheme in context.catalogue.schemes.values().flatten() {
        let Some(red) = scheme.bands.iter().find(|band| band.colour == Colour::Red) else { continue };
        if scheme.require_actions.is_empty() {
            out.push(
                Diagnostic::at(NO_ACTIONS, scheme.name_span, format!("`{}` asks for no actions", scheme.name))
                    .label(red.span, "the worst band")
                    .help(format!("add `require actions for {}`", red.label)),
            );
        }
    }
}
