//! `{{ value }}` in a narrative: the figure itself, so that a text cannot say another one than its table.

use indexmap::IndexMap;

/// The figures that a narrative may name, by their names.
#[derive(Debug, Clone, Default)]
pub struct References {
    known: IndexMap<String, String>,
}

/// A reference that names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The bytes of the text from its opening to its closing braces.
    pub at: std::ops::Range<usize>,
    pub message: String,
    pub help: String,
}

impl References {
    pub fn set(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.known.insert(name.into(), text.into());
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.known.get(name).map(String::as_str)
    }

    /// The text with its references filled in, and what is wrong with those that name nothing.
    #[must_use]
    pub fn filled(&self, text: &str, elsewhere: &dyn Fn(&str) -> Option<String>) -> (String, Vec<Fault>) {
        let mut out = String::with_capacity(text.len());
        let mut faults = Vec::new();
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(|rest| rest.find("{{")) {
            let open = at + found;
            out.push_str(text.get(at..open).unwrap_or_default());
            let Some(length) = text.get(open..).and_then(|rest| rest.find("}}")) else {
                faults.push(Fault {
                    at: open..open + 2,
                    message: "a reference is not closed".to_owned(),
                    help: "write `{{ value }}`".to_owned(),
                });
                out.push_str("{{");
                at = open + 2;
                continue;
            };
            let close = open + length + 2;
            let name = plain(text.get(open + 2..close - 2).unwrap_or_default());
            match self.get(&name).map(str::to_owned).or_else(|| elsewhere(&name)) {
                Some(figure) if figure.is_empty() => faults.push(Fault {
                    at: open..close,
                    message: format!("there is no `{name}` of this figure"),
                    help: "the figure has none in this report: say so in words".to_owned(),
                }),
                Some(figure) => out.push_str(&escaped(&figure)),
                None => faults.push(Fault {
                    at: open..close,
                    message: format!("`{name}` names no figure"),
                    help: self.help(&name),
                }),
            }
            at = close;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        (out, faults)
    }

    fn help(&self, name: &str) -> String {
        kpi_core::suggest::did_you_mean(name, self.names()).unwrap_or_else(|| {
            "known here: `value`, `previous`, `target`, `change.word`, `change.amount`, `rating`, `comparators.NAME`, \
             `at[\"2019/20\"].value`, `indicators.NAME.value`"
                .to_owned()
        })
    }
}

/// `at["2019/20"].value` as it is kept: without blanks around it, with one kind of quotes.
fn plain(name: &str) -> String {
    name.trim().replace('\'', "\"")
}

/// A figure is text, whatever signs it has.
fn escaped(figure: &str) -> String {
    let mut out = String::with_capacity(figure.len());
    for c in figure.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> (String, Vec<Fault>) {
        let mut references = References::default();
        references.set("value", "96.0%");
        references.set("at[\"2019/20\"].value", "95.3%");
        references.set("forecast", "");
        references.filled(text, &|name| (name == "indicators.other.value").then(|| "12".to_owned()))
    }

    #[test]
    fn figures_stand_where_they_are_named() {
        assert_eq!(
            filled("{{ value }} from {{at['2019/20'].value}}; {{indicators.other.value}}").0,
            "96.0% from 95.3%; 12"
        );
        assert!(filled("nothing { here } }}").1.is_empty());
    }

    #[test]
    fn what_names_nothing_is_told_with_its_place() {
        let (_, faults) = filled("a {{ valu }} b {{ forecast }} c {{ open");
        assert_eq!(faults.len(), 3);
        assert_eq!((faults[0].at.clone(), faults[0].help.as_str()), (2..12, "did you mean `value`?"));
        assert_eq!(faults[1].message, "there is no `forecast` of this figure");
        assert_eq!(faults[2].message, "a reference is not closed");
    }
}
