use super::Building;
use crate::model::{Chart, Indicator, Summary, Theme};
use indexmap::IndexMap;
use kpi_eval::outturn::Outturn;
use kpi_model::catalogue;

impl Building<'_> {
    pub(super) fn charts(&self, _: &Indicator, _: &catalogue::Indicator, _: &Outturn) -> Vec<Chart> {
        Vec::new()
    }
    pub(super) fn sparkline(&self, _: &Indicator, _: &Outturn) -> Option<Chart> {
        None
    }
    pub(super) fn index_charts(&self, _: &str, _: &Summary, _: &[Theme], _: &IndexMap<String, Indicator>, _: &[&Outturn]) -> Vec<Chart> {
        Vec::new()
    }
}
