//! The smallest OpenDocument spreadsheet there is: a zip archive without compression, made by hand.

/// Cells as the XML of a row wants them: a text, a number, a percentage, a date or a truth.
pub enum Ods {
    Empty,
    Text(&'static str),
    Number(&'static str),
    Percent(&'static str),
    Date(&'static str),
    Truth(bool),
}

pub fn ods(sheet: &str, rows: &[Vec<Ods>]) -> Vec<u8> {
    let mut table = String::new();
    for row in rows {
        table.push_str("<table:table-row>");
        for cell in row {
            table.push_str(&match cell {
                Ods::Empty => "<table:table-cell/>".to_owned(),
                Ods::Text(text) => of("string", "", text),
                Ods::Number(number) => of("float", &format!(" office:value=\"{number}\""), number),
                Ods::Percent(number) => of("percentage", &format!(" office:value=\"{number}\""), "shown"),
                Ods::Date(day) => of("date", &format!(" office:date-value=\"{day}\""), "shown"),
                Ods::Truth(truth) => of("boolean", &format!(" office:boolean-value=\"{truth}\""), "shown"),
            });
        }
        table.push_str("</table:table-row>");
    }
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"{sheet}\">{table}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = format!(
        "<?xml version=\"1.0\"?><manifest:manifest \
         xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry \
         manifest:full-path=\"/\" manifest:media-type=\"{kind}\"/></manifest:manifest>"
    );
    zip(&[("mimetype", kind), ("content.xml", &content), ("META-INF/manifest.xml", &manifest)])
}

fn of(kind: &str, value: &str, shown: &str) -> String {
    format!("<table:table-cell office:value-type=\"{kind}\"{value}><text:p>{shown}</text:p></table:table-cell>")
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let offset = u32::try_from(archive.len()).unwrap();
        let size = u32::try_from(text.len()).unwrap();
        let mut entry = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        entry.extend(crc32(text.as_bytes()).to_le_bytes());
        entry.extend(size.to_le_bytes());
        entry.extend(size.to_le_bytes());
        entry.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        entry.extend([0, 0]);
        archive.extend(*b"PK\x03\x04");
        archive.extend(&entry);
        archive.extend(name.as_bytes());
        archive.extend(text.as_bytes());
        directory.extend(*b"PK\x01\x02\x14\x00");
        directory.extend(&entry);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, count) = (u32::try_from(archive.len()).unwrap(), u16::try_from(files.len()).unwrap());
    archive.extend(&directory);
    archive.extend(*b"PK\x05\x06\x00\x00\x00\x00");
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}
