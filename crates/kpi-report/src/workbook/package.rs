//! The last touch to the package: titles and headings get the styles that screen readers go by, and the document its
//! language. The writer of workbooks has neither.

use super::{WorkbookError, format};
use crate::words::Language;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Excel's own styles: the size they are told by, the name, and the number that it knows them under.
const STYLES: [(u8, &str, u8); 2] = [(format::TITLE, "Heading 1", 16), (format::HEADING, "Heading 2", 17)];

pub fn finished(package: &[u8], language: Language) -> Result<Vec<u8>, WorkbookError> {
    let mut archive = ZipArchive::new(Cursor::new(package))?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    // No clock: two runs give the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o600);
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at)?;
        let name = entry.name()?.into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text)?;
        let text = match name.as_str() {
            "xl/styles.xml" => tagged(&text).ok_or(WorkbookError::Form("the styles of headings"))?,
            "docProps/core.xml" => {
                said_in(&text, language).ok_or(WorkbookError::Form("the language of the document"))?
            }
            _ => text,
        };
        writer.start_file(name, options)?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

fn said_in(core: &str, language: Language) -> Option<String> {
    let tag = match language {
        Language::English => "en-GB",
        Language::Welsh => "cy-GB",
    };
    let (before, behind) = core.split_once("</dc:creator>")?;
    Some(format!("{before}</dc:creator><dc:language>{tag}</dc:language>{behind}"))
}

fn tagged(styles: &str) -> Option<String> {
    let mut styles = styles.to_owned();
    for (size, name, builtin) in STYLES {
        let fonts = between(&styles, "<fonts", "</fonts>")?;
        let sized = format!("<sz val=\"{size}\"/>");
        // A workbook without such a cell needs no such style.
        let Some(font) = fonts.split("</font>").position(|font| font.contains(&sized)) else { continue };
        let id = between(&styles, "<cellStyleXfs", "</cellStyleXfs>")?.matches("<xf ").count();
        let xf = format!(
            "<xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"0\" borderId=\"0\" applyFill=\"0\" applyBorder=\"0\"/>"
        );
        styles = with_one_more(&styles, "cellStyleXfs", &xf)?;
        let style = format!("<cellStyle name=\"{name}\" xfId=\"{id}\" builtinId=\"{builtin}\"/>");
        styles = with_one_more(&styles, "cellStyles", &style)?;
        let cells = between(&styles, "<cellXfs", "</cellXfs>")?;
        let has_font = format!(" fontId=\"{font}\" ");
        let retold = cells.split("<xf ").map(|xf| {
            let is_tagged = format!(" {xf}").contains(&has_font);
            if is_tagged { xf.replacen("xfId=\"0\"", &format!("xfId=\"{id}\""), 1) } else { xf.to_owned() }
        });
        let retold = retold.collect::<Vec<_>>().join("<xf ");
        styles = styles.replacen(cells, &retold, 1);
    }
    Some(styles)
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let (_, behind) = text.split_once(open)?;
    Some(behind.split_once(close)?.0)
}

/// A list of the styles with one more in it, counted.
fn with_one_more(text: &str, list: &str, more: &str) -> Option<String> {
    let (before, behind) = text.split_once(&format!("<{list} count=\""))?;
    let (count, behind) = behind.split_once('"')?;
    let count = count.parse::<usize>().ok()? + 1;
    let (within, behind) = behind.split_once(&format!("</{list}>"))?;
    Some(format!("{before}<{list} count=\"{count}\"{within}{more}</{list}>{behind}"))
}
