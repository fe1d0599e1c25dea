//! What the workbook is, who made it and how to read it. Text below text: no table.

use super::format;
use crate::model::Report;
use crate::prose::lines;
use crate::words::Words;
use rust_xlsxwriter::{Format, RowNum, Url, Worksheet, XlsxError};

const WIDTH: f64 = 100.0;

pub fn write(sheet: &mut Worksheet, report: &Report, words: Words, contents: &str) -> Result<(), XlsxError> {
    let labelled = |label: &str, text: &str| words.fill("label_text", &[("label", words.get(label)), ("text", text)]);
    let (start, end) = (report.period.start.text.as_str(), report.period.end.text.as_str());
    let period = words.fill("period_dates", &[("period", &report.period.text), ("start", start), ("end", end)]);
    let mut cover = Cover { sheet, row: 0 };
    cover.sheet.set_column_width(0, WIDTH)?;
    cover.line(&report.title, &format::title())?;
    let text = format::text();
    if report.council != report.title {
        cover.line(&report.council, &text)?;
    }
    cover.line(&labelled("period", &period), &text)?;
    cover.line(&words.fill("produced_on", &[("day", &report.produced.text)]), &text)?;
    if let Some(department) = &report.department {
        cover.line(&words.fill("produced_by", &[("who", department)]), &text)?;
    }
    cover.line(&words.fill("source_line", &[("council", &report.council)]), &text)?;
    if report.indicators.is_empty() {
        cover.line(&words.fill("no_indicators", &[("period", &report.period.text)]), &text)?;
    }
    cover.line(words.get("reading_workbook"), &format::heading())?;
    cover.line(words.get("blank_cells"), &text)?;
    cover.link(format!("internal:'{}'!A1", contents.replace('\'', "''")), words.get("contents"))?;
    if let Some(contact) = &report.contact {
        cover.line(words.get("contact"), &format::heading())?;
        cover.link(format!("mailto:{contact}"), contact)?;
    }
    let accessibility = lines(&report.accessibility);
    if !accessibility.is_empty() {
        cover.line(words.get("accessibility_title"), &format::heading())?;
        for line in accessibility.lines().filter(|line| !line.trim().is_empty()) {
            cover.line(line, &text)?;
        }
    }
    cover.sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

struct Cover<'s> {
    sheet: &'s mut Worksheet,
    row: RowNum,
}

impl Cover<'_> {
    fn line(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, 0, text, format)?;
        self.row += 1;
        Ok(())
    }

    fn link(&mut self, address: String, text: &str) -> Result<(), XlsxError> {
        self.sheet.write_url_with_format(self.row, 0, Url::new(address).set_text(text), &format::link())?;
        self.row += 1;
        Ok(())
    }
}
