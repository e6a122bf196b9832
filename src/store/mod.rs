//! A folder of captures that grows: one file for each shape, an index that says where each comes from, and the key of its
//! pseudonyms.
//!
//! A file is written under a temporary name, synced, and then renamed, but never onto an existing file. One process writes at a
//! time; the index shows what other processes have stored in the meantime. Seed, capture and index line are written in this
//! order. If the process stops in between, every capture is complete, and the next ingest adds a missing index line.

mod error;
mod index;
mod inside;
mod write;

pub use error::StoreError;

use crate::redact::{KEY_BYTES, Key};
use index::Index;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the files that do not belong to the captures: the key, the lock, and unfinished files. `check` skips it, and
/// its `.gitignore` keeps it out of version control.
const PRIVATE: &str = crate::case::FOLDER;
const KEY: &str = "pseudonyms.key";
const LOCK: &str = "lock";
/// The file of a key has no more bytes.
const MAX_KEY: u64 = 1024;

/// A corpus that captures are stored in.
#[derive(Debug)]
pub struct Corpus {
    folder: PathBuf,
    seeds: PathBuf,
    key: Key,
    index: Index,
    on_wait: fn(&Path),
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
    /// Opens a corpus, and creates it if it does not exist. Copies of new captures go to `seeds`, for fuzzing. `on_wait` is called
    /// with the file of the lock before another process is waited for.
    ///
    /// # Errors
    /// If the folder cannot be written, its key cannot be read, or something in it is a link.
    pub fn open(folder: &Path, seeds: &Path, on_wait: fn(&Path)) -> Result<Corpus, StoreError> {
        fs::create_dir_all(folder).map_err(StoreError::write(folder))?;
        let private = inside::create_folder(folder, Path::new(PRIVATE))?;
        let _lock = lock(folder, on_wait)?;
        let path = private.join(".gitignore");
        write::new_file(&private, &path, b"*\n", false).map_err(StoreError::write(&path))?;
        write::remove_unfinished(&private);
        let path = private.join(KEY);
        inside::file_or_nothing(&path)?;
        if !path.exists() {
            let text = hex(&random_bytes().map_err(StoreError::NoRandomness)?);
            write::new_file(&private, &path, text.as_bytes(), true).map_err(StoreError::write(&path))?;
        }
        let mut corpus = Corpus {
            folder: folder.to_owned(),
            seeds: seeds.to_owned(),
            key: read_key(&path)?,
            index: Index::new(folder),
            on_wait,
        };
        corpus.index.refresh()?;
        Ok(corpus)
    }

    /// What the owner of the corpus should know: a key that others may read, and lines of the index that are none.
    pub fn warnings(&self) -> Vec<String> {
        let key = self.folder.join(PRIVATE).join(KEY);
        let key = is_open_to_others(&key).then(|| {
            format!(
                "{}: other users may read the key of the pseudonyms; take their permission away",
                key.display()
            )
        });
        key.into_iter().chain(self.index.warning()).collect()
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
        let _lock = lock(&self.folder, self.on_wait)?;
        self.index.refresh()?;
        let mut repaired = 0;
        for (path, fingerprint) in captures {
            let Some(file) = path.strip_prefix(&self.folder).ok().map(with_slashes) else {
                continue;
            };
            if self.index.exists() && !self.index.contains_file(&file) {
                self.index
                    .add(&file, "not recorded", "an interrupted ingest", fingerprint)?;
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
        let _lock = lock(&self.folder, self.on_wait)?;
        self.index.refresh()?;
        if self.index.contains_shape(capture.fingerprint) {
            return Ok(None);
        }
        let private = self.folder.join(PRIVATE);
        let component = inside::folder_name(capture.component)?;
        let folder = inside::create_folder(&self.folder, component)?;
        let seeds = self.seeds_of(component)?;
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
                    write::new_file(&seeds, &seed, capture.text.as_bytes(), false).map_err(StoreError::write(&seed))?;
                }
                other => drop(other.map_err(StoreError::write(&seed))?),
            }
            if !write::new_file(&private, &path, capture.text.as_bytes(), false).map_err(StoreError::write(&path))? {
                continue;
            }
            let file = format!("{}/{file}", capture.component);
            self.index
                .add(&file, capture.shape, capture.seen, capture.fingerprint)?;
            return Ok(Some(file));
        }
        Err(StoreError::write(&folder)(io::Error::other("every file name is taken")))
    }

    /// The folder of the seeds of a component. The seeds may be in the corpus or elsewhere; there the user chose the way.
    fn seeds_of(&self, component: &Path) -> Result<PathBuf, StoreError> {
        match self.seeds.strip_prefix(&self.folder) {
            Ok(below) => inside::create_folder(&self.folder, &below.join(component)),
            Err(_) => {
                fs::create_dir_all(&self.seeds).map_err(StoreError::write(&self.seeds))?;
                inside::create_folder(&self.seeds, component)
            }
        }
    }
}

/// Waits until no other process writes into the folder.
fn lock(folder: &Path, on_wait: fn(&Path)) -> Result<File, StoreError> {
    let path = folder.join(PRIVATE).join(LOCK);
    inside::file_or_nothing(&path)?;
    let open = File::options().create(true).append(true).open(&path);
    let file = open.map_err(StoreError::write(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            on_wait(&path);
            file.lock().map_err(StoreError::write(&path))?;
            Ok(file)
        }
        Err(TryLockError::Error(error)) => Err(StoreError::write(&path)(error)),
    }
}

/// Whether users other than the owner may read a file.
fn is_open_to_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        path.metadata()
            .is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
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
    let text = String::from_utf8(inside::read_file(path, MAX_KEY)?).unwrap_or_default();
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
