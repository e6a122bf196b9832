//! Captures that contradict the document.

use super::selection::{ComponentSelection, NotSelected, SelectionError, schema, value_of};
use crate::case::{Case, Origin, Skipped};
use crate::schema::{Recorded, Spec};

/// The bytes of text that are kept at most.
pub const MOST_BYTES: usize = 64 << 20;

/// Captures that contradict the document.
#[derive(Debug, Default)]
pub struct Contradictions {
    /// The captures that break the schema of their component, or have keys that it does not name.
    pub recorded: Vec<Recorded>,
    /// How many JSON texts were read.
    pub objects: usize,
    /// Texts that were not read.
    pub skipped: Vec<Skipped>,
    /// How many contradicting texts were dropped because there was no room for them.
    pub dropped: usize,
}

/// Collects the captures that contradict the document.
///
/// # Errors
/// If a selected component cannot be read.
pub fn contradictions(
    spec: &Spec,
    selection: &ComponentSelection,
    cases: impl Iterator<Item = Result<Case, Skipped>>,
) -> Result<Contradictions, SelectionError> {
    let mut found = Contradictions::default();
    let mut bytes = 0;
    for case in cases {
        let case = match case {
            Ok(case) => case,
            Err(skipped) => {
                found.skipped.push(skipped);
                continue;
            }
        };
        let capture = match selection.select(&case) {
            Ok(capture) => capture,
            Err(NotSelected::Skipped(skipped)) => {
                found.skipped.push(skipped);
                continue;
            }
            Err(NotSelected::Elsewhere) => continue,
        };
        let value = match value_of(&case) {
            Ok(value) => value,
            Err(skipped) => {
                found.skipped.push(skipped);
                continue;
            }
        };
        found.objects += 1;
        for component in capture.components {
            let schema = match schema(spec, &component)? {
                Ok(schema) => schema,
                Err(reason) => {
                    found.skipped.push(case.skipped(reason));
                    continue;
                }
            };
            if schema.is_valid(&value) && schema.undocumented(&value).is_empty() {
                continue;
            }
            bytes += case.text.len();
            if bytes > MOST_BYTES {
                found.dropped += 1;
                continue;
            }
            found.recorded.push(Recorded {
                component,
                capture: name_in_overlays(&case),
                place: case.start_label(),
                value: value.clone(),
            });
        }
    }
    Ok(found)
}

/// The name by which an overlay refers to a capture: captures of an embedded corpus are named by their path below
/// `captures/`.
fn name_in_overlays(case: &Case) -> String {
    let below = match &case.origin {
        Origin::Embedded { path } => path.strip_prefix("captures/"),
        _ => None,
    };
    below.map_or_else(|| case.label().into_owned(), str::to_owned)
}
