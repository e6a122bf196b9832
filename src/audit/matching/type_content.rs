//! The keys and words of types, those of all variants of an enum together.

use super::name_words::normalized;
use super::type_graph::{TypeGraph, TypeIx, alternatives, plain};
use crate::audit::model::{Key, Object, Shape, TypeRef, VariantShape};
use crate::schema::ir::TypeSet;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

/// What a type holds.
#[derive(Debug, Clone, Default)]
pub(super) struct TypeContent {
    /// The keys of a struct, or of all variants of an enum, each once, by their names.
    pub(super) keys: Vec<ContentKey>,
    /// The words of an enum, as they are written.
    pub(super) words: Vec<String>,
    /// The values that keys must have, by the keys' names.
    pub(super) constants: BTreeMap<String, BTreeSet<String>>,
}

/// A key with what is needed to compare it.
#[derive(Debug, Clone)]
pub(super) struct ContentKey {
    pub(super) key: Key,
    /// Its names without case and separators.
    pub(super) names: Vec<String>,
    /// What its values are, null not counted.
    pub(super) kinds: TypeSet,
    /// The words of its value.
    pub(super) words: Vec<String>,
}

/// Enums of enums are looked through no deeper.
const MAX_DEPTH: usize = 4;

impl TypeContent {
    pub(super) fn of(types: &TypeGraph, at: TypeIx) -> TypeContent {
        let mut keys = Vec::new();
        collect(types, types.resolved(at), &mut keys, 0);
        TypeContent {
            words: words(types, at),
            ..TypeContent::of_keys(types, keys)
        }
    }

    /// The content of one variant.
    pub(super) fn of_object(types: &TypeGraph, object: &Object) -> TypeContent {
        TypeContent::of_keys(types, object.keys.iter().collect())
    }

    fn of_keys(types: &TypeGraph, mut keys: Vec<&Key>) -> TypeContent {
        let mut constants: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for key in &keys {
            if let Some(constant) = &key.constant {
                constants.entry(key.name.clone()).or_default().insert(constant.clone());
            }
        }
        keys.sort_by(|a, b| a.name.cmp(&b.name));
        keys.dedup_by(|a, b| a.name == b.name);
        TypeContent {
            keys: keys.into_iter().map(|key| ContentKey::new(types, key)).collect(),
            words: Vec::new(),
            constants,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.words.is_empty()
    }
}

impl ContentKey {
    fn new(types: &TypeGraph, key: &Key) -> ContentKey {
        let names = std::iter::once(&key.name).chain(&key.written).chain(&key.aliases);
        let mut names: Vec<String> = names.map(|name| normalized(name)).collect();
        names.dedup();
        ContentKey {
            names,
            kinds: types.kinds_of(&key.value).without(TypeSet::NULL),
            words: types
                .local(plain(&key.value))
                .map(|at| words(types, at))
                .unwrap_or_default(),
            key: key.clone(),
        }
    }
}

impl Deref for ContentKey {
    type Target = Key;

    fn deref(&self) -> &Key {
        &self.key
    }
}

fn collect<'s>(types: &'s TypeGraph, shape: &'s Shape, keys: &mut Vec<&'s Key>, depth: usize) {
    let mut inside: Vec<&TypeRef> = Vec::new();
    match shape {
        Shape::Object(object) => {
            keys.extend(&object.keys);
            inside.extend(&object.flattened);
        }
        shape => {
            for alternative in alternatives(shape) {
                match &alternative.shape {
                    VariantShape::Object(object) => {
                        keys.extend(&object.keys);
                        inside.extend(&object.flattened);
                    }
                    VariantShape::Same { of, .. } => inside.push(of),
                    _ => {}
                }
            }
        }
    }
    let inside = inside.into_iter().filter(|_| depth < MAX_DEPTH);
    for at in inside.filter_map(|of| types.local(plain(of))) {
        collect(types, types.resolved(at), keys, depth + 1);
    }
}

fn words(types: &TypeGraph, at: TypeIx) -> Vec<String> {
    match types.resolved(at) {
        Shape::Words { words, .. } => words.iter().map(|word| word.name.clone()).collect(),
        shape => {
            let words = alternatives(shape).iter().filter_map(|one| match &one.shape {
                VariantShape::Word(word) => Some(word.clone()),
                _ => None,
            });
            words.collect()
        }
    }
}
