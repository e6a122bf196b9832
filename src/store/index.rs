//! The index: a line for each capture, which names what is new in it and where it was seen.

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
}

impl Index {
    pub(super) fn new(folder: &Path) -> Index {
        Index {
            path: folder.join(NAME),
            read: 0,
            fingerprints: HashSet::new(),
            files: HashSet::new(),
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
    pub(super) fn refresh(&mut self) -> io::Result<()> {
        let mut file = match File::options().read(true).append(true).open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        file.seek(SeekFrom::Start(self.read))?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        if text.last().is_some_and(|byte| *byte != b'\n') {
            let last = text.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
            let end = if is_complete(&String::from_utf8_lossy(last)) {
                "\n"
            } else {
                CUT_OFF
            };
            file.write_all(end.as_bytes())?;
            text.extend_from_slice(end.as_bytes());
        }
        self.read += text.len() as u64;
        for line in String::from_utf8_lossy(&text).lines() {
            self.insert(line);
        }
        Ok(())
    }

    fn insert(&mut self, line: &str) {
        let complete = line.split('\t').count() == 3 && !line.ends_with(CUT_OFF.trim_end());
        if let (true, Some((file, _))) = (complete, line.split_once('\t')) {
            self.files.insert(file.to_owned());
            if let Some((_, fingerprint)) = line.rsplit_once(SHAPE) {
                self.fingerprints.insert(fingerprint.to_owned());
            }
        }
    }

    /// Adds a line. [`refresh`](Self::refresh) must have been called before.
    pub(super) fn add(&mut self, file: &str, shape: &str, seen: &str, fingerprint: &str) -> io::Result<()> {
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
        let mut out = File::options().create(true).append(true).open(&self.path)?;
        out.write_all(text.as_bytes())?;
        out.sync_data()?;
        self.read += text.len() as u64;
        self.insert(line.trim_end());
        Ok(())
    }
}
