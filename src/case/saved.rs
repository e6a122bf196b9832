//! Cases that failed, kept so that they can be run again.

use super::capture::Case;
use super::kept_folder::kept_folder;
use super::limits::MAX_OBJECT_BYTES;
use super::saved_error::SavedError;
use super::saved_finding::SavedFinding;
use super::skipped::too_large_reason;
use crate::finding::Finding;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::{fs, process};

/// The longest file that is read as a saved case: escapes make a text six times as long at most.
const MAX_BYTES: u64 = 7 * MAX_OBJECT_BYTES as u64;

/// The highest line or column that is believed: what a JSON number holds exactly.
const MAX_PLACE: usize = (1 << 53) - 1;

/// How much of an id is printed; any unique start of one is understood.
const PRINTED: usize = 8;

/// As much of a saved case as any version has.
#[derive(Deserialize)]
struct Head {
    wireproof: String,
    format: Option<u32>,
}

/// A case that failed under a subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    /// The format: [`Saved::FORMAT`].
    pub format: u32,
    /// The version that saved it.
    pub wireproof: String,
    /// The type set.
    pub type_set: String,
    /// The subject.
    pub subject: String,
    /// The component that the run used for cases whose component neither the folder nor the text tells.
    pub fallback_component: Option<String>,
    /// Options of the run that change the verdict: spec, overlays, dialect.
    pub options: Vec<String>,
    /// Whether the run counted warnings as errors.
    pub strict: bool,
    /// The findings for which it was saved, as far as they are known.
    #[serde(default)]
    pub found: Vec<SavedFinding>,
    /// The case, without its text.
    pub case: Case,
    /// The JSON text of the case.
    pub text: String,
}

impl Saved {
    /// The format that is written and read. Another number means other members, or members that mean something else.
    pub const FORMAT: u32 = 3;

    /// The format before, which is read as well: it has no `found`.
    const FORMAT_BEFORE: u32 = 2;

    /// A case that failed under a subject, in a run without options.
    pub fn new(type_set: &str, subject: &str, case: &Case) -> Saved {
        Saved {
            format: Saved::FORMAT,
            wireproof: env!("CARGO_PKG_VERSION").to_owned(),
            type_set: type_set.to_owned(),
            subject: subject.to_owned(),
            fallback_component: None,
            options: Vec::new(),
            strict: false,
            found: Vec::new(),
            text: case.text.clone(),
            case: case.clone(),
        }
    }

    /// The same, saved for a finding.
    #[must_use]
    pub fn with_finding(mut self, finding: &Finding) -> Saved {
        self.found.push(SavedFinding::of(finding));
        self
    }

    /// The id of the case in a file, as it is printed.
    pub fn printed_id(path: &Path) -> String {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        name.chars().take(PRINTED).collect()
    }

    /// The case with its text.
    pub fn case(&self) -> Case {
        Case {
            text: self.text.clone(),
            ..self.case.clone()
        }
    }

    /// Names the file of the case after its contents.
    fn id(&self) -> String {
        let fault = self.case.fault.as_ref();
        let fault = fault.map_or_else(String::new, |fault| format!("{} {}", fault.operator, fault.pointer));
        let parts = [
            self.type_set.as_str(),
            &self.subject,
            &self.options.join(" "),
            &self.case.label(),
            &fault,
            &self.text,
        ];
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let bytes = hash.finalize();
        bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Writes the case into [`kept_folder`], whole or not at all. Gives the id to print, and whether the case is new.
    ///
    /// # Errors
    /// When the folder cannot be made or written to.
    pub fn save(&self) -> io::Result<(String, bool)> {
        let id = self.id();
        let path = kept_folder().join(format!("{id}.json"));
        let new = !path.exists();
        if new {
            Saved::refuse_links()?;
            fs::create_dir_all(kept_folder())?;
            self.replace(&id, &path)?;
        } else if let Ok(mut known) = Saved::load(&path)
            && known.absorb(&self.found)
        {
            Saved::refuse_links()?;
            known.replace(&id, &path)?;
        }
        Ok((id[..PRINTED].to_owned(), new))
    }

    /// What is saved must not land where a link leads.
    fn refuse_links() -> io::Result<()> {
        match fs::symlink_metadata(kept_folder()).is_ok_and(|found| found.is_symlink()) {
            true => Err(io::Error::other("it is a link; nothing is written through links")),
            false => Ok(()),
        }
    }

    /// Adds findings for which the case was saved again. Returns whether one of them is new.
    fn absorb(&mut self, found: &[SavedFinding]) -> bool {
        let before = self.found.len();
        for finding in found {
            if !self.found.iter().any(|known| known.is(finding, self.case.kind)) {
                self.found.push(finding.clone());
            }
        }
        self.format = Saved::FORMAT;
        self.found.len() > before
    }

    /// Writes the case to a file whose name was made of its id.
    fn replace(&self, id: &str, path: &Path) -> io::Result<()> {
        let unfinished = kept_folder().join(format!("{id}.{}.tmp", process::id()));
        let written = self.write(&unfinished).and_then(|()| fs::rename(&unfinished, path));
        written.inspect_err(|_| {
            let _ = fs::remove_file(&unfinished);
        })
    }

    fn write(&self, path: &Path) -> io::Result<()> {
        // Nothing that waits there is followed: a link with this name would lead elsewhere.
        let _ = fs::remove_file(path);
        let mut file = BufWriter::new(fs::File::create_new(path)?);
        serde_json::to_writer_pretty(&mut file, self)?;
        file.write_all(b"\n")?;
        file.flush()
    }

    /// Reads a saved case. It may have been edited: what it holds is made sure of.
    ///
    /// # Errors
    /// When the file cannot be read, or is not a saved case that can be run.
    pub fn load(path: &Path) -> Result<Saved, SavedError> {
        // A pipe could be waited for without end.
        if !fs::metadata(path)?.is_file() {
            return Err(SavedError::Invalid("it is no file".to_owned()));
        }
        let mut bytes = Vec::new();
        fs::File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(SavedError::Invalid(too_large_reason()));
        }
        let Head { wireproof, format } = serde_json::from_slice(&bytes)?;
        if !matches!(format, Some(Saved::FORMAT_BEFORE | Saved::FORMAT)) {
            let found = format.map_or_else(|| "no format".to_owned(), |format| format!("format {format}"));
            return Err(SavedError::Format {
                found,
                version: wireproof,
                wanted: Saved::FORMAT,
            });
        }
        let saved: Saved = serde_json::from_slice(&bytes)?;
        saved.sound()?;
        Ok(saved)
    }

    /// Whether a file is meant to be a saved case, be it a sound one or not.
    pub fn is_meant(path: &Path) -> bool {
        let is_kept = path.parent().is_some_and(|folder| folder.ends_with(kept_folder()));
        let mut bytes = Vec::new();
        let read = || fs::File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes);
        is_kept || path.is_file() && ({ read }().is_ok() && serde_json::from_slice::<Head>(&bytes).is_ok())
    }

    fn sound(&self) -> Result<(), SavedError> {
        let invalid = |reason: String| Err(SavedError::Invalid(reason));
        if self.text.len() > MAX_OBJECT_BYTES {
            return invalid(too_large_reason());
        }
        if self.case.pieces.first().is_none_or(|first| first.offset != 0) {
            return invalid("the first of `pieces` must have offset 0".to_owned());
        }
        if !self.case.pieces.is_sorted_by(|one, next| one.offset < next.offset) {
            return invalid("the offsets of `pieces` must rise".to_owned());
        }
        for piece in &self.case.pieces {
            if !self.text.is_char_boundary(piece.offset) {
                return invalid(format!("no character of `text` starts at offset {}", piece.offset));
            }
            if !(1..=MAX_PLACE).contains(&piece.line) || !(1..=MAX_PLACE).contains(&piece.column) {
                return invalid(format!("line and column must be from 1 to {MAX_PLACE}"));
            }
        }
        Ok(())
    }

    /// The file of the saved case whose id starts with `start`.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn find(start: &str) -> Result<PathBuf, SavedError> {
        let mut found = Saved::all().into_iter().filter(|path| {
            let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with(start)
        });
        match (found.next(), found.next()) {
            (Some(path), None) => Ok(path),
            (None, _) => Err(SavedError::NotFound(start.to_owned())),
            (Some(_), Some(_)) => Err(SavedError::Ambiguous(start.to_owned())),
        }
    }

    /// The files of all saved cases, in order of their names.
    pub fn all() -> Vec<PathBuf> {
        let entries = fs::read_dir(kept_folder())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{CaseKind, Origin, Piece};

    fn saved(pieces: Vec<Piece>) -> Saved {
        let mut case = Case::new("x", "{\"ä\":1}");
        case.pieces = pieces;
        Saved::new("t", "S", &case)
    }

    #[test]
    fn a_case_survives_being_saved() {
        let origin = Origin::Generated {
            component: "Run".to_owned(),
            number: 3,
            seed: 7,
        };
        let saved = Saved::new("t", "S", &Case::of(origin, CaseKind::Mutant, "{}"));
        let text = serde_json::to_string(&saved).unwrap();
        let back: Saved = serde_json::from_str(&text).unwrap();
        assert_eq!(back.case(), saved.case());
    }

    #[test]
    fn pieces_must_lie_in_the_text() {
        let piece = |offset, line, column| Piece { offset, line, column };
        let reason = |pieces| saved(pieces).sound().err().map(|error| error.to_string());
        assert_eq!(reason(vec![piece(0, 1, 1), piece(4, 2, 1), piece(8, 2, 1)]), None);
        for pieces in [
            vec![],
            vec![piece(1, 1, 1)],
            vec![piece(0, 1, 1), piece(4, 1, 1), piece(4, 1, 1)],
            vec![piece(0, 1, 1), piece(3, 1, 1)],
            vec![piece(0, 1, 1), piece(usize::MAX, 1, 1)],
            vec![piece(0, 0, 1)],
            vec![piece(0, 1, usize::MAX)],
        ] {
            assert!(reason(pieces.clone()).is_some(), "{pieces:?}");
        }
    }
}
