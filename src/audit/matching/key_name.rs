//! The name that the key of a component says: bundles have the addresses of files as keys.

use crate::schema::without_endings;

/// The last part of an address that is no version, without what says that it is a file; another name as it is.
pub(super) fn plain_key(key: &str) -> &str {
    let parts = key.rsplit(['/', '#']).filter(|part| !part.is_empty());
    let mut plain = parts.map(without_endings);
    match key.contains('/') {
        true => plain.find(|part| !is_version(part)).unwrap_or(key),
        false => key,
    }
}

/// Whether a text is a number such as `2.6.0`, or `v1`.
fn is_version(text: &str) -> bool {
    let number = text.strip_prefix('v').unwrap_or(text);
    number
        .chars()
        .all(|char| char.is_ascii_digit() || matches!(char, '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_named_by_its_file() {
        assert_eq!(
            plain_key("http://asyncapi.com/definitions/2.6.0/message.json"),
            "message"
        );
        assert_eq!(plain_key("http://json-schema.org/draft-07/schema#"), "schema");
        assert_eq!(plain_key("https://example.com/pet/1.0"), "pet");
        assert_eq!(plain_key("schemas/pet.schema.yaml"), "pet");
        assert_eq!(plain_key("io.k8s.api.core.v1.Pod"), "io.k8s.api.core.v1.Pod");
        assert_eq!(plain_key("/"), "/");
    }
}
