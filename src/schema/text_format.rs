//! The formats of strings, by the names that documents give them.

/// The name under which JSON Schema knows a format; the name itself if it is spelled so, or not known.
pub(super) fn canonical(name: &str) -> String {
    let lower = name.to_ascii_lowercase().replace(['_', ' '], "-");
    let known = match lower.as_str() {
        "datetime" | "rfc3339" | "rfc-3339" | "rfc3339-date-time" => "date-time",
        "guid" | "uuid4" | "uuidv4" => "uuid",
        same if is_known(same) => same,
        _ => return name.to_owned(),
    };
    known.to_owned()
}

/// Whether the texts of a format are known: those of which one can say that they follow the document.
pub(crate) fn is_known(name: &str) -> bool {
    let of_times = ["date-time", "date", "time", "duration"];
    let of_hosts = ["email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6"];
    let of_addresses = ["uri", "url", "iri", "uri-reference", "iri-reference", "uri-template"];
    let of_others = [
        "uuid",
        "json-pointer",
        "relative-json-pointer",
        "regex",
        "byte",
        "base64",
        "base64url",
        "json",
        "char",
    ];
    let of_numbers = ["decimal", "decimal128", "double", "float"];
    // What these say is not about the text.
    let of_anything = [
        "",
        "string",
        "text",
        "password",
        "binary",
        "markdown",
        "html",
        "multiline",
        "hidden",
    ];
    [
        &of_times[..],
        &of_hosts,
        &of_addresses,
        &of_others,
        &of_numbers,
        &of_anything,
    ]
    .iter()
    .any(|names| names.contains(&name))
        || super::integer_format::is_known(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_one_name() {
        for (name, expected) in [
            ("DateTime", "date-time"),
            ("date_time", "date-time"),
            ("Date-Time", "date-time"),
            ("GUID", "uuid"),
            ("UUID", "uuid"),
            ("Int64", "int64"),
            ("ISO-8601", "ISO-8601"),
            ("iso-4217", "iso-4217"),
            ("password", "password"),
        ] {
            assert_eq!(canonical(name), expected);
        }
    }

    #[test]
    fn formats_without_a_definition_are_not_known() {
        for name in ["ISO-8601", "iso-4217", "phone", "color", "cron"] {
            assert!(!is_known(name), "{name}");
        }
        for name in ["uuid", "int32", "password", "double"] {
            assert!(is_known(name), "{name}");
        }
    }
}
