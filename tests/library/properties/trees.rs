//! `Tree` and `diff` against values that are known beforehand, and against `serde_json`.

use super::dice::Dice;
use super::shape::shapes;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde::de::IgnoredAny;
use serde_json::Value;
use wireproof::Pointer;
use wireproof::diff::differences;
use wireproof::json::{Kind, Node, Tree};

fn config(cases: u32) -> Config {
    // A failure is printed with its smallest input; no file is left behind.
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}

/// Whether `Tree` and `serde_json` agree that a text is JSON. `IgnoredAny` reads any depth and any number, and does not
/// mind half a surrogate pair; `Value` minds it, and depth, and numbers beyond a float.
fn agrees(text: &str) -> Result<(), TestCaseError> {
    let skipped = serde_json::from_str::<IgnoredAny>(text);
    match Tree::parse(text) {
        Ok(_) => {
            prop_assert!(skipped.is_ok(), "no JSON to `serde_json`: {skipped:?}");
            if let Err(error) = serde_json::from_str::<Value>(text) {
                let reason = error.to_string();
                let limit = ["number out of range", "recursion limit exceeded"]
                    .iter()
                    .any(|limit| reason.starts_with(limit));
                prop_assert!(limit, "no JSON to `serde_json`: {reason}");
            }
        }
        Err(error) => {
            prop_assert!(
                error.offset <= text.len() && text.is_char_boundary(error.offset),
                "{error:?}"
            );
            prop_assert!(
                serde_json::from_str::<Value>(text).is_err(),
                "JSON to `serde_json`: {error:?}"
            );
            let surrogate = error.message == "lone surrogate in a string";
            prop_assert!(skipped.is_err() || surrogate, "JSON to `serde_json`: {error:?}");
        }
    }
    Ok(())
}

/// Every node with its pointer, worked out from the outside in.
fn pointers(tree: &Tree<'_>) -> Vec<(Node, Pointer)> {
    let mut found = vec![(Tree::ROOT, Pointer::root())];
    let mut next = 0;
    while let Some((node, pointer)) = found.get(next).cloned() {
        for (index, child) in tree.children(node).enumerate() {
            let mut inner = pointer.clone();
            match tree.kind(node) {
                Kind::Object => inner.push(tree.key(child)),
                _ => inner.push(index),
            }
            found.push((child, inner));
        }
        next += 1;
    }
    found
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn every_text_of_a_value_is_json(shape in shapes(), seed: u64) {
        let text = shape.text(&mut Dice::new(seed));
        prop_assert!(Tree::parse(&text).is_ok(), "{text}");
        prop_assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
    }

    #[test]
    fn texts_of_one_value_do_not_differ(shape in shapes(), one: u64, other: u64) {
        let (one, other) = (shape.text(&mut Dice::new(one)), shape.text(&mut Dice::new(other)));
        let found = differences(&Tree::parse(&one).unwrap(), &Tree::parse(&other).unwrap());
        prop_assert!(found.is_empty(), "{one}\n{other}\n{found:?}");
    }

    #[test]
    fn one_change_is_one_difference(shape in shapes(), one: u64, other: u64, seed: u64) {
        let mut changed = shape.clone();
        let expected = changed.change(&mut Dice::new(seed));
        let (one, other) = (shape.text(&mut Dice::new(one)), changed.text(&mut Dice::new(other)));
        let found = differences(&Tree::parse(&one).unwrap(), &Tree::parse(&other).unwrap());
        let found: Vec<_> = found.into_iter().map(|difference| (difference.pointer, difference.change)).collect();
        prop_assert_eq!(found, [expected], "{}\n{}", one, other);
    }

    #[test]
    fn a_place_leads_back_to_its_pointer(shape in shapes(), seed: u64) {
        let text = shape.text(&mut Dice::new(seed));
        let tree = Tree::parse(&text).unwrap();
        for (node, pointer) in pointers(&tree) {
            prop_assert_eq!(tree.at(&pointer), Some(node), "{} in {}", pointer, text);
            prop_assert_eq!(&tree.pointer_to(tree.start(node)), &pointer, "{}", text);
        }
    }

    #[test]
    fn a_tree_holds_what_serde_json_holds(shape in shapes(), seed: u64) {
        let text = shape.text(&mut Dice::new(seed));
        let tree = Tree::parse(&text).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        for (node, pointer) in pointers(&tree) {
            let held = value.pointer(pointer.as_str());
            let source: Option<Value> = serde_json::from_str(tree.source(node)).ok();
            prop_assert_eq!(held, source.as_ref(), "{} in {}", pointer, text);
            let string = tree.string(node);
            prop_assert_eq!(string.as_deref(), held.and_then(Value::as_str));
        }
    }

    #[test]
    fn text_with_one_slip_is_json_to_both_or_to_neither(
        shape in shapes(), seed: u64, slip in "[\\[\\]{}:,;'\"\\\\ 0-9eE.+truefalsn\\-\u{0}\u{1f}\u{7f}\u{feff}é]",
    ) {
        let mut dice = Dice::new(seed);
        let mut letters: Vec<char> = shape.text(&mut dice).chars().collect();
        let at = dice.below(letters.len());
        match dice.below(3) {
            0 => drop(letters.remove(at)),
            1 => letters.splice(at..=at, slip.chars()).for_each(drop),
            _ => letters.splice(at..at, slip.chars()).for_each(drop),
        }
        agrees(&letters.into_iter().collect::<String>())?;
    }

    #[test]
    fn text_made_of_json_signs_is_json_to_both_or_to_neither(
        text in "([\\[\\]{}:,;]|\"[a-c]?\"|-?[0-9]{1,2}|[.eE+\\-0]|true|null|\\\\|\\\\u[dD][89a-fA-F][0-9a-f]{2}|\"| |\n){0,14}",
    ) {
        agrees(&text)?;
        agrees(&format!("[{text}]"))?;
        agrees(&format!("\"{text}\""))?;
    }

    #[test]
    fn a_string_of_controls_and_escapes_is_json_to_both_or_to_neither(
        text in "([\u{0}-\u{20}]|\\\\.?|\"|[a-f0-9\u{7f}é]|\\\\u[0-9a-fA-F]{3,4}|\\\\u[dD][89a-fA-F][0-9a-f]{2}){0,3}",
    ) {
        agrees(&format!("\"{text}\""))?;
        agrees(&format!("{{\"{text}\":0}}"))?;
    }

    #[test]
    fn any_text_is_json_to_both_or_to_neither(text in ".{0,60}") {
        agrees(&text)?;
    }
}
