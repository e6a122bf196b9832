//! The overlays of a run, and which of their actions a capture proves.

use super::CliError;
use super::sources::{LoadedSpec, SpecSources};
use super::types::Types;
use crate::case::{Input, Origin, Texts};
use crate::check::AppliedOverlay;
use crate::resolve::{ComponentResolver, Resolution};
use crate::schema::{Overlay, Spec};
use crate::subject::ResourceKind;
use serde_json::Value;
use std::sync::Arc;

/// The overlays, and what their actions did to the document.
pub(super) fn applied(setting: &LoadedSpec) -> Vec<AppliedOverlay> {
    let overlays = setting.overlays.iter();
    let applied = overlays.map(|(overlay, outcomes)| AppliedOverlay {
        overlay: overlay.clone(),
        outcomes: outcomes.clone(),
        unproven: Vec::new(),
    });
    applied.collect()
}

/// Adds the embedded actions whose capture has as few faults without them.
pub(super) fn add_unproven(
    applied: &mut [AppliedOverlay],
    published: &SpecSources,
    with_all: &Arc<Spec>,
    types: &Types,
) -> Result<(), CliError> {
    let overlays = published.overlays()?;
    // The overlays of the caller name captures of the caller.
    let names: Vec<&str> = types.remote().names(ResourceKind::Overlay).collect();
    let embedded = |overlay: &Overlay| names.contains(&overlay.name.as_str());
    for (at, overlay) in overlays.iter().enumerate().filter(|(_, overlay)| embedded(overlay)) {
        for (index, action) in overlay.actions.iter().enumerate() {
            let Some(proof) = &action.proof else { continue };
            let mut is_unproven = |reason: String| applied[at].unproven.push((index, reason));
            let Some(capture) = types.capture(&format!("captures/{proof}"))? else {
                is_unproven(format!("its capture `{proof}` is not in the corpus"));
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
                is_unproven(format!("`{proof}` has no more faults without it"));
            }
        }
    }
    Ok(())
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
