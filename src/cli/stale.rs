//! Corrections of the published document that are not needed.

use super::CliError;
use super::sources::{LoadedSpec, SpecSources};
use super::types::Types;
use crate::case::{Input, Origin, Texts};
use crate::finding::{Code, Finding};
use crate::pointer::Pointer;
use crate::resolve::{ComponentResolver, Resolution};
use crate::schema::{Action, Overlay, Spec};
use crate::subject::ResourceKind;
use serde_json::Value;
use std::sync::Arc;

/// Actions whose target is not in the document, or is already as the action wants it.
pub(super) fn unmatched(setting: &LoadedSpec) -> Vec<Finding> {
    let mut found = Vec::new();
    for (overlay, outcomes) in &setting.overlays {
        for (action, outcome) in overlay.actions.iter().zip(outcomes) {
            if outcome.matched == 0 {
                found.push(finding(overlay, action, "target is not in the document"));
            } else if !outcome.changed {
                found.push(finding(overlay, action, "document is already so"));
            }
        }
    }
    found
}

/// Embedded actions whose capture is no worse off without them.
pub(super) fn unproven(published: &SpecSources, with_all: &Arc<Spec>, types: &Types) -> Result<Vec<Finding>, CliError> {
    let mut found = Vec::new();
    let overlays = published.overlays()?;
    // The overlays of the caller name captures of the caller.
    let names: Vec<&str> = types.remote().names(ResourceKind::Overlay).collect();
    let embedded = |overlay: &Overlay| names.contains(&overlay.name.as_str());
    for (at, overlay) in overlays.iter().enumerate().filter(|(_, overlay)| embedded(overlay)) {
        for (index, action) in overlay.actions.iter().enumerate() {
            let Some(proof) = &action.proof else { continue };
            let Some(capture) = types.capture(&format!("captures/{proof}"))? else {
                found.push(finding(
                    overlay,
                    action,
                    &format!("its capture `{proof}` is not in the corpus"),
                ));
                continue;
            };
            let mut document = published.document()?;
            for (other, overlay) in overlays.iter().enumerate() {
                let overlay = if other == at {
                    overlay.without(index)
                } else {
                    overlay.clone()
                };
                document.apply(&overlay).map_err(CliError::unreadable)?;
            }
            let without = Arc::new(Spec::new(document, published.dialect()));
            if complaints(&without, proof, &capture.bytes) <= complaints(with_all, proof, &capture.bytes) {
                found.push(finding(overlay, action, &format!("`{proof}` is as good without it")));
            }
        }
    }
    Ok(found)
}

/// How much is wrong with a capture: violations of the schema, and keys that it does not name.
fn complaints(spec: &Arc<Spec>, name: &str, bytes: &[u8]) -> usize {
    let mut number = 0;
    let components = spec.document().component_names().map(str::to_owned);
    let resolver = ComponentResolver::new(Arc::clone(spec), components.collect());
    let path = name.to_owned();
    let texts = Texts::new(Input {
        origin: Origin::Embedded { path },
        reader: bytes,
    });
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

fn finding(overlay: &Overlay, action: &Action, why: &str) -> Finding {
    Finding {
        code: Code::StaleOverlay,
        kind: None,
        level: Code::StaleOverlay.level(),
        type_set: String::new(),
        subject: overlay.title.clone(),
        case: overlay.name.clone(),
        case_kind: "overlay".to_owned(),
        line: 1,
        column: 1,
        pointer: Pointer::from(action.pointer.trim_start_matches('#')),
        schema_pointer: None,
        message: format!("{}: {why}", action.target),
        read: None,
        wrote: None,
        known: false,
        witness: None,
        union: None,
        replay: String::new(),
    }
}
