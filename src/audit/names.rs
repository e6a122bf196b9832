//! What types are called in reports and in the generated program.

use super::model::{Body, CrateModel, Fields, Instance, SourceItem, TypeRef, VariantModel};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The names of the types of a crate.
pub(crate) struct Names {
    model: Arc<CrateModel>,
    /// By type: its name, with as much of its path as tells it from others of that name.
    short: Vec<String>,
}

impl Names {
    pub(crate) fn of(model: &Arc<CrateModel>) -> Names {
        let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for one in &model.types {
            by_name.entry(&one.name).or_default().push(&one.path);
        }
        let short = model
            .types
            .iter()
            .map(|one| shortest(&one.path, by_name.get(one.name.as_str()).map_or(&[], Vec::as_slice)))
            .collect();
        Names {
            model: Arc::clone(model),
            short,
        }
    }

    /// A type with its arguments: `Page<Run>`.
    pub(crate) fn of_instance(&self, instance: &Instance) -> String {
        let index = usize::try_from(instance.id.0).unwrap_or(usize::MAX);
        let name = self.short.get(index).cloned().unwrap_or_default();
        match instance.arguments.is_empty() {
            true => name,
            false => {
                let arguments: Vec<String> = instance.arguments.iter().map(|one| self.of_ref(one)).collect();
                format!("{name}<{}>", arguments.join(", "))
            }
        }
    }

    /// A type as Rust code of the crate might write it.
    pub(crate) fn of_ref(&self, type_ref: &TypeRef) -> String {
        let one = |inner: &TypeRef| self.of_ref(inner);
        let all = |inner: &[TypeRef]| inner.iter().map(one).collect::<Vec<_>>().join(", ");
        match type_ref {
            TypeRef::Local(id, arguments) => self.of_instance(&Instance {
                id: *id,
                arguments: arguments.clone(),
            }),
            TypeRef::Parameter(name) | TypeRef::Other(name) => name.clone(),
            TypeRef::Bool => "bool".to_owned(),
            TypeRef::Integer(of) => {
                let (sign, bits) = (if of.is_signed { 'i' } else { 'u' }, of.bits);
                match of.is_non_zero {
                    true => format!("NonZero<{sign}{bits}>"),
                    false => format!("{sign}{bits}"),
                }
            }
            TypeRef::Float(bits) => format!("f{bits}"),
            TypeRef::Text => "String".to_owned(),
            TypeRef::Char => "char".to_owned(),
            TypeRef::Unit => "()".to_owned(),
            TypeRef::Option(inner) => format!("Option<{}>", one(inner)),
            TypeRef::List(inner) => format!("Vec<{}>", one(inner)),
            TypeRef::Array(inner, Some(length)) => format!("[{}; {length}]", one(inner)),
            TypeRef::Array(inner, None) => format!("[{}; _]", one(inner)),
            TypeRef::Tuple(inner) => format!("({})", all(inner)),
            TypeRef::Map(key, value) => format!("Map<{}, {}>", one(key), one(value)),
            TypeRef::Formatted(format) => (*format).to_owned(),
            TypeRef::Variant(id, variant, _) => self.of_item(SourceItem {
                type_id: *id,
                variant: Some(*variant),
                field: None,
            }),
            TypeRef::AnyJson => "Value".to_owned(),
            TypeRef::AnyObject => "Map<String, Value>".to_owned(),
            TypeRef::External { path, arguments } => {
                let name = path.rsplit("::").next().unwrap_or(path);
                match arguments.is_empty() {
                    true => name.to_owned(),
                    false => format!("{name}<{}>", all(arguments)),
                }
            }
        }
    }

    /// An item of the source: `Run`, `Run.status`, `Tool::Function.name`.
    pub(crate) fn of_item(&self, item: SourceItem) -> String {
        let index = usize::try_from(item.type_id.0).unwrap_or(usize::MAX);
        let mut name = self.short.get(index).cloned().unwrap_or_default();
        let Some(found) = self.model.type_of(item.type_id) else {
            return name;
        };
        let at = |index: u32| usize::try_from(index).unwrap_or(usize::MAX);
        let variant: Option<&VariantModel> = match (&found.body, item.variant) {
            (Body::Enum(variants), Some(index)) => variants.get(at(index)),
            _ => None,
        };
        if let Some(variant) = variant {
            name = format!("{name}::{}", variant.ident);
        }
        let fields: Option<&Fields> = match (&found.body, variant) {
            (_, Some(variant)) => Some(&variant.fields),
            (Body::Struct(fields), None) => Some(fields),
            _ => None,
        };
        let field = item.field.and_then(|index| fields?.fields.get(at(index)));
        match field {
            Some(field) => format!("{name}.{}", field.ident),
            None => name,
        }
    }
}

/// The end of a path that no other path has.
fn shortest(path: &str, others: &[&str]) -> String {
    let segments: Vec<&str> = path.split("::").collect();
    for count in 1..=segments.len() {
        let end = segments[segments.len() - count..].join("::");
        let is_shared = |other: &&str| *other != path && (*other == end || other.ends_with(&format!("::{end}")));
        if !others.iter().any(is_shared) {
            return end;
        }
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_as_long_as_it_must_be() {
        let all = ["zoo::cats::Food", "zoo::dogs::Food"];
        assert_eq!(shortest("zoo::cats::Food", &all), "cats::Food");
        assert_eq!(shortest("zoo::Keeper", &["zoo::Keeper"]), "Keeper");
        assert_eq!(shortest("a::Food", &["a::Food", "b::a::Food"]), "a::Food");
    }
}
