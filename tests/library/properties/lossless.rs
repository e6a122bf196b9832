//! The run types keep keys that nobody has told them of, wherever they stand and whatever they hold.

use super::dice::Dice;
use super::shape::shapes;
use proptest::prelude::*;
use proptest::test_runner::Config;
use wireproof::default_types as corpus;
use wireproof::finding::Level;
use wireproof::json::{Kind, Node, Tree};
use wireproof::{Case, examine};

/// The objects that a key may be put into: all but `metadata`, whose values are text by contract.
fn open_objects(tree: &Tree<'_>) -> Vec<Node> {
    let mut found = Vec::new();
    let mut open = vec![Tree::ROOT];
    while let Some(node) = open.pop() {
        if tree.kind(node) == Kind::Object && tree.key(node) != "metadata" {
            found.push(node);
        }
        open.extend(tree.children(node).filter(|child| tree.key(*child) != "metadata"));
    }
    found
}

/// The text with one more member in one of its objects, at the front or at the end.
fn with_member(text: &str, member: &str, dice: &mut Dice) -> String {
    let tree = Tree::parse(text).expect("a capture is JSON");
    let objects = open_objects(&tree);
    let object = objects[dice.below(objects.len())];
    let start = tree.start(object);
    let end = start + tree.source(object).len();
    let empty = tree.children(object).next().is_none();
    match (empty, dice.below(2)) {
        (true, _) => format!("{}{member}{}", &text[..=start], &text[end - 1..]),
        (false, 0) => format!("{}{member},{}", &text[..=start], &text[start + 1..]),
        (false, _) => format!("{},{member}{}", &text[..end - 1], &text[end - 1..]),
    }
}

proptest! {
    #![proptest_config(Config { cases: 6, failure_persistence: None, max_shrink_iters: 64, ..Config::default() })]

    #[test]
    fn an_unknown_key_is_kept_in_every_capture(key in "[a-z]{0,3}[/~é\"\\\\]{0,2}", value in shapes(), seed: u64) {
        let set = openai_run_types::type_set();
        let mut dice = Dice::new(seed);
        let mut captures = 0;
        for (name, bytes) in corpus::captures().filter(|(name, _)| name.ends_with(".json")) {
            let folder = name.split('/').nth(1).expect("a folder");
            let subject = set.subject(folder).unwrap_or_else(|| panic!("no subject for {name}"));
            let key = serde_json::to_string(&format!("unheard_of_{key}")).expect("a key");
            let member = format!("{key}:{}", value.text(&mut dice));
            let text = with_member(std::str::from_utf8(bytes).expect("UTF-8"), &member, &mut dice);
            let verdict = examine(subject, None, &Case::new(name, &text)).expect("JSON");
            let errors: Vec<_> = verdict.findings.iter().filter(|finding| finding.level == Level::Error).collect();
            prop_assert!(errors.is_empty(), "{text}\n{errors:#?}");
            captures += 1;
        }
        prop_assert!(captures > 100, "only {} captures", captures);
    }
}
