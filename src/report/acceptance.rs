//! The expectations that accept what a run found.

use crate::finding::{Code, Finding, Level};
use crate::runner::{Event, Reporter};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::rc::Rc;

/// The most entries that are written. Whoever has more should accept by patterns.
const MOST_ENTRIES: usize = 10_000;

/// What an entry accepts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Accepted {
    subject: String,
    code: Code,
    kind: Option<String>,
    pointer: String,
    missing: Option<String>,
}

/// Collects the errors and warnings that no expectation matches. It is a handle: clones collect together.
#[derive(Debug, Clone, Default)]
pub struct Acceptance {
    /// What was found, each with the inputs that showed it: one of them, or `None` for several.
    found: Rc<RefCell<BTreeMap<Accepted, Option<String>>>>,
}

impl Acceptance {
    /// The number of entries.
    pub fn len(&self) -> usize {
        self.found.borrow().len()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries as TOML, to be added to a file of expectations.
    pub fn to_toml(&self) -> String {
        let text = |text: &str| toml::Value::from(text).to_string();
        let mut out = String::new();
        for (accepted, case) in &*self.found.borrow() {
            out += "\n[[expect]]\n";
            out += &format!("code = \"{}\"\n", accepted.code);
            for (key, value) in [
                ("kind", accepted.kind.as_ref()),
                ("subject", Some(&accepted.subject)),
                ("case", case.as_ref()),
                ("pointer", Some(&accepted.pointer)),
                ("missing", accepted.missing.as_ref()),
            ] {
                value
                    .iter()
                    .for_each(|value| out += &format!("{key} = {}\n", text(value)));
            }
            out += "reason = \"TODO\"\n";
        }
        out
    }

    fn add(&self, finding: &Finding) {
        let mut found = self.found.borrow_mut();
        let own = (&finding.subject, &finding.pointer);
        let alike = finding.alike.iter().map(|place| (&place.subject, &place.pointer));
        let places: BTreeSet<_> = alike.chain([own]).collect();
        for (subject, pointer) in places {
            let accepted = Accepted {
                subject: subject.clone(),
                code: finding.code,
                kind: finding.kind.map(|kind| kind.as_str().to_owned()),
                pointer: pointer.in_every_item(),
                missing: finding.missing.clone(),
            };
            let has_room = found.len() < MOST_ENTRIES;
            match found.get_mut(&accepted) {
                // An entry that names no input is about all of them.
                Some(case) if case.as_ref() != Some(&finding.case) => *case = None,
                Some(_) => {}
                None if has_room => {
                    found.insert(accepted, Some(finding.case.clone()));
                }
                None => {}
            }
        }
    }
}

impl Reporter for Acceptance {
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            // What is wrong with the files that shape a run is not accepted, but repaired.
            Event::Finding { case: Some(_), finding } if !finding.expected && finding.level > Level::Note => {
                self.add(finding);
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::finding::{Expectations, FindingDraft, Location, SourceKind};
    use crate::pointer::Pointer;

    #[test]
    fn an_entry_accepts_its_finding_and_no_other() {
        let finding = |case: &str, pointer: &str, missing: &str| {
            let location = Location {
                type_set: "pets",
                subject: "Pet \"x\"",
                case,
                case_kind: SourceKind::Capture,
                position: (1, 1),
            };
            let draft = FindingDraft::new(Code::SchemaViolation, "wrong").at(Pointer::from(pointer), 0);
            Finding::new(draft.missing(Some(missing.to_owned())), location)
        };
        let case = Case::new("a.json", "{}");
        let mut acceptance = Acceptance::default();
        for found in [
            finding("a.json", "/0", "x"),
            finding("b.json", "/7", "x"),
            finding("a.json", "/0", "y"),
        ] {
            let event = Event::Finding {
                case: Some(&case),
                finding: &found,
            };
            acceptance.on_event(&event).unwrap();
        }
        assert_eq!(acceptance.len(), 2);
        let mut expectations = Expectations::parse("x.toml", &acceptance.to_toml()).unwrap();
        assert!(expectations.accepts(&finding("c.json", "/3", "x")));
        assert!(expectations.accepts(&finding("a.json", "/3", "y")));
        assert!(
            !expectations.accepts(&finding("b.json", "/3", "y")),
            "found in one input only"
        );
        assert!(!expectations.accepts(&finding("a.json", "/3", "z")));
        assert!(!expectations.accepts(&finding("a.json", "", "x")));
    }
}
