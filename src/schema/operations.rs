//! The schemas of requests and responses in the operations of an API description.

use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::HashSet;

use super::document::Document;
use super::keyword::is_schema;
use super::kind::Kind;
use super::pointer::{child, item, unescape};
use super::query::{self, parameter as followed};
use super::root::{Direction, RootRole, SchemaRoot};

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// The schemas of the bodies and of the query parameters of all operations, of webhooks and callbacks as well. A body that several
/// operations share is listed once for each.
pub(super) fn schemas(document: &Document) -> Vec<SchemaRoot> {
    let mut search = Search {
        document,
        seen: HashSet::new(),
        waiting: Vec::new(),
        found: Vec::new(),
    };
    search.path_items("/paths", Sender::Client);
    search.path_items("/webhooks", Sender::Server);
    // The order of the document: a generator names a shared response after the first operation.
    search.waiting.reverse();
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
        match (self, role == RootRole::Response) {
            (Sender::Client, false) | (Sender::Server, true) => Direction::Requests,
            (Sender::Client, true) | (Sender::Server, false) => Direction::Responses,
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

/// The operation that is searched.
#[derive(Clone, Copy)]
struct Operation<'o> {
    id: Option<&'o str>,
    path: &'o str,
    method: &'o str,
    sender: Sender,
}

impl Operation<'_> {
    /// What generators of code call a body of it: that of the response at a pointer, or that of the request.
    fn body(self, role: RootRole, at: &str) -> Option<String> {
        let own = self
            .id
            .map_or_else(|| format!("{} {}", self.path, self.method), str::to_owned);
        match role {
            RootRole::Response => Some(format!("{own} {} response", last(at))),
            RootRole::RequestBody => Some(format!("{own} request")),
            RootRole::Component | RootRole::Query => None,
        }
    }
}

/// The last name of a pointer.
fn last(at: &str) -> Cow<'_, str> {
    unescape(at.rsplit_once('/').map_or(at, |(_, name)| name))
}

impl<'d> Search<'d> {
    /// The object at a pointer, or what it refers to.
    fn object(&self, at: &str) -> Option<(String, &'d Map<String, Value>)> {
        followed(self.document, at)
    }

    /// The pointers of the members of the object at a pointer.
    fn members(&self, at: &str) -> Vec<String> {
        let found = self.object(at);
        let pointers =
            |(at, members): (String, &Map<String, Value>)| members.keys().map(|key| child(&at, key)).collect();
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
        let path = last(at);
        for method in METHODS {
            let Some((at, members)) = self.object(&child(at, method)) else {
                continue;
            };
            let id = members.get("operationId").and_then(Value::as_str);
            let operation = Operation {
                id,
                path: &path,
                method,
                sender,
            };
            self.parameters(&child(&at, "parameters"), operation);
            self.content(&child(&at, "requestBody"), RootRole::RequestBody, operation);
            let responses = self.members(&child(&at, "responses"));
            for response in &responses {
                let is_error = match &*last(response) {
                    // It is for what the others do not tell.
                    "default" => responses.len() > 1,
                    status => status.starts_with(['4', '5']),
                };
                let known = self.found.len();
                self.content(response, RootRole::Response, operation);
                self.found[known..].iter_mut().for_each(|body| body.is_error = is_error);
            }
            for callback in self.members(&child(&at, "callbacks")) {
                self.path_items(&callback, Sender::Server);
            }
        }
    }

    /// The schemas of parameters: those in the query as one object, and in Swagger the body.
    fn parameters(&mut self, list: &str, operation: Operation<'_>) {
        if query::keys(self.document, list).is_some_and(|keys| !keys.is_empty()) {
            self.note(list.to_owned(), None, RootRole::Query, operation, None);
        }
        let length = self.document.value().pointer(list).and_then(Value::as_array);
        let parameters = (0..length.map_or(0, Vec::len)).map(|index| item(list, index));
        if self.document.kind() == Kind::Swagger2 {
            parameters.for_each(|at| self.content(&at, RootRole::RequestBody, operation));
        }
    }

    /// The schemas of a request body or a response: one for each media type; in Swagger its own.
    fn content(&mut self, at: &str, role: RootRole, operation: Operation<'_>) {
        let body = operation.body(role, at);
        let Some((at, _)) = self.object(at) else { return };
        let holders = match self.document.kind() {
            Kind::Swagger2 => vec![at.clone()],
            _ => self.members(&child(&at, "content")),
        };
        for holder in holders {
            let pointer = child(&holder, "schema");
            if self.document.value().pointer(&pointer).is_some_and(is_schema) {
                self.note(pointer, shared_name(&at), role, operation, body.clone());
            }
        }
    }

    fn note(
        &mut self,
        pointer: String,
        shared: Option<String>,
        role: RootRole,
        operation: Operation<'_>,
        body: Option<String>,
    ) {
        self.found.push(SchemaRoot {
            pointer,
            operation: operation.id.filter(|_| shared.is_none()).map(str::to_owned),
            name: shared,
            bodies: body.into_iter().collect(),
            is_error: false,
            role,
            used_in: operation.sender.direction(role),
        });
    }
}

/// The name of a request body, a response or a parameter that stands in a section of its own, not in an operation.
fn shared_name(at: &str) -> Option<String> {
    let sections = ["/components/", "/responses/", "/parameters/"];
    let rest = sections.iter().find_map(|section| at.strip_prefix(section))?;
    Some(last(rest).into_owned())
}
