//! Overlays: corrections to a published document, kept apart from it (OpenAPI Overlay 1.0).

use serde_json::{Map, Value};
use serde_json_path::JsonPath;
use std::path::Path;

use super::depth::{MAX_DEPTH, depth, weight};
use super::error::SpecError;
use super::pointer::{item, split_last, unescape};
use super::source_text::{parse_value, read_file};

/// The extension in which an action names the capture that proves it.
const PROOF: &str = "x-wireproof-capture";

/// A list of corrections, each of which says why it is needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlay {
    /// The name that it was given, mostly its path.
    pub name: String,
    /// Its `info.title`.
    pub title: String,
    /// The corrections, in the order in which they apply.
    pub actions: Vec<Action>,
}

/// One correction.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Which places of the document it corrects: a JSONPath (RFC 9535).
    pub target: String,
    /// What is merged into those places.
    pub update: Option<Value>,
    /// Whether those places are removed; an update is then ignored.
    pub remove: bool,
    /// The reason.
    pub description: String,
    /// The capture that is not valid, or not fully documented, without this correction.
    pub proof: Option<String>,
    /// Where the action stands in the overlay, as a URI fragment.
    pub pointer: String,
    path: JsonPath,
}

/// What an action did to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionOutcome {
    /// How many places its target selected.
    pub matched: usize,
    /// Whether the document is another than before.
    pub changed: bool,
}

impl Overlay {
    /// Reads an overlay from JSON or YAML text.
    ///
    /// One without actions is taken, and changes nothing: it is what `spec propose` gives where there is nothing to correct.
    ///
    /// # Errors
    ///
    /// [`SpecError::TooLarge`], [`SpecError::Syntax`], or [`SpecError::Overlay`] with the place in the overlay.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, SpecError> {
        let value = parse_value(name, bytes)?;
        let broken = |pointer: &str, reason: &str| SpecError::Overlay {
            name: name.to_owned(),
            pointer: format!("#{pointer}"),
            reason: reason.to_owned(),
        };
        let version = value
            .get("overlay")
            .ok_or_else(|| broken("", "the key `overlay` is missing"))?;
        if !version
            .as_str()
            .is_some_and(|v| v == "1.0" || v.starts_with("1.0.") || v.starts_with("1.1."))
        {
            return Err(broken("/overlay", "the version is not 1.0"));
        }
        let title = value.pointer("/info/title").and_then(Value::as_str);
        let title = title.ok_or_else(|| broken("/info", "the title is missing"))?;
        if !value.pointer("/info/version").is_some_and(Value::is_string) {
            return Err(broken("/info", "the version is missing"));
        }
        let actions = value.get("actions").and_then(Value::as_array);
        let actions = actions.ok_or_else(|| broken("", "the list `actions` is missing"))?;
        let read = |(i, action): (usize, &Value)| {
            let pointer = item("/actions", i);
            Action::read(action, &pointer).map_err(|Malformed(reason)| broken(&pointer, &reason))
        };
        let actions = actions.iter().enumerate().map(read).collect::<Result<_, _>>()?;
        Ok(Self {
            name: name.to_owned(),
            title: title.to_owned(),
            actions,
        })
    }

    /// Reads an overlay from a file.
    ///
    /// # Errors
    ///
    /// [`SpecError::Unreadable`], and those of [`parse`](Self::parse).
    pub fn open(path: &Path) -> Result<Self, SpecError> {
        Self::parse(&path.display().to_string(), &read_file(path)?)
    }

    /// The same overlay without the action at `index`; all of it if there is none.
    #[must_use]
    pub fn without(&self, index: usize) -> Self {
        let mut rest = self.clone();
        if index < rest.actions.len() {
            rest.actions.remove(index);
        }
        rest
    }
}

/// What is wrong with an action.
struct Malformed(String);

impl Malformed {
    fn new(reason: &str) -> Malformed {
        Malformed(reason.to_owned())
    }
}

impl Action {
    fn read(action: &Value, pointer: &str) -> Result<Self, Malformed> {
        let members = action
            .as_object()
            .ok_or_else(|| Malformed::new("an action must be an object"))?;
        let text = |key: &str| match members.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Malformed(format!("`{key}` must be a string"))),
        };
        let target = text("target")?.ok_or_else(|| Malformed::new("the key `target` is missing"))?;
        let remove = match members.get("remove") {
            None => false,
            Some(Value::Bool(remove)) => *remove,
            Some(_) => return Err(Malformed::new("`remove` must be a boolean")),
        };
        let update = members.get("update").cloned();
        if update.is_none() && !remove {
            return Err(Malformed::new("an action must have `update`, or `remove: true`"));
        }
        Ok(Self {
            path: parse_path(&target)?,
            target,
            update,
            remove,
            description: text("description")?.unwrap_or_default(),
            proof: text(PROOF)?,
            pointer: format!("#{pointer}"),
        })
    }

    /// Corrects `document`; nothing if that would take more than `room`, the bytes that may still be added.
    pub(super) fn apply(&self, document: &mut Value, room: &mut u64) -> Option<ActionOutcome> {
        let found = self.path.query_located(document);
        let mut places: Vec<String> = found.iter().map(|node| node.location().to_json_pointer()).collect();
        let mut seen = std::collections::HashSet::new();
        places.retain(|place| seen.insert(place.clone()));
        let mut changed = false;
        if self.remove {
            // From the end, so that the indices of what is still to be removed stay right.
            for place in places.iter().rev() {
                changed |= remove(document, place);
            }
        } else if let Some(update) = &self.update {
            let each = weight(update);
            *room = room.checked_sub(each.saturating_mul(places.len() as u64))?;
            for place in &places {
                let level = place.matches('/').count();
                let fits = level + 1 + depth(update) <= MAX_DEPTH;
                let target = document.pointer_mut(place).filter(|_| fits);
                changed |= target.is_some_and(|target| merge(target, update));
            }
        }
        Some(ActionOutcome {
            matched: places.len(),
            changed,
        })
    }
}

/// Reads a JSONPath, unless it is made to keep the reader or the search busy.
fn parse_path(target: &str) -> Result<JsonPath, Malformed> {
    const MAX_LENGTH: usize = 2000;
    const MAX_NESTING: usize = 12;
    const MAX_DESCENTS: usize = 2;
    let mut open = 0_usize;
    let nesting = target.chars().map(|c| {
        match c {
            '(' | '[' | '!' => open += 1,
            ')' | ']' => open = open.saturating_sub(1),
            _ => {}
        }
        open
    });
    if target.len() > MAX_LENGTH || nesting.max() > Some(MAX_NESTING) || target.matches("..").count() > MAX_DESCENTS {
        return Err(Malformed::new("the target is too long or too deeply nested"));
    }
    JsonPath::parse(target).map_err(|error| Malformed(format!("the target is no JSONPath: {error}")))
}

fn remove(document: &mut Value, place: &str) -> bool {
    let Some((parent, last)) = split_last(place) else {
        return false;
    };
    let last = unescape(last);
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => members.remove(last.as_ref()).is_some(),
        Some(Value::Array(items)) => match last.parse::<usize>() {
            Ok(index) if index < items.len() => {
                items.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

/// Merges `update` into `target`: member by member into an object, at the end of an array. A target that is neither
/// stays, as overlays select objects and arrays only.
fn merge(target: &mut Value, update: &Value) -> bool {
    match (target, update) {
        (Value::Object(members), Value::Object(news)) => merge_members(members, news),
        (Value::Array(items), Value::Array(news)) => {
            items.extend(news.iter().cloned());
            !news.is_empty()
        }
        (Value::Array(items), new) => {
            items.push(new.clone());
            true
        }
        _ => false,
    }
}

fn merge_members(members: &mut Map<String, Value>, news: &Map<String, Value>) -> bool {
    let mut changed = false;
    for (key, new) in news {
        match members.get_mut(key) {
            Some(old) if (old.is_object() && new.is_object()) || (old.is_array() && new.is_array()) => {
                changed |= merge(old, new);
            }
            Some(old) if old == new => {}
            _ => {
                members.insert(key.clone(), new.clone());
                changed = true;
            }
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::super::{Document, MAX_ADDED};
    use super::*;
    use serde_json::json;

    fn overlay(actions: Value) -> Result<Overlay, SpecError> {
        let value = json!({"overlay": "1.0.0", "info": {"title": "T", "version": "1"}, "actions": actions});
        Overlay::parse("o", value.to_string().as_bytes())
    }

    fn applied(mut document: Value, action: Value) -> (Value, ActionOutcome) {
        let overlay = overlay(json!([action])).unwrap();
        let outcome = overlay.actions[0].apply(&mut document, &mut MAX_ADDED.clone()).unwrap();
        (document, outcome)
    }

    #[test]
    fn an_update_merges_objects_and_appends_to_arrays() {
        let (document, outcome) = applied(
            json!({"a": {"x": 1, "list": [1], "deep": {"k": 1}}}),
            json!({"target": "$.a", "update": {"x": 2, "list": [2], "deep": {"m": 2}}}),
        );
        assert_eq!(
            document,
            json!({"a": {"x": 2, "list": [1, 2], "deep": {"k": 1, "m": 2}}})
        );
        assert_eq!(
            outcome,
            ActionOutcome {
                matched: 1,
                changed: true
            }
        );
        let (document, _) = applied(json!({"l": [1]}), json!({"target": "$.l", "update": {"n": 1}}));
        assert_eq!(document, json!({"l": [1, {"n": 1}]}));
    }

    #[test]
    fn a_removal_takes_every_match_away() {
        let action = json!({"target": "$.required[?@=='a' || @=='c']", "remove": true});
        let (document, outcome) = applied(json!({"required": ["a", "b", "c"]}), action);
        assert_eq!(document, json!({"required": ["b"]}));
        assert_eq!(outcome.matched, 2);
    }

    #[test]
    fn a_target_without_a_match_is_an_outcome() {
        let (_, outcome) = applied(json!({"a": 1}), json!({"target": "$.b", "remove": true}));
        assert_eq!(
            outcome,
            ActionOutcome {
                matched: 0,
                changed: false
            }
        );
    }

    #[test]
    fn an_update_that_changes_nothing_says_so() {
        let (_, outcome) = applied(json!({"a": {"x": 1}}), json!({"target": "$.a", "update": {"x": 1}}));
        assert_eq!(
            outcome,
            ActionOutcome {
                matched: 1,
                changed: false
            }
        );
    }

    #[test]
    fn actions_keep_reason_proof_and_place() {
        let read = overlay(json!([
            {"target": "$.a", "remove": true},
            {"target": "$.b", "update": {}, "description": "why", "x-wireproof-capture": "X/y.json"}
        ]))
        .unwrap();
        let action = &read.actions[1];
        assert_eq!(
            (action.description.as_str(), action.proof.as_deref()),
            ("why", Some("X/y.json"))
        );
        assert_eq!(action.pointer, "#/actions/1");
        assert_eq!(read.without(0).actions.as_slice(), std::slice::from_ref(action));
    }

    #[test]
    fn broken_overlays_are_refused_with_their_place() {
        let place = |actions| match overlay(actions) {
            Err(SpecError::Overlay { pointer, .. }) => pointer,
            other => panic!("{other:?}"),
        };
        assert_eq!(place(json!([{"remove": true}])), "#/actions/0");
        assert_eq!(place(json!([{"target": "$.a"}])), "#/actions/0");
        assert_eq!(place(json!([{"target": "a b", "remove": true}])), "#/actions/0");
        assert_eq!(place(json!([{"target": "$..a..b..c", "remove": true}])), "#/actions/0");
        let hostile = format!("$[?{}@.a{}]", "(".repeat(500), ")".repeat(500));
        assert_eq!(place(json!([{"target": hostile, "remove": true}])), "#/actions/0");
        assert!(Overlay::parse("o", b"{\"openapi\": \"3.1.0\"}").is_err());
        assert!(Overlay::parse("o", b"overlay: 2.0.0\n").is_err());
    }

    #[test]
    fn updates_cannot_grow_without_end() {
        let action =
            json!({"target": "$..a", "update": {"b": {"a": {}}, "c": {"a": {}}, "a": {"a": {"a": {"a": {}}}}}});
        let overlay = overlay(Value::Array(vec![action; 60])).unwrap();
        let mut document = Document::parse("t", br#"{"type": "object", "a": {}}"#).unwrap();
        let error = document.apply(&overlay).unwrap_err();
        assert!(
            error.to_string().contains("with it the overlay would add more than"),
            "{error}"
        );
    }

    #[test]
    fn updates_cannot_nest_without_end() {
        let mut deep = json!({});
        for _ in 0..100 {
            deep = json!({ "a": deep });
        }
        let target = format!("${}", ".a".repeat(60));
        let (_, outcome) = applied(deep.clone(), json!({"target": target, "update": deep}));
        assert_eq!(
            outcome,
            ActionOutcome {
                matched: 1,
                changed: false
            }
        );
    }
}
