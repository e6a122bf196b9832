//! The property over a file or a folder.

use crate::case::{Input, Origin, Skipped, Texts, captures_at};
use crate::examine::{examine, examine_subject};
use crate::finding::KnownKeys;
use crate::schema::Schema;
use crate::subject::Subject;
use crate::verdict::Verdict;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Runs all checks on every JSON text of a file, or of every capture in a folder and its subfolders.
///
/// With a schema it is also examined, once, whether the type reads every key that the schema names, as
/// [`examine_subject`](crate::examine_subject()) does; a key that is found lossy or unread in a text is not reported again.
///
/// A file may hold one JSON document, JSON lines or server-sent events. A file that cannot be read, and a folder without
/// captures, is in [`Verdict::skipped`], so that the verdict is not clean.
///
/// ```
/// use wireproof::{check_path, subject};
///
/// #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
/// struct Pet { name: String }
///
/// let folder = std::env::temp_dir().join("wireproof-check-path");
/// std::fs::create_dir_all(&folder)?;
/// std::fs::write(folder.join("pets.jsonl"), "{\"name\":\"Rex\"}\n{\"name\":\"Ada\"}\n")?;
/// check_path(&subject!(Pet), None, &folder).assert_clean();
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn check_path(subject: &Subject, schema: Option<&Schema>, path: impl AsRef<Path>) -> Verdict {
    let mut verdict = check_captures(subject, schema, path.as_ref());
    if let Some(schema) = schema {
        add_subject(&mut verdict, subject, schema);
    }
    verdict
}

/// The same for the texts alone.
pub(crate) fn check_captures(subject: &Subject, schema: Option<&Schema>, path: &Path) -> Verdict {
    let mut verdict = Verdict::default();
    for file in captures_at(path) {
        match file {
            Ok(file) => verdict.extend(check_file(subject, schema, &file)),
            Err(skipped) => verdict.skipped.push(skipped),
        }
    }
    verdict
}

/// Adds what is wrong with the subject as a whole, unless a text has shown it already.
pub(crate) fn add_subject(verdict: &mut Verdict, subject: &Subject, schema: &Schema) {
    let mut of_subject = examine_subject(subject, schema);
    let known = KnownKeys::of(&verdict.findings);
    of_subject.findings.retain(|finding| !known.has(finding));
    verdict.extend(of_subject);
}

fn check_file(subject: &Subject, schema: Option<&Schema>, file: &Path) -> Verdict {
    let mut verdict = Verdict::default();
    let path = file.display().to_string();
    let reader = match File::open(file) {
        Ok(reader) => BufReader::new(reader),
        Err(error) => {
            let skipped = Skipped::whole(path, format!("cannot be read: {error}"));
            verdict.skipped.push(skipped);
            return verdict;
        }
    };
    let origin = Origin::File { path };
    for case in Texts::new(Input { origin, reader }) {
        match case.and_then(|case| examine(subject, schema, &case)) {
            Ok(found) => verdict.extend(found),
            Err(skipped) => verdict.skipped.push(skipped),
        }
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject;

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    struct Pet {
        name: String,
    }

    fn folder(files: &[(&str, &str)]) -> std::path::PathBuf {
        let name = files.first().map_or("empty", |(name, _)| name);
        let folder = std::env::temp_dir().join(format!("wireproof-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        folder
    }

    #[test]
    fn every_text_of_every_file_is_examined() {
        let folder = folder(&[
            ("a.json", r#"{"name":"Rex"}"#),
            ("b.jsonl", "{\"name\":\"A\"}\n{\"age\":1}\n"),
        ]);
        let verdict = check_path(&subject!(Pet), None, &folder);
        assert_eq!(verdict.findings.len(), 1, "{verdict}");
        assert_eq!(
            (verdict.findings[0].line, verdict.findings[0].code.as_str()),
            (2, "rejected")
        );
        check_path(&subject!(Pet), None, folder.join("a.json")).assert_clean();
    }

    #[test]
    fn nothing_that_was_not_examined_is_clean() {
        assert!(!check_path(&subject!(Pet), None, folder(&[])).is_clean());
        assert!(!check_path(&subject!(Pet), None, "gone.json").is_clean());
        let folder = folder(&[("cut.json", "{\"name\":")]);
        assert_eq!(check_path(&subject!(Pet), None, folder).skipped.len(), 1);
    }
}
