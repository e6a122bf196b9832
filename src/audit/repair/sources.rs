//! The source files of a crate.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

/// A file of more bytes is not changed.
const MOST_BYTES: u64 = 4 << 20;

/// The source files of a crate, each read once.
pub(super) struct Sources {
    folder: PathBuf,
    files: RefCell<HashMap<PathBuf, Option<Rc<str>>>>,
}

impl Sources {
    pub(super) fn of(folder: &Path) -> Sources {
        Sources {
            folder: folder.to_owned(),
            files: RefCell::default(),
        }
    }

    /// The text of a file inside the folder; `None` for any other, such as one that a build script generated elsewhere.
    pub(super) fn text(&self, file: &Path) -> Option<Rc<str>> {
        let mut files = self.files.borrow_mut();
        let read = || {
            let is_inside = file.components().all(|part| matches!(part, Component::Normal(_)));
            let path = self.folder.join(file);
            let metadata = path.symlink_metadata().ok().filter(|_| is_inside)?;
            let is_readable = metadata.is_file() && metadata.len() <= MOST_BYTES;
            is_readable.then(|| fs::read_to_string(path).ok())?.map(Rc::from)
        };
        files.entry(file.to_owned()).or_insert_with(read).clone()
    }
}

/// The place of a line and a column, which count from one; columns count characters.
pub(super) fn offset(text: &str, line: u32, column: u32) -> Option<usize> {
    let (line, column) = (usize::try_from(line).ok()?, usize::try_from(column).ok()?);
    let mut lines = text.split_inclusive('\n');
    let mut start = 0;
    for _ in 0..line.checked_sub(1)? {
        start += lines.next()?.len();
    }
    let in_line = lines.next()?;
    let ends = in_line.char_indices().map(|(at, _)| at).chain([in_line.len()]);
    Some(start + ends.into_iter().nth(column.checked_sub(1)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let at = |line, column| offset("äb\ncd", line, column);
        assert_eq!(
            (at(1, 1), at(1, 2), at(2, 1), at(2, 3)),
            (Some(0), Some(2), Some(4), Some(6))
        );
        assert_eq!((at(0, 1), at(1, 0), at(3, 1), at(2, 9)), (None, None, None, None));
    }

    #[test]
    fn files_outside_of_the_folder_are_not_read() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("crate")).unwrap();
        fs::write(folder.path().join("secret.rs"), "x").unwrap();
        fs::write(folder.path().join("crate/lib.rs"), "y").unwrap();
        let sources = Sources::of(&folder.path().join("crate"));
        assert_eq!(sources.text(Path::new("lib.rs")).as_deref(), Some("y"));
        assert!(sources.text(Path::new("../secret.rs")).is_none());
        assert!(sources.text(&folder.path().join("secret.rs")).is_none());
    }
}
