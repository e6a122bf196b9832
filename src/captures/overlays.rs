//! Overlay actions that no capture needs.

use crate::case::{Input, Origin, Texts};
use crate::resolve::{ComponentResolver, Resolution};
use crate::schema::{Dialect, Document, Overlay, Spec, SpecError};
use serde_json::Value;
use std::sync::Arc;

/// The actions of `overlays[at]` that are not needed, by index, each with the reason: without the action, the capture that it
/// names as its proof has no more defects than with all overlays, which is `with_all`. `document` is the document without
/// overlays.
///
/// # Errors
/// If the other overlays cannot be applied.
pub fn unneeded_actions<'c>(
    document: &Document,
    overlays: &[Overlay],
    at: usize,
    with_all: &Arc<Spec>,
    capture: impl Fn(&str) -> Option<&'c [u8]>,
) -> Result<Vec<(usize, String)>, SpecError> {
    let mut found = Vec::new();
    let Some(overlay) = overlays.get(at) else {
        return Ok(found);
    };
    for (index, action) in overlay.actions.iter().enumerate() {
        let Some(proof) = &action.proof else { continue };
        let Some(bytes) = capture(proof) else {
            found.push((index, format!("its capture `{proof}` is not in the corpus")));
            continue;
        };
        let without = Arc::new(without_action(document, overlays, (at, index), with_all.dialect())?);
        if defects(&without, proof, bytes) <= defects(with_all, proof, bytes) {
            found.push((index, format!("`{proof}` has no more faults without it")));
        }
    }
    Ok(found)
}

fn without_action(
    document: &Document,
    overlays: &[Overlay],
    (at, index): (usize, usize),
    dialect: Dialect,
) -> Result<Spec, SpecError> {
    let mut document = document.clone();
    for (other, overlay) in overlays.iter().enumerate() {
        match other == at {
            true => document.apply(&overlay.without(index))?,
            false => document.apply(overlay)?,
        };
    }
    Ok(Spec::new(document, dialect))
}

/// The number of violations in a capture, and of keys that the document does not name.
fn defects(spec: &Arc<Spec>, name: &str, bytes: &[u8]) -> usize {
    let components = spec.document().component_names().map(str::to_owned);
    let resolver = ComponentResolver::new(Arc::clone(spec), components.collect());
    let path = name.to_owned();
    let texts = Texts::new(Input {
        origin: Origin::Embedded { path },
        reader: bytes,
    });
    let mut number = 0;
    for case in texts.flatten() {
        let (Ok(tree), Ok(value)) = (case.tree(), serde_json::from_str::<Value>(&case.text)) else {
            continue;
        };
        let Resolution::Components(found) = resolver.resolve(&case, &tree) else {
            continue;
        };
        for schema in found.into_iter().filter_map(|component| spec.component(component).ok()) {
            number += schema.violations(&value).len() + schema.undocumented(&value).len();
        }
    }
    number
}
