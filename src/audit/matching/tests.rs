//! Types and documents made by hand, one trap each.

use super::*;
use crate::audit::model::{
    Alternative, Body, FieldStyle, Fields, Impl, Key, Object, Presence, SourceItem, TypeId, TypeModel, TypeRef,
    VariantShape, Word,
};
use crate::schema::Direction;
use crate::schema::ir::SchemaGraph;
use serde_json::{Value, json};

#[derive(Default)]
pub(super) struct Crate {
    pub(super) model: CrateModel,
    shapes: Vec<(Instance, Shape)>,
}

const ITEM: SourceItem = SourceItem {
    type_id: TypeId(0),
    variant: None,
    field: None,
};

impl Crate {
    pub(super) fn add(&mut self, path: &str, shape: Shape) -> TypeRef {
        let id = TypeId(self.model.types.len() as u32);
        let path = format!("api::{path}");
        self.model.library = "api".to_owned();
        self.model.types.push(TypeModel {
            name: path.rsplit("::").next().unwrap().to_owned(),
            public_path: Ok(path.clone()),
            path,
            span: None,
            docs: None,
            parameters: Vec::new(),
            read: Impl::Derived,
            write: Impl::Derived,
            borrows: false,
            read_as: None,
            write_as: None,
            has_debug: true,
            has_partial_eq: true,
            is_non_exhaustive: false,
            attributes: Default::default(),
            body: Body::Struct(Fields {
                style: FieldStyle::Named,
                fields: Vec::new(),
            }),
        });
        let arguments = Vec::new();
        self.shapes.push((Instance { id, arguments }, shape));
        TypeRef::Local(id, Vec::new())
    }

    /// The generic type that was added last becomes an instance with an argument.
    pub(super) fn with_argument(&mut self, argument: &TypeRef) {
        if let Some((instance, _)) = self.shapes.last_mut() {
            instance.arguments.push(argument.clone());
        }
    }

    pub(super) fn object(&mut self, path: &str, keys: &[(&str, TypeRef)]) -> TypeRef {
        self.add(path, Shape::Object(object(keys)))
    }

    pub(super) fn words(&mut self, path: &str, words: &[&str]) -> TypeRef {
        let words = words.iter().map(|name| Word {
            name: (*name).to_owned(),
            aliases: Vec::new(),
            source: ITEM,
        });
        let words = words.collect();
        self.add(path, Shape::Words { words, is_open: false })
    }

    pub(super) fn untagged(&mut self, path: &str, variants: &[(&str, VariantShape)]) -> TypeRef {
        let alternatives = variants.iter().map(|(ident, shape)| Alternative {
            aliases: Vec::new(),
            is_other: false,
            source: ITEM,
            ident: (*ident).to_owned(),
            name: None,
            shape: shape.clone(),
        });
        self.add(path, Shape::Alternatives(alternatives.collect()))
    }

    pub(super) fn run(self, definitions: Value) -> Lines {
        self.run_with(definitions, Rules::default())
    }

    pub(super) fn run_with(self, definitions: Value, rules: Rules<'_>) -> Lines {
        let document = json!({"$defs": definitions});
        let graph = SchemaGraph::build(&document);
        let names: Vec<&String> = definitions.as_object().unwrap().keys().collect();
        let root = |name: &String| match name.split_once(' ') {
            Some(("query", operation)) => (operation.to_owned(), RootName::Query, Direction::Requests),
            Some(("response", operation)) => (operation.to_owned(), RootName::Response, Direction::Responses),
            Some(("body", body)) => (body.to_owned(), RootName::Body, Direction::Responses),
            _ => (name.clone(), RootName::Component, Direction::Unused),
        };
        let roots = names.into_iter().map(|name| {
            let (own, role, used_in) = root(name);
            NamedSchema {
                schema: graph.definition(name).unwrap(),
                names: vec![(own, role)],
                used_in,
            }
        });
        let source = SchemaSource {
            graph: &graph,
            roots: roots.collect(),
            pointer: &|id| graph.pointer(id),
            title: &|_| None,
        };
        let matching = match_types(&self.model, self.shapes, &source, rules);
        let name = |instance: &Instance| self.model.type_of(instance.id).unwrap().path.replace("api::", "");
        let bound = matching
            .bindings
            .iter()
            .map(|one| format!("{} = {}", name(&one.instance), one.pointer));
        let unbound = matching
            .unbound
            .iter()
            .map(|one| format!("{}: {}", name(&one.instance), one.reason));
        Lines(bound.chain(unbound).chain(matching.unfulfilled).collect())
    }
}

pub(super) struct Lines(pub(super) Vec<String>);

impl Lines {
    #[track_caller]
    pub(super) fn are(&self, expected: &[&str]) {
        assert_eq!(self.0, expected);
    }
}

pub(super) fn object(keys: &[(&str, TypeRef)]) -> Object {
    let keys = keys.iter().map(|(name, value)| {
        let constant = if let TypeRef::Other(constant) = value {
            Some(constant.clone())
        } else {
            None
        };
        Key {
            read_by: None,
            name: (*name).to_owned(),
            written: None,
            aliases: Vec::new(),
            presence: Presence::Required,
            value: value.clone(),
            constant,
            source: ITEM,
        }
    });
    Object {
        keys: keys.collect(),
        ..Object::default()
    }
}

pub(super) fn same(of: &TypeRef) -> VariantShape {
    VariantShape::Same {
        of: of.clone(),
        tag: None,
    }
}

pub(super) fn tagged(of: &TypeRef, tag: &str, value: &str) -> VariantShape {
    VariantShape::Same {
        of: of.clone(),
        tag: Some((tag.to_owned(), value.to_owned())),
    }
}

pub(super) fn strings(keys: &[&str]) -> Value {
    let properties: serde_json::Map<String, Value> = keys
        .iter()
        .map(|key| ((*key).to_owned(), json!({"type": "string"})))
        .collect();
    json!({"type": "object", "properties": properties})
}

pub(super) fn texts<'k>(keys: &[&'k str]) -> Vec<(&'k str, TypeRef)> {
    keys.iter().map(|key| (*key, TypeRef::Text)).collect()
}

#[test]
fn the_same_name_and_alike_keys_bind() {
    let mut api = Crate::default();
    api.object("pets::PetObject", &texts(&["id", "model", "status"]));
    api.run(json!({"pet-object": strings(&["id", "model", "status", "tools"]), "step": strings(&["id"])}))
        .are(&["pets::PetObject = /$defs/pet-object"]);
}

#[test]
fn a_misspelt_key_does_not_speak_against_the_same_name() {
    let mut api = Crate::default();
    api.object("SubmitOutputsRequest", &texts(&["tools_outputs"]));
    api.object("Colour", &texts(&["hue"]));
    api.run(json!({"SubmitOutputsRequest": strings(&["tool_outputs", "stream"]), "Colour": strings(&["red"])}))
        .are(&[
            "SubmitOutputsRequest = /$defs/SubmitOutputsRequest",
            "Colour: no counterpart",
        ]);
}

#[test]
fn the_same_name_with_nothing_in_common_does_not_bind() {
    let mut api = Crate::default();
    api.object("extensions::Texture", &texts(&["offset", "rotation"]));
    api.run(json!({"Texture": strings(&["sampler", "source"])}))
        .are(&["extensions::Texture: no counterpart"]);
}

#[test]
fn modules_stand_for_the_parent() {
    let mut api = Crate::default();
    api.object("accessor::sparse::Indices", &texts(&["bufferView", "byteOffset"]));
    api.object("pulls::Review", &texts(&["id", "body"]));
    let document = json!({"accessor.sparse.indices": strings(&["bufferView", "byteOffset"]),
        "pull-request-review": strings(&["id", "body"]), "review-comment": strings(&["id", "body"])});
    api.run(document).are(&[
        "accessor::sparse::Indices = /$defs/accessor.sparse.indices",
        "pulls::Review = /$defs/pull-request-review",
    ]);
}

#[test]
fn a_part_of_a_schema_is_named_after_parent_and_property() {
    let mut api = Crate::default();
    api.words("ContainerStateStatusEnum", &["created", "running"]);
    let state = json!({"type": "object", "properties": {"Status": {"enum": ["created", "running"]}}});
    api.run(json!({"ContainerState": state}))
        .are(&["ContainerStateStatusEnum = /$defs/ContainerState/properties/Status"]);
}

#[test]
fn structure_leads_through_fields_options_lists_and_maps() {
    let mut api = Crate::default();
    let leaf = api.object("Thing", &texts(&["x"]));
    let other = api.object("Gadget", &texts(&["y"]));
    let list = TypeRef::Option(Box::new(TypeRef::List(Box::new(leaf))));
    let map = TypeRef::Map(Box::new(TypeRef::Text), Box::new(other));
    api.object("Run", &[("id", TypeRef::Text), ("leaves", list), ("map", map)]);
    let run = json!({"type": "object", "properties": {"id": {"type": "string"},
        "leaves": {"type": ["array", "null"], "items": strings(&["x", "z"])},
        "map": {"additionalProperties": {"$ref": "#/$defs/named"}}}});
    api.run(json!({"Run": run, "named": strings(&["y"])})).are(&[
        "Thing = /$defs/Run/properties/leaves/items",
        "Gadget = /$defs/named",
        "Run = /$defs/Run",
    ]);
}

#[test]
fn a_misspelt_field_does_not_hide_its_counterpart() {
    let mut api = Crate::default();
    let output = api.object("Thing", &texts(&["call_id", "output"]));
    let list = TypeRef::List(Box::new(output));
    api.object("Submit", &[("thread_id", TypeRef::Text), ("tools_outputs", list)]);
    let submit = json!({"type": "object", "properties": {"thread_id": {"type": "string"},
        "tool_outputs": {"type": "array", "items": strings(&["call_id", "output"])}}});
    api.run(json!({"Submit": submit})).are(&[
        "Thing = /$defs/Submit/properties/tool_outputs/items",
        "Submit = /$defs/Submit",
    ]);
}

#[test]
fn the_tag_that_the_enum_reads_is_not_missed_in_the_payload() {
    let mut api = Crate::default();
    let text = api.object("A", &texts(&["value"]));
    let image = api.object("B", &texts(&["value"]));
    api.untagged(
        "Content",
        &[
            ("X", tagged(&text, "type", "text")),
            ("Y", tagged(&image, "type", "image")),
        ],
    );
    let branch =
        |tag: &str| json!({"type": "object", "properties": {"type": {"const": tag}, "value": {"type": "string"}}});
    let union = json!({"oneOf": [{"$ref": "#/$defs/one"}, {"$ref": "#/$defs/two"}]});
    api.run(json!({"Content": union, "one": branch("image"), "two": branch("text")}))
        .are(&["A = /$defs/two", "B = /$defs/one", "Content = /$defs/Content"]);
}

#[test]
fn branches_are_told_apart_by_kind_and_then_by_keys() {
    let mut api = Crate::default();
    let first = api.object("First", &texts(&["name", "size"]));
    let second = api.object("Second", &texts(&["path", "mode"]));
    let text = VariantShape::Same {
        of: TypeRef::Text,
        tag: None,
    };
    api.untagged(
        "Volume",
        &[("Text", text), ("Second", same(&second)), ("First", same(&first))],
    );
    let union = json!({"oneOf": [{"type": "string"}, strings(&["name", "size"]), strings(&["path", "mode"])]});
    api.run(json!({"volume": union})).are(&[
        "First = /$defs/volume/oneOf/1",
        "Second = /$defs/volume/oneOf/2",
        "Volume = /$defs/volume",
    ]);
}

#[test]
fn branches_that_nothing_tells_apart_are_left_alone() {
    let mut api = Crate::default();
    let first = api.object("First", &texts(&["name"]));
    let second = api.object("Second", &texts(&["name"]));
    api.untagged("Volume", &[("P", same(&first)), ("Q", same(&second))]);
    let branches = json!({"oneOf": [strings(&["name"]), json!({"type": "object",
        "properties": {"name": {"type": "string"}}, "required": ["name"]})]});
    let lines = api.run(json!({"volume": branches}));
    assert_eq!(
        lines.0.iter().filter(|line| line.contains(" = ")).count(),
        1,
        "{:?}",
        lines.0
    );
}

#[test]
fn schemas_that_resemble_a_type_alike_are_named_and_not_bound() {
    let mut api = Crate::default();
    api.object("UserProfile", &texts(&["login", "plan", "company"]));
    let lines = api.run(json!({"public-user": strings(&["login", "plan", "company", "a"]),
        "private-user": strings(&["login", "plan", "company", "b"])}));
    lines.are(&["UserProfile: ambiguous between `/$defs/private-user`, `/$defs/public-user`"]);
}

#[test]
fn keys_that_no_other_schema_has_bind_without_a_name() {
    let mut api = Crate::default();
    api.object("Notification", &texts(&["unread", "reason", "subject", "last_read"]));
    api.run(json!({"thread": strings(&["unread", "reason", "subject", "last_read"]), "a": strings(&["id"])}))
        .are(&["Notification = /$defs/thread"]);
}

#[test]
fn many_keys_bind_where_the_document_is_of_another_version_and_no_other_schema_comes_close() {
    const SHARED: [&str; 8] = [
        "repo", "digest", "parent", "layers", "shared", "origin", "driver", "platform",
    ];
    let ours = |more: &[&'static str]| texts(&[&SHARED[..], more].concat());
    let document = |other: Value| {
        let theirs = strings(&[&SHARED[..], &["manifest", "descriptor"]].concat());
        let padding = ["q", "w", "e", "r", "t", "z"].map(|name| (name.to_owned(), strings(&[name, "x"])));
        let mut all = serde_json::Map::from_iter(padding);
        all.extend([("Summary".to_owned(), theirs), ("Inspect".to_owned(), other)]);
        Value::Object(all)
    };
    let mut api = Crate::default();
    api.object("Pictures", &ours(&["virtual"]));
    let few = strings(&["repo", "digest", "config"]);
    api.run(document(few)).are(&["Pictures = /$defs/Summary"]);
    // Another one is nearly as close.
    let mut api = Crate::default();
    api.object("Pictures", &ours(&["virtual"]));
    let close = strings(&[&SHARED[..], &["mounts", "config"]].concat());
    api.run(document(close))
        .are(&["Pictures: ambiguous between `/$defs/Inspect`, `/$defs/Summary`"]);
}

#[test]
fn the_version_that_the_document_describes_is_bound() {
    let mut api = Crate::default();
    for (module, extra) in [("v1", "old"), ("v2", "new")] {
        for name in ["Run", "Step", "Tool", "Call"] {
            api.object(&format!("{module}::{name}"), &texts(&["id", extra]));
        }
    }
    let one = || strings(&["id", "new"]);
    let lines = api.run(json!({"Run": one(), "Step": one(), "Tool": one(), "Call": one()}));
    assert_eq!(
        lines
            .0
            .iter()
            .filter(|line| line.starts_with("v2") && line.contains(" = "))
            .count(),
        4
    );
    let others = "v1::Run: of another version than `v2`, which the document describes".to_owned();
    assert!(lines.0.contains(&others), "{:?}", lines.0);
}

#[test]
fn the_configuration_overrules() {
    let mut api = Crate::default();
    api.object("a::Run", &texts(&["id"]));
    api.object("b::Step", &texts(&["id"]));
    let bind = [
        ("crate::a::Run".to_owned(), "Step".to_owned()),
        ("Nothing".to_owned(), "Run".to_owned()),
    ];
    let ignore = ["crate::b::*".to_owned()];
    let rules = Rules {
        bind: &bind,
        ignore: &ignore,
    };
    api.run_with(json!({"Run": strings(&["x"]), "Step": strings(&["id"])}), rules)
        .are(&[
            "a::Run = /$defs/Step",
            "b::Step: ignored by the configuration",
            "`Nothing`: the crate has no such type",
        ]);
}

#[test]
fn a_variant_that_reads_one_of_several_kinds_is_only_a_part() {
    let mut api = Crate::default();
    let details = api.object("Details", &texts(&["name"]));
    let flag = api.add("Flag", Shape::Bool);
    let external = api.untagged("External", &[("Detailed", same(&details)), ("Flag", same(&flag))]);
    api.object("Network", &[("driver", TypeRef::Text), ("external", external)]);
    let network = json!({"type": "object", "properties": {"driver": {"type": "string"},
        "external": {"type": ["boolean", "object"], "properties": {"name": {"type": "string"}}}}});
    api.run(json!({"network": network})).are(&[
        "External = /$defs/network/properties/external",
        "Network = /$defs/network",
        "Details: reads only a part of `/$defs/network/properties/external`",
        "Flag: reads only a part of `/$defs/network/properties/external`",
    ]);
}

#[test]
fn types_of_requests_and_of_responses_may_share_a_schema() {
    let mut api = Crate::default();
    api.object("LogSource", &texts(&["id", "table", "kind"]));
    api.object("LogSourceResponse", &texts(&["id", "table", "kind"]));
    api.run(json!({"LogSource": strings(&["id", "table", "kind"])}))
        .are(&["LogSource = /$defs/LogSource", "LogSourceResponse = /$defs/LogSource"]);
}

#[test]
fn the_fields_speak_for_a_type() {
    let mut api = Crate::default();
    let backup = api.object("Backup", &texts(&["size", "started"]));
    api.object("BackupResponse", &[("status", TypeRef::Text), ("result", backup)]);
    let envelope =
        |result: Value| json!({"type": "object", "properties": {"status": {"type": "string"}, "result": result}});
    let document = json!({"Backup": strings(&["size", "started"]), "a": envelope(json!({"type": "string"})),
        "c": {}, "d": {}, "e": {}, "f": {}, "g": {}, "h": {},
        "getBackup": envelope(json!({"$ref": "#/$defs/Backup"}))});
    api.run(document)
        .are(&["Backup = /$defs/Backup", "BackupResponse = /$defs/getBackup"]);
}

#[test]
fn schemas_that_are_alternatives_are_bound_together() {
    let mut api = Crate::default();
    let keys = [
        "login",
        "plan",
        "company",
        "hireable",
        "bio",
        "blog",
        "gists",
        "followers",
    ];
    api.object("UserProfile", &texts(&keys));
    let with = |key: &'static str| strings(&[&keys[..], &[key]].concat());
    let document = json!({"public-user": with("a"), "private-user": with("b"), "x": strings(&["x"]), "y": strings(&["y"]),
        "any-user": {"oneOf": [{"$ref": "#/$defs/public-user"}, {"$ref": "#/$defs/private-user"}]}});
    let lines = api.run(document);
    assert_eq!(
        lines.0.iter().filter(|line| line.contains(" = ")).count(),
        2,
        "{:?}",
        lines.0
    );
}

#[test]
fn an_empty_type_of_the_same_name_is_not_bound_to_a_schema_with_keys() {
    let mut api = Crate::default();
    api.object("extensions::Asset", &[]);
    api.object("Asset", &texts(&["version", "generator"]));
    api.run(json!({"asset": strings(&["version", "generator"])})).are(&[
        "Asset = /$defs/asset",
        "extensions::Asset: too little resemblance to `/$defs/asset`",
    ]);
}

#[test]
fn a_key_of_another_constant_speaks_against_a_schema() {
    let mut api = Crate::default();
    api.object(
        "Message",
        &[("type", TypeRef::Other("text".to_owned())), ("body", TypeRef::Text)],
    );
    let message = json!({"type": "object", "properties": {"type": {"const": "image"}, "body": {"type": "string"}}});
    api.run(json!({"Message": message})).are(&["Message: no counterpart"]);
}
