//! The files of a document: one, or several in a folder that refer to each other.

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

use super::error::SpecError;
use super::kind::Kind;
use super::limits::{MAX_BYTES, MAX_FILES};
use super::pointer::percent_decoded;
use super::source_text::{parse_value, read_file};
use super::uri::{has_scheme, join, relative, without_fragment};

/// How deep folders nest in which schemas are looked for.
const MAX_FOLDERS: usize = 16;
/// The endings of the files that are read out of a folder.
const ENDINGS: [&str; 3] = ["json", "yaml", "yml"];

/// The files of a document, read and parsed.
#[derive(Debug)]
pub(super) struct Files {
    /// The file where reading starts, if it is not the whole folder.
    pub(super) entry: Option<File>,
    /// The others, by their paths in the folder.
    pub(super) others: BTreeMap<String, Value>,
    /// The SHA-256 of the text; of several files, that of a list of their paths and sums.
    pub(super) sha256: String,
}

/// A file of a document.
#[derive(Debug)]
pub(super) struct File {
    /// Its path in the folder, with `/` between the names.
    pub(super) path: String,
    pub(super) value: Value,
}

impl Files {
    /// One text.
    pub(super) fn parse(name: &str, bytes: &[u8]) -> Result<Files, SpecError> {
        let path = Path::new(name).file_name().unwrap_or_default();
        Ok(Files {
            sha256: hex(&Sha256::digest(bytes)),
            entry: Some(File {
                path: path.to_string_lossy().into_owned(),
                value: parse_value(name, bytes)?,
            }),
            others: BTreeMap::new(),
        })
    }

    /// A file and those to which it refers, or what a folder holds. Nothing outside the folder is read.
    pub(super) fn open(path: &Path) -> Result<Files, SpecError> {
        let is_folder = path.is_dir();
        // What is no file, such as a pipe, has no files beside it.
        if !is_folder && !path.is_file() {
            return Files::parse(&path.display().to_string(), &read_file(path)?);
        }
        let around = match is_folder {
            true => path,
            false => path
                .parent()
                .filter(|parent| *parent != Path::new(""))
                .unwrap_or(Path::new(".")),
        };
        let mut folder = Folder::open(path, around)?;
        if is_folder {
            return folder.all();
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let value = folder.parse(&name, &path.display().to_string(), &read_file(path)?)?;
        folder.with_referred(File { path: name, value })
    }
}

/// A folder from which files are read.
struct Folder {
    /// What the caller named.
    name: String,
    shown: PathBuf,
    /// Without links.
    root: PathBuf,
    bytes: u64,
    sums: BTreeMap<String, String>,
}

impl Folder {
    fn open(named: &Path, around: &Path) -> Result<Folder, SpecError> {
        let name = named.display().to_string();
        let root = around.canonicalize().map_err(|error| unreadable(&name, &error))?;
        Ok(Folder {
            name,
            shown: around.to_owned(),
            root,
            bytes: 0,
            sums: BTreeMap::new(),
        })
    }

    /// The value of the file at a path in the folder; `None` if there is none, or a link leads out of the folder.
    fn read(&mut self, path: &str) -> Result<Option<Value>, SpecError> {
        let is_inside = !path.starts_with('/') && !path.contains('\\') && !path.split('/').any(|name| name == "..");
        let found = self.root.join(path).canonicalize();
        let Some(found) = found
            .ok()
            .filter(|found| is_inside && found.starts_with(&self.root) && found.is_file())
        else {
            return Ok(None);
        };
        let shown = self.shown.join(path).display().to_string();
        let bytes = read_file(&found)?;
        self.parse(path, &shown, &bytes).map(Some)
    }

    fn parse(&mut self, path: &str, shown: &str, bytes: &[u8]) -> Result<Value, SpecError> {
        self.bytes += bytes.len() as u64;
        if self.bytes > MAX_BYTES {
            return Err(SpecError::TooLarge {
                name: self.name.clone(),
                bytes: self.bytes,
            });
        }
        if self.sums.len() >= MAX_FILES {
            return Err(SpecError::TooManyFiles {
                name: self.name.clone(),
            });
        }
        self.sums.insert(path.to_owned(), hex(&Sha256::digest(bytes)));
        parse_value(shown, bytes)
    }

    /// A file and those to which it and they refer.
    fn with_referred(mut self, entry: File) -> Result<Files, SpecError> {
        let mut others = BTreeMap::new();
        let mut seen = BTreeSet::from([entry.path.clone()]);
        let mut waiting: Vec<String> = targets(&entry.path, &entry.value).into_iter().collect();
        while let Some(path) = waiting.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            if let Some(value) = self.read(&path)? {
                waiting.extend(targets(&path, &value));
                others.insert(path, value);
            }
        }
        Ok(Files {
            sha256: self.sum(),
            entry: Some(entry),
            others,
        })
    }

    /// All schemas in the folder; or, if one file describes an API, that file and those to which it refers.
    fn all(mut self) -> Result<Files, SpecError> {
        let mut found = BTreeMap::new();
        for path in self.listed()? {
            if let Some(value) = self.read(&path)? {
                found.insert(path, value);
            }
        }
        let is_api = |value: &Value| Kind::of(value).is_ok_and(|kind| kind != Kind::JsonSchema);
        let mut entries: Vec<String> = found
            .iter()
            .filter(|(_, value)| is_api(value))
            .map(|(path, _)| path.clone())
            .collect();
        if entries.len() > 1 {
            return Err(SpecError::SeveralDocuments {
                name: self.name,
                entries,
            });
        }
        if let Some(path) = entries.pop() {
            self.bytes = 0;
            self.sums.clear();
            let value = found.remove(&path).unwrap_or_default();
            self.read(&path)?;
            return self.with_referred(File { path, value });
        }
        if !found.values().any(|value| Kind::of(value).is_ok()) {
            return Err(SpecError::NotASpec {
                name: self.name,
                found: "a folder without any of them".to_owned(),
            });
        }
        Ok(Files {
            sha256: self.sum(),
            entry: None,
            others: found,
        })
    }

    /// The paths of the files in the folder that may be schemas, in order. Links to folders are not followed.
    fn listed(&self) -> Result<Vec<String>, SpecError> {
        let is_hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
        let entries = WalkDir::new(&self.root).max_depth(MAX_FOLDERS).sort_by_file_name();
        let visible = entries
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()));
        let mut paths = Vec::new();
        for entry in visible {
            let entry = entry.map_err(|error| SpecError::Unreadable {
                name: self.name.clone(),
                reason: error.to_string(),
            })?;
            let ending = entry.path().extension().unwrap_or_default();
            if entry.file_type().is_dir() || !ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)) {
                continue;
            }
            let names = entry.path().strip_prefix(&self.root).unwrap_or(entry.path()).iter();
            let names: Vec<_> = names.map(|name| name.to_string_lossy()).collect();
            paths.push(names.join("/"));
            if paths.len() > MAX_FILES {
                return Err(SpecError::TooManyFiles {
                    name: self.name.clone(),
                });
            }
        }
        Ok(paths)
    }

    fn sum(&self) -> String {
        if let (1, Some(only)) = (self.sums.len(), self.sums.values().next()) {
            return only.clone();
        }
        let list: String = self.sums.iter().map(|(path, sum)| format!("{sum}  {path}\n")).collect();
        hex(&Sha256::digest(list.as_bytes()))
    }
}

/// The paths in the folder to which the references of a file may lead.
fn targets(path: &str, value: &Value) -> BTreeSet<String> {
    let text = |key| value.get(key).and_then(Value::as_str);
    let id = text("$id").or_else(|| text("id")).unwrap_or_default();
    let mut found = BTreeSet::new();
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => {
                rest.extend(members.values());
                let reference = members.get("$ref").and_then(Value::as_str).map(without_fragment);
                let Some(reference) = reference.filter(|reference| !reference.is_empty()) else {
                    continue;
                };
                let local = match has_scheme(reference) {
                    true => relative(id, reference),
                    false => Some(Cow::Borrowed(reference)),
                };
                if let Some(local) = local {
                    found.extend([join(path, &local), join(path, &percent_decoded(&local))]);
                }
            }
            _ => {}
        }
    }
    found
}

fn unreadable(name: &str, error: &std::io::Error) -> SpecError {
    SpecError::Unreadable {
        name: name.to_owned(),
        reason: error.to_string(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
