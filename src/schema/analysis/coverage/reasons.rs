//! Reasons why something that a schema allows is never sent.

use super::Coverage;
use super::spot::FeatureKind;
use crate::finding::matches;
use serde::Deserialize;

/// Reasons why something that a schema allows is never sent.
#[derive(Debug, Default)]
pub struct Reasons {
    name: String,
    entries: Vec<(usize, Entry)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    never: Vec<toml::Spanned<Entry>>,
}

/// Which features an entry declares; `*` stands for any characters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    section: String,
    /// Places in a value of the section.
    values: Vec<String>,
    /// What they cannot show, such as `null`, `absent`, `1.0`.
    features: Vec<String>,
    reason: String,
}

/// An entry that declares nothing, or what was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleReason {
    /// The file and its line.
    pub place: String,
    /// What is wrong with the entry.
    pub why: String,
}

/// A file of reasons that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}:{line}: {reason}")]
#[non_exhaustive]
pub struct ReasonsError {
    /// The file.
    pub name: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

impl Reasons {
    /// Reads reasons from TOML.
    ///
    /// # Errors
    /// When the text is no such file, or an entry has no reason; the message names the line.
    pub fn parse(name: &str, text: &str) -> Result<Reasons, ReasonsError> {
        let at = |line: usize, reason: String| ReasonsError {
            name: name.to_owned(),
            line,
            reason,
        };
        let line_of = |offset: usize| text.get(..offset).unwrap_or(text).matches('\n').count() + 1;
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_of(span.start));
            at(line, error.message().replace('\n', " "))
        })?;
        let mut entries = Vec::new();
        for spanned in file.never {
            let line = line_of(spanned.span().start);
            let entry = spanned.into_inner();
            if entry.reason.trim().is_empty() {
                return Err(at(line, "entry without a reason".to_owned()));
            }
            entries.push((line, entry));
        }
        Ok(Reasons {
            name: name.to_owned(),
            entries,
        })
    }

    /// Declares what the entries say, once everything was seen; answers with the entries that say nothing, or what is not so.
    pub fn declare(&self, coverage: &mut Coverage) -> Vec<StaleReason> {
        let mut stale = Vec::new();
        for (line, entry) in &self.entries {
            let (chosen, seen) = coverage.never(&entry.reason, |place, feature| {
                matches(&entry.section, &place.section)
                    && entry.values.iter().any(|value| matches(value, &place.value))
                    && entry.features.contains(&feature.to_string())
                    && feature.kind != FeatureKind::Branch
            });
            let why = match (chosen, seen) {
                (0, _) => "speaks of nothing that could occur otherwise".to_owned(),
                (_, 0) => continue,
                (_, seen) => format!("{seen} of what it speaks of were seen"),
            };
            stale.push(StaleReason {
                place: format!("{}:{line}", self.name),
                why,
            });
        }
        stale
    }
}

#[cfg(test)]
mod tests {
    use super::Reasons;

    #[test]
    fn an_entry_must_have_a_reason() {
        let text = "\n[[never]]\nsection = \"A\"\nvalues = [\"*\"]\nfeatures = [\"null\"]\nreason = \" \"\n";
        assert_eq!(
            Reasons::parse("x.toml", text).unwrap_err().to_string(),
            "x.toml:2: entry without a reason"
        );
        assert!(
            Reasons::parse("x.toml", "[[never]]\nsection = 1")
                .unwrap_err()
                .to_string()
                .starts_with("x.toml:2")
        );
    }
}
