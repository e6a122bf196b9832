//! What the caller gave: files, folders, standard input, or nothing, which means the embedded corpus.

use super::CliError;
use super::pipe;
use super::types::Types;
use crate::case::{Case, Input, Origin, Skipped, Texts, captures_at};
use crate::runner::is_interrupted;
use crate::subject::Resource;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The variable that names further captures, a list of paths.
const CAPTURES: &str = "WIREPROOF_CAPTURES";

/// One input, not opened yet.
pub(super) enum Source {
    File(PathBuf),
    Stdin,
    /// Standard input of a filter, which may have nothing to do.
    StdinIfAny,
    Embedded(Resource),
    Failed(Skipped),
}

/// The inputs that the paths stand for, in their order.
pub(super) fn sources(paths: &[PathBuf], types: &Types) -> Result<Vec<Source>, CliError> {
    if !paths.is_empty() {
        let found: Result<Vec<_>, CliError> = paths.iter().map(|path| at(path, types)).collect();
        return Ok(found?.into_iter().flatten().collect());
    }
    if let Some(paths) = &types.configured_captures {
        let found: Result<Vec<_>, CliError> = paths.iter().map(|path| at(path, types)).collect();
        return Ok(found?.into_iter().flatten().collect());
    }
    let mut sources: Vec<Source> = types.captures()?.iter().cloned().map(Source::Embedded).collect();
    let further = std::env::var_os(CAPTURES);
    for path in further
        .iter()
        .flat_map(std::env::split_paths)
        .filter(|path| *path != Path::new(""))
    {
        sources.extend(at(&path, types)?);
    }
    Ok(sources)
}

fn at(path: &Path, types: &Types) -> Result<Vec<Source>, CliError> {
    if path == Path::new("-") {
        return Ok(vec![Source::Stdin]);
    }
    // The name under which the report shows an embedded capture leads to it, where no file has that name.
    let embedded = path.to_str().filter(|_| !path.exists());
    if let Some(name) = embedded
        && let Some(capture) = types.capture(name)?
    {
        return Ok(vec![Source::Embedded(capture.clone())]);
    }
    let file = |found: Result<PathBuf, Skipped>| found.map_or_else(Source::Failed, Source::File);
    Ok(captures_at(path).into_iter().map(file).collect())
}

/// The size of all inputs in bytes; `None` when one of them does not tell.
pub(super) fn total_bytes(sources: &[Source]) -> Option<u64> {
    sources
        .iter()
        .map(|source| match source {
            Source::File(path) => path.metadata().ok().map(|metadata| metadata.len()),
            Source::Stdin | Source::StdinIfAny => None,
            Source::Embedded(capture) => Some(capture.bytes.len() as u64),
            Source::Failed(_) => Some(0),
        })
        .sum()
}

/// The texts of all inputs; each is opened when its turn comes.
pub(super) fn texts(sources: Vec<Source>) -> impl Iterator<Item = Result<Case, Skipped>> + Send {
    let texts = sources
        .into_iter()
        .flat_map(|source| -> Box<dyn Iterator<Item = Result<Case, Skipped>> + Send> {
            match source {
                Source::Failed(skipped) => Box::new(std::iter::once(Err(skipped))),
                Source::Stdin => open(Origin::Stdin, pipe::stdin()),
                Source::StdinIfAny => {
                    let mut reader = BufReader::new(pipe::stdin());
                    match reader.fill_buf() {
                        Ok([]) => Box::new(std::iter::empty()),
                        _ => open(Origin::Stdin, reader),
                    }
                }
                Source::Embedded(capture) => {
                    open(Origin::Embedded { path: capture.name }, io::Cursor::new(capture.bytes))
                }
                Source::File(path) => {
                    let name = path.display().to_string();
                    match pipe::open(&path) {
                        Ok(file) => open(Origin::File { path: name }, file),
                        Err(error) => Box::new(std::iter::once(Err(Skipped::whole(
                            name,
                            format!("cannot be read: {error}"),
                        )))),
                    }
                }
            }
        });
    // After an interrupt, what was read is reported.
    texts.take_while(|_| !is_interrupted())
}

fn open(origin: Origin, reader: impl Read + Send + 'static) -> Box<dyn Iterator<Item = Result<Case, Skipped>> + Send> {
    Box::new(Texts::new(Input {
        origin,
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
