//! The items of the source that a pointer leads through.

use super::alternative::{read_by, reads};
use super::types::{MOST_LINKS, Types, argument_inside, instance_of};
use crate::audit::model::{Alternative, Instance, Key, Object, Rest, Shape, SourceItem, TypeRef, VariantShape};
use crate::json::{Kind, Node, Tree};
use crate::pointer::Pointer;

/// Where a pointer leads to in the source.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Trail {
    /// The type that holds the value, the innermost one of the crate.
    pub(crate) holder: Option<Instance>,
    /// The holder, as an item; with the variant that reads the value, where it is an enum.
    pub(crate) holder_item: Option<SourceItem>,
    /// The field that the last step leads to, if the types name it.
    pub(crate) field: Option<SourceItem>,
    /// The pointer to the value that the holder reads.
    pub(crate) holder_at: Pointer,
    /// Whether the value is a word, and the holder the variant that it stands for.
    pub(crate) is_word: bool,
    /// Whether the last step is a key of a type with fields.
    pub(crate) is_key: bool,
    /// Whether the last step is the number of an item.
    pub(crate) is_in_list: bool,
    /// Whether the last step is a key that another variant of a flattened enum has, and not the one that reads the object; or one of a
    /// flattened struct that is read as none, since it lacks another one.
    pub(crate) is_of_other_variant: bool,
    /// The variant as which an untagged enum reads the object, if it lacks the last step and another variant reads the object and has it.
    pub(crate) picked: Option<SourceItem>,
    /// The variant through which the holder reads the object, if it lacks the last step.
    pub(crate) variant: Option<SourceItem>,
    /// Whether the variant reads the object because another one, for which it is meant, refuses a value inside.
    pub(crate) is_fallen_through: bool,
    /// The steps of the pointer that lead on from there.
    pub(crate) rest: Vec<String>,
}

impl Trail {
    /// The innermost item.
    pub(crate) fn item(&self) -> Option<SourceItem> {
        self.field.or(self.holder_item)
    }

    fn enter(&mut self, instance: Instance, at: &Pointer) {
        self.holder_item = Some(SourceItem {
            type_id: instance.id,
            variant: None,
            field: None,
        });
        self.holder = Some(instance);
        self.field = None;
        self.holder_at = at.clone();
        self.rest.clear();
    }
}

/// An enum that a value was read by.
struct Passed {
    alternatives: Vec<Alternative>,
    /// The variant that reads it.
    picked: SourceItem,
}

/// What a type makes of the value at a node, with newtypes and variants dissolved.
enum Layer {
    Object(Object),
    Items(TypeRef),
    Tuple(Vec<TypeRef>),
    Map(TypeRef),
    Leaf,
}

/// Follows a pointer from the value that `root` reads, into the type of the value that it leads to.
pub(crate) fn trail(types: &dyn Types, root: &Instance, tree: &Tree<'_>, pointer: &Pointer) -> Trail {
    follow(types, root, tree, pointer, true)
}

/// Follows a pointer to a key. Whether the key is kept is a matter of the field, and not of the field's type.
pub(crate) fn trail_to_key(types: &dyn Types, root: &Instance, tree: &Tree<'_>, pointer: &Pointer) -> Trail {
    follow(types, root, tree, pointer, false)
}

fn follow(types: &dyn Types, root: &Instance, tree: &Tree<'_>, pointer: &Pointer, enters: bool) -> Trail {
    let mut trail = Trail::default();
    let mut at = Pointer::root();
    let mut type_ref = Some(TypeRef::Local(root.id, root.arguments.clone()));
    let mut node = tree.at(&at);
    let steps: Vec<String> = pointer.steps().collect();
    for step in &steps {
        let mut passed = Vec::new();
        let layer = match &type_ref {
            Some(found) => dissolve(types, found, tree, node, &at, &mut trail, &mut passed),
            None => Layer::Leaf,
        };
        trail.rest.push(step.clone());
        trail.is_key = matches!(layer, Layer::Object(_));
        trail.is_in_list = node.is_some_and(|node| tree.kind(node) == Kind::Array);
        (trail.is_of_other_variant, trail.picked, trail.variant) = (false, None, None);
        type_ref = match layer {
            Layer::Object(object) => match key_of(types, &object, (tree, node), step, &mut trail) {
                Some(key) => {
                    // A flattened enum in front may lack it.
                    trail.is_of_other_variant = false;
                    trail.field = Some(key.source);
                    Some(key.value)
                }
                None => {
                    trail.field = None;
                    match object.rest {
                        Rest::Kept(value) => Some(value),
                        Rest::Dropped | Rest::Denied => {
                            trail.variant = passed.last().map(|of| of.picked);
                            trail.picked = node.and_then(|node| picked_wrongly(types, &passed, tree, node, step));
                            // What lies deeper goes with the key.
                            return trail;
                        }
                        Rest::Unknown => None,
                    }
                }
            },
            Layer::Items(item) => Some(item),
            Layer::Map(value) => {
                // An object that is taken for a map, although it has a key of another variant.
                trail.picked = node.and_then(|node| picked_wrongly(types, &passed, tree, node, step));
                if trail.picked.is_some() {
                    (trail.field, trail.is_key) = (None, true);
                    return trail;
                }
                Some(value)
            }
            Layer::Tuple(items) => step.parse().ok().and_then(|index: usize| items.get(index).cloned()),
            Layer::Leaf => None,
        };
        at.push(step);
        node = tree.at(&at);
    }
    if let Some(found) = type_ref.as_ref().filter(|_| enters || steps.is_empty()) {
        // A type of the crate at the end of the way holds the value itself.
        let field = trail.field;
        dissolve(types, found, tree, node, &at, &mut trail, &mut Vec::new());
        if trail.field.is_none() && trail.holder_at == at {
            trail.field = None;
        } else {
            trail.field = field;
        }
    }
    trail
}

/// The key of an object, also among those of flattened types. Where a flattened enum reads the object as a variant without the key,
/// and another variant has it, the variant is what lacks it.
fn key_of(
    types: &dyn Types,
    object: &Object,
    (tree, node): (&Tree<'_>, Option<Node>),
    step: &str,
    trail: &mut Trail,
) -> Option<Key> {
    if let Some(group) = object
        .groups
        .iter()
        .find(|group| group.keys.iter().any(|key| key == step))
        && let Some(node) = node
        && group.required.iter().any(|key| tree.member(node, key).is_none())
    {
        return lacks(trail, Some(group.source));
    }
    if let Some(key) = named(object, step) {
        return Some(key.clone());
    }
    object.flattened.iter().find_map(|flattened| {
        let mut type_ref = flattened.clone();
        let mut variant = None;
        for _ in 0..MOST_LINKS {
            match types.shape(&type_ref) {
                Shape::Same(of) | Shape::Nullable(of) => type_ref = of,
                Shape::Object(object) => return named(&object, step).cloned().or_else(|| lacks(trail, variant)),
                Shape::Alternatives(all) => {
                    let elsewhere = key_of_any(types, &all, step);
                    let instance = instance_of(&type_ref);
                    let read = |node| read_by(types, instance.as_ref(), &all, tree, node);
                    let Some(one) = node.and_then(read) else {
                        return elsewhere;
                    };
                    variant = elsewhere.map(|_| one.source).or(variant);
                    match &one.shape {
                        VariantShape::Object(object) => {
                            return named(object, step).cloned().or_else(|| lacks(trail, variant));
                        }
                        VariantShape::Same { of, .. } => type_ref = of.clone(),
                        _ => return lacks(trail, variant),
                    }
                }
                _ => return lacks(trail, variant),
            }
        }
        None
    })
}

/// No key: the trail ends at the variant that lacks it, if there is one.
fn lacks(trail: &mut Trail, variant: Option<SourceItem>) -> Option<Key> {
    if variant.is_some() {
        trail.holder_item = variant;
        trail.is_of_other_variant = true;
    }
    None
}

fn named<'o>(object: &'o Object, step: &str) -> Option<&'o Key> {
    object.keys.iter().find(|key| {
        key.name == step || key.written.as_deref() == Some(step) || key.aliases.iter().any(|alias| alias == step)
    })
}

/// The variant that lacks a key, of the innermost enum that has another variant with the key that reads the object as well.
fn picked_wrongly(types: &dyn Types, passed: &[Passed], tree: &Tree<'_>, node: Node, step: &str) -> Option<SourceItem> {
    let of_other = |of: &&Passed| {
        of.alternatives.iter().any(|one| {
            let has_key = || key_of_any(types, std::slice::from_ref(one), step).is_some();
            one.source != of.picked && has_key() && reads(types, one, tree, node) == Some(true)
        })
    };
    passed.iter().rev().find(of_other).map(|of| of.picked)
}

/// The key in the first variant that has it.
fn key_of_any(types: &dyn Types, alternatives: &[Alternative], step: &str) -> Option<Key> {
    alternatives
        .iter()
        .find_map(|one| key_of_shape(types, &one.shape, step, MOST_NESTED))
}

/// Enums of enums with the same keys nest a few levels; more is a circle.
const MOST_NESTED: usize = 6;

fn key_of_shape(types: &dyn Types, shape: &VariantShape, step: &str, depth: usize) -> Option<Key> {
    match shape {
        VariantShape::Object(object) => key_of_object(types, object, step, depth),
        VariantShape::Same { of, .. } => key_of_type(types, of, step, depth),
        _ => None,
    }
}

/// The key of a type whose object stands in place of another one: of newtypes, variants and flattened types too.
fn key_of_type(types: &dyn Types, type_ref: &TypeRef, step: &str, depth: usize) -> Option<Key> {
    let depth = depth.checked_sub(1)?;
    match types.shape(type_ref) {
        Shape::Object(object) => key_of_object(types, &object, step, depth),
        Shape::Same(of) | Shape::Nullable(of) => key_of_type(types, &of, step, depth),
        Shape::Alternatives(inner) => inner
            .iter()
            .find_map(|one| key_of_shape(types, &one.shape, step, depth)),
        _ => None,
    }
}

fn key_of_object(types: &dyn Types, object: &Object, step: &str, depth: usize) -> Option<Key> {
    let of_flattened = || {
        let mut flattened = object.flattened.iter();
        flattened.find_map(|flattened| key_of_type(types, flattened, step, depth))
    };
    named(object, step).cloned().or_else(of_flattened)
}

fn dissolve(
    types: &dyn Types,
    type_ref: &TypeRef,
    tree: &Tree<'_>,
    node: Option<Node>,
    at: &Pointer,
    trail: &mut Trail,
    passed: &mut Vec<Passed>,
) -> Layer {
    let mut type_ref = type_ref.clone();
    for _ in 0..MOST_LINKS {
        if let Some(instance) = instance_of(&type_ref) {
            trail.enter(instance, at);
        }
        let reads = |of: &Instance| node.is_some_and(|node| types.reads(of, tree.source(node)) == Some(true));
        if let Some(argument) = argument_inside(types, &type_ref, reads) {
            type_ref = argument;
            continue;
        }
        match types.shape(&type_ref) {
            Shape::Same(of) | Shape::Nullable(of) => type_ref = of,
            Shape::Object(object) => return Layer::Object(object),
            Shape::List(item) => return Layer::Items(item),
            Shape::Tuple(items) => return Layer::Tuple(items),
            Shape::Map { value, .. } => return Layer::Map(value),
            Shape::Alternatives(all) => {
                let instance = instance_of(&type_ref);
                let read = |node| read_by(types, instance.as_ref(), &all, tree, node);
                let Some(one) = node.and_then(read) else {
                    return Layer::Leaf;
                };
                trail.holder_item = Some(one.source);
                passed.push(Passed {
                    alternatives: all.clone(),
                    picked: one.source,
                });
                match &one.shape {
                    VariantShape::Object(object) => return Layer::Object(object.clone()),
                    VariantShape::Tuple(items) => return Layer::Tuple(items.clone()),
                    VariantShape::Same { of, .. } => type_ref = of.clone(),
                    VariantShape::Word(_) | VariantShape::Null | VariantShape::Unknown => return Layer::Leaf,
                }
            }
            _ => return Layer::Leaf,
        }
    }
    Layer::Leaf
}
