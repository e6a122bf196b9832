//! What values are made of where a schema stands for others: a component with a `discriminator` whose mapping leads to components that
//! extend it.
//!
//! Such a component allows a value with the tag alone. Whoever follows the document sends one of the extensions, with its keys.
//! So values are made of the extensions, wherever something else than an extension refers to the component. What the component
//! allows stays as it is: a type may well be the part that the extensions have in common.

use serde_json::{Value, json};

use super::discriminator;
use super::document::Document;
use super::pointer::child;
use super::unit::Unit;

/// Stands before the pointer of a component of which the extensions are meant.
const EXTENSIONS_OF: &str = "extensions of ";
/// The pointer of the extensions of a component.
pub(super) fn of(component: &str) -> String {
    format!("{EXTENSIONS_OF}{component}")
}

/// The component of which a pointer means the extensions.
pub(super) fn component(pointer: &str) -> Option<&str> {
    pointer.strip_prefix(EXTENSIONS_OF)
}

/// Whether what a reference leads to stands for its extensions. `at` is the pointer of the keyword.
pub(super) fn is_meant(document: &Document, at: &str, target: &str) -> bool {
    is_extended(document, target) && !is_of_extension(document, at)
}

/// Whether a component stands for its extensions.
pub(super) fn is_extended(document: &Document, pointer: &str) -> bool {
    let discriminators = document.discriminators(discriminator::collect);
    discriminators.extensions(pointer).is_some()
}

/// Whether a reference is a part of a component, as extensions refer to what they extend.
fn is_of_extension(document: &Document, at: &str) -> bool {
    let mut holder = at.rsplit_once('/').map_or(at, |(holder, _)| holder);
    let mut is_part = false;
    while let Some((list, number)) = holder.rsplit_once('/')
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && let Some(outer) = list.strip_suffix("/allOf")
    {
        (holder, is_part) = (outer, true);
    }
    let tokens: Vec<&str> = holder.split('/').collect();
    is_part && document.kind().component_length(&tokens) == Some(tokens.len())
}

/// The extensions of a component as a union, to be placed at the pointer `rewritten`.
pub(super) fn union(
    document: &Document,
    component: &str,
    rewritten: &str,
    mut refer: impl FnMut(&str) -> String,
) -> Unit {
    let discriminators = document.discriminators(discriminator::collect);
    let extensions = discriminators.extensions(component).unwrap_or_default();
    let branches: Vec<Value> = extensions.iter().map(|at| json!({"$ref": refer(at)})).collect();
    Unit {
        is_costly: false,
        nodes: branches.len(),
        schema: json!({ "anyOf": branches }),
        moves: vec![
            (
                child(rewritten, "anyOf"),
                child(&child(component, "discriminator"), "mapping"),
            ),
            (rewritten.to_owned(), component.to_owned()),
        ],
        unread: Vec::new(),
    }
}
