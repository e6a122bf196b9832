//! The types of a crate as the matcher compares them with schemas.

use super::name_words::{NameWords, normalized_key};
use crate::audit::model::{
    Alternative, Body, CrateModel, Instance, Key, Object, Shape, TypeId, TypeModel, TypeRef, VariantShape,
};
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
    /// Its path with the modules: `pets::PetObject`.
    pub(super) path: String,
    /// Its path for others, without the library.
    pub(super) public_path: Option<String>,
    pub(super) docs: String,
    pub(super) shape: Shape,
    /// The tags that enums around it read: tag and value.
    pub(super) tags_outside: BTreeSet<(String, String)>,
    pub(super) is_only_flattened: bool,
}

/// Types nest no deeper where they are looked through.
const MAX_DEPTH: usize = 16;

impl TypeGraph {
    /// The graph of instances, each with its shape.
    pub(super) fn new(model: &CrateModel, shapes: impl IntoIterator<Item = (Instance, Shape)>) -> TypeGraph {
        let mut graph = TypeGraph {
            library: model.library.clone(),
            ..TypeGraph::default()
        };
        let flattened = only_flattened(model);
        for (instance, shape) in shapes {
            let Some(of) = model.type_of(instance.id) else { continue };
            let mut node = node(model, of, instance, shape);
            node.is_only_flattened = flattened.contains(&node.instance.id);
            graph.add(node);
        }
        graph.note_tags();
        graph
    }

    pub(super) fn add(&mut self, node: TypeNode) -> TypeIx {
        let at = TypeIx(self.nodes.len() as u32);
        self.places.insert(node.instance.clone(), at);
        self.nodes.push(node);
        at
    }

    fn note_tags(&mut self) {
        let mut tags = Vec::new();
        for node in &self.nodes {
            for alternative in self.alternatives(&node.shape) {
                if let VariantShape::Same { of, tag: Some(tag) } = &alternative.shape {
                    tags.extend(self.local(of).map(|at| (at, tag.clone())));
                }
            }
        }
        for (at, tag) in tags {
            self.nodes[at.0 as usize].tags_outside.insert(tag);
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

    pub(super) fn alternatives<'s>(&self, shape: &'s Shape) -> &'s [Alternative] {
        match shape {
            Shape::Alternatives(alternatives) => alternatives,
            _ => &[],
        }
    }

    /// The shape behind newtypes and options.
    pub(super) fn resolved<'s>(&'s self, shape: &'s Shape) -> &'s Shape {
        let mut shape = shape;
        for _ in 0..MAX_DEPTH {
            let (Shape::Same(of) | Shape::Nullable(of)) = shape else {
                break;
            };
            let inner = match of {
                TypeRef::Option(inner) => inner,
                other => other,
            };
            let Some(at) = self.local(inner) else { break };
            shape = &self[at].shape;
        }
        shape
    }

    /// The object behind a reference, if it leads to a struct.
    pub(super) fn object(&self, of: &TypeRef) -> Option<&Object> {
        match self.resolved(&self[self.local(of)?].shape) {
            Shape::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The keys of an instance: of a struct, or of all variants of an enum together, each once.
    pub(super) fn all_keys(&self, at: TypeIx) -> Vec<&Key> {
        let mut keys = Vec::new();
        self.collect_keys(self.resolved(&self[at].shape), &mut keys, 0);
        keys.sort_by(|a, b| a.name.cmp(&b.name));
        keys.dedup_by(|a, b| a.name == b.name);
        keys
    }

    fn collect_keys<'s>(&'s self, shape: &'s Shape, keys: &mut Vec<&'s Key>, depth: usize) {
        let of_object = |object: &'s Object, keys: &mut Vec<&'s Key>| {
            keys.extend(&object.keys);
            for of in &object.flattened {
                let of = if let TypeRef::Option(inner) = of { inner } else { of };
                if let Some(at) = self.local(of).filter(|_| depth < 4) {
                    self.collect_keys(self.resolved(&self[at].shape), keys, depth + 1);
                }
            }
        };
        match shape {
            Shape::Object(object) => of_object(object, keys),
            Shape::Alternatives(alternatives) if depth < 4 => {
                for alternative in alternatives {
                    match &alternative.shape {
                        VariantShape::Object(object) => of_object(object, keys),
                        VariantShape::Same { of, .. } => {
                            if let Some(at) = self.local(of) {
                                self.collect_keys(self.resolved(&self[at].shape), keys, depth + 1);
                            }
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    /// The words of an instance: of an enum of words, or of those variants that are words.
    pub(super) fn words(&self, at: TypeIx) -> Vec<&str> {
        match self.resolved(&self[at].shape) {
            Shape::Words { words, .. } => words.iter().map(|word| word.name.as_str()).collect(),
            Shape::Alternatives(alternatives) => alternatives
                .iter()
                .filter_map(|one| match &one.shape {
                    VariantShape::Word(word) => Some(word.as_str()),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// What the values of an instance are; all kinds where that is unknown.
    pub(super) fn kinds(&self, at: TypeIx) -> TypeSet {
        self.kinds_of_shape(&self[at].shape, 0)
    }

    /// What the values of a type are; all kinds where that is unknown.
    pub(super) fn kinds_of(&self, of: &TypeRef) -> TypeSet {
        self.kinds_of_ref(of, 0)
    }

    fn kinds_of_shape(&self, shape: &Shape, depth: usize) -> TypeSet {
        if depth > MAX_DEPTH {
            return TypeSet::ALL;
        }
        match shape {
            Shape::Unknown | Shape::Any => TypeSet::ALL,
            Shape::Null => TypeSet::NULL,
            Shape::Bool => TypeSet::BOOLEAN,
            Shape::Integer(_) => TypeSet::WHOLE,
            Shape::Float => TypeSet::NUMBER,
            Shape::Text { .. } | Shape::Words { .. } => TypeSet::STRING,
            Shape::List(_) | Shape::Tuple(_) => TypeSet::ARRAY,
            Shape::Map { .. } | Shape::Object(_) => TypeSet::OBJECT,
            Shape::Same(of) => self.kinds_of_ref(of, depth + 1),
            Shape::Nullable(of) => self.kinds_of_ref(of, depth + 1) | TypeSet::NULL,
            Shape::Alternatives(alternatives) => {
                let kinds = alternatives.iter().map(|one| self.kinds_of_variant(one, depth + 1));
                kinds.fold(TypeSet::NONE, |set, one| set | one)
            }
        }
    }

    /// What the values of a variant are.
    pub(super) fn variant_kinds(&self, alternative: &Alternative) -> TypeSet {
        self.kinds_of_variant(alternative, 0)
    }

    fn kinds_of_variant(&self, alternative: &Alternative, depth: usize) -> TypeSet {
        match &alternative.shape {
            VariantShape::Object(_) | VariantShape::Same { tag: Some(_), .. } => TypeSet::OBJECT,
            VariantShape::Same { of, tag: None } => self.kinds_of_ref(of, depth + 1),
            VariantShape::Word(_) => TypeSet::STRING,
            VariantShape::Null => TypeSet::NULL,
            VariantShape::Tuple(_) => TypeSet::ARRAY,
            VariantShape::Unknown => TypeSet::ALL,
        }
    }

    fn kinds_of_ref(&self, of: &TypeRef, depth: usize) -> TypeSet {
        match of {
            TypeRef::Bool => TypeSet::BOOLEAN,
            TypeRef::Integer(_) => TypeSet::WHOLE,
            TypeRef::Float(_) => TypeSet::NUMBER,
            TypeRef::Text | TypeRef::Char | TypeRef::Formatted(_) => TypeSet::STRING,
            TypeRef::Unit => TypeSet::NULL,
            TypeRef::Option(inner) if depth < MAX_DEPTH => self.kinds_of_ref(inner, depth + 1) | TypeSet::NULL,
            TypeRef::List(_) | TypeRef::Array(..) | TypeRef::Tuple(_) => TypeSet::ARRAY,
            TypeRef::Map(..) | TypeRef::AnyObject | TypeRef::Variant(..) => TypeSet::OBJECT,
            TypeRef::Local(..) => match self.local(of) {
                Some(at) => self.kinds_of_shape(&self[at].shape, depth + 1),
                None => TypeSet::ALL,
            },
            TypeRef::Option(_)
            | TypeRef::Parameter(_)
            | TypeRef::AnyJson
            | TypeRef::External { .. }
            | TypeRef::Other(_) => TypeSet::ALL,
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

/// A type's names that a schema may bear as keys are compared without case.
pub(super) fn normalized_names(key: &Key) -> impl Iterator<Item = String> {
    let all = std::iter::once(&key.name).chain(&key.written).chain(&key.aliases);
    all.map(|name| normalized_key(name))
}

fn node(model: &CrateModel, of: &TypeModel, instance: Instance, shape: Shape) -> TypeNode {
    let mut steps: Vec<&str> = of.path.split("::").collect();
    steps.pop();
    let modules = steps.iter().skip(1).map(|step| (*step).to_owned()).collect();
    let start = format!("{}::", model.library);
    let path = of.path.strip_prefix(&start).unwrap_or(&of.path);
    let public_path = of.public_path.as_ref().ok();
    let public_path = public_path.map(|path| path.strip_prefix(&start).unwrap_or(path).to_owned());
    let arguments = instance
        .arguments
        .iter()
        .flat_map(|argument| argument_names(model, argument, 0));
    let arguments: Vec<&str> = arguments.collect();
    let words = match arguments.as_slice() {
        [] => vec![NameWords::new(&of.name)],
        arguments => vec![
            NameWords::of_parts(&[arguments, &[of.name.as_str()]].concat()),
            NameWords::of_parts(&[&[of.name.as_str()], arguments].concat()),
        ],
    };
    TypeNode {
        name: of.name.clone(),
        words,
        modules,
        path: path.to_owned(),
        public_path,
        docs: of.docs.clone().unwrap_or_default(),
        shape,
        tags_outside: BTreeSet::new(),
        is_only_flattened: false,
        instance,
    }
}

fn argument_names<'m>(model: &'m CrateModel, argument: &TypeRef, depth: usize) -> Vec<&'m str> {
    let mut names = Vec::new();
    if let TypeRef::Local(id, _) = argument {
        names.extend(model.type_of(*id).map(|of| of.name.as_str()));
    }
    if depth < 4 {
        names.extend(
            argument
                .parts()
                .into_iter()
                .flat_map(|part| argument_names(model, part, depth + 1)),
        );
    }
    names
}

/// The types that some fields flatten, and that nothing else uses.
fn only_flattened(model: &CrateModel) -> BTreeSet<TypeId> {
    let (mut flattened, mut whole) = (BTreeSet::new(), BTreeSet::new());
    for (_, of) in model.iter() {
        let fields = match &of.body {
            Body::Struct(fields) => fields.fields.iter().collect(),
            Body::Enum(variants) => variants.iter().flat_map(|variant| &variant.fields.fields).collect(),
            Body::Opaque => Vec::new(),
        };
        for field in fields {
            let used = match field.attributes.is_flattened {
                true => &mut flattened,
                false => &mut whole,
            };
            named_in(&field.type_ref, used);
        }
    }
    flattened.retain(|id| !whole.contains(id));
    flattened
}

fn named_in(of: &TypeRef, found: &mut BTreeSet<TypeId>) {
    if let TypeRef::Local(id, _) = of {
        found.insert(*id);
    }
    for part in of.parts() {
        named_in(part, found);
    }
}
