//! Captures that are written in YAML, converted to JSON texts.
//!
//! Keys and items keep their order, and numbers that JSON can write keep their digits. What aliases and merge keys stand for is
//! written out.

use super::yaml_fragment::{Converted, Fragment, position};
use crate::json::with_stack;
use crate::yaml_message::yaml_message;
use serde_saphyr::Spanned;

/// Why a YAML text has no JSON.
#[derive(Debug)]
pub(super) struct NotConverted {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) reason: String,
}

/// How deep a text may nest: what `serde_json` reads as well.
const MAX_DEPTH: usize = 128;
/// The reader recurses into what nests, with frames so large that the allowed depth needs a stack of its own.
const READER_LEVELS: usize = 8 * MAX_DEPTH;

/// The JSON of each document in a YAML text that is not empty.
///
/// Nesting, the number of nodes and of documents, what aliases expand to, and the length of the JSON are limited.
pub(super) fn convert(yaml: &str) -> Result<Vec<Converted>, NotConverted> {
    with_stack(READER_LEVELS, || read(yaml))
}

fn read(yaml: &str) -> Result<Vec<Converted>, NotConverted> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: 2_000_000,
            max_events: 5_000_000,
            max_documents: 10_000,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 200_000,
            max_replay_stack_depth: 32,
        },
        strict_booleans: true,
        with_snippet: false,
    };
    let read = serde_saphyr::from_multiple_with_options::<Spanned<Fragment>>(yaml, options);
    let documents = read.map_err(|error| {
        let place = error.location();
        NotConverted {
            line: place.map_or(1, |at| position(at.line())).max(1),
            column: place.map_or(1, |at| position(at.column())).max(1),
            reason: yaml_message(&error),
        }
    })?;
    let finish = |document: Spanned<Fragment>| {
        let mut whole = Fragment::default();
        whole.append(document);
        whole.finish(yaml)
    };
    Ok(documents.into_iter().map(finish).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(yaml: &str) -> Vec<String> {
        convert(yaml)
            .unwrap()
            .into_iter()
            .map(|converted| converted.text)
            .collect()
    }

    fn reason(yaml: &str) -> String {
        convert(yaml).unwrap_err().reason
    }

    #[test]
    fn yaml_is_json_in_another_notation() {
        let yaml = "b: [1, true, null, ~, 'yes', no, \"ä\\n\"]\na:\n  - x: {}\n  - |\n    two\n    lines\n";
        let expected = r#"{"b":[1,true,null,null,"yes","no","ä\n"],"a":[{"x":{}},"two\nlines\n"]}"#;
        assert_eq!(json(yaml), [expected]);
        assert_eq!(json("a: 1\n---\n[]\n"), [r#"{"a":1}"#, "[]"]);
        assert!(json("").is_empty());
    }

    #[test]
    fn numbers_keep_their_digits() {
        let yaml =
            "[1.10, 1e2, 123456789012345678901234567890, 0.1000000000000000055511151231257827, -0, 0x1F, .5, '7']";
        let expected =
            r#"[1.10,1e2,123456789012345678901234567890,0.1000000000000000055511151231257827,-0,31,0.5,"7"]"#;
        assert_eq!(json(yaml), [expected]);
        assert_eq!(
            json("8080: a\n1.10: b\ntrue: c\n"),
            [r#"{"8080":"a","1.10":"b","true":"c"}"#]
        );
        let infinite = reason("a: .inf");
        assert!(infinite.contains("`.inf`"), "{infinite}");
    }

    #[test]
    fn aliases_and_merge_keys_are_written_out() {
        let yaml = "base: &b {x: 1.50}\none: *b\ntwo:\n  <<: *b\n  y: 2\n";
        assert_eq!(
            json(yaml),
            [r#"{"base":{"x":1.50},"one":{"x":1.50},"two":{"y":2,"x":1.50}}"#]
        );
    }

    #[test]
    fn parts_keep_their_places() {
        let converted = convert("# comment\nservices:\n  web:\n    ports: [1.50, 'x']\n")
            .unwrap()
            .remove(0);
        let at = |part: &str| {
            let offset = converted.text.find(part).unwrap();
            let piece = converted.pieces.iter().rfind(|piece| piece.offset <= offset).unwrap();
            (piece.offset == offset, piece.line, piece.column)
        };
        assert_eq!(at("\"services\""), (true, 2, 1));
        assert_eq!(at("\"web\""), (true, 3, 3));
        assert_eq!(at("1.50"), (true, 4, 13));
        assert_eq!(at("\"x\""), (true, 4, 19));
        assert!(converted.pieces.is_sorted_by(|a, b| a.offset < b.offset) && converted.pieces[0].offset == 0);
    }

    #[test]
    fn hostile_texts_are_refused() {
        let mut bomb = String::from("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
        for i in 1..12 {
            let list = vec![format!("*l{}", i - 1); 10].join(", ");
            bomb.push_str(&format!("l{i}: &l{i} [{list}]\n"));
        }
        let deep = "[".repeat(100_000);
        let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 40].join(", "));
        for text in [&bomb, &deep, &long, "a: [1", "? [1]\n: 2\n"] {
            assert!(convert(text).is_err(), "{}", &text[..text.len().min(40)]);
        }
        assert_eq!(convert("a: 1\nb: [1, 2\nc: 3\n").unwrap_err().line, 3);
    }
}
