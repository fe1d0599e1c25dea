//! Text with structure as lines, for places that have none.

use crate::model::{Block, Inline};

#[must_use]
pub fn lines(blocks: &[Block]) -> String {
    blocks.iter().map(block).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph { text } | Block::Heading { text, .. } => inlines(text),
        Block::Quote { blocks } => lines(blocks),
        Block::List { ordered, items } => {
            let item = |(at, blocks): (usize, &Vec<Block>)| {
                let told = lines(blocks);
                if *ordered { format!("{}. {told}", at + 1) } else { format!("• {told}") }
            };
            items.iter().enumerate().map(item).collect::<Vec<_>>().join("\n")
        }
    }
}

fn inlines(text: &[Inline]) -> String {
    text.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text { text } | Inline::Code { text } => text.clone(),
        Inline::Strong { text } | Inline::Emphasis { text } => inlines(text),
        // Where words cannot carry a link, its address has to be read.
        Inline::Link { text, href } => {
            let told = inlines(text);
            let address = href.strip_prefix("mailto:").unwrap_or(href);
            if told == address { told } else { format!("{told} ({address})") }
        }
        Inline::Break => "\n".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::prose::{blocks, lines};

    #[test]
    fn structure_becomes_lines() {
        let text = "One **strong** word, [a link](https://example.org/a).\n\n- first\n- second\n\n1. one\n2. two";
        let told = "One strong word, a link (https://example.org/a).\n• first\n• second\n1. one\n2. two";
        assert_eq!(lines(&blocks(text)), told);
        assert_eq!(lines(&blocks("Write to [a@b.uk](mailto:a@b.uk)")), "Write to a@b.uk");
    }
}
