//! The JSON of types of other crates, and of functions that read and write fields.

use super::shape::Shape;
use super::text_type::TypeNames;
use super::type_ref::{IntegerType, TypeRef};

/// The JSON of a type of another crate, by its path.
pub(super) fn of_external(path: &str, arguments: &[TypeRef]) -> Shape {
    let (package, _) = path.split_once("::").unwrap_or((path, ""));
    let name = path.rsplit("::").next().unwrap_or_default();
    let text = |format| Shape::Text { format };
    let first = || arguments.first().cloned().map_or(Shape::Unknown, Shape::Same);
    let byte = IntegerType {
        is_signed: false,
        bits: 8,
        is_non_zero: false,
    };
    match (package, name) {
        ("chrono", "DateTime") | ("jiff", "Timestamp") => text(Some("date-time")),
        ("chrono", "NaiveDate") | ("jiff", "Date") => text(Some("date")),
        ("chrono", "NaiveDateTime" | "NaiveTime" | "FixedOffset" | "Weekday" | "Month") => text(None),
        ("jiff", "DateTime" | "Time" | "Zoned" | "Span" | "SignedDuration") => text(None),
        ("uuid", "Uuid") => text(Some("uuid")),
        ("url", "Url") | ("fluent_uri" | "iri_string", _) => text(Some("uri")),
        ("core" | "std", "Ipv4Addr") => text(Some("ipv4")),
        ("core" | "std", "Ipv6Addr") => text(Some("ipv6")),
        ("core" | "std", "IpAddr" | "SocketAddr" | "SocketAddrV4" | "SocketAddrV6") => text(None),
        ("ipnet" | "ipnetwork" | "semver" | "bigdecimal" | "rust_decimal" | "ulid" | "chrono_tz" | "camino", _) => {
            text(None)
        }
        ("email_address", _) => text(Some("email")),
        ("secrecy", "SecretString") => text(None),
        ("secrecy", "SecretBox" | "Secret") => first(),
        ("bytes", "Bytes" | "BytesMut") | ("serde_bytes", "ByteBuf" | "Bytes" | "ByteArray") => {
            Shape::List(TypeRef::Integer(byte))
        }
        ("serde_json", "Number") => Shape::Float,
        ("serde" | "serde_core", "IgnoredAny") | ("serde_yaml" | "toml" | "schemars", "Value" | "Schema") => Shape::Any,
        _ => Shape::Unknown,
    }
}

/// The type as which a function, or the module of `with`, reads a field of some type; `None` if that is not known.
pub(super) fn of_function(function: &str, field: &TypeRef) -> Option<TypeRef> {
    let path: String = function.chars().filter(|one| !one.is_whitespace()).collect();
    let path = path.trim_start_matches("::");
    let name = path.rsplit("::").next().unwrap_or_default();
    if let Some(adapter) = path
        .strip_prefix("serde_with::As::<")
        .and_then(|rest| rest.strip_suffix('>'))
    {
        let adapter = TypeNames { paths: &[] }.adapter(adapter);
        return adapted(&adapter, field, 0);
    }
    // Of a YAML crate: variants as maps of one key, which they are in JSON anyway.
    if path.contains("with::singleton_map") {
        return Some(field.clone());
    }
    let or_null = |known: TypeRef, is_optional: bool| match is_optional {
        true => TypeRef::Option(Box::new(known)),
        false => known,
    };
    let second = TypeRef::Integer(IntegerType {
        is_signed: true,
        bits: 64,
        is_non_zero: false,
    });
    let is_optional = name.ends_with("_option") || name == "option" || matches!(field, TypeRef::Option(_));
    let stem = path
        .strip_suffix("::option")
        .unwrap_or(path)
        .trim_end_matches("_option");
    let stem = stem.trim_end_matches("::deserialize").trim_end_matches("::serialize");
    match stem {
        "chrono::serde::ts_seconds"
        | "chrono::serde::ts_milliseconds"
        | "chrono::serde::ts_microseconds"
        | "chrono::serde::ts_nanoseconds"
        | "time::serde::timestamp" => Some(or_null(second, is_optional)),
        "time::serde::rfc3339" | "time::serde::iso8601" => Some(or_null(TypeRef::Formatted("date-time"), is_optional)),
        "time::serde::rfc2822" | "humantime_serde" | "rust_decimal::serde::str" => {
            Some(or_null(TypeRef::Text, is_optional))
        }
        "rust_decimal::serde::float" | "rust_decimal::serde::arbitrary_precision" => {
            Some(or_null(TypeRef::Float(64), is_optional))
        }
        "serde_with::rust::double_option" | "serde_with::rust::unwrap_or_skip" | "serde_bytes" => Some(field.clone()),
        _ => None,
    }
}

/// What an adapter of `serde_with` reads for a field of some type.
fn adapted(adapter: &TypeRef, field: &TypeRef, depth: usize) -> Option<TypeRef> {
    if depth > 8 {
        return None;
    }
    let boxed = |adapter: &TypeRef, field: &TypeRef| adapted(adapter, field, depth + 1).map(Box::new);
    match (adapter, field) {
        (TypeRef::Option(adapter), TypeRef::Option(field)) => boxed(adapter, field).map(TypeRef::Option),
        (TypeRef::List(adapter), TypeRef::List(field)) => boxed(adapter, field).map(TypeRef::List),
        (TypeRef::Map(key, value), TypeRef::Map(field_key, field_value)) => {
            Some(TypeRef::Map(boxed(key, field_key)?, boxed(value, field_value)?))
        }
        (TypeRef::External { path, arguments }, _) => {
            let integer = || {
                arguments
                    .first()
                    .filter(|one| matches!(one, TypeRef::Integer(_) | TypeRef::Float(_) | TypeRef::Text))
            };
            match path.rsplit("::").next().unwrap_or_default() {
                "Same" | "_" => Some(field.clone()),
                "DisplayFromStr" | "Hex" | "Base64" | "JsonString" | "Bytes" | "StringWithSeparator" => {
                    Some(TypeRef::Text)
                }
                "NoneAsEmptyString" => Some(TypeRef::Text),
                "DefaultOnNull" => {
                    let same = TypeRef::External {
                        path: "Same".to_owned(),
                        arguments: Vec::new(),
                    };
                    boxed(arguments.first().unwrap_or(&same), field).map(TypeRef::Option)
                }
                name if name.starts_with("Timestamp") || name.starts_with("Duration") => Some(match integer() {
                    Some(given) => given.clone(),
                    None => TypeRef::Integer(IntegerType {
                        is_signed: true,
                        bits: 64,
                        is_non_zero: false,
                    }),
                }),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adapters_are_read_through() {
        let field = TypeRef::Option(Box::new(TypeRef::Integer(IntegerType {
            is_signed: false,
            bits: 64,
            is_non_zero: false,
        })));
        let text = || TypeRef::Option(Box::new(TypeRef::Text));
        let adapter = ":: serde_with :: As :: < Option < :: serde_with :: DisplayFromStr > >";
        assert_eq!(of_function(adapter, &field), Some(text()));
        assert_eq!(
            of_function("::serde_with::As::<Option<::serde_with::Same>>", &field),
            Some(field.clone())
        );
        assert_eq!(
            of_function("::serde_with::As::<::serde_with::OneOrMany<X>>", &field),
            None
        );
        assert_eq!(of_function("my::module", &field), None);
    }

    #[test]
    fn functions_of_date_crates_are_known() {
        let field = TypeRef::Option(Box::new(TypeRef::Unit));
        let read = of_function("time::serde::rfc3339::option", &field);
        assert_eq!(read, Some(TypeRef::Option(Box::new(TypeRef::Formatted("date-time")))));
        let read = of_function("chrono::serde::ts_seconds", &TypeRef::Unit);
        assert!(matches!(read, Some(TypeRef::Integer(_))));
    }
}
