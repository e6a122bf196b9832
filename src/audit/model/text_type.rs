//! Types that stand in attributes as text: `from = "Vec<Raw>"`.

use super::tokens::{Token, tokens};
use super::type_ref::{TypeId, TypeRef};
use super::well_known::{external, primitive};

/// The types of a crate by their definition paths.
pub(super) struct TypeNames<'a> {
    pub(super) paths: &'a [(String, TypeId)],
}

/// Where a type is written.
#[derive(Clone, Copy, Default)]
pub(super) struct Scope<'a> {
    pub(super) module: &'a str,
    /// The names of type parameters.
    pub(super) parameters: &'a [&'a str],
}

/// How deep such a type nests.
const MAX_DEPTH: usize = 16;

impl TypeNames<'_> {
    /// Reads a type as it is written somewhere. Imports are not known, so that a name counts if only one type has it, or one in the
    /// same module.
    pub(super) fn read(&self, text: &str, scope: Scope) -> TypeRef {
        let tokens = tokens(text);
        let mut rest = tokens.as_slice();
        match self.ty(&mut rest, scope, 0) {
            Some(ty) if rest.is_empty() => ty,
            _ => TypeRef::Other(text.to_owned()),
        }
    }

    /// Reads an adapter of `serde_with`, which looks like a type. Those that are none of the types above come with their last name.
    pub(super) fn adapter(&self, text: &str) -> TypeRef {
        self.read(text, Scope::default())
    }

    fn ty(&self, rest: &mut &[Token], scope: Scope, depth: usize) -> Option<TypeRef> {
        if depth > MAX_DEPTH {
            return None;
        }
        while let [Token::Sign('&'), after @ ..] = *rest {
            *rest = after;
        }
        while let [Token::Word(word), after @ ..] = *rest
            && (word.starts_with('\'') || word == "mut")
        {
            *rest = after;
        }
        match *rest {
            [Token::Sign('('), after @ ..] => {
                *rest = after;
                let items = self.list(rest, ')', scope, depth)?;
                Some(if items.is_empty() {
                    TypeRef::Unit
                } else {
                    TypeRef::Tuple(items)
                })
            }
            [Token::Sign('['), after @ ..] => {
                *rest = after;
                let item = Box::new(self.ty(rest, scope, depth + 1)?);
                match *rest {
                    [Token::Sign(']'), after @ ..] => {
                        *rest = after;
                        Some(TypeRef::List(item))
                    }
                    [Token::Sign(';'), Token::Word(length), Token::Sign(']'), after @ ..] => {
                        *rest = after;
                        Some(TypeRef::Array(item, length.parse().ok()))
                    }
                    _ => None,
                }
            }
            _ => self.path(rest, scope, depth),
        }
    }

    fn path(&self, rest: &mut &[Token], scope: Scope, depth: usize) -> Option<TypeRef> {
        let mut steps: Vec<String> = Vec::new();
        let mut arguments = Vec::new();
        loop {
            while let [Token::Sign(':'), after @ ..] = *rest {
                *rest = after;
            }
            match *rest {
                [Token::Word(word), after @ ..] => {
                    steps.push(word.clone());
                    *rest = after;
                }
                [Token::Sign('<'), after @ ..] if !steps.is_empty() => {
                    *rest = after;
                    arguments = self.list(rest, '>', scope, depth)?;
                }
                _ => break,
            }
            if !matches!(*rest, [Token::Sign(':' | '<'), ..]) {
                break;
            }
        }
        let name = steps.last()?;
        if steps.len() == 1
            && let Some(primitive) = primitive(name)
        {
            return Some(primitive);
        }
        if steps.len() == 1 && scope.parameters.contains(&name.as_str()) {
            return Some(TypeRef::Parameter(name.clone()));
        }
        if let Some(id) = self.named(&steps, scope.module) {
            return Some(TypeRef::Local(id, arguments));
        }
        if steps.len() == 1 {
            // What is in scope everywhere, or is imported under this name nearly always.
            let package = match name.as_str() {
                "Value" | "Map" => "serde_json",
                "IndexMap" | "IndexSet" => "indexmap",
                _ => "std",
            };
            steps.insert(0, package.to_owned());
        }
        match external(&steps, arguments) {
            TypeRef::External { path, .. } if path.starts_with("std::") => None,
            known => Some(known),
        }
    }

    fn list(&self, rest: &mut &[Token], end: char, scope: Scope, depth: usize) -> Option<Vec<TypeRef>> {
        let mut items = Vec::new();
        loop {
            match *rest {
                [Token::Sign(sign), after @ ..] if *sign == end => {
                    *rest = after;
                    return Some(items);
                }
                [Token::Sign(','), after @ ..] => *rest = after,
                [Token::Word(lifetime), after @ ..] if lifetime.starts_with('\'') => *rest = after,
                [] => return None,
                _ => items.push(self.ty(rest, scope, depth + 1)?),
            }
        }
    }

    /// The type of the crate that a path names.
    fn named(&self, steps: &[String], module: &str) -> Option<TypeId> {
        let name = steps.last()?;
        let same_name = |(path, _): &&(String, TypeId)| path.rsplit("::").next() == Some(name);
        let candidates: Vec<&(String, TypeId)> = self.paths.iter().filter(same_name).collect();
        let path = steps.join("::");
        let below = path
            .trim_start_matches("crate::")
            .trim_start_matches("super::")
            .trim_start_matches("self::");
        let fitting: Vec<&&(String, TypeId)> = candidates
            .iter()
            .filter(|(candidate, _)| candidate.ends_with(&format!("::{below}")))
            .collect();
        let here = candidates
            .iter()
            .find(|(candidate, _)| *candidate == format!("{module}::{below}"));
        match (here, fitting.as_slice()) {
            (Some((_, id)), _) => Some(*id),
            (None, [(_, id)]) => Some(*id),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> TypeRef {
        let paths = [
            ("lib::a::Raw".to_owned(), TypeId(0)),
            ("lib::b::Raw".to_owned(), TypeId(1)),
            ("lib::b::Only".to_owned(), TypeId(2)),
        ];
        let scope = Scope {
            module: "lib::a",
            parameters: &["T"],
        };
        TypeNames { paths: &paths }.read(text, scope)
    }

    #[test]
    fn types_of_the_crate_are_found() {
        assert_eq!(
            read("Only<T>"),
            TypeRef::Local(TypeId(2), vec![TypeRef::Parameter("T".to_owned())])
        );
        assert_eq!(read("Raw"), TypeRef::Local(TypeId(0), vec![]));
        assert_eq!(read("super::b::Raw"), TypeRef::Local(TypeId(1), vec![]));
        assert_eq!(read("Only"), TypeRef::Local(TypeId(2), vec![]));
        assert_eq!(
            read("Vec < Only >"),
            TypeRef::List(Box::new(TypeRef::Local(TypeId(2), vec![])))
        );
    }

    #[test]
    fn known_types_are_read() {
        assert_eq!(read("&'static str"), TypeRef::Text);
        assert_eq!(
            read("std::collections::HashMap<String, bool>"),
            read("HashMap<String, bool>")
        );
        assert_eq!(
            read("Option<serde_json::Value>"),
            TypeRef::Option(Box::new(TypeRef::AnyJson))
        );
        assert_eq!(read("[u8; 4]"), TypeRef::Array(Box::new(read("u8")), Some(4)));
        assert_eq!(read("()"), TypeRef::Unit);
    }

    #[test]
    fn the_rest_is_left_as_text() {
        assert_eq!(read("Unknown"), TypeRef::Other("Unknown".to_owned()));
        assert_eq!(read("Vec<"), TypeRef::Other("Vec<".to_owned()));
    }
}
