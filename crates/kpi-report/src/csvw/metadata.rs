//! What is said of a table: `asc_105.csv-metadata.json`, which programs find beside the file.

use super::column::{Column, Holds, Table};
use crate::model::Report;
use serde_json::{Value, json};

pub struct About {
    /// `asc_105.csv`
    pub file: String,
    pub title: String,
    /// Empty where the rules say nothing.
    pub description: String,
}

pub fn text(report: &Report, about: &About, table: &Table) -> String {
    let mut told = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": report.lang }],
        "url": about.file,
        "dc:title": about.title,
        "dc:description": about.description,
        "dc:publisher": report.council,
        "dc:issued": { "@value": report.produced.iso, "@type": "xsd:date" },
        "dc:language": report.lang,
        "dialect": {
            "encoding": "utf-8",
            "lineTerminators": ["\r\n"],
            "delimiter": ",",
            "quoteChar": "\"",
            "doubleQuote": true,
            "header": true,
            "headerRowCount": 1,
            "skipBlankRows": false,
            "trim": false,
        },
        "tableSchema": {
            "columns": table.columns.iter().map(column).collect::<Vec<_>>(),
            "primaryKey": table.key,
        },
    });
    if let Some(fields) = told.as_object_mut()
        && about.description.is_empty()
    {
        fields.shift_remove("dc:description");
    }
    let mut text = serde_json::to_string_pretty(&told).unwrap_or_default();
    text.push('\n');
    text
}

fn column(column: &Column) -> Value {
    // The first title is the header, which a reader holds against the file; the second is for people.
    let mut titles = vec![column.name.as_str()];
    if column.title != column.name && !column.title.is_empty() {
        titles.push(&column.title);
    }
    let mut told = json!({
        "name": column.name,
        "titles": titles,
        "datatype": datatype(column.holds),
        "null": "",
        "required": column.required,
    });
    if let (Holds::SomeOf(_), Some(fields)) = (column.holds, told.as_object_mut()) {
        fields.insert("separator".to_owned(), Value::from(";"));
    }
    told
}

fn datatype(holds: Holds) -> Value {
    match holds {
        Holds::Text => Value::from("string"),
        Holds::Decimal => Value::from("decimal"),
        Holds::Date => json!({ "base": "date", "format": "yyyy-MM-dd" }),
        Holds::SomeOf(words) | Holds::OneOf(words) => json!({ "base": "string", "format": words.join("|") }),
        Holds::File => Value::from("anyURI"),
    }
}
