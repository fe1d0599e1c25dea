//! Files made from those there are: items and statements of all of them, put together and spaced anew.

use kpi_syntax::words::{self, Kind, Token};

/// Numbers that look random, the same for the same seed.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() >> 16) as usize % end.max(1)
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// The texts of all items of these files.
pub fn items(texts: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for text in texts {
        let (tree, wrong) = kpi_syntax::parse(kpi_core::FileId(0), text);
        assert!(wrong.is_empty(), "what files are made from is sound");
        found.extend(tree.items.iter().map(|item| text[item.span().range()].to_owned()));
    }
    found
}

/// Items in any order, with other blanks, line breaks and comments between their words, and now and then without one of their
/// statements or with one twice.
pub fn file(items: &[String], dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..=dice.below(4) {
        let item = dice.one(items).clone();
        let item = if dice.below(3) == 0 { changed(&item, dice) } else { item };
        // Much of a file is as people write it; some of it is not.
        let wild = [0, 0, 1, 4, 12][dice.below(5)];
        respaced(&item, wild, dice, &mut text);
        text.push_str(["\n", "\n\n", "\n# between\n", " "][dice.below(4)]);
    }
    text
}

/// One line of an item left out, or there twice.
fn changed(item: &str, dice: &mut Dice) -> String {
    let lines: Vec<&str> = item.lines().collect();
    if lines.len() < 4 {
        return item.to_owned();
    }
    let at = 1 + dice.below(lines.len() - 2);
    let mut lines = lines;
    if dice.below(2) == 0 {
        lines.remove(at);
    } else {
        lines.insert(at, lines[at]);
    }
    lines.join("\n")
}

fn respaced(item: &str, wild: usize, dice: &mut Dice, out: &mut String) {
    const GAPS: [&str; 10] = [" ", "  ", "\n", "\n  ", "\n\n", "\n\n\n   ", "  # said\n", "\n# above\n", "\t", " \n "];
    let tokens = words::read(item).tokens;
    let mut before: Option<&Token> = None;
    for token in &tokens {
        let from = before.map_or(0, |before| before.end);
        let gap = &item[from..token.start];
        let beside_table = token.kind == Kind::Table || before.is_some_and(|before| before.kind == Kind::Table);
        if before.is_some() && !gap.is_empty() && !beside_table && dice.below(100) < wild {
            out.push_str(dice.one::<&str>(&GAPS));
        } else {
            out.push_str(gap);
        }
        out.push_str(&item[token.start..token.end]);
        before = Some(token);
    }
}

/// The text with a few bytes put in, taken out or doubled.
pub fn damaged(text: &str, dice: &mut Dice) -> String {
    const WORDS: [&str; 16] =
        ["\"", "{", "}", "(", ")", "[", "]", ":", "#", "\"\"\"", "\n", "é", "indicator x {", "=", "%", "“"];
    let mut text = text.to_owned();
    for _ in 0..=dice.below(3) {
        let at = text.floor_char_boundary(dice.below(text.len() + 1));
        let end = text.ceil_char_boundary((at + dice.below(12)).min(text.len()));
        let put = match dice.below(3) {
            0 => String::new(),
            1 => (*dice.one::<&str>(&WORDS)).to_owned(),
            _ => text[at..end].repeat(2),
        };
        text.replace_range(at..end, &put);
    }
    text
}
