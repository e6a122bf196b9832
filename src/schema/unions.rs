//! The unions of a document: every `oneOf` and `anyOf`, and its branches.

use serde_json::Value;

use super::bundle::Bundle;
use super::component::Schema;
use super::dialect::is_bare_nullable;
use super::document::Document;
use super::error::SpecError;
use super::keyword::children;
use super::pointer::{child, fragment, item, of_file, percent_decoded, unescape};
use super::reading::Spec;
use super::refs;
use super::schema_place;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// References in a row lead somewhere before this, or nowhere.
const MOST_HOPS: usize = 64;

/// A `oneOf` or `anyOf` of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnionPlace {
    /// The JSON pointer of the schema that has the keyword.
    pub schema: String,
    /// `oneOf` or `anyOf`; empty for a schema that is taken for a union of itself alone.
    pub keyword: &'static str,
    /// How many branches there are.
    pub branches: usize,
}

impl UnionPlace {
    /// Where the union stands in the published document, as a URI fragment.
    pub fn pointer(&self) -> String {
        match self.keyword {
            "" => fragment(&self.schema),
            keyword => fragment(&child(&self.schema, keyword)),
        }
    }

    /// A schema that is no union, as one of one branch.
    pub fn alone(schema: String) -> UnionPlace {
        UnionPlace {
            schema,
            keyword: "",
            branches: 1,
        }
    }

    /// The JSON pointer of a branch.
    pub fn branch(&self, index: usize) -> String {
        if self.keyword.is_empty() {
            return self.schema.clone();
        }
        item(&child(&self.schema, self.keyword), index)
    }
}

/// The unions in the components of a document, in the order of their pointers.
pub fn unions(document: &Document) -> Vec<UnionPlace> {
    let mut rest: Vec<(String, &Value)> = document.tops();
    let mut found = Vec::new();
    while let Some((at, schema)) = rest.pop() {
        let Value::Object(members) = schema else { continue };
        for keyword in ["oneOf", "anyOf"] {
            if let Some(Value::Array(branches)) = members.get(keyword) {
                found.push(UnionPlace {
                    schema: at.clone(),
                    keyword,
                    branches: branches.len(),
                });
            }
        }
        rest.extend(children(members, &at).into_iter().map(|(_, at, schema)| (at, schema)));
    }
    found.sort_by(|a, b| (&a.schema, a.keyword).cmp(&(&b.schema, b.keyword)));
    found
}

impl Spec {
    /// The schema at a place: a component and the way from there (`Pet/properties/food`), or a JSON pointer as a URI fragment
    /// (`#/components/schemas/Pet`). References on the way are followed.
    ///
    /// # Errors
    ///
    /// [`SpecError::UnknownComponent`], [`SpecError::DanglingRef`] where the way leads nowhere, [`SpecError::NotASchema`], and
    /// those of
    /// [`component`](Spec::component).
    pub fn at(&self, place: &str) -> Result<Arc<Schema>, SpecError> {
        let pointer = self.pointer_of(place)?;
        schema_place::check(self.document(), &pointer)?;
        self.compiled(place, &pointer)
    }

    /// The JSON pointer that a place means.
    ///
    /// # Errors
    ///
    /// As those of [`at`](Spec::at).
    pub fn pointer_of(&self, place: &str) -> Result<String, SpecError> {
        let document = self.document();
        if let Some(at) = document.component_pointer(place) {
            return Ok(at);
        }
        let (mut at, way) = match place.split_once('#') {
            Some(("", way)) => (String::new(), percent_decoded(way)),
            Some((path, way)) => (of_file(path), percent_decoded(way)),
            None => {
                let (name, way) = place.split_once('/').unwrap_or((place, ""));
                let start = document.component_pointer(name).ok_or_else(|| self.unknown(name))?;
                let slash = if way.is_empty() { "" } else { "/" };
                (start, format!("{slash}{way}"))
            }
        };
        let mut hops = 0;
        for step in way.split('/').skip(1) {
            let mut next = format!("{at}/{step}");
            while document.value().pointer(&next).is_none() {
                // A reference stands in the way: on with what it means.
                let target = self.followed(&at, place, &mut hops)?;
                next = format!("{target}/{step}");
                at = target;
            }
            at = next;
        }
        Ok(at)
    }

    /// The union that a place means: that of the schema there, or of what it refers to or wraps (an `allOf` of one schema, a
    /// union of one schema and null). `None` if the schema there is no union.
    ///
    /// # Errors
    ///
    /// As those of [`at`](Spec::at).
    pub fn union_at(&self, place: &str) -> Result<Option<UnionPlace>, SpecError> {
        let document = self.document();
        let mut at = self.pointer_of(place)?;
        for keyword in ["/oneOf", "/anyOf"] {
            // Who names the keyword means the union.
            at = at.strip_suffix(keyword).unwrap_or(&at).to_owned();
        }
        let mut hops = 0;
        loop {
            let Some(Value::Object(members)) = document.value().pointer(&at) else {
                return Ok(None);
            };
            let list = |keyword| members.get(keyword).and_then(Value::as_array);
            let found = ["oneOf", "anyOf"]
                .into_iter()
                .find_map(|keyword| Some((keyword, list(keyword)?)));
            if let Some((keyword, branches)) = found {
                let is_null =
                    |schema: &Value| schema.get("type").is_some_and(|name| name == "null") || is_bare_nullable(schema);
                let mut others = (0..branches.len()).filter(|&index| !is_null(&branches[index]));
                if let (Some(only), None) = (others.next(), others.next()) {
                    at = item(&child(&at, keyword), only);
                    continue;
                }
                return Ok(Some(UnionPlace {
                    branches: branches.len(),
                    schema: at,
                    keyword,
                }));
            }
            let parts: Vec<usize> = list("allOf").map_or_else(Vec::new, |parts| {
                (0..parts.len())
                    .filter(|&index| !is_bare_nullable(&parts[index]))
                    .collect()
            });
            at = match parts.as_slice() {
                [only] => item(&child(&at, "allOf"), *only),
                _ if members.contains_key("$ref") => self.followed(&at, place, &mut hops)?,
                _ => return Ok(None),
            };
        }
    }

    /// What the reference at a pointer means.
    fn followed(&self, at: &str, place: &str, hops: &mut usize) -> Result<String, SpecError> {
        *hops += 1;
        let reference = self
            .document()
            .value()
            .pointer(at)
            .and_then(|schema| schema.get("$ref")?.as_str());
        match reference.filter(|_| *hops < MOST_HOPS) {
            Some(reference) => refs::resolve(self.document(), &child(at, "$ref"), reference),
            None => Err(SpecError::DanglingRef {
                pointer: fragment(at),
                reference: place.to_owned(),
                closest: None,
            }),
        }
    }

    /// Schemas and all that they refer to as one JSON Schema document (2020-12), as the dialect reads them: the first is
    /// `#/$defs/0`, and so on.
    ///
    /// # Errors
    ///
    /// As those of [`component`](Spec::component), for any of them.
    pub fn bundled(&self, pointers: &[String]) -> Result<Value, SpecError> {
        Ok(Bundle::of(self.document(), pointers, self.reading())?.schema)
    }
}

/// A way through a document, from a component to a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The JSON pointer of the component.
    pub start: String,
    /// The steps.
    pub steps: Vec<WayStep>,
}

/// One step of a [`Way`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayStep {
    /// Under a key.
    Key(String),
    /// Into an item of an array.
    Item,
    /// Into a branch of a union on the way: its JSON pointer.
    Branch(String),
}

impl Spec {
    /// The shortest way from a component to a union; `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`SpecError::UnknownComponent`].
    pub fn way(&self, component: &str, place: &UnionPlace) -> Result<Option<Way>, SpecError> {
        let document = self.document();
        let start = document
            .component_pointer(component)
            .ok_or_else(|| self.unknown(component))?;
        let reached = self.reached(&start);
        let mut steps = Vec::new();
        let mut at = place.schema.as_str();
        if !reached.contains_key(at) {
            return Ok(None);
        }
        while let Some((before, step)) = &reached[at] {
            steps.extend(step.clone());
            at = before;
        }
        steps.reverse();
        Ok(Some(Way { start, steps }))
    }

    /// The unions that a component has, itself and in all that it refers to.
    ///
    /// # Errors
    ///
    /// [`SpecError::UnknownComponent`].
    pub fn unions_of(&self, component: &str) -> Result<Vec<UnionPlace>, SpecError> {
        let start = self
            .document()
            .component_pointer(component)
            .ok_or_else(|| self.unknown(component))?;
        let reached = self.reached(&start);
        Ok(unions(self.document())
            .into_iter()
            .filter(|union| reached.contains_key(&union.schema))
            .collect())
    }

    /// The schemas that a schema leads to, each with the one before it; the nearest first.
    fn reached(&self, start: &str) -> HashMap<String, Option<(String, Option<WayStep>)>> {
        let document = self.document();
        let mut reached = HashMap::from([(start.to_owned(), None)]);
        let mut rest = VecDeque::from([start.to_owned()]);
        while let Some(at) = rest.pop_front() {
            let Some(Value::Object(members)) = document.value().pointer(&at) else {
                continue;
            };
            let mut next: Vec<(String, Option<WayStep>)> = Vec::new();
            if let Some(target) = refs::target(document, &at, members) {
                next.push((target, None));
            }
            for (keyword, pointer, _) in children(members, &at) {
                let step = match keyword {
                    "allOf" => None,
                    "oneOf" | "anyOf" => Some(WayStep::Branch(pointer.clone())),
                    "properties" => pointer
                        .rsplit('/')
                        .next()
                        .map(|key| WayStep::Key(unescape(key).into_owned())),
                    "items" if members["items"].is_object() => Some(WayStep::Item),
                    "additionalProperties" => Some(WayStep::Key("a".to_owned())),
                    _ => continue,
                };
                next.push((pointer, step));
            }
            for (pointer, step) in next {
                if !reached.contains_key(&pointer) {
                    reached.insert(pointer.clone(), Some((at.clone(), step)));
                    rest.push_back(pointer);
                }
            }
        }
        reached
    }
}
