//! A file's statements one below the other: blank lines, what stands under what, and which braces stay on their line.

use super::blocks::{Block, Statement};
use super::layout::{Layout, flat_width, keeps_breaks, key};
use super::tokens::{Comment, Token};
use super::{STEP, WIDEST, wide};
use crate::grammar::Rule;

/// What stands between statements on one line.
const BETWEEN: &str = "   ";

/// A token and the column from which on it stands.
type Pads = Vec<(usize, usize)>;

/// The lines of an item, without the comments above and behind it. What is left of the statement is where it stands.
pub(super) fn item(statement: &mut Statement<'_>) -> Vec<String> {
    let lines = lines(statement, 0, &[]);
    statement.block = None;
    statement.tokens.truncate(1);
    lines
}

/// A file, of whose items the lines are.
pub(super) fn page(file: &Block<'_>, mut written: Vec<Vec<String>>) -> String {
    let mut rest = written.as_mut_slice();
    for group in groups(file) {
        let (lines, behind) = std::mem::take(&mut rest).split_at_mut_checked(group.len()).unwrap_or_default();
        beside(group, lines);
        rest = behind;
    }
    let mut lines = Vec::new();
    emit(file, written, 0, &mut lines);
    let mut text = lines.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

pub(super) fn is_item(kind: Rule) -> bool {
    matches!(
        kind,
        Rule::dataset
            | Rule::cohort
            | Rule::comparator
            | Rule::bands
            | Rule::template
            | Rule::indicator
            | Rule::scorecard
            | Rule::test
    )
}

fn leading<'a>(statement: &'a Statement<'a>) -> &'a [Comment<'a>] {
    statement.tokens.first().map_or(&[], |token| &token.comments)
}

/// Was there a blank line before the statement, or before the comments above it?
fn is_apart(statement: &Statement<'_>) -> bool {
    leading(statement).iter().any(|comment| comment.breaks > 1)
        || statement.tokens.first().is_some_and(|token| token.breaks > 1)
}

/// The statements between which there is no blank line: what stands under one another among them.
fn groups<'a>(block: &'a Block<'a>) -> Vec<&'a [Statement<'a>]> {
    let mut groups = Vec::new();
    let mut rest = block.statements.as_slice();
    while !rest.is_empty() {
        let more = rest.iter().skip(1).take_while(|statement| !is_apart(statement)).count();
        let (group, after) = rest.split_at((1 + more).min(rest.len()));
        groups.push(group);
        rest = after;
    }
    groups
}

fn statements(block: &Block<'_>, indent: usize, out: &mut Vec<String>) {
    let written = groups(block).into_iter().flat_map(|group| group_lines(group, indent)).collect();
    emit(block, written, indent, out);
}

/// The lines of each statement, with the comments and blank lines between them.
fn emit(block: &Block<'_>, written: Vec<Vec<String>>, indent: usize, out: &mut Vec<String>) {
    let first_line = out.len();
    let mut before_was_long = false;
    for (statement, lines) in block.statements.iter().zip(written) {
        let long = lines.len() > 1;
        let apart = is_item(statement.kind) && (long || before_was_long) && !is_apart(statement);
        before(statement, indent, apart, first_line, out);
        before_was_long = long && is_item(statement.kind);
        out.extend(lines);
    }
    for comment in &block.last {
        if comment.breaks > 1 {
            blank(first_line, out);
        }
        out.push(format!("{}{}", " ".repeat(indent), comment.text));
    }
}

fn blank(first_line: usize, out: &mut Vec<String>) {
    if out.len() > first_line && out.last().is_some_and(|line| !line.is_empty()) {
        out.push(String::new());
    }
}

/// The comments above a statement, and the blank lines.
fn before(statement: &Statement<'_>, indent: usize, apart: bool, first_line: usize, out: &mut Vec<String>) {
    for (i, comment) in leading(statement).iter().enumerate() {
        if comment.breaks > 1 || i == 0 && apart {
            blank(first_line, out);
        }
        out.push(format!("{}{}", " ".repeat(indent), comment.text));
    }
    let breaks = statement.tokens.first().map_or(0, |token| token.breaks);
    if breaks > 1 || apart && leading(statement).is_empty() {
        blank(first_line, out);
    }
}

fn group_lines(group: &[Statement<'_>], indent: usize) -> Vec<Vec<String>> {
    let keys = group.iter().filter_map(key_width).max().unwrap_or(0);
    let mut pads: Vec<Pads> = group
        .iter()
        .map(|statement| match key_width(statement) {
            Some(_) => vec![(key(statement.kind, &statement.tokens), indent + keys + 1)],
            None => Vec::new(),
        })
        .collect();
    for kind in [Rule::band, Rule::status_word, Rule::change_word, Rule::theme] {
        under(group, kind, indent, &mut pads);
    }
    let mut written: Vec<Vec<String>> =
        group.iter().zip(&pads).map(|(statement, pads)| lines(statement, indent, pads)).collect();
    beside(group, &mut written);
    written
}

/// Adds the comments that stand behind statements; those behind statements of one line stand under one another.
fn beside(group: &[Statement<'_>], written: &mut [Vec<String>]) {
    let comments =
        group.iter().zip(written.iter()).filter(|(statement, lines)| statement.beside.is_some() && lines.len() == 1);
    let column = comments.filter_map(|(_, lines)| lines.last()).map(|line| wide(line)).max().unwrap_or(0);
    for (statement, lines) in group.iter().zip(written) {
        let short = lines.len() == 1;
        if let (Some(comment), Some(line)) = (&statement.beside, lines.last_mut()) {
            let missing = if short { column.saturating_sub(wide(line)) } else { 0 };
            line.push_str(&" ".repeat(missing + 2));
            line.push_str(comment);
        }
    }
}

/// Of a statement `key: value`.
fn key_width(statement: &Statement<'_>) -> Option<usize> {
    let at = key(statement.kind, &statement.tokens);
    let keyed = at > 1 && statement.kind != Rule::let_field;
    let commented = statement.tokens.iter().skip(1).take(at).any(|token| !token.comments.is_empty());
    (keyed && !commented).then(|| statement.tokens.get(..at).map_or(0, |tokens| flat_width(tokens)))
}

/// Where the cells of a statement begin that is a row of a table of such; the first begins where the statement does.
fn cells(statement: &Statement<'_>) -> Option<Vec<Option<usize>>> {
    let tokens = &statement.tokens;
    // How wide a text over several lines is changes with its indentation.
    let is_long = |token: &Token<'_>| token.rule == Some(Rule::text) && token.text.contains('\n');
    let stays = |token: &Token<'_>| token.comments.is_empty() && !is_long(token);
    if !tokens.iter().skip(1).all(stays) || keeps_breaks(statement.kind, tokens) {
        return None;
    }
    let rule = |at: usize| tokens.get(at).and_then(|token| token.rule);
    Some(match statement.kind {
        Rule::band => {
            let meaning = (rule(1) == Some(Rule::text)).then_some(1);
            let next = 1 + usize::from(meaning.is_some());
            let colour = (rule(next) == Some(Rule::kw_colour)).then_some(next);
            vec![meaning, colour, Some(next + 2 * usize::from(colour.is_some()))]
        }
        Rule::status_word => vec![Some(2), (rule(4) == Some(Rule::text)).then_some(4)],
        Rule::change_word => vec![Some(1)],
        Rule::theme => {
            let block = statement.block.as_ref()?;
            inline(statement, block, 0, &[])?;
            vec![Some(2)]
        }
        _ => return None,
    })
}

/// Puts the cells of the statements of a kind under one another, where no line gets too long by that.
fn under(group: &[Statement<'_>], kind: Rule, indent: usize, pads: &mut [Pads]) {
    let rows: Vec<(usize, &Statement<'_>, Vec<Option<usize>>)> = group
        .iter()
        .enumerate()
        .filter(|(_, statement)| statement.kind == kind)
        .filter_map(|(i, statement)| Some((i, statement, cells(statement)?)))
        .collect();
    let slots = rows.iter().map(|(_, _, cells)| cells.len()).max().unwrap_or(0);
    let mut columns = Vec::new();
    let mut column = indent;
    for slot in 0..slots {
        // The widest cell before this one, from where that began.
        let width = |cells: &[Option<usize>], statement: &Statement<'_>| {
            let from = match slot.checked_sub(1) {
                Some(before) => cells.get(before).copied().flatten()?,
                None => 0,
            };
            let to = cells.iter().skip(slot).flatten().next().copied().unwrap_or(statement.tokens.len());
            Some(statement.tokens.get(from..to).map_or(0, |tokens| flat_width(tokens)))
        };
        let widest = rows.iter().filter_map(|(_, statement, cells)| width(cells, statement)).max();
        column += widest.map_or(0, |widest| widest + 1);
        columns.push(column);
    }
    let last = columns.last().copied().unwrap_or(indent);
    let fits = rows.iter().all(|(_, statement, cells)| {
        let from = cells.last().copied().flatten().unwrap_or(statement.tokens.len());
        let held = match &statement.block {
            Some(block) => inline(statement, block, 0, &[]).map_or(0, |line| wide(&line)),
            None => flat_width(&statement.tokens),
        };
        let head = statement.tokens.get(..from).map_or(0, |tokens| flat_width(tokens));
        last + held.saturating_sub(head) <= WIDEST
    });
    if !fits {
        return;
    }
    for (i, _, cells) in rows {
        if let Some(pads) = pads.get_mut(i) {
            pads.extend(cells.iter().zip(&columns).filter_map(|(cell, column)| Some(((*cell)?, *column))));
        }
    }
}

fn lines(statement: &Statement<'_>, indent: usize, pads: &[(usize, usize)]) -> Vec<String> {
    let head = Layout::new(statement.kind, &statement.tokens, indent, pads).lines();
    let Some(block) = &statement.block else { return head };
    if let Some(line) = inline(statement, block, indent, pads) {
        return vec![line];
    }
    let mut out = head;
    let empty = block.statements.is_empty() && block.last.is_empty() && block.beside.is_none();
    if let (Some(comment), Some(line)) = (&block.beside, out.last_mut()) {
        line.push_str("  ");
        line.push_str(comment);
    }
    if empty {
        if let Some(line) = out.last_mut() {
            line.push('}');
        }
        return out;
    }
    let mut inner = Vec::new();
    statements(block, indent + STEP, &mut inner);
    out.extend(inner);
    out.push(format!("{}}}", " ".repeat(indent)));
    out
}

/// The statement on one line, where its braces were written so and it fits.
fn inline(statement: &Statement<'_>, block: &Block<'_>, indent: usize, pads: &[(usize, usize)]) -> Option<String> {
    if is_item(statement.kind) || block.open || block.beside.is_some() || !block.last.is_empty() {
        return None;
    }
    let mut head = Layout::new(statement.kind, &statement.tokens, indent, pads).lines();
    let mut line = head.pop().filter(|_| head.is_empty())?;
    if block.statements.is_empty() {
        line.push('}');
        return Some(line);
    }
    for (i, inner) in block.statements.iter().enumerate() {
        if inner.beside.is_some() {
            return None;
        }
        let mut text = lines(inner, 0, &[]);
        let text = text.pop().filter(|_| text.is_empty())?;
        line.push_str(if i == 0 { " " } else { BETWEEN });
        line.push_str(&text);
    }
    line.push_str(" }");
    (wide(&line) <= WIDEST).then_some(line)
}
