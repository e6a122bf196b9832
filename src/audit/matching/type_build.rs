//! Makes the graph of types out of the model of a crate.

use super::name_words::NameWords;
use super::type_graph::{TypeGraph, TypeNode};
use crate::audit::model::{
    Alternative, Body, CrateModel, FieldModel, FieldStyle, Fields, Impl, Instance, Key, Object, Presence, Shape,
    SourceItem, TypeId, TypeModel, TypeRef, VariantShape, Word,
};
use std::collections::BTreeSet;

/// Names of arguments are looked for no deeper.
const MAX_DEPTH: usize = 4;

/// The graph of instances, each with its shape.
pub(super) fn type_graph(model: &CrateModel, shapes: impl IntoIterator<Item = (Instance, Shape)>) -> TypeGraph {
    let flattened = only_flattened(model);
    let nodes = shapes.into_iter().filter_map(|(instance, shape)| {
        let of = model.type_of(instance.id)?;
        let is_only_flattened = flattened.contains(&instance.id);
        Some(TypeNode {
            is_only_flattened,
            ..node(model, of, instance, shape)
        })
    });
    TypeGraph::new(&model.library, nodes.collect())
}

fn node(model: &CrateModel, of: &TypeModel, instance: Instance, shape: Shape) -> TypeNode {
    let mut steps: Vec<&str> = of.path.split("::").collect();
    steps.pop();
    let start = format!("{}::", model.library);
    let below = |path: &str| path.strip_prefix(&start).unwrap_or(path).to_owned();
    let arguments: Vec<&str> = instance
        .arguments
        .iter()
        .flat_map(|one| names_in(model, one, 0))
        .collect();
    let words = match arguments.as_slice() {
        [] => vec![NameWords::new(&of.name)],
        arguments => vec![
            NameWords::of_parts(&[arguments, &[of.name.as_str()]].concat()),
            NameWords::of_parts(&[&[of.name.as_str()], arguments].concat()),
        ],
    };
    let is_unknown = matches!(shape, Shape::Unknown | Shape::Same(TypeRef::Other(_)));
    let guess = if is_unknown { guess(of, &instance) } else { None };
    TypeNode {
        name: of.name.clone(),
        words,
        modules: steps.iter().skip(1).map(|step| (*step).to_owned()).collect(),
        common_stems: BTreeSet::new(),
        path: below(&of.path),
        public_path: of.public_path.as_ref().ok().map(|path| below(path)),
        docs: of.docs.clone().unwrap_or_default(),
        is_guess: guess.is_some(),
        shape: guess.unwrap_or(shape),
        tags_outside: BTreeSet::new(),
        is_only_flattened: false,
        is_read: of.read != Impl::Absent,
        is_written: of.write != Impl::Absent,
        instance,
    }
}

fn names_in<'m>(model: &'m CrateModel, argument: &TypeRef, depth: usize) -> Vec<&'m str> {
    let mut names = Vec::new();
    if let TypeRef::Local(id, _) = argument {
        names.extend(model.type_of(*id).map(|of| of.name.as_str()));
    }
    if depth < MAX_DEPTH {
        let parts = argument.parts().into_iter();
        names.extend(parts.flat_map(|part| names_in(model, part, depth + 1)));
    }
    names
}

/// What a type that is read by hand may read, to judge by its fields and variants.
fn guess(of: &TypeModel, instance: &Instance) -> Option<Shape> {
    let parameters = of.type_parameters();
    let concrete = |field: &FieldModel| field.type_ref.with_arguments(&parameters, &instance.arguments);
    let item = |variant: Option<usize>, field: Option<usize>| SourceItem {
        type_id: instance.id,
        variant: variant.map(|at| at as u32),
        field: field.map(|at| at as u32),
    };
    match &of.body {
        Body::Struct(Fields {
            style: FieldStyle::Named,
            fields,
        }) => {
            let keys = fields.iter().enumerate().map(|(at, field)| Key {
                name: field.read_name.clone(),
                written: Some(field.write_name.clone()),
                aliases: Vec::new(),
                presence: Presence::Unknown,
                value: concrete(field),
                read_by: None,
                constant: None,
                source: item(None, Some(at)),
            });
            Some(Shape::Object(Object {
                keys: keys.collect(),
                ..Object::default()
            }))
        }
        Body::Enum(variants) if variants.iter().all(|variant| variant.fields.fields.is_empty()) => {
            let words = variants.iter().enumerate().map(|(at, variant)| Word {
                name: variant.read_name.clone(),
                aliases: Vec::new(),
                source: item(Some(at), None),
            });
            Some(Shape::Words {
                words: words.collect(),
                is_open: true,
            })
        }
        Body::Enum(variants) => {
            let shape = |fields: &Fields| match fields.fields.as_slice() {
                [only] if fields.style == FieldStyle::Tuple => VariantShape::Same {
                    of: concrete(only),
                    tag: None,
                },
                _ => VariantShape::Unknown,
            };
            let alternatives = variants.iter().enumerate().map(|(at, variant)| Alternative {
                source: item(Some(at), None),
                ident: variant.ident.clone(),
                name: None,
                aliases: Vec::new(),
                is_other: false,
                shape: shape(&variant.fields),
            });
            Some(Shape::Alternatives(alternatives.collect()))
        }
        Body::Struct(_) | Body::Opaque => None,
    }
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
