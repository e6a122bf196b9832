//! A large value in pieces that a validator explains one after the other: it collects all errors of a value before it hands out the
//! first, which takes far more memory than the value.

use serde_json::Value;

use super::pointer::{child, item};

/// A value with more nodes than this is explained in pieces.
const MOST_AT_ONCE: usize = 4000;

/// A value with more nodes than this is searched in the first items of its arrays only.
const MOST_SEARCHED: usize = 100_000;

/// The items of an array in one piece. In the other arrays of the piece, only the first item is left.
const ITEMS: usize = 128;

/// A value with some of its arrays cut.
pub(super) struct Piece {
    pub(super) value: Value,
    /// The array whose items the piece is about, and the number of the first of them; `None` for the first piece, which has the first
    /// items of all arrays.
    pub(super) window: Option<(String, usize)>,
}

/// How many nodes a value has.
fn nodes(value: &Value) -> usize {
    let mut count = 0;
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        count += 1;
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => rest.extend(members.values()),
            _ => {}
        }
    }
    count
}

/// Whether a value is explained as a whole.
pub(super) fn is_explained_at_once(value: &Value) -> bool {
    nodes(value) <= MOST_AT_ONCE
}

/// Whether a value is searched as a whole.
pub(super) fn is_searched_at_once(value: &Value) -> bool {
    nodes(value) <= MOST_SEARCHED
}

/// The value with the first items of its arrays.
pub(super) fn beginning(value: &Value) -> Value {
    cut(value, "", None, ITEMS)
}

/// The pieces of a large value: first the beginning of everything, then the further items of each long array.
pub(super) fn pieces(value: &Value) -> impl Iterator<Item = Piece> {
    let first = Piece {
        value: beginning(value),
        window: None,
    };
    let windows = long_arrays(value).into_iter().flat_map(|(pointer, length)| {
        (ITEMS..length)
            .step_by(ITEMS)
            .map(move |start| (pointer.clone(), start))
    });
    let further = windows.map(|(pointer, start)| Piece {
        value: cut(value, "", Some((&pointer, start)), 1),
        window: Some((pointer, start)),
    });
    std::iter::once(first).chain(further)
}

/// The arrays with more items than a piece has, with their lengths, outer ones first.
pub(super) fn long_arrays(value: &Value) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut level = vec![(String::new(), value)];
    while !level.is_empty() {
        let mut next = Vec::new();
        for (at, value) in level {
            match value {
                Value::Array(items) => {
                    if items.len() > ITEMS {
                        found.push((at.clone(), items.len()));
                    }
                    let containers = items.iter().enumerate().filter(|(_, value)| is_container(value));
                    next.extend(containers.map(|(index, value)| (item(&at, index), value)));
                }
                Value::Object(members) => {
                    let containers = members.iter().filter(|(_, value)| is_container(value));
                    next.extend(containers.map(|(key, value)| (child(&at, key), value)));
                }
                _ => {}
            }
        }
        level = next;
    }
    found
}

fn is_container(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

/// A copy in which each array has its first `most` items, except that at the pointer of the window, which has [`ITEMS`] items from a
/// number on. The recursion follows the depth of the value, which is bounded.
fn cut(value: &Value, at: &str, window: Option<(&str, usize)>, most: usize) -> Value {
    match value {
        Value::Array(items) => {
            let here = window.filter(|(pointer, _)| *pointer == at);
            // What leads to the window must stay, with all items before it.
            let inside = window.and_then(|(pointer, _)| index_towards(pointer, at));
            let (start, count) = match (here, inside) {
                (Some((_, start)), _) => (start, ITEMS),
                (None, Some(index)) => (0, index + 1),
                (None, None) => (0, most),
            };
            let kept = items.iter().skip(start).take(count).enumerate();
            kept.map(|(index, value)| cut(value, &item(at, start + index), window, most))
                .collect()
        }
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), cut(value, &child(at, key), window, most)))
            .collect(),
        other => other.clone(),
    }
}

/// The index of the item of the array at `at` that a pointer leads through.
fn index_towards(pointer: &str, at: &str) -> Option<usize> {
    let rest = pointer.strip_prefix(at)?.strip_prefix('/')?;
    rest.split('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_item_is_in_a_piece() {
        let items: Vec<Value> = (0..300).map(|number| json!({"n": number})).collect();
        let value = json!({"a": items, "b": [[1, 2], [3]], "c": {"d": vec![0; 200]}});
        assert_eq!(long_arrays(&value), [("/a".to_owned(), 300), ("/c/d".to_owned(), 200)]);
        let all: Vec<Piece> = pieces(&value).collect();
        let windows: Vec<_> = all.iter().filter_map(|piece| piece.window.clone()).collect();
        assert_eq!(
            windows,
            [("/a".to_owned(), 128), ("/a".to_owned(), 256), ("/c/d".to_owned(), 128)]
        );
        assert_eq!(all[0].value["a"].as_array().unwrap().len(), 128);
        assert_eq!(all[0].value["b"], json!([[1, 2], [3]]));
        assert_eq!(all[2].value["a"].as_array().unwrap().len(), 44);
        assert_eq!(all[2].value["a"][0], json!({"n": 256}));
        assert_eq!(all[2].value["c"]["d"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn arrays_in_items_have_pieces_too() {
        let value = json!([vec![0; 1], vec![1; 200]]);
        let all: Vec<Piece> = pieces(&value).collect();
        assert_eq!(all.len(), 2);
        assert_eq!(all[1].window, Some(("/1".to_owned(), 128)));
        assert_eq!(all[1].value[0].as_array().unwrap().len(), 1);
        assert_eq!(all[1].value[1].as_array().unwrap().len(), 72);
    }
}
