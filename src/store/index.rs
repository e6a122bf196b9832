//! The index: a line for each capture, which says what is new in it and where it was seen.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const NAME: &str = "INDEX.tsv";
const HEAD: &str = "file\tshape\tseen\n";
/// In front of the fingerprint, at the end of a line.
const SHAPE: &str = "; shape ";

const CUT_OFF: &str = "; cut off\n";

fn is_whole(line: &str) -> bool {
    let fingerprint = line.rsplit_once(SHAPE).map(|(_, fingerprint)| fingerprint);
    fingerprint.is_some_and(|fingerprint| {
        fingerprint
            .split_once('-')
            .is_some_and(|(_, digits)| digits.len() == 16)
    })
}

/// The index as far as it has been read.
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

    pub(super) fn is_there(&self) -> bool {
        self.read > 0
    }

    pub(super) fn lists(&self, file: &str) -> bool {
        self.files.contains(file)
    }

    pub(super) fn knows(&self, fingerprint: &str) -> bool {
        self.fingerprints.contains(fingerprint)
    }

    /// Reads what was added since. A last line that was cut off is ended and marked: its file has no line.
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
            let end = if is_whole(&String::from_utf8_lossy(last)) {
                "\n"
            } else {
                CUT_OFF
            };
            file.write_all(end.as_bytes())?;
            text.extend_from_slice(end.as_bytes());
        }
        self.read += text.len() as u64;
        for line in String::from_utf8_lossy(&text).lines() {
            self.note(line);
        }
        Ok(())
    }

    fn note(&mut self, line: &str) {
        let whole = line.split('\t').count() == 3 && !line.ends_with(CUT_OFF.trim_end());
        if let (true, Some((file, _))) = (whole, line.split_once('\t')) {
            self.files.insert(file.to_owned());
            if let Some((_, fingerprint)) = line.rsplit_once(SHAPE) {
                self.fingerprints.insert(fingerprint.to_owned());
            }
        }
    }

    /// Adds a line. The index must have been refreshed.
    pub(super) fn add(&mut self, file: &str, shape: &str, seen: &str, fingerprint: &str) -> io::Result<()> {
        let plain = |text: &str| text.replace(|c: char| c.is_control(), " ");
        let line = format!("{file}\t{}\t{}{SHAPE}{fingerprint}\n", plain(shape), plain(seen));
        let text = if self.is_there() {
            line.clone()
        } else {
            format!("{HEAD}{line}")
        };
        let mut out = File::options().create(true).append(true).open(&self.path)?;
        out.write_all(text.as_bytes())?;
        out.sync_data()?;
        self.read += text.len() as u64;
        self.note(line.trim_end());
        Ok(())
    }
}
