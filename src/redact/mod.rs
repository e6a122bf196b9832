//! Redaction: replaces private content of a JSON text, and keeps everything that matters to a decoder.
//!
//! Every character is kept or replaced by another one of its class, so that all positions in the text stay the same. Strings
//! that the component lists are kept; ids become pseudonyms; every other string becomes random characters of the same form. The
//! replacements are derived from the key of the corpus with HMAC-SHA-256: the same id always gets the same pseudonym. The captures
//! alone cannot be de-pseudonymized, not even by guessing.

mod cipher;
mod detect;
#[cfg(test)]
mod dice;
mod entropy;
mod key;
mod model_name;
mod text;
mod units;
mod word;

pub use key::{KEY_BYTES, Key};

use crate::json::{Kind, Tree};
use crate::schema::{Guide, Place};
use model_name::is_model;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use units::Units;
use word::is_made_of_words;

/// Keys whose strings name a kind, even if the component does not document them.
const NAMING: [&str; 5] = ["object", "type", "status", "role", "event"];

/// Keys that reveal nothing, even where senders choose the keys: those of schemas, and words for any content.
const COMMON: [&str; 44] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "arguments",
    "code",
    "const",
    "content",
    "count",
    "created_at",
    "data",
    "default",
    "description",
    "enum",
    "error",
    "event",
    "format",
    "id",
    "index",
    "items",
    "key",
    "maximum",
    "message",
    "metadata",
    "minimum",
    "name",
    "object",
    "oneOf",
    "parameters",
    "properties",
    "required",
    "role",
    "status",
    "strict",
    "text",
    "title",
    "total",
    "type",
    "updated_at",
    "url",
    "value",
    "values",
    "version",
    "$ref",
    "$defs",
];

/// The data of the event that ends a stream by convention.
const DONE: &str = "[DONE]";

/// The domains of the pseudorandom bytes for keys: the first, and how many others are tried if two keys become the same.
const KEYS: u8 = 16;
const KEY_TRIES: u8 = 64;
/// The further tries that all keys of an object have together, besides one for each of them: where the keys of one form are nearly
/// used up, most tries are in vain.
const FURTHER_TRIES: usize = 4096;

/// How much was replaced, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Replaced {
    /// Ids that were replaced by pseudonyms.
    pub ids: u64,
    /// Strings that were replaced, as a whole or in part.
    pub texts: u64,
    /// Keys of objects that were replaced.
    pub keys: u64,
    /// Long numbers that were replaced because the component does not document them.
    pub numbers: u64,
}

impl Replaced {
    /// Adds other counts.
    pub fn add(&mut self, other: Replaced) {
        self.ids += other.ids;
        self.texts += other.texts;
        self.keys += other.keys;
        self.numbers += other.numbers;
    }
}

/// Redacts texts.
#[derive(Debug, Clone)]
pub struct Redactor {
    key: Key,
    keep_text: bool,
}

/// The properties of a value that decide how it is redacted.
#[derive(Clone, Copy)]
struct Role {
    place: Place,
    named: bool,
    /// The sender chooses the keys here, as in a map.
    own_key: bool,
    naming: bool,
    model: bool,
    id: bool,
    sensitive: bool,
}

impl Role {
    fn of(place: Place) -> Role {
        Role {
            place,
            named: false,
            own_key: false,
            naming: false,
            model: false,
            id: false,
            sensitive: false,
        }
    }
}

impl Redactor {
    /// With `keep_text`, texts are kept except for secrets and ids in them.
    pub fn new(key: Key, keep_text: bool) -> Redactor {
        Redactor { key, keep_text }
    }

    /// The redacted text of a tree. It has the same number of characters in every value and key.
    pub fn redact(&self, tree: &Tree<'_>, guide: Option<&Guide>) -> (String, Replaced) {
        let mut replaced = Replaced::default();
        let root = guide.map_or(Place::Unnamed, Guide::root);
        let out = self.tree(tree, guide, root, 0, &mut replaced);
        (out, replaced)
    }

    fn tree(
        &self,
        tree: &Tree<'_>,
        guide: Option<&Guide>,
        root: Place,
        level: usize,
        replaced: &mut Replaced,
    ) -> String {
        let mut roles = vec![Role::of(root); tree.count()];
        let mut keys: HashMap<usize, String> = HashMap::new();
        let mut out = String::with_capacity(tree.text().len());
        let mut copied = 0;
        // Nodes are in the order of the text, each after its container.
        for node in 0..tree.count() {
            let role = roles[node];
            if let Some(other) = keys.remove(&node) {
                let range = tree.key_range(node);
                out.push_str(&tree.text()[copied..range.start]);
                Units::of(&tree.text()[range.clone()]).write(&other, &mut out);
                copied = range.end;
                replaced.keys += 1;
            }
            let start = tree.start(node);
            let source = tree.source(node);
            match tree.kind(node) {
                Kind::String => {
                    let units = Units::of(source);
                    let listed = guide.and_then(|guide| guide.lists(role.place, &units.text));
                    let stays = listed == Some(true) || listed == Some(false) && is_name(&units.text);
                    if let (false, Some(other)) = (stays, self.other_string(&units.text, role, level, replaced)) {
                        out.push_str(&tree.text()[copied..start]);
                        units.write(&other, &mut out);
                        copied = start + source.len();
                    }
                }
                Kind::Number if self.hides(source, role, level) => {
                    out.push_str(&tree.text()[copied..start]);
                    out.push_str(&self.other_number(source));
                    copied = start + source.len();
                    replaced.numbers += 1;
                }
                Kind::Array => {
                    let place = guide.map_or(role.place, |guide| guide.item(role.place));
                    tree.children(node)
                        .for_each(|child| roles[child] = Role { place, ..role });
                }
                Kind::Object => {
                    for child in tree.children(node) {
                        roles[child] = member(guide, role.place, &tree.key(child), level);
                    }
                    self.other_keys(tree, node, &roles, &mut keys);
                }
                _ => {}
            }
        }
        out.push_str(&tree.text()[copied..]);
        out
    }

    /// The replacements of the keys of an object. Different keys stay different, as far as their form allows.
    fn other_keys(&self, tree: &Tree<'_>, object: usize, roles: &[Role], out: &mut HashMap<usize, String>) {
        let mut taken: HashSet<String> = HashSet::new();
        let mut replaced: HashMap<Cow<'_, str>, String> = HashMap::new();
        let (kept, others): (Vec<usize>, Vec<usize>) = tree
            .children(object)
            .partition(|&child| self.keeps_key(&tree.key(child), roles[child]));
        if others.is_empty() {
            return;
        }
        taken.extend(kept.into_iter().map(|child| tree.key(child).into_owned()));
        let mut tries_left = FURTHER_TRIES + 2 * others.len();
        for child in others {
            let other = replaced.entry(tree.key(child)).or_insert_with_key(|key| {
                let tries = (0..KEY_TRIES).take_while(|_| {
                    let is_left = tries_left > 0;
                    tries_left -= usize::from(is_left);
                    is_left
                });
                let mut tries = tries.map(|number| self.noise(KEYS + number, key));
                let free = tries.find(|other| taken.insert(other.clone()));
                free.unwrap_or_else(|| self.noise(KEYS, key))
            });
            out.insert(child, other.clone());
        }
    }

    /// Whether a key is kept. `role` is that of its value.
    fn keeps_key(&self, key: &str, role: Role) -> bool {
        role.named
            || COMMON.contains(&key)
            || match self.keep_text {
                true => detect::secrets(key).is_empty(),
                false => !role.own_key && is_word(key),
            }
    }

    fn other_string(&self, text: &str, role: Role, level: usize, replaced: &mut Replaced) -> Option<String> {
        if text.is_empty() || text == DONE {
            return None;
        }
        let small = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'.');
        let is_kind = role.naming && text.len() <= 40 && text.bytes().all(small) && detect::secrets(text).is_empty();
        if is_kind || role.model && is_model(text) {
            return None;
        }
        let other = self.other_text(text, role, level, replaced);
        (other != text).then_some(other)
    }

    /// Whether a number is replaced: a long one that the component does not document, or any number inside a text.
    fn hides(&self, source: &str, role: Role, level: usize) -> bool {
        let digits = source.bytes().filter(u8::is_ascii_digit).count();
        let described = matches!(role.place, Place::Expectations(_));
        !described && (digits >= 7 || role.sensitive || level > 0 && !self.keep_text)
    }

    fn other_number(&self, source: &str) -> String {
        let mut stream = self.key.stream(3, source);
        let whole = source
            .split(['.', 'e', 'E'])
            .next()
            .unwrap_or_default()
            .trim_start_matches('-')
            .len();
        let mut leading = whole >= 1;
        let mut exponent = false;
        source
            .chars()
            .map(|c| {
                exponent |= matches!(c, 'e' | 'E');
                if !c.is_ascii_digit() || exponent {
                    return c;
                }
                cipher::other_digit(c, std::mem::take(&mut leading), &mut stream)
            })
            .collect()
    }

    fn noise(&self, domain: u8, text: &str) -> String {
        let mut stream = self.key.stream(domain, text);
        text.chars().map(|c| cipher::other(c, &mut stream)).collect()
    }
}

fn member(guide: Option<&Guide>, place: Place, key: &str, level: usize) -> Role {
    let (inside, named, map) = match guide {
        Some(guide) => (
            guide.member(place, key),
            guide.is_named(place, key),
            guide.is_map(place),
        ),
        None => (place, false, place == Place::Free),
    };
    let own_key = map || level > 0;
    let lower = key.to_ascii_lowercase();
    let ends = |end: &str| lower.ends_with(end);
    Role {
        place: inside,
        named,
        own_key,
        naming: NAMING.contains(&key) && !own_key,
        model: key == "model" && !own_key,
        id: lower == "id" || ends("_id") || ends("_ids") || key.ends_with("Id") || key.ends_with("Ids"),
        sensitive: !named && detect::is_sensitive(key),
    }
}

/// Whether a key consists of plain words and is not a secret.
fn is_word(key: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let is_plain = key.strip_prefix('$').unwrap_or(key).bytes().all(plain);
    key.len() <= 64 && is_plain && is_made_of_words(key) && detect::secrets(key).is_empty()
}

/// Whether a string can be the name of a kind and is not a secret, so that it may be kept and printed.
pub fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let short = !text.is_empty() && text.len() <= 64 && text.bytes().all(plain);
    short && is_made_of_words(text) && detect::secrets(text).is_empty()
}

#[cfg(test)]
mod rates;
#[cfg(test)]
mod tests;
