//! Tests of the readers of documents and overlays.

use super::failure;
use crate::generate::{Choices, GeneratedValue, Plan};
use crate::schema::{Dialect, Document, Overlay, Provenance, Schema, Spec, import, lint};
use serde_json::Value;

/// The line between a document and an overlay.
const SEAM: &[u8] = b"\n=== overlay\n";

/// The number of components of a document that are compiled, and of values that are generated for each.
const COMPONENTS: usize = 4;
const VALUES: u64 = 3;

/// Reads bytes as a document, and the bytes after a line `=== overlay` as an overlay. The document is corrected, checked by the
/// linter, cut down and compiled, and values are generated for its components.
///
/// # Panics
/// If a generated value is not what it should be, or a step fails that must succeed.
pub fn spec(bytes: &[u8]) {
    let seam = bytes.windows(SEAM.len()).position(|window| window == SEAM);
    let (document, overlay) = match seam {
        Some(at) => (&bytes[..at], Some(&bytes[at + SEAM.len()..])),
        None => (bytes, None),
    };
    let Ok(mut document) = Document::parse("fuzz.json", document) else {
        return;
    };
    if let Some(Ok(overlay)) = overlay.map(|bytes| Overlay::parse("overlay.json", bytes))
        && document.apply(&overlay).is_err()
    {
        return;
    }
    lint(&document);
    let names: Vec<String> = document.component_names().take(COMPONENTS).map(str::to_owned).collect();
    cut(&document, &names);
    for dialect in [Dialect::AsMeant, Dialect::Strict] {
        let spec = Spec::new(document.clone(), dialect);
        for schema in names.iter().filter_map(|name| spec.component(name).ok()) {
            values(&schema);
        }
    }
}

/// A document that is cut down to some components must be readable and contain them.
fn cut(document: &Document, names: &[String]) {
    let Ok(text) = import(document, names, &Provenance::default()) else {
        return;
    };
    match Document::parse("cut.json", text.as_bytes()) {
        Ok(cut) => {
            if let Some(name) = names
                .iter()
                .find(|name| !cut.component_names().any(|known| known == *name))
            {
                failure::fault(
                    "spec",
                    &format!("component `{name}` is missing from the cut document"),
                    &text,
                );
            }
        }
        Err(error) => failure::fault("spec", &format!("the cut document is unreadable: {error}"), &text),
    }
}

/// Generated samples must be valid, and generated mutants invalid.
fn values(schema: &Schema) {
    judge(schema, &Value::Null, None);
    let Ok(plan) = Plan::new(schema.json_schema()) else {
        return;
    };
    for seed in 0..VALUES {
        let mut choices = Choices::from_seed(seed);
        if let Some(made) = plan.sample(&mut choices) {
            check(schema, &made, true);
        }
        if let Some(mutant) = plan.mutant(&mut choices) {
            check(schema, &mutant.made, false);
        }
    }
}

fn check(schema: &Schema, made: &GeneratedValue<'_>, valid: bool) {
    // A `Value` cannot hold every number.
    if let Ok(value) = serde_json::from_str(&made.text()) {
        judge(schema, &value, Some(valid));
    }
}

fn judge(schema: &Schema, value: &Value, expected: Option<bool>) {
    let valid = schema.is_valid(value);
    let name = schema.name();
    if expected.is_some_and(|expected| expected != valid) {
        let what = if valid {
            "a mutant is valid"
        } else {
            "a sample is invalid"
        };
        failure::fault(
            "spec",
            &format!("{what} under `{name}`: {value}"),
            &schema.json_schema().to_string(),
        );
    }
    if schema.violations(value).is_empty() != valid {
        let what = format!("violations and validity disagree under `{name}`: {value}");
        failure::fault("spec", &what, &schema.json_schema().to_string());
    }
    schema.undocumented(value);
}
