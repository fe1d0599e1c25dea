//! What is said of a figure by its interval and by its chart.

use serde::{Serialize, Serializer};

macro_rules! words {
    ($(#[doc = $doc:literal])+ $name:ident { $( $(#[doc = $of:literal])* $variant:ident $word:literal, )+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $( $(#[doc = $of])* $variant, )+ }

        impl $name {
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }
    };
}

words! {
    /// On which side of a benchmark the whole interval of a figure lies; the benchmark is taken as it is, without an
    /// interval of its own.
    Significance {
        Better "better",
        /// The benchmark lies within the interval, or on a limit of it.
        Similar "similar",
        Worse "worse",
        /// Above, where neither way is good.
        Higher "higher",
        /// Below, where neither way is good.
        Lower "lower",
    }
}

words! {
    /// What a chart says of the latest figure, in the words of NHS England's Making Data Count.
    Variation {
        Common "common cause",
        Improvement "improvement",
        Concern "concern",
        /// A special cause where neither way is good.
        High "special cause high",
        Low "special cause low",
    }
}

words! {
    /// Whether a process that stays as it is will meet its target.
    Assurance {
        /// All between the limits meets it.
        Passing "consistently passing",
        /// Nothing between the limits meets it.
        Failing "consistently failing",
        /// It is met or not by chance.
        Inconsistent "inconsistent",
    }
}

words! {
    /// What tells a special cause from chance.
    Rule {
        Beyond "beyond a limit",
        Shift "seven or more on one side of the centre",
        Trend "seven or more rising or falling",
        TwoOfThree "two of three near a limit",
    }
}
