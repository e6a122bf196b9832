//! What the caller named: files, folders, standard input.

use super::super::inputs::Counted;
use crate::case::{Skipped, files_at};
use crate::recording::{self, Item, Sink};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// One recording, not opened yet.
pub(super) enum Source {
    /// A file, and whether the caller named it.
    File(PathBuf, bool),
    Stdin,
    Failed(Skipped),
}

pub(super) fn of(paths: &[PathBuf]) -> Vec<Source> {
    let at = |path: &PathBuf| -> Vec<Source> {
        if path == Path::new("-") {
            return vec![Source::Stdin];
        }
        let named = path.is_file();
        let found = files_at(path).into_iter();
        found
            .map(|file| file.map_or_else(Source::Failed, |file| Source::File(file, named)))
            .collect()
    };
    paths.iter().flat_map(at).collect()
}

/// The size of all of them in bytes; `None` when one does not tell.
pub(super) fn total_bytes(sources: &[Source]) -> Option<u64> {
    let size = |source: &Source| match source {
        Source::File(path, _) => path.metadata().ok().map(|metadata| metadata.len()),
        Source::Stdin => None,
        Source::Failed(_) => Some(0),
    };
    sources.iter().map(size).sum()
}

pub(super) fn read(sources: Vec<Source>, sink: &mut Sink<'_>) {
    for source in sources {
        let wants_more = match source {
            Source::Failed(skipped) => sink(Item::Skipped(skipped)),
            Source::Stdin => recording::read("-", Counted(io::stdin()), true, sink),
            Source::File(path, named) => {
                let name = path.display().to_string();
                match File::open(&path) {
                    Ok(file) => recording::read(&name, Counted(file), named, sink),
                    Err(error) => sink(Item::Skipped(Skipped::whole(name, format!("cannot be read: {error}")))),
                }
            }
        };
        if !wants_more {
            return;
        }
    }
}
