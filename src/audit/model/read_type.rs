//! From rustdoc's types to what serde makes of them.

use super::index::Index;
use super::type_ref::{TypeId, TypeRef};
use super::well_known::{external, primitive};
use rustdoc_types::{GenericArg, GenericArgs, GenericParamDefKind, Generics, Id, ItemEnum, Path, Type};
use std::collections::HashMap;

/// Reads types of one crate.
pub(super) struct TypeReader<'a> {
    pub(super) index: &'a Index,
    /// The types of the model by rustdoc's ids.
    pub(super) ids: &'a HashMap<Id, TypeId>,
}

/// How deep types nest, aliases included. What is deeper is not read.
const MAX_DEPTH: usize = 32;

impl TypeReader<'_> {
    pub(super) fn read(&self, ty: &Type) -> TypeRef {
        self.read_at(ty, 0)
    }

    fn read_at(&self, ty: &Type, depth: usize) -> TypeRef {
        if depth > MAX_DEPTH {
            return TypeRef::Other("…".to_owned());
        }
        let inner = |ty: &Type| self.read_at(ty, depth + 1);
        let boxed = |ty: &Type| Box::new(self.read_at(ty, depth + 1));
        match ty {
            Type::ResolvedPath(path) => self.read_path(path, depth),
            Type::Generic(name) => TypeRef::Parameter(name.clone()),
            Type::Primitive(name) => primitive(name).unwrap_or_else(|| TypeRef::Other(name.clone())),
            Type::Tuple(items) if items.is_empty() => TypeRef::Unit,
            Type::Tuple(items) => TypeRef::Tuple(items.iter().map(inner).collect()),
            Type::Slice(item) => TypeRef::List(boxed(item)),
            Type::Array { type_, len } => TypeRef::Array(boxed(type_), len.parse().ok()),
            Type::BorrowedRef { type_, .. } => inner(type_),
            Type::QualifiedPath { name, .. } => TypeRef::Other(format!("associated type {name}")),
            Type::DynTrait(_) => TypeRef::Other("trait object".to_owned()),
            Type::FunctionPointer(_) => TypeRef::Other("function pointer".to_owned()),
            Type::RawPointer { .. } => TypeRef::Other("raw pointer".to_owned()),
            Type::Pat { .. } | Type::ImplTrait(_) | Type::Infer => TypeRef::Other("unnamed type".to_owned()),
        }
    }

    fn read_path(&self, path: &Path, depth: usize) -> TypeRef {
        let given: Vec<TypeRef> = type_arguments(path).map(|ty| self.read_at(ty, depth + 1)).collect();
        if let Some(type_id) = self.ids.get(&path.id) {
            let generics = self.index.item(path.id).and_then(|item| generics_of(&item.inner));
            return TypeRef::Local(*type_id, self.complete(generics, given, depth));
        }
        if let Some(alias) = self.index.alias(path.id) {
            let arguments = self.complete(Some(&alias.generics), given, depth);
            let names: Vec<&str> = type_parameters(&alias.generics).map(|(name, _)| name).collect();
            return self.read_at(&alias.type_, depth + 1).with_arguments(&names, &arguments);
        }
        match self.index.path(path.id) {
            // A type of the crate that serde does not know.
            Some(known) if self.index.item(path.id).is_some() => TypeRef::Other(known.join("::")),
            Some(known) => external(known, given),
            None => TypeRef::Other(path.path.clone()),
        }
    }

    /// The arguments that are given, and the defaults of the others.
    fn complete(&self, generics: Option<&Generics>, mut given: Vec<TypeRef>, depth: usize) -> Vec<TypeRef> {
        let parameters: Vec<(&str, Option<&Type>)> = generics.into_iter().flat_map(type_parameters).collect();
        let names: Vec<&str> = parameters.iter().map(|(name, _)| *name).collect();
        for (_, default) in parameters.iter().skip(given.len()) {
            let default = default.map_or(TypeRef::Other("_".to_owned()), |ty| self.read_at(ty, depth + 1));
            given.push(default.with_arguments(&names, &given));
        }
        given
    }
}

/// The type arguments of a path, without lifetimes and constants.
fn type_arguments(path: &Path) -> impl Iterator<Item = &Type> {
    let arguments = match path.args.as_deref() {
        Some(GenericArgs::AngleBracketed { args, .. }) => args.as_slice(),
        _ => &[],
    };
    arguments.iter().filter_map(|argument| match argument {
        GenericArg::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The type parameters with their defaults.
fn type_parameters(generics: &Generics) -> impl Iterator<Item = (&str, Option<&Type>)> {
    generics.params.iter().filter_map(|parameter| match &parameter.kind {
        GenericParamDefKind::Type { default, .. } => Some((parameter.name.as_str(), default.as_ref())),
        _ => None,
    })
}

/// The generics of a type.
pub(super) fn generics_of(item: &ItemEnum) -> Option<&Generics> {
    match item {
        ItemEnum::Struct(item) => Some(&item.generics),
        ItemEnum::Enum(item) => Some(&item.generics),
        ItemEnum::Union(item) => Some(&item.generics),
        _ => None,
    }
}
