//! The recordings that the caller named: files, folders, standard input.

use super::labels::RecordingLabels;
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
        /// Whether this must be a recording: the caller named it, or its name ends like one. Any other file of a folder may be
        /// something else.
        expected: bool,
    },
    Stdin,
    /// Why a path cannot be read. `found` is the path if it was found in a folder; the caller named all others.
    Failed {
        skipped: Skipped,
        found: Option<PathBuf>,
    },
}

/// The endings of files that are recordings.
const ENDINGS: [&str; 8] = ["har", "http", "json", "jsonl", "ndjson", "sse", "gz", "zst"];

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
            RecordingSource::Failed { .. } => Some(0),
        };
        self.sources.iter().map(size).sum()
    }

    /// The number of bytes that have been read so far, which grows while [`read`](Self::read) runs.
    pub(super) fn bytes_read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes_read)
    }

    /// Hands over the contents of all recordings, under their labels, until the sink wants no more.
    pub(super) fn read(self, labels: &RecordingLabels, sink: &mut Sink<'_>) {
        for source in self.sources {
            let wants_more = match source {
                RecordingSource::Failed { skipped, found } => sink(Item::Skipped(Skipped {
                    case: found.map_or_else(|| skipped.case.clone(), |path| labels.of(&path)),
                    ..skipped
                })),
                RecordingSource::Stdin => {
                    let stdin = CountingReader::new(io::stdin(), &self.bytes_read);
                    recording::read("-", stdin, true, sink)
                }
                RecordingSource::File { path, expected } => {
                    let label = labels.of(&path);
                    match File::open(&path) {
                        Ok(file) => {
                            recording::read(&label, CountingReader::new(file, &self.bytes_read), expected, sink)
                        }
                        Err(error) => sink(Item::Skipped(Skipped::whole(label, format!("cannot be read: {error}")))),
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
    let source = |file: Result<PathBuf, Skipped>| match file {
        Ok(path) => RecordingSource::File {
            expected: named || ends_like_a_recording(&path),
            path,
        },
        Err(skipped) => RecordingSource::Failed {
            found: (Path::new(&skipped.case) != path).then(|| PathBuf::from(&skipped.case)),
            skipped,
        },
    };
    files_at(path).into_iter().map(source).collect()
}

fn ends_like_a_recording(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
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
