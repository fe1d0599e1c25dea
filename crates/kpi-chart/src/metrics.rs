//! How wide text is, and where its lines break.

use crate::widths::{BOLD, OTHERS, REGULAR};

const EM: f64 = 2048.0;
/// Of a line's size: how far letters rise above the baseline. What is left of the size falls below it.
pub(crate) const ASCENT: f64 = 0.78;
/// From one baseline to the next.
pub(crate) const LEADING: f64 = 1.2;

/// Width of `text` at `size`. A sign that is not in the table counts as wide as any can be, since it comes from a font
/// that nobody knows.
pub(crate) fn width(text: &str, size: f64, bold: bool) -> f64 {
    text.chars().map(|sign| advance(sign, bold)).sum::<f64>() * size / EM
}

fn advance(sign: char, bold: bool) -> f64 {
    if sign.is_control() {
        return EM * 1.1;
    }
    let table = if bold { &BOLD } else { &REGULAR };
    let place = u32::from(sign).checked_sub(0x20).and_then(|place| usize::try_from(place).ok());
    if let Some(units) = place.and_then(|place| table.get(place)) {
        return f64::from(*units);
    }
    match OTHERS.binary_search_by_key(&sign, |(known, ..)| *known) {
        Ok(found) => OTHERS.get(found).map_or(EM, |(_, plain, strong)| f64::from(if bold { *strong } else { *plain })),
        Err(_) => EM * 1.1,
    }
}

/// `text` in at most `most` lines of at most `room`: broken between words, within a word only where it is wider than a
/// line, and ended by an ellipsis where even that is not enough. What is cut is still in the description and the table.
pub(crate) fn wrap(text: &str, room: f64, size: f64, bold: bool, most: usize) -> Vec<String> {
    let fits = |line: &str| width(line, size, bold) <= room;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for sign in word.chars() {
            line.push(sign);
            if !fits(&line) && line.chars().nth(1).is_some() {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(sign);
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    let most = most.max(1);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && !fits(&format!("{last}…")) {
                last.pop();
            }
            *last = format!("{}…", last.trim_end());
        }
    }
    lines
}

/// One line, cut where it is too long.
pub(crate) fn cut(text: &str, room: f64, size: f64, bold: bool) -> String {
    wrap(text, room, size, bold, 1).pop().unwrap_or_default()
}

/// The widest of `lines`.
pub(crate) fn widest<'a>(lines: impl IntoIterator<Item = &'a String>, size: f64, bold: bool) -> f64 {
    lines.into_iter().map(|line| width(line, size, bold)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_font() {
        assert_eq!(width("A", 2048.0, false), 1366.0);
        assert_eq!(width("ŵŷ", 2048.0, false), 1479.0 + 1024.0);
        assert_eq!(width("–", 2048.0, true), 1139.0);
        assert!(OTHERS.is_sorted_by_key(|(sign, ..)| *sign));
    }

    #[test]
    fn breaks_between_words_and_within_only_where_it_must() {
        assert_eq!(wrap("Statistical neighbours", 80.0, 14.0, false, 3), ["Statistical", "neighbours"]);
        assert_eq!(wrap("Statistical neighbours", 80.0, 14.0, false, 1), ["Statistical…"]);
        assert!(wrap("Llanfairpwllgwyngyll", 60.0, 14.0, false, 9).len() > 2);
        assert_eq!(wrap(" ", 60.0, 14.0, false, 9), Vec::<String>::new());
    }
}
