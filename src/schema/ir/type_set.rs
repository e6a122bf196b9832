//! Types of JSON values.

use serde_json::Value;

/// A name in `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum JsonType {
    Array,
    Boolean,
    Integer,
    Null,
    Number,
    Object,
    String,
}

impl JsonType {
    /// The type of that name.
    pub(crate) fn named(name: &str) -> Option<JsonType> {
        Some(match name {
            "array" => JsonType::Array,
            "boolean" => JsonType::Boolean,
            "integer" => JsonType::Integer,
            "null" => JsonType::Null,
            "number" => JsonType::Number,
            "object" => JsonType::Object,
            "string" => JsonType::String,
            _ => return None,
        })
    }

    /// The name of the type.
    pub(crate) fn name(self) -> &'static str {
        match self {
            JsonType::Array => "array",
            JsonType::Boolean => "boolean",
            JsonType::Integer => "integer",
            JsonType::Null => "null",
            JsonType::Number => "number",
            JsonType::Object => "object",
            JsonType::String => "string",
        }
    }

    /// The values of the type, as a set.
    pub(crate) fn set(self) -> TypeSet {
        match self {
            JsonType::Array => TypeSet::ARRAY,
            JsonType::Boolean => TypeSet::BOOLEAN,
            JsonType::Integer => TypeSet::WHOLE,
            JsonType::Null => TypeSet::NULL,
            JsonType::Number => TypeSet::NUMBER,
            JsonType::Object => TypeSet::OBJECT,
            JsonType::String => TypeSet::STRING,
        }
    }
}

/// A set of types. Numbers are two of them: whole numbers, and those with a fraction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TypeSet(u8);

impl TypeSet {
    pub(crate) const NONE: TypeSet = TypeSet(0);
    pub(crate) const NULL: TypeSet = TypeSet(1);
    pub(crate) const BOOLEAN: TypeSet = TypeSet(2);
    pub(crate) const WHOLE: TypeSet = TypeSet(4);
    pub(crate) const FRACTION: TypeSet = TypeSet(8);
    pub(crate) const NUMBER: TypeSet = TypeSet(4 | 8);
    pub(crate) const STRING: TypeSet = TypeSet(16);
    pub(crate) const ARRAY: TypeSet = TypeSet(32);
    pub(crate) const OBJECT: TypeSet = TypeSet(64);
    pub(crate) const ALL: TypeSet = TypeSet(127);

    /// The type of a value.
    pub(crate) fn of(value: &Value) -> TypeSet {
        match value {
            Value::Null => TypeSet::NULL,
            Value::Bool(_) => TypeSet::BOOLEAN,
            Value::Number(number) if number.as_f64().is_some_and(|float| float.fract() != 0.0) => TypeSet::FRACTION,
            Value::Number(_) => TypeSet::WHOLE,
            Value::String(_) => TypeSet::STRING,
            Value::Array(_) => TypeSet::ARRAY,
            Value::Object(_) => TypeSet::OBJECT,
        }
    }

    /// Whether the two sets have a type in common.
    pub(crate) fn meets(self, other: TypeSet) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the set is empty.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The types of this set that are not in the other.
    pub(crate) fn without(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 & !other.0)
    }

    /// The types of the set, one by one.
    pub(crate) fn each(self) -> impl Iterator<Item = TypeSet> {
        (0..7).map(|bit| TypeSet(1 << bit)).filter(move |one| self.meets(*one))
    }
}

impl std::ops::BitOr for TypeSet {
    type Output = TypeSet;

    fn bitor(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 | other.0)
    }
}

impl std::ops::BitAnd for TypeSet {
    type Output = TypeSet;

    fn bitand(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 & other.0)
    }
}

impl std::ops::BitOrAssign for TypeSet {
    fn bitor_assign(&mut self, other: TypeSet) {
        self.0 |= other.0;
    }
}

impl std::ops::BitAndAssign for TypeSet {
    fn bitand_assign(&mut self, other: TypeSet) {
        self.0 &= other.0;
    }
}
