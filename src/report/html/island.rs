//! The entries as data for the script of the page.

use crate::report::block::place_of;
use crate::report::causes::CauseEntry;
use crate::report::digest::Digest;
use crate::report::help::help_of;
use crate::report::words::{sanitize_for_terminal, shown_pointer};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the data. In it is no `<`, so that no text ends the element around it.
pub(super) fn island(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    write!(out, "{{\"entries\":[")?;
    for (index, one) in digest.entries.iter().enumerate() {
        let separator = if index == 0 { "\n" } else { ",\n" };
        let text = entry(digest, one)
            .to_string()
            .replace('<', "\\u003c")
            .replace('>', "\\u003e");
        write!(out, "{separator}{text}")?;
    }
    writeln!(out, "]}}")
}

fn entry(digest: &Digest<'_>, entry: &CauseEntry) -> Value {
    let finding = &entry.finding;
    let optional = |text: &Option<String>| text.as_deref().map(safe);
    let source = entry.source.as_ref();
    json!({
        "level": finding.level,
        "code": finding.code,
        "codes": entry.codes,
        "kind": finding.kind,
        "subject": safe(&finding.subject),
        "subjects": entry.subjects.iter().map(|name| safe(name)).collect::<Vec<_>>(),
        "at": safe(&shown_pointer(&finding.pointer)),
        "place": place_of(entry),
        "message": safe(&finding.message),
        "count": entry.count,
        "expected": finding.expected,
        "reason": optional(&finding.reason),
        "read": optional(&finding.read),
        "wrote": optional(&finding.wrote),
        "witness": optional(&finding.witness),
        "schema": optional(&finding.schema_pointer),
        "excerpt": optional(&entry.excerpt),
        "source": source.map(|source| {
            let line = source.text.as_deref().unwrap_or_default();
            safe(&format!("{}:{}:{}\n{line}", source.file, source.line, source.column))
        }),
        "repair": source.and_then(|source| optional(&source.repair)),
        "help": help_of(digest.facts.rules, finding),
        "replay": safe(&finding.replay),
    })
}

/// A text whose lines hold nothing that changes how it is shown.
fn safe(text: &str) -> String {
    text.split('\n')
        .map(sanitize_for_terminal)
        .collect::<Vec<_>>()
        .join("\n")
}
