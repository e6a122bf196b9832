//! One schema of a document, rewritten into JSON Schema 2020-12.

use serde_json::{Map, Value, json};

use super::dialect::{Dialect, Move, Rewriter, Target};
use super::discriminator;
use super::document::Document;
use super::kind::Kind;
use super::pointer::child;
use super::query::{self, QueryKey};
use std::collections::BTreeMap;

/// A schema, rewritten.
pub(super) struct Unit {
    pub(super) schema: Value,
    /// Where it differs from what is published.
    pub(super) moves: Vec<Move>,
    /// The published pointers of what could not be read, and was left out.
    pub(super) unread: Vec<String>,
    /// Whether a pattern was left out because all together take too much.
    pub(super) is_costly: bool,
    /// How many values were read.
    pub(super) nodes: usize,
}

/// Answers with the reference to write instead of one that stands at a published pointer.
pub(super) type Resolve<'r> = &'r mut dyn FnMut(&str, Target<'_>) -> String;

/// Rewrites what stands at the pointer `published`, to be placed at the pointer `rewritten`.
pub(super) fn rewrite(
    document: &Document,
    dialect: Dialect,
    (published, rewritten): (&str, &str),
    resolve: Resolve<'_>,
) -> Unit {
    let mut unit = match query::keys(document, published) {
        Some(keys) => query_object(document, dialect, &keys, rewritten, resolve),
        None => {
            let source = document.value().pointer(published).unwrap_or(&Value::Null);
            one(document, dialect, source, (published, rewritten), resolve)
        }
    };
    unit.moves.push((rewritten.to_owned(), published.to_owned()));
    unit
}

fn one(
    document: &Document,
    dialect: Dialect,
    source: &Value,
    (published, rewritten): (&str, &str),
    resolve: Resolve<'_>,
) -> Unit {
    let is_meant = dialect == Dialect::AsMeant && document.kind() != Kind::JsonSchema;
    let mut rewriter = Rewriter {
        language: document.language_at(published),
        dialect,
        resolve,
        discriminators: is_meant.then(|| document.discriminators(discriminator::collect)),
        moves: Vec::new(),
        unread: Vec::new(),
        patterns: document.patterns(),
        is_costly: false,
        recursive_root: recursive_root(document, published),
    };
    Unit {
        schema: rewriter.rewrite(source, published, rewritten),
        moves: rewriter.moves,
        unread: rewriter.unread,
        is_costly: rewriter.is_costly,
        nodes: count(source),
    }
}

/// The object of the query parameters of an operation.
fn query_object(
    document: &Document,
    dialect: Dialect,
    keys: &BTreeMap<String, QueryKey>,
    rewritten: &str,
    resolve: Resolve<'_>,
) -> Unit {
    let mut object = Unit {
        schema: Value::Null,
        moves: Vec::new(),
        unread: Vec::new(),
        is_costly: false,
        nodes: 0,
    };
    let mut properties = Map::new();
    for (name, key) in keys {
        let place = child(&child(rewritten, "properties"), name);
        let source = query::schema_of(document, key);
        let property = one(document, dialect, &source, (&key.pointer, &place), &mut *resolve);
        object.moves.extend(property.moves);
        object.moves.push((place, key.pointer.clone()));
        object.unread.extend(property.unread);
        object.is_costly |= property.is_costly;
        object.nodes += property.nodes;
        properties.insert(name.clone(), property.schema);
    }
    let required: Vec<&String> = keys
        .iter()
        .filter(|(_, key)| key.is_required)
        .map(|(name, _)| name)
        .collect();
    object.schema = json!({"type": "object", "properties": properties, "required": required});
    object
}

/// The component around a pointer; the pointer itself if it stands in none.
fn recursive_root(document: &Document, pointer: &str) -> String {
    let tokens: Vec<&str> = pointer.split('/').collect();
    let length = document.kind().component_length(&tokens).unwrap_or(tokens.len());
    tokens[..length].join("/")
}

fn count(value: &Value) -> usize {
    let mut nodes = 0;
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        nodes += 1;
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => rest.extend(members.values()),
            _ => {}
        }
    }
    nodes
}
