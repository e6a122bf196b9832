//! Findings as text for people.

use super::located::Finding;
use std::fmt;

/// Replaces the characters of a text that could move the cursor of a terminal, change its colours, reverse its writing direction or
/// hide other text: captures are not trusted.
pub fn sanitize_for_terminal(text: &str) -> String {
    let shown = |c| if is_unprintable(c) { '\u{fffd}' } else { c };
    text.chars().map(shown).collect()
}

/// Whether a character must not reach a terminal: it controls it, is invisible, or changes how its neighbours are shown.
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = if self.expected { " (expected)" } else { "" };
        let message = sanitize_for_terminal(&self.message);
        write!(out, "{}[{}]{expected}: {message}", self.level.as_str(), self.code)?;
        let (subject, case) = (sanitize_for_terminal(&self.subject), sanitize_for_terminal(&self.case));
        write!(out, "\n  --> {subject}    {case}:{}:{}", self.line, self.column)?;
        let place = match self.pointer.as_str() {
            "" => "(whole)".to_owned(),
            pointer => sanitize_for_terminal(pointer),
        };
        write!(out, "\n    at       {place}")?;
        if let Some(kind) = self.kind {
            write!(out, "\n    kind     {kind}")?;
        }
        let lines = [
            ("read", &self.read),
            ("wrote", &self.wrote),
            ("schema", &self.schema_pointer),
            ("witness", &self.witness),
        ];
        for (word, text) in lines {
            if let Some(text) = text {
                write!(out, "\n    {word:<8} {}", sanitize_for_terminal(text))?;
            }
        }
        if !self.replay.is_empty() {
            write!(out, "\n  reproduce with: {}", sanitize_for_terminal(&self.replay))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, FindingDraft, Kind, Location, SourceKind};
    use crate::pointer::Pointer;

    #[test]
    fn a_finding_is_shown_with_its_place_and_what_was_read_and_written() {
        let draft = FindingDraft::new(Code::Lossy, "key dropped when written back")
            .kind(Kind::DroppedKey)
            .at(Pointer::from("/age"), 14)
            .read(Some("3".to_owned()));
        let location = Location {
            type_set: "pets",
            subject: "Pet",
            case: "rex\u{1b}[31m.json",
            case_kind: SourceKind::Capture,
            position: (1, 15),
        };
        let expected = "error[lossy]: key dropped when written back\n  \
            --> Pet    rex\u{fffd}[31m.json:1:15\n    at       /age\n    kind     dropped_key\n    read     3";
        assert_eq!(Finding::new(draft, location).to_string(), expected);
    }
}
