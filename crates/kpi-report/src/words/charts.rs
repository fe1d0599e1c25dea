//! The words of charts in the language of a report.

use super::Words;

impl Words {
    #[must_use]
    pub fn charts(&self) -> kpi_chart::Words {
        let own = |key: &str| self.get(key).to_owned();
        kpi_chart::Words {
            target: own("ck_target"),
            year_end_target: own("ck_year_end_target"),
            provisional: own("ck_provisional"),
            revised: own("ck_revised"),
            missing: own("ck_missing"),
            suppressed: own("ck_suppressed"),
            no_data: own("ck_no_data"),
            axis_broken: own("ck_axis_broken"),
            bands: own("ck_bands"),
            mean: own("ck_mean"),
            part: own("ck_part"),
            upper_limit: own("ck_upper_limit"),
            lower_limit: own("ck_lower_limit"),
            improvement: own("ck_improvement"),
            concern: own("ck_concern"),
            special: own("ck_special"),
            common: own("ck_common"),
            worst: own("ck_worst"),
            best: own("ck_best"),
            own: own("ck_own"),
            average: own("ck_average"),
            middle_half: own("ck_middle_half"),
            range: own("ck_range"),
            better: own("ck_better"),
            similar: own("ck_similar"),
            worse: own("ck_worse"),
            not_compared: own("ck_not_compared"),
            line_chart: own("ck_line_chart"),
            bar_chart: own("ck_bar_chart"),
            control_chart: own("ck_control_chart"),
            spine_chart: own("ck_spine_chart"),
            rug_chart: own("ck_rug_chart"),
            tally_chart: own("ck_tally_chart"),
            first: own("ck_first"),
            last: own("ck_last"),
            highest: own("ck_highest"),
            lowest: own("ck_lowest"),
            figure: own("ck_figure"),
            figure_at: own("ck_figure_at"),
            figure_for: own("ck_figure_for"),
            points_of: own("ck_points_of"),
            spine_row: own("ck_spine_row"),
            tally_label: own("ck_tally_label"),
            remark: own("ck_remark"),
            comma: own("ck_comma"),
        }
    }
}
