//! The keywords of one schema, parsed.

use super::location::{Location, SchemaId};
use super::type_set::{JsonType, TypeSet};
use serde_json::{Number, Value};

/// Schemas by keys, in the order of the keys.
pub(crate) type SchemaMap = Box<[(Box<str>, SchemaId)]>;

/// Keys, in the order of the document.
pub(crate) type KeyList = Box<[Box<str>]>;

/// The keywords of one schema. What a schema does not say is `None` or empty.
///
/// Keywords that few schemas have are grouped and boxed, so that a document of many schemas stays small.
#[derive(Debug, Clone, Default)]
pub(crate) struct SchemaNode {
    pub(super) location: Option<Location>,
    /// The boolean, if the schema is `true` or `false`.
    pub(crate) boolean: Option<bool>,
    /// Whether the schema is an object without any keyword.
    pub(crate) is_empty: bool,
    /// How many keywords the schema has, `x-` extensions not counted.
    pub(crate) keywords: u16,
    /// The target of `$ref`.
    pub(crate) reference: Option<SchemaId>,
    /// Whether the schema has a `$ref` whose target is not in the document.
    pub(crate) is_dangling: bool,
    /// The names in `type`, in the order of the document.
    pub(crate) types: Option<Box<[JsonType]>>,
    /// `const`.
    pub(crate) constant: Option<Value>,
    /// `enum`.
    pub(crate) listed: Option<Box<[Value]>>,
    /// Whether the draft of the schema takes only digits for an integer: neither `1.0` nor `-0`.
    pub(crate) has_plain_integers: bool,
    /// Values that the document names without constraining the schema to them.
    pub(crate) named: Box<[Value]>,
    /// `allOf`.
    pub(crate) all_of: Box<[SchemaId]>,
    /// `anyOf`.
    pub(crate) any_of: Box<[SchemaId]>,
    /// `oneOf`.
    pub(crate) one_of: Box<[SchemaId]>,
    /// `not`.
    pub(crate) not: Option<SchemaId>,
    pub(super) condition: Option<Box<Condition>>,
    pub(super) number: Option<Box<NumberKeywords>>,
    pub(super) string: Option<Box<StringKeywords>>,
    pub(super) array: Option<Box<ArrayKeywords>>,
    pub(super) object: Option<Box<ObjectKeywords>>,
}

/// `if`, `then` and `else`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Condition {
    pub(crate) test: Option<SchemaId>,
    pub(crate) then: Option<SchemaId>,
    pub(crate) otherwise: Option<SchemaId>,
}

/// Keywords about numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct NumberKeywords {
    pub(crate) minimum: Option<Number>,
    pub(crate) maximum: Option<Number>,
    pub(crate) exclusive_minimum: Option<Number>,
    pub(crate) exclusive_maximum: Option<Number>,
    pub(crate) multiple_of: Option<Number>,
}

/// Keywords about strings.
#[derive(Debug, Clone, Default)]
pub(crate) struct StringKeywords {
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) pattern: Option<Box<str>>,
    /// `format`, which may also qualify a number (`int32`).
    pub(crate) format: Option<Box<str>>,
}

/// Keywords about arrays.
#[derive(Debug, Clone, Default)]
pub(crate) struct ArrayKeywords {
    pub(crate) prefix_items: Box<[SchemaId]>,
    pub(crate) items: Option<SchemaId>,
    pub(crate) contains: Option<SchemaId>,
    pub(crate) unevaluated_items: Option<SchemaId>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) min_contains: Option<u64>,
    pub(crate) max_contains: Option<u64>,
    pub(crate) unique_items: Option<bool>,
}

/// Keywords about objects. Maps are in the order of their keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct ObjectKeywords {
    /// `None` where the keyword is absent, which differs from an empty map: a schema without it names no keys at all.
    pub(crate) properties: Option<SchemaMap>,
    pub(crate) pattern_properties: SchemaMap,
    pub(crate) additional_properties: Option<SchemaId>,
    pub(crate) property_names: Option<SchemaId>,
    pub(crate) unevaluated_properties: Option<SchemaId>,
    pub(crate) required: Option<KeyList>,
    pub(crate) dependent_required: Box<[(Box<str>, KeyList)]>,
    pub(crate) dependent_schemas: SchemaMap,
    pub(crate) min_properties: Option<u64>,
    pub(crate) max_properties: Option<u64>,
    /// Whether the document labels the object as a map from any key.
    pub(crate) is_map: bool,
}

impl ObjectKeywords {
    /// Whether a keyword constrains an object by itself, other than by what some of its keys bring along.
    fn speaks(&self) -> bool {
        let schemas = [
            self.additional_properties,
            self.property_names,
            self.unevaluated_properties,
        ];
        self.properties.is_some()
            || !self.pattern_properties.is_empty()
            || schemas.iter().any(Option::is_some)
            || self.required.is_some()
            || self.min_properties.is_some()
            || self.max_properties.is_some()
    }
}

impl SchemaNode {
    /// Whether the schema is `false`.
    pub(crate) fn is_never(&self) -> bool {
        self.boolean == Some(false)
    }

    /// `if`, `then` and `else`.
    pub(crate) fn condition(&self) -> &Condition {
        static NONE: Condition = Condition {
            test: None,
            then: None,
            otherwise: None,
        };
        self.condition.as_deref().unwrap_or(&NONE)
    }

    /// Keywords about numbers; `None` if there are none.
    pub(crate) fn number(&self) -> Option<&NumberKeywords> {
        self.number.as_deref()
    }

    /// Keywords about strings; `None` if there are none.
    pub(crate) fn string(&self) -> Option<&StringKeywords> {
        self.string.as_deref()
    }

    /// Keywords about arrays; `None` if there are none.
    pub(crate) fn array(&self) -> Option<&ArrayKeywords> {
        self.array.as_deref()
    }

    /// Keywords about objects; `None` if there are none.
    pub(crate) fn object(&self) -> Option<&ObjectKeywords> {
        self.object.as_deref()
    }

    /// The members of `properties`.
    pub(crate) fn properties(&self) -> &[(Box<str>, SchemaId)] {
        self.object()
            .and_then(|object| object.properties.as_deref())
            .unwrap_or(&[])
    }

    /// The schema that `properties` has for a key.
    pub(crate) fn property(&self, key: &str) -> Option<SchemaId> {
        let properties = self.properties();
        let at = properties.binary_search_by(|(name, _)| (**name).cmp(key)).ok()?;
        Some(properties[at].1)
    }

    /// The members of `patternProperties`.
    pub(crate) fn pattern_properties(&self) -> &[(Box<str>, SchemaId)] {
        self.object().map_or(&[], |object| &object.pattern_properties)
    }

    /// `additionalProperties`.
    pub(crate) fn additional_properties(&self) -> Option<SchemaId> {
        self.object()?.additional_properties
    }

    /// The names in `required`.
    pub(crate) fn required(&self) -> &[Box<str>] {
        self.object()
            .and_then(|object| object.required.as_deref())
            .unwrap_or(&[])
    }

    /// The members of `prefixItems`.
    pub(crate) fn prefix_items(&self) -> &[SchemaId] {
        self.array().map_or(&[], |array| &array.prefix_items)
    }

    /// `items`.
    pub(crate) fn items(&self) -> Option<SchemaId> {
        self.array()?.items
    }

    /// The values that `const` or else `enum` allows; `None` if the schema has neither.
    pub(crate) fn literals(&self) -> Option<&[Value]> {
        let constant = self.constant.as_ref().map(std::slice::from_ref);
        constant.or(self.listed.as_deref())
    }

    /// The only value that `const` or an `enum` of one value allows.
    pub(crate) fn only_value(&self) -> Option<&Value> {
        match self.literals() {
            Some([only]) => Some(only),
            _ => None,
        }
    }

    /// The types that `type` allows, all of them if it is absent.
    pub(crate) fn type_set(&self) -> TypeSet {
        match &self.types {
            None => TypeSet::ALL,
            Some(types) => types.iter().fold(TypeSet::NONE, |set, one| set | one.set()),
        }
    }

    /// Whether `type` names a type.
    pub(crate) fn has_type(&self, wanted: JsonType) -> bool {
        self.types.as_ref().is_some_and(|types| types.contains(&wanted))
    }

    /// Whether `type` is null alone.
    pub(crate) fn is_null_type(&self) -> bool {
        self.types.as_deref() == Some(&[JsonType::Null])
    }

    /// The schemas in the list that a keyword holds, such as `oneOf`.
    pub(crate) fn list(&self, keyword: &str) -> &[SchemaId] {
        match keyword {
            "allOf" => &self.all_of,
            "anyOf" => &self.any_of,
            "oneOf" => &self.one_of,
            "prefixItems" => self.prefix_items(),
            _ => &[],
        }
    }

    /// The schemas in the map that a keyword holds, such as `properties`.
    pub(crate) fn map(&self, keyword: &str) -> &[(Box<str>, SchemaId)] {
        match keyword {
            "properties" => self.properties(),
            "patternProperties" => self.pattern_properties(),
            "dependentSchemas" => self.object().map_or(&[], |object| &object.dependent_schemas),
            _ => &[],
        }
    }

    /// The schema that a keyword holds alone, such as `items`.
    pub(crate) fn alone(&self, keyword: &str) -> Option<SchemaId> {
        match keyword {
            "not" => self.not,
            "if" => self.condition().test,
            "then" => self.condition().then,
            "else" => self.condition().otherwise,
            "items" => self.items(),
            "contains" => self.array()?.contains,
            "unevaluatedItems" => self.array()?.unevaluated_items,
            "additionalProperties" => self.additional_properties(),
            "propertyNames" => self.object()?.property_names,
            "unevaluatedProperties" => self.object()?.unevaluated_properties,
            _ => None,
        }
    }

    /// Whether a keyword constrains the value by itself: one that neither refers to nor combines other schemas.
    pub(crate) fn constrains_itself(&self) -> bool {
        let of_object = |object: &ObjectKeywords| object.speaks() || object.is_map;
        self.types.is_some()
            || self.literals().is_some()
            || self.number.is_some()
            || self.string.is_some()
            || self.array.is_some()
            || self.object().is_some_and(of_object)
    }

    /// The types of the values that keywords other than `type` constrain.
    pub(crate) fn spoken_types(&self) -> TypeSet {
        let mut types = TypeSet::NONE;
        if self.number.is_some() {
            types |= TypeSet::NUMBER;
        }
        let of_string = |string: &StringKeywords| {
            string.min_length.is_some() || string.max_length.is_some() || string.pattern.is_some()
        };
        if self.string().is_some_and(of_string) {
            types |= TypeSet::STRING;
        }
        let of_array = |array: &ArrayKeywords| {
            let schemas = [array.items, array.contains, array.unevaluated_items];
            !array.prefix_items.is_empty()
                || schemas.iter().any(Option::is_some)
                || array.min_items.is_some()
                || array.max_items.is_some()
                || array.unique_items.is_some()
        };
        if self.array().is_some_and(of_array) {
            types |= TypeSet::ARRAY;
        }
        if self.object().is_some_and(ObjectKeywords::speaks) {
            types |= TypeSet::OBJECT;
        }
        types
    }

    /// The unions of the schema, with their keywords; `anyOf` first.
    pub(crate) fn unions(&self) -> impl Iterator<Item = (&'static str, &[SchemaId])> {
        [("anyOf", &*self.any_of), ("oneOf", &*self.one_of)]
            .into_iter()
            .filter(|(_, branches)| !branches.is_empty())
    }
}
