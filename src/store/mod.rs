//! A folder of captures that grows: one file for each shape, an index that says where each comes from, and the key of its
//! pseudonyms.
//!
//! A file is written beside the captures, synced, and only then given its name, never one that exists. One process writes at a
//! time; what another has stored meanwhile is seen in the index. Order of writing: seed, capture, index line. Whatever stops
//! it, every capture is whole; a line that is missing is added by the next who writes.

mod index;
mod write;

use crate::redact::{KEY_BYTES, Key};
use index::Index;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What belongs to a corpus and is nobody else's business: the key, the lock, unfinished files. `check` does not look into it,
/// and neither does git.
const PRIVATE: &str = crate::case::FOLDER;
const KEY: &str = "pseudonyms.key";
const LOCK: &str = "lock";

/// A corpus that captures are stored in.
#[derive(Debug)]
pub struct Corpus {
    folder: PathBuf,
    seeds: PathBuf,
    key: Key,
    index: Index,
}

/// A capture that is to be stored.
#[derive(Debug)]
pub struct Capture<'a> {
    /// The folder.
    pub component: &'a str,
    /// The file's name, without number and ending.
    pub name: &'a str,
    /// Its ending.
    pub ending: &'a str,
    /// The whole file.
    pub text: &'a str,
    /// The fingerprint of its shape.
    pub fingerprint: &'a str,
    /// What is new in it, for the index.
    pub shape: &'a str,
    /// Where it comes from, for the index.
    pub seen: &'a str,
}

impl Corpus {
    /// Opens a corpus, and makes it where there is none. `seeds` is where copies for fuzzing go.
    ///
    /// # Errors
    /// When the folder cannot be written to, or its key is none.
    pub fn open(folder: &Path, seeds: &Path) -> Result<Corpus, String> {
        let failed = |error: io::Error| format!("{}: cannot be written: {error}", folder.display());
        let private = folder.join(PRIVATE);
        fs::create_dir_all(&private).map_err(failed)?;
        let _lock = lock(folder).map_err(failed)?;
        write::new_file(&private, &private.join(".gitignore"), b"*\n", false).map_err(failed)?;
        write::clean(&private);
        let path = private.join(KEY);
        if !path.exists() {
            let text = hex(&random().map_err(failed)?);
            write::new_file(&private, &path, text.as_bytes(), true).map_err(failed)?;
        }
        let key = read_key(&path)?.ok_or_else(|| format!("{}: cannot be read", path.display()))?;
        Ok(Corpus {
            folder: folder.to_owned(),
            seeds: seeds.to_owned(),
            key,
            index: Index::new(folder),
        })
    }

    /// The key that the pseudonyms of a corpus are drawn from, if it has one; nothing is written.
    ///
    /// # Errors
    /// When there is one that cannot be read.
    pub fn key_at(folder: &Path) -> Result<Option<Key>, String> {
        read_key(&folder.join(PRIVATE).join(KEY))
    }

    /// A key that is used once.
    ///
    /// # Errors
    /// When the system has no random bytes.
    pub fn passing_key() -> Result<Key, String> {
        random()
            .map(|bytes| Key::new(&bytes))
            .map_err(|error| error.to_string())
    }

    /// The key that the pseudonyms are drawn from.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Enters the captures that no line of the index speaks of: an ingest was stopped before it could. Each is a file below the
    /// folder, with the fingerprint of its shape.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn mend(&mut self, captures: &[(PathBuf, String)]) -> Result<usize, String> {
        let failed = |error: io::Error| format!("{}: cannot be written: {error}", self.folder.display());
        let _lock = lock(&self.folder).map_err(failed)?;
        self.index.refresh().map_err(failed)?;
        let mut mended = 0;
        for (path, fingerprint) in captures {
            let Some(file) = path.strip_prefix(&self.folder).ok().map(slashed) else {
                continue;
            };
            if self.index.is_there() && !self.index.lists(&file) {
                self.index
                    .add(&file, "not told", "an ingest that was stopped", fingerprint)
                    .map_err(failed)?;
                mended += 1;
            }
        }
        Ok(mended)
    }

    /// Stores a capture. Gives its file below the folder; `None` if somebody else stored its shape meanwhile.
    ///
    /// # Errors
    /// When it cannot be written; then nothing of it is there.
    pub fn put(&mut self, capture: &Capture<'_>) -> Result<Option<String>, String> {
        let failed = |error: io::Error| format!("{}: cannot be written: {error}", self.folder.display());
        let _lock = lock(&self.folder).map_err(failed)?;
        self.index.refresh().map_err(failed)?;
        if self.index.knows(capture.fingerprint) {
            return Ok(None);
        }
        let private = self.folder.join(PRIVATE);
        let folder = self.folder.join(capture.component);
        let seeds = self.seeds.join(capture.component);
        fs::create_dir_all(&folder)
            .and_then(|()| fs::create_dir_all(&seeds))
            .map_err(failed)?;
        for number in 1_u32.. {
            let stem = match number {
                1 => capture.name.to_owned(),
                number => format!("{}-{number}", capture.name),
            };
            let file = format!("{stem}.{}", capture.ending);
            let path = folder.join(&file);
            if path.exists() {
                continue;
            }
            // Another corpus may keep its seeds in the same place.
            let seed = seeds.join(&stem);
            match write::new_file(&private, &seed, capture.text.as_bytes(), false) {
                Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                    write::new_file(&seeds, &seed, capture.text.as_bytes(), false).map_err(failed)?;
                }
                other => drop(other.map_err(failed)?),
            }
            if !write::new_file(&private, &path, capture.text.as_bytes(), false).map_err(failed)? {
                continue;
            }
            let file = format!("{}/{file}", capture.component);
            self.index
                .add(&file, capture.shape, capture.seen, capture.fingerprint)
                .map_err(failed)?;
            return Ok(Some(file));
        }
        Err("no name is free".to_owned())
    }
}

/// Waits until nobody else writes into the folder.
fn lock(folder: &Path) -> io::Result<File> {
    let file = File::options()
        .create(true)
        .append(true)
        .open(folder.join(PRIVATE).join(LOCK))?;
    file.lock()?;
    Ok(file)
}

fn random() -> io::Result<[u8; KEY_BYTES]> {
    let mut bytes = [0; KEY_BYTES];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>() + "\n"
}

fn read_key(path: &Path) -> Result<Option<Key>, String> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("{}: cannot be read: {error}", path.display())),
    };
    let digits = text.trim_end();
    let bytes: Option<Vec<u8>> = (0..digits.len() / 2)
        .map(|at| {
            digits
                .get(2 * at..2 * at + 2)
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
        })
        .collect();
    let bytes: Option<[u8; KEY_BYTES]> = bytes.and_then(|bytes| bytes.try_into().ok());
    let Some(bytes) = bytes else {
        return Err(format!("{}: no key of {KEY_BYTES} bytes", path.display()));
    };
    Ok(Some(Key::new(&bytes)))
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests;
