//! The types of a crate as the matcher compares them with schemas.

use super::name_words::NameWords;
use crate::audit::model::{Alternative, Instance, Object, Shape, TypeRef, VariantShape};
use crate::schema::ir::TypeSet;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Index;

/// All instances of the types of a crate.
#[derive(Debug, Default)]
pub(super) struct TypeGraph {
    /// The name that Rust code uses for the library.
    pub(super) library: String,
    nodes: Vec<TypeNode>,
    places: BTreeMap<Instance, TypeIx>,
    kinds: Vec<TypeSet>,
}

/// The place of an instance in a [`TypeGraph`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TypeIx(pub(super) u32);

/// One instance of a type.
#[derive(Debug, Clone)]
pub(super) struct TypeNode {
    pub(super) instance: Instance,
    pub(super) name: String,
    /// The names by which a schema may call it: its own, and if it is generic, its own together with those of the arguments.
    pub(super) words: Vec<NameWords>,
    /// The modules around it, the outermost first, without the library.
    pub(super) modules: Vec<String>,
    /// Words of its name that most types of a module around it have as well.
    pub(super) common_stems: BTreeSet<String>,
    /// Its path with the modules: `pets::PetObject`.
    pub(super) path: String,
    /// Its path for others, without the library.
    pub(super) public_path: Option<String>,
    pub(super) docs: String,
    /// The JSON that it reads. If that is not known, what it would read if serde's derive had made its code.
    pub(super) shape: Shape,
    /// Whether the shape is only what it may be.
    pub(super) is_guess: bool,
    /// The tags that enums around it read: tag and value.
    pub(super) tags_outside: BTreeSet<(String, String)>,
    pub(super) is_only_flattened: bool,
    /// Who can use it: a type that cannot be written stands for no request, and one that cannot be read for no response.
    pub(super) is_read: bool,
    pub(super) is_written: bool,
}

/// In a module with fewer types, words that most of them share are chance.
const LEAST_OF_MODULE: usize = 10;
/// A module with fewer modules inside is not a group of them.
const LEAST_MODULES: usize = 4;
/// Types nest no deeper where they are looked through.
const MAX_DEPTH: usize = 16;

impl TypeGraph {
    pub(super) fn new(library: &str, nodes: Vec<TypeNode>) -> TypeGraph {
        let places = (0..)
            .map(TypeIx)
            .zip(&nodes)
            .map(|(at, node)| (node.instance.clone(), at));
        let mut graph = TypeGraph {
            library: library.to_owned(),
            places: places.collect(),
            kinds: vec![TypeSet::NONE; nodes.len()],
            nodes,
        };
        graph.note_tags();
        graph.note_common_stems();
        graph.find_kinds();
        graph
    }

    fn note_tags(&mut self) {
        let mut tags = Vec::new();
        for node in &self.nodes {
            for alternative in alternatives(&node.shape) {
                if let VariantShape::Same { of, tag: Some(tag) } = &alternative.shape {
                    tags.extend(self.local(of).map(|at| (at, tag.clone())));
                }
            }
        }
        for (at, tag) in tags {
            self.nodes[at.0 as usize].tags_outside.insert(tag);
        }
    }

    /// Notes the words of names that tell a module apart from others, and not the types in it.
    fn note_common_stems(&mut self) {
        let mut modules: BTreeMap<&[String], (usize, BTreeMap<&str, usize>)> = BTreeMap::new();
        let mut inner: BTreeMap<&[String], BTreeSet<&str>> = BTreeMap::new();
        let stems_of = |node: &'_ TypeNode| -> BTreeSet<String> {
            node.words
                .iter()
                .flat_map(|words| words.stems.iter().cloned())
                .collect()
        };
        let stems: Vec<BTreeSet<String>> = self.nodes.iter().map(stems_of).collect();
        for (node, stems) in self.nodes.iter().zip(&stems) {
            for depth in 0..=node.modules.len() {
                let (types, counts) = modules.entry(&node.modules[..depth]).or_default();
                *types += 1;
                inner
                    .entry(&node.modules[..depth])
                    .or_default()
                    .extend(node.modules.get(depth).map(String::as_str));
                stems.iter().for_each(|stem| *counts.entry(stem).or_default() += 1);
            }
        }
        let is_common = |node: &TypeNode, stem: &str| {
            // A module without others inside may be named after its subject.
            let is_group = |depth: &usize| {
                inner
                    .get(&node.modules[..*depth])
                    .is_some_and(|inner| inner.len() >= LEAST_MODULES)
            };
            (0..=node.modules.len()).filter(is_group).any(|depth| {
                modules.get(&node.modules[..depth]).is_some_and(|(types, counts)| {
                    let count = counts.get(stem).copied().unwrap_or_default();
                    *types >= LEAST_OF_MODULE && 5 * count >= 3 * *types
                })
            })
        };
        let common: Vec<BTreeSet<String>> = self
            .nodes
            .iter()
            .zip(&stems)
            .map(|(node, stems)| stems.iter().filter(|stem| is_common(node, stem)).cloned().collect())
            .collect();
        for (node, common) in self.nodes.iter_mut().zip(common) {
            node.common_stems = common;
        }
    }

    /// Types hold one another, so the kinds of each are found from those of the others until nothing is added.
    fn find_kinds(&mut self) {
        loop {
            let mut has_changed = false;
            for at in self.ids() {
                let node = &self[at];
                let found = if node.is_guess {
                    TypeSet::ALL
                } else {
                    self.kinds_of_shape(&node.shape)
                };
                has_changed |= found != self.kinds(at);
                self.kinds[at.0 as usize] = found;
            }
            if !has_changed {
                break;
            }
        }
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = TypeIx> + use<> {
        (0..self.nodes.len() as u32).map(TypeIx)
    }

    /// The instance that a reference names.
    pub(super) fn local(&self, of: &TypeRef) -> Option<TypeIx> {
        let TypeRef::Local(id, arguments) = of else { return None };
        let instance = Instance {
            id: *id,
            arguments: arguments.clone(),
        };
        self.places.get(&instance).copied()
    }

    /// The shape behind newtypes and options.
    pub(super) fn resolved(&self, at: TypeIx) -> &Shape {
        let mut shape = &self[at].shape;
        for _ in 0..MAX_DEPTH {
            let (Shape::Same(of) | Shape::Nullable(of)) = shape else {
                break;
            };
            let Some(at) = self.local(plain(of)) else { break };
            shape = &self[at].shape;
        }
        shape
    }

    /// The variants of an enum, also behind newtypes.
    pub(super) fn alternatives(&self, at: TypeIx) -> &[Alternative] {
        alternatives(self.resolved(at))
    }

    /// The keys of a struct, also behind newtypes.
    pub(super) fn object(&self, at: TypeIx) -> Option<&Object> {
        match self.resolved(at) {
            Shape::Object(object) => Some(object),
            _ => None,
        }
    }

    /// What the values of an instance are; all kinds where that is unknown.
    pub(super) fn kinds(&self, at: TypeIx) -> TypeSet {
        self.kinds[at.0 as usize]
    }

    fn kinds_of_shape(&self, shape: &Shape) -> TypeSet {
        match shape {
            Shape::Unknown | Shape::Any => TypeSet::ALL,
            Shape::Null => TypeSet::NULL,
            Shape::Bool => TypeSet::BOOLEAN,
            Shape::Integer(_) => TypeSet::WHOLE,
            Shape::Float => TypeSet::NUMBER,
            Shape::Text { .. } | Shape::Words { .. } => TypeSet::STRING,
            Shape::List(_) | Shape::Tuple(_) => TypeSet::ARRAY,
            Shape::Map { .. } | Shape::Object(_) => TypeSet::OBJECT,
            Shape::Same(of) => self.kinds_of(of),
            Shape::Nullable(of) => self.kinds_of(of) | TypeSet::NULL,
            Shape::Alternatives(alternatives) => {
                let kinds = alternatives.iter().map(|one| self.variant_kinds(one));
                kinds.fold(TypeSet::NONE, |set, one| set | one)
            }
        }
    }

    /// What the values of a variant are.
    pub(super) fn variant_kinds(&self, alternative: &Alternative) -> TypeSet {
        match &alternative.shape {
            VariantShape::Object(_) | VariantShape::Same { tag: Some(_), .. } => TypeSet::OBJECT,
            VariantShape::Same { of, tag: None } => self.kinds_of(of),
            VariantShape::Word(_) => TypeSet::STRING,
            VariantShape::Null => TypeSet::NULL,
            VariantShape::Tuple(_) => TypeSet::ARRAY,
            VariantShape::Unknown => TypeSet::ALL,
        }
    }

    /// What the values of a type are; all kinds where that is unknown.
    pub(super) fn kinds_of(&self, of: &TypeRef) -> TypeSet {
        match of {
            TypeRef::Bool => TypeSet::BOOLEAN,
            TypeRef::Integer(_) => TypeSet::WHOLE,
            TypeRef::Float(_) => TypeSet::NUMBER,
            TypeRef::Text | TypeRef::Char | TypeRef::Formatted(_) => TypeSet::STRING,
            TypeRef::Unit => TypeSet::NULL,
            TypeRef::Option(inner) => self.kinds_of(inner) | TypeSet::NULL,
            TypeRef::List(_) | TypeRef::Array(..) | TypeRef::Tuple(_) => TypeSet::ARRAY,
            TypeRef::Map(..) | TypeRef::AnyObject | TypeRef::Variant(..) => TypeSet::OBJECT,
            TypeRef::Local(..) => self.local(of).map_or(TypeSet::ALL, |at| self.kinds(at)),
            TypeRef::Parameter(_) | TypeRef::AnyJson | TypeRef::External { .. } | TypeRef::Other(_) => TypeSet::ALL,
        }
    }
}

impl Index<TypeIx> for TypeGraph {
    type Output = TypeNode;

    fn index(&self, at: TypeIx) -> &TypeNode {
        &self.nodes[at.0 as usize]
    }
}

impl TypeNode {
    /// Whether a path without the library names the type: that of its definition, that by which others name it, or its name.
    pub(super) fn is_called(&self, path: &str) -> bool {
        self.path == path || self.public_path.as_deref() == Some(path) || self.name == path
    }
}

/// The variants of a shape; none if it is no enum.
pub(super) fn alternatives(shape: &Shape) -> &[Alternative] {
    match shape {
        Shape::Alternatives(alternatives) => alternatives,
        _ => &[],
    }
}

/// A type without the option around it.
pub(super) fn plain(of: &TypeRef) -> &TypeRef {
    if let TypeRef::Option(inner) = of { inner } else { of }
}
