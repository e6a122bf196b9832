//! Findings about what is no JSON on the wire.
//!
//! A query, or a form, has texts alone: nothing in it is null, an empty list is the same as none, `0` is the text `0`, and a list of
//! one is the one. The document describes them as JSON, and so they are examined; what they cannot tell apart is a note.

use crate::finding::{Code, Finding, FindingDraft, Kind};
use crate::schema::Schema;

/// What is known of a finding.
pub(crate) struct About<'f> {
    code: Code,
    kind: Option<Kind>,
    message: &'f str,
    read: Option<&'f str>,
    wrote: Option<&'f str>,
}

impl<'f> From<&'f FindingDraft> for About<'f> {
    fn from(draft: &'f FindingDraft) -> About<'f> {
        About {
            code: draft.code,
            kind: draft.kind,
            message: &draft.message,
            read: draft.read.as_deref(),
            wrote: draft.wrote.as_deref(),
        }
    }
}

impl<'f> From<&'f Finding> for About<'f> {
    fn from(finding: &'f Finding) -> About<'f> {
        About {
            code: finding.code,
            kind: finding.kind,
            message: &finding.message,
            read: finding.read.as_deref(),
            wrote: finding.wrote.as_deref(),
        }
    }
}

/// The kind of a finding about a difference that texts do not have, if the schema describes a query or a form.
pub(crate) fn kind_of_text<'f>(schema: &Schema, about: impl Into<About<'f>>) -> Option<Kind> {
    (schema.is_sent_as_text() && is_no_difference(&about.into())).then_some(Kind::SentAsText)
}

fn is_no_difference(about: &About<'_>) -> bool {
    let is_nothing = |json: Option<&str>| matches!(json, Some("null" | "[]" | "\"\""));
    let as_text = |json: &'_ str| json.trim_matches('"').to_owned();
    match (about.code, about.kind) {
        (Code::Lossy, Some(Kind::AbsentBecameNull | Kind::NullBecameAbsent)) => true,
        (Code::Lossy, Some(Kind::AddedKey)) => is_nothing(about.wrote),
        (Code::Lossy, Some(Kind::DroppedKey)) => is_nothing(about.read),
        (Code::Lossy, _) => about
            .read
            .zip(about.wrote)
            .is_some_and(|(read, wrote)| as_text(read) == as_text(wrote)),
        (Code::EmitsInvalid, _) => is_nothing(about.wrote),
        (Code::Rejected, _) => {
            let is_text = about.read.is_some_and(|json| json.starts_with('"'));
            let is_scalar = about.read.is_some_and(|json| !json.starts_with(['"', '{', '[']));
            is_scalar || (is_text && about.message.contains("expected a sequence"))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document, Spec};
    use serde_json::json;

    #[test]
    fn what_a_query_does_not_tell_apart_is_of_a_kind_of_its_own() {
        let media = |name: &str| json!({"requestBody": {"content": {name: {"schema": {"type": "object"}}}}});
        let document = json!({"openapi": "3.0.0", "paths": {"/a": {
            "get": {"parameters": [{"name": "n", "in": "query", "schema": {"type": "integer"}}]},
            "post": media("application/x-www-form-urlencoded"), "put": media("application/json")},
            "/b": {"$ref": "#/components/pathItems/b"}},
            "components": {"schemas": {"parameters": {"type": "object"}}, "pathItems": {"b": {
                "get": {"parameters": [{"name": "n", "in": "query", "schema": {"type": "integer"}}]}}}}});
        let spec = Spec::new(
            Document::parse("t", document.to_string().as_bytes()).unwrap(),
            Dialect::AsMeant,
        );
        let schema = |at: &str| spec.component(&format!("#/paths/~1a/{at}")).unwrap();
        let body = |verb: &str, media: &str| schema(&format!("{verb}/requestBody/content/application~1{media}/schema"));
        let query = schema("get/parameters");
        let lossy = |kind, read: Option<&str>, wrote: Option<&str>| {
            let texts = |json: Option<&str>| json.map(str::to_owned);
            FindingDraft::new(Code::Lossy, "x")
                .kind(kind)
                .read(texts(read))
                .wrote(texts(wrote))
        };
        let null = lossy(Kind::AbsentBecameNull, None, Some("null"));
        assert_eq!(kind_of_text(&query, &null), Some(Kind::SentAsText));
        assert_eq!(
            kind_of_text(&body("post", "x-www-form-urlencoded"), &null),
            Some(Kind::SentAsText)
        );
        assert_eq!(kind_of_text(&body("put", "json"), &null), None);
        let elsewhere = spec.component("#/components/pathItems/b/get/parameters").unwrap();
        assert_eq!(kind_of_text(&elsewhere, &null), Some(Kind::SentAsText));
        let named_so = spec.component("#/components/schemas/parameters").unwrap();
        assert_eq!(kind_of_text(&named_so, &null), None);
        let refused =
            |read: &str, message: &str| FindingDraft::new(Code::Rejected, message).read(Some(read.to_owned()));
        for (draft, is_text) in [
            (lossy(Kind::AddedKey, None, Some("[]")), true),
            (lossy(Kind::AddedKey, None, Some("1")), false),
            (lossy(Kind::DroppedKey, Some("\"a\""), None), false),
            (lossy(Kind::ValueChanged, Some("0"), Some("\"0\"")), true),
            (lossy(Kind::ValueChanged, Some("0"), Some("1")), false),
            (refused("0", "invalid type: integer `0`, expected a string"), true),
            (refused("\"a\"", "invalid type: string, expected a sequence"), true),
            (refused("\"a\"", "unknown variant `a`"), false),
            (refused("{}", "missing field `n`"), false),
        ] {
            assert_eq!(kind_of_text(&query, &draft).is_some(), is_text, "{draft:?}");
        }
    }
}
