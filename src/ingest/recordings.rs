//! The recordings that the caller named: files, folders, standard input.

use crate::case::{Skipped, files_at};
use crate::recording::{self, Item, Sink};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The recordings at some paths. Each is opened when it is its turn.
#[derive(Debug)]
pub struct Recordings {
    sources: Vec<RecordingSource>,
    bytes_read: Arc<AtomicU64>,
}

#[derive(Debug)]
enum RecordingSource {
    File {
        path: PathBuf,
        /// Whether the caller named this file. Otherwise it was found in a folder, and may be something else.
        named: bool,
    },
    Stdin,
    Failed(Skipped),
}

impl Recordings {
    /// The recordings at paths: a file, all files of a folder, or standard input for `-`.
    pub fn at(paths: &[PathBuf]) -> Recordings {
        Recordings {
            sources: paths.iter().flat_map(|path| sources_at(path)).collect(),
            bytes_read: Arc::default(),
        }
    }

    /// The size of all recordings in bytes; `None` if the size of one is unknown.
    pub fn total_bytes(&self) -> Option<u64> {
        let size = |source: &RecordingSource| match source {
            RecordingSource::File { path, .. } => path.metadata().ok().map(|metadata| metadata.len()),
            RecordingSource::Stdin => None,
            RecordingSource::Failed(_) => Some(0),
        };
        self.sources.iter().map(size).sum()
    }

    /// The number of bytes that have been read so far, which grows while [`read`](Self::read) runs.
    pub(super) fn bytes_read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes_read)
    }

    /// Hands over the contents of all recordings, until the sink wants no more.
    pub(super) fn read(self, sink: &mut Sink<'_>) {
        for source in self.sources {
            let wants_more = match source {
                RecordingSource::Failed(skipped) => sink(Item::Skipped(skipped)),
                RecordingSource::Stdin => {
                    let stdin = CountingReader::new(io::stdin(), &self.bytes_read);
                    recording::read("-", stdin, true, sink)
                }
                RecordingSource::File { path, named } => {
                    let name = path.display().to_string();
                    match File::open(&path) {
                        Ok(file) => recording::read(&name, CountingReader::new(file, &self.bytes_read), named, sink),
                        Err(error) => sink(Item::Skipped(Skipped::whole(name, format!("cannot be read: {error}")))),
                    }
                }
            };
            if !wants_more {
                return;
            }
        }
    }
}

fn sources_at(path: &Path) -> Vec<RecordingSource> {
    if path == Path::new("-") {
        return vec![RecordingSource::Stdin];
    }
    let named = path.is_file();
    let found = files_at(path).into_iter();
    found
        .map(|file| file.map_or_else(RecordingSource::Failed, |path| RecordingSource::File { path, named }))
        .collect()
}

/// A reader that counts its bytes.
struct CountingReader<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R> CountingReader<R> {
    fn new(inner: R, count: &Arc<AtomicU64>) -> CountingReader<R> {
        CountingReader {
            inner,
            count: Arc::clone(count),
        }
    }
}

impl<R: Read> Read for CountingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
