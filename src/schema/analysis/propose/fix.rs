//! Corrections, and the actions of an overlay that make them.

use super::shape::Shape;
use super::target;
use crate::schema::dialect::Dialect;
use crate::schema::kind::Kind;
use crate::schema::pointer::{child, split_last, unescape};
use serde_json::{Value, json};

/// The kind of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CorrectionKind {
    /// Null is allowed.
    Nullable,
    /// A key need not be there.
    NotRequired,
    /// A value is added to an enum.
    EnumValue,
    /// A key is named, with a schema inferred from what it held.
    Property,
    /// A branch is added to a union, for a tag that none has, with a schema inferred from what had it.
    Branch,
    /// A bound is moved to the value that lay farthest out.
    Bound,
}

impl CorrectionKind {
    /// The kind as it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            CorrectionKind::Nullable => "nullable",
            CorrectionKind::NotRequired => "not_required",
            CorrectionKind::EnumValue => "enum_value",
            CorrectionKind::Property => "property",
            CorrectionKind::Branch => "branch",
            CorrectionKind::Bound => "bound",
        }
    }
}

/// An action of an overlay: its target, and the update or (`None`) that the target is removed.
pub(super) type Action = (String, Option<Value>);

/// What makes two corrections one: the kind, the place in the document, and the key or value.
pub(super) type Key = (CorrectionKind, String, String);

/// A correction.
#[derive(Debug, Clone)]
pub(super) struct Fix {
    pub(super) kind: CorrectionKind,
    /// The JSON pointer of what it corrects.
    pub(super) at: String,
    /// The key, for those that are about one.
    pub(super) key: String,
    /// The value of the enum, of the tag, or of the bound.
    pub(super) value: Value,
    pub(super) shape: Shape,
}

impl Fix {
    pub(super) fn new(kind: CorrectionKind, at: &str) -> Fix {
        Fix {
            kind,
            at: at.to_owned(),
            key: String::new(),
            value: Value::Null,
            shape: Shape::default(),
        }
    }

    pub(super) fn identity(&self) -> Key {
        let what = match self.kind {
            CorrectionKind::Nullable | CorrectionKind::Bound => String::new(),
            CorrectionKind::NotRequired | CorrectionKind::Property => self.key.clone(),
            CorrectionKind::EnumValue | CorrectionKind::Branch => self.value.to_string(),
        };
        (self.kind, self.at.clone(), what)
    }

    /// Takes another into this one; says whether that changed anything.
    pub(super) fn merge(&mut self, other: &Fix, sample: Option<&Value>) -> bool {
        let shaped = sample.is_some_and(|sample| self.shape.take(sample));
        let lower = self
            .at
            .rsplit('/')
            .next()
            .is_some_and(|keyword| keyword.starts_with("min"));
        let farther = self.kind == CorrectionKind::Bound && {
            let (had, new) = (self.value.as_f64(), other.value.as_f64());
            if lower { new < had } else { new > had }
        };
        if farther {
            self.value = other.value.clone();
        }
        shaped || farther
    }

    /// What it does, in words.
    pub(super) fn words(&self) -> String {
        match self.kind {
            CorrectionKind::Nullable => "null is sent".to_owned(),
            CorrectionKind::NotRequired => format!("the key `{}` may be missing", self.key),
            CorrectionKind::EnumValue => format!("{} is sent", self.value),
            CorrectionKind::Property => format!("the key `{}` is sent", self.key),
            CorrectionKind::Branch => format!("objects whose `{}` is {} are sent", self.key, self.value),
            CorrectionKind::Bound => {
                let keyword = self.at.rsplit('/').next().unwrap_or_default();
                format!("`{keyword}` is {} in what is sent", self.value)
            }
        }
    }

    /// The actions that make the correction in `document`: target, and update or (`None`) removal. Empty if it cannot be made.
    pub(super) fn actions(&self, document: &Value, kind: Kind, dialect: Dialect) -> Vec<Action> {
        let made = match self.kind {
            CorrectionKind::Nullable => self.nullable(document, kind, dialect),
            CorrectionKind::NotRequired => {
                let found = document.pointer(&self.at).and_then(Value::as_array);
                let there = found.is_some_and(|names| names.iter().any(|name| name.as_str() == Some(&self.key)));
                let path = target::members(document, &self.at, &self.key);
                path.filter(|_| there).map(|path| vec![(path, None)])
            }
            CorrectionKind::EnumValue => self.member(document),
            CorrectionKind::Property => {
                let update = json!({"properties": {&self.key: self.shape.schema(kind)}});
                let schema = document.pointer(&self.at).filter(|schema| schema.is_object());
                schema.and_then(|_| update_at(document, &self.at, update))
            }
            CorrectionKind::Branch => {
                let mut branch = self.shape.schema(kind);
                branch["type"] = json!("object");
                branch["properties"][&self.key] = json!({"type": type_name(&self.value), "enum": [self.value]});
                branch["required"] = json!([self.key]);
                update_at(document, &self.at, branch)
            }
            CorrectionKind::Bound => split_last(&self.at).and_then(|(schema, keyword)| {
                document.pointer(&self.at)?;
                update_at(document, schema, json!({keyword: self.value}))
            }),
        };
        made.unwrap_or_default()
    }

    fn member(&self, document: &Value) -> Option<Vec<Action>> {
        let (schema, keyword) = split_last(&self.at)?;
        match (keyword, document.pointer(&self.at)?) {
            ("const", constant) => {
                let mut actions = vec![(target::path(document, &self.at)?, None)];
                actions.extend(update_at(document, schema, json!({"enum": [constant, self.value]}))?);
                Some(actions)
            }
            (_, Value::Array(_)) => update_at(document, &self.at, self.value.clone()),
            _ => None,
        }
    }

    fn nullable(&self, document: &Value, kind: Kind, dialect: Dialect) -> Option<Vec<Action>> {
        let schema = document.pointer(&self.at)?.as_object()?;
        let composed = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "const"];
        let has: Vec<&str> = composed
            .into_iter()
            .filter(|keyword| schema.contains_key(*keyword))
            .collect();
        let mut update = match (schema.get("type"), has.as_slice()) {
            (Some(Value::String(_)), []) if kind == Kind::OpenApi30 => json!({"nullable": true}),
            (Some(Value::String(_)), []) if (kind, dialect) == (Kind::Swagger2, Dialect::AsMeant) => {
                json!({"x-nullable": true})
            }
            (Some(Value::String(name)), []) => json!({"type": [name, "null"]}),
            (Some(Value::Array(_)), []) => json!({"type": ["null"]}),
            (None, []) if schema.contains_key("enum") => json!({}),
            (None, ["anyOf"]) if kind != Kind::OpenApi30 => {
                return update_at(document, &self.at, json!({"anyOf": [{"type": "null"}]}));
            }
            (None, ["oneOf"]) if kind != Kind::OpenApi30 => {
                return update_at(document, &self.at, json!({"oneOf": [{"type": "null"}]}));
            }
            _ => return self.around(document, kind, dialect),
        };
        if schema.contains_key("enum") {
            update["enum"] = json!([null]);
        }
        update_at(document, &self.at, update)
    }

    /// The schema, or null: the schema is taken away, and put back in a union.
    fn around(&self, document: &Value, kind: Kind, dialect: Dialect) -> Option<Vec<Action>> {
        let (parent, key) = split_last(&self.at)?;
        document.pointer(parent)?.as_object()?;
        let schema = document.pointer(&self.at)?;
        let null_too = match (kind, dialect) {
            (Kind::Swagger2, Dialect::AsMeant) => json!({"allOf": [schema], "x-nullable": true}),
            (Kind::OpenApi30, Dialect::AsMeant) => json!({"allOf": [schema], "nullable": true}),
            (Kind::OpenApi30, Dialect::Strict) => json!({"anyOf": [schema, {"enum": [null]}]}),
            _ => json!({"anyOf": [schema, {"type": "null"}]}),
        };
        let mut actions = vec![(target::path(document, &self.at)?, None)];
        actions.extend(update_at(document, parent, json!({unescape(key): null_too}))?);
        Some(actions)
    }
}

fn update_at(document: &Value, pointer: &str, update: Value) -> Option<Vec<Action>> {
    Some(vec![(target::path(document, pointer)?, Some(update))])
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        _ => "string",
    }
}

/// Whether a place lies in what a correction added, and if so how many steps of the value lead there from what it added.
pub(super) fn steps_inside(fix: &Fix, document: &Value, schema_pointer: &str) -> Option<usize> {
    let inside = |added: &str| {
        let rest = schema_pointer.strip_prefix(added)?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    };
    let rest = match fix.kind {
        CorrectionKind::Property => inside(&child(&child(&fix.at, "properties"), &fix.key))?,
        CorrectionKind::Branch => {
            let number = schema_pointer
                .strip_prefix(&fix.at)?
                .strip_prefix('/')?
                .split('/')
                .next()?;
            let added = child(&fix.at, number);
            let tag = document.pointer(&child(&child(&added, "properties"), &fix.key))?;
            inside(&added).filter(|_| tag.pointer("/enum/0") == Some(&fix.value))?
        }
        _ => return None,
    };
    let mut tokens = rest.split('/').skip(1);
    let mut steps = 0;
    while let Some(token) = tokens.next() {
        match token {
            "properties" => {
                tokens.next();
                steps += 1;
            }
            "items" => steps += 1,
            _ => {}
        }
    }
    Some(steps)
}
