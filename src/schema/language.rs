//! The language that a schema is written in: a draft of JSON Schema, or that of a version of OpenAPI.

use serde_json::{Map, Value};

use super::kind::Kind;

/// A draft of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Draft {
    Draft4,
    Draft6,
    Draft7,
    Draft2019,
    Draft2020,
}

impl Draft {
    /// The draft that a `$schema` names.
    fn of(uri: &str) -> Option<Draft> {
        let uri = uri.trim_end_matches('#');
        let path = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://"))?;
        Some(match path.strip_prefix("json-schema.org/")? {
            "draft-04/schema" => Draft::Draft4,
            "draft-06/schema" => Draft::Draft6,
            "draft-07/schema" => Draft::Draft7,
            "draft/2019-09/schema" => Draft::Draft2019,
            "draft/2020-12/schema" => Draft::Draft2020,
            _ => return None,
        })
    }
}

/// The language that a schema is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Swagger2,
    OpenApi30,
    OpenApi31,
    /// JSON Schema. If no draft is named, the keywords of all of them are read as the latest draft that has them reads them.
    JsonSchema(Option<Draft>),
}

impl Language {
    /// The language of the schemas of a document.
    pub(super) fn of_kind(kind: Kind) -> Language {
        match kind {
            Kind::Swagger2 => Language::Swagger2,
            Kind::OpenApi30 => Language::OpenApi30,
            Kind::OpenApi31 => Language::OpenApi31,
            Kind::JsonSchema => Language::JsonSchema(None),
        }
    }

    /// The language inside an object in a document of this language: its `$schema` may name another one.
    pub(super) fn inside(self, members: &Map<String, Value>) -> Language {
        let named = members.get("$schema").and_then(Value::as_str).and_then(Draft::of);
        match named {
            Some(draft) => Language::JsonSchema(Some(draft)),
            None => self,
        }
    }

    /// The language at a JSON pointer of a document of this language.
    pub(super) fn at(self, document: &Value, pointer: &str) -> Language {
        let inside = |language: Language, value: &Value| value.as_object().map_or(language, |it| language.inside(it));
        let mut language = inside(self, document);
        let mut value = document;
        for token in pointer.split('/').skip(1) {
            let held = match value {
                Value::Array(items) => token.parse().ok().and_then(|index: usize| items.get(index)),
                other => other.get(&*super::pointer::unescape(token)),
            };
            let Some(held) = held else { break };
            value = held;
            language = inside(language, value);
        }
        language
    }

    /// Whether it is a draft of JSON Schema, and not the language of an API description.
    pub(super) fn is_json_schema(self) -> bool {
        matches!(self, Language::JsonSchema(_))
    }

    /// The draft of JSON Schema, if one is named.
    fn draft(self) -> Option<Draft> {
        match self {
            Language::JsonSchema(draft) => draft,
            _ => None,
        }
    }

    /// Whether what stands beside a `$ref` means nothing.
    pub(super) fn ignores_siblings(self) -> bool {
        matches!(self, Language::Swagger2 | Language::OpenApi30) || self.draft().is_some_and(|it| it <= Draft::Draft7)
    }

    /// Whether `exclusiveMinimum: true` makes the `minimum` beside it exclusive.
    pub(super) fn has_boolean_bounds(self) -> bool {
        match self {
            Language::Swagger2 | Language::OpenApi30 => true,
            Language::OpenApi31 => false,
            Language::JsonSchema(draft) => draft.is_none_or(|draft| draft == Draft::Draft4),
        }
    }

    /// Whether only digits are an integer: neither `1.0` nor `-0`.
    pub(super) fn has_plain_integers(self) -> bool {
        self.draft() == Some(Draft::Draft4)
    }

    /// Whether `id` identifies a schema, as `$id` does.
    pub(super) fn has_plain_id(self) -> bool {
        matches!(self, Language::JsonSchema(None | Some(Draft::Draft4)))
    }

    /// Whether the language knows `$recursiveRef`.
    pub(super) fn has_recursive_references(self) -> bool {
        matches!(self, Language::JsonSchema(None | Some(Draft::Draft2019)))
    }

    /// Whether the language knows a keyword, rather than ignoring it.
    pub(super) fn knows(self, keyword: &str) -> bool {
        let since = match keyword {
            "const" | "contains" | "propertyNames" => Draft::Draft6,
            "if" | "then" | "else" => Draft::Draft7,
            "dependentRequired"
            | "dependentSchemas"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "minContains"
            | "maxContains" => Draft::Draft2019,
            "prefixItems" | "$dynamicRef" => Draft::Draft2020,
            _ => Draft::Draft4,
        };
        self.draft().is_none_or(|draft| draft >= since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn drafts_are_named_with_and_without_a_fragment() {
        assert_eq!(
            Draft::of("http://json-schema.org/draft-04/schema#"),
            Some(Draft::Draft4)
        );
        assert_eq!(
            Draft::of("https://json-schema.org/draft-07/schema"),
            Some(Draft::Draft7)
        );
        assert_eq!(
            Draft::of("https://json-schema.org/draft/2020-12/schema"),
            Some(Draft::Draft2020)
        );
        assert_eq!(Draft::of("https://example.com/draft-07/schema"), None);
    }

    #[test]
    fn the_innermost_schema_that_names_a_draft_counts() {
        let seven = "http://json-schema.org/draft-07/schema#";
        let document = json!({"definitions": {"a": {"$schema": seven, "items": [{}]}, "b": {}}});
        let at = |pointer| Language::JsonSchema(None).at(&document, pointer);
        assert_eq!(at("/definitions/a/items/0"), Language::JsonSchema(Some(Draft::Draft7)));
        assert_eq!(at("/definitions/b"), Language::JsonSchema(None));
        assert!(at("/definitions/a").ignores_siblings() && !at("/definitions/a").knows("unevaluatedProperties"));
    }
}
