//! A schema with everything that it refers to, as one JSON Schema 2020-12 document.
//!
//! Each target of a reference becomes a *unit*, rewritten and kept below `$defs`; a table leads from the pointers of
//! the bundle back to those of the published document.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

use super::budget::{BYTES_OF_SCHEMA, bytes, steps};
use super::dialect::{Dialect, Target};
use super::document::Document;
use super::error::SpecError;
use super::ir::{InPlace, SchemaGraph, SchemaId};
use super::narrowed;
use super::patterns;
use super::pointer::{fragment, split_last};
use super::reading_options::Reading;
use super::refs;
use super::unit;
use super::validation;

/// The most values that a bundle may hold.
const MAX_NODES: usize = 5_000_000;
/// The most schemas that may stand between a value and what it is compared with, without looking into the value.
const MAX_IN_PLACE: usize = 256;
/// The most schemas that the references of a bundle may stand for, each with all that looks at the same value: the validator
/// puts them in the references' place, and thirty schemas that each refer twice to the next would be a thousand million.
const MAX_INLINED: u64 = 500_000;

/// The patterns of one bundle may take one of so many parts of the steps: each validator of it compiles them again.
const PART_OF_PATTERNS: u64 = 40;

/// The schemas of one bundle may take one of so many parts of the bytes: there are several validators of each.
const PART_OF_BYTES: u64 = 2;

/// A schema and what it refers to, rewritten.
#[derive(Debug)]
pub(super) struct Bundle {
    /// The JSON Schema document.
    pub(super) schema: Value,
    /// How many schemas look at one value, one inside another, at most.
    pub(super) in_place: usize,
    /// The published pointers of what could not be read, and was left out.
    pub(super) unread: Vec<String>,
    /// How many steps compiling its patterns takes.
    pub(super) patterns: u64,
    /// Whether a pattern was left out because those of the document take too much.
    is_costly: bool,
    /// Why the first of the references that lead nowhere cannot be resolved. They are kept, and dangle.
    unresolved: Option<SpecError>,
    moves: BTreeMap<String, String>,
    graph: SchemaGraph,
}

/// Written in the place of a reference that cannot be resolved.
const UNRESOLVED: &str = "#/$defs/unresolved";

/// The pointer of the bundle's first unit.
pub(super) const ROOT: &str = "/$defs/0";

impl Bundle {
    /// Bundles the schema at the JSON pointer `root` of `document`.
    pub(super) fn new(document: &Document, root: &str, reading: Reading) -> Result<Self, SpecError> {
        Self::of(document, &[root.to_owned()], reading)
    }

    /// Bundles several schemas: the first unit is the first of them, and so on.
    pub(super) fn of(document: &Document, roots: &[String], reading: Reading) -> Result<Self, SpecError> {
        let mut bundle = Self::read(document, roots, reading)?;
        bundle.schema = validation::asserting(bundle.schema, reading.asserts_formats);
        if let Some(error) = bundle.unresolved.take() {
            return Err(error);
        }
        let most = steps(PART_OF_PATTERNS);
        if bundle.is_costly || bundle.patterns > most {
            let reason = format!("its patterns take more than {most} steps, see --max-schema-steps");
            return Err(too_complex(roots.first().map_or("", String::as_str), reason));
        }
        let most = bytes(PART_OF_BYTES) / BYTES_OF_SCHEMA;
        if bundle.graph.len() as u64 > most {
            let reason = format!("it is made of more than {most} schemas, see --max-memory");
            return Err(too_complex(roots.first().map_or("", String::as_str), reason));
        }
        bundle.in_place = bundle.within_bounds(roots.first().map_or("", String::as_str))?;
        Ok(bundle)
    }

    /// Bundles several schemas that are read as a graph and compiled by nothing: their references may lead in circles, or to
    /// nothing.
    pub(super) fn unbounded(document: &Document, roots: &[String], dialect: Dialect) -> Result<Self, SpecError> {
        Self::read(document, roots, dialect.into())
    }

    fn read(document: &Document, roots: &[String], reading: Reading) -> Result<Self, SpecError> {
        let root = roots.first().map_or("", String::as_str);
        let mut units = Units {
            document,
            narrows: reading.narrows && reading.is_meant(document),
            numbers: HashMap::new(),
            pointers: Vec::new(),
            unresolved: None,
        };
        for root in roots {
            units.number(root);
        }
        let mut defs = Map::new();
        let mut moves = BTreeMap::new();
        let mut unread = Vec::new();
        let mut is_costly = false;
        let mut nodes = 0;
        let mut next = 0;
        while let Some(published) = units.pointers.get(next).cloned() {
            let rewritten = format!("/$defs/{next}");
            let place = (published.as_str(), rewritten.as_str());
            let unit = match narrowed::component(&published) {
                Some(component) => narrowed::union(document, component, &rewritten, |at| units.refer(at)),
                None => unit::rewrite(document, reading.dialect, place, &mut |at, target| {
                    units.reference(at, target)
                }),
            };
            nodes += unit.nodes;
            if nodes > MAX_NODES {
                return Err(too_complex(root, format!("it has more than {MAX_NODES} values")));
            }
            defs.insert(next.to_string(), unit.schema);
            moves.extend(unit.moves);
            unread.extend(unit.unread);
            is_costly |= unit.is_costly;
            next += 1;
        }
        let schema = json!({"$ref": format!("#{ROOT}"), "$defs": defs});
        Ok(Self {
            graph: SchemaGraph::build(&schema),
            patterns: patterns::cost_of(&schema),
            schema,
            in_place: 0,
            is_costly,
            unread,
            unresolved: units.unresolved,
            moves,
        })
    }

    /// Whether nothing is missing: all references lead somewhere, and all patterns were read.
    pub(super) fn is_whole(&self) -> bool {
        self.unresolved.is_none() && !self.is_costly
    }

    /// The parsed schemas of the bundle.
    pub(super) fn graph(&self) -> &SchemaGraph {
        &self.graph
    }

    /// The first unit.
    pub(super) fn root(&self) -> SchemaId {
        self.unit(0).unwrap_or(SchemaGraph::ROOT)
    }

    /// The unit of that number.
    pub(super) fn unit(&self, number: usize) -> Option<SchemaId> {
        self.graph.definition(&number.to_string())
    }

    /// The schema at a pointer of the bundle.
    pub(super) fn at(&self, pointer: &str) -> Option<SchemaId> {
        self.graph.at(pointer)
    }

    /// The JSON of a schema.
    pub(super) fn json(&self, id: SchemaId) -> Option<&Value> {
        self.graph.source(&self.schema, id)
    }

    /// The published pointer of a schema, as a URI fragment.
    pub(super) fn published_of(&self, id: SchemaId) -> String {
        self.published(&self.graph.pointer(id))
    }

    /// The JSON of the schema at a pointer of the bundle.
    pub(super) fn get(&self, pointer: &str) -> Option<&Value> {
        self.schema.pointer(pointer)
    }

    /// Where a pointer of the bundle leads in the published document, as a URI fragment.
    pub(super) fn published(&self, rewritten: &str) -> String {
        fragment(&self.published_pointer(rewritten))
    }

    /// The pointer into the published document of a pointer of the bundle.
    pub(super) fn published_pointer(&self, rewritten: &str) -> String {
        let mut prefix = rewritten;
        loop {
            if let Some(published) = self.moves.get(prefix) {
                return format!("{published}{}", &rewritten[prefix.len()..]);
            }
            match split_last(prefix) {
                Some((shorter, _)) => prefix = shorter,
                None => return rewritten.to_owned(),
            }
        }
    }

    /// The units: the bundle's first schema, and what is referred to.
    pub(super) fn units(&self) -> impl Iterator<Item = SchemaId> {
        (0..).map_while(|number| self.unit(number))
    }

    /// Refuses schemas that apply to one value without end, too many in a row, or in too many ways.
    fn within_bounds(&self, root: &str) -> Result<usize, SpecError> {
        let InPlace { longest, inlined } = self.graph.in_place().map_err(|id| SpecError::EndlessRef {
            pointer: self.published(&self.graph.pointer(id)),
        })?;
        if longest > MAX_IN_PLACE {
            let reason = format!("more than {MAX_IN_PLACE} schemas refer to one another in a row");
            return Err(too_complex(root, reason));
        }
        if inlined > MAX_INLINED {
            let reason =
                format!("its references stand for more than {MAX_INLINED} schemas that look at the same value");
            return Err(too_complex(root, reason));
        }
        Ok(longest)
    }
}

/// The units that are known so far: each is a pointer into the published document, numbered as it was found.
struct Units<'d> {
    document: &'d Document,
    /// Whether a component stands for its extensions.
    narrows: bool,
    numbers: HashMap<String, usize>,
    pointers: Vec<String>,
    /// The first reference that cannot be resolved, and why.
    unresolved: Option<SpecError>,
}

impl Units<'_> {
    fn number(&mut self, pointer: &str) -> usize {
        let next = self.pointers.len();
        let number = *self.numbers.entry(pointer.to_owned()).or_insert(next);
        if number == next {
            self.pointers.push(pointer.to_owned());
        }
        number
    }

    fn refer(&mut self, pointer: &str) -> String {
        format!("#/$defs/{}", self.number(pointer))
    }

    fn reference(&mut self, at: &str, target: Target<'_>) -> String {
        let found = match target {
            Target::Pointer(pointer) => Ok(pointer.to_owned()),
            Target::Recursive => refs::resolve_recursive(self.document, at),
            Target::Reference(text) => refs::resolve(self.document, at, text),
        };
        match found {
            Ok(pointer) if self.narrows && narrowed::is_meant(self.document, at, &pointer) => {
                self.refer(&narrowed::of(&pointer))
            }
            Ok(pointer) => self.refer(&pointer),
            Err(error) => {
                self.unresolved.get_or_insert(error);
                UNRESOLVED.to_owned()
            }
        }
    }
}

fn too_complex(pointer: &str, reason: String) -> SpecError {
    SpecError::TooComplex {
        pointer: fragment(pointer),
        reason,
    }
}
