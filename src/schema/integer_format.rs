//! Formats that bound an integer: those of OpenAPI, and those that `schemars` and `utoipa` write for Rust's integers.

use serde_json::{Map, Number, Value};

/// The keyword with which a rewritten schema says that to its draft `1.0` and `-0` are no integers. They are not
/// generated then; a capture that has them is valid, as it is under every later draft.
pub(super) const PLAIN_INTEGERS: &str = "x-plainIntegers";

/// The words that a format stands for, and their range.
struct Range {
    low: Number,
    /// The end of a range of 128 bits is no `Number`; the float next to it, a power of two, is. Validators compare such numbers as
    /// floats, so the bound includes that float: it stands for the largest integers that are allowed.
    high: Number,
}

/// Writes the range that a schema's `format` means as bounds beside it, unless the schema's own bounds are tighter, and
/// returns the keywords that it wrote. A format means a range where the schema asks for a number.
pub(super) fn bound(schema: &mut Map<String, Value>) -> Vec<&'static str> {
    let range = schema.get("format").and_then(Value::as_str).and_then(range);
    let Some(range) = range.filter(|_| schema.get("type").is_some_and(names_a_number)) else {
        return Vec::new();
    };
    let tighter = |keyword: &str, is_tighter: fn(f64, f64) -> bool, bound: &Number| {
        let own = schema.get(keyword).and_then(Value::as_f64);
        own.zip(bound.as_f64())
            .is_some_and(|(own, bound)| is_tighter(own, bound))
    };
    // Floats order these bounds exactly enough: the ranges end at powers of two.
    let has_lower = tighter("minimum", |own, bound| own >= bound, &range.low)
        || tighter("exclusiveMinimum", |own, bound| own >= bound, &range.low);
    let has_upper = tighter("maximum", |own, bound| own < bound, &range.high)
        || tighter("exclusiveMaximum", |own, bound| own < bound, &range.high);
    let wanted = [
        (!has_lower).then_some(("minimum", range.low)),
        (!has_upper).then_some(("maximum", range.high)),
    ];
    let mut written = Vec::new();
    for (keyword, bound) in wanted.into_iter().flatten() {
        schema.insert(keyword.to_owned(), Value::Number(bound));
        written.push(keyword);
    }
    written
}

fn names_a_number(types: &Value) -> bool {
    let is_number = |name: &Value| name == "integer" || name == "number";
    match types {
        Value::Array(names) => names.iter().any(is_number),
        name => is_number(name),
    }
}

/// Whether a format says of a number how many bits it has.
pub(super) fn is_known(format: &str) -> bool {
    range(format).is_some()
}

fn range(format: &str) -> Option<Range> {
    let (low, high) = match format {
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "int64" | "int" => (i64::MIN.into(), i64::MAX.into()),
        "uint8" => (0.into(), u8::MAX.into()),
        "uint16" => (0.into(), u16::MAX.into()),
        "uint32" => (0.into(), u32::MAX.into()),
        "uint64" | "uint" => (0.into(), u64::MAX.into()),
        "int128" => return wide(-(2_f64.powi(127)), 127),
        "uint128" => return wide(0.0, 128),
        _ => return None,
    };
    Some(Range { low, high })
}

fn wide(low: f64, bits: i32) -> Option<Range> {
    Some(Range {
        low: if low == 0.0 { 0.into() } else { Number::from_f64(low)? },
        high: Number::from_f64(2_f64.powi(bits))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn bounded(schema: &Value) -> Value {
        let mut schema = schema.as_object().unwrap().clone();
        bound(&mut schema);
        Value::Object(schema)
    }

    #[test]
    fn formats_of_integers_are_ranges() {
        for (format, low, high) in [
            ("int8", json!(-128), json!(127)),
            ("int32", json!(i32::MIN), json!(i32::MAX)),
            ("int64", json!(i64::MIN), json!(i64::MAX)),
            ("uint", json!(0), json!(u64::MAX)),
        ] {
            let schema = bounded(&json!({"type": "integer", "format": format}));
            assert_eq!((&schema["minimum"], &schema["maximum"]), (&low, &high), "{format}");
        }
        let schema = bounded(&json!({"type": ["integer", "null"], "format": "uint128"}));
        assert_eq!(schema["maximum"].as_f64(), Some(u128::MAX as f64));
    }

    #[test]
    fn the_largest_integers_of_a_format_are_valid() {
        use crate::schema::{Dialect, Document, Spec};
        for (format, text) in [
            ("int128", i128::MAX.to_string()),
            ("int128", i128::MIN.to_string()),
            ("int128", (i128::MAX - 3).to_string()),
            ("uint128", u128::MAX.to_string()),
            ("uint64", u64::MAX.to_string()),
            ("int64", i64::MAX.to_string()),
        ] {
            let document = json!({"$defs": {"T": {"type": "integer", "format": format}}}).to_string();
            let document = Document::parse("t", document.as_bytes()).unwrap();
            let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
            assert!(
                schema.is_valid(&serde_json::from_str(&text).unwrap()),
                "{format} {text}"
            );
        }
    }

    #[test]
    fn tighter_bounds_of_the_schema_stay_and_looser_ones_go() {
        let schema = bounded(&json!({"type": "integer", "format": "int32", "minimum": 1, "maximum": 1e12}));
        assert_eq!(
            schema,
            json!({"type": "integer", "format": "int32", "minimum": 1, "maximum": i32::MAX})
        );
        let schema = json!({"type": "integer", "format": "uint8", "exclusiveMinimum": 0, "exclusiveMaximum": 10});
        assert_eq!(bounded(&schema), schema);
    }

    #[test]
    fn other_formats_and_strings_have_no_range() {
        for schema in [
            json!({"type": "integer", "format": "unixtime"}),
            json!({"type": "string", "format": "int64"}),
            json!({"format": "int64"}),
        ] {
            assert_eq!(bounded(&schema), schema);
        }
    }
}
