//! By which path another crate can name an item: found by walking modules and `use` items from the root.

use super::index::Index;
use rustdoc_types::{Id, Item, ItemEnum, Visibility};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

/// The shortest public path of each item that has one.
pub(super) fn public_paths(index: &Index) -> HashMap<Id, String> {
    let mut exports = Exports {
        index,
        of_modules: HashMap::new(),
    };
    let root_name = index
        .item(index.root)
        .and_then(|root| root.name.clone())
        .unwrap_or_default();
    let mut paths = HashMap::new();
    let mut seen = HashSet::from([index.root]);
    // Breadth first, so that the first path to an item is a shortest one; names are in order, so it is always the same.
    let mut open = VecDeque::from([(index.root, root_name)]);
    while let Some((module, path)) = open.pop_front() {
        for (name, target) in exports.of(module, 0) {
            let target_path = format!("{path}::{}", as_identifier(&name));
            let is_module = index
                .item(target)
                .is_some_and(|item| matches!(item.inner, ItemEnum::Module(_)));
            if !is_module {
                paths.entry(target).or_insert(target_path);
            } else if seen.insert(target) {
                open.push_back((target, target_path));
            }
        }
    }
    paths
}

/// A name as Rust code writes it.
fn as_identifier(name: &str) -> String {
    const KEYWORDS: [&str; 46] = [
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
        "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
        "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type",
        "typeof", "unsafe", "use", "virtual", "where", "while",
    ];
    if KEYWORDS.contains(&name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

/// The length of a chain of glob imports that is followed.
const MAX_GLOBS: usize = 64;

struct Exports<'a> {
    index: &'a Index,
    /// What is known of modules; empty while a module is being looked at, so that a circle of globs ends.
    of_modules: HashMap<Id, BTreeMap<String, Id>>,
}

impl Exports<'_> {
    /// The public names of a module, with what they name.
    fn of(&mut self, module: Id, depth: usize) -> BTreeMap<String, Id> {
        if let Some(known) = self.of_modules.get(&module) {
            return known.clone();
        }
        self.of_modules.insert(module, BTreeMap::new());
        let children: Vec<&Item> = match self.index.item(module).map(|item| &item.inner) {
            Some(ItemEnum::Module(module)) => module.items.iter().filter_map(|id| self.index.item(*id)).collect(),
            _ => Vec::new(),
        };
        let mut named: BTreeMap<String, Option<Id>> = BTreeMap::new();
        let mut by_glob: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
        for child in children {
            let is_public = matches!(child.visibility, Visibility::Public);
            match &child.inner {
                ItemEnum::Use(import) if import.is_glob => {
                    if let Some(target) = import.id.filter(|_| is_public && depth < MAX_GLOBS) {
                        for (name, id) in self.of(target, depth + 1) {
                            by_glob.entry(name).or_default().insert(id);
                        }
                    }
                }
                ItemEnum::Use(import) => {
                    if let Some(target) = import.id.filter(|_| is_public) {
                        named.insert(import.name.clone(), Some(target));
                    }
                }
                ItemEnum::Impl(_) => {}
                _ => {
                    if let Some(name) = &child.name {
                        // A private item hides what a glob import would bring under its name.
                        named.insert(name.clone(), is_public.then_some(child.id));
                    }
                }
            }
        }
        for (name, ids) in by_glob {
            // Two globs that bring different items under one name make the name unusable.
            let only = if ids.len() == 1 { ids.first().copied() } else { None };
            named.entry(name).or_insert(only);
        }
        let public: BTreeMap<String, Id> = named.into_iter().filter_map(|(name, id)| Some((name, id?))).collect();
        self.of_modules.insert(module, public.clone());
        public
    }
}
