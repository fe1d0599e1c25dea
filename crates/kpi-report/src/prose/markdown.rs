//! Markdown to blocks: paragraphs, lists, headings, emphasis and links. Nothing else has a form on a page and on paper.

use crate::model::{Block, Inline};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// What is open while the text is read.
enum Open {
    Blocks { out: Vec<Block>, of: Of },
    Inlines { out: Vec<Inline>, of: Span },
}

enum Of {
    Text,
    Item,
    List { ordered: bool, items: Vec<Vec<Block>> },
    Quote,
}

enum Span {
    Paragraph,
    Heading(u8),
    Strong,
    Emphasis,
    Link(String),
    /// What an item says without a paragraph of its own.
    Tight,
    Dropped,
}

/// Lists in lists and quotes in quotes go so deep; what is deeper stands at that depth.
const DEEPEST: usize = 24;

/// The blocks of a text. Markup that has no form here is shown as it is written.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let mut stack = vec![Open::Blocks { out: Vec::new(), of: Of::Text }];
    let mut depth = 0_usize;
    for event in Parser::new_ext(text, Options::ENABLE_SMART_PUNCTUATION) {
        depth += usize::from(matches!(event, Event::Start(_)));
        let is_mark = matches!(event, Event::Start(_) | Event::End(_));
        let ends = matches!(event, Event::End(_));
        if !is_mark || depth <= DEEPEST {
            step(&mut stack, event);
        }
        depth -= usize::from(ends);
    }
    close_tight(&mut stack);
    match stack.into_iter().next() {
        Some(Open::Blocks { out, .. }) => out,
        _ => Vec::new(),
    }
}

/// The words alone.
#[must_use]
pub fn plain(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        match block {
            Block::Paragraph { text } | Block::Heading { text, .. } => words(text, &mut out),
            Block::List { items, .. } => {
                let items: Vec<String> = items.iter().map(|item| plain(item)).collect();
                out.push_str(&items.join("\n"));
            }
            Block::Quote { blocks } => out.push_str(&plain(blocks)),
        }
    }
    out
}

fn words(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text } | Inline::Code { text } => out.push_str(text),
            Inline::Strong { text } | Inline::Emphasis { text } | Inline::Link { text, .. } => words(text, out),
            Inline::Break => out.push(' '),
        }
    }
}

fn step(stack: &mut Vec<Open>, event: Event<'_>) {
    match event {
        Event::Start(tag) => start(stack, tag),
        Event::End(end) => finish(stack, &end),
        Event::Text(text) => push(stack, Inline::Text { text: text.into_string() }),
        Event::Code(text) => push(stack, Inline::Code { text: text.into_string() }),
        // Somebody's angle brackets are words, never markup of ours.
        Event::Html(text) | Event::InlineHtml(text) => push(stack, Inline::Text { text: text.into_string() }),
        Event::SoftBreak => push(stack, Inline::Text { text: " ".to_owned() }),
        Event::HardBreak => push(stack, Inline::Break),
        Event::InlineMath(text) | Event::DisplayMath(text) => push(stack, Inline::Text { text: text.into_string() }),
        Event::Rule | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
    }
}

fn start(stack: &mut Vec<Open>, tag: Tag<'_>) {
    let span = match tag {
        Tag::Paragraph | Tag::CodeBlock(_) | Tag::HtmlBlock => Span::Paragraph,
        Tag::Heading { level, .. } => Span::Heading(deep(level)),
        Tag::Strong => Span::Strong,
        Tag::Emphasis => Span::Emphasis,
        Tag::Link { dest_url, .. } if is_link(&dest_url) => Span::Link(dest_url.into_string()),
        Tag::List(first) => {
            close_tight(stack);
            let of = Of::List { ordered: first.is_some(), items: Vec::new() };
            stack.push(Open::Blocks { out: Vec::new(), of });
            return;
        }
        Tag::Item => {
            stack.push(Open::Blocks { out: Vec::new(), of: Of::Item });
            return;
        }
        Tag::BlockQuote(_) => {
            close_tight(stack);
            stack.push(Open::Blocks { out: Vec::new(), of: Of::Quote });
            return;
        }
        _ => Span::Dropped,
    };
    if matches!(span, Span::Paragraph | Span::Heading(_)) {
        close_tight(stack);
    }
    stack.push(Open::Inlines { out: Vec::new(), of: span });
}

/// Scripts and the like are no places to go to.
fn is_link(href: &str) -> bool {
    let lower = href.trim().to_lowercase();
    ["https://", "http://", "mailto:", "#"].iter().any(|scheme| lower.starts_with(scheme))
        || !lower.contains(':') && !lower.is_empty()
}

fn finish(stack: &mut Vec<Open>, end: &TagEnd) {
    if matches!(end, TagEnd::Item | TagEnd::List(_) | TagEnd::BlockQuote(_)) {
        close_tight(stack);
    }
    let Some(open) = stack.pop() else { return };
    match open {
        Open::Inlines { out, of } => match of {
            Span::Paragraph | Span::Tight => block(stack, Block::Paragraph { text: out }),
            Span::Heading(level) => block(stack, Block::Heading { level, text: out }),
            Span::Strong => push(stack, Inline::Strong { text: out }),
            Span::Emphasis => push(stack, Inline::Emphasis { text: out }),
            Span::Link(href) => push(stack, Inline::Link { text: out, href }),
            Span::Dropped => out.into_iter().for_each(|inline| push(stack, inline)),
        },
        Open::Blocks { out, of } => match of {
            Of::Text => stack.push(Open::Blocks { out, of: Of::Text }),
            Of::Item => {
                if let Some(Open::Blocks { of: Of::List { items, .. }, .. }) = stack.last_mut() {
                    items.push(out);
                }
            }
            Of::List { ordered, items } => block(stack, Block::List { ordered, items }),
            Of::Quote => block(stack, Block::Quote { blocks: out }),
        },
    }
}

fn block(stack: &mut [Open], block: Block) {
    if let Some(Open::Blocks { out, .. }) = stack.iter_mut().rfind(|open| matches!(open, Open::Blocks { .. })) {
        out.push(block);
    }
}

fn push(stack: &mut Vec<Open>, inline: Inline) {
    if matches!(stack.last(), Some(Open::Blocks { .. }) | None) {
        stack.push(Open::Inlines { out: Vec::new(), of: Span::Tight });
    }
    if let Some(Open::Inlines { out, .. }) = stack.last_mut() {
        match (out.last_mut(), inline) {
            (Some(Inline::Text { text: before }), Inline::Text { text }) => before.push_str(&text),
            (_, inline) => out.push(inline),
        }
    }
}

fn close_tight(stack: &mut Vec<Open>) {
    while matches!(stack.last(), Some(Open::Inlines { of: Span::Tight | Span::Dropped, .. })) {
        let Some(Open::Inlines { out, .. }) = stack.pop() else { return };
        block(stack, Block::Paragraph { text: out });
    }
}

const fn deep(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 | HeadingLevel::H3 => 1,
        HeadingLevel::H4 => 2,
        HeadingLevel::H5 | HeadingLevel::H6 => 3,
    }
}
