//! What the caller gave: files, folders, standard input, or nothing, which means the embedded corpus.

use super::pipe;
use crate::case::{Case, Input, Skipped, Texts, captures_at};
use crate::corpus;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The variable that names further captures, a list of paths.
const CAPTURES: &str = "WIREPROOF_CAPTURES";

/// One input, not opened yet.
pub(super) enum Source {
    File(PathBuf),
    Stdin,
    Embedded(&'static str, &'static [u8]),
    Failed(Skipped),
}

/// The inputs that the paths stand for, in their order.
pub(super) fn sources(paths: &[PathBuf]) -> Vec<Source> {
    if !paths.is_empty() {
        return paths.iter().flat_map(|path| at(path)).collect();
    }
    let further = std::env::var_os(CAPTURES);
    let further: Vec<PathBuf> = further
        .iter()
        .flat_map(std::env::split_paths)
        .filter(|path| *path != Path::new(""))
        .collect();
    let embedded = corpus::captures().map(|(name, bytes)| Source::Embedded(name, bytes));
    embedded.chain(further.iter().flat_map(|path| at(path))).collect()
}

fn at(path: &Path) -> Vec<Source> {
    if path == Path::new("-") {
        return vec![Source::Stdin];
    }
    // The name under which the report shows an embedded capture leads to it, where no file has that name.
    let embedded = path.to_str().filter(|_| !path.exists());
    if let Some((name, bytes)) = corpus::captures().find(|(name, _)| Some(*name) == embedded) {
        return vec![Source::Embedded(name, bytes)];
    }
    let file = |found: Result<PathBuf, Skipped>| found.map_or_else(Source::Failed, Source::File);
    captures_at(path).into_iter().map(file).collect()
}

/// The size of all inputs in bytes; `None` when one of them does not tell.
pub(super) fn total_bytes(sources: &[Source]) -> Option<u64> {
    sources
        .iter()
        .map(|source| match source {
            Source::File(path) => path.metadata().ok().map(|metadata| metadata.len()),
            Source::Stdin => None,
            Source::Embedded(_, bytes) => Some(bytes.len() as u64),
            Source::Failed(_) => Some(0),
        })
        .sum()
}

/// The texts of all inputs; each is opened when its turn comes.
pub(super) fn texts(sources: Vec<Source>) -> impl Iterator<Item = Result<Case, Skipped>> + Send {
    sources
        .into_iter()
        .flat_map(|source| -> Box<dyn Iterator<Item = Result<Case, Skipped>> + Send> {
            match source {
                Source::Failed(skipped) => Box::new(std::iter::once(Err(skipped))),
                Source::Stdin => open("-".to_owned(), pipe::stdin()),
                Source::Embedded(name, bytes) => open(name.to_owned(), bytes),
                Source::File(path) => {
                    let name = path.display().to_string();
                    match pipe::open(&path) {
                        Ok(file) => open(name, file),
                        Err(error) => Box::new(std::iter::once(Err(Skipped::whole(
                            name,
                            format!("cannot be read: {error}"),
                        )))),
                    }
                }
            }
        })
}

fn open(name: String, reader: impl Read + Send + 'static) -> Box<dyn Iterator<Item = Result<Case, Skipped>> + Send> {
    Box::new(Texts::new(Input {
        name,
        reader: BufReader::with_capacity(1 << 16, Counted(reader)),
    }))
}

static READ: AtomicU64 = AtomicU64::new(0);

/// How many bytes have been read from all inputs so far.
pub(super) fn bytes_read() -> u64 {
    READ.load(Ordering::Relaxed)
}

/// A reader whose bytes are counted.
pub(super) struct Counted<R>(pub(super) R);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        READ.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
