//! The bodies of requests and responses in the operations of an OpenAPI document.

use serde_json::{Map, Value};
use std::collections::HashSet;

use super::document::Document;
use super::pointer::{child, unescape};
use super::refs;
use super::root::{Direction, RootRole, SchemaRoot};

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];
/// References in a row lead somewhere before this, or nowhere.
const MAX_HOPS: usize = 16;

/// The schemas of the bodies of all operations, of webhooks and callbacks as well. A body that several operations share is
/// listed once for each.
pub(super) fn bodies(document: &Document) -> Vec<SchemaRoot> {
    let mut search = Search {
        document,
        seen: HashSet::new(),
        waiting: Vec::new(),
        found: Vec::new(),
    };
    search.path_items("/paths", Sender::Client);
    search.path_items("/webhooks", Sender::Server);
    while let Some((at, sender)) = search.waiting.pop() {
        search.path_item(&at, sender);
    }
    search.found
}

/// Who sends the requests.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Sender {
    Client,
    /// Webhooks and callbacks: the client reads the requests and writes the responses.
    Server,
}

impl Sender {
    fn direction(self, role: RootRole) -> Direction {
        match (self, role == RootRole::RequestBody) {
            (Sender::Client, true) | (Sender::Server, false) => Direction::Requests,
            (Sender::Client, false) | (Sender::Server, true) => Direction::Responses,
        }
    }
}

struct Search<'d> {
    document: &'d Document,
    /// The path items that were or will be searched.
    seen: HashSet<(String, Sender)>,
    waiting: Vec<(String, Sender)>,
    found: Vec<SchemaRoot>,
}

/// An object of the document that is not a reference, and its pointer.
type Found<'d> = (String, &'d Map<String, Value>);

impl<'d> Search<'d> {
    /// The object at a pointer, or what it refers to.
    fn object(&self, at: &str) -> Option<Found<'d>> {
        let mut at = at.to_owned();
        for _ in 0..MAX_HOPS {
            let members = self.document.value().pointer(&at)?.as_object()?;
            match members.get("$ref").and_then(Value::as_str) {
                Some(reference) => at = refs::resolve(self.document, &at, reference).ok()?,
                None => return Some((at, members)),
            }
        }
        None
    }

    /// The pointers of the members of the object at a pointer.
    fn members(&self, at: &str) -> Vec<String> {
        let found = self.object(at);
        let pointers = |(at, members): Found<'_>| members.keys().map(|key| child(&at, key)).collect();
        found.map(pointers).unwrap_or_default()
    }

    fn path_items(&mut self, at: &str, sender: Sender) {
        for at in self.members(at) {
            if let Some((at, _)) = self.object(&at)
                && self.seen.insert((at.clone(), sender))
            {
                self.waiting.push((at, sender));
            }
        }
    }

    fn path_item(&mut self, at: &str, sender: Sender) {
        for method in METHODS {
            let Some((at, operation)) = self.object(&child(at, method)) else {
                continue;
            };
            let id = operation.get("operationId").and_then(Value::as_str);
            self.content(&child(&at, "requestBody"), RootRole::RequestBody, sender, id);
            for response in self.members(&child(&at, "responses")) {
                self.content(&response, RootRole::Response, sender, id);
            }
            for callback in self.members(&child(&at, "callbacks")) {
                self.path_items(&callback, Sender::Server);
            }
        }
    }

    /// The schemas of a request body or a response.
    fn content(&mut self, at: &str, role: RootRole, sender: Sender, operation: Option<&str>) {
        let Some((at, _)) = self.object(at) else { return };
        let shared = at
            .strip_prefix("/components/")
            .and_then(|rest| Some(unescape(rest.split_once('/')?.1).into_owned()));
        for media_type in self.members(&child(&at, "content")) {
            let pointer = child(&media_type, "schema");
            let schema = self.document.value().pointer(&pointer);
            if !schema.is_some_and(super::keyword::is_schema) {
                continue;
            }
            self.found.push(SchemaRoot {
                pointer,
                operation: operation.filter(|_| shared.is_none()).map(str::to_owned),
                name: shared.clone(),
                role,
                used_in: sender.direction(role),
            });
        }
    }
}
