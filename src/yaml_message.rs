//! What the reader of YAML says of a mistake, as far as a report can use it.

use crate::finding::shortened;

/// The first line of an error's message, without the place, which is told apart from it, and cut where it quotes a long text.
pub(crate) fn yaml_message(error: &serde_saphyr::Error) -> String {
    let message = error.without_snippet().to_string();
    let line = message.lines().next().unwrap_or_default().trim_end_matches('.');
    let place = error
        .location()
        .map(|at| format!(" at line {}, column {}", at.line(), at.column()));
    let line = place.and_then(|place| line.strip_suffix(&place)).unwrap_or(line);
    shortened(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(yaml: &str) -> String {
        yaml_message(&serde_saphyr::from_str::<serde_json::Value>(yaml).unwrap_err())
    }

    #[test]
    fn messages_are_short_and_have_no_place() {
        assert_eq!(told("a: 1\nb\nc: 2"), "simple key expected ':'");
        let long = told(&format!("a: {}", "9".repeat(10_000)));
        assert!(long.starts_with("non-finite float `999") && long.len() < 200, "{long}");
    }
}
