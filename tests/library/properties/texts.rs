//! The readers of captures, given anything at all.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;
use wireproof::case::{Input, Texts};
use wireproof::json::Tree;

/// Pieces of which files are made, so that chance comes past the first line.
const PIECES: [&[u8]; 18] = [
    b"event: thread.run.created\n",
    b"event: x\r\n",
    b"data: {\"a\":1}\n",
    b"data: [DONE]\n",
    b"data:\n",
    b": note\n",
    b"id: 1\n",
    b"\n",
    b"\r\n",
    b"{\"a\":[1,\n2]}",
    b"{\"a\":1}\n",
    b"[",
    b"}",
    b"\"\\ud800\"",
    b"\xff",
    b"\xef\xbb\xbf",
    b"NaN",
    b" ",
];

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = vec(proptest::sample::select(&PIECES[..]), 0..12).prop_map(|pieces| pieces.concat());
    prop_oneof![vec(any::<u8>(), 0..200), pieces]
}

proptest! {
    #![proptest_config(Config { cases: 512, failure_persistence: None, ..Config::default() })]

    #[test]
    fn arbitrary_bytes_are_read_to_their_end(
        bytes in bytes(), name in proptest::sample::select(vec!["a.json", "a.jsonl", "a.sse", "-"]),
    ) {
        let texts = Texts::new(Input::named(name, &bytes[..]));
        let lines = bytes.split(|byte| *byte == b'\n').count();
        let mut given = 0;
        for text in texts {
            given += 1;
            prop_assert!(given <= lines, "more texts than lines");
            let skipped = match text {
                Ok(case) => {
                    prop_assert_eq!(&*case.label(), name);
                    let (line, column) = case.place(case.text.len());
                    prop_assert!((1..=lines).contains(&line) && column >= 1, "line {} of {}", line, lines);
                    case.tree().err()
                }
                Err(skipped) => Some(skipped),
            };
            if let Some(skipped) = skipped {
                prop_assert!((1..=lines).contains(&skipped.line), "line {} of {}", skipped.line, lines);
                prop_assert!(skipped.column >= 1 && !skipped.reason.is_empty());
            }
        }
        prop_assert!(given > 0, "nothing said of the file");
    }

    #[test]
    fn arbitrary_bytes_do_not_panic_the_parser(bytes in bytes()) {
        let text = String::from_utf8_lossy(&bytes);
        if let Err(error) = Tree::parse(&text) {
            prop_assert!(error.offset <= text.len() && !error.message.is_empty());
        }
    }
}
