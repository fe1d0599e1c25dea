use serde::Serialize;

/// Text with structure, from Markdown: the same on a page and on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    Paragraph {
        text: Vec<Inline>,
    },
    /// Below the heading of the section it stands in: 1 is the next level down.
    Heading {
        level: u8,
        text: Vec<Inline>,
    },
    List {
        ordered: bool,
        items: Vec<Vec<Block>>,
    },
    Quote {
        blocks: Vec<Block>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Inline {
    Text {
        text: String,
    },
    Strong {
        text: Vec<Inline>,
    },
    Emphasis {
        text: Vec<Inline>,
    },
    Code {
        text: String,
    },
    Link {
        text: Vec<Inline>,
        href: String,
    },
    /// A new line within a paragraph.
    Break,
}
