//! A figure cut by area, age or whatever the rules name (R49).

use super::Building;
use crate::model::{Part, Parts};
use kpi_eval::outturn::Outturn;
use kpi_model::catalogue::Indicator;

impl Building<'_> {
    pub(super) fn parts(&self, indicator: &Indicator, outturn: &Outturn) -> Option<Parts> {
        let columns: Vec<&str> = indicator.by.iter().map(|cut| cut.column.as_str()).collect();
        if outturn.slices.is_empty() {
            return None;
        }
        let rows = outturn.slices.iter().map(|slice| {
            let value = |column: &&str| {
                let found = slice.slice.iter().find(|(name, _)| name == column);
                found.map_or_else(|| self.words.get("filter_all").to_owned(), |(_, value)| self.own.say(value, None))
            };
            Part {
                values: columns.iter().map(value).collect(),
                cell: self.figure(&slice.value, &slice.flags),
                target: self.target_cell(&slice.target),
                rating: self.rating(&slice.rating),
                change: self.change(&slice.change, &slice.value),
            }
        });
        Some(Parts {
            rows: rows.collect(),
            keys: columns.iter().map(|column| (*column).to_owned()).collect(),
            columns: columns.iter().map(|column| self.own.say(&column.replace('_', " "), None)).collect(),
        })
    }
}
