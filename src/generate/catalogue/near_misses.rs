//! Texts that look like members of a format and are none.

/// Texts near a member of some format: mistakes that code which writes such a text makes. Which of them are members all the same
/// depends on the format.
pub(in crate::generate) fn near_misses(member: &str) -> Vec<String> {
    let swapped = |from: char, to: char| member.replacen(from, &to.to_string(), 1);
    let mut shorter = member.to_owned();
    shorter.pop();
    let digits = member
        .chars()
        .map(|one| if one.is_ascii_digit() { '9' } else { one })
        .collect();
    // The least that a strict reader notices comes first: two faults of a place are enough to tell it from a careless one.
    let mut near = vec![
        digits,
        shorter,
        swapped('-', '/'),
        swapped(':', '.'),
        swapped('.', '/'),
        format!(" {member}"),
        format!("{member} "),
        format!("{member}!"),
        "no such text".to_owned(),
        "(".to_owned(),
        String::new(),
    ];
    near.dedup();
    near
}

#[cfg(test)]
mod tests {
    use crate::generate::{Generator, Plan};
    use crate::schema::{Dialect, Document, Spec};
    use serde_json::json;
    use std::collections::BTreeSet;

    fn spec(schema: &serde_json::Value) -> Spec {
        let document = json!({"$defs": {"T": schema}}).to_string();
        Spec::new(Document::parse("t", document.as_bytes()).unwrap(), Dialect::AsMeant)
    }

    /// The places and values of mutants that break a format, and how many samples there are.
    fn broken(spec: &Spec) -> (BTreeSet<String>, usize) {
        let schema = spec.component("T").unwrap();
        let plan = Plan::new(schema.json_schema()).unwrap();
        let (mut broken, mut samples) = (BTreeSet::new(), 0);
        for case in Generator::new(&plan, "T", 1).take(600) {
            let value = serde_json::from_str(&case.text()).unwrap();
            match &case.mutant {
                Some(mutant) => {
                    assert!(!schema.is_valid(&value), "{value}");
                    if mutant.operator == "format_broken" {
                        let violations = schema.violations(&value);
                        assert_eq!(violations.len(), 1, "{value}");
                        assert_eq!(violations[0].fault(&value).0, "format_broken");
                        broken.insert(mutant.pointer.as_str().to_owned());
                    }
                }
                None => {
                    assert!(schema.is_valid(&value), "{value}");
                    samples += 1;
                }
            }
        }
        (broken, samples)
    }

    #[test]
    fn mutants_break_a_format_only_where_formats_are_asserted() {
        let text = |format: &str| json!({"type": "string", "format": format});
        let schema = json!({"type": "object", "properties": {
            "date": text("date"), "time": text("date-time"), "id": text("uuid"), "host": text("ipv4"), "page": text("uri"),
            "mail": text("email"), "bytes": text("byte"), "pattern": text("regex"), "version": text("semver"),
            "own": text("own-format"), "free": {"type": "string"}, "count": {"type": "integer", "format": "int32"},
            "map": {"type": "object", "additionalProperties": text("json-pointer")},
            "listed": {"type": "string", "format": "date", "enum": ["2024-05-28", "May"]},
            "long": {"type": "string", "format": "date", "minLength": 3, "pattern": "^2"},
            "none": {"type": "string", "format": "uuid", "maxLength": 3}}});
        let (places, samples) = broken(&spec(&schema));
        assert!(places.is_empty() && samples > 100, "{places:?} {samples}");
        let (places, samples) = broken(&spec(&schema).asserting_formats());
        assert!(samples > 100, "{samples}");
        for key in [
            "date", "time", "id", "host", "page", "mail", "bytes", "pattern", "version", "long",
        ] {
            assert!(places.contains(&format!("/{key}")), "{key}: {places:?}");
        }
        assert!(places.iter().any(|place| place.starts_with("/map/")), "{places:?}");
        for key in ["own", "free", "count", "none"] {
            assert!(!places.contains(&format!("/{key}")), "{key}: {places:?}");
        }
    }
}
