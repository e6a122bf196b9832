//! Captures in files and folders.

use super::kept_folder::IN_TARGET;
use super::limits::FOLDER;
use super::skipped::Skipped;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The endings of captures in a folder. A file that is named itself may end in anything.
const ENDINGS: [&str; 6] = ["json", "jsonl", "ndjson", "sse", "yaml", "yml"];

/// The captures at a path: the file itself, or what a folder holds, in order of the names.
///
/// Links are followed to files within the folder and nowhere else.
pub fn captures_at(path: &Path) -> Vec<Result<PathBuf, Skipped>> {
    let mut found = files(path, &is_capture);
    if found.is_empty() {
        let reason = format!(
            "no capture in it (no {} file)",
            ENDINGS.map(|ending| format!(".{ending}")).join(", ")
        );
        found.push(Err(Skipped::whole(path.display().to_string(), reason)));
    }
    found
}

/// The same for files of any name.
pub fn files_at(path: &Path) -> Vec<Result<PathBuf, Skipped>> {
    let mut found = files(path, &|_| true);
    if found.is_empty() {
        found.push(Err(Skipped::whole(path.display().to_string(), "no file in it")));
    }
    found
}

/// Whether a folder is where wireproof keeps its own files.
fn is_of_wireproof(entry: &DirEntry) -> bool {
    let is_in_target = || entry.path().ends_with(Path::new("target").join(IN_TARGET));
    entry.file_name() == FOLDER || is_in_target()
}

fn is_capture(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

fn files(path: &Path, wanted: &dyn Fn(&Path) -> bool) -> Vec<Result<PathBuf, Skipped>> {
    let skipped = |reason: String| vec![Err(Skipped::whole(path.display().to_string(), reason))];
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => return skipped(format!("cannot be read: {error}")),
    };
    if metadata.is_file() {
        return vec![Ok(path.to_owned())];
    }
    if !metadata.is_dir() {
        return skipped("neither a file nor a folder".to_owned());
    }
    let root = match path.canonicalize() {
        Ok(root) => root,
        Err(error) => return skipped(format!("cannot be read: {error}")),
    };
    WalkDir::new(path)
        .sort_by_file_name()
        .into_iter()
        // What was saved here is no capture.
        .filter_entry(|entry| entry.depth() == 0 || !is_of_wireproof(entry))
        .filter_map(|entry| look(entry, &root, wanted))
        .collect()
}

fn look(
    entry: walkdir::Result<DirEntry>,
    root: &Path,
    wanted: &dyn Fn(&Path) -> bool,
) -> Option<Result<PathBuf, Skipped>> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => {
            let path = error.path().unwrap_or(root).display().to_string();
            let reason = error.io_error().map_or_else(
                || "cannot be read".to_owned(),
                |error| format!("cannot be read: {error}"),
            );
            return Some(Err(Skipped::whole(path, reason)));
        }
    };
    let path = entry.path();
    let skipped = |reason: String| Some(Err(Skipped::whole(path.display().to_string(), reason)));
    if entry.path_is_symlink() {
        let target = match path.canonicalize() {
            Ok(target) => target,
            Err(error) => return skipped(format!("link that cannot be followed: {error}")),
        };
        if !target.starts_with(root) {
            return skipped("link that leads out of the folder; not followed".to_owned());
        }
        if target.is_dir() {
            let loops = path
                .parent()
                .and_then(|parent| parent.canonicalize().ok())
                .is_some_and(|parent| parent.starts_with(&target));
            // A folder that is reached by its own name needs no second visit; a loop is worth a word.
            return if loops {
                skipped("link to a folder around it; not followed".to_owned())
            } else {
                None
            };
        }
    } else if entry.file_type().is_dir() {
        return None;
    }
    if !wanted(path) {
        return None;
    }
    match path.is_file() {
        true => Some(Ok(path.to_owned())),
        false => skipped("not a file".to_owned()),
    }
}
