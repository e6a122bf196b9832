//! What the configuration says about bindings.

use super::schema_view::{NameKind, NodeId, SchemaView};
use super::type_graph::{TypeGraph, TypeIx};

/// What the configuration says about bindings.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rules<'c> {
    /// Types, by their paths, and what they stand for: the name of a component, or a pointer.
    pub(crate) bind: &'c [(String, String)],
    /// Paths of types that are not examined; `*` stands for any text.
    pub(crate) ignore: &'c [String],
}

impl Rules<'_> {
    pub(super) fn ignores(&self, types: &TypeGraph, at: TypeIx) -> bool {
        let path = &types[at].path;
        self.ignore
            .iter()
            .any(|pattern| fits(strip(pattern, &types.library), path))
    }

    /// The types and schemas that the configuration binds, and the entries that name no type or no schema.
    pub(super) fn bound(&self, types: &TypeGraph, view: &SchemaView) -> (Vec<(TypeIx, NodeId)>, Vec<String>) {
        let (mut bound, mut unfulfilled) = (Vec::new(), Vec::new());
        for (path, schema) in self.bind {
            let schemas = named(view, schema);
            let wanted = strip(path, &types.library);
            let meant: Vec<TypeIx> = types.ids().filter(|at| types[*at].is_called(wanted)).collect();
            match schemas {
                None => unfulfilled.push(format!("`{path}`: the document has no schema `{schema}`")),
                Some(_) if meant.is_empty() => unfulfilled.push(format!("`{path}`: the crate has no such type")),
                Some(id) => bound.extend(meant.into_iter().map(|at| (at, id))),
            }
        }
        (bound, unfulfilled)
    }
}

/// A path without what stands for the crate itself.
fn strip<'p>(path: &'p str, library: &str) -> &'p str {
    let start = path
        .split_once("::")
        .filter(|(start, _)| *start == "crate" || *start == library);
    start.map_or(path, |(_, rest)| rest)
}

/// The component of that name, or the schema at that pointer.
fn named(view: &SchemaView, name: &str) -> Option<NodeId> {
    let pointer = name.strip_prefix('#').unwrap_or(name);
    let is_pointer = pointer.starts_with('/') || name.starts_with('#');
    // A key that is the address of a file may be given in full.
    let key = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    view.ids().find(|id| {
        let node = &view[*id];
        let is_called = |name: &str| node.own_name.as_deref() == Some(name) || node.pointer.ends_with(&key);
        match is_pointer {
            true => node.pointer.strip_prefix('#').unwrap_or(&node.pointer) == pointer,
            false => is_called(name) && node.names.iter().any(|name| name.kind == NameKind::Own),
        }
    })
}

/// Whether a text fits a pattern in which `*` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(fits("x::*", "x::y::Run"));
        assert!(fits("*Run", "x::y::Run"));
        assert!(fits("x::*::Run", "x::y::Run"));
        assert!(!fits("x::*", "y::Run"));
        assert!(!fits("x::Run", "x::RunStep"));
    }

    #[test]
    fn the_crate_may_be_named() {
        assert_eq!(strip("crate::run::Run", "petshop"), "run::Run");
        assert_eq!(strip("petshop::run::Run", "petshop"), "run::Run");
        assert_eq!(strip("run::Run", "petshop"), "run::Run");
    }
}
