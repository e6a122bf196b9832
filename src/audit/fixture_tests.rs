//! The model of a crate that uses each attribute of serde, as rustdoc and the model see it.

use super::discover::{AuditTarget, DiscoverError, Discovered, FeatureSelection, discover};
use super::model::{
    CrateModel, Identity, Impl, Instance, Key, Object, Presence, Rest, Shape, Shapes, TypeModel, TypeRef, Unnameable,
    VariantShape, traced_shape,
};
use std::path::Path;
use std::sync::OnceLock;
use wireproof_subject::{Accepts, JsonKind, Reads, Trace, TracedKey, TracedObject, TracedType};

/// The folder in which all these tests work. Builds are kept, so that a second run is fast.
fn work() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/wireproof-tests")
}

fn fixture(features: &FeatureSelection) -> Result<Discovered, DiscoverError> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/audited");
    discover(&AuditTarget::local(&folder, None)?, features, &work())
}

fn model_of(found: &Discovered) -> CrateModel {
    let identity = Identity {
        package: found.source.package.clone(),
        library: found.source.library.clone(),
        version: found.source.version.clone(),
        folder: found.source.folder.clone(),
    };
    CrateModel::read(&found.json, identity).unwrap()
}

fn model() -> &'static CrateModel {
    static MODEL: OnceLock<CrateModel> = OnceLock::new();
    MODEL.get_or_init(|| model_of(&fixture(&FeatureSelection::default()).unwrap()))
}

fn ty(name: &str) -> &'static TypeModel {
    model().types.iter().find(|one| one.name == name).unwrap()
}

fn instances(name: &str) -> Vec<Instance> {
    let is_named = |instance: &Instance| model().type_of(instance.id).unwrap().name == name;
    model().instances().into_iter().filter(is_named).collect()
}

fn shape(name: &str) -> Shape {
    let instance = instances(name).pop().unwrap();
    Shapes::new(model(), &|_| None).of(&instance)
}

fn object(name: &str) -> Object {
    match shape(name) {
        Shape::Object(object) => object,
        other => panic!("{name}: {other:?}"),
    }
}

fn names(object: &Object) -> Vec<&str> {
    object.keys.iter().map(|key| key.name.as_str()).collect()
}

/// A key as a line: name, `?` if it may be absent, `=` its constant, type.
fn line(key: &Key) -> String {
    let presence = match key.presence {
        Presence::Required => "",
        Presence::Optional => "?",
        Presence::Unknown => "~",
    };
    let constant = key
        .constant
        .as_ref()
        .map(|constant| format!("={constant}"))
        .unwrap_or_default();
    format!("{}{presence}{constant}: {}", key.name, type_name(&key.value))
}

fn type_name(type_ref: &TypeRef) -> String {
    match type_ref {
        TypeRef::Local(id, _) => model().type_of(*id).unwrap().name.clone(),
        TypeRef::Integer(integer) => {
            let sign = if integer.is_signed { 'i' } else { 'u' };
            let non_zero = if integer.is_non_zero { "!" } else { "" };
            format!("{sign}{}{non_zero}", integer.bits)
        }
        TypeRef::Option(inner) => format!("{}|null", type_name(inner)),
        TypeRef::List(item) => format!("[{}]", type_name(item)),
        TypeRef::Array(item, length) => format!("[{}; {}]", type_name(item), length.unwrap()),
        TypeRef::Tuple(items) => format!("({})", items.iter().map(type_name).collect::<Vec<_>>().join(", ")),
        TypeRef::Map(key, value) => format!("{{{}: {}}}", type_name(key), type_name(value)),
        TypeRef::External { path, .. } => path.clone(),
        TypeRef::Variant(id, variant, _) => format!("{}#{variant}", model().type_of(*id).unwrap().name),
        other => format!("{other:?}"),
    }
}

fn lines(object: &Object) -> Vec<String> {
    object.keys.iter().map(line).collect()
}

#[test]
fn names_follow_the_attributes() {
    let names_of = object("Names");
    assert_eq!(names(&names_of), ["firstName", "own", "read", "type", ""]);
    assert_eq!(names_of.keys[2].written.as_deref(), Some("written"));
    assert_eq!(names_of.keys[2].aliases, ["also", "too"]);
    assert_eq!(names_of.rest, Rest::Denied);
    let two_rules = object("TwoRules");
    assert_eq!(two_rules.keys[0].name, "some-field");
    assert_eq!(two_rules.keys[0].written.as_deref(), Some("SOME_FIELD"));
}

#[test]
fn presence_follows_serde() {
    let presences = ty("Presences");
    let id = model().iter().find(|(_, one)| one.name == "Presences").unwrap().0;
    assert_eq!(presences.type_parameters(), ["T"]);
    let arguments = vec![TypeRef::Option(Box::new(TypeRef::Bool))];
    let Shape::Object(object) = Shapes::new(model(), &|_| None).of(&Instance { id, arguments }) else {
        panic!("no object");
    };
    assert_eq!(
        lines(&object),
        [
            "required: u8",
            "nullable?: u8|null",
            "defaulted?: u8",
            "defaulted_by_path?: u8",
            "read_by_hand: u8|null",
            "with_module?: [u8]",
            "only_read: u8",
            "left_out?: u8|null",
            "transparent_option?: TransparentOption",
            "newtype_option: NewtypeOption",
            "parameter?: Bool|null",
            "by_feature: u8",
        ]
    );
    assert_eq!(object.keys[4].read_by.as_deref(), Some("by_hand"));
    assert_eq!(object.keys[6].written, None);
    assert_eq!(lines(&self::object("AllDefaulted")), ["a?: u8"]);
}

#[test]
fn types_are_reduced_to_what_serde_makes_of_them() {
    assert_eq!(
        lines(&object("Kinds")),
        [
            "text: Text",
            "boxed: Text",
            "shared: u8",
            "integer: i16",
            "size: u64",
            "non_zero: u32!",
            "generic_non_zero: i64!",
            "float: Float(32)",
            "list: [u8]",
            "set: [Text]",
            "array: [u8; 3]",
            "tuple: (u8, Text)",
            "map: {Text: {u8: Bool}}",
            "alias: [Char|null]",
            "any: AnyJson",
            "object: AnyObject",
            "duration: core::time::Duration",
            "unit: Unit",
        ]
    );
}

#[test]
fn flattened_parts_become_keys() {
    let flat = object("Flat");
    assert_eq!(lines(&flat), ["own: u8", "required: u8", "a?: u8", "a?: u8"]);
    assert_eq!(flat.rest, Rest::Kept(TypeRef::Bool));
    assert_eq!(
        flat.flattened.iter().map(type_name).collect::<Vec<_>>(),
        ["InternallyTagged"]
    );
    // A type that is flattened into itself ends somewhere.
    assert_eq!(object("FlatForever").rest, Rest::Unknown);
}

#[test]
fn words_may_be_open() {
    let words = |name| match shape(name) {
        Shape::Words { words, is_open } => {
            let names: Vec<String> = words.into_iter().map(|word| word.name).collect();
            (names, is_open)
        }
        other => panic!("{name}: {other:?}"),
    };
    let known = || vec!["Known".to_owned()];
    assert_eq!(
        words("ClosedWords"),
        (vec!["first_word".to_owned(), "2nd".to_owned()], false)
    );
    assert_eq!(words("OpenWords"), (known(), true));
    assert_eq!(words("OtherWords"), (known(), true));
}

/// The variants of an enum as lines.
fn variants(name: &str) -> Vec<String> {
    let Shape::Alternatives(alternatives) = shape(name) else {
        panic!("{name} has no alternatives");
    };
    let line = |shape: &VariantShape| match shape {
        VariantShape::Object(object) => lines(object).join(", "),
        VariantShape::Same { of, tag: None } => type_name(of),
        VariantShape::Same {
            of,
            tag: Some((tag, value)),
        } => format!("{tag}={value} & {}", type_name(of)),
        VariantShape::Word(word) => format!("\"{word}\""),
        VariantShape::Tuple(items) => type_name(&TypeRef::Tuple(items.clone())),
        other => format!("{other:?}"),
    };
    alternatives.iter().map(|one| line(&one.shape)).collect()
}

#[test]
fn variants_are_read_as_they_are_tagged() {
    assert_eq!(
        variants("ExternallyTagged"),
        [
            "\"unit_variant\"",
            "newtype_variant: u8",
            "tuple_variant: (u8, Bool)",
            "struct_variant: ExternallyTagged#3",
            "other_struct: ExternallyTagged#4",
        ]
    );
    assert_eq!(
        variants("InternallyTagged"),
        [
            "kind=no-content: Text",
            "kind=newtype-content & FlatInner",
            "kind=struct-content: Text, field?: u8|null",
            "kind: Text",
        ]
    );
    assert_eq!(
        variants("AdjacentlyTagged"),
        [
            "t=Unit: Text",
            "t=Newtype: Text, c: u8",
            "t=Optional: Text, c?: u8|null",
            "t=Struct: Text, c: AdjacentlyTagged#3",
        ]
    );
    assert_eq!(variants("Untagged"), ["i64", "Text", "field: u8", "(u8, u8)", "Null"]);
    assert!(ty("InternallyTagged").is_non_exhaustive);
}

#[test]
fn fields_of_variants_have_names_of_their_own() {
    let Shape::Alternatives(alternatives) = shape("ExternallyTagged") else {
        panic!("no alternatives");
    };
    let inner: Vec<String> = alternatives[3..]
        .iter()
        .map(|one| match &one.shape {
            VariantShape::Object(object) => match Shapes::new(model(), &|_| None).of_ref(&object.keys[0].value) {
                Shape::Object(inner) => lines(&inner).join(", "),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(inner, ["someField: u8", "SOME_FIELD: u8"]);
}

#[test]
fn a_struct_may_write_its_name() {
    let object = object("WritesItsName");
    assert_eq!(lines(&object), ["type?=OwnName: Text", "field: u8"]);
}

#[test]
fn other_types_are_read_in_the_place_of_some() {
    assert_eq!(ty("Converted").read_as.as_ref().map(type_name).as_deref(), Some("Raw"));
    assert_eq!(
        ty("Converted").write_as.as_ref().map(type_name).as_deref(),
        Some("{Text: u8}")
    );
    assert_eq!(
        shape("ConvertedOption"),
        Shape::Same(ty("ConvertedOption").read_as.clone().unwrap())
    );
    assert_eq!(lines(&object("HoldsForeign")), ["foreign: ForeignDef"]);
    assert_eq!(ty("ForeignDef").read, Impl::Absent);
}

#[test]
fn what_is_written_by_hand_is_unknown_until_it_is_found_out() {
    assert_eq!(ty("ByHand").read, Impl::ByHand);
    assert_eq!(shape("ByHand"), Shape::Unknown);
    let known = |_| Some(Shape::Bool);
    let instance = instances("ByHand").pop().unwrap();
    assert_eq!(Shapes::new(model(), &known).of(&instance), Shape::Bool);
    assert!(
        model()
            .types
            .iter()
            .all(|one| one.name != "NotOfSerde" && one.name != "Foreign")
    );
}

#[test]
fn types_that_are_only_written_show_what_they_write() {
    let object = object("OnlyWritten");
    assert_eq!(lines(&object), ["w?: [u8]", "always: u8|null"]);
    let abilities = model().abilities(&instances("OnlyWritten")[0]);
    assert!(!abilities.read && abilities.write);
}

#[test]
fn paths_are_those_that_others_can_use() {
    let path = |name| ty(name).public_path.clone();
    assert_eq!(path("Exported").as_deref(), Ok("audited_fixture::Exported"));
    assert_eq!(ty("Exported").path, "audited_fixture::private::Exported");
    assert_eq!(path("Renamed").as_deref(), Ok("audited_fixture::NewName"));
    assert_eq!(path("ByGlob").as_deref(), Ok("audited_fixture::prelude::ByGlob"));
    assert_eq!(path("Hidden"), Err(Unnameable::Private));
    // Two globs bring it.
    assert_eq!(path("Twice"), Err(Unnameable::Private));
}

#[test]
fn generic_types_are_instantiated_as_they_are_used() {
    let in_rust = |instance: &Instance| model().instance_in_rust(instance, "audited").unwrap();
    let pages: Vec<String> = instances("Page").iter().map(in_rust).collect();
    assert_eq!(
        pages,
        [
            "audited::Page<audited::ClosedWords, u8>",
            "audited::Page<audited::Raw, ::std::string::String>",
            "audited::Page<audited::Exported, ::std::string::String>",
        ]
    );
    let uninstantiated = model().uninstantiated(&model().instances());
    let names: Vec<&str> = uninstantiated
        .iter()
        .map(|id| model().type_of(*id).unwrap().name.as_str())
        .collect();
    assert_eq!(names, ["Presences", "UsedNowhere"]);
    let debug = |at: usize| model().abilities(&instances("Page")[at]).debug;
    assert!(debug(0) && !debug(1) && debug(2), "the argument needs Debug as well");
}

#[test]
fn borrowed_types_are_told() {
    assert!(ty("Borrows").borrows);
    assert!(!ty("Kinds").borrows, "a Cow is read as an owned string");
    let kinds = instances("Kinds").pop().unwrap();
    assert_eq!(
        model().instance_in_rust(&kinds, "x").as_deref(),
        Some("x::Kinds<'static>")
    );
}

#[test]
fn items_have_places_and_docs() {
    let names = ty("Names");
    let span = names.span.as_ref().unwrap();
    assert_eq!(span.file, Path::new("src/lib.rs"));
    let source = std::fs::read_to_string(model().folder.join(&span.file)).unwrap();
    let line = source.lines().nth(span.line as usize - 1).unwrap();
    assert!(line.ends_with("pub struct Names {"), "{line}");
    assert_eq!(span.column, 1);
    assert_eq!(names.docs.as_deref(), Some("Names."));
}

#[test]
fn features_change_the_fields() {
    let features = FeatureSelection {
        features: vec!["off".to_owned()],
        all: false,
        without_default: true,
    };
    let found = fixture(&features).unwrap();
    let model = model_of(&found);
    let presences = model.types.iter().find(|one| one.name == "Presences").unwrap();
    let super::model::Body::Struct(fields) = &presences.body else {
        panic!("no struct");
    };
    assert_eq!(fields.fields.last().unwrap().read_name, "not_this");
    let unknown = FeatureSelection {
        features: vec!["neither".to_owned()],
        ..FeatureSelection::default()
    };
    let error = fixture(&unknown).unwrap_err();
    assert!(matches!(error, DiscoverError::NoSuchFeature { .. }), "{error}");
    assert!(
        !found.source.folder.join("target").exists(),
        "nothing is written into the crate's folder"
    );
}

#[test]
fn types_inside_of_types_that_are_read_by_hand_are_told_from_those_that_stand_alone() {
    let inside = model().read_inside();
    let around = |name: &str| {
        let found = model().iter().find(|(_, one)| one.name == name);
        let around = inside.get(&found.unwrap_or_else(|| panic!("no {name}")).0)?;
        let names = around.iter().map(|one| model().type_of(one.id).unwrap().name.clone());
        Some(names.collect::<Vec<_>>())
    };
    assert_eq!(around("OnlyByHand"), Some(vec!["Loosely".to_owned()]));
    for name in ["OnlyByFunction", "ByBoth", "Readers", "Names", "Loosely"] {
        assert_eq!(around(name), None, "{name}");
    }
}

#[test]
fn what_a_type_by_hand_buffers_is_what_its_field_holds() {
    let (id, _) = model().iter().find(|(_, one)| one.name == "Readers").unwrap();
    let (both, _) = model().iter().find(|(_, one)| one.name == "ByBoth").unwrap();
    let value = |key: &str, kinds: &[(JsonKind, Accepts)], value: Option<&str>| {
        let key = TracedKey {
            name: key.to_owned(),
            read: Reads::Yes,
            kinds: kinds.iter().copied().collect(),
            value: value.map(str::to_owned),
            ..TracedKey::default()
        };
        let object = TracedObject {
            keys: vec![key],
            was_read: true,
            ..TracedObject::default()
        };
        let root = TracedType {
            object: Some(object),
            ..TracedType::default()
        };
        let buffer = TracedType {
            kinds: JsonKind::ALL.iter().map(|kind| (*kind, Accepts::Yes)).collect(),
            ..TracedType::default()
        };
        let trace = Trace {
            root: "Readers".to_owned(),
            types: [("Readers".to_owned(), root), ("Buffer".to_owned(), buffer)].into(),
            ..Trace::unavailable()
        };
        match traced_shape(model(), id, &trace) {
            Some(Shape::Object(mut object)) => object.keys.remove(0).value,
            other => panic!("{other:?}"),
        }
    };
    let list = TypeRef::List(Box::new(TypeRef::Local(both, Vec::new())));
    assert_eq!(value("itSelf", &[(JsonKind::List, Accepts::Yes)], None), list);
    assert_eq!(value("itself", &[], Some("Buffer")), list);
    let seed = format!("seeds::Items<{}>", ty("ByBoth").path);
    assert_eq!(value("itself", &[], Some(&seed)), list);
    // It reads no list, and so is no list.
    let text = [(JsonKind::String, Accepts::Yes), (JsonKind::List, Accepts::No)];
    assert_eq!(value("itself", &text, None), TypeRef::Text);
    assert_eq!(value("other", &[], Some("Buffer")), TypeRef::AnyJson);
}
