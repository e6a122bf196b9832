//! Which traits a type implements, and how.

use super::index::Index;
use super::item::Impl;
use rustdoc_types::WherePredicate;
use rustdoc_types::{Attribute, GenericArg, GenericArgs, GenericBound, GenericParamDefKind, Id, Item, ItemEnum, Type};

/// What is known of a type's impls.
#[derive(Debug, Clone, Copy)]
pub(super) struct Impls {
    pub(super) read: Impl,
    pub(super) write: Impl,
    /// Whether `Deserialize<'de>` needs an input that lives as long as the value.
    pub(super) borrows: bool,
    pub(super) has_debug: bool,
    pub(super) has_partial_eq: bool,
}

impl Impls {
    /// Whether serde knows the type.
    pub(super) fn are_of_serde(&self) -> bool {
        self.read != Impl::Absent || self.write != Impl::Absent
    }
}

/// Looks through the impls of a type.
pub(super) fn impls(index: &Index, ids: &[Id]) -> Impls {
    let mut found = Impls {
        read: Impl::Absent,
        write: Impl::Absent,
        borrows: false,
        has_debug: false,
        has_partial_eq: false,
    };
    for item in ids.iter().filter_map(|id| index.item(*id)) {
        let ItemEnum::Impl(one) = &item.inner else {
            continue;
        };
        let Some(path) = one.trait_.as_ref().filter(|_| !one.is_negative) else {
            continue;
        };
        let Some([package, .., name]) = index.path(path.id) else {
            continue;
        };
        match (package.as_str(), name.as_str()) {
            ("serde" | "serde_core", "Deserialize") => {
                found.read = how(item, one);
                found.borrows |= borrows(one);
            }
            ("serde" | "serde_core", "Serialize") => found.write = how(item, one),
            ("core" | "std", "Debug") => found.has_debug = true,
            // With itself; other types may be compared as well.
            ("core" | "std", "PartialEq") if is_with_itself(one) => found.has_partial_eq = true,
            _ => {}
        }
    }
    found
}

/// Derived by serde, or written by hand or by a macro of another crate.
fn how(item: &Item, one: &rustdoc_types::Impl) -> Impl {
    let is_derived = item.attrs.contains(&Attribute::AutomaticallyDerived);
    // Other derives carry the attribute too. Those that go through text ask the type itself to be read from text, or to display.
    let goes_through_text = one.generics.where_predicates.iter().any(|predicate| match predicate {
        WherePredicate::BoundPredicate { bounds, .. } => bounds.iter().any(|bound| match bound {
            GenericBound::TraitBound { trait_, .. } => {
                let name = trait_.path.rsplit("::").next().unwrap_or_default();
                ["FromStr", "Display", "AsRef"].contains(&name)
            }
            _ => false,
        }),
        _ => false,
    });
    match is_derived && !goes_through_text {
        true => Impl::Derived,
        false => Impl::ByHand,
    }
}

/// `impl<'de: 'a, 'a> Deserialize<'de> for X<'a>`, or `impl<'a> Deserialize<'a> for X<'a>`.
fn borrows(one: &rustdoc_types::Impl) -> bool {
    let lifetimes_of = |arguments: Option<&GenericArgs>| -> Vec<String> {
        let arguments = match arguments {
            Some(GenericArgs::AngleBracketed { args, .. }) => args.as_slice(),
            _ => &[],
        };
        let lifetimes = arguments.iter().filter_map(|argument| match argument {
            GenericArg::Lifetime(name) => Some(name.clone()),
            _ => None,
        });
        lifetimes.collect()
    };
    let of_trait = lifetimes_of(one.trait_.as_ref().and_then(|path| path.args.as_deref()));
    let Type::ResolvedPath(subject) = &one.for_ else {
        return false;
    };
    let of_type = lifetimes_of(subject.args.as_deref());
    let outlives = one.generics.params.iter().any(|parameter| match &parameter.kind {
        GenericParamDefKind::Lifetime { outlives } => of_trait.contains(&parameter.name) && !outlives.is_empty(),
        _ => false,
    });
    outlives || of_type.iter().any(|lifetime| of_trait.contains(lifetime))
}

fn is_with_itself(one: &rustdoc_types::Impl) -> bool {
    let arguments = match one.trait_.as_ref().and_then(|path| path.args.as_deref()) {
        Some(GenericArgs::AngleBracketed { args, .. }) => args.as_slice(),
        _ => &[],
    };
    match arguments {
        [] => true,
        [GenericArg::Type(Type::ResolvedPath(other)), ..] => match &one.for_ {
            Type::ResolvedPath(subject) => subject.id == other.id,
            _ => false,
        },
        [GenericArg::Type(Type::Generic(name)), ..] => name == "Self",
        _ => false,
    }
}
