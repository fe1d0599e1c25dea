//! The status of a figure: facts about the data that travel with it as footnotes (R43).

use serde::{Serialize, Serializer};
use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flag {
    Provisional,
    Revised,
    Estimated,
    /// A stand-in population or count was used (R48).
    Proxy,
    OverCounted,
    UnderCounted,
    /// Its counts are rounded, so that they tell nothing of few people (R46).
    Rounded,
    /// The series breaks here: earlier figures do not compare.
    NotComparable,
}

impl Flag {
    pub const ALL: [Self; 8] = [
        Self::Provisional,
        Self::Revised,
        Self::Estimated,
        Self::Proxy,
        Self::OverCounted,
        Self::UnderCounted,
        Self::Rounded,
        Self::NotComparable,
    ];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Provisional => "provisional",
            Self::Revised => "revised",
            Self::Estimated => "estimated",
            Self::Proxy => "proxy",
            Self::OverCounted => "over counted",
            Self::UnderCounted => "under counted",
            Self::Rounded => "rounded",
            Self::NotComparable => "not comparable",
        }
    }

    /// The flag of a word; spaces, hyphens and underscores count alike. `final` and the empty text are no flag, and
    /// so is anything else.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let plain = word.trim().to_lowercase().replace(['-', '_'], " ");
        Self::ALL.into_iter().find(|flag| flag.word() == plain)
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Serialize for Flag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}
