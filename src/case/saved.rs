//! Cases that failed, kept so that they can be run again.

use super::capture::{Case, CaseKind, Piece};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::{fs, process};

/// The folder, below the working folder, in which failed cases are kept.
pub const FOLDER: &str = ".wireproof";

/// How much of an id is printed; any unique start of one is understood.
const PRINTED: usize = 8;

/// A case that failed under a subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    /// The version that saved it.
    pub wireproof: String,
    /// The type set.
    pub type_set: String,
    /// The subject.
    pub subject: String,
    /// The component, for a case that tells it neither by folder nor by content.
    pub component: Option<String>,
    /// Options of the run that shape the verdict: spec, overlays, dialect.
    pub options: Vec<String>,
    /// Whether warnings counted as errors.
    pub strict: bool,
    /// The file that the case came from.
    pub case: String,
    /// Where it came from.
    pub kind: CaseKind,
    /// Whether it is an event of a stream.
    pub event: bool,
    /// Where the text stood in the file.
    pub pieces: Vec<Piece>,
    /// The JSON text.
    pub text: String,
}

impl Saved {
    /// The case itself.
    pub fn case(&self) -> Case {
        Case {
            name: self.case.clone(),
            kind: self.kind,
            event: self.event,
            pieces: self.pieces.clone(),
            text: self.text.clone(),
        }
    }

    /// Names the case by its contents.
    fn id(&self) -> String {
        let mut hash = Sha256::new();
        for part in [
            &self.type_set,
            &self.subject,
            &self.options.join(" "),
            &self.case,
            &self.text,
        ] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.finalize()
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Writes the case into [`FOLDER`], whole or not at all. Gives the id to print, and whether the case is new.
    ///
    /// # Errors
    /// When the folder cannot be made or written to.
    pub fn save(&self) -> io::Result<(String, bool)> {
        let id = self.id();
        let path = Path::new(FOLDER).join(format!("{id}.json"));
        let new = !path.exists();
        if new {
            fs::create_dir_all(FOLDER)?;
            let unfinished = Path::new(FOLDER).join(format!("{id}.{}.tmp", process::id()));
            self.write(&unfinished)
                .and_then(|()| fs::rename(&unfinished, path))
                .inspect_err(|_| {
                    let _ = fs::remove_file(&unfinished);
                })?;
        }
        Ok((id[..PRINTED].to_owned(), new))
    }

    fn write(&self, path: &Path) -> io::Result<()> {
        let mut file = BufWriter::new(fs::File::create(path)?);
        serde_json::to_writer_pretty(&mut file, self)?;
        file.write_all(b"\n")?;
        file.flush()
    }

    /// Reads a saved case.
    ///
    /// # Errors
    /// When the file cannot be read, or is not a saved case.
    pub fn load(path: &Path) -> io::Result<Saved> {
        Ok(serde_json::from_slice(&fs::read(path)?)?)
    }

    /// The file of the saved case whose id starts with `start`.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn find(start: &str) -> Result<PathBuf, String> {
        let mut found = Saved::all().into_iter().filter(|path| {
            let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with(start)
        });
        match (found.next(), found.next()) {
            (Some(path), None) => Ok(path),
            (None, _) => Err(format!("no case `{start}` in {FOLDER}/, and no such file")),
            (Some(_), Some(_)) => Err(format!("more than one case in {FOLDER}/ starts with `{start}`")),
        }
    }

    /// The files of all saved cases, in order of their names.
    pub fn all() -> Vec<PathBuf> {
        let entries = fs::read_dir(FOLDER)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path());
        let mut files: Vec<PathBuf> = entries
            .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
            .collect();
        files.sort();
        files
    }
}
