//! Expectations deviations: findings that somebody accepted, each with a reason.

use super::{Code, Finding};
use serde::Deserialize;

/// The known deviations of one file.
#[derive(Debug, Default)]
pub struct Expectations {
    /// The file.
    pub name: String,
    entries: Vec<Entry>,
    /// Whether an entry that did not fire is told of.
    may_be_stale: bool,
}

#[derive(Debug)]
struct Entry {
    pattern: Pattern,
    line: usize,
    /// Whether a case came by that could have shown it.
    within_reach: bool,
    fired: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    expect: Vec<toml::Spanned<Pattern>>,
}

/// Which findings an entry accepts. What it leaves open, any finding has; `*` stands for any characters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pattern {
    code: Code,
    kind: Option<String>,
    type_set: Option<String>,
    subject: Option<String>,
    case: Option<String>,
    pointer: Option<String>,
    reason: String,
}

/// An entry that accepted nothing, though it could have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfulfilled {
    /// Line of the file, from 1.
    pub line: usize,
    /// The code that it waits for.
    pub code: Code,
    /// The subject that it waits for.
    pub subject: Option<String>,
    /// Why it was accepted.
    pub reason: String,
}

impl Expectations {
    /// Reads the known deviations from TOML.
    ///
    /// # Errors
    /// When the text is not such a file, or an entry has no reason; the message names the line.
    pub fn parse(name: &str, text: &str) -> Result<Expectations, String> {
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            format!("{name}:{line}: {}", error.message().replace('\n', " "))
        })?;
        let mut entries = Vec::new();
        for spanned in file.expect {
            let line = line_of(text, spanned.span().start);
            let pattern = spanned.into_inner();
            if pattern.reason.trim().is_empty() {
                return Err(format!("{name}:{line}: entry without a reason"));
            }
            entries.push(Entry {
                pattern,
                line,
                within_reach: false,
                fired: 0,
            });
        }
        Ok(Expectations {
            name: name.to_owned(),
            entries,
            may_be_stale: true,
        })
    }

    /// Notes that a case was examined under a subject of a type set: from now on entries about them are expected to fire.
    pub fn examined(&mut self, type_set: &str, subject: &str, case: &str) {
        for entry in &mut self.entries {
            let Pattern {
                type_set: of,
                subject: under,
                case: on,
                ..
            } = &entry.pattern;
            entry.within_reach |= fits(of, type_set) && fits(under, subject) && fits(on, case);
        }
    }

    /// Whether somebody accepted the finding.
    pub fn accepts(&mut self, finding: &Finding) -> bool {
        let entry = self.entries.iter_mut().find(|entry| entry.pattern.accepts(finding));
        if let Some(entry) = entry {
            entry.fired += 1;
            return true;
        }
        false
    }

    /// Whether an entry accepts that a type reads the same fault (`accepts_invalid`), in whatever case: what may be read
    /// may be written as well.
    pub fn accepts_written(&self, finding: &Finding) -> bool {
        self.entries.iter().any(|entry| {
            entry.pattern.code == Code::AcceptsInvalid
                && finding.code == Code::EmitsInvalid
                && entry.pattern.speaks_of(finding)
        })
    }

    /// From now on no entry is expected to fire.
    pub fn never_stale(&mut self) {
        self.may_be_stale = false;
    }

    /// The entries that fired, and those that did not though they could have.
    pub fn result(&self) -> (usize, Vec<Unfulfilled>) {
        let fired = self.entries.iter().filter(|entry| entry.fired > 0).count();
        let stale = self
            .entries
            .iter()
            .filter(|entry| self.may_be_stale && entry.fired == 0 && entry.within_reach);
        (fired, stale.map(Entry::stale).collect())
    }
}

impl Entry {
    fn stale(&self) -> Unfulfilled {
        Unfulfilled {
            line: self.line,
            code: self.pattern.code,
            subject: self.pattern.subject.clone(),
            reason: self.pattern.reason.clone(),
        }
    }
}

impl Pattern {
    fn accepts(&self, finding: &Finding) -> bool {
        self.code == finding.code && fits(&self.case, &finding.case) && self.speaks_of(finding)
    }

    /// Whether it is about such a finding, in whatever case and under whatever code.
    fn speaks_of(&self, finding: &Finding) -> bool {
        fits(&self.kind, finding.kind.as_deref().unwrap_or_default())
            && fits(&self.type_set, &finding.type_set)
            && fits(&self.subject, &finding.subject)
            && fits(&self.pointer, finding.pointer.as_str())
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).unwrap_or(text).matches('\n').count() + 1
}

/// Whether `text` fits `pattern`, where there is one.
fn fits(pattern: &Option<String>, text: &str) -> bool {
    pattern.as_deref().is_none_or(|pattern| matches(pattern, text))
}

/// Whether `text` fits `pattern`, in which `*` stands for any characters.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, text, fits) in [
            ("captures/*/x.json", "captures/RunObject/x.json", true),
            ("*2023*", "captures/a-2023-b.json", true),
            ("/tools/*/type", "/tools/0/type", true),
            ("/tools/*/type", "/tools/0/types", false),
            ("a", "ab", false),
            ("", "", true),
            ("*", "anything", true),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn an_entry_needs_a_reason_and_a_code_that_exists() {
        let no_reason = "[[expect]]\ncode = \"lossy\"\nreason = \" \"\n";
        assert_eq!(
            Expectations::parse("k.toml", no_reason).unwrap_err(),
            "k.toml:1: entry without a reason"
        );
        let error = Expectations::parse("k.toml", "\n[[expect]]\ncode = \"nonsense\"\nreason = \"x\"\n").unwrap_err();
        assert!(error.starts_with("k.toml:3: ") && error.contains("nonsense"), "{error}");
    }

    #[test]
    fn an_entry_is_stale_only_when_it_could_have_fired() {
        let text =
            "[[expect]]\ncode = \"lossy\"\ntype_set = \"t\"\nsubject = \"A\"\ncase = \"x/*\"\nreason = \"so it is\"\n";
        let mut known = Expectations::parse("k.toml", text).unwrap();
        known.examined("t", "A", "y/1.json");
        known.examined("t", "B", "x/1.json");
        known.examined("other", "A", "x/1.json");
        assert_eq!(known.result(), (0, vec![]));
        known.examined("t", "A", "x/1.json");
        assert_eq!(known.result().1.len(), 1);
    }
}
