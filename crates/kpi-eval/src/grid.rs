//! The values that figures are cut into, found once for each indicator.

use crate::interpret::Interpreter;
use crate::slice::{Dimension, Member};
use kpi_core::Period;
use kpi_core::facts::{Request, Scalar, ValuesRequest};
use kpi_core::schema::ColumnType;
use kpi_model::catalogue::{Cut, Indicator};
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
            let values = match &column.holds {
                ColumnType::OneOf(codes) => {
                    listed = true;
                    codes.iter().cloned().map(Scalar::Text).collect()
                }
                ColumnType::YesNo => vec![Scalar::YesNo(true), Scalar::YesNo(false)],
                _ => match self.values_of(rows, &cut.column, period) {
                    Some(values) => values,
                    None => {
                        whole = false;
                        continue;
                    }
                },
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

    fn values_of(&self, rows: &str, column: &str, period: Period) -> Option<Vec<Scalar>> {
        let windowed = self.catalogue.cohorts.get(rows).filter(|cohort| cohort.windowed);
        let request =
            ValuesRequest { dataset: rows.to_owned(), period: windowed.map(|_| period), column: column.to_owned() };
        let values = self.facts.values.get(&request).cloned();
        if values.is_none() {
            self.want(Request::Values(request));
        }
        values
    }
}
