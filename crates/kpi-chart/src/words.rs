//! What charts say, in the language of the report.

/// Labels and sentences. A name in braces is where a figure goes; a language may put them in any order or leave one out.
///
/// Sentences do not depend on how many there are of something, since languages count differently: "Periods: {count}."
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub target: String,
    pub year_end_target: String,
    pub provisional: String,
    pub revised: String,
    /// Said of a period without a figure whose own words are empty.
    pub missing: String,
    pub suppressed: String,
    pub no_data: String,
    pub axis_broken: String,
    pub bands: String,

    pub mean: String,
    /// `{value}`, `{lower}`, `{upper}`: what holds for a part of a control chart.
    pub part: String,
    pub upper_limit: String,
    pub lower_limit: String,
    pub improvement: String,
    pub concern: String,
    pub special: String,
    pub common: String,

    pub worst: String,
    pub best: String,
    pub own: String,
    pub average: String,
    pub middle_half: String,
    pub range: String,
    pub better: String,
    pub similar: String,
    pub worse: String,
    pub not_compared: String,

    /// `{name}`, `{count}`, `{from}`, `{to}`.
    pub line_chart: String,
    /// `{count}`.
    pub bar_chart: String,
    /// `{name}`, `{count}`, `{from}`, `{to}`.
    pub control_chart: String,
    /// `{count}`.
    pub spine_chart: String,
    /// `{rows}`, `{columns}`.
    pub rug_chart: String,
    /// `{total}`.
    pub tally_chart: String,
    /// `{label}`, `{value}`; so are the three that follow.
    pub first: String,
    pub last: String,
    pub highest: String,
    pub lowest: String,
    /// `{name}`, `{value}`: any further figure, such as a target.
    pub figure: String,
    /// `{name}`, `{label}`, `{value}`: a target of one period.
    pub figure_at: String,
    /// `{name}`, `{from}`, `{to}`, `{value}`: a target or limit of some periods.
    pub figure_for: String,
    /// `{name}`, `{labels}`.
    pub points_of: String,
    /// `{label}`, `{own}`, `{average}`, `{worst}`, `{best}`, `{verdict}`.
    pub spine_row: String,
    /// `{count}`, `{word}`.
    pub tally_label: String,
    /// `{words}`: what is a sentence in itself.
    pub remark: String,
    /// Between things that are listed.
    pub comma: String,
}

impl Default for Words {
    fn default() -> Self {
        let own = str::to_owned;
        Self {
            target: own("Target"),
            year_end_target: own("Year-end target"),
            provisional: own("Provisional"),
            revised: own("Revised"),
            missing: own("Not available"),
            suppressed: own("Suppressed"),
            no_data: own("No figures to show"),
            axis_broken: own("The vertical axis does not start at 0"),
            bands: own("Shaded bands"),
            mean: own("Mean"),
            part: own("Mean {value}, limits {lower} to {upper}"),
            upper_limit: own("Upper limit"),
            lower_limit: own("Lower limit"),
            improvement: own("Improvement (special cause)"),
            concern: own("Concern (special cause)"),
            special: own("Change (special cause)"),
            common: own("Common cause"),
            worst: own("Worst"),
            best: own("Best"),
            own: own("Own figure"),
            average: own("England"),
            middle_half: own("Middle half of areas"),
            range: own("Worst to best area"),
            better: own("Better"),
            similar: own("Similar"),
            worse: own("Worse"),
            not_compared: own("Not compared"),
            line_chart: own("Line chart of {name}, {from} to {to}. Periods: {count}."),
            bar_chart: own("Bar chart. Bars: {count}."),
            control_chart: own("Control chart of {name}, {from} to {to}. Periods: {count}."),
            spine_chart: own("Spine chart. Indicators: {count}."),
            rug_chart: own("Table of coloured cells. Rows: {rows}. Columns: {columns}."),
            tally_chart: own("Stacked bar of ratings. Rated: {total}."),
            first: own("First, {label}: {value}."),
            last: own("Latest, {label}: {value}."),
            highest: own("Highest, {label}: {value}."),
            lowest: own("Lowest, {label}: {value}."),
            figure: own("{name}: {value}."),
            figure_at: own("{name}, {label}: {value}."),
            figure_for: own("{name}, {from} to {to}: {value}."),
            points_of: own("{name}: {labels}."),
            spine_row: own("{label}: {own}, {verdict}. {average} on average, {worst} worst, {best} best."),
            tally_label: own("{count} {word}"),
            remark: own("{words}."),
            comma: own(", "),
        }
    }
}

/// Puts figures where a sentence has their names. What is put in is never looked at again, so a label that happens to
/// have braces stays as it is.
pub(crate) fn fill(sentence: &str, figures: &[(&str, &str)]) -> String {
    let mut said = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        said.push_str(before);
        let found = after
            .split_once('}')
            .and_then(|(name, left)| figures.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, left)));
        match found {
            Some((value, left)) => {
                said.push_str(value);
                rest = left;
            }
            None => {
                said.push('{');
                rest = after;
            }
        }
    }
    said.push_str(rest);
    said
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn fills_once() {
        assert_eq!(fill("{a}, {b} {c", &[("a", "{b}"), ("b", "2")]), "{b}, 2 {c");
    }
}
