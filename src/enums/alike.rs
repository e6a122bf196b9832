//! Enums of one type that stand for one schema.

use crate::schema::Spec;
use crate::subject::EnumSubject;
use std::collections::HashSet;

/// The enums without those of a type that stand for a schema for which that type is decided already: many places of a document describe
/// a value in the same words, and the type reads it in the same way at each of them.
pub fn one_of_each_schema<'a>(enums: &'a [EnumSubject], spec: &Spec) -> Vec<&'a EnumSubject> {
    let mut decided: HashSet<(&str, String)> = HashSet::new();
    let mut kept = Vec::new();
    for union in enums {
        // What stands for no schema, or for one that cannot be read, is like no other.
        let schema = union.at().and_then(|at| spec.at(at).ok());
        let key = schema.map(|schema| (union.whole().type_name(), schema.json_schema().to_string()));
        if key.is_none_or(|key| decided.insert(key)) {
            kept.push(union);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document};
    use crate::untagged;
    use serde::{Deserialize, Serialize};

    #[derive(Deserialize, Serialize)]
    #[serde(untagged)]
    enum Value {
        Number(f64),
        Text(String),
    }

    #[derive(Deserialize, Serialize)]
    #[serde(untagged)]
    enum Other {
        Text(String),
    }

    #[test]
    fn a_type_is_decided_once_for_each_schema() {
        let document = br##"{"$defs": {"T": {"type": "object", "properties": {
            "a": {"oneOf": [{"type": "number"}, {"$ref": "#/$defs/Text"}]},
            "b": {"oneOf": [{"type": "number"}, {"$ref": "#/$defs/Text"}]},
            "c": {"oneOf": [{"$ref": "#/$defs/Text"}, {"type": "number"}]}}}, "Text": {"type": "string"}}}"##;
        let spec = Spec::new(Document::parse("t", document).unwrap(), Dialect::AsMeant);
        let enums = [
            untagged! { Value { Number(f64), Text(String) } => "T/properties/a" },
            untagged! { Other { Text(String) } => "T/properties/a" },
            untagged! { Value { Number(f64), Text(String) } => "T/properties/b" },
            untagged! { Value { Number(f64), Text(String) } => "T/properties/c" },
            untagged! { Value { Number(f64), Text(String) } },
        ];
        let kept = one_of_each_schema(&enums, &spec).into_iter();
        let kept: Vec<(&str, &str)> = kept
            .map(|union| (union.name(), union.at().unwrap_or_default()))
            .collect();
        assert_eq!(
            kept,
            [
                ("Value", "T/properties/a"),
                ("Other", "T/properties/a"),
                ("Value", "T/properties/c"),
                ("Value", "")
            ]
        );
    }
}
