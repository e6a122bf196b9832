//! What is proposed, and the overlay that says it.

use super::fix::{Action, CorrectionKind};
use crate::schema::violation::Violation;
use serde_json::{Value, json};

/// A JSON text that was recorded.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The component that it follows.
    pub component: String,
    /// The file.
    pub capture: String,
    /// The file, and the place in it.
    pub place: String,
    /// What it says.
    pub value: Value,
}

/// A correction, and who needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// Its kind.
    pub kind: CorrectionKind,
    /// What it corrects, in the document as it was, as a URI fragment.
    pub pointer: String,
    /// Why, in words.
    pub reason: String,
    /// Captures that need it.
    pub captures: usize,
    /// JSON texts in them that need it.
    pub objects: usize,
    /// One of the captures.
    pub capture: String,
    pub(super) actions: Vec<Action>,
}

impl Correction {
    /// How sure it is that the document is wrong, and not a capture: n captures that need it make n / (n + 1).
    pub fn confidence(&self) -> f64 {
        let captures = self.captures as f64;
        (captures / (captures + 1.0) * 100.0).round() / 100.0
    }
}

/// A violation that no correction removes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Uncorrected {
    /// The component.
    pub component: String,
    /// Where, and what.
    pub violation: Violation,
    /// The capture that shows it first.
    pub place: String,
    /// How many JSON texts show it.
    pub objects: usize,
}

/// What captures say about a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Proposal {
    /// The corrections, in the order in which they apply.
    pub corrections: Vec<Correction>,
    /// What they leave wrong.
    pub uncorrected: Vec<Uncorrected>,
    /// JSON texts that were invalid, and are valid with the corrections.
    pub corrected: usize,
    /// JSON texts that stay invalid.
    pub invalid: usize,
    /// Why the search ended before it was done, if it did. No correction is proposed then, since none is known to be needed.
    pub incomplete: Option<String>,
}

impl Proposal {
    /// The overlay that makes the corrections (OpenAPI Overlay 1.0).
    pub fn overlay(&self, document: &str) -> Value {
        let mut actions = Vec::new();
        for correction in &self.corrections {
            for (target, update) in &correction.actions {
                let mut action = json!({
                    "target": target,
                    "description": correction.description(),
                    "x-wireproof-kind": correction.kind.as_str(),
                    "x-wireproof-capture": correction.capture,
                    "x-wireproof-captures": correction.captures,
                    "x-wireproof-objects": correction.objects,
                    "x-wireproof-confidence": correction.confidence(),
                });
                match update {
                    Some(update) => action["update"] = update.clone(),
                    None => action["remove"] = Value::Bool(true),
                }
                actions.push(action);
            }
        }
        json!({
            "overlay": "1.0.0",
            "info": {"title": format!("Corrections of {document} that captures need"), "version": "1.0.0"},
            "actions": actions,
        })
    }
}

impl Correction {
    fn description(&self) -> String {
        let captures = match self.captures {
            1 => "1 capture needs it".to_owned(),
            captures => format!("{captures} captures need it"),
        };
        let mut letters = self.reason.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string());
        format!(
            "{}{}: {captures}, confidence {}.",
            first.unwrap_or_default(),
            letters.as_str(),
            self.confidence()
        )
    }
}
