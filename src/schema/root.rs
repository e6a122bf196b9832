//! A schema of a document that no other schema holds.

use std::ops::BitOr;

/// A schema that no other schema holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemaRoot {
    /// Its JSON pointer in the document.
    pub pointer: String,
    /// The name of the component, or of the shared response, request body or parameter.
    pub name: Option<String>,
    /// The `operationId` of the operation whose schema it is.
    pub operation: Option<String>,
    /// The bodies of operations that it is, as generators of code call them: the `operationId`, or the path and the method; the
    /// status of a response; and `request` or `response`.
    pub bodies: Vec<String>,
    /// Whether it is the body of responses that tell an error, and of no others.
    pub is_error: bool,
    /// What it is.
    pub role: RootRole,
    /// Who sends its values, as far as the schema itself stands in an operation. What follows from references is told by the
    /// graph of the document.
    pub used_in: Direction,
}

/// What a schema that no other one holds is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RootRole {
    /// A component.
    Component,
    /// The body of a request.
    RequestBody,
    /// The body of a response.
    Response,
    /// The query parameters of an operation, as one object. They stand in the list of all its parameters.
    Query,
}

/// Where the operations of a document use a schema, from the client's point of view: what a webhook delivers counts as a
/// response, since the client reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Direction {
    /// No operation uses it, or the document has none.
    #[default]
    Unused,
    /// Only requests: the client writes it.
    Requests,
    /// Only responses: the client reads it.
    Responses,
    /// Requests and responses.
    Both,
}

impl BitOr for Direction {
    type Output = Direction;

    fn bitor(self, other: Direction) -> Direction {
        match (self, other) {
            (Direction::Unused, one) | (one, Direction::Unused) => one,
            (one, same) if one == same => one,
            _ => Direction::Both,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_add_up() {
        use Direction::{Both, Requests, Responses, Unused};
        assert_eq!(
            [
                Unused | Requests,
                Requests | Requests,
                Responses | Requests,
                Both | Unused
            ],
            [Requests, Requests, Both, Both]
        );
    }
}
