//! Words and numbers of titles and descriptions.

/// The words of a text, in small letters, without what stands around them.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '%')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The first of the phrases that a text says.
pub fn said<'p>(text: &str, phrases: &[&'p str]) -> Option<&'p str> {
    let text = words(text);
    phrases.iter().copied().find(|phrase| {
        let phrase = words(phrase);
        text.windows(phrase.len()).any(|window| window == phrase.as_slice())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_whole_words() {
        assert_eq!(said("Number of complaints, stage 2", &["number of complaints"]), Some("number of complaints"));
        assert_eq!(said("The complaintsbook", &["complaints"]), None);
        assert_eq!(said("Calls answered in time", &["waiting", "in time"]), Some("in time"));
    }
}
