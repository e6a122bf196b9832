//! The types over which causes are tested, written down by hand:
//!
//! ```text
//! struct Order { id: String, limits: Option<Limits>, items: Vec<Item>, mode: Mode, note: Note }
//! #[serde(deny_unknown_fields)] struct Limits { cpus: u8 }
//! #[serde(untagged)] enum Item { Short(String), Long(Limits) }
//! enum Mode { Fast, Slow }
//! enum Note { Plain { text: String }, Marked(Limits) }    // tagged by `kind`
//! struct Schema { title: Option<String>, #[serde(flatten)] form: Form }
//! #[serde(untagged)] enum Form { Typed(Typed), AnyOf { any: String }, Any(Free) }
//! enum Typed { Bool {}, Text(Free) }                      // tagged by `type`
//! struct Free { pattern: Option<String> }
//! struct Both { #[serde(flatten)] form: Form, #[serde(flatten)] free: Free }
//! struct Page { title: String, #[serde(flatten)] sizes: Option<Sizes> }  struct Sizes { width: u8, height: u8, note: Option<String> }
//! ```

use super::*;

/// The schemas that a type stands for, each with whether it is a component.
pub(super) fn own(id: TypeId, schemas: &[(serde_json::Value, bool)]) -> OwnSchemas {
    OwnSchemas::new(schemas.iter().map(|(schema, is_component)| {
        let document =
            serde_json::json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {"X": schema}});
        let spec = Spec::new(
            Document::parse("t", document.to_string().as_bytes()).unwrap(),
            Dialect::AsMeant,
        );
        OwnSchema {
            subject: String::new(),
            type_id: id,
            schema: spec.component("X").unwrap(),
            is_component: *is_component,
        }
    }))
}

pub(super) const ORDER: TypeId = TypeId(0);
pub(super) const LIMITS: TypeId = TypeId(1);
pub(super) const ITEM: TypeId = TypeId(2);
pub(super) const MODE: TypeId = TypeId(3);
pub(super) const NOTE: TypeId = TypeId(4);
pub(super) const SCHEMA: TypeId = TypeId(5);
pub(super) const FORM: TypeId = TypeId(6);
pub(super) const TYPED: TypeId = TypeId(7);
pub(super) const FREE: TypeId = TypeId(8);
pub(super) const BOTH: TypeId = TypeId(9);
pub(super) const PAGE: TypeId = TypeId(10);
pub(super) const SIZES: TypeId = TypeId(11);
pub(super) const BYTE: TypeRef = TypeRef::Integer(IntegerType {
    is_signed: false,
    bits: 8,
    is_non_zero: false,
});

pub(super) const LONG: &str =
    r#"{"id":"o","limits":{"cpus":1},"items":["a",{"cpus":2}],"mode":"Fast","note":{"kind":"plain","text":""}}"#;

pub(super) struct Written;

impl Types for Written {
    fn shape(&self, type_ref: &TypeRef) -> Shape {
        match type_ref {
            TypeRef::Local(ORDER, _) => Shape::Object(Object {
                keys: vec![
                    key(ORDER, 0, "id", TypeRef::Text),
                    key(ORDER, 1, "limits", TypeRef::Option(Box::new(local(LIMITS)))),
                    key(ORDER, 2, "items", TypeRef::List(Box::new(local(ITEM)))),
                    key(ORDER, 3, "mode", local(MODE)),
                    key(ORDER, 4, "note", local(NOTE)),
                ],
                ..Object::default()
            }),
            TypeRef::Local(LIMITS, _) => Shape::Object(Object {
                keys: vec![key(LIMITS, 0, "cpus", BYTE)],
                rest: Rest::Denied,
                ..Object::default()
            }),
            TypeRef::Local(ITEM, _) => Shape::Alternatives(vec![
                variant(ITEM, 0, None, same(TypeRef::Text, None)),
                variant(ITEM, 1, None, same(local(LIMITS), None)),
            ]),
            TypeRef::Local(MODE, _) => {
                let word = |index: u32, name: &str| Word {
                    name: name.to_owned(),
                    aliases: Vec::new(),
                    source: item(MODE, Some(index), None),
                };
                Shape::Words {
                    words: vec![word(0, "Fast"), word(1, "Slow")],
                    is_open: false,
                }
            }
            TypeRef::Local(NOTE, _) => {
                let mut tag = key(NOTE, 0, "kind", TypeRef::Text);
                tag.constant = Some("plain".to_owned());
                let plain = Object {
                    keys: vec![tag, key(NOTE, 1, "text", TypeRef::Text)],
                    ..Object::default()
                };
                Shape::Alternatives(vec![
                    variant(NOTE, 0, Some("plain"), VariantShape::Object(plain)),
                    variant(NOTE, 1, Some("marked"), same(local(LIMITS), Some(("kind", "marked")))),
                ])
            }
            TypeRef::Local(SCHEMA, _) => Shape::Object(Object {
                keys: vec![key(SCHEMA, 0, "title", TypeRef::Option(Box::new(TypeRef::Text)))],
                flattened: vec![local(FORM)],
                ..Object::default()
            }),
            TypeRef::Local(BOTH, _) => Shape::Object(Object {
                flattened: vec![local(FORM), local(FREE)],
                ..Object::default()
            }),
            TypeRef::Local(FORM, _) => {
                let any_of = Object {
                    keys: vec![key(FORM, 1, "any", TypeRef::Text)],
                    ..Object::default()
                };
                Shape::Alternatives(vec![
                    variant(FORM, 0, None, same(local(TYPED), None)),
                    variant(FORM, 1, None, VariantShape::Object(any_of)),
                    variant(FORM, 2, None, same(local(FREE), None)),
                ])
            }
            TypeRef::Local(TYPED, _) => {
                let mut tag = key(TYPED, 0, "type", TypeRef::Text);
                tag.constant = Some("bool".to_owned());
                let bool = Object {
                    keys: vec![tag],
                    ..Object::default()
                };
                Shape::Alternatives(vec![
                    variant(TYPED, 0, Some("bool"), VariantShape::Object(bool)),
                    variant(TYPED, 1, Some("text"), same(local(FREE), Some(("type", "text")))),
                    variant(TYPED, 2, Some("byte"), same(local(LIMITS), Some(("type", "byte")))),
                ])
            }
            TypeRef::Local(FREE, _) => Shape::Object(Object {
                keys: vec![key(FREE, 0, "pattern", TypeRef::Option(Box::new(TypeRef::Text)))],
                ..Object::default()
            }),
            TypeRef::Local(PAGE, _) => Shape::Object(Object {
                keys: vec![
                    key(PAGE, 0, "title", TypeRef::Text),
                    key(SIZES, 0, "width", BYTE),
                    key(SIZES, 1, "height", BYTE),
                    key(SIZES, 2, "note", TypeRef::Option(Box::new(TypeRef::Text))),
                ],
                groups: vec![KeyGroup {
                    source: item(PAGE, None, Some(1)),
                    keys: ["width", "height", "note"].map(str::to_owned).to_vec(),
                    required: ["width", "height"].map(str::to_owned).to_vec(),
                }],
                ..Object::default()
            }),
            TypeRef::Option(of) => Shape::Nullable((**of).clone()),
            TypeRef::List(of) => Shape::List((**of).clone()),
            TypeRef::Text => Shape::Text { format: None },
            TypeRef::Integer(of) => Shape::Integer(*of),
            _ => Shape::Unknown,
        }
    }

    /// Nothing can be run: what refuses a value follows from the shapes, or from what is inside.
    fn reads(&self, instance: &Instance, text: &str) -> Option<bool> {
        let good = match instance.id {
            LIMITS => text == r#"{"cpus":1}"# || text == r#"{"cpus":2}"#,
            ITEM => text.starts_with('"') || text == r#"{"cpus":2}"#,
            MODE => text == r#""Fast""# || text == r#""Slow""#,
            NOTE => text == r#"{"kind":"plain","text":""}"#,
            TYPED => text.contains(r#""type":"bool""#) || text.contains(r#""type":"text""#),
            FREE => true,
            _ => return None,
        };
        Some(good)
    }

    /// An enum of forms takes what says so for its last variant.
    fn picks(&self, instance: &Instance, text: &str) -> Option<String> {
        (instance.id == FORM && text.contains(r#""free":true"#)).then(|| "V2".to_owned())
    }
}

pub(super) fn local(id: TypeId) -> TypeRef {
    TypeRef::Local(id, Vec::new())
}

pub(super) fn instance(id: TypeId) -> Instance {
    Instance {
        id,
        arguments: Vec::new(),
    }
}

pub(super) fn item(type_id: TypeId, variant: Option<u32>, field: Option<u32>) -> SourceItem {
    SourceItem {
        type_id,
        variant,
        field,
    }
}

pub(super) fn key(of: TypeId, field: u32, name: &str, value: TypeRef) -> Key {
    let is_option = matches!(value, TypeRef::Option(_));
    Key {
        name: name.to_owned(),
        written: Some(name.to_owned()),
        aliases: Vec::new(),
        presence: if is_option {
            Presence::Optional
        } else {
            Presence::Required
        },
        value,
        read_by: None,
        constant: None,
        source: item(of, None, Some(field)),
    }
}

pub(super) fn same(of: TypeRef, tag: Option<(&str, &str)>) -> VariantShape {
    let tag = tag.map(|(key, value)| (key.to_owned(), value.to_owned()));
    VariantShape::Same { of, tag }
}

pub(super) fn variant(of: TypeId, index: u32, name: Option<&str>, shape: VariantShape) -> Alternative {
    Alternative {
        source: item(of, Some(index), None),
        ident: format!("V{index}"),
        name: name.map(str::to_owned),
        aliases: Vec::new(),
        is_other: false,
        shape,
    }
}
