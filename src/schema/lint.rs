//! What is wrong with a published document.

use serde_json::Value;
use std::fmt;

use super::dialect::Dialect;
use super::document::{Document, Kind};
use super::examples::{self, Example, ExampleOutcome};
use super::keyword::children;
use super::lint_schema;
use super::pointer::{child, item};
use super::reading::Spec;

/// The defects of a document, and how its examples fare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LintReport {
    /// Defects, in the order in which they stand in the document.
    pub defects: Vec<Defect>,
    /// Every example that the document gives.
    pub examples: Vec<Example>,
}

/// One thing that is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// What kind of thing.
    pub kind: DefectKind,
    /// Where it stands, as a URI fragment.
    pub pointer: String,
    /// What is wrong there, in a few words.
    pub message: String,
}

/// The kinds of defects that [`lint`] knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DefectKind {
    /// `nullable: true` in a document whose version does not know it.
    NullableKeyword,
    /// `exclusiveMinimum` or `exclusiveMaximum` with a boolean, in a version where it is a number.
    BooleanExclusiveBound,
    /// `$recursiveRef`, which only JSON Schema 2019-09 knows.
    RecursiveRef,
    /// `allOf: [X, {nullable: true}]`, which does not allow null.
    AllOfNullable,
    /// `$ref` with `nullable` beside it, which does not allow null.
    RefWithNullable,
    /// `properties` without a type, which allow every text that is no object.
    PropertiesWithoutType,
    /// A reference to nothing.
    DanglingRef,
    /// A reference that leaves the document.
    ExternalRef,
    /// References that lead in a circle and never reach a value.
    EndlessRef,
    /// A required key that the schema does not name.
    RequiredNotNamed,
    /// A key that is required twice.
    DuplicateRequired,
    /// A value that an enum lists twice.
    DuplicateEnum,
    /// An enum value that the type beside it does not allow.
    EnumOfOtherType,
    /// A default that its own schema does not allow.
    InvalidDefault,
    /// Two branches of a `oneOf` that allow the same text, which the `oneOf` therefore does not. Deciding that takes more than
    /// this part: the command line adds it.
    OneOfOverlap,
    /// A keyword with a value that JSON Schema does not let it have; it is not read.
    IllegalKeyword,
}

impl DefectKind {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NullableKeyword => "nullable_keyword",
            Self::BooleanExclusiveBound => "boolean_exclusive_bound",
            Self::RecursiveRef => "recursive_ref",
            Self::AllOfNullable => "all_of_nullable",
            Self::RefWithNullable => "ref_with_nullable",
            Self::PropertiesWithoutType => "properties_without_type",
            Self::DanglingRef => "dangling_ref",
            Self::ExternalRef => "external_ref",
            Self::EndlessRef => "endless_ref",
            Self::RequiredNotNamed => "required_not_named",
            Self::DuplicateRequired => "duplicate_required",
            Self::DuplicateEnum => "duplicate_enum",
            Self::EnumOfOtherType => "enum_of_other_type",
            Self::InvalidDefault => "invalid_default",
            Self::OneOfOverlap => "one_of_overlap",
            Self::IllegalKeyword => "illegal_keyword",
        }
    }
}

impl fmt::Display for DefectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl LintReport {
    /// How many defects are of this kind.
    pub fn count(&self, kind: DefectKind) -> usize {
        self.defects.iter().filter(|d| d.kind == kind).count()
    }

    /// The examples that were checked and failed.
    pub fn failed(&self) -> impl Iterator<Item = &Example> {
        self.examples
            .iter()
            .filter(|e| matches!(e.outcome, ExampleOutcome::Invalid(_)))
    }
}

/// Lists what is wrong with a document, and checks its examples against its schemas, read as meant.
pub fn lint(document: &Document) -> LintReport {
    let spec = Spec::new(document.clone(), Dialect::AsMeant);
    let mut defects = Vec::new();
    for place in schemas(document) {
        lint_schema::inspect(&spec, &place, &mut defects);
    }
    LintReport {
        defects,
        examples: examples::check(&spec),
    }
}

/// A schema of the document, wherever it stands.
pub(super) struct Place<'d> {
    /// Its JSON pointer.
    pub(super) pointer: String,
    /// The schema.
    pub(super) schema: &'d Value,
    /// The keyword that holds it, or nothing if it stands on its own.
    pub(super) held_by: Option<&'d str>,
}

/// Every schema of the document, in the order of their pointers' tokens.
pub(super) fn schemas(document: &Document) -> Vec<Place<'_>> {
    let mut out = Vec::new();
    let mut rest: Vec<Place<'_>> = roots(document);
    rest.reverse();
    while let Some(place) = rest.pop() {
        if let Value::Object(members) = place.schema {
            let below = children(members, &place.pointer).into_iter();
            let below = below.map(|(keyword, pointer, schema)| Place {
                pointer,
                schema,
                held_by: Some(keyword),
            });
            rest.extend(below.rev());
        }
        out.push(place);
    }
    out
}

/// The schemas that stand on their own: components, and those of parameters, headers, requests and responses.
fn roots(document: &Document) -> Vec<Place<'_>> {
    let root = document.value();
    let on_its_own = |pointer, schema| Place {
        pointer,
        schema,
        held_by: None,
    };
    if document.kind() == Kind::JsonSchema {
        return vec![on_its_own(String::new(), root)];
    }
    let mut out = Vec::new();
    let mut rest: Vec<(String, &Value)> = vec![(String::new(), root)];
    while let Some((at, value)) = rest.pop() {
        match value {
            Value::Object(members) => {
                for (key, member) in members.iter().rev() {
                    let here = child(&at, key);
                    let is_component = at == "/components/schemas";
                    let is_schema = key == "schema" && at != "/components";
                    // Null and a list are a schema that went wrong; a word under the key `schema` is something else.
                    if is_component || is_schema && !(member.is_string() || member.is_number()) {
                        out.push(on_its_own(here, member));
                    } else if !key.starts_with("x-") && !matches!(key.as_str(), "example" | "examples") {
                        rest.push((here, member));
                    }
                }
            }
            Value::Array(items) => rest.extend(items.iter().enumerate().map(|(i, v)| (item(&at, i), v))),
            _ => {}
        }
    }
    out.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    out
}

#[cfg(test)]
#[path = "lint_tests.rs"]
mod tests;
