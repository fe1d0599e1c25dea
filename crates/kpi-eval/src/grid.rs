//! The values that figures are cut into, found once for each indicator.

use crate::interpret::Interpreter;
use crate::slice::{Dimension, Member};
use crate::{change, control};
use indexmap::IndexSet;
use kpi_core::Period;
use kpi_core::facts::{Request, Scalar, ValuesRequest};
use kpi_core::schema::ColumnType;
use kpi_model::catalogue::{Cut, Indicator};
use kpi_model::formula::{Formula, FormulaKind};
use std::rc::Rc;

impl Interpreter<'_> {
    /// The columns an indicator is cut by, each with its values; none while their values are not known yet.
    pub fn dimensions(&self, indicator: &Indicator) -> Rc<Vec<Rc<Dimension>>> {
        if let Some(known) = self.grids.borrow().get(&indicator.id) {
            return Rc::clone(known);
        }
        let period = indicator.frequency.at(self.report).map(|frequency| frequency.figure_period(self.report));
        let found: Option<Vec<(&Cut, Vec<Member>)>> =
            indicator.by.iter().map(|cut| Some((cut, self.members(indicator, cut, period?)?))).collect();
        let mut grids = self.grids.borrow_mut();
        let first = grids.values().map(|dimensions| dimensions.len()).sum();
        let dimensions = found.into_iter().flatten().zip(first..);
        let dimensions = dimensions
            .map(|((cut, values), id)| {
                Rc::new(Dimension { column: cut.column.clone(), values, total: cut.total.clone(), id })
            })
            .collect::<Vec<_>>();
        let dimensions = Rc::new(dimensions);
        grids.insert(indicator.id.clone(), Rc::clone(&dimensions));
        dimensions
    }

    fn members(&self, indicator: &Indicator, cut: &Cut, period: Period) -> Option<Vec<Member>> {
        let own: Vec<&str> = match &cut.from {
            Some(from) => vec![from],
            None => self.catalogue.sources(indicator).into_iter().map(|source| source.rows).collect(),
        };
        let mut listed = cut.from.is_some();
        let mut found: Vec<Member> = Vec::new();
        let mut whole = true;
        for rows in own {
            let Some(column) = self.catalogue.column(rows, &cut.column) else { continue };
            let values: Vec<Scalar> = match &column.holds {
                ColumnType::OneOf(codes) => {
                    listed = true;
                    codes.iter().cloned().map(Scalar::Text).collect()
                }
                ColumnType::YesNo => vec![Scalar::YesNo(true), Scalar::YesNo(false)],
                _ => {
                    let mut all = Vec::new();
                    for request in self.lists(indicator, rows, &cut.column, period) {
                        match self.facts.values.get(&request) {
                            Some(values) => all.extend(values.iter().cloned()),
                            None => {
                                whole = false;
                                self.want(Request::Values(request));
                            }
                        }
                    }
                    all
                }
            };
            for member in values.into_iter().map(Member::new) {
                if !found.iter().any(|known| known.key == member.key) {
                    found.push(member);
                }
            }
        }
        if let Some(total) = &cut.total {
            let total = total.trim();
            found.retain(|member| !member.text.trim().eq_ignore_ascii_case(total));
        }
        // A list says in which order its values stand.
        if !listed {
            found.sort_by(|a, b| a.key.cmp(&b.key));
        }
        whole.then_some(found)
    }

    /// What has the values of a column. A cohort whose rows depend on the period has others in each, and what is a part
    /// of the figure in one period that is looked at is a part of it.
    fn lists(&self, indicator: &Indicator, rows: &str, column: &str, figure: Period) -> Vec<ValuesRequest> {
        let request = |period| ValuesRequest { dataset: rows.to_owned(), period, column: column.to_owned() };
        if self.catalogue.cohorts.get(rows).is_none_or(|cohort| !cohort.windowed) {
            return vec![request(None)];
        }
        self.looked_at(indicator, figure).into_iter().map(|period| request(Some(period))).collect()
    }

    /// The periods an indicator's figure is worked out for: its own, those it is compared and charted with, and those
    /// its formulas name.
    fn looked_at(&self, indicator: &Indicator, figure: Period) -> IndexSet<Period> {
        let mut periods = IndexSet::from([figure]);
        periods.extend(change::against(indicator, self.report, figure));
        if let Some(control) = &indicator.control {
            periods.extend(control::periods(indicator, control, self.report, figure).unwrap_or_default());
        }
        let counted = [&indicator.numerator, &indicator.denominator].into_iter().flatten();
        let counted = counted.filter_map(|counted| counted.at(self.report)).map(|counted| &counted.value);
        let lets = indicator.lets.iter().map(|named| &named.value);
        let mut formulas: Vec<&Formula> =
            indicator.formula.at(self.report).into_iter().chain(counted).chain(lets).collect();
        let mut named = Vec::new();
        while let Some(formula) = formulas.pop() {
            if let FormulaKind::At { when, .. } = &formula.kind {
                named.push(*when);
            }
            formulas.extend(formula.parts());
        }
        let seen_from: Vec<Period> = periods.iter().copied().collect();
        for period in seen_from {
            periods.extend(named.iter().filter_map(|when| self.when(*when, indicator, period)));
        }
        periods
    }
}
