//! A run in the terminal.

use super::columns::{Align, Cell, GAP, fit, flow, lines, wrap};
use super::diagnostics::counted;
use super::marks;
use super::report::{Footnotes, Noted, Report, Row, Section};
use crate::output::Look;
use anstyle::Style;
use kpi_eval::outturn::Count;
use unicode_width::UnicodeWidthStr;

const TITLE: usize = 1;
const HEADS: [&str; 6] = ["No.", "Indicator", "Value", "Target", "Rating", "Change"];
const ALIGNS: [Align; 6] = [Align::Left, Align::Left, Align::Right, Align::Right, Align::Left, Align::Left];

pub fn table(report: &Report<'_>, look: Look) -> String {
    let mut footnotes = Footnotes::default();
    let sections: Vec<(Section<'_>, Vec<Vec<Row>>)> = report
        .sections()
        .into_iter()
        .map(|section| {
            let rows = section.groups.iter().map(|group| {
                group.outturns.iter().flat_map(|outturn| report.rows(outturn, &mut footnotes)).collect::<Vec<Row>>()
            });
            let rows = rows.collect();
            (section, rows)
        })
        .collect();
    let rows = || sections.iter().flat_map(|(_, groups)| groups.iter().flatten());
    let notes =
        |noted: fn(&Row) -> &Noted| rows().map(|row| marks::notes(&noted(row).notes, look).width()).max().unwrap_or(0);
    let hang = (notes(|row| &row.value), notes(|row| &row.target));
    let mut table = Table { look, out: String::new(), widths: Vec::new(), hang };
    let mut measured: Vec<Vec<Cell>> = rows().map(|row| table.cells(row)).collect();
    let has_numbers = measured.iter().any(|row| row.first().is_some_and(|cell| !cell.text.is_empty()));
    let mut heads: Vec<Cell> = HEADS.iter().map(|head| Cell::new(*head, Style::new().bold())).collect();
    for (head, hang) in heads.iter_mut().skip(2).zip([hang.0, hang.1]) {
        head.text.push_str(&"\u{a0}".repeat(hang));
    }
    if let (false, Some(number)) = (has_numbers, heads.first_mut()) {
        *number = Cell::default();
    }
    measured.push(heads.clone());
    table.widths = fit(&measured, TITLE, look.width * 2 / 5, look.width);

    if sections.is_empty() {
        table.line(&look.bold(report.project.settings.heading()));
        table.line(&format!("No indicator is reported for {}.", report.run.period));
        return table.out;
    }
    for (i, (section, groups)) in sections.iter().enumerate() {
        if i > 0 {
            table.line("");
        }
        table.heading(report, section);
        table.rule();
        table.row(&heads);
        table.rule();
        for (j, (group, rows)) in section.groups.iter().zip(groups).enumerate() {
            if let Some(theme) = group.theme {
                if j > 0 {
                    table.line("");
                }
                for line in wrap(theme, look.width) {
                    table.line(&look.bold(&line));
                }
            }
            for row in rows {
                table.figure(row);
            }
        }
        table.rule();
    }
    table.footnotes(&footnotes);
    table.legend(report);
    table.out
}

struct Table {
    look: Look,
    out: String,
    widths: Vec<usize>,
    /// The room for notes behind values, and behind targets.
    hang: (usize, usize),
}

impl Table {
    fn line(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn rule(&mut self) {
        let width = self.widths.iter().filter(|width| **width > 0).map(|width| width + GAP).sum::<usize>();
        let rule = self.look.mark("─", "-").repeat(width.saturating_sub(GAP));
        self.line(&self.look.dim(&rule));
    }

    fn heading(&mut self, report: &Report<'_>, section: &Section<'_>) {
        let look = self.look;
        for line in wrap(report.project.settings.heading(), look.width) {
            self.line(&look.bold(&line));
        }
        let dot = look.mark(" · ", " | ");
        let title = section.scorecard.map(|scorecard| scorecard.title.as_str());
        let period = report.run.period.to_string();
        let line = title.map_or_else(|| period.clone(), |title| format!("{title}{dot}{period}"));
        for line in wrap(&line, look.width) {
            self.line(&line);
        }
        if let Some(subtitle) = section.scorecard.and_then(|scorecard| scorecard.texts.get("subtitle")) {
            for line in wrap(subtitle, look.width) {
                self.line(&look.dim(&line));
            }
        }
    }

    fn cells(&self, row: &Row) -> Vec<Cell> {
        let plain = Style::new();
        let dim = plain.dimmed();
        let rating_style = row.colour.map_or(plain, marks::style);
        let shape = row.colour.map(|colour| marks::shape(colour, self.look));
        let arrow = row.movement.filter(|_| !row.change.text.is_empty());
        let arrow = arrow.map(|movement| marks::arrow(movement, self.look));
        vec![
            Cell::new(row.number.as_str(), dim),
            Cell::new(row.title.as_str(), plain),
            Cell::new(self.hung(&row.value, self.hang.0), if row.is_missing { dim } else { plain.bold() }),
            Cell::new(self.hung(&row.target, self.hang.1), plain),
            Cell::new(self.noted(&row.rating, shape), rating_style),
            Cell::new(self.noted(&row.change, arrow), marks::judged(row.judgement)),
        ]
    }

    /// A text behind its mark, its footnotes behind it. What is not there is a dash, so that no cell looks forgotten.
    fn noted(&self, noted: &Noted, mark: Option<&str>) -> String {
        let text = if noted.text.is_empty() { self.look.mark("–", "-") } else { &noted.text };
        let notes = marks::notes(&noted.notes, self.look);
        match mark {
            // The mark and the first word stay on one line.
            Some(mark) => format!("{mark}\u{a0}{text}{notes}"),
            None => format!("{text}{notes}"),
        }
    }

    /// A number with its notes hanging over, so that digits stand below digits.
    fn hung(&self, noted: &Noted, hang: usize) -> String {
        let short = hang.saturating_sub(marks::notes(&noted.notes, self.look).width());
        format!("{}{}", self.noted(noted, None), "\u{a0}".repeat(short))
    }

    fn row(&mut self, cells: &[Cell]) {
        for line in lines(cells, &self.widths, &ALIGNS, TITLE, self.look) {
            self.line(&line.replace('\u{a0}', " "));
        }
    }

    fn figure(&mut self, row: &Row) {
        let cells = self.cells(row);
        self.row(&cells);
        let number = self.widths.first().copied().unwrap_or(0);
        let indent = if number == 0 { 2 } else { number + GAP };
        for line in flow(&row.details, self.look.width.saturating_sub(indent), self.look) {
            let line = self.look.dim(&line);
            self.line(&format!("{}{line}", " ".repeat(indent)));
        }
    }

    fn footnotes(&mut self, footnotes: &Footnotes) {
        let width = footnotes.0.len().to_string().len() + if self.look.unicode { 0 } else { 2 };
        for (i, text) in footnotes.0.iter().enumerate() {
            let mark = marks::note(i + 1, self.look);
            for (j, line) in wrap(text, self.look.width.saturating_sub(width + 1)).into_iter().enumerate() {
                let mark = if j == 0 { mark.as_str() } else { "" };
                let pad = " ".repeat(width.saturating_sub(mark.width()));
                self.line(&format!("{pad}{mark} {line}"));
            }
        }
    }

    /// Counts that add up, zeros included: a band nobody is in is news too.
    fn legend(&mut self, report: &Report<'_>) {
        let summary = &report.run.summary;
        self.line("");
        self.line(&self.look.bold(&counted(summary.measures, "measure")));
        let look = self.look;
        let rating = |count: &Count| match &count.label {
            Some(label) => {
                let shape = count.colour.map_or(" ", |colour| marks::shape(colour, look));
                Cell::new(format!("{shape} {label}"), count.colour.map_or(Style::new(), marks::style))
            }
            None => Cell::new("  no rating", Style::new().dimmed()),
        };
        let all = [&summary.ratings, &summary.changes, &summary.ranks];
        let labels = all.into_iter().flatten().filter_map(|count| count.label.as_ref());
        let width =
            labels.map(|label| label.width() + 2).max().unwrap_or(0).clamp("  no direction".len(), look.width / 2);
        self.counts("Rating", &summary.ratings, width, &rating);
        let change = |count: &Count| match &count.label {
            Some(label) => Cell::new(format!("  {label}"), marks::judged(count.judgement)),
            None => Cell::new("  no direction", Style::new().dimmed()),
        };
        self.counts("Change", &summary.changes, width, &change);
        let rank = |count: &Count| match &count.label {
            Some(label) => Cell::new(format!("  {label}"), marks::judged(count.judgement)),
            None => Cell::new("  not compared", Style::new().dimmed()),
        };
        self.counts("Rank", &summary.ranks, width, &rank);
    }

    fn counts(&mut self, head: &str, counts: &[Count], width: usize, name: &dyn Fn(&Count) -> Cell) {
        let rows: Vec<Vec<Cell>> = counts
            .iter()
            .enumerate()
            .map(|(i, count)| {
                let style = if count.count == 0 { Style::new().dimmed() } else { Style::new().bold() };
                vec![
                    Cell::new(if i == 0 { head } else { "" }, Style::new()),
                    name(count),
                    Cell::new(count.count.to_string(), style),
                    Cell::new(count.meaning.clone().unwrap_or_default(), Style::new().dimmed()),
                ]
            })
            .collect();
        // Heads and names are as wide in each list, so that the lists stand in line.
        let counted = rows.iter().filter_map(|row| row.get(2)).map(|cell| cell.text.width()).max().unwrap_or(0);
        let before = "Rating".len() + width + counted.max(4) + 3 * GAP;
        let widths = ["Rating".len(), width, counted.max(4), self.look.width.saturating_sub(before).max(20)];
        for row in &rows {
            let aligns = [Align::Left, Align::Left, Align::Right, Align::Left];
            for line in lines(row, &widths, &aligns, 3, self.look) {
                self.line(&line);
            }
        }
    }
}
