//! How a figure came about: a tree of steps, each with its rule and its cell.

use super::columns::wrap;
use super::markdown::escaped;
use super::plan;
use super::report::{Report, label};
use crate::output::Look;
use crate::project::Places;
use kpi_core::Span;
use kpi_eval::outturn::Outturn;
use kpi_eval::trace::Step;
use unicode_width::UnicodeWidthStr;

/// The trace for a terminal: a heading, then a section for the value and for each judgement of it.
pub fn terminal(report: &Report<'_>, outturn: &Outturn, look: Look) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text.trim_end());
        out.push('\n');
    };
    let number = report.number(outturn).map(|number| format!("{number} ")).unwrap_or_default();
    for part in wrap(&format!("{number}{}", outturn.title), look.width) {
        line(&look.bold(&part));
    }
    let dot = look.mark(" · ", " | ");
    let place = outturn.trace.rule.map(|span| format!("{dot}{}", at(span, &report.project.places)));
    let report_period = report.run.period.to_string();
    let period = outturn.period.to_string();
    let slice: String = outturn.slice.iter().map(|(column, value)| format!("{dot}{column}: {value}")).collect();
    let covers = if period == report_period { period } else { format!("{period}, in the report of {report_period}") };
    line(&look.dim(&format!("{}{slice}{dot}{covers}{}", outturn.indicator, place.unwrap_or_default())));
    let places = &report.project.places;
    // A figure without flags has nothing to explain there.
    let told = outturn.trace.steps.iter().filter(|step| step.label != "flags" || !outturn.flags.is_empty());
    let plan = plan::steps(report);
    for step in told.chain(&plan) {
        line("");
        let tree = Tree { places, look, around: outturn.trace.period };
        for text in tree.step(step, Guides { first: "", rest: "" }, true) {
            line(&text);
        }
    }
    out
}

/// Steps with everything below them, the topmost in bold.
pub fn tree(step: &Step, places: &Places, look: Look) -> String {
    let tree = Tree { places, look, around: None };
    let lines = tree.step(step, Guides { first: "", rest: "" }, true);
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Steps with everything below them, as nested lists.
pub fn list(step: &Step, places: &Places) -> String {
    let mut out = String::new();
    item(step, 0, places, &mut out);
    out
}

pub fn at(span: Span, places: &Places) -> String {
    let line = places.sources.file(span.file).map(|file| file.position(span.start).line);
    line.map_or_else(String::new, |line| format!("{}:{line}", places.file(span.file)))
}

/// What stands before the first line of a step and before all that follow.
#[derive(Clone, Copy)]
struct Guides<'a> {
    first: &'a str,
    rest: &'a str,
}

struct Tree<'a> {
    places: &'a Places,
    look: Look,
    /// The period of the step around: only what differs from it is said.
    around: Option<kpi_core::Period>,
}

impl Tree<'_> {
    fn step(&self, step: &Step, guides: Guides<'_>, top: bool) -> Vec<String> {
        let look = self.look;
        let label = if top { look.bold(&step.label) } else { step.label.clone() };
        // A number as it stands in the rules has no name.
        let gap = if step.label.is_empty() || step.result.is_empty() { "" } else { "  " };
        let result = format!("{gap}{}", look.bold(&step.result));
        let head_width = guides.first.width() + step.label.width() + gap.len() + step.result.width();
        let mut lines = Vec::new();
        // Long formulas wrap; the result then follows on the last line.
        if head_width <= look.width {
            lines.push(format!("{}{label}{result}", look.dim(guides.first)));
        } else {
            let room = look.width.saturating_sub(guides.first.width()).max(20);
            let plain = format!("{}{gap}{}", step.label, step.result);
            for (i, part) in wrap(&plain, room).into_iter().enumerate() {
                lines.push(format!("{}{part}", look.dim(if i == 0 { guides.first } else { guides.rest })));
            }
        }
        let has_steps = !step.steps.is_empty();
        let under = if has_steps {
            format!("{}{}", guides.rest, look.mark("│  ", "|  "))
        } else {
            format!("{}   ", guides.rest)
        };
        for detail in self.details(step) {
            let room = look.width.saturating_sub(under.width()).max(20);
            for part in wrap(&detail, room) {
                lines.push(look.dim(&format!("{under}{part}")));
            }
        }
        let around = step.period.or(self.around);
        let below = Tree { around, ..*self };
        for (i, child) in step.steps.iter().enumerate() {
            let last = i + 1 == step.steps.len();
            let (turn, go) = if last {
                (look.mark("└─ ", "`- "), "   ")
            } else {
                (look.mark("├─ ", "|- "), look.mark("│  ", "|  "))
            };
            let (first, rest) = (format!("{}{turn}", guides.rest), format!("{}{go}", guides.rest));
            lines.extend(below.step(child, Guides { first: &first, rest: &rest }, false));
        }
        lines
    }

    /// The exact number and the period on a line, then the reason, the cell and the rule, each on its own.
    fn details(&self, step: &Step) -> Vec<String> {
        let mut details = Vec::new();
        // `1,234 people` says 1234 already.
        let shown = step.result.replace(',', "");
        let exact = step.exact.as_ref().filter(|exact| shown.split(' ').next() != Some(exact.as_str()));
        let exact = exact.map(|exact| format!("exactly {exact}"));
        let period = step.period.filter(|period| Some(*period) != self.around).map(|period| period.to_string());
        let facts: Vec<String> = exact.into_iter().chain(period).collect();
        if !facts.is_empty() {
            details.push(facts.join(self.look.mark(" · ", " | ")));
        }
        details.extend(step.note.clone().filter(|note| !note.is_empty()));
        if let Some((place, raw)) = &step.data {
            let raw = if raw.is_empty() { String::new() } else { format!(": `{raw}`") };
            details.push(format!("{}{raw}", self.places.data(place)));
        }
        details.extend(step.rule.map(|span| at(span, self.places)).filter(|place| !place.is_empty()));
        details
    }
}

/// The trace as nested lists.
pub fn markdown(report: &Report<'_>, outturn: &Outturn) -> String {
    let number = report.number(outturn).map(|number| format!("{number} ")).unwrap_or_default();
    let slice: String = outturn.slice.iter().map(|part| format!(", {}", escaped(&label(part, &[])))).collect();
    let mut out = format!("# {}{}{slice}, {}\n\n", escaped(&number), escaped(&outturn.title), report.run.period);
    let plan = plan::steps(report);
    for step in outturn.trace.steps.iter().chain(&plan) {
        item(step, 0, &report.project.places, &mut out);
    }
    out
}

fn item(step: &Step, depth: usize, places: &Places, out: &mut String) {
    let result = if step.result.is_empty() { String::new() } else { format!("**{}**", escaped(&step.result)) };
    let parts: Vec<String> = [escaped(&step.label), result].into_iter().filter(|part| !part.is_empty()).collect();
    let exact = step.exact.as_ref().map(|exact| format!("exactly {exact}"));
    let period = step.period.map(|period| period.to_string());
    let data = step.data.as_ref().map(|(place, raw)| {
        let raw = if raw.is_empty() { String::new() } else { format!(": {raw}") };
        escaped(&format!("{}{raw}", places.data(place)))
    });
    let rule = step.rule.map(|span| escaped(&at(span, places)));
    let note = step.note.as_ref().filter(|note| !note.is_empty()).map(|note| escaped(note));
    let rest: Vec<String> = [exact, period, note, data, rule].into_iter().flatten().collect();
    let rest = if rest.is_empty() { String::new() } else { format!(" ({})", rest.join("; ")) };
    out.push_str(&format!("{}- {}{rest}\n", "  ".repeat(depth), parts.join(" ")));
    for child in &step.steps {
        item(child, depth + 1, places, out);
    }
}
