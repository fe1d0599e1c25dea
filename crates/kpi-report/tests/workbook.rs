//! The workbook of a report, held against the Analysis Function's checklist for spreadsheets, an item a test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

mod support;

use calamine::Data;
use kpi_report::words::Language;
use kpi_report::workbook::workbook;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use support::package::{HEADER, Package, attributes, tag};

static ENGLISH: LazyLock<Package> = LazyLock::new(|| made(Language::English));
static WELSH: LazyLock<Package> = LazyLock::new(|| made(Language::Welsh));

fn made(language: Language) -> Package {
    Package::read(workbook(&support::report(language)).unwrap())
}

fn both() -> [&'static Package; 2] {
    [&ENGLISH, &WELSH]
}

/// How many elements of this name the sheet has.
fn elements(xml: &str, name: &str) -> usize {
    let document = roxmltree::Document::parse(xml).unwrap();
    document.descendants().filter(|node| node.has_tag_name(tag(name))).count()
}

fn no_sheet_has(name: &str) {
    for package in both() {
        for (sheet, xml) in package.sheet_parts() {
            assert_eq!(elements(xml, name), 0, "{sheet} has {name}");
        }
    }
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

// ------------------------------------------------------------------------------------------------------ essentials

#[test]
fn every_table_is_marked_up_with_one_header_row() {
    for package in both() {
        for (sheet, table) in package.tables() {
            let document = roxmltree::Document::parse(table).unwrap();
            let root = document.root_element();
            // One header row is what a table has where it does not say otherwise.
            assert_eq!(root.attribute("headerRowCount"), None, "{sheet}");
            let range = package.sheet(&sheet);
            let headers: Vec<String> = range.rows().nth(HEADER).unwrap().iter().map(ToString::to_string).collect();
            assert_eq!(attributes(table, "name")[1..], headers, "{sheet}");
        }
    }
}

#[test]
fn the_table_covers_all_rows_below_its_header() {
    for package in both() {
        for (sheet, table) in package.tables() {
            let reference = attributes(table, "ref").remove(0);
            let (from, to) = reference.split_once(':').unwrap();
            assert_eq!(from, format!("A{}", HEADER + 1), "{sheet}");
            let rows = package.sheet(&sheet).height();
            assert!(to.ends_with(&rows.to_string()), "{sheet}: {reference} of {rows} rows");
        }
    }
}

#[test]
fn table_names_are_unique() {
    for package in both() {
        let names: Vec<String> =
            package.tables().iter().map(|(_, table)| attributes(table, "displayName").remove(0)).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_alphanumeric() || c == '_')), "{names:?}");
    }
}

#[test]
fn no_cells_are_merged() {
    no_sheet_has("mergeCell");
}

#[test]
fn tables_have_no_blank_cells_rows_or_columns() {
    for package in both() {
        for (sheet, _) in package.tables() {
            for (number, row) in package.sheet(&sheet).rows().enumerate().skip(HEADER) {
                for cell in row {
                    assert!(!cell.to_string().trim().is_empty(), "{sheet}, row {}", number + 1);
                }
            }
        }
    }
}

#[test]
fn text_wraps() {
    let styles = ENGLISH.part("xl/styles.xml");
    let document = roxmltree::Document::parse(styles).unwrap();
    let list = document.descendants().find(|node| node.has_tag_name(tag("cellXfs"))).unwrap();
    let wraps: Vec<bool> =
        list.children().map(|xf| xf.descendants().any(|node| node.attribute("wrapText") == Some("1"))).collect();
    for (sheet, xml) in ENGLISH.sheet_parts() {
        for style in roxmltree::Document::parse(xml).unwrap().descendants().filter_map(|node| node.attribute("s")) {
            assert!(wraps[style.parse::<usize>().unwrap()], "{sheet}: style {style}");
        }
    }
}

#[test]
fn columns_are_wide_enough_for_their_words_and_not_wider_than_a_screen() {
    for (sheet, xml) in ENGLISH.sheet_parts() {
        for width in attributes(xml, "width") {
            let width: f64 = width.parse().unwrap();
            assert!((10.0..=130.0).contains(&width), "{sheet}: {width}");
        }
    }
}

#[test]
fn what_a_dash_and_a_mark_mean_is_said_on_each_sheet_and_on_the_notes() {
    for (package, notes) in [(&*ENGLISH, "Notes"), (&*WELSH, "Nodiadau")] {
        for (sheet, _) in package.tables() {
            assert!(package.sheet(&sheet).get((3, 0)).unwrap().to_string().contains(notes), "{sheet}");
        }
        assert_eq!(package.sheet(notes).get((HEADER + 1, 0)), Some(&text("–")));
    }
}

#[test]
fn every_mark_that_is_used_is_explained() {
    for (package, notes) in [(&*ENGLISH, "Notes"), (&*WELSH, "Nodiadau")] {
        let explained: BTreeSet<String> =
            package.sheet(notes).rows().skip(HEADER + 1).map(|row| row[0].to_string()).collect();
        let mut used = BTreeSet::new();
        for (sheet, _) in package.tables().iter().filter(|(sheet, _)| sheet != notes) {
            for cell in package.sheet(sheet).rows().skip(HEADER + 1).flatten() {
                let told = cell.to_string();
                let marks = told.split('[').skip(1).filter_map(|rest| rest.split_once(']'));
                used.extend(marks.map(|(mark, _)| format!("[{mark}]")));
            }
        }
        assert!(used.len() >= 10, "{used:?}");
        assert!(used.is_subset(&explained), "{:?}", used.difference(&explained).collect::<Vec<_>>());
    }
}

#[test]
fn notes_are_numbered_in_square_brackets_and_never_a_sign_in_a_cell_of_figures() {
    let row = ENGLISH.row("Indicators", "People whose desired outcomes were met");
    assert_eq!(row["Notes"], text("[note 1]"));
    assert_eq!(ENGLISH.row("Notes", "[note 1]")["Explanation"], text("+ counted anew since the first return"));
    let spend = ENGLISH.row("Indicators", "Net spend")["Notes"].to_string();
    let of_spend: Vec<String> =
        spend.split_inclusive(']').map(|mark| ENGLISH.row("Notes", mark.trim())["Explanation"].to_string()).collect();
    assert_eq!(of_spend, ["Target: Proposed, not agreed", "Target: as in the medium term plan"]);
    for package in both() {
        let strings = package.part("xl/sharedStrings.xml");
        assert!(!strings.contains("vertAlign"));
    }
}

#[test]
fn links_say_where_they_lead_and_lead_there() {
    for package in both() {
        let sheets: Vec<&str> = package.sheets.iter().map(|(name, _)| name.as_str()).collect();
        let contents = package.sheet_parts()[1].1;
        let document = roxmltree::Document::parse(contents).unwrap();
        let links: Vec<_> = document.descendants().filter(|node| node.has_tag_name(tag("hyperlink"))).collect();
        assert_eq!(links.len(), sheets.len() - 2);
        for (link, sheet) in links.iter().zip(&sheets[2..]) {
            assert_eq!(link.attribute("display"), Some(*sheet));
            assert_eq!(link.attribute("location"), Some(format!("'{sheet}'!A1").as_str()));
        }
    }
}

#[test]
fn the_title_is_in_a1_and_tagged() {
    for package in both() {
        let styles = package.part("xl/styles.xml");
        let document = roxmltree::Document::parse(styles).unwrap();
        let style = document.descendants().find(|node| node.attribute("name") == Some("Heading 1")).unwrap();
        assert_eq!(style.attribute("builtinId"), Some("16"));
        let id = style.attribute("xfId");
        let list = document.descendants().find(|node| node.has_tag_name(tag("cellXfs"))).unwrap();
        let tagged: Vec<bool> = list.children().map(|xf| xf.attribute("xfId") == id).collect();
        for (sheet, xml) in package.sheet_parts() {
            let document = roxmltree::Document::parse(xml).unwrap();
            let cells: Vec<_> = document.descendants().filter(|node| node.has_tag_name(tag("c"))).collect();
            let titles: Vec<_> = cells
                .iter()
                .filter(|cell| cell.attribute("s").is_some_and(|s| tagged[s.parse::<usize>().unwrap()]))
                .filter_map(|cell| cell.attribute("r"))
                .collect();
            assert_eq!(titles, ["A1"], "{sheet}");
        }
    }
}

#[test]
fn the_styles_are_counted_right() {
    for package in both() {
        let document = roxmltree::Document::parse(package.part("xl/styles.xml")).unwrap();
        for list in ["numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles"] {
            let node = document.descendants().find(|node| node.has_tag_name(tag(list))).unwrap();
            let counted = node.children().filter(roxmltree::Node::is_element).count();
            assert_eq!(node.attribute("count"), Some(counted.to_string().as_str()), "{list}");
        }
    }
}

#[test]
fn headings_within_the_cover_are_tagged_too() {
    let document = roxmltree::Document::parse(ENGLISH.part("xl/styles.xml")).unwrap();
    let style = document.descendants().find(|node| node.attribute("name") == Some("Heading 2")).unwrap();
    assert_eq!(style.attribute("builtinId"), Some("17"));
}

#[test]
fn there_are_no_headers_footers_or_floating_things() {
    for name in ["headerFooter", "drawing", "legacyDrawing", "picture", "oleObjects", "controls"] {
        no_sheet_has(name);
    }
    for package in both() {
        let floating = package.parts.keys().find(|part| {
            ["drawing", "media", "comments", "vba", "chart"].iter().any(|word| part.to_lowercase().contains(word))
        });
        assert_eq!(floating, None);
    }
}

#[test]
fn sheet_names_are_unique_and_short() {
    for package in both() {
        let names: BTreeSet<String> = package.sheets.iter().map(|(name, _)| name.to_lowercase()).collect();
        assert_eq!(names.len(), package.sheets.len());
        assert!(package.sheets.iter().all(|(name, _)| name.chars().count() <= 31));
    }
}

#[test]
fn no_sheet_is_blank() {
    for package in both() {
        assert!(package.sheets.iter().all(|(_, range)| range.height() > HEADER));
    }
    // What the report has nothing of has no sheet.
    let mut report = support::report(Language::English);
    for indicator in report.indicators.values_mut() {
        indicator.parts = None;
        indicator.comparators.clear();
        indicator.history.clear();
    }
    let package = Package::read(workbook(&report).unwrap());
    let names: Vec<&str> = package.sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Cover", "Contents", "Notes", "Indicators", "Definitions"]);
}

#[test]
fn a_report_without_indicators_is_a_workbook_all_the_same() {
    let mut report = support::report(Language::English);
    report.indicators.clear();
    let package = Package::read(workbook(&report).unwrap());
    let names: Vec<&str> = package.sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Cover", "Contents", "Notes"]);
    assert!(package.told().contains("No indicator is reported for 2022/23 Q3."), "{}", package.told());
}

#[test]
fn title_author_and_language_of_the_document_are_set() {
    for (package, language) in [(&*ENGLISH, "en-GB"), (&*WELSH, "cy-GB")] {
        let core = roxmltree::Document::parse(package.part("docProps/core.xml")).unwrap();
        let said = |name: &str| {
            let found = core.descendants().find(|node| node.tag_name().name() == name);
            found.and_then(|node| node.text()).unwrap_or_default().to_owned()
        };
        assert!(said("title").starts_with("Performance of adult social care, 2022/23"), "{}", said("title"));
        assert_eq!(said("creator"), "Cambridgeshire County Council");
        assert_eq!(said("language"), language);
        assert_eq!(said("created"), "2023-02-14T00:00:00Z");
        assert_eq!(said("modified"), "2023-02-14T00:00:00Z");
    }
}

#[test]
fn the_cursor_is_in_a1_of_the_first_sheet() {
    for package in both() {
        assert_eq!(attributes(package.part("xl/workbook.xml"), "activeTab"), Vec::<String>::new());
        for (sheet, xml) in package.sheet_parts() {
            assert_eq!(elements(xml, "selection"), 0, "{sheet}");
            assert_eq!(attributes(xml, "topLeftCell"), Vec::<String>::new(), "{sheet}");
        }
    }
}

#[test]
fn a_rating_is_a_word_in_a_cell_and_nothing_is_coloured() {
    let row = ENGLISH.row("Indicators", "People whose desired outcomes were met");
    assert_eq!(row["RAG rating"], text("Amber"));
    assert_eq!(WELSH.row("Dangosyddion", "People whose desired outcomes were met")["Statws CAG"], text("Ambr"));
    no_sheet_has("conditionalFormatting");
}

// --------------------------------------------------------------------------------------------------- good practice

#[test]
fn cover_contents_and_notes_come_first() {
    let names = |package: &Package| package.sheets.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let english = ["Cover", "Contents", "Notes", "Indicators", "History", "Comparators", "Breakdowns", "Definitions"];
    assert_eq!(names(&ENGLISH), english);
    let welsh =
        ["Clawr", "Cynnwys", "Nodiadau", "Dangosyddion", "Hanes", "Cymaryddion", "Dadansoddiadau", "Diffiniadau"];
    assert_eq!(names(&WELSH), welsh);
}

#[test]
fn each_sheet_has_one_table_but_the_cover_which_has_none() {
    for package in both() {
        let with: Vec<String> = package.tables().into_iter().map(|(sheet, _)| sheet).collect();
        let all: Vec<String> = package.sheets.iter().skip(1).map(|(name, _)| name.clone()).collect();
        assert_eq!(with, all);
    }
}

#[test]
fn how_many_tables_there_are_and_their_source_is_said_above() {
    for (sheet, _) in ENGLISH.tables() {
        let range = ENGLISH.sheet(&sheet);
        assert_eq!(range.get((1, 0)), Some(&text("This sheet has one table.")), "{sheet}");
        assert_eq!(range.get((2, 0)), Some(&text("Source: Cambridgeshire County Council")), "{sheet}");
    }
}

#[test]
fn there_are_no_filters_frozen_panes_or_hidden_rows() {
    no_sheet_has("autoFilter");
    no_sheet_has("pane");
    for package in both() {
        for (_, table) in package.tables() {
            assert_eq!(elements(table, "autoFilter"), 0);
        }
        for (sheet, xml) in package.sheet_parts() {
            assert_eq!(attributes(xml, "hidden"), Vec::<String>::new(), "{sheet}");
            assert_eq!(attributes(xml, "state"), Vec::<String>::new(), "{sheet}");
        }
        assert_eq!(attributes(package.part("xl/workbook.xml"), "state"), Vec::<String>::new());
    }
}

#[test]
fn there_are_no_fills_and_no_style_of_a_table_brings_one() {
    for package in both() {
        let styles = roxmltree::Document::parse(package.part("xl/styles.xml")).unwrap();
        let fills = styles.descendants().find(|node| node.has_tag_name(tag("fills"))).unwrap();
        // The two that every workbook has.
        assert_eq!(fills.attribute("count"), Some("2"));
        for (sheet, table) in package.tables() {
            let document = roxmltree::Document::parse(table).unwrap();
            let style = document.descendants().find(|node| node.has_tag_name(tag("tableStyleInfo"))).unwrap();
            assert_eq!(style.attribute("name"), None, "{sheet}");
            assert_eq!(style.attribute("showRowStripes"), Some("0"), "{sheet}");
        }
    }
}

#[test]
fn nothing_stands_below_or_beside_a_table() {
    for package in both() {
        for (sheet, table) in package.tables() {
            let columns = attributes(table, "id").len() - 1;
            assert_eq!(package.sheet(&sheet).width(), columns, "{sheet}");
        }
    }
}

// --------------------------------------------------------------------------------------------------------- figures

#[test]
fn figures_are_numbers_that_look_as_on_the_page() {
    let outcomes = "People whose desired outcomes were met";
    let row = ENGLISH.row("Indicators", outcomes);
    assert_eq!(row["Figure"], Data::Float(26.0 / 30.0));
    assert_eq!(ENGLISH.format("Indicators", outcomes, "Figure"), "#,##0.0%");
    assert_eq!(row["Target"], Data::Float(0.87));
    assert_eq!(row["As first published"], Data::Float(0.85));
    assert_eq!(row["Numerator"], Data::Float(26.0));
    assert_eq!(ENGLISH.format("Indicators", outcomes, "Numerator"), "#,##0");
    assert_eq!(
        ENGLISH.format("Indicators", outcomes, "Size of the change"),
        "+#,##0.0\" pp\";-#,##0.0\" pp\";#,##0.0\" pp\""
    );
    let points = row["Size of the change"].to_string().parse::<f64>().unwrap();
    assert!((points - 5.0 / 3.0).abs() < 1e-12, "{points}");
    assert_eq!(ENGLISH.format("Indicators", "Net spend", "Figure"), "£#,##0;-£#,##0");
    assert_eq!(ENGLISH.row("Indicators", "Net spend")["Figure"], Data::Float(-1401.0));
    assert_eq!(ENGLISH.format("Indicators", "Admissions to care homes", "Forecast"), "#,##0.0");
    assert_eq!(ENGLISH.row("Indicators", "Deaths on the roads")["Target"], Data::Float(0.0));
}

#[test]
fn a_flag_stands_beside_its_figure_in_words() {
    let row = ENGLISH.row("Indicators", "People whose desired outcomes were met");
    assert_eq!(row["Status"], text("Provisional, Revised [p] [r]"));
    assert_eq!(ENGLISH.row("Indicators", "Deaths on the roads")["Status"], text("Final"));
}

#[test]
fn a_figure_that_is_missing_is_its_mark_and_never_a_number() {
    let cases = [
        ("A measure that begins later", "[d]", "Not yet due [d]"),
        ("A figure that was not supplied", "[x]", "Not supplied [x]"),
        ("A figure that does not apply", "[z]", "Not applicable [z]"),
        ("A figure of too few people", "[c]", "Suppressed [c]"),
        ("A figure that is too uncertain", "[u]", "Low reliability [u]"),
        ("A figure of nobody", "[k]", "No cases [k]"),
    ];
    for (title, mark, status) in cases {
        let row = ENGLISH.row("Indicators", title);
        assert_eq!((&row["Figure"], &row["Status"]), (&text(mark), &text(status)), "{title}");
    }
}

#[test]
fn a_suppressed_part_is_told_nowhere() {
    let told = ENGLISH.sheet("Breakdowns");
    let figures: Vec<String> = told.rows().skip(HEADER + 1).map(|row| row[4].to_string()).collect();
    assert_eq!(figures, ["60", "[c]", "[c]"], "{told:?}");
}

#[test]
fn words_stand_where_there_is_no_target_and_no_rating() {
    let row = ENGLISH.row("Indicators", "Days that people wait");
    assert_eq!((&row["Target"], &row["RAG rating"]), (&text("Baseline"), &text("Baseline")));
    assert_eq!(ENGLISH.row("Indicators", "Enquiries concluded in time")["RAG rating"], text("Withheld"));
}

#[test]
fn texts_that_look_like_formulas_stay_texts() {
    let title = "=1+1, \"quoted\", and a comma";
    assert_eq!(ENGLISH.row("Indicators", title)["Indicator"], text(title));
    no_sheet_has("f");
    let styles = ENGLISH.part("xl/styles.xml");
    assert_eq!(styles.matches("quotePrefix=\"1\"").count(), 1);
    assert_eq!(ENGLISH.row("Definitions", title)["Indicator description"], text("-2 is a number, and this is none."));
}

#[test]
fn periods_of_the_history_are_dates_too() {
    let row = ENGLISH.row("History", "People whose desired outcomes were met");
    assert_eq!(row["Period"], text("2021/22 Q3"));
    assert_eq!(ENGLISH.format("History", "People whose desired outcomes were met", "First day"), "yyyy-mm-dd");
    let Data::DateTime(day) = row["First day"] else { panic!("{row:?}") };
    assert_eq!(day.as_datetime().unwrap().date().to_string(), "2021-10-01");
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert!(ENGLISH.bytes == workbook(&support::report(Language::English)).unwrap());
}

#[test]
fn all_cells_as_they_are_read_out() {
    insta::assert_snapshot!("english", ENGLISH.told());
    insta::assert_snapshot!("welsh", WELSH.told());
}
