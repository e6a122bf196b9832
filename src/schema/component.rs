//! One component of a spec.

use jsonschema::Validator;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::algebra;
use super::branches::Branches;
use super::bundle::Bundle;
use super::comparer::Comparer;
use super::defaults::{self, Defaults};
use super::depth::{MAX_DEPTH, depth, with_stack};
use super::document::Document;
use super::documented::{self, Documented};
use super::error::SpecError;
use super::explain::Explainer;
use super::glance;
use super::guide::Guide;
use super::instance::{Instance, Trees};
use super::naming::Naming;
use super::narrowed_schema;
use super::one_direction;
use super::pieces;
use super::reading_options::Reading;
use super::stated::Described;
use super::undocumented::{self, Choices, Undocumented};
use super::validation;
use super::violation::Violation;
use super::words::{self, Listed, WordsByKey};
use crate::json::Tree;

/// One component of a spec.
///
/// Its references are resolved when it is made; validators and tables are compiled when they are first needed, and then
/// shared by all threads.
pub struct Schema {
    name: String,
    pointer: String,
    document: Arc<Document>,
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only `explore` asks for it"))]
    reading: Reading,
    /// Its JSON pointer.
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only `explore` asks for it"))]
    at: String,
    bundle: Bundle,
    naming: OnceLock<Naming>,
    validator: OnceLock<Result<Box<Validator>, SpecError>>,
    /// The same, with formats asserted.
    of_formats: OnceLock<Option<Box<Validator>>>,
    /// The same for texts that are parsed already.
    of_trees: OnceLock<Option<Box<Validator<Trees>>>>,
    /// The same for what is asked of invalid values, and of single branches of unions.
    comparer: OnceLock<Option<Box<Comparer>>>,
    /// The keys that only overlays name, by their pointers in the document.
    added: OnceLock<HashSet<String>>,
    /// The words that only overlays list, each with the schema that does.
    added_words: OnceLock<HashSet<(String, String)>>,
    /// The words that are listed somewhere under each key.
    words_by_key: OnceLock<WordsByKey>,
    /// The defaults of its properties, by their keys.
    defaults: OnceLock<HashMap<String, Defaults>>,
    /// The keys of the properties that are sent in one direction only.
    one_direction: OnceLock<HashSet<String>>,
    guide: OnceLock<Guide>,
    multiplies: OnceLock<bool>,
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Schema")
            .field("name", &self.name)
            .field("pointer", &self.pointer)
            .finish_non_exhaustive()
    }
}

impl Schema {
    /// Reads the schema at the JSON pointer `at` and all that it refers to.
    pub(super) fn new(document: &Arc<Document>, reading: Reading, name: &str, at: &str) -> Result<Self, SpecError> {
        Ok(Self {
            name: name.to_owned(),
            pointer: super::pointer::fragment(at),
            document: Arc::clone(document),
            reading,
            at: at.to_owned(),
            bundle: Bundle::new(document, at, reading)?,
            naming: OnceLock::new(),
            validator: OnceLock::new(),
            of_formats: OnceLock::new(),
            of_trees: OnceLock::new(),
            comparer: OnceLock::new(),
            added: OnceLock::new(),
            added_words: OnceLock::new(),
            words_by_key: OnceLock::new(),
            defaults: OnceLock::new(),
            one_direction: OnceLock::new(),
            guide: OnceLock::new(),
            multiplies: OnceLock::new(),
        })
    }

    /// The component's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the component stands in the published document, as a URI fragment.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Whether it describes a query or a form, which are no JSON on the wire.
    pub(crate) fn is_sent_as_text(&self) -> bool {
        const FORMS: [&str; 2] = [
            "/content/application~1x-www-form-urlencoded/",
            "/content/multipart~1form-data/",
        ];
        // A list is no schema. It may stand in a file of its own, or among shared paths.
        let is_list = || {
            let document = self.document.value();
            super::pointer::of_fragment(document, &self.pointer)
                .and_then(|at| document.pointer(&at))
                .is_some_and(Value::is_array)
        };
        let is_query = self.pointer.ends_with("/parameters") && is_list();
        is_query || FORMS.iter().any(|form| self.pointer.contains(form))
    }

    /// The places that the component describes.
    pub(crate) fn guide(&self) -> &Guide {
        self.guide.get_or_init(|| Guide::new(self))
    }

    /// The component and all that it refers to as one JSON Schema document (2020-12), as the dialect reads them.
    pub fn json_schema(&self) -> &Value {
        &self.bundle.schema
    }

    /// How many steps it takes to compile the patterns.
    pub(super) fn patterns(&self) -> u64 {
        self.bundle.patterns
    }

    /// About how many steps it takes to compile the component. A part of a schema is copied for the validators and for the plan,
    /// parsed for both, and compiled.
    pub(crate) fn work(&self) -> u64 {
        const STEPS_OF_VALUE: u64 = 60;
        super::budget::size(self.json_schema()) * STEPS_OF_VALUE + self.bundle.patterns
    }

    /// The bytes that it takes when it is compiled, beside its parts.
    pub(super) fn bytes_of_patterns(&self) -> u64 {
        const BYTES_OF_STEP: u64 = 10;
        self.bundle.patterns * BYTES_OF_STEP
    }

    /// The component as values are made of it, where that is less than it allows: a component with a discriminator stands for those that
    /// extend it.
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only `explore` asks for it"))]
    pub(crate) fn narrowed(&self) -> Option<Value> {
        narrowed_schema::narrowed(&self.document, &self.bundle, &self.at, self.reading)
    }

    /// How many schemas the component is made of, with all that it refers to.
    pub(super) fn parts(&self) -> usize {
        self.bundle.graph().len()
    }

    /// The keys that the component and what it refers to name.
    pub fn names(&self) -> BTreeSet<String> {
        let graph = self.bundle.graph();
        let properties = graph.ids().flat_map(|id| graph[id].properties());
        properties.map(|(key, _)| key.to_string()).collect()
    }

    /// The words that the component and what it refers to list.
    pub fn all_words(&self) -> BTreeSet<String> {
        let graph = self.bundle.graph();
        let nodes = graph.ids().map(|id| &graph[id]);
        let listed = nodes.flat_map(|node| node.listed.iter().flatten().chain(&node.constant));
        listed.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Whether any value satisfies the component; `None` if the schema algebra cannot tell.
    pub fn is_satisfiable(&self) -> Option<bool> {
        algebra::satisfiable(&self.bundle.schema)
    }

    /// What of the component cannot be read, such as a pattern that is no regular expression. It is ignored, so that a value
    /// may be found valid although the component as it was meant forbids it.
    pub fn unread(&self) -> Option<String> {
        if let Some((first, more)) = self.bundle.unread.split_first() {
            let more = match more.len() {
                0 => String::new(),
                more => format!(" and at {more} more places"),
            };
            let first = super::pointer::fragment(first);
            return Some(format!("the schema cannot be read at {first}{more}"));
        }
        // The validator of parsed texts is the one that clean cases need; what compiles for it compiles for values.
        match self.tree_validator() {
            Some(_) => None,
            None => self.validator().err().map(ToString::to_string),
        }
    }

    /// Whether the component allows the value. Formats are asserted only if the [spec](super::Spec::asserting_formats) is.
    pub fn is_valid(&self, value: &Value) -> bool {
        self.validated(value, |validator| validator.is_valid(value))
            .unwrap_or(true)
    }

    /// As [`is_valid`](Self::is_valid).
    ///
    /// # Errors
    /// When the comparison would take too long.
    pub(crate) fn decided(&self, value: &Value) -> Result<bool, String> {
        match self.takes_too_long(value) {
            Some(reason) => Err(reason),
            None => Ok(self.is_valid(value)),
        }
    }

    /// Whether the component allows the value, and its strings are members of their formats; also true where that is not known.
    pub(crate) fn is_valid_with_formats(&self, value: &Value) -> bool {
        let compiled = self.of_formats.get_or_init(|| {
            let schema = validation::asserting(self.bundle.schema.clone(), true);
            with_stack(levels_of(&self.bundle), || validation::build(&schema).map(Box::new))
        });
        let asserted = |_: &Validator| compiled.as_ref().is_none_or(|validator| validator.is_valid(value));
        self.validated(value, asserted).unwrap_or(true)
    }

    /// As [`is_valid`](Self::is_valid), of a text that is parsed already: several times as fast, since no `Value` is made.
    /// `None` where a `Value` would differ from what the text says.
    ///
    /// The caller knows that no key is repeated.
    pub fn is_valid_as_written(&self, tree: &Tree<'_>) -> Option<bool> {
        if !tree.is_as_written() || tree.depth() >= MAX_DEPTH || self.multiplies() {
            return None;
        }
        let validator = self.tree_validator()?;
        let levels = self.bundle.in_place.saturating_mul(tree.depth() + 1);
        Some(with_stack(levels, || {
            validator.is_valid(Instance::Value(tree, Tree::ROOT))
        }))
    }

    /// The compiled component. If the validator refuses the schema although the dialect rewrote it, nothing is validated, and
    /// [`unread`](Self::unread) says why.
    fn validator(&self) -> Result<&Validator, &SpecError> {
        let compiled = self.validator.get_or_init(|| {
            let options = validation::options_for(&self.bundle.schema);
            with_stack(levels_of(&self.bundle), || {
                let built = options.build(&self.bundle.schema);
                built.map(Box::new).map_err(|error| refused(&self.bundle, &error))
            })
        });
        compiled.as_ref().map(Box::as_ref)
    }

    fn tree_validator(&self) -> Option<&Validator<Trees>> {
        let compiled = self.of_trees.get_or_init(|| {
            let options = validation::options_of(&self.bundle.schema, jsonschema::options_for::<Trees>());
            with_stack(levels_of(&self.bundle), || {
                options.build(&self.bundle.schema).ok().map(Box::new)
            })
        });
        compiled.as_deref()
    }

    fn comparer(&self) -> Option<&Comparer> {
        let compile = || Comparer::new(&self.bundle).map(Box::new);
        let compiled = self
            .comparer
            .get_or_init(|| with_stack(levels_of(&self.bundle), compile));
        compiled.as_deref()
    }

    /// Where the value breaks the component; empty if it is valid.
    ///
    /// Where a union fails, this reports what is wrong in the branch that was most likely meant: the one whose
    /// constants the value has, else the one with the fewest errors.
    pub fn violations(&self, value: &Value) -> Vec<Violation> {
        self.validated(value, |validator| self.explained(validator, value).0)
            .unwrap_or_default()
    }

    /// Whether [`undocumented`](Self::undocumented) searches all of a value: it takes much memory for large ones.
    pub fn searches_whole(&self, value: &Value) -> bool {
        pieces::is_searched_at_once(value)
    }

    /// The outermost keys of the value that the component does not name.
    ///
    /// Objects that allow any key, or whose schema names none, hold nothing undocumented. Of a value that is not
    /// [searched as a whole](Self::searches_whole), only the first parts of long arrays and objects are
    /// searched.
    pub fn undocumented(&self, value: &Value) -> Vec<Undocumented> {
        self.searched(value, |search, value| search.undocumented(value))
            .unwrap_or_default()
    }

    /// What the component says of the key at a pointer into a value; `None` if it does not name it, or it is not there.
    pub fn documented(&self, value: &Value, pointer: &str) -> Option<Documented> {
        let added = || documented::added(&self.document, &self.bundle, self.naming());
        let added = self.added.get_or_init(added);
        self.searched(value, |search, value| {
            documented::find(&search, self.naming(), added, value, pointer)
        })?
    }

    /// Whether the document says that the absence of the key at a pointer into a value means the value that it has: the `default` of
    /// its property.
    pub(crate) fn is_documented_default(&self, whole: &Value, pointer: &str) -> bool {
        let of_keys = || defaults::by_key(&self.bundle, self.naming(), &self.document);
        let Some((_, key)) = super::pointer::split_last(pointer) else {
            return false;
        };
        let defaults = self.defaults.get_or_init(of_keys).get(&*super::pointer::unescape(key));
        match (defaults, whole.pointer(pointer)) {
            (Some(defaults), Some(value)) if defaults.values.contains(value) => {
                // Which of several properties of that name is meant takes longer to find out.
                let states = |place: &String| {
                    let in_file = super::pointer::of_fragment(self.document.value(), place);
                    defaults::stated_at(&self.document, in_file.as_ref().unwrap_or(place)) == Some(value)
                };
                (defaults.are_all && defaults.values.len() == 1) || self.places(whole, pointer).iter().any(states)
            }
            _ => false,
        }
    }

    /// The mark of the property at a pointer into a value, if the document says that it is sent in one direction only: `readOnly` or
    /// `writeOnly`.
    pub(crate) fn direction(&self, whole: &Value, pointer: &str) -> Option<&'static str> {
        let of_keys = || one_direction::keys(&self.bundle, self.naming(), &self.document);
        let (_, key) = super::pointer::split_last(pointer)?;
        // Which properties of that name are meant takes longer to find out.
        let may_be = self
            .one_direction
            .get_or_init(of_keys)
            .contains(&*super::pointer::unescape(key));
        let mark = |place: &String| {
            let in_file = super::pointer::of_fragment(self.document.value(), place);
            one_direction::mark(&self.document, in_file.as_ref().unwrap_or(place))
        };
        let is_there = may_be && whole.pointer(pointer).is_some();
        is_there.then(|| self.places(whole, pointer).iter().find_map(mark))?
    }

    /// Whether the component lists that word somewhere under that key, or for an item of an array there.
    pub fn lists(&self, key: &str, word: &str) -> bool {
        let by_key = || words::by_key(&self.bundle, self.naming());
        let words = self.words_by_key.get_or_init(by_key).get(key);
        words.is_some_and(|words| words.contains(word))
    }

    /// The words that the component lists for the value at a pointer into a value: those of an enum there, and the constants
    /// under its key in the branches of a union around it.
    pub fn words(&self, value: &Value, pointer: &str) -> Vec<Listed> {
        let added = || words::added(&self.document, &self.bundle, self.naming());
        let added = self.added_words.get_or_init(added);
        let found = self.searched(value, |search, value| {
            words::find(&search, self.naming(), added, value, pointer)
        });
        found.unwrap_or_default()
    }

    /// Runs `work` with the value that is searched, with what tells the branches that its parts satisfy, and with the branches
    /// that were most likely meant where they satisfy none. Nothing is known of them if the component cannot be compiled.
    pub(super) fn with_branches<T: Send>(
        &self,
        value: &Value,
        work: impl FnOnce(&Value, Branches<'_>, Choices) -> T + Send,
    ) -> T {
        let value = self.searchable(value);
        let Ok(validator) = self.validator() else {
            return work(&value, Branches::new(None, &value), Choices::default());
        };
        with_stack(self.levels(&value), || {
            let (_, choices) = self.explained(validator, &value);
            work(&value, Branches::new(self.comparer(), &value), choices)
        })
    }

    /// The schemas that apply to the value at a pointer: those under its key, or of its items, before any reference is
    /// followed. Pointers into the published document.
    pub(crate) fn places(&self, value: &Value, pointer: &str) -> Vec<String> {
        self.searched(value, |search, value| search.places(value, pointer))
            .unwrap_or_default()
    }

    /// What the component states about each value of a text; nothing if no `Value` holds the text.
    ///
    /// Where keys are repeated, the last one tells which branches of a union apply.
    pub(crate) fn described(&self, tree: &Tree<'_>) -> Vec<Described> {
        let value: Option<Value> = serde_json::from_str(tree.text()).ok();
        let described = value.and_then(|value| self.searched(&value, |search, _| search.described(tree)));
        described.unwrap_or_default()
    }

    /// Whether the component is sure to name every key of a text that it allows. `false` means that only
    /// [`undocumented`](Self::undocumented) can tell, which costs much more.
    ///
    /// The caller has made sure that no key occurs twice.
    pub(crate) fn names_all(&self, valid: &Tree<'_>) -> bool {
        // Recursion follows the text alone.
        valid.is_as_written() && valid.depth() < MAX_DEPTH && glance::names_all(self.naming(), valid)
    }

    pub(super) fn bundle(&self) -> &Bundle {
        &self.bundle
    }

    fn naming(&self) -> &Naming {
        self.naming.get_or_init(|| Naming::new(&self.bundle))
    }

    /// Why the validator refuses the value, and which branches were most likely meant where it satisfies none.
    fn explained(&self, validator: &Validator, value: &Value) -> (Vec<Violation>, Choices) {
        if validator.is_valid(value) {
            return Default::default();
        }
        let Some(comparer) = self.comparer() else {
            return (vec![Violation::unexplained(&self.pointer)], Choices::default());
        };
        let mut explainer = Explainer::new(&self.bundle, comparer);
        if pieces::is_explained_at_once(value) {
            explainer.explain(value);
        } else {
            let named = self.named_keys();
            for piece in pieces::pieces(value, &named) {
                if explainer.is_full() {
                    break;
                }
                if !validator.is_valid(&piece.value) {
                    explainer.explain_piece(piece, value);
                }
            }
        }
        if explainer.violations.is_empty() {
            explainer.violations.push(Violation::unexplained(&self.pointer));
        }
        (explainer.violations, explainer.choices)
    }

    /// The value, or as much of it as is searched at once.
    fn searchable<'v>(&self, value: &'v Value) -> Cow<'v, Value> {
        match pieces::is_searched_at_once(value) {
            true => Cow::Borrowed(value),
            false => Cow::Owned(pieces::beginning(value, &self.named_keys())),
        }
    }

    /// The keys that stay in all pieces of a value: those of properties, and those that must be there.
    fn named_keys(&self) -> HashSet<&str> {
        let graph = self.bundle.graph();
        let nodes = || graph.ids().map(|id| &graph[id]);
        let properties = nodes().flat_map(|node| node.properties()).map(|(key, _)| &**key);
        let required = nodes().flat_map(|node| node.required()).map(|key| &**key);
        let objects = nodes().filter_map(|node| node.object());
        let dependent = objects.flat_map(|object| {
            let required = object.dependent_required.iter();
            let of_schemas = object.dependent_schemas.iter().map(|(key, _)| key);
            let keys = required.flat_map(|(key, needed)| std::iter::once(key).chain(needed.iter()));
            keys.chain(of_schemas)
        });
        properties.chain(required).chain(dependent.map(|key| &**key)).collect()
    }

    /// Runs `work` with the validator, on a stack that bears the value; `None` if the component cannot be compiled.
    fn validated<T: Send>(&self, value: &Value, work: impl FnOnce(&Validator) -> T + Send) -> Option<T> {
        let validator = self.validator().ok()?;
        if self.takes_too_long(value).is_some() {
            return None;
        }
        Some(with_stack(self.levels(value), || work(validator)))
    }

    /// Whether there are values whose comparison takes a multiple of the time with each level.
    pub(super) fn multiplies(&self) -> bool {
        *self
            .multiplies
            .get_or_init(|| self.bundle.graph().multiplies(self.bundle.root()))
    }

    /// How deep the calls nest that compare a value with the component.
    fn levels(&self, value: &Value) -> usize {
        self.bundle.in_place.saturating_mul(depth(value) + 1)
    }

    /// Runs `work` with a search for the schemas that apply to the parts of a value.
    fn searched<T: Send>(
        &self,
        value: &Value,
        work: impl FnOnce(undocumented::Search<'_>, &Value) -> T + Send,
    ) -> Option<T> {
        self.validator().ok()?;
        if self.takes_too_long(value).is_some() {
            return None;
        }
        let naming = self.naming();
        let search = |value: &Value, valid: Branches<'_>, choices: Choices| {
            work(undocumented::Search::new(&self.bundle, naming, valid, &choices), value)
        };
        Some(self.with_branches(value, search))
    }
}

/// How deep the calls nest that compile a component.
fn levels_of(bundle: &Bundle) -> usize {
    bundle.in_place.saturating_mul(2) + depth(&bundle.schema)
}

fn refused(bundle: &Bundle, error: &jsonschema::ValidationError<'_>) -> SpecError {
    SpecError::Refused {
        pointer: bundle.published(error.instance_path().as_str()),
        reason: super::violation::message(error.kind(), error.instance()),
    }
}

impl Guide {
    /// Lays out the places of a component.
    pub fn new(schema: &Schema) -> Guide {
        Guide::of_bundle(&schema.bundle)
    }
}

#[cfg(test)]
#[path = "component_tests.rs"]
mod tests;
