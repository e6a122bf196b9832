//! Paths as a file in a folder names them.

use std::path::{Path, PathBuf};

/// A path as a file in the folder names it, with `/` and `..`.
pub(super) fn from_folder(folder: &Path, path: &Path) -> String {
    let whole = |path: &Path| {
        path.canonicalize()
            .or_else(|_| std::path::absolute(path))
            .unwrap_or_else(|_| path.to_owned())
    };
    // What is not built yet is in a folder that may not be there yet either.
    let (folder, path) = (whole(folder), whole(path));
    let shared = folder
        .components()
        .zip(path.components())
        .take_while(|(a, b)| a == b)
        .count();
    // Nothing in common but the root: a relative path would only be longer.
    if shared <= 1 {
        return path.to_string_lossy().replace('\\', "/");
    }
    let mut relative = PathBuf::new();
    folder.components().skip(shared).for_each(|_| relative.push(".."));
    path.components().skip(shared).for_each(|part| relative.push(part));
    relative.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_from_the_folder() {
        assert_eq!(from_folder(Path::new("/a/b"), Path::new("/a/b/c.json")), "c.json");
        assert_eq!(from_folder(Path::new("/a/b"), Path::new("/a/target/x")), "../target/x");
        assert_eq!(from_folder(Path::new("/a/b"), Path::new("/t/x")), "/t/x");
    }
}
