//! Types of the standard library and of other crates whose JSON is known.

use super::type_ref::{IntegerType, TypeRef};

/// What a primitive type is; `None` if serde has nothing for it.
pub(super) fn primitive(name: &str) -> Option<TypeRef> {
    Some(match name {
        "bool" => TypeRef::Bool,
        "char" => TypeRef::Char,
        "str" => TypeRef::Text,
        "unit" => TypeRef::Unit,
        "f32" => TypeRef::Float(32),
        "f64" => TypeRef::Float(64),
        _ => TypeRef::Integer(integer(name, false)?),
    })
}

fn integer(name: &str, is_non_zero: bool) -> Option<IntegerType> {
    let is_signed = name.starts_with('i');
    let bits = match name.strip_prefix(['i', 'u'])? {
        "8" => 8,
        "16" => 16,
        "32" => 32,
        "64" | "size" => 64,
        "128" => 128,
        _ => return None,
    };
    Some(IntegerType {
        is_signed,
        bits,
        is_non_zero,
    })
}

/// Crates of the standard library.
const STANDARD: [&str; 3] = ["alloc", "core", "std"];

/// Crates whose maps and sets are read as those of the standard library.
const COLLECTIONS: [&str; 14] = [
    "ahash",
    "arrayvec",
    "fnv",
    "hashbrown",
    "hashlink",
    "im",
    "indexmap",
    "linked_hash_map",
    "ordermap",
    "rustc_hash",
    "smallvec",
    "std",
    "thin_vec",
    "tinyvec",
];

/// Strings of other crates.
const STRINGS: [&str; 10] = [
    "ArcStr",
    "ByteString",
    "CompactString",
    "EcoString",
    "FastStr",
    "FlexStr",
    "HipStr",
    "KString",
    "SmartString",
    "SmolStr",
];

/// A type of another crate, by the path of its definition.
pub(super) fn external(path: &[String], mut arguments: Vec<TypeRef>) -> TypeRef {
    let name = path.last().map_or("", String::as_str);
    let package = path.first().map_or("", String::as_str);
    let is_standard = STANDARD.contains(&package);
    let count = arguments.len();
    let mut first = |otherwise: TypeRef| {
        if count == 0 {
            otherwise
        } else {
            arguments.swap_remove(0)
        }
    };
    match name {
        "Option" if is_standard && count == 1 => return TypeRef::Option(Box::new(first(TypeRef::Unit))),
        "Box" | "Rc" | "Arc" | "Cow" | "Cell" | "RefCell" | "Mutex" | "RwLock" | "Reverse" | "Wrapping"
        | "Saturating"
            if is_standard && count >= 1 =>
        {
            return first(TypeRef::Unit);
        }
        "String" | "PathBuf" | "Path" if is_standard => return TypeRef::Text,
        "PhantomData" if is_standard => return TypeRef::Unit,
        "NonZero" if is_standard && count == 1 => {
            if let TypeRef::Integer(integer) = first(TypeRef::Unit) {
                return TypeRef::Integer(IntegerType {
                    is_non_zero: true,
                    ..integer
                });
            }
        }
        "Value" | "RawValue" if package == "serde_json" => return TypeRef::AnyJson,
        "Map" if package == "serde_json" => return TypeRef::AnyObject,
        "OrderedFloat" | "NotNan" if package == "ordered_float" && count == 1 => return first(TypeRef::Float(64)),
        _ if STRINGS.contains(&name) => return TypeRef::Text,
        _ => {}
    }
    if is_standard
        && let Some(integer) = name
            .strip_prefix("NonZero")
            .and_then(|kind| integer(&kind.to_lowercase(), true))
    {
        return TypeRef::Integer(integer);
    }
    if is_standard || COLLECTIONS.contains(&package) {
        if name.ends_with("Map") && count >= 2 {
            let value = arguments.swap_remove(1);
            let key = arguments.swap_remove(0);
            return TypeRef::Map(Box::new(key), Box::new(value));
        }
        let is_list = name.ends_with("Set") || name.ends_with("Vec") || name.ends_with("Vector");
        if (is_list || ["VecDeque", "LinkedList", "BinaryHeap"].contains(&name)) && count >= 1 {
            return match arguments.swap_remove(0) {
                // `SmallVec<[T; 4]>`
                TypeRef::Array(item, _) => TypeRef::List(item),
                item => TypeRef::List(Box::new(item)),
            };
        }
    }
    TypeRef::External {
        path: path.join("::"),
        arguments,
    }
}
