//! What is wrong with one schema of a document.

use crate::schema::validation;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

use super::defect::{Defect, DefectKind};
use super::effort::Effort;
use super::locations::SchemaLocation;
use crate::schema::dialect::{describes_an_object, is_bare_nullable};
use crate::schema::error::SpecError;
use crate::schema::keyword::{Holds, holds, is_assertion, is_in_place, is_legal, is_schema};
use crate::schema::kind::Kind;
use crate::schema::patterns::Legality;
use crate::schema::pointer::{child, fragment, item};
use crate::schema::reading::Spec;
use crate::schema::refs;

/// Adds the defects of one schema, not those of the schemas below it.
pub(super) fn inspect(effort: &Effort<'_>, place: &SchemaLocation<'_>, defects: &mut Vec<Defect>) {
    let Value::Object(members) = place.schema else {
        if !is_schema(place.schema) {
            defects.push(Defect {
                kind: DefectKind::IllegalKeyword,
                pointer: fragment(&place.pointer),
                message: NO_SCHEMA.to_owned(),
            });
        }
        return;
    };
    let mut inspection = Inspection {
        effort,
        spec: effort.spec,
        place,
        members,
        defects,
    };
    inspection.dialect();
    inspection.references();
    inspection.required();
    inspection.enumeration();
    inspection.default();
    inspection.legality();
}

const NO_SCHEMA: &str = "a schema must be an object or a boolean, and this is not read";

struct Inspection<'i> {
    effort: &'i Effort<'i>,
    spec: &'i Spec,
    place: &'i SchemaLocation<'i>,
    members: &'i Map<String, Value>,
    defects: &'i mut Vec<Defect>,
}

impl Inspection<'_> {
    fn report(&mut self, kind: DefectKind, below: &str, message: impl Into<String>) {
        let pointer = format!("{}{below}", fragment(&self.place.pointer));
        self.defects.push(Defect {
            kind,
            pointer,
            message: message.into(),
        });
    }

    /// Keywords of another version of OpenAPI or JSON Schema.
    fn dialect(&mut self) {
        let kind = self.spec.document().kind();
        let nullable = self.members.get("nullable") == Some(&Value::Bool(true));
        if nullable && kind != Kind::OpenApi30 {
            self.report(
                DefectKind::NullableKeyword,
                "/nullable",
                "this version does not know `nullable`, so null is not allowed",
            );
        }
        if nullable && self.members.contains_key("$ref") {
            self.report(
                DefectKind::RefWithNullable,
                "/nullable",
                "`nullable` beside `$ref` does not make it nullable",
            );
        }
        if self
            .members
            .get("allOf")
            .and_then(Value::as_array)
            .is_some_and(|list| list.iter().any(is_bare_nullable))
        {
            self.report(
                DefectKind::AllOfNullable,
                "/allOf",
                "a nullable part does not make the whole `allOf` nullable",
            );
        }
        if !self.place.held_by.is_some_and(is_in_place) && describes_an_object(self.members) {
            self.report(
                DefectKind::PropertiesWithoutType,
                "/properties",
                "without `type: object`, any text that is no object is allowed",
            );
        }
        if self.members.contains_key("$recursiveRef") && kind != Kind::JsonSchema {
            self.report(
                DefectKind::RecursiveRef,
                "/$recursiveRef",
                "this version does not know `$recursiveRef`, so anything is allowed",
            );
        }
        for bound in ["exclusiveMinimum", "exclusiveMaximum"] {
            if kind == Kind::OpenApi31 && self.members.get(bound).is_some_and(Value::is_boolean) {
                self.report(
                    DefectKind::BooleanExclusiveBound,
                    &child("", bound),
                    format!("`{bound}` must be a number in this version"),
                );
            }
        }
    }

    fn references(&mut self) {
        for keyword in ["$ref", "$dynamicRef", "$recursiveRef"] {
            if self.members.get(keyword).is_some_and(|target| !target.is_string()) {
                let message = format!("`{keyword}` must be a string, and is not read");
                self.report(DefectKind::IllegalKeyword, &child("", keyword), message);
            }
        }
        let Some((keyword, reference)) = refs::reference(self.members) else {
            return;
        };
        let at = child(&self.place.pointer, keyword);
        let below = child("", keyword);
        match refs::resolve(self.spec.document(), &at, reference) {
            Err(error @ SpecError::ExternalRef { .. }) => {
                self.report(DefectKind::ExternalRef, &below, error.to_string())
            }
            Err(error) => self.report(DefectKind::DanglingRef, &below, error.to_string()),
            Ok(_) => {
                // The circle is told at each component on it; elsewhere it would only be told again.
                if self.place.held_by.is_none() && self.compiles_endlessly() {
                    self.report(
                        DefectKind::EndlessRef,
                        &below,
                        "the references lead in a circle that never reaches a value",
                    );
                }
            }
        }
    }

    fn compiles_endlessly(&self) -> bool {
        matches!(
            self.spec.compiled("", &self.place.pointer),
            Err(SpecError::EndlessRef { .. })
        )
    }

    fn required(&mut self) {
        let Some(Value::Array(names)) = self.members.get("required") else {
            return;
        };
        let properties = self.members.get("properties").and_then(Value::as_object);
        let composed =
            self.members.keys().any(|k| is_in_place(k) || k == "$ref") || self.place.held_by == Some("allOf");
        let mut seen = HashSet::new();
        for (i, name) in names.iter().enumerate() {
            let Some(name) = name.as_str() else { continue };
            let at = item("/required", i);
            if !seen.insert(name) {
                self.report(
                    DefectKind::DuplicateRequired,
                    &at,
                    format!("`{name}` is required twice"),
                );
            } else if !composed && properties.is_some_and(|p| !p.contains_key(name)) {
                self.report(
                    DefectKind::RequiredNotNamed,
                    &at,
                    format!("`{name}` is required, but not among the properties"),
                );
            }
        }
    }

    fn enumeration(&mut self) {
        let Some(Value::Array(values)) = self.members.get("enum") else {
            return;
        };
        let nullable = self.members.get("nullable") == Some(&Value::Bool(true));
        let types = self.members.get("type").filter(|t| is_legal("type", t));
        let validator = types.and_then(|t| validation::options().build(&json!({ "type": t })).ok());
        let mut seen = HashSet::new();
        for (i, value) in values.iter().enumerate() {
            let at = item("/enum", i);
            if !seen.insert(value.to_string()) {
                self.report(DefectKind::DuplicateEnum, &at, "the value is listed twice");
            }
            if validator.as_ref().is_some_and(|v| !v.is_valid(value)) && !(nullable && value.is_null()) {
                self.report(
                    DefectKind::EnumOfOtherType,
                    &at,
                    "the type beside the enum does not allow this value",
                );
            }
        }
    }

    fn default(&mut self) {
        let Some(default) = self.members.get("default") else {
            return;
        };
        match self.effort.violations(&self.place.pointer, default) {
            Err(not) if not.is_costly => self.effort.leave_out(),
            // What cannot be read has a defect of its own.
            Err(_) => {}
            Ok(violations) => {
                if let Some(first) = violations.first() {
                    self.report(DefectKind::InvalidDefault, "/default", first.message.clone());
                }
            }
        }
    }

    fn legality(&mut self) {
        let members = self.members;
        let maps = members.iter().filter(|(keyword, _)| holds(keyword) == Some(Holds::Map));
        for (keyword, map) in maps.filter(|(keyword, _)| *keyword != "dependencies") {
            for (key, _) in map
                .as_object()
                .into_iter()
                .flatten()
                .filter(|(_, held)| !is_schema(held))
            {
                self.report(DefectKind::IllegalKeyword, &child(&child("", keyword), key), NO_SCHEMA);
            }
        }
        for (keyword, value) in members.iter().filter(|(k, _)| holds(k).is_some() || is_assertion(k)) {
            let told_elsewhere = match keyword.as_str() {
                "exclusiveMinimum" | "exclusiveMaximum" => value.is_boolean(),
                "required" => value.as_array().is_some_and(|names| names.iter().all(Value::is_string)),
                _ => false,
            };
            let patterns = self.spec.document().patterns().of_keyword(keyword, value);
            let is_read = is_legal(keyword, value) && patterns == Legality::Legal;
            if patterns == Legality::TooCostly {
                self.effort.leave_out();
            } else if !(told_elsewhere || is_read) {
                self.report(
                    DefectKind::IllegalKeyword,
                    &child("", keyword),
                    format!("`{keyword}` must not have this value, and is not read"),
                );
            }
        }
    }
}
