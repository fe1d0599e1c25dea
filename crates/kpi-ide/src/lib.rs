//! What an editor asks of a project: what is wrong, what a name means, what may stand here.
//!
//! Pure: texts, settings, the day and what the data holds are handed in. Places are bytes of files, as everywhere in kpi;
//! only the protocol's crate knows lines and UTF-16.

pub mod actions;
mod complete;
mod cursor;
pub mod hints;
mod hover;
pub mod lenses;
pub mod names;
pub mod navigate;
pub mod outline;
mod reference;
pub mod rename;
pub mod seen;
mod workspace;

pub use complete::{Completion, Offer, complete};
pub use hover::{Hover, hover};
pub use workspace::{More, Opened, Workspace};
