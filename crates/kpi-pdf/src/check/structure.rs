//! What a screen reader is told: figures, tables and headings, in the order they are read.

use std::collections::HashSet;

use hayro_syntax::object::{Dict, ObjRef, ObjectIdentifier};

use super::{File, Found, Rule, name, says};

pub(super) fn check(file: &File<'_>, found: &mut Found) {
    let Some(root) = file.catalogue.get::<Dict<'_>>("StructTreeRoot") else {
        found.add(Rule::Identity, None, "the file is not tagged (it has no structure tree)".into());
        return;
    };
    let mut walk = Walk { file, found, seen: HashSet::new(), level: 0, tables: Vec::new() };
    walk.all(&root);
}

/// A stack and not recursion: what nests is up to the file.
struct Walk<'f, 'a> {
    file: &'f File<'a>,
    found: &'f mut Found,
    /// A file can hold itself.
    seen: HashSet<ObjectIdentifier>,
    level: usize,
    tables: Vec<Table<'a>>,
}

struct Table<'a> {
    element: Dict<'a>,
    headed: bool,
}

impl<'a> Walk<'_, 'a> {
    fn all(&mut self, root: &Dict<'a>) {
        let mut left = vec![(root.clone(), None)];
        while let Some((element, within)) = left.pop() {
            let within = self.one(&element, within);
            let children = self.file.dicts(&element, "K");
            for (id, child) in children.into_iter().rev() {
                if id.is_none_or(|id| self.seen.insert(id)) {
                    left.push((child, within));
                }
            }
        }
        for table in std::mem::take(&mut self.tables) {
            if !table.headed {
                self.problem(
                    Rule::Tables,
                    &table.element,
                    "a table has no headings: no cell says which row or column it heads".into(),
                );
            }
        }
    }

    /// The table that what is inside belongs to.
    fn one(&mut self, element: &Dict<'a>, within: Option<usize>) -> Option<usize> {
        let Some(role) = name(element, "S") else { return within };
        match role.as_str() {
            "Table" => {
                self.tables.push(Table { element: element.clone(), headed: false });
                return self.tables.len().checked_sub(1);
            }
            "TH" if self.scoped(element) => {
                if let Some(table) = within.and_then(|at| self.tables.get_mut(at)) {
                    table.headed = true;
                }
            }
            "TH" => self.problem(
                Rule::Tables,
                element,
                "a heading of a table does not say whether it heads a row or a column".into(),
            ),
            "Figure" | "Formula" if !says(element, "Alt") => {
                self.problem(
                    Rule::Alternatives,
                    element,
                    "a picture is not told in words (it has no alternative text)".into(),
                );
            }
            _ => self.heading(element, &role),
        }
        within
    }

    fn heading(&mut self, element: &Dict<'a>, role: &str) {
        let Some(level) = role.strip_prefix('H').and_then(|level| level.parse::<usize>().ok()) else { return };
        if level > self.level + 1 {
            let after = if self.level == 0 { "nothing".to_owned() } else { format!("one of level {}", self.level) };
            self.problem(Rule::Headings, element, format!("a heading of level {level} comes after {after}"));
        }
        self.level = level;
    }

    fn scoped(&self, cell: &Dict<'a>) -> bool {
        self.file.dicts(cell, "A").iter().any(|(_, attributes)| attributes.contains_key("Scope"))
    }

    fn problem(&mut self, rule: Rule, element: &Dict<'a>, message: String) {
        let page = self.page(element);
        self.found.add(rule, page, message);
    }

    /// An element that only groups others does not say its page: theirs is taken.
    fn page(&self, element: &Dict<'a>) -> Option<usize> {
        let mut element = element.clone();
        // Deeper than anything is set, and an end for a file that holds itself.
        for _ in 0..64 {
            if let Some(page) = element.get_ref("Pg") {
                return self.number(page);
            }
            element = self.file.dicts(&element, "K").into_iter().next()?.1;
        }
        None
    }

    fn number(&self, page: ObjRef) -> Option<usize> {
        self.file.numbers.get(&ObjectIdentifier::from(page)).copied()
    }
}
