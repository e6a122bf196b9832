//! `wireproof.toml`: what a project examines, so that the command line need not say it.
//!
//! The file is searched for in the working folder and in the folders above it. Every option of the command line has its key; what
//! the command line says takes precedence. Paths are relative to the file.

mod overrides;

use crate::finding::{Level, SeverityOverride};
use crate::resolve::PlacedCaptures;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};
use thiserror::Error;

/// The name of the file.
pub const FILE_NAME: &str = "wireproof.toml";

/// No configuration is longer than this, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// What a configuration says.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The program that holds the types: its path, or a list of its path and its arguments.
    pub types: Option<Words>,
    /// The published document.
    pub document: Option<PathBuf>,
    /// Overlays that correct the document, in the order in which they are applied.
    #[serde(default)]
    pub overlays: Vec<PathBuf>,
    /// How the document is read: `as-meant` or `strict`.
    pub dialect: Option<String>,
    /// Whether the formats of texts are asserted: `annotate` or `assert`.
    pub formats: Option<String>,
    /// Captures: files and folders.
    pub captures: Option<Vec<PathBuf>>,
    /// The components of captures by their paths; of several that have a capture, the last one counts.
    #[serde(default)]
    pub capture: Vec<PlacedCaptures>,
    /// Accepted findings.
    pub expectations: Option<PathBuf>,
    /// What the document allows and no server sends.
    pub never: Option<PathBuf>,
    /// The component of captures that tell it neither by folder nor by content.
    pub component: Option<String>,
    /// The only subject to examine.
    pub subject: Option<String>,
    /// The lowest level that makes a command exit with 1.
    pub fail_on: Option<Level>,
    /// Whether warnings count as errors.
    pub strict: Option<bool>,
    /// How long one call of a type may take, in seconds.
    pub time_limit: Option<f64>,
    /// The format of the report: `human` or `json`.
    pub format: Option<String>,
    /// Reports: `FORMAT` or `FORMAT=FILE`.
    #[serde(default)]
    pub report: Vec<String>,
    /// Whether only the summary is printed.
    pub quiet: Option<bool>,
    /// Whether every place is listed.
    pub verbose: Option<bool>,
    /// When colours are used: `auto`, `always` or `never`.
    pub color: Option<String>,
    /// The steps that the work on a document may take.
    pub max_schema_steps: Option<u64>,
    /// The MiB that the things built from a document may take.
    pub max_memory: Option<u64>,
    /// Levels that differ from the defaults; of several that apply to a finding, the last one counts.
    #[serde(default)]
    pub severity: Vec<SeverityOverride>,
    /// What types of an audited crate stand for: the path of a type, and the name of a component or a pointer.
    #[serde(default)]
    pub bind: BTreeMap<String, String>,
    /// Paths of types that an audit leaves out; `*` stands for any text.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// Options of `explore`.
    #[serde(default)]
    pub explore: Explore,
    /// Options of `ingest`.
    #[serde(default)]
    pub ingest: Ingest,
    /// Where the file is.
    #[serde(skip)]
    pub path: PathBuf,
}

/// One word, or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(pub Vec<String>);

/// Options of `explore`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explore {
    /// How many cases to make of each component.
    pub cases: Option<u64>,
    /// How long to go on, such as `30s`.
    pub time: Option<String>,
    /// The same seed makes the same cases.
    pub seed: Option<u64>,
}

/// Options of `ingest`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ingest {
    /// The corpus.
    pub into: Option<PathBuf>,
    /// Where copies for fuzzing go.
    pub seeds: Option<PathBuf>,
    /// Whether texts stay as they are, except for secrets and ids.
    pub keep_text: Option<bool>,
}

/// Why a configuration cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// It cannot be read.
    #[error("{path}: cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// It is not a configuration.
    #[error("{path}:{line}: {reason}")]
    Invalid {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong, with the closest known key if a key is unknown.
        reason: String,
    },
    /// What the command line says in place of it is not a key with a value.
    #[error("--config {text}: {reason}")]
    Override {
        /// What the command line says.
        text: String,
        /// What is wrong, with the closest known key if a key is unknown.
        reason: String,
    },
}

impl Config {
    /// The configuration of a folder: that of the folder itself, or of the nearest folder above it; `None` if there is none.
    ///
    /// # Errors
    /// When the file cannot be read, or is not a configuration.
    pub fn find(folder: &Path) -> Result<Option<Config>, ConfigError> {
        let found = folder
            .ancestors()
            .map(|folder| folder.join(FILE_NAME))
            .find(|path| path.is_file());
        found.map(|path| Config::load(&path)).transpose()
    }

    /// Reads a configuration.
    ///
    /// # Errors
    /// When the file cannot be read, or is not a configuration.
    pub fn load(path: &Path) -> Result<Config, ConfigError> {
        let unreadable = |source| ConfigError::Unreadable {
            path: path.display().to_string(),
            source,
        };
        if fs::metadata(path).map_err(unreadable)?.len() > MAX_BYTES {
            return Err(unreadable(io::Error::other("it is longer than 1 MiB")));
        }
        let text = fs::read_to_string(path).map_err(unreadable)?;
        Config::parse(path, &text)
    }

    /// Reads the text of a configuration.
    ///
    /// # Errors
    /// When it is not a configuration.
    pub fn parse(path: &Path, text: &str) -> Result<Config, ConfigError> {
        let parsed: Result<Config, toml::de::Error> = toml::from_str(text);
        let mut config = parsed.map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            ConfigError::Invalid {
                path: path.display().to_string(),
                line: text.get(..start).unwrap_or(text).matches('\n').count() + 1,
                reason: with_suggestion(&error.message().replace('\n', " ")),
            }
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        path.clone_into(&mut config.path);
        let single = [&mut config.document, &mut config.expectations, &mut config.never];
        let ingest = [&mut config.ingest.into, &mut config.ingest.seeds];
        let captures = config.captures.iter_mut().flatten();
        let paths = single.into_iter().chain(ingest).flatten();
        for path in paths.chain(&mut config.overlays).chain(captures) {
            *path = folder.join(&*path);
        }
        // A program that is a file beside the configuration is meant; another name is looked up in the search path.
        if let Some(program) = config.types.as_mut().and_then(|words| words.0.first_mut()) {
            let beside = folder.join(&*program);
            if beside.is_file() {
                *program = beside.display().to_string();
            }
        }
        Ok(config)
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Words;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("a program, or a list of a program and its arguments")
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Words, E> {
                Ok(Words(vec![word.to_owned()]))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut words: A) -> Result<Words, A::Error> {
                let mut list = Vec::new();
                while let Some(word) = words.next_element()? {
                    list.push(word);
                }
                Ok(Words(list))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

/// Names the closest known key where a key is unknown.
fn with_suggestion(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let Some(unknown) = quoted.next().filter(|_| message.starts_with("unknown field")) else {
        return message.to_owned();
    };
    let known: Vec<&str> = quoted.collect();
    let distance = |key: &&str| strsim::damerau_levenshtein(unknown, key);
    let closest = known
        .iter()
        .copied()
        .min_by_key(distance)
        .filter(|key| distance(key) <= 3);
    match closest {
        Some(closest) => format!("unknown key `{unknown}`; did you mean `{closest}`?"),
        None => format!("unknown key `{unknown}`; there are {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(Path::new("project/wireproof.toml"), text).map_err(|error| error.to_string())
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let text = "types = [\"python3\", \"types.py\"]\ndocument = \"api.json\"\noverlays = [\"a.json\"]\n\
                    captures = [\"captures\", \"/elsewhere\"]\n[ingest]\ninto = \"corpus\"\n";
        let config = parse(text).unwrap();
        assert_eq!(config.types.unwrap().0, ["python3", "types.py"]);
        assert_eq!(config.document.unwrap(), Path::new("project/api.json"));
        assert_eq!(config.overlays, [Path::new("project/a.json")]);
        assert_eq!(
            config.captures.unwrap(),
            [Path::new("project/captures"), Path::new("/elsewhere")]
        );
        assert_eq!(config.ingest.into.unwrap(), Path::new("project/corpus"));
    }

    #[test]
    fn an_unknown_key_is_an_error_with_a_suggestion() {
        assert_eq!(
            parse("strict = true\ndocumnet = \"x\"\n").unwrap_err(),
            "project/wireproof.toml:2: unknown key `documnet`; did you mean `document`?"
        );
        let error = parse("[explore]\nnothing_alike = 1\n").unwrap_err();
        assert_eq!(
            error,
            "project/wireproof.toml:2: unknown key `nothing_alike`; there are cases, time, seed"
        );
        let error = parse("strict = 3\n").unwrap_err();
        assert!(error.starts_with("project/wireproof.toml:1: "), "{error}");
    }
}
