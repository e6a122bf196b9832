//! The rustdoc JSON of a crate, without what serde has nothing to do with.

use rustdoc_types::{Id, Item, ItemEnum, ItemSummary, Type};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// The items of the crate that matter here: modules, imports, types, their parts, impls that are not automatic, and functions that
/// mention generic types.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) root: Id,
    items: HashMap<Id, Item>,
    /// The paths of all items that the crate mentions, its own and others'.
    paths: HashMap<Id, ItemSummary>,
}

/// Why the JSON cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the rustdoc JSON cannot be read: {0}; remove the file and run again")]
pub(crate) struct UnreadableJson(String);

#[derive(Deserialize)]
struct RawCrate<'a> {
    root: Id,
    #[serde(borrow)]
    index: HashMap<Id, &'a RawValue>,
    paths: HashMap<Id, ItemSummary>,
}

#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    inner: HashMap<&'a str, &'a RawValue>,
    #[serde(borrow)]
    visibility: &'a RawValue,
}

/// What tells the impls of the compiler from those that were written.
#[derive(Deserialize)]
struct ImplHead {
    is_synthetic: bool,
    blanket_impl: Option<serde::de::IgnoredAny>,
}

/// The kinds of items that are kept.
const KINDS: [&str; 10] = [
    "module",
    "use",
    "struct",
    "enum",
    "union",
    "struct_field",
    "variant",
    "type_alias",
    "impl",
    "function",
];

impl Index {
    /// Reads a file that rustdoc wrote.
    pub(super) fn read(path: &Path) -> Result<Index, UnreadableJson> {
        let text = fs::read_to_string(path).map_err(|error| UnreadableJson(format!("{}: {error}", path.display())))?;
        Index::parse(&text)
    }

    pub(super) fn parse(json: &str) -> Result<Index, UnreadableJson> {
        let unreadable = |error: serde_json::Error| UnreadableJson(error.to_string());
        let raw: RawCrate = serde_json::from_str(json).map_err(unreadable)?;
        let mut items = HashMap::new();
        for (id, text) in raw.index {
            // Most items are functions and the impls that every type has.
            let Some(kind) = kind_of(text.get()) else {
                continue;
            };
            match serde_json::from_str(text.get()) {
                Ok(item) => {
                    items.insert(id, item);
                }
                // Types that nest deeper than the reader goes are none that are read and written.
                Err(_) if kind == "impl" || kind == "function" => {}
                Err(error) => return Err(unreadable(error)),
            }
        }
        Ok(Index {
            root: raw.root,
            items,
            paths: raw.paths,
        })
    }

    pub(super) fn item(&self, id: Id) -> Option<&Item> {
        self.items.get(&id)
    }

    /// All items of the crate in the order of their ids.
    pub(super) fn items(&self) -> Vec<&Item> {
        let mut items: Vec<&Item> = self.items.values().collect();
        items.sort_unstable_by_key(|item| item.id);
        items
    }

    /// The path by which the compiler knows an item, which need not be one that other crates can use.
    pub(super) fn path(&self, id: Id) -> Option<&[String]> {
        self.paths.get(&id).map(|summary| &*summary.path)
    }

    /// The types that stand in aliases and in the signatures of functions.
    pub(super) fn mentioned_types(&self) -> Vec<&Type> {
        self.items().into_iter().flat_map(types_mentioned_by).collect()
    }

    /// The type that an alias of this crate stands for, with the names of the alias's parameters.
    pub(super) fn alias(&self, id: Id) -> Option<&rustdoc_types::TypeAlias> {
        match &self.item(id)?.inner {
            ItemEnum::TypeAlias(alias) => Some(alias),
            _ => None,
        }
    }
}

fn types_mentioned_by(item: &Item) -> Vec<&Type> {
    match &item.inner {
        ItemEnum::TypeAlias(alias) => vec![&alias.type_],
        ItemEnum::Function(function) => {
            let inputs = function.sig.inputs.iter().map(|(_, ty)| ty);
            inputs.chain(&function.sig.output).collect()
        }
        _ => Vec::new(),
    }
}

/// The kind of an item, if it is one of those that are kept.
fn kind_of(item: &str) -> Option<&'static str> {
    let head: Head = serde_json::from_str(item).ok()?;
    let (kind, inner) = head.inner.into_iter().next()?;
    let kind = KINDS.into_iter().find(|kept| *kept == kind)?;
    if kind == "impl" {
        let head: ImplHead = serde_json::from_str(inner.get()).ok()?;
        if head.is_synthetic || head.blanket_impl.is_some() {
            return None;
        }
    }
    // Functions tell which instances of generic types are used. Those of traits say nothing new.
    if kind == "function" && !(head.visibility.get().contains("public") && inner.get().contains("\"angle_bracketed\""))
    {
        return None;
    }
    Some(kind)
}
