//! Finding figures in keyed tables.

use indexmap::IndexMap;
use kpi_core::Period;
use kpi_core::facts::{Facts, KeyValue, KeyedRow, KeyedTable};
use std::collections::HashMap;

/// The tables of a run, indexed once.
pub struct Tables<'a> {
    tables: IndexMap<&'a str, Indexed<'a>>,
}

struct Indexed<'a> {
    table: &'a KeyedTable,
    rows: HashMap<&'a [KeyValue], &'a KeyedRow>,
    /// Rows that agree in all of the key but its periods, by period.
    series: HashMap<Vec<KeyValue>, Vec<(Period, &'a KeyedRow)>>,
}

impl<'a> Tables<'a> {
    pub fn new(facts: &'a Facts) -> Self {
        let tables = facts.tables.iter().map(|(name, table)| (name.as_str(), Indexed::new(table))).collect();
        Self { tables }
    }

    pub fn table(&self, dataset: &str) -> Option<&'a KeyedTable> {
        self.tables.get(dataset).map(|indexed| indexed.table)
    }

    pub fn row(&self, dataset: &str, key: &[KeyValue]) -> Option<&'a KeyedRow> {
        self.tables.get(dataset)?.rows.get(key).copied()
    }

    /// The rows that agree with the key in all but its periods, the latest first.
    pub fn series(&self, dataset: &str, key: &[KeyValue]) -> &[(Period, &'a KeyedRow)] {
        let fixed: Vec<KeyValue> = key.iter().filter(|part| !matches!(part, KeyValue::Period(_))).cloned().collect();
        self.tables.get(dataset).and_then(|indexed| indexed.series.get(&fixed)).map_or(&[], Vec::as_slice)
    }
}

impl<'a> Indexed<'a> {
    fn new(table: &'a KeyedTable) -> Self {
        let mut rows = HashMap::with_capacity(table.rows.len());
        let mut series: HashMap<Vec<KeyValue>, Vec<(Period, &KeyedRow)>> = HashMap::new();
        for row in &table.rows {
            rows.entry(row.key.as_slice()).or_insert(row);
            let mut fixed = Vec::with_capacity(row.key.len());
            let mut period = None;
            for part in &row.key {
                match part {
                    KeyValue::Period(p) => period = Some(*p),
                    other => fixed.push(other.clone()),
                }
            }
            if let Some(period) = period {
                series.entry(fixed).or_default().push((period, row));
            }
        }
        for list in series.values_mut() {
            list.sort_by_key(|(period, _)| std::cmp::Reverse(*period));
        }
        Self { table, rows, series }
    }
}
