//! SARIF 2.1.0, for code scanning.

use super::block::place_of;
use super::causes::CauseEntry;
use super::digest::Digest;
use super::help::help_of;
use super::link::checks_page;
use super::words::{sanitize_for_terminal, shown_pointer};
use crate::finding::{Level, RuleInfo, SourceKind};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Where the published schema of the format is.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes the report.
///
/// # Errors
/// When it cannot be written.
pub(super) fn sarif(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    let rules: Vec<Value> = digest.facts.rules.iter().map(rule).collect();
    write!(
        out,
        "{{\n \"$schema\": \"{SCHEMA}\",\n \"version\": \"2.1.0\",\n \"runs\": [{{\n  \"tool\": "
    )?;
    let driver = json!({
        "name": "wireproof",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    serde_json::to_writer(&mut *out, &json!({"driver": driver}))?;
    let skipped = digest.collection.skipped.iter();
    let notifications: Vec<Value> = skipped
        .map(|skipped| {
            let place = format!("{}:{}:{}", skipped.case, skipped.line, skipped.column);
            json!({"level": "warning", "message": text(&format!("not examined: {place}: {}", skipped.reason))})
        })
        .collect();
    let invocation = json!({
        "executionSuccessful": !digest.summary.interrupted,
        "toolExecutionNotifications": notifications,
    });
    write!(
        out,
        ",\n  \"columnKind\": \"unicodeCodePoints\",\n  \"invocations\": [{invocation}],\n  \"results\": ["
    )?;
    let mut separator = "\n   ";
    for entry in digest.entries {
        write!(out, "{separator}")?;
        serde_json::to_writer(&mut *out, &result(digest, entry))?;
        separator = ",\n   ";
    }
    out.write_all(b"\n  ]\n }]\n}\n")?;
    out.flush()
}

fn rule(rule: &RuleInfo) -> Value {
    let mut rule_json = json!({
        "id": rule.code,
        "shortDescription": text(rule.summary),
        "fullDescription": text(rule.rationale),
        "help": text(&format!("{} {}", capitalized(rule.question), rule.fix)),
        "defaultConfiguration": {"level": level(rule.code.level())},
    });
    if let Some(address) = checks_page() {
        rule_json["helpUri"] = json!(address);
    }
    rule_json
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(chars)
        .collect()
}

fn level(level: Level) -> &'static str {
    level.as_str()
}

fn text(text: &str) -> Value {
    json!({"text": sanitize_for_terminal(text)})
}

fn result(digest: &Digest<'_>, entry: &CauseEntry) -> Value {
    let finding = &entry.finding;
    let at = shown_pointer(&finding.pointer);
    let message = format!(
        "{} at {at} of {}. {} Reproduce with: {}",
        finding.message,
        finding.subject,
        help_of(digest.facts.rules, finding),
        finding.replay
    );
    let index = digest.facts.rules.iter().position(|rule| rule.code == finding.code);
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.level),
        "kind": "fail",
        "message": text(&message),
        "locations": [location(digest, entry)],
        "partialFingerprints": {"wireproof/v1": finding.fingerprint},
        "occurrenceCount": entry.count,
        "properties": {
            "kind": finding.kind,
            "cause": finding.cause,
            "codes": entry.codes,
            "subjects": entry.subjects,
            "pointer": finding.pointer,
            "schemaPointer": finding.schema_pointer,
            "read": finding.read,
            "wrote": finding.wrote,
            "witness": finding.witness,
            "replay": finding.replay,
        },
    });
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    if entry.source.is_some() && finding.case_kind == SourceKind::Capture && !finding.case.is_empty() {
        let mut capture = json!({"physicalLocation": in_case(entry), "message": text(&place_of(entry))});
        capture["id"] = json!(1);
        result["relatedLocations"] = json!([capture]);
    }
    if finding.expected {
        let reason = finding.reason.as_deref().unwrap_or_default();
        result["suppressions"] =
            json!([{"kind": "external", "status": "accepted", "justification": sanitize_for_terminal(reason)}]);
    }
    result
}

/// The line of the source that causes the finding, else the place in the capture, else the document.
fn location(digest: &Digest<'_>, entry: &CauseEntry) -> Value {
    let finding = &entry.finding;
    let physical = match &entry.source {
        Some(source) => {
            let mut region = json!({"startLine": source.line.max(1), "startColumn": source.column.max(1)});
            if let Some(line) = &source.text {
                region["snippet"] = text(line);
            }
            json!({"artifactLocation": {"uri": uri(&source.file)}, "region": region})
        }
        None if finding.case_kind == SourceKind::Capture && !finding.case.is_empty() => in_case(entry),
        None => json!({"artifactLocation": {"uri": uri(&digest.facts.document)}}),
    };
    json!({
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": sanitize_for_terminal(&finding.subject), "kind": "type"}],
    })
}

fn in_case(entry: &CauseEntry) -> Value {
    let finding = &entry.finding;
    let mut place = json!({"artifactLocation": {"uri": uri(&finding.case)}});
    if finding.line > 0 {
        place["region"] = json!({"startLine": finding.line, "startColumn": finding.column.max(1)});
    }
    place
}

/// A path as a reference: what must not stand in one is encoded.
fn uri(path: &str) -> String {
    if path.is_empty() || path == "-" {
        return "stdin".to_owned();
    }
    let path = path.replace('\\', "/");
    let relative = path.strip_prefix("./").unwrap_or(&path);
    let mut out = String::with_capacity(relative.len());
    // An absolute path is a file of this machine.
    if relative.starts_with('/') {
        out.push_str("file://");
    }
    for byte in relative.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b'~' | b'@' | b'+' | b',' | b'=' => {
                out.push(byte as char);
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_reference() {
        assert_eq!(uri("./captures/a b#1.json"), "captures/a%20b%231.json");
        assert_eq!(uri("/tmp/x.json"), "file:///tmp/x.json");
        assert_eq!(uri("a:b"), "a%3Ab");
        assert_eq!(uri("-"), "stdin");
    }
}
