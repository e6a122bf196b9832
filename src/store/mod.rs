//! A folder of captures that grows: one file for each shape, an index that says where each comes from, and the key of its
//! pseudonyms.
//!
//! A file is written under a temporary name, synced, and then renamed, but never onto an existing file. One process writes at a
//! time; the index shows what other processes have stored in the meantime. Seed, capture and index line are written in this
//! order. If the process stops in between, every capture is complete, and the next ingest adds a missing index line.

mod error;
mod index;
mod write;

pub use error::StoreError;

use crate::redact::{KEY_BYTES, Key};
use index::Index;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the files that do not belong to the captures: the key, the lock, and unfinished files. `check` skips it, and
/// its `.gitignore` keeps it out of version control.
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
    /// The component, which names the folder.
    pub component: &'a str,
    /// The name of the file, without extension, and without the number that makes it unique.
    pub name: &'a str,
    /// The extension of the file.
    pub extension: &'a str,
    /// The content of the file.
    pub text: &'a str,
    /// The fingerprint of the shape.
    pub fingerprint: &'a str,
    /// What is new in the capture, for the index.
    pub shape: &'a str,
    /// Where the capture comes from, for the index.
    pub seen: &'a str,
}

impl Corpus {
    /// Opens a corpus, and creates it if it does not exist. Copies of new captures go to `seeds`, for fuzzing.
    ///
    /// # Errors
    /// If the folder cannot be written, or its key cannot be read.
    pub fn open(folder: &Path, seeds: &Path) -> Result<Corpus, StoreError> {
        let failed = |source| StoreError::Write {
            folder: folder.to_owned(),
            source,
        };
        let private = folder.join(PRIVATE);
        fs::create_dir_all(&private).map_err(failed)?;
        let _lock = lock(folder).map_err(failed)?;
        write::new_file(&private, &private.join(".gitignore"), b"*\n", false).map_err(failed)?;
        write::remove_unfinished(&private);
        let path = private.join(KEY);
        if !path.exists() {
            let text = hex(&random_bytes().map_err(StoreError::NoRandomness)?);
            write::new_file(&private, &path, text.as_bytes(), true).map_err(failed)?;
        }
        Ok(Corpus {
            folder: folder.to_owned(),
            seeds: seeds.to_owned(),
            key: read_key(&path)?,
            index: Index::new(folder),
        })
    }

    /// The key of the pseudonyms of a corpus, if the corpus has one. Nothing is written.
    ///
    /// # Errors
    /// If the key exists and cannot be read.
    pub fn key_at(folder: &Path) -> Result<Option<Key>, StoreError> {
        match read_key(&folder.join(PRIVATE).join(KEY)) {
            Ok(key) => Ok(Some(key)),
            Err(StoreError::Read { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A new random key, which is not stored.
    ///
    /// # Errors
    /// If the system provides no random bytes.
    pub fn random_key() -> Result<Key, StoreError> {
        random_bytes()
            .map(|bytes| Key::new(&bytes))
            .map_err(StoreError::NoRandomness)
    }

    /// The key of the pseudonyms.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Adds captures to the index that an interrupted ingest has stored without an index line, and returns their number. Each
    /// of `captures` is a file below the folder with the fingerprint of its shape.
    ///
    /// # Errors
    /// If the index cannot be written.
    pub fn repair_index(&mut self, captures: &[(PathBuf, String)]) -> Result<usize, StoreError> {
        let _lock = lock(&self.folder).map_err(|source| self.failed(source))?;
        self.index.refresh().map_err(|source| self.failed(source))?;
        let mut repaired = 0;
        for (path, fingerprint) in captures {
            let Some(file) = path.strip_prefix(&self.folder).ok().map(with_slashes) else {
                continue;
            };
            if self.index.exists() && !self.index.contains_file(&file) {
                let added = self
                    .index
                    .add(&file, "not recorded", "an interrupted ingest", fingerprint);
                added.map_err(|source| self.failed(source))?;
                repaired += 1;
            }
        }
        Ok(repaired)
    }

    /// Stores a capture, and returns the path of its file below the folder; `None` if another process has stored its shape in
    /// the meantime.
    ///
    /// # Errors
    /// If it cannot be written; then no part of it is stored.
    pub fn put(&mut self, capture: &Capture<'_>) -> Result<Option<String>, StoreError> {
        self.try_put(capture).map_err(|source| self.failed(source))
    }

    fn try_put(&mut self, capture: &Capture<'_>) -> io::Result<Option<String>> {
        let _lock = lock(&self.folder)?;
        self.index.refresh()?;
        if self.index.contains_shape(capture.fingerprint) {
            return Ok(None);
        }
        let private = self.folder.join(PRIVATE);
        let folder = self.folder.join(capture.component);
        let seeds = self.seeds.join(capture.component);
        fs::create_dir_all(&folder)?;
        fs::create_dir_all(&seeds)?;
        for number in 1_u32.. {
            let stem = match number {
                1 => capture.name.to_owned(),
                number => format!("{}-{number}", capture.name),
            };
            let file = format!("{stem}.{}", capture.extension);
            let path = folder.join(&file);
            if path.exists() {
                continue;
            }
            // A seed of this name may exist already: another corpus may keep its seeds in the same folder.
            let seed = seeds.join(&stem);
            match write::new_file(&private, &seed, capture.text.as_bytes(), false) {
                Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                    write::new_file(&seeds, &seed, capture.text.as_bytes(), false)?;
                }
                other => drop(other?),
            }
            if !write::new_file(&private, &path, capture.text.as_bytes(), false)? {
                continue;
            }
            let file = format!("{}/{file}", capture.component);
            self.index
                .add(&file, capture.shape, capture.seen, capture.fingerprint)?;
            return Ok(Some(file));
        }
        Err(io::Error::other("every file name is taken"))
    }

    fn failed(&self, source: io::Error) -> StoreError {
        StoreError::Write {
            folder: self.folder.clone(),
            source,
        }
    }
}

/// Waits until no other process writes into the folder.
fn lock(folder: &Path) -> io::Result<File> {
    let file = File::options()
        .create(true)
        .append(true)
        .open(folder.join(PRIVATE).join(LOCK))?;
    file.lock()?;
    Ok(file)
}

fn random_bytes() -> io::Result<[u8; KEY_BYTES]> {
    let mut bytes = [0; KEY_BYTES];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>() + "\n"
}

fn read_key(path: &Path) -> Result<Key, StoreError> {
    let text = fs::read_to_string(path).map_err(|source| StoreError::Read {
        file: path.to_owned(),
        source,
    })?;
    let digits = text.trim_end();
    let byte = |at: usize| {
        let pair = digits.get(2 * at..2 * at + 2)?;
        u8::from_str_radix(pair, 16).ok()
    };
    let bytes: Option<Vec<u8>> = (0..digits.len() / 2).map(byte).collect();
    let bytes: Option<[u8; KEY_BYTES]> = bytes.and_then(|bytes| bytes.try_into().ok());
    let bytes = bytes.ok_or_else(|| StoreError::InvalidKey { file: path.to_owned() })?;
    Ok(Key::new(&bytes))
}

fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests;
