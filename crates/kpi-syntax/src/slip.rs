//! Signs from other notations: read as what was meant, and reported with the change that says it.

use crate::lex::{byte, rest};
use kpi_core::codes::syntax::NEAR_MISS;
use kpi_core::{Diagnostic, FileId, Span};
use std::borrow::Cow;

/// One such sign. The text is mended in place, byte for byte, so that every other place in it stays where it is.
#[derive(Debug, Clone)]
pub(crate) struct Slip {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) is_text: bool,
    /// Is it worth a finding of its own?
    pub(crate) told: bool,
    /// What stands in the mended text, padded with blanks to the same length.
    mended: String,
    message: Cow<'static, str>,
    label: &'static str,
    help: &'static str,
    title: &'static str,
    /// What the fix writes; differs from `mended` where that is padded.
    fix: String,
}

/// How far the quotes of another kind may lie apart, in bytes.
const MAX_QUOTED: usize = 500;

/// Signs that a word processor or another language has, with ours.
const SIGNS: [(&str, &str); 9] =
    [("−", "-"), ("–", "-"), ("—", "-"), ("≤", "<="), ("≥", ">="), ("≠", "!="), ("×", "*"), ("÷", "/"), ("∕", "/")];

impl Slip {
    pub(crate) fn comment(start: usize) -> Self {
        Self {
            start,
            end: start + 2,
            is_text: false,
            told: true,
            mended: "##".to_owned(),
            message: "a comment starts with `#`".into(),
            label: "`//` starts no comment",
            help: "write `#`",
            title: "write `#`",
            fix: "#".to_owned(),
        }
    }

    pub(crate) fn semicolon(start: usize) -> Self {
        Self {
            start,
            end: start + 1,
            is_text: false,
            told: true,
            mended: " ".to_owned(),
            message: "nothing stands between two statements".into(),
            label: "this `;` is not needed",
            help: "leave it out: a statement ends where the next one begins",
            title: "leave out the `;`",
            fix: String::new(),
        }
    }

    pub(crate) fn control(text: &str, start: usize, end: usize, told: bool) -> Self {
        let signs = text.get(start..end).unwrap_or_default();
        let first = signs.chars().next().map_or(0, u32::from);
        Self {
            start,
            end,
            is_text: false,
            told,
            mended: " ".repeat(end - start),
            message: match signs.len() {
                1 => format!("a control character, U+{first:04X}, stands here").into(),
                more => format!("{more} control characters stand here, U+{first:04X} first").into(),
            },
            label: "it cannot be seen",
            help: "leave it out, or put a blank in its place: such signs come with what is copied from elsewhere",
            title: "write a blank in its place",
            fix: " ".to_owned(),
        }
    }

    /// The slip that stands here, if one does: a sign, or a text in other quotes.
    pub(crate) fn at(text: &str, start: usize) -> Option<Self> {
        if byte(text, start).is_ascii() && byte(text, start) != b'\'' {
            return None;
        }
        let here = rest(text, start);
        for (sign, ours) in SIGNS {
            if here.starts_with(sign) {
                return Some(Self {
                    start,
                    end: start + sign.len(),
                    is_text: false,
                    told: true,
                    mended: format!("{ours:>width$}", width = sign.len()),
                    message: format!("`{sign}` is written `{ours}`").into(),
                    label: "a sign that keyboards do not have",
                    help: "write the sign on the keyboard",
                    title: "write the sign on the keyboard",
                    fix: ours.to_owned(),
                });
            }
        }
        let first = here.chars().next()?;
        let closers: &[char] = match first {
            '\'' | '‘' | '’' => &['\'', '‘', '’'],
            '“' | '”' | '„' => &['“', '”', '"'],
            _ => return None,
        };
        // A text in quotes is not that long; without a bound, quotes on one endless line would be looked at each to its end.
        let end = text.floor_char_boundary((start + MAX_QUOTED).min(text.len()));
        let line = text.get(start..end)?.split('\n').next()?;
        // An apostrophe stands before a letter; a closing quote does not.
        let (offset, close) = line.char_indices().skip(1).find(|(i, c)| {
            let after = line.get(i + c.len_utf8()..).unwrap_or_default();
            closers.contains(c) && !after.starts_with(char::is_alphanumeric)
        })?;
        let content = line.get(first.len_utf8()..offset)?;
        // Inside, the mended text may not hold what ends or escapes a text; the fix escapes it.
        let safe: String = content.chars().map(|c| if matches!(c, '"' | '\\') { '\'' } else { c }).collect();
        let padding = |c: char| " ".repeat(c.len_utf8() - 1);
        Some(Self {
            start,
            end: start + offset + close.len_utf8(),
            is_text: true,
            told: true,
            mended: format!("{}\"{safe}\"{}", padding(first), padding(close)),
            message: "a text stands in straight double quotes".into(),
            label: "these quotes are not `\"`",
            help: "write `\"…\"`",
            title: "write the text in `\"…\"`",
            fix: format!("\"{}\"", content.replace('\\', "\\\\").replace('"', "\\\"")),
        })
    }

    pub(crate) fn diagnostic(&self, file: FileId) -> Diagnostic {
        let span = Span::new(file, self.start as u32, self.end as u32);
        Diagnostic::at(NEAR_MISS, span, self.message.clone()).saying(self.label).help(self.help).fix(
            self.title,
            span,
            self.fix.clone(),
        )
    }
}

/// The text with every slip mended, of the same length.
pub(crate) fn mend(text: &str, slips: &[Slip]) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut done = 0;
    for slip in slips {
        if slip.start < done || slip.mended.len() != slip.end - slip.start {
            continue;
        }
        mended.push_str(text.get(done..slip.start).unwrap_or_default());
        mended.push_str(&slip.mended);
        done = slip.end;
    }
    mended.push_str(rest(text, done));
    debug_assert_eq!(mended.len(), text.len());
    mended
}
