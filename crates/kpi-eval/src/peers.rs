//! An indicator's figure among those of its peers: means, medians, pooled figures, ranks and quarters (R38 to R40).
//!
//! Peers are the values of a column the indicator is cut by. What each of them has is worked out once; which of them
//! count depends on whose figure is set beside theirs.

use crate::indicator::{counts, sides};
use crate::interpret::{Interpreter, Scope, order};
use crate::slice::SliceKey;
use crate::trace::Step;
use crate::value::{Traced, Value};
use indexmap::IndexSet;
use kpi_core::exact::TooLarge;
use kpi_core::facts::{KeyValue, Request, TableRequest};
use kpi_core::quantile::quantile;
use kpi_core::{Exact, Missing, Period, Polarity, Quantity, Rank, Reason, Unit};
use kpi_model::catalogue::{Comparator, ComparatorKind, Peers};
use kpi_model::formula::{KeyPart, Lookup};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

/// So many peers are shown one by one.
const SHOWN: usize = 20;

/// Comparator, indicator, period and slice.
type Whose = (String, String, Period, SliceKey);

/// Comparator, and what is known of the key of its rows.
type Rows = (String, Vec<Option<KeyValue>>);

/// A figure, how many of the peers have one, and how many there are.
type Made = (Traced, Option<(usize, usize)>);

/// What is known of peers so far.
#[derive(Default)]
pub struct Known {
    /// The figure of each peer.
    figures: RefCell<HashMap<Whose, Rc<Vec<Peer>>>>,
    /// The values found in the rows of `among`.
    among: RefCell<HashMap<Rows, Rc<IndexSet<KeyValue>>>>,
    /// What is made of all peers, where none of them is left out for the slice at hand.
    made: RefCell<HashMap<Whose, Made>>,
    /// How good the figure of each of them is, the worst first.
    scores: RefCell<HashMap<Whose, Rc<Vec<Exact>>>>,
    /// The comparators that are being worked out, and for which indicator.
    open: RefCell<Vec<(String, String)>>,
}

struct Peer {
    at: usize,
    text: String,
    key: KeyValue,
    value: Result<Exact, Missing>,
    /// Numerator and denominator, where they are pooled.
    counts: Option<(Exact, Exact)>,
}

impl Interpreter<'_> {
    /// The figure that a comparator makes of its peers', and how many of them have one, of how many.
    pub fn across(&self, comparator: &Comparator, peers: &Peers, scope: Scope<'_>) -> Made {
        let (all, chosen) = match self.chosen(comparator, peers, scope) {
            Ok(found) => found,
            Err(missing) => return (Traced::new("peers", Value::Missing(missing)), None),
        };
        let whose = peers.is_same_for_all().then(|| whose(comparator, peers, scope));
        if let Some(known) = whose.as_ref().and_then(|whose| self.peers.made.borrow().get(whose).cloned()) {
            return known;
        }
        let chosen: Vec<&Peer> = chosen.iter().filter_map(|i| all.get(*i)).collect();
        let made = self.made_of(comparator, peers, &chosen, scope);
        if let Some(whose) = whose {
            self.peers.made.borrow_mut().insert(whose, made.clone());
        }
        made
    }

    fn made_of(&self, comparator: &Comparator, peers: &Peers, chosen: &[&Peer], scope: Scope<'_>) -> Made {
        let pooled = comparator.kind == ComparatorKind::Pooled;
        let counted = chosen.iter().filter(|peer| if pooled { peer.counts.is_some() } else { peer.value.is_ok() });
        let used = counted.count();
        let unit = scope.indicator.unit.at(self.report).map_or(Unit::Number, |spec| spec.unit);
        let (label, value) = match comparator.kind {
            ComparatorKind::Median => ("median", median(chosen)),
            ComparatorKind::Pooled => ("pooled", self.pooled(chosen, scope)),
            _ => ("mean", mean(chosen)),
        };
        let value = match value {
            None => {
                let detail = format!("none of the {} peers has a figure", chosen.len());
                Value::Missing(Missing::new(Reason::NoBenchmark, detail))
            }
            Some(Err(too_large)) => Value::failed(too_large.to_string()),
            Some(Ok(value)) => Value::Number(Quantity::new(value, unit)),
        };
        let mut traced = Traced::new(format!("{label} across {}", peers.across), value);
        if traced.step.note.is_none() {
            traced.step.note = Some(format!("{used} of {} peers have a figure", chosen.len()));
        }
        if chosen.len() <= SHOWN {
            traced.step.steps = chosen.iter().map(|peer| peer.step(unit, pooled)).collect();
        }
        (traced, Some((used, chosen.len())))
    }

    /// The place of the figure among those of its peers and its own, and the quarter of them in which it lies.
    pub fn place_among(&self, id: &str, scope: Scope<'_>) -> (Traced, Option<u8>) {
        let label = format!("rank among {id}");
        match self.placed(id, scope) {
            Ok((rank, quartile, note)) => {
                let mut traced = Traced::new(label, Value::Rank(rank));
                traced.step.note = Some(note);
                (traced, quartile)
            }
            Err(missing) => (Traced::new(label, Value::Missing(missing)), None),
        }
    }

    fn placed(&self, id: &str, scope: Scope<'_>) -> Result<(Rank, Option<u8>, String), Missing> {
        let failed = |detail: &str| Missing::new(Reason::Failed, detail);
        let Some((comparator, peers)) = self.catalogue.comparators.get(id).and_then(|c| Some((c, c.peers.as_ref()?)))
        else {
            return Err(failed("the comparator has no peers"));
        };
        let polarity = scope.indicator.polarity.at(self.report).unwrap_or(&Polarity::None);
        if *polarity == Polarity::None {
            return Err(Missing::new(Reason::NotApplicable, "neither way is good, so nobody is first"));
        }
        let Some(own) = scope.slice.dimension(&peers.across).and_then(|(_, at)| at) else {
            return Err(Missing::new(
                Reason::NotApplicable,
                format!("the total of all by {} is no peer", peers.across),
            ));
        };
        let (all, mut chosen) = self.chosen(comparator, peers, scope)?;
        // Whoever is ranked is among those ranked: the list of one's neighbours does not name oneself.
        let place = all.iter().position(|peer| peer.at == own);
        let Some(place) = place else {
            return Err(Missing::new(Reason::NotApplicable, "is not one of those ranked"));
        };
        if !chosen.contains(&place) {
            if comparator.kind != ComparatorKind::Neighbours {
                return Err(Missing::new(Reason::NotApplicable, "is not one of those ranked"));
            }
            chosen.push(place);
        }
        let value = all.get(place).map_or_else(|| Err(failed("no such peer")), |peer| peer.value.clone())?;
        let mine = polarity.goodness(&value).ok_or_else(|| failed("the figure is too large a number"))?;
        let scores = if peers.is_same_for_all() {
            let whose = whose(comparator, peers, scope);
            let known = self.peers.scores.borrow().get(&whose).cloned();
            known.unwrap_or_else(|| {
                let sorted = Rc::new(scores(polarity, &all, &chosen));
                self.peers.scores.borrow_mut().insert(whose, Rc::clone(&sorted));
                sorted
            })
        } else {
            Rc::new(scores(polarity, &all, &chosen))
        };
        let worse = scores.partition_point(|other| *other < mine);
        let better = scores.len() - scores.partition_point(|other| *other <= mine);
        let same = scores.len() - better - worse;
        let whole = |n: usize| u32::try_from(n).map_err(|_| failed("there are too many peers"));
        let rank = Rank { position: whole(better + 1)?, of: Some(whole(scores.len())?), tied: same > 1 };
        let bound = |quarters| quantile(&scores, &Exact::ratio(quarters, 4)?)?.ok();
        let bounds: Vec<Exact> = (1..=3).filter_map(bound).collect();
        let quartile = quarter(&mine, &bounds, matches!(polarity, Polarity::Lower));
        let left_out = chosen.len() - scores.len();
        let note = match left_out {
            0 => format!("among {} peers", scores.len()),
            left_out => format!("among {} peers; {left_out} without a figure are not ranked", scores.len()),
        };
        Ok((rank, quartile, note))
    }

    /// What each peer has, and which of them are set beside this slice.
    fn chosen(
        &self,
        comparator: &Comparator,
        peers: &Peers,
        scope: Scope<'_>,
    ) -> Result<(Rc<Vec<Peer>>, Vec<usize>), Missing> {
        let open = (comparator.id.clone(), scope.indicator.id.clone());
        if self.peers.open.borrow().contains(&open) {
            return Err(Missing::new(Reason::Failed, format!("{} is made from itself", comparator.id)));
        }
        if scope.slice.dimension(&peers.across).is_none() {
            let detail = format!("the figure is not cut by {}, so it has no peers", peers.across);
            return Err(Missing::new(Reason::NotApplicable, detail));
        }
        self.peers.open.borrow_mut().push(open);
        let found = self.narrowed(comparator, peers, scope);
        self.peers.open.borrow_mut().pop();
        found
    }

    fn narrowed(
        &self,
        comparator: &Comparator,
        peers: &Peers,
        scope: Scope<'_>,
    ) -> Result<(Rc<Vec<Peer>>, Vec<usize>), Missing> {
        let all = self.peers(comparator, peers, scope);
        let mut chosen: Vec<usize> = (0..all.len()).collect();
        let is_one = scope.slice.at(&peers.across).is_some();
        if (peers.among.is_some() || peers.same.is_some()) && !is_one {
            let detail = format!("the total of all by {} has no such peers", peers.across);
            return Err(Missing::new(Reason::NotApplicable, detail));
        }
        if let Some(among) = &peers.among {
            let listed = self.listed(&comparator.id, among, scope)?;
            chosen.retain(|i| all.get(*i).is_some_and(|peer| listed.contains(&peer.key)));
        }
        if let Some(same) = &peers.same {
            let own = self.eval(same, scope).value;
            if let Value::Missing(missing) = own {
                return Err(missing);
            }
            chosen.retain(|i| {
                all.get(*i).is_some_and(|peer| {
                    let slice = scope.slice.with(&peers.across, Some(peer.at));
                    let theirs = self.eval(same, Scope { slice: &slice, ..scope }).value;
                    order(&own, &theirs).is_ok_and(Ordering::is_eq)
                })
            });
        }
        Ok((all, chosen))
    }

    /// The peers of which `where` holds, each with its figure.
    fn peers(&self, comparator: &Comparator, peers: &Peers, scope: Scope<'_>) -> Rc<Vec<Peer>> {
        let key = whose(comparator, peers, scope);
        if let Some(known) = self.peers.figures.borrow().get(&key) {
            return Rc::clone(known);
        }
        let mut found = Vec::new();
        if let Some((dimension, _)) = scope.slice.dimension(&peers.across) {
            for (at, member) in dimension.values.iter().enumerate() {
                let slice = scope.slice.with(&peers.across, Some(at));
                let scope = Scope { slice: &slice, depth: scope.depth + 1, ..scope };
                if let Some(condition) = &peers.condition
                    && self.eval(condition, scope).value.truth() != Ok(true)
                {
                    continue;
                }
                let value = match &comparator.figure {
                    Some(figure) => self.in_unit(self.eval(figure, scope), scope).value,
                    None => self.value(scope).value,
                };
                let counts =
                    if comparator.kind == ComparatorKind::Pooled { self.counts_of(comparator, scope) } else { None };
                let value = value.number().map(|quantity| quantity.value);
                found.push(Peer { at, text: member.text.clone(), key: member.key.clone(), value, counts });
            }
        }
        let found = Rc::new(found);
        self.peers.figures.borrow_mut().insert(key, Rc::clone(&found));
        found
    }

    fn counts_of(&self, comparator: &Comparator, scope: Scope<'_>) -> Option<(Exact, Exact)> {
        match &comparator.figure {
            Some(figure) => {
                let (above, below) = sides(self, figure, scope)?;
                let number = |formula| self.eval(formula, scope).value.number().ok().map(|quantity| quantity.value);
                number(above).zip(number(below))
            }
            None => {
                let counts = counts(self, scope);
                let number =
                    |side: Option<(crate::outturn::Figure, Step)>| side.and_then(|(figure, _)| figure.result.ok());
                number(counts.numerator).zip(number(counts.denominator))
            }
        }
    }

    /// The sum of the numerators over the sum of the denominators.
    fn pooled(&self, chosen: &[&Peer], scope: Scope<'_>) -> Option<Result<Exact, TooLarge>> {
        let factor = match scope.indicator.unit.at(self.report)?.unit {
            Unit::Rate(base) => Exact::from(i64::from(base)),
            _ => Exact::one(),
        };
        let sum = |side: fn(&(Exact, Exact)) -> &Exact| {
            let mut parts = chosen.iter().filter_map(|peer| peer.counts.as_ref()).map(side);
            parts.try_fold(Exact::zero(), |sum, part| sum.add(part))
        };
        let ratio = || sum(|counts| &counts.0)?.mul(&factor)?.div(&sum(|counts| &counts.1)?);
        ratio().transpose()
    }

    /// The values of the column in all rows that agree with the slice.
    fn listed(&self, id: &str, among: &Lookup, scope: Scope<'_>) -> Result<Rc<IndexSet<KeyValue>>, Missing> {
        let mut key = Vec::with_capacity(among.key.len());
        for part in &among.key {
            key.push(match part {
                KeyPart::Any => None,
                KeyPart::Indicator => Some(KeyValue::text(&scope.indicator.id)),
                KeyPart::Period => Some(KeyValue::Period(scope.period)),
                KeyPart::Slice(column) => Some(self.slice_key(among, column, scope)?),
                KeyPart::Given(formula) => match self.eval(formula, scope).value {
                    Value::Missing(missing) => return Err(missing),
                    given => given.key(),
                },
            });
        }
        let cached = (id.to_owned(), key);
        if let Some(known) = self.peers.among.borrow().get(&cached) {
            return Ok(Rc::clone(known));
        }
        let key = &cached.1;
        let table = self.tables.table(&among.dataset);
        let column = table.and_then(|table| table.columns.iter().position(|column| *column == among.column));
        let Some((table, column)) = table.zip(column) else {
            let columns = vec![among.column.clone()];
            self.want(Request::Table(TableRequest { dataset: among.dataset.clone(), columns }));
            return Err(Missing::new(Reason::Failed, "the data has not been read yet"));
        };
        let agrees = |parts: &[KeyValue]| {
            parts.iter().zip(key).all(|(part, wanted)| wanted.as_ref().is_none_or(|wanted| wanted == part))
        };
        let rows = table.rows.iter().filter(|row| agrees(&row.key));
        let found: IndexSet<KeyValue> =
            rows.filter_map(|row| Value::of(&row.cells.get(column)?.cell).and_then(|value| value.key())).collect();
        let found = Rc::new(found);
        self.peers.among.borrow_mut().insert(cached, Rc::clone(&found));
        Ok(found)
    }
}

impl Peer {
    fn step(&self, unit: Unit, pooled: bool) -> Step {
        match (&self.value, &self.counts) {
            (_, Some((above, below))) if pooled => Step::new(self.text.clone(), format!("{above} of {below}")),
            (Ok(value), _) => Traced::new(self.text.clone(), Value::Number(Quantity::new(value.clone(), unit))).step,
            (Err(missing), _) => Traced::new(self.text.clone(), Value::Missing(missing.clone())).step,
        }
    }
}

fn whose(comparator: &Comparator, peers: &Peers, scope: Scope<'_>) -> Whose {
    let lifted = scope.slice.with(&peers.across, None);
    (comparator.id.clone(), scope.indicator.id.clone(), scope.period, lifted.key())
}

/// How good the figures are that there are, the worst first.
fn scores(polarity: &Polarity, all: &[Peer], chosen: &[usize]) -> Vec<Exact> {
    let values = chosen.iter().filter_map(|i| all.get(*i)?.value.as_ref().ok());
    let mut scores: Vec<Exact> = values.filter_map(|value| polarity.goodness(value)).collect();
    scores.sort();
    scores
}

fn figures<'p>(chosen: &[&'p Peer]) -> Vec<&'p Exact> {
    chosen.iter().filter_map(|peer| peer.value.as_ref().ok()).collect()
}

fn mean(chosen: &[&Peer]) -> Option<Result<Exact, TooLarge>> {
    let figures = figures(chosen);
    let count = Exact::from(i64::try_from(figures.len()).ok()?);
    let mean = || figures.into_iter().try_fold(Exact::zero(), |sum, figure| sum.add(figure))?.div(&count);
    mean().transpose()
}

fn median(chosen: &[&Peer]) -> Option<Result<Exact, TooLarge>> {
    let mut sorted: Vec<Exact> = figures(chosen).into_iter().cloned().collect();
    sorted.sort();
    quantile(&sorted, &Exact::ratio(1, 2)?)
}

/// 1 for the best quarter. A figure on a bound belongs to the quarter below it in value: the better one where lower is
/// better.
fn quarter(mine: &Exact, bounds: &[Exact], lower: bool) -> Option<u8> {
    let [first, second, third] = bounds else { return None };
    let above = |bound: &Exact| if lower { mine >= bound } else { mine > bound };
    Some(match () {
        () if above(third) => 1,
        () if above(second) => 2,
        () if above(first) => 3,
        () => 4,
    })
}
