//! The innermost value that its own type refuses.
//!
//! Where an error of serde's points to says little: an untagged enum refuses at its own start, whatever is wrong inside. So each
//! value inside a refused text is given to the type that reads it there, and the refusal is followed inwards.

use super::alternative::{is_other_kind, meant};
use super::types::{MOST_LINKS, Types, argument_inside, instance_of};
use crate::audit::model::{
    Alternative, Instance, Key, Object, Presence, Rest, Shape, SourceItem, TypeRef, VariantShape,
};
use crate::json::{Kind, Node, Tree};
use crate::pointer::Pointer;

/// What refuses a text, and where.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Culprit {
    /// The field or the type.
    pub(crate) item: SourceItem,
    /// The value that is refused.
    pub(crate) at: Pointer,
    pub(crate) fault: Fault,
}

/// Why the item refuses the value, as far as the source tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// The key is required, and missing.
    Missing(String),
    /// The key is required, and no schema names it: most likely its name is wrong.
    MissingUnnamed(String),
    /// The key is required, and the enum around the type has taken it for its tag.
    Taken(String),
    /// Null is refused.
    Null,
    /// The key is not known, and such keys are denied.
    Denied(String),
    /// A key is not known that the document allows and does not name, and such keys are denied.
    DeniedUnnamed,
    /// A key of a capture is not known that the document does not name either, and such keys are denied.
    DeniedInCapture(String),
    /// A word or a tag that the enum does not know.
    Word(String),
    /// A value that the type of the item does not read.
    Value,
}

/// Finds what refuses the value at a node. The caller knows that the type refuses it, and what it said.
pub(crate) fn culprit(types: &dyn Types, type_ref: &TypeRef, tree: &Tree<'_>, said: &str) -> Option<Culprit> {
    let missed = said
        .split_once("missing field `")
        .and_then(|(_, rest)| rest.split_once('`'));
    let search = Search {
        types,
        tree,
        said,
        missed: missed.map(|(key, _)| key),
        may_miss: missed.is_some() || OPAQUE.iter().any(|words| said.contains(words)),
        of_writing: false,
    };
    search.of_type(type_ref, Tree::ROOT, Pointer::root(), None, 0)
}

/// Finds what cannot write the value that it read. The caller knows that the type at the node cannot.
pub(crate) fn unwritable(types: &dyn Types, type_ref: &TypeRef, tree: &Tree<'_>) -> Option<Culprit> {
    let search = Search {
        types,
        tree,
        said: "",
        missed: None,
        may_miss: false,
        of_writing: true,
    };
    search.of_type(type_ref, Tree::ROOT, Pointer::root(), None, 0)
}

/// What keeps a variant from reading the value at a node, if it is a value inside. The caller knows that the variant does not read it.
pub(crate) fn culprit_inside(
    types: &dyn Types,
    variant: &Alternative,
    tree: &Tree<'_>,
    (node, at): (Node, &Pointer),
) -> Option<Culprit> {
    let search = Search {
        types,
        tree,
        said: "",
        missed: None,
        may_miss: false,
        of_writing: false,
    };
    let found = match &variant.shape {
        VariantShape::Object(object) => search.of_object(object, node, at, Some(variant.source), 0),
        VariantShape::Same { of, .. } => search.of_type(of, node, at.clone(), Some(variant.source), 0),
        _ => None,
    };
    found.filter(|found| found.at != *at)
}

struct Search<'a, 't> {
    types: &'a dyn Types,
    tree: &'a Tree<'t>,
    /// What the type said.
    said: &'a str,
    /// The key that the type said was missing.
    missed: Option<&'a str>,
    /// Whether a missing key may be why the type refuses the text.
    may_miss: bool,
    /// Whether the question is what cannot be written, and not what is refused.
    of_writing: bool,
}

/// What serde says whatever is wrong.
const OPAQUE: [&str; 3] = ["did not match any variant", "no variant of", "can't be flattened"];

/// No text nests deeper.
const MOST_DEPTH: usize = 256;

impl Search<'_, '_> {
    /// What refuses the value; `holder` is the item to name if nothing inside it is.
    fn of_type(
        &self,
        type_ref: &TypeRef,
        node: Node,
        at: Pointer,
        holder: Option<SourceItem>,
        depth: usize,
    ) -> Option<Culprit> {
        let kind = self.tree.kind(node);
        let mut type_ref = type_ref.clone();
        let mut holder = holder;
        let named = |holder: Option<SourceItem>, fault: Fault, at: Pointer| {
            Some(Culprit {
                item: holder?,
                at,
                fault,
            })
        };
        if depth > MOST_DEPTH {
            return named(holder, Fault::Value, at);
        }
        for _ in 0..MOST_LINKS {
            if let Some(instance) = instance_of(&type_ref) {
                let own = SourceItem {
                    type_id: instance.id,
                    variant: None,
                    field: None,
                };
                // Null where a field holds a type of the crate is a matter of the field.
                if kind != Kind::Null {
                    holder = Some(own);
                } else {
                    holder = holder.or(Some(own));
                }
            }
            // A type refuses most values of another kind, whatever it has to do with the one around it.
            let fails = |of: &Instance| {
                let of_kind = !is_other_kind(self.types, &TypeRef::Local(of.id, of.arguments.clone()), kind);
                of_kind && self.works(of, node) == Some(false)
            };
            if let Some(argument) = argument_inside(self.types, &type_ref, fails) {
                type_ref = argument;
                continue;
            }
            match self.types.shape(&type_ref) {
                Shape::Same(of) => type_ref = of,
                Shape::Nullable(of) if kind != Kind::Null => type_ref = of,
                Shape::Object(object) if kind == Kind::Object => {
                    return self.of_object(&object, node, &at, holder, depth);
                }
                Shape::List(item) if kind == Kind::Array => {
                    return self.of_items(|_| Some(item.clone()), node, &at, holder, depth);
                }
                Shape::Tuple(items) if kind == Kind::Array => {
                    return self.of_items(|index| items.get(index).cloned(), node, &at, holder, depth);
                }
                Shape::Map { key, value } if kind == Kind::Object => {
                    let of_key = instance_of(&key).filter(|_| self.of_writing).map(|key| SourceItem {
                        type_id: key.id,
                        variant: None,
                        field: None,
                    });
                    return self.of_members(&value, node, &at, of_key.or(holder), depth);
                }
                Shape::Words { .. } if kind == Kind::String => {
                    let word = self.tree.string(node).unwrap_or_default().into_owned();
                    return named(holder, Fault::Word(word), at);
                }
                Shape::Alternatives(all) => {
                    let Some(one) = meant(self.types, &all, self.tree, node) else {
                        let fault = self.unknown_tag(&all, node).map_or(Fault::Value, Fault::Word);
                        return named(holder, if kind == Kind::Null { Fault::Null } else { fault }, at);
                    };
                    holder = Some(one.source);
                    match &one.shape {
                        VariantShape::Object(object) => return self.of_object(object, node, &at, holder, depth),
                        VariantShape::Tuple(items) if kind == Kind::Array => {
                            return self.of_items(|index| items.get(index).cloned(), node, &at, holder, depth);
                        }
                        VariantShape::Same {
                            of,
                            tag: Some((tag, _)),
                        } if self.missed == Some(tag) => {
                            let taken = self.taken(of, tag).map(|taken| Culprit {
                                at: at.clone(),
                                ..taken
                            });
                            return taken.or_else(|| named(holder, Fault::Value, at));
                        }
                        VariantShape::Same { of, .. } => {
                            // An internally tagged payload may be refused only with its tag beside it.
                            type_ref = of.clone();
                        }
                        _ => return named(holder, Fault::Value, at),
                    }
                }
                _ => {
                    let fault = if kind == Kind::Null { Fault::Null } else { Fault::Value };
                    return named(holder, fault, at);
                }
            }
        }
        named(holder, Fault::Value, at)
    }

    /// The field of a payload that asks for the tag, which serde hands to no payload.
    fn taken(&self, payload: &TypeRef, tag: &str) -> Option<Culprit> {
        let mut payload = payload.clone();
        for _ in 0..MOST_LINKS {
            match self.types.shape(&payload) {
                Shape::Same(of) => payload = of,
                Shape::Object(object) => {
                    let key = object.keys.iter().find(|key| answers_to(key, tag))?;
                    return Some(Culprit {
                        item: key.source,
                        at: Pointer::root(),
                        fault: Fault::Taken(tag.to_owned()),
                    });
                }
                _ => return None,
            }
        }
        None
    }

    fn of_object(
        &self,
        object: &Object,
        node: Node,
        at: &Pointer,
        holder: Option<SourceItem>,
        depth: usize,
    ) -> Option<Culprit> {
        let known = |name: &str| object.keys.iter().find(|key| answers_to(key, name));
        let (mut denied, mut by_hand, mut unsure, mut unknown) = (None, Vec::new(), Vec::new(), Vec::new());
        for member in self.tree.children(node) {
            let name = self.tree.key(member).into_owned();
            let mut inner = at.clone();
            inner.push(&name);
            let (value, item) = match (known(&name), &object.rest) {
                // A function reads it, and may take other values than the type of the field does.
                (Some(key), _) if key.read_by.is_some() => {
                    by_hand.push((key.source, inner));
                    continue;
                }
                (Some(key), _) => (&key.value, Some(key.source)),
                (None, Rest::Kept(value)) => (value, holder),
                (None, Rest::Denied) => {
                    denied = denied.or(Some(name));
                    continue;
                }
                (None, Rest::Dropped | Rest::Unknown) => continue,
            };
            match self.refuses(value, member, depth) {
                Some(true) => return self.of_type(value, member, inner, item, depth + 1),
                Some(false) => {}
                None => {
                    unknown.push((value, member, inner.clone(), item));
                    unsure.extend(item.map(|item| (item, inner)));
                }
            }
        }
        if self.of_writing {
            // All else is written.
            if unknown.len() == 1
                && let Some((value, member, inner, item)) = unknown.pop()
            {
                return self.of_type(value, member, inner, item, depth + 1);
            }
            return holder.map(|item| Culprit {
                item,
                at: at.clone(),
                fault: Fault::Value,
            });
        }
        let is_absent = |key: &&Key| {
            let mut members = self.tree.children(node);
            !members.any(|member| answers_to(key, &self.tree.key(member)))
        };
        // Of several, the type names the one that it looked for first; a type that is read by hand is known to require it by that alone.
        let named = self
            .missed
            .and_then(|name| object.keys.iter().find(|key| key.name == name));
        let is_required = |key: &&Key| key.presence == Presence::Required && key.constant.is_none();
        let required = || object.keys.iter().find(|key| is_required(key) && is_absent(key));
        // The message may be about a value of which it is unknown whether the type reads it.
        let missing = named
            .filter(is_absent)
            .or_else(|| required().filter(|_| self.may_miss || unsure.is_empty()));
        let at_fault = match by_hand.is_empty() {
            true if !self.may_miss => &unsure,
            _ => &by_hand,
        };
        if let ([(source, inner)], None, None) = (at_fault.as_slice(), missing, &denied) {
            return Some(Culprit {
                item: *source,
                at: inner.clone(),
                fault: Fault::Value,
            });
        }
        let (item, fault) = match (missing, denied) {
            (Some(key), _) => (Some(key.source), Fault::Missing(key.name.clone())),
            (None, Some(name)) => (holder, Fault::Denied(name)),
            (None, None) => (
                holder,
                self.complained_of(object, node).map_or(Fault::Value, Fault::Denied),
            ),
        };
        Some(Culprit {
            item: item?,
            at: at.clone(),
            fault,
        })
    }

    /// The key of an object that no field has, and that the type's own words are about.
    fn complained_of(&self, object: &Object, node: Node) -> Option<String> {
        let is_quoted = |name: &str| {
            ['"', '\'', '`']
                .iter()
                .any(|mark| self.said.contains(&format!("{mark}{name}{mark}")))
        };
        let names = self
            .tree
            .children(node)
            .map(|member| self.tree.key(member).into_owned());
        let mut unknown = names.filter(|name| !object.keys.iter().any(|key| answers_to(key, name)));
        unknown.find(|name| !name.is_empty() && is_quoted(name))
    }

    fn of_items(
        &self,
        item_at: impl Fn(usize) -> Option<TypeRef>,
        node: Node,
        at: &Pointer,
        holder: Option<SourceItem>,
        depth: usize,
    ) -> Option<Culprit> {
        for (index, item) in self.tree.children(node).enumerate() {
            let Some(type_ref) = item_at(index) else { break };
            if self.refuses(&type_ref, item, depth) == Some(true) {
                let mut inner = at.clone();
                inner.push(index);
                return self.of_type(&type_ref, item, inner, holder, depth + 1);
            }
        }
        Some(Culprit {
            item: holder?,
            at: at.clone(),
            fault: Fault::Value,
        })
    }

    fn of_members(
        &self,
        value: &TypeRef,
        node: Node,
        at: &Pointer,
        holder: Option<SourceItem>,
        depth: usize,
    ) -> Option<Culprit> {
        for member in self.tree.children(node) {
            if self.refuses(value, member, depth) == Some(true) {
                let mut inner = at.clone();
                inner.push(self.tree.key(member));
                return self.of_type(value, member, inner, holder, depth + 1);
            }
        }
        Some(Culprit {
            item: holder?,
            at: at.clone(),
            fault: Fault::Value,
        })
    }

    /// Whether a type reads the value at a node, or writes what it read there; `None` if it cannot be run.
    fn works(&self, instance: &Instance, node: Node) -> Option<bool> {
        match self.of_writing {
            true => self.types.writes(instance, self.tree.source(node)),
            false => self.types.reads(instance, self.tree.source(node)),
        }
    }

    /// Whether a type refuses the value at a node: by running it, else by its shape. `None` if neither tells.
    fn refuses(&self, type_ref: &TypeRef, node: Node, depth: usize) -> Option<bool> {
        if let Some(works) = instance_of(type_ref).and_then(|instance| self.works(&instance, node)) {
            return Some(!works);
        }
        if depth > MOST_DEPTH {
            return None;
        }
        let kind = self.tree.kind(node);
        let all = |value: &dyn Fn(usize) -> Option<TypeRef>| -> Option<bool> {
            let mut known = Some(false);
            for (index, child) in self.tree.children(node).enumerate() {
                let Some(type_ref) = value(index) else { break };
                match self.refuses(&type_ref, child, depth + 1) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => known = None,
                }
            }
            known
        };
        let shape = self.types.shape(type_ref);
        let holds = matches!(
            shape,
            Shape::List(_) | Shape::Tuple(_) | Shape::Map { .. } | Shape::Nullable(_) | Shape::Same(_)
        );
        if self.of_writing && !holds {
            // Plain values can be written.
            let is_plain = instance_of(type_ref).is_none() && shape != Shape::Unknown;
            return is_plain.then_some(false);
        }
        match shape {
            Shape::Unknown => None,
            Shape::Any => Some(false),
            Shape::Null => Some(kind != Kind::Null),
            Shape::Bool => Some(kind != Kind::Bool),
            Shape::Integer(of) => Some(kind != Kind::Number || !fits(self.tree.source(node), of.is_signed, of.bits)),
            Shape::Float => Some(kind != Kind::Number),
            Shape::Text { format: None } => Some(kind != Kind::String),
            Shape::Text { format: Some(_) } if kind == Kind::String => None,
            Shape::Text { format: Some(_) } => Some(true),
            Shape::List(_) | Shape::Tuple(_) if kind != Kind::Array => Some(true),
            Shape::List(item) => all(&|_| Some(item.clone())),
            Shape::Tuple(items) => all(&|index| items.get(index).cloned()),
            Shape::Map { .. } | Shape::Object(_) if kind != Kind::Object => Some(true),
            // Keys are not run on their own.
            Shape::Map { key, .. } if self.of_writing && instance_of(&key).is_some() => None,
            Shape::Map { value, .. } => all(&|_| Some(value.clone())),
            Shape::Nullable(_) if kind == Kind::Null => Some(false),
            Shape::Nullable(of) | Shape::Same(of) => self.refuses(&of, node, depth + 1),
            Shape::Words { words, is_open } => match self.tree.string(node) {
                None => Some(true),
                Some(text) => {
                    let is_listed = words
                        .iter()
                        .any(|word| word.name == *text || word.aliases.iter().any(|alias| alias == &*text));
                    Some(!is_listed && !is_open)
                }
            },
            Shape::Object(_) | Shape::Alternatives(_) => None,
        }
    }

    /// The tag of the value, if the enum has one and does not know this word. A text that none of the variants takes for a word
    /// is no word.
    fn unknown_tag(&self, all: &[Alternative], node: Node) -> Option<String> {
        if self.tree.kind(node) == Kind::String {
            all.iter().find(|one| matches!(one.shape, VariantShape::Word(_)))?;
            return self.tree.string(node).map(std::borrow::Cow::into_owned);
        }
        let tag = all.iter().find_map(|one| match &one.shape {
            VariantShape::Object(object) => object
                .keys
                .iter()
                .find(|key| key.constant.is_some())
                .map(|key| key.name.clone()),
            VariantShape::Same {
                tag: Some((key, _)), ..
            } => Some(key.clone()),
            _ => None,
        })?;
        let found = self
            .tree
            .member(node, &tag)
            .filter(|_| self.tree.kind(node) == Kind::Object)?;
        self.tree.string(found).map(std::borrow::Cow::into_owned)
    }
}

fn answers_to(key: &Key, name: &str) -> bool {
    key.name == name || key.aliases.iter().any(|alias| alias == name)
}

/// Whether the text of a number is an integer of that width.
fn fits(number: &str, is_signed: bool, bits: u8) -> bool {
    let (low, high) = match (is_signed, bits) {
        (true, 8) => (i128::from(i8::MIN), i128::from(i8::MAX)),
        (true, 16) => (i128::from(i16::MIN), i128::from(i16::MAX)),
        (true, 32) => (i128::from(i32::MIN), i128::from(i32::MAX)),
        (true, 64) => (i128::from(i64::MIN), i128::from(i64::MAX)),
        (false, 8) => (0, i128::from(u8::MAX)),
        (false, 16) => (0, i128::from(u16::MAX)),
        (false, 32) => (0, i128::from(u32::MAX)),
        (false, 64) => (0, i128::from(u64::MAX)),
        (true, _) => (i128::MIN, i128::MAX),
        (false, _) => (0, i128::MAX),
    };
    number.parse::<i128>().is_ok_and(|value| (low..=high).contains(&value))
}
