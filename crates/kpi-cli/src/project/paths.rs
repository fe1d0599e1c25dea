//! Paths as people read them: short, with `/`, from where they stand.

use std::path::{Component, Path, PathBuf};

/// The way from one folder to a file or folder, both absolute; the whole path where they share no root.
pub fn relative(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let above = from.len() - shared;
    // Another drive, or nothing in common but the root.
    if shared == 0 || (shared == 1 && above > 0 && from.first() == Some(&Component::RootDir)) {
        return slashed(&to.iter().collect::<PathBuf>());
    }
    let ups = std::iter::repeat_n(Component::ParentDir, above);
    slashed(&ups.chain(to.iter().skip(shared).copied()).collect::<PathBuf>())
}

pub fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// What to put before a path within the project to get one from the current folder.
pub fn prefix(root: &Path) -> String {
    let here = std::env::current_dir().and_then(std::fs::canonicalize);
    let way = here.map_or_else(|_| slashed(root), |here| relative(&here, root));
    if way.is_empty() { way } else { format!("{way}/") }
}

/// Without `a/../`.
pub fn tidy(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match (part, parts.last()) {
            (".", _) => {}
            ("..", Some(last)) if !matches!(*last, ".." | "") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_between_two_places() {
        let way = |from, to| relative(Path::new(from), Path::new(to));
        assert_eq!(way("/a/b", "/a/b/c/d.kpi"), "c/d.kpi");
        assert_eq!(way("/a/b/c", "/a/b"), "..");
        assert_eq!(way("/a/b", "/a/b"), "");
        assert_eq!(way("/a/b", "/x/y"), "/x/y");
        assert_eq!(way("/a/b", "/a/x"), "../x");
    }

    #[test]
    fn tidy_paths() {
        assert_eq!(tidy("rules/cambridgeshire/../shared/bands.kpi"), "rules/shared/bands.kpi");
        assert_eq!(tidy("../../shared/bands.kpi"), "../../shared/bands.kpi");
        assert_eq!(tidy("./a.kpi"), "a.kpi");
        assert_eq!(tidy("/a/../b"), "/b");
    }
}
