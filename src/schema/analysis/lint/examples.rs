//! The examples that a document gives, checked against its own schemas.

use serde_json::{Map, Value};

use super::effort::Effort;
use super::locations::schemas;
use crate::schema::kind::Kind;
use crate::schema::pointer::{child, escape, fragment, item};
use crate::schema::violation::Violation;

/// One example that the document gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// What it is an example of.
    pub source: ExampleSource,
    /// Where it stands, as a URI fragment.
    pub pointer: String,
    /// The operation, by its `operationId`, or by method and path; nothing for the example of a schema.
    pub operation: Option<String>,
    /// The schema that it must satisfy, as a URI fragment; nothing if there is none.
    pub schema_pointer: Option<String>,
    /// Whether it does.
    pub outcome: ExampleOutcome,
}

/// What an example is an example of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ExampleSource {
    /// `example` or `examples` of a response's media type.
    MediaType,
    /// The response of an operation's `x-oaiMeta.examples`.
    Operation,
    /// `example` or `examples` of a schema.
    Schema,
    /// The `x-oaiMeta.example` of a component.
    Component,
}

/// How an example fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleOutcome {
    /// It satisfies its schema.
    Valid,
    /// It does not; at most ten violations are kept.
    Invalid(Vec<Violation>),
    /// It cannot be checked, for this reason.
    NotCheckable(String),
}

/// Checks every example of the document.
pub(super) fn check(effort: &Effort<'_>) -> Vec<Example> {
    let mut out = Vec::new();
    if effort.spec.document().kind() != Kind::JsonSchema {
        operations(effort, &mut out);
    }
    for place in schemas(effort.spec.document()) {
        if let Value::Object(members) = place.schema {
            schema_examples(effort, &place.pointer, members, &mut out);
        }
    }
    out
}

fn operations(effort: &Effort<'_>, out: &mut Vec<Example>) {
    let paths = effort
        .spec
        .document()
        .value()
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            if operation.get("responses").is_none() {
                continue;
            }
            let id = operation.get("operationId").and_then(Value::as_str);
            let name = id.map_or_else(|| format!("{} {path}", method.to_uppercase()), str::to_owned);
            let at = format!("/paths/{}/{}", escape(path), escape(method));
            media_types(effort, &at, operation, &name, out);
            documented_responses(effort, &at, operation, &name, out);
        }
    }
}

/// The examples that stand in the responses themselves.
fn media_types(effort: &Effort<'_>, at: &str, operation: &Value, name: &str, out: &mut Vec<Example>) {
    let responses = operation
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    for (status, response) in responses {
        for (media_type, content) in response.get("content").and_then(Value::as_object).into_iter().flatten() {
            let here = format!("{at}/responses/{}/content/{}", escape(status), escape(media_type));
            let schema = content.get("schema").map(|_| child(&here, "schema"));
            let one = content.get("example").map(|e| (child(&here, "example"), e));
            let named = content.get("examples").and_then(Value::as_object).into_iter().flatten();
            let named =
                named.filter_map(|(key, e)| Some((format!("{here}/examples/{}/value", escape(key)), e.get("value")?)));
            for (pointer, value) in one.into_iter().chain(named) {
                let value = match value {
                    Value::String(text) if is_json(media_type) => from_text(text).unwrap_or_else(|_| value.clone()),
                    other => other.clone(),
                };
                let outcome = if is_json(media_type) {
                    judge(effort, schema.as_deref(), Ok(value))
                } else {
                    ExampleOutcome::NotCheckable("the response is not JSON".to_owned())
                };
                out.push(example(
                    ExampleSource::MediaType,
                    pointer,
                    Some(name),
                    schema.clone(),
                    outcome,
                ));
            }
        }
    }
}

/// The examples of an operation in an extension of the document, as texts.
fn documented_responses(effort: &Effort<'_>, at: &str, operation: &Value, name: &str, out: &mut Vec<Example>) {
    let base = format!("{at}/x-oaiMeta/examples");
    let given: Vec<(String, &Value)> = match operation.pointer("/x-oaiMeta/examples") {
        Some(one @ Value::Object(_)) => vec![(base, one)],
        Some(Value::Array(list)) => list.iter().enumerate().map(|(i, e)| (item(&base, i), e)).collect(),
        _ => Vec::new(),
    };
    let schema = success_schema(at, operation);
    for (pointer, example_of) in given {
        let Some(response) = example_of.get("response") else {
            continue;
        };
        let value = match response {
            Value::String(text) => from_text(text),
            other => Ok(other.clone()),
        };
        let outcome = judge(effort, schema.as_deref(), value);
        out.push(example(
            ExampleSource::Operation,
            child(&pointer, "response"),
            Some(name),
            schema.clone(),
            outcome,
        ));
    }
}

/// The pointer of the JSON schema of an operation's first successful response.
fn success_schema(at: &str, operation: &Value) -> Option<String> {
    let responses = operation.get("responses")?.as_object()?;
    let mut successes = responses.iter().filter(|(status, _)| status.starts_with('2'));
    successes.find_map(|(status, response)| {
        let mut contents = response.get("content")?.as_object()?.iter();
        let (media_type, _) =
            contents.find(|(media_type, content)| is_json(media_type) && content.get("schema").is_some())?;
        Some(format!(
            "{at}/responses/{}/content/{}/schema",
            escape(status),
            escape(media_type)
        ))
    })
}

fn schema_examples(effort: &Effort<'_>, at: &str, members: &Map<String, Value>, out: &mut Vec<Example>) {
    let one = members.get("example").map(|e| (child(at, "example"), e));
    let several = members.get("examples").and_then(Value::as_array).into_iter().flatten();
    let several = several.enumerate().map(|(i, e)| (item(&child(at, "examples"), i), e));
    for (pointer, value) in one.into_iter().chain(several) {
        let outcome = judge(effort, Some(at), Ok(value.clone()));
        out.push(example(
            ExampleSource::Schema,
            pointer,
            None,
            Some(at.to_owned()),
            outcome,
        ));
    }
    if let Some(text) = members
        .get("x-oaiMeta")
        .and_then(|meta| meta.get("example"))
        .and_then(Value::as_str)
    {
        let outcome = judge(effort, Some(at), from_text(text));
        out.push(example(
            ExampleSource::Component,
            format!("{at}/x-oaiMeta/example"),
            None,
            Some(at.to_owned()),
            outcome,
        ));
    }
}

fn example(
    source: ExampleSource,
    pointer: String,
    operation: Option<&str>,
    schema: Option<String>,
    outcome: ExampleOutcome,
) -> Example {
    Example {
        source,
        pointer: fragment(&pointer),
        operation: operation.map(str::to_owned),
        schema_pointer: schema.map(|at| fragment(&at)),
        outcome,
    }
}

fn judge(effort: &Effort<'_>, schema: Option<&str>, value: Result<Value, NotJson>) -> ExampleOutcome {
    const MOST: usize = 10;
    let Some(at) = schema else {
        return ExampleOutcome::NotCheckable("the operation has no JSON response".to_owned());
    };
    let value = match value {
        Ok(value) => value,
        Err(error) => return ExampleOutcome::NotCheckable(error.to_string()),
    };
    match effort.violations(at, &value) {
        Err(not) => ExampleOutcome::NotCheckable(not.reason),
        Ok(violations) if violations.is_empty() => ExampleOutcome::Valid,
        Ok(mut violations) => {
            violations.truncate(MOST);
            ExampleOutcome::Invalid(violations)
        }
    }
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence == "application/json" || essence.ends_with("+json")
}

#[derive(Debug, thiserror::Error)]
#[error("the example is not one JSON text")]
struct NotJson;

/// The value of an example given as text.
fn from_text(text: &str) -> Result<Value, NotJson> {
    serde_json::from_str(text).map_err(|_| NotJson)
}
