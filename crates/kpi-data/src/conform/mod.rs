//! From what is written in a cell to what its column holds. What is not understood is said, never guessed.

mod date;
mod number;

use kpi_core::codes::data::{NOT_UNDERSTOOD, UNKNOWN_CODE};
use kpi_core::facts::Cell;
use kpi_core::schema::{Column, ColumnType, EmptyCell};
use kpi_core::{Calendar, Code, Missing, Period, Reason, suggest};

/// What a spreadsheet writes where a formula went wrong; no column holds these, not even one of texts.
pub const SPREADSHEET_ERRORS: [&str; 10] =
    ["#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DATA!", "#SPILL!", "#CALC!"];

/// Why a cell is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub code: Code,
    pub message: String,
    pub notes: Vec<String>,
    pub help: Vec<String>,
}

impl Problem {
    fn new(message: impl Into<String>) -> Box<Self> {
        Box::new(Self { code: NOT_UNDERSTOOD, message: message.into(), notes: Vec::new(), help: Vec::new() })
    }

    fn note(mut self: Box<Self>, note: impl Into<String>) -> Box<Self> {
        self.notes.push(note.into());
        self
    }
}

/// A column with what of it is the same for every cell worked out once.
#[derive(Debug)]
pub struct Conformer<'a> {
    column: &'a Column,
    calendar: Calendar,
    missing_words: Vec<(String, Reason)>,
    /// The codes of a list, folded, with the spelling of the rules.
    codes: Vec<(String, &'a str)>,
}

impl<'a> Conformer<'a> {
    pub fn new(column: &'a Column, calendar: Calendar) -> Self {
        Self {
            column,
            calendar,
            missing_words: column.missing_words.iter().map(|(word, reason)| (fold(word), *reason)).collect(),
            codes: column.holds.codes().unwrap_or_default().iter().map(|code| (fold(code), code.as_str())).collect(),
        }
    }

    /// Declared words first, then emptiness, then the column's type.
    pub fn cell(&self, written: &str) -> Result<Cell, Box<Problem>> {
        let text = written.trim();
        if !self.missing_words.is_empty() {
            let folded = fold(text);
            if let Some((_, reason)) = self.missing_words.iter().find(|(word, _)| *word == folded) {
                return Ok(Cell::Missing(Missing::new(*reason, format!("the cell says \"{text}\""))));
            }
        }
        if text.is_empty() {
            return match &self.column.empty {
                None => Ok(Cell::Empty),
                Some(EmptyCell::Missing(reason)) => Ok(Cell::Missing(Missing::new(*reason, "the cell is empty"))),
                Some(EmptyCell::Default(default)) => self.read(default.trim()),
            };
        }
        if text.starts_with('#') && SPREADSHEET_ERRORS.iter().any(|error| error.eq_ignore_ascii_case(text)) {
            return Err(self.declare(Problem::new(format!("\"{text}\" is an error of the spreadsheet")), text));
        }
        self.read(text)
    }

    fn read(&self, text: &str) -> Result<Cell, Box<Problem>> {
        match &self.column.holds {
            ColumnType::Text => Ok(Cell::Text(text.to_owned())),
            ColumnType::Number(unit) => number::read(text, *unit).map(Cell::Number),
            ColumnType::Date => date::read(text).map(Cell::Date),
            ColumnType::Period => Period::parse(text, self.calendar).map(Cell::Period).map_err(|why| {
                let problem = Problem::new(format!("\"{text}\" is not a period")).note(why.to_string());
                match date::read(text) {
                    Ok(_) => problem.note("it is a date; a spreadsheet turns a month into one unless the cell is text"),
                    Err(_) => problem,
                }
            }),
            ColumnType::Rank => text
                .parse()
                .map(Cell::Rank)
                .map_err(|_| Problem::new(format!("\"{text}\" is not a rank such as `28/152` or `28/152 (=)`"))),
            ColumnType::YesNo => match fold(text).as_str() {
                "yes" | "true" | "y" | "1" => Ok(Cell::YesNo(true)),
                "no" | "false" | "n" | "0" => Ok(Cell::YesNo(false)),
                _ => Err(Problem::new(format!("\"{text}\" is neither yes nor no"))),
            },
            ColumnType::OneOf(_) => self.code(text).map(|code| Cell::Text(code.to_owned())),
            ColumnType::SomeOf(_) => {
                let mut codes: Vec<String> = Vec::new();
                for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
                    let code = self.code(part)?;
                    if !codes.iter().any(|known| known == code) {
                        codes.push(code.to_owned());
                    }
                }
                Ok(Cell::Codes(codes))
            }
        }
        .map_err(|problem| {
            // A mistyped date or number is to be corrected; a word may well be meant.
            let is_word = !text.bytes().any(|byte| byte.is_ascii_digit());
            if is_word && problem.code == NOT_UNDERSTOOD { self.declare(problem, text) } else { problem }
        })
    }

    fn code(&self, text: &str) -> Result<&'a str, Box<Problem>> {
        let folded = fold(text);
        if let Some((_, code)) = self.codes.iter().find(|(code, _)| *code == folded) {
            return Ok(code);
        }
        let codes: Vec<&str> = self.codes.iter().map(|(_, code)| *code).collect();
        let mut problem = Problem::new(format!("\"{text}\" is not one of the codes of the column"));
        problem.code = UNKNOWN_CODE;
        problem.notes.push(format!("its codes are {}", suggest::list(&codes, "and")));
        problem.help.extend(suggest::did_you_mean(text, codes));
        Err(problem)
    }

    /// How to say in the rules that the cell's words mean no figure.
    fn declare(&self, mut problem: Box<Problem>, text: &str) -> Box<Problem> {
        let word = text.replace('\\', "\\\\").replace('"', "\\\"");
        problem.help.push(format!(
            "if it means that there is no value, say why: `{}: … or \"{word}\" as not supplied`",
            self.column.name
        ));
        problem
    }
}

pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
