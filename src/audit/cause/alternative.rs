//! Which variant of an enum a value is meant for.

use super::types::{MOST_LINKS, Types, instance_of};
use crate::audit::model::{Alternative, Instance, Key, Object, Presence, Rest, Shape, TypeRef, VariantShape};
use crate::json::{Kind, Node, Tree};

/// How well a value fits a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Tags and words that agree.
    constants: usize,
    /// Keys that both have, less required ones that the value lacks, and those whose values are plainly of another kind.
    keys: isize,
}

/// The variant that a value is meant for; `None` if none fits, or if several fit alike.
pub(super) fn meant<'a>(
    types: &dyn Types,
    alternatives: &'a [Alternative],
    tree: &Tree<'_>,
    node: Node,
) -> Option<&'a Alternative> {
    let fits = alternatives
        .iter()
        .filter_map(|one| Some((fit(types, &one.shape, tree, node)?, one)));
    let fits: Vec<(Fit, &Alternative)> = fits.collect();
    let best = fits.iter().map(|(fit, _)| *fit).max()?;
    let mut of_best = fits.into_iter().filter(|(fit, _)| *fit == best);
    let (_, first) = of_best.next()?;
    of_best.next().is_none().then_some(first)
}

/// The variant of an enum that reads a value: the one that the enum picks; where it cannot be asked, of an untagged enum the first
/// that reads it. `None` if that cannot be told.
pub(super) fn read_by<'a>(
    types: &dyn Types,
    instance: Option<&Instance>,
    alternatives: &'a [Alternative],
    tree: &Tree<'_>,
    node: Node,
) -> Option<&'a Alternative> {
    if let Some(picked) = instance.and_then(|instance| types.picks(instance, tree.source(node)))
        && let Some(one) = alternatives.iter().find(|one| one.ident == picked)
    {
        return Some(one);
    }
    let is_untagged = alternatives.iter().all(|one| one.name.is_none());
    let by_reading = || {
        alternatives
            .iter()
            .find(|one| reads(types, one, tree, node) == Some(true))
    };
    match is_untagged {
        true => by_reading().or_else(|| meant(types, alternatives, tree, node)),
        false => meant(types, alternatives, tree, node),
    }
}

/// Whether an untagged variant reads a value; `None` if that cannot be told.
pub(super) fn reads(types: &dyn Types, one: &Alternative, tree: &Tree<'_>, node: Node) -> Option<bool> {
    match &one.shape {
        VariantShape::Same { of, tag: None } => {
            instance_of(of).and_then(|instance| types.reads(&instance, tree.source(node)))
        }
        VariantShape::Object(object) => reads_fields(types, object, tree, node),
        _ => None,
    }
}

/// Whether the fields of a variant read an object, as far as their types can be asked; `None` where it has flattened types.
fn reads_fields(types: &dyn Types, object: &Object, tree: &Tree<'_>, node: Node) -> Option<bool> {
    if tree.kind(node) != Kind::Object {
        return Some(false);
    }
    if !object.flattened.is_empty() || matches!(object.rest, Rest::Denied) {
        return None;
    }
    let reads_key = |key: &Key| {
        let names = std::iter::once(&key.name).chain(&key.aliases);
        let Some(found) = names.into_iter().find_map(|name| tree.member(node, name)) else {
            return key.presence != Presence::Required;
        };
        let asked = || types.reads(&instance_of(&key.value)?, tree.source(found));
        match &key.constant {
            Some(constant) => tree.string(found).as_deref() == Some(constant),
            None if key.read_by.is_some() => true,
            None => asked() != Some(false) && !is_other_kind(types, &key.value, tree.kind(found)),
        }
    };
    Some(object.keys.iter().all(reads_key))
}

fn fit(types: &dyn Types, shape: &VariantShape, tree: &Tree<'_>, node: Node) -> Option<Fit> {
    let kind = tree.kind(node);
    let plain = Fit { constants: 0, keys: 0 };
    match shape {
        VariantShape::Object(object) => of_object(types, object, tree, node),
        VariantShape::Same { of, tag } => {
            let tagged = match tag {
                None => 0,
                Some((key, value)) => {
                    let found = tree.member(node, key).filter(|_| kind == Kind::Object)?;
                    (tree.string(found).as_deref() == Some(value)).then_some(1)?
                }
            };
            let inner = of_type(types, of, tree, node)?;
            Some(Fit {
                constants: inner.constants + tagged,
                ..inner
            })
        }
        VariantShape::Word(word) => {
            (tree.string(node).as_deref() == Some(word)).then_some(Fit { constants: 1, keys: 0 })
        }
        VariantShape::Null => (kind == Kind::Null).then_some(plain),
        VariantShape::Tuple(_) => (kind == Kind::Array).then_some(plain),
        VariantShape::Unknown => Some(plain),
    }
}

fn of_type(types: &dyn Types, type_ref: &TypeRef, tree: &Tree<'_>, node: Node) -> Option<Fit> {
    let kind = tree.kind(node);
    let mut type_ref = type_ref.clone();
    for _ in 0..MOST_LINKS {
        let fits = match types.shape(&type_ref) {
            Shape::Same(of) => {
                type_ref = of;
                continue;
            }
            Shape::Nullable(of) if kind != Kind::Null => {
                type_ref = of;
                continue;
            }
            Shape::Object(object) => return of_object(types, &object, tree, node),
            Shape::Words { words, is_open } => {
                let word = tree.string(node)?;
                let is_listed = words
                    .iter()
                    .any(|one| one.name == *word || one.aliases.iter().any(|alias| alias == &*word));
                return (is_listed || is_open).then_some(Fit {
                    constants: usize::from(is_listed),
                    keys: 0,
                });
            }
            Shape::Nullable(_) | Shape::Unknown | Shape::Any => true,
            Shape::Null => kind == Kind::Null,
            Shape::Bool => kind == Kind::Bool,
            Shape::Integer(_) | Shape::Float => kind == Kind::Number,
            Shape::Text { .. } => kind == Kind::String,
            Shape::List(_) | Shape::Tuple(_) => kind == Kind::Array,
            Shape::Map { .. } => kind == Kind::Object,
            // An enum inside fits as well as its best variant.
            Shape::Alternatives(all) => {
                let inner = all.iter().filter_map(|one| fit(types, &one.shape, tree, node)).max();
                return Some(inner.unwrap_or(Fit { constants: 0, keys: 0 }));
            }
        };
        return fits.then_some(Fit { constants: 0, keys: 0 });
    }
    None
}

fn of_object(types: &dyn Types, object: &Object, tree: &Tree<'_>, node: Node) -> Option<Fit> {
    if tree.kind(node) != Kind::Object {
        return None;
    }
    let mut fit = Fit { constants: 0, keys: 0 };
    for key in &object.keys {
        let names = std::iter::once(&key.name).chain(&key.aliases);
        let found = names.into_iter().find_map(|name| tree.member(node, name));
        match (&key.constant, found) {
            (Some(constant), Some(found)) if tree.string(found).as_deref() == Some(constant) => fit.constants += 1,
            (Some(_), _) => return None,
            (None, Some(found)) if key.read_by.is_none() && is_other_kind(types, &key.value, tree.kind(found)) => {
                fit.keys -= 1
            }
            (None, Some(found)) => {
                fit.keys += 1;
                fit.constants += usize::from(is_listed(types, &key.value, tree, found));
            }
            (None, None) => fit.keys -= isize::from(key.presence == Presence::Required),
        }
    }
    Some(fit)
}

/// Whether a value is one of the words that a type knows.
fn is_listed(types: &dyn Types, type_ref: &TypeRef, tree: &Tree<'_>, node: Node) -> bool {
    if tree.kind(node) != Kind::String {
        return false;
    }
    let mut type_ref = type_ref.clone();
    for _ in 0..MOST_LINKS {
        match types.shape(&type_ref) {
            Shape::Same(of) | Shape::Nullable(of) => type_ref = of,
            Shape::Words { words, .. } => {
                let word = tree.string(node).unwrap_or_default();
                return words
                    .iter()
                    .any(|one| one.name == *word || one.aliases.iter().any(|alias| alias == &*word));
            }
            _ => return false,
        }
    }
    false
}

/// Whether a type plainly reads values of another kind.
pub(super) fn is_other_kind(types: &dyn Types, type_ref: &TypeRef, kind: Kind) -> bool {
    let mut type_ref = type_ref.clone();
    for _ in 0..MOST_LINKS {
        return match types.shape(&type_ref) {
            Shape::Same(of) => {
                type_ref = of;
                continue;
            }
            Shape::Nullable(_) if kind == Kind::Null => false,
            Shape::Nullable(of) => {
                type_ref = of;
                continue;
            }
            Shape::Unknown | Shape::Any | Shape::Alternatives(_) => false,
            Shape::Null => kind != Kind::Null,
            Shape::Bool => kind != Kind::Bool,
            Shape::Integer(_) | Shape::Float => kind != Kind::Number,
            Shape::Text { .. } | Shape::Words { .. } => kind != Kind::String,
            Shape::List(_) | Shape::Tuple(_) => kind != Kind::Array,
            Shape::Map { .. } | Shape::Object(_) => kind != Kind::Object,
        };
    }
    false
}
