//! How much a figure is made of. How it came about is told with how each came about that it is made from, so that there would be no
//! end of explanation for what is made from two that are made from two, and so on.

use crate::Catalogue;
use crate::catalogue::Peers;
use crate::formula::{Formula, FormulaKind};
use kpi_core::Diagnostic;
use kpi_core::codes::syntax::NESTING;
use kpi_syntax::ast;
use std::collections::HashMap;

/// With each value written out wherever it is used, a figure is made of this many steps at most.
pub const MAX_STEPS: u64 = 1_000_000;

/// So many steps of all that a figure is made from may hang on one another.
const MAX_DEPTH: u32 = 600;

/// How much there is to a value, with what it is made of written out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weight {
    /// How many steps hang on one another.
    pub depth: u32,
    pub steps: u64,
}

/// So many indicators may be made from one another in a row: a run follows no longer one.
const MAX_ROW: usize = 65;

/// What a value weighs alone, and which figures it is made from: how often, and how deep at most.
#[derive(Debug, Default)]
struct Made {
    alone: Weight,
    of: HashMap<usize, Weight>,
}

impl Made {
    fn add(&mut self, figure: usize, times: u64, depth: u32) {
        let known = self.of.entry(figure).or_default();
        *known = Weight { depth: known.depth.max(depth), steps: known.steps.saturating_add(times) };
    }

    /// A formula, with what the named values weigh that it may use.
    fn new(formula: &Formula, named: &[Self], figure: &impl Fn(&str, bool) -> Option<usize>) -> Self {
        let mut made = Self::default();
        let mut todo = vec![(formula, 1)];
        while let Some((formula, depth)) = todo.pop() {
            made.alone.steps = made.alone.steps.saturating_add(1);
            made.alone.depth = made.alone.depth.max(depth);
            match &formula.kind {
                FormulaKind::Indicator(name) => figure(name, false).into_iter().for_each(|i| made.add(i, 1, depth)),
                FormulaKind::Comparator(name) => figure(name, true).into_iter().for_each(|i| made.add(i, 1, depth)),
                FormulaKind::Let { index, .. } => {
                    let Some(named) = named.get(*index) else { continue };
                    made.alone.steps = made.alone.steps.saturating_add(named.alone.steps);
                    made.alone.depth = made.alone.depth.max(depth + named.alone.depth);
                    for (figure, weight) in &named.of {
                        made.add(*figure, weight.steps, depth + weight.depth);
                    }
                }
                _ => todo.extend(formula.parts().into_iter().map(|part| (part, depth + 1))),
            }
        }
        made
    }

    /// With all that it is made from written out.
    fn whole(&self, known: &[Weight]) -> Weight {
        let mut whole = self.alone;
        for (figure, times) in &self.of {
            let Some(figure) = known.get(*figure) else { continue };
            whole.steps = whole.steps.saturating_add(times.steps.saturating_mul(figure.steps));
            whole.depth = whole.depth.max(times.depth.saturating_add(figure.depth));
        }
        whole
    }
}

/// The first figure that is made of too much. The figures are in `order`, each behind those that it is made from.
pub fn too_heavy(
    catalogue: &Catalogue,
    order: &[usize],
    figure: impl Fn(&str, bool) -> Option<usize>,
) -> Option<usize> {
    let mut known = vec![Weight::default(); order.len()];
    let mut rows = vec![0; order.len()];
    for node in order {
        let mut made = Vec::new();
        if let Some((_, indicator)) = catalogue.indicators.get_index(*node) {
            let mut named: Vec<Made> = Vec::with_capacity(indicator.lets.len());
            for value in &indicator.lets {
                let value = Made::new(&value.value, &named, &figure);
                named.push(value);
            }
            made.extend(indicator.formula.values().map(|formula| Made::new(formula, &named, &figure)));
        } else if let Some((_, comparator)) =
            node.checked_sub(catalogue.indicators.len()).and_then(|i| catalogue.comparators.get_index(i))
        {
            let formulas = comparator.figure.iter().chain(comparator.peers.iter().flat_map(Peers::formulas));
            made.extend(formulas.map(|formula| Made::new(formula, &[], &figure)));
        }
        let mut weight = Weight::default();
        let below = made.iter().flat_map(|made| made.of.keys()).filter_map(|figure| rows.get(*figure)).max();
        let row = below.copied().unwrap_or(0) + usize::from(*node < catalogue.indicators.len());
        for made in made {
            let whole = made.whole(&known);
            weight = Weight { depth: weight.depth.max(whole.depth), steps: weight.steps.max(whole.steps) };
        }
        if weight.depth > MAX_DEPTH || weight.steps > MAX_STEPS || row > MAX_ROW {
            return Some(*node);
        }
        *known.get_mut(*node)? = weight;
        *rows.get_mut(*node)? = row;
    }
    None
}

pub fn told(name: &ast::Name) -> Diagnostic {
    let message = format!("`{}` is made from too many other figures, each made from the next", name.node);
    Diagnostic::at(NESTING, name.span, message)
        .saying("no run could follow them all")
        .note(format!(
            "{MAX_ROW} indicators in a row are followed, {MAX_DEPTH} steps that hang on one another, and {MAX_STEPS} steps in all"
        ))
        .help("take one of them from the data")
}
