//! What a plugin gave back, looked at before it is used. The types were checked while it was copied; whether the parts
//! agree with one another nobody has checked yet.

use crate::error::{Answered, Fault};
use crate::limits::Limits;
use crate::table::Kind;
use crate::wire::{
    Column, ColumnInfo, Data, Dict, Fixed, MeasureInfo, Note, Problem, Request, SettingInfo, SourceInfo, Table, Utf8,
};
use std::collections::HashSet;

/// 0001-01-01 and 9999-12-31, in days from 1970-01-01.
const DAYS: std::ops::RangeInclusive<i32> = -719_162..=2_932_896;
const SCALE: u8 = 18;
const NAME: usize = 100;
const ABOUT: usize = 2_000;
const NOTE: usize = 500;

/// The figures of a measure: one number, or none, for each group.
pub(crate) fn figures(column: &Column, groups: usize) -> Result<(), Fault> {
    if !Kind::Number.takes(&column.data) {
        return Err(Fault::NoFigure { found: column.data.layout() });
    }
    cells(column, groups)
}

/// Two answers to the same question: the figures and the fuel that they took. Says how they differ.
pub(crate) fn alike((first, second): (&Answered<Column>, &Answered<Column>), groups: usize) -> Result<(), String> {
    for row in 0..groups {
        let (one, other) = (first.value.cell(row), second.value.cell(row));
        if one != other {
            return Err(format!("figure {row} is {one:?}, then {other:?}"));
        }
    }
    let (one, other) = (first.used.fuel, second.used.fuel);
    if one == other { Ok(()) } else { Err(format!("it took {one} of fuel, then {other}")) }
}

/// A source's table, against what the plugin describes.
pub(crate) fn table(table: &Table, described: &[ColumnInfo], limits: &Limits) -> Result<(), Fault> {
    at_most("rows", u64::from(table.rows), u64::from(limits.rows))?;
    at_most("columns", table.columns.len() as u64, limits.columns as u64)?;
    unique("a column", table.columns.iter().map(|column| column.name.as_str()))?;
    for column in &table.columns {
        let Some(info) = described.iter().find(|info| info.name == column.name) else {
            return Err(Fault::Undescribed { column: shown(&column.name) });
        };
        if let Some(kind) = Kind::of_column(&info.kind).filter(|kind| !kind.takes(&column.data)) {
            return Err(Fault::Layout { column: shown(&column.name), found: column.data.layout(), kind: kind.word() });
        }
        cells(column, table.rows as usize)?;
    }
    let there: HashSet<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    match described.iter().find(|info| info.required && !there.contains(info.name.as_str())) {
        Some(info) => Err(Fault::Missing { column: shown(&info.name) }),
        None => Ok(()),
    }
}

/// A column that has so many rows.
fn cells(column: &Column, rows: usize) -> Result<(), Fault> {
    let name = || shown(&column.name);
    let wanted = rows.div_ceil(8);
    if !column.valid.is_empty() && column.valid.len() != wanted {
        return Err(Fault::Bitmap { column: name(), found: column.valid.len(), rows, wanted });
    }
    // Offsets have one more than there are rows, and none at all is one too few.
    let offsets_missing = matches!(&column.data, Data::Utf8(utf8) if utf8.offsets.is_empty());
    if column.data.len() != rows || (offsets_missing && rows > 0) {
        return Err(Fault::Length { column: name(), found: column.data.len(), rows });
    }
    let there = |row: &usize| column.has(*row);
    match &column.data {
        Data::Nums(nums) => match nums.iter().enumerate().find(|(row, n)| !n.is_finite() && there(row)) {
            Some((row, found)) => Err(Fault::NotFinite { column: name(), row, found: *found }),
            None => Ok(()),
        },
        Data::Ints(_) => Ok(()),
        Data::Fixed(Fixed { scale, .. }) if *scale > SCALE => Err(Fault::Scale { column: name(), found: *scale }),
        Data::Fixed(_) => Ok(()),
        Data::Days(days) => match days.iter().enumerate().find(|(row, day)| !DAYS.contains(day) && there(row)) {
            Some((row, found)) => Err(Fault::Day { column: name(), row, found: *found }),
            None => Ok(()),
        },
        Data::Bools(bools) => match bools.iter().enumerate().find(|(row, found)| **found > 1 && there(row)) {
            Some((row, found)) => Err(Fault::Bool { column: name(), row, found: *found }),
            None => Ok(()),
        },
        Data::Dict(Dict { values, codes }) => {
            let beyond = |code: &u32| *code as usize >= values.len();
            match codes.iter().enumerate().find(|(row, code)| beyond(code) && there(row)) {
                Some((row, found)) => Err(Fault::Code { column: name(), row, found: *found, values: values.len() }),
                None => Ok(()),
            }
        }
        Data::Utf8(utf8) => texts(utf8).map_err(|(row, why)| match why {
            Some(why) => Fault::Offsets { column: name(), row, why },
            None => Fault::Utf8 { column: name(), row },
        }),
    }
}

/// The row at which texts go wrong, and why if it is not that they are no UTF-8. Empty cells count as well: what comes
/// after them stands where they end.
fn texts(utf8: &Utf8) -> Result<(), (usize, Option<&'static str>)> {
    if utf8.offsets.first().is_some_and(|first| *first != 0) {
        return Err((0, Some("the first is not 0")));
    }
    for (row, pair) in utf8.offsets.windows(2).enumerate() {
        let [start, end] = pair else { continue };
        if end < start {
            return Err((row, Some("a text ends before it starts")));
        }
        let Some(text) = utf8.bytes.get(*start as usize..*end as usize) else {
            return Err((row, Some("a text ends after the last byte")));
        };
        if std::str::from_utf8(text).is_err() {
            return Err((row, None));
        }
    }
    match utf8.offsets.last() {
        Some(last) if *last as usize != utf8.bytes.len() => {
            Err((utf8.offsets.len().saturating_sub(2), Some("bytes are left after the last text")))
        }
        _ => Ok(()),
    }
}

pub(crate) fn measure(info: &MeasureInfo, limits: &Limits) -> Result<(), Fault> {
    described(&info.id, &info.version, &info.title)?;
    short("the unit", &info.unit, NAME)?;
    columns(&info.inputs, limits)?;
    settings(&info.settings, limits)
}

pub(crate) fn source(info: &SourceInfo, limits: &Limits) -> Result<(), Fault> {
    described(&info.id, &info.version, &info.title)?;
    columns(&info.columns, limits)?;
    settings(&info.settings, limits)
}

fn described(id: &str, version: &str, title: &str) -> Result<(), Fault> {
    name("the plugin's id", id)?;
    if let Some(wrong) = id.chars().find(|c| !c.is_ascii_alphanumeric() && *c != '_' && *c != '-') {
        let why = format!("has {wrong:?}, and ids are of letters, digits, `_` and `-`");
        return Err(Fault::Name { what: "the plugin's id", name: shown(id), why });
    }
    short("the version", version, NAME)?;
    short("the title", title, ABOUT)
}

fn columns(infos: &[ColumnInfo], limits: &Limits) -> Result<(), Fault> {
    at_most("columns", infos.len() as u64, limits.columns as u64)?;
    unique("a column", infos.iter().map(|info| info.name.as_str()))?;
    for info in infos {
        name("a column", &info.name)?;
        short("what is said about a column", &info.about, ABOUT)?;
        if Kind::of_column(&info.kind).is_none() {
            return Err(Fault::Kind { what: format!("column {:?}", shown(&info.name)), found: shown(&info.kind) });
        }
    }
    Ok(())
}

fn settings(infos: &[SettingInfo], limits: &Limits) -> Result<(), Fault> {
    at_most("settings", infos.len() as u64, limits.columns as u64)?;
    unique("a setting", infos.iter().map(|info| info.name.as_str()))?;
    for info in infos {
        name("a setting", &info.name)?;
        short("what is said about a setting", &info.about, ABOUT)?;
        if Kind::of_setting(&info.kind).is_none() {
            return Err(Fault::Kind { what: format!("setting {:?}", shown(&info.name)), found: shown(&info.kind) });
        }
    }
    Ok(())
}

/// Requests of one round; how many there may be is for who fetches them.
pub(crate) fn requests(requests: &[Request]) -> Result<(), Fault> {
    unique("a request", requests.iter().map(|request| request.id.as_str()))?;
    for request in requests {
        name("a request", &request.id)?;
        short("a URL", &request.url, 8_000)?;
        at_most("headers", request.headers.len() as u64, 50)?;
        for (header, value) in &request.headers {
            let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
            if header.is_empty() || header.len() > NAME || !header.chars().all(token) {
                let why = "has what a header's name may not have".to_owned();
                return Err(Fault::Name { what: "a header", name: shown(header), why });
            }
            short("a header's value", value, 8_000)?;
            if value.contains('\n') {
                let why = "has a line's end in its value".to_owned();
                return Err(Fault::Name { what: "a header", name: shown(header), why });
            }
        }
    }
    Ok(())
}

pub(crate) fn notes(notes: &[Note], groups: usize) -> Result<(), Fault> {
    at_most("notes", notes.len() as u64, 10_000)?;
    for note in notes {
        if note.group as usize >= groups {
            return Err(Fault::NoteOfNothing { group: note.group, groups });
        }
        short("a note", &note.text, NOTE)?;
        short("a note's value", note.value.as_deref().unwrap_or_default(), NOTE)?;
    }
    Ok(())
}

/// A plugin's own words, made fit to print.
pub(crate) fn problem(problem: Problem) -> Problem {
    Problem {
        code: printable(&problem.code, NAME),
        message: printable(&problem.message, ABOUT),
        column: problem.column.map(|column| printable(&column, NAME)),
        row: problem.row,
    }
}

/// Letters that look like others make two columns that nobody can tell apart, so names are ASCII.
fn name(what: &'static str, name: &str) -> Result<(), Fault> {
    let wrong = name.chars().find(|c| !c.is_ascii_graphic() && *c != ' ');
    let why = match wrong {
        Some(wrong) => format!("has {}, and names are of ASCII letters, digits and signs", wrong.escape_unicode()),
        None if name.trim().is_empty() => "is empty".to_owned(),
        None if name.len() > NAME => format!("has {} characters, and {NAME} are the most", name.len()),
        None => return Ok(()),
    };
    Err(Fault::Name { what, name: shown(name), why })
}

fn short(what: &str, text: &str, most: usize) -> Result<(), Fault> {
    if text.chars().count() > most {
        return Err(Fault::TooLong { what: what.to_owned(), most });
    }
    match text.chars().find(|c| c.is_control() && *c != '\n') {
        Some(wrong) => Err(Fault::Name {
            what: "a text",
            name: shown(text),
            why: format!("has {}, which is no character to print", wrong.escape_unicode()),
        }),
        None => Ok(()),
    }
}

fn unique<'a>(what: &'static str, names: impl Iterator<Item = &'a str>) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(Fault::Twice { what, name: shown(name) });
        }
    }
    Ok(())
}

const fn at_most(what: &'static str, found: u64, most: u64) -> Result<(), Fault> {
    if found > most { Err(Fault::TooMany { what, found, most }) } else { Ok(()) }
}

fn shown(name: &str) -> String {
    printable(name, NAME)
}

/// A text without what would move a terminal's cursor or hide other text, cut to so many characters.
pub(crate) fn printable(text: &str, most: usize) -> String {
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let mut shown: String = text.chars().take(most).map(|c| if hides(c) { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(most).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::PluginError;
    use crate::limits::Used;
    use crate::wire::Problem;

    fn described(kind: &str, required: bool) -> Vec<ColumnInfo> {
        vec![ColumnInfo { name: "c".to_owned(), kind: kind.to_owned(), required, about: String::new() }]
    }

    /// What is wrong with a table of three rows whose one column is so.
    fn fault(kind: &str, column: Column) -> Option<Fault> {
        table(&Table { rows: 3, columns: vec![column] }, &described(kind, true), &Limits::default()).err()
    }

    fn column(data: Data) -> Column {
        Column::full("c", data)
    }

    fn texts(offsets: &[u32], bytes: &[u8]) -> Column {
        column(Data::Utf8(Utf8 { offsets: offsets.to_vec(), bytes: bytes.to_vec() }))
    }

    fn dict(values: &[&str], codes: &[u32]) -> Column {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        column(Data::Dict(Dict { values, codes: codes.to_vec() }))
    }

    /// No plugin gets there, since each call starts from the same memory; if one ever does, it is to be told.
    #[test]
    fn answers_that_differ_are_told() {
        let answer = |figure: f64, fuel| Answered {
            value: column(Data::Nums(vec![1.0, figure])),
            used: Used {
                fuel,
                fuel_limit: 1_000,
                memory: 0,
                memory_limit: 0,
                output: 0,
                output_limit: 0,
                elapsed: std::time::Duration::ZERO,
                time_limit: std::time::Duration::ZERO,
            },
        };
        let first = answer(2.0, 90);
        assert_eq!(alike((&first, &answer(2.0, 90)), 2), Ok(()));
        let figures = alike((&first, &answer(2.5, 90)), 2).unwrap_err();
        assert_eq!(figures, "figure 1 is Num(2.0), then Num(2.5)");
        let fuel = alike((&first, &answer(2.0, 91)), 2).unwrap_err();
        assert_eq!(fuel, "it took 90 of fuel, then 91");
        let error = PluginError::Undetermined { function: "evaluate", difference: fuel };
        assert_eq!(error.code(), kpi_core::codes::plugins::running::PLUGIN_UNDETERMINED);
    }

    #[test]
    fn what_holds_together_is_believed() {
        let fixed = Fixed { scale: 18, units: vec![i64::MIN, 0, i64::MAX] };
        for (kind, data) in [
            ("number", Data::Nums(vec![f64::MAX, -0.0, f64::MIN_POSITIVE])),
            ("number", Data::Ints(vec![i64::MIN, 0, i64::MAX])),
            ("number", Data::Fixed(fixed)),
            ("integer", Data::Ints(vec![1, 2, 3])),
            ("date", Data::Days(vec![-719_162, 0, 2_932_896])),
            ("yes or no", Data::Bools(vec![0, 1, 0])),
        ] {
            assert_eq!(fault(kind, column(data)), None);
        }
        assert_eq!(fault("text", dict(&["a", "b"], &[1, 0, 1])), None);
        assert_eq!(fault("text", texts(&[0, 0, 2, 3], "éa".as_bytes())), None);
        let nothing = Table { rows: 0, columns: vec![texts(&[], b"")] };
        assert_eq!(table(&nothing, &described("text", true), &Limits::default()), Ok(()), "no rows, and no offsets");
    }

    #[test]
    fn lengths_that_differ_are_told() {
        let length = |found| Some(Fault::Length { column: "c".to_owned(), found, rows: 3 });
        assert_eq!(fault("number", column(Data::Nums(vec![1.0; 2]))), length(2));
        assert_eq!(fault("number", column(Data::Ints(vec![1; 4]))), length(4));
        assert_eq!(fault("date", column(Data::Days(vec![]))), length(0));
        assert_eq!(fault("text", dict(&["a"], &[0])), length(1));
        assert_eq!(fault("text", texts(&[0, 1, 2], b"ab")), length(2));
        assert_eq!(fault("text", texts(&[], b"")), length(0));
        for (bytes, right) in [(1, true), (2, false)] {
            let found = fault("number", Column { valid: vec![7; bytes], ..column(Data::Ints(vec![1; 3])) });
            assert_eq!(found.is_none(), right, "{found:?}");
        }
    }

    #[test]
    fn cells_that_cannot_be_are_told_and_empty_ones_do_not_matter() {
        let numbers = || column(Data::Nums(vec![1.0, f64::INFINITY, 3.0]));
        assert!(matches!(fault("number", numbers()), Some(Fault::NotFinite { row: 1, .. })));
        assert_eq!(fault("number", Column { valid: vec![0b101], ..numbers() }), None, "an empty cell may be anything");
        assert!(matches!(
            fault("number", column(Data::Nums(vec![f64::NAN; 3]))),
            Some(Fault::NotFinite { row: 0, .. })
        ));
        assert!(matches!(
            fault("yes or no", column(Data::Bools(vec![0, 1, 2]))),
            Some(Fault::Bool { row: 2, found: 2, .. })
        ));
        assert!(matches!(fault("date", column(Data::Days(vec![0, i32::MAX, 0]))), Some(Fault::Day { row: 1, .. })));
        let fixed = Fixed { scale: 19, units: vec![0; 3] };
        assert!(matches!(fault("number", column(Data::Fixed(fixed))), Some(Fault::Scale { found: 19, .. })));
        let coded = || dict(&["a"], &[0, 1, 0]);
        assert!(matches!(fault("text", coded()), Some(Fault::Code { row: 1, found: 1, values: 1, .. })));
        assert_eq!(fault("text", Column { valid: vec![0b101], ..coded() }), None);
    }

    #[test]
    fn offsets_that_go_wrong_are_told() {
        for (offsets, bytes, at) in [
            ([1, 1, 2, 3], "abc", 0),
            ([0, 2, 1, 3], "abc", 1),
            ([0, 1, 2, 4], "abc", 2),
            ([0, 1, 2, u32::MAX], "abc", 2),
            ([0, 1, 2, 2], "abc", 2),
        ] {
            let found = fault("text", texts(&offsets, bytes.as_bytes()));
            assert!(matches!(found, Some(Fault::Offsets { row, .. }) if row == at), "{offsets:?}: {found:?}");
        }
        // Whole, and cut through the middle of a letter.
        let found = fault("text", texts(&[0, 1, 2, 3], "éa".as_bytes()));
        assert!(matches!(found, Some(Fault::Utf8 { row: 0, .. })), "{found:?}");
    }

    #[test]
    fn columns_have_to_be_those_described() {
        let integers = || column(Data::Ints(vec![1; 3]));
        assert!(matches!(fault("text", integers()), Some(Fault::Layout { found: "ints", kind: "text", .. })));
        assert!(matches!(fault("integer", column(Data::Nums(vec![1.0; 3]))), Some(Fault::Layout { .. })));
        let other = Column { name: "d".to_owned(), ..integers() };
        assert_eq!(fault("number", other), Some(Fault::Undescribed { column: "d".to_owned() }));
        let none = Table { rows: 3, columns: Vec::new() };
        let missing = Fault::Missing { column: "c".to_owned() };
        assert_eq!(table(&none, &described("number", true), &Limits::default()), Err(missing));
        assert_eq!(
            table(&none, &described("number", false), &Limits::default()),
            Ok(()),
            "not every column has to be there"
        );
        let twice = Table { rows: 3, columns: vec![integers(), integers()] };
        let fault = table(&twice, &described("number", true), &Limits::default());
        assert!(matches!(fault, Err(Fault::Twice { .. })), "{fault:?}");
        let many = Table { rows: u32::MAX, columns: Vec::new() };
        let fault = table(&many, &[], &Limits::default());
        assert!(matches!(fault, Err(Fault::TooMany { what: "rows", .. })), "{fault:?}");
    }

    #[test]
    fn descriptions_are_looked_at() {
        let info = || SourceInfo {
            id: "case_system-2".to_owned(),
            version: "1.0.0".to_owned(),
            title: "Cases".to_owned(),
            columns: described("number", true),
            settings: vec![SettingInfo {
                name: "area".to_owned(),
                kind: "text".to_owned(),
                required: false,
                about: String::new(),
            }],
        };
        let judged = |change: fn(&mut SourceInfo)| {
            let mut info = info();
            change(&mut info);
            source(&info, &Limits::default())
        };
        assert_eq!(judged(|_| {}), Ok(()));
        let wrong: [fn(&mut SourceInfo); 10] = [
            |info| info.id = String::new(),
            |info| info.id = "../../etc".to_owned(),
            |info| info.id = "саses".to_owned(),
            |info| info.id = "a".repeat(101),
            |info| info.title = "\u{1b}[2J".to_owned(),
            |info| info.title = "a".repeat(2_001),
            |info| info.columns[0].kind = "float".to_owned(),
            |info| info.columns[0].name = " ".to_owned(),
            |info| info.settings[0].kind = "integer".to_owned(),
            |info| info.settings.push(info.settings[0].clone()),
        ];
        for (number, change) in wrong.into_iter().enumerate() {
            assert!(judged(change).is_err(), "change {number} is wrong");
        }
    }

    #[test]
    fn requests_are_looked_at() {
        let request = |id: &str, header: &str| Request {
            id: id.to_owned(),
            url: "https://a.example/".to_owned(),
            headers: vec![(header.to_owned(), "x".to_owned())],
        };
        assert_eq!(requests(&[request("1", "accept"), request("2", "X-Key")]), Ok(()));
        assert!(requests(&[request("1", "accept"), request("1", "accept")]).is_err());
        for header in ["", "a b", "a\r\nb", "a:b", "é"] {
            assert!(requests(&[request("1", header)]).is_err(), "{header:?}");
        }
        let long = Request { url: "a".repeat(8_001), ..request("1", "accept") };
        assert!(requests(&[long]).is_err());
        let split = Request { headers: vec![("x".to_owned(), "a\nhost: b".to_owned())], ..request("1", "accept") };
        assert!(requests(&[split]).is_err());
    }

    #[test]
    fn a_problem_is_made_fit_to_print() {
        let said = problem(Problem {
            code: "x".repeat(500),
            message: "a\u{1b}[2J\u{202e}b\nc".to_owned() + &"d".repeat(5_000),
            column: Some("\0".to_owned()),
            row: None,
        });
        assert!(said.message.starts_with("a\u{fffd}[2J\u{fffd}b\u{fffd}c"), "{}", said.message);
        assert_eq!((said.code.chars().count(), said.message.chars().count()), (101, 2_001));
        assert_eq!(said.column.as_deref(), Some("\u{fffd}"));
    }
}
