//! What the generated program registers: every type that it can write down, each enum with its variants.

use super::model::{
    Body, CrateModel, FieldAttributes, FieldModel, FieldStyle, Instance, Tagging, TypeModel, TypeRef, VariantModel,
};
use super::names::Names;
use super::probe::{EnumRegistration, Payload, Registration, VariantRegistration};

/// What the program calls the audited crate.
const ROOT: &str = "audited";

/// The registrations of instances, in their order; `None` for one that the program cannot write down.
pub(crate) fn registrations(model: &CrateModel, names: &Names, instances: &[Instance]) -> Vec<Option<Registration>> {
    instances
        .iter()
        .map(|instance| registration(model, names, instance))
        .collect()
}

fn registration(model: &CrateModel, names: &Names, instance: &Instance) -> Option<Registration> {
    let own = TypeRef::Local(instance.id, instance.arguments.clone());
    let found = model.type_of(instance.id)?;
    if !model.abilities(instance).read {
        return None;
    }
    Some(Registration {
        name: names.of_instance(instance),
        type_in_rust: model.type_in_rust(&own, ROOT)?,
        variants: enum_registration(model, found, instance),
        is_traced: false,
    })
}

fn enum_registration(model: &CrateModel, found: &TypeModel, instance: &Instance) -> Option<EnumRegistration> {
    let Body::Enum(variants) = &found.body else { return None };
    let parameters = found.type_parameters();
    let is_read = |variant: &&VariantModel| !variant.attributes.skips_reading;
    let read: Vec<&VariantModel> = variants.iter().filter(is_read).collect();
    // A plain list of words picks by the word alone.
    let is_words = read
        .iter()
        .all(|variant| matches!(variant.fields.style, FieldStyle::Unit));
    if read.is_empty() || (is_words && found.attributes.tagging == Tagging::External) {
        return None;
    }
    let registered = |variant: &&VariantModel| VariantRegistration {
        ident: variant.ident.clone(),
        payload: payload(model, found, variant, &parameters, &instance.arguments),
    };
    Some(EnumRegistration {
        is_untagged: found.attributes.tagging == Tagging::Untagged,
        is_non_exhaustive: found.is_non_exhaustive || read.len() < variants.len(),
        variants: read.iter().map(registered).collect(),
    })
}

/// What a variant holds, if the program can write it down with everything that changes how it is read.
fn payload(
    model: &CrateModel,
    found: &TypeModel,
    variant: &VariantModel,
    parameters: &[&str],
    arguments: &[TypeRef],
) -> Option<Payload> {
    let in_rust = |field: &FieldModel| model.type_in_rust(&field.type_ref.with_arguments(parameters, arguments), ROOT);
    if variant.attributes.read_with.is_some() {
        return None;
    }
    match variant.fields.style {
        FieldStyle::Unit => Some(Payload::Unit),
        FieldStyle::Tuple => {
            let is_plain =
                |field: &&FieldModel| field.attributes.read_with.is_none() && !field.attributes.skips_reading;
            if !variant.fields.fields.iter().all(|field| is_plain(&field)) {
                return None;
            }
            Some(Payload::Tuple(
                variant.fields.fields.iter().map(in_rust).collect::<Option<_>>()?,
            ))
        }
        FieldStyle::Named => {
            let denies = found.attributes.denies_unknown || variant.attributes.denies_unknown;
            let fields = variant
                .fields
                .fields
                .iter()
                .map(|field| Some((vec![attribute_of(field)?], field.ident.clone(), in_rust(field)?)));
            Some(Payload::Fields {
                attributes: denies
                    .then(|| "#[serde(deny_unknown_fields)]".to_owned())
                    .into_iter()
                    .collect(),
                fields: fields.collect::<Option<_>>()?,
            })
        }
    }
}

/// The attribute that makes a field read as it does in its own enum.
fn attribute_of(field: &FieldModel) -> Option<String> {
    let FieldAttributes {
        aliases,
        has_default,
        skips_reading,
        is_flattened,
        read_with,
        ..
    } = &field.attributes;
    if read_with.is_some() {
        return None;
    }
    let mut words = vec![format!("rename = {:?}", field.read_name)];
    words.extend(aliases.iter().map(|alias| format!("alias = {alias:?}")));
    if *is_flattened {
        // A flattened field has no name of its own.
        words = vec!["flatten".to_owned()];
    }
    if *has_default {
        words.push("default".to_owned());
    }
    if *skips_reading {
        words = vec!["skip".to_owned()];
    }
    Some(format!("#[serde({})]", words.join(", ")))
}
