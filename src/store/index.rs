//! The index: a line for each capture, which names what is new in it and where it was seen.

use super::error::StoreError;
use super::inside;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const NAME: &str = "INDEX.tsv";
const HEAD: &str = "file\tshape\tseen\n";
/// Precedes the fingerprint at the end of a line.
const SHAPE: &str = "; shape ";

/// Ends a line that an interrupted ingest has left incomplete.
const CUT_OFF: &str = "; cut off\n";

fn is_complete(line: &str) -> bool {
    let fingerprint = line.rsplit_once(SHAPE).map(|(_, fingerprint)| fingerprint);
    fingerprint.is_some_and(|fingerprint| {
        fingerprint
            .split_once('-')
            .is_some_and(|(_, digits)| digits.len() == 16)
    })
}

/// The part of the index that has been read.
#[derive(Debug)]
pub(super) struct Index {
    path: PathBuf,
    read: u64,
    fingerprints: HashSet<String>,
    files: HashSet<String>,
    /// How many lines are not of this form.
    malformed: usize,
}

/// The largest index in bytes: 256 MiB.
const MAX_INDEX: u64 = 256 << 20;

impl Index {
    pub(super) fn new(folder: &Path) -> Index {
        Index {
            path: folder.join(NAME),
            read: 0,
            fingerprints: HashSet::new(),
            files: HashSet::new(),
            malformed: 0,
        }
    }

    pub(super) fn exists(&self) -> bool {
        self.read > 0
    }

    pub(super) fn contains_file(&self, file: &str) -> bool {
        self.files.contains(file)
    }

    pub(super) fn contains_shape(&self, fingerprint: &str) -> bool {
        self.fingerprints.contains(fingerprint)
    }

    /// Reads the lines that were added since the last call. If the last line is incomplete, it is marked as such, and its file counts
    /// as missing from the index.
    pub(super) fn refresh(&mut self) -> Result<(), StoreError> {
        inside::file_or_nothing(&self.path)?;
        match File::options().read(true).append(true).open(&self.path) {
            Ok(file) => self.read_from(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(StoreError::write(&self.path)(error)),
        }
    }

    fn read_from(&mut self, mut file: File) -> Result<(), StoreError> {
        let mut text = Vec::new();
        file.seek(SeekFrom::Start(self.read))
            .and_then(|_| (&mut file).take(MAX_INDEX + 1).read_to_end(&mut text))
            .map_err(StoreError::read(&self.path))?;
        if self.read + text.len() as u64 > MAX_INDEX {
            return Err(StoreError::TooLarge {
                file: self.path.clone(),
                limit: MAX_INDEX,
            });
        }
        if text.last().is_some_and(|byte| *byte != b'\n') {
            let last = text.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
            let end = if is_complete(&String::from_utf8_lossy(last)) {
                "\n"
            } else {
                CUT_OFF
            };
            file.write_all(end.as_bytes()).map_err(StoreError::write(&self.path))?;
            text.extend_from_slice(end.as_bytes());
        }
        self.read += text.len() as u64;
        for line in String::from_utf8_lossy(&text).lines() {
            self.insert(line);
        }
        Ok(())
    }

    /// A warning if there are lines that are not of the form which an ingest writes.
    pub(super) fn warning(&self) -> Option<String> {
        let (path, lines) = (self.path.display(), self.malformed);
        (lines > 0).then(|| format!("{path}: {lines} lines are no lines of an index, and are ignored"))
    }

    fn insert(&mut self, line: &str) {
        let cut_off = line.ends_with(CUT_OFF.trim_end());
        let complete = line.split('\t').count() == 3 && !cut_off;
        self.malformed += usize::from(!complete && !cut_off);
        if let (true, Some((file, _))) = (complete, line.split_once('\t')) {
            self.files.insert(file.to_owned());
            if let Some((_, fingerprint)) = line.rsplit_once(SHAPE) {
                self.fingerprints.insert(fingerprint.to_owned());
            }
        }
    }

    /// Adds a line. [`refresh`](Self::refresh) must have been called before.
    pub(super) fn add(&mut self, file: &str, shape: &str, seen: &str, fingerprint: &str) -> Result<(), StoreError> {
        let on_one_line = |text: &str| text.replace(|c: char| c.is_control(), " ");
        let line = format!(
            "{file}\t{}\t{}{SHAPE}{fingerprint}\n",
            on_one_line(shape),
            on_one_line(seen)
        );
        let text = if self.exists() {
            line.clone()
        } else {
            format!("{HEAD}{line}")
        };
        File::options()
            .create(true)
            .append(true)
            .open(&self.path)
            .and_then(|mut out| out.write_all(text.as_bytes()).and_then(|()| out.sync_data()))
            .map_err(StoreError::write(&self.path))?;
        self.read += text.len() as u64;
        self.insert(line.trim_end());
        Ok(())
    }
}
