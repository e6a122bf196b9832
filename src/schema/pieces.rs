//! A large value in pieces that a validator explains one after the other: it collects all errors of a value before it hands out the
//! first, which takes far more memory than the value.

mod cut;
mod long;
mod piece;

use serde_json::Value;
use std::collections::HashSet;

use cut::Cut;
use long::{Long, long_containers};
pub(super) use piece::Piece;
use piece::{ITEMS, MOST_AT_ONCE};

/// A value with more nodes than this is searched in the first parts of its containers only.
const MOST_SEARCHED: usize = 100_000;

/// The values that all further pieces together may hold. What is left of a value that takes more is not explained.
const MOST_COPIED: usize = 20_000_000;

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

/// The value with the first parts of its containers. `named` are the keys that schemas name, whose members stay.
pub(super) fn beginning(value: &Value, named: &HashSet<&str>) -> Value {
    Cut::new(named).inside(value)
}

/// The pieces of a large value: first the beginning of everything, then the further parts of each long array and object.
pub(super) fn pieces<'v>(value: &'v Value, named: &'v HashSet<&'v str>) -> impl Iterator<Item = Piece> + 'v {
    pieces_up_to(value, named, MOST_COPIED)
}

fn pieces_up_to<'v>(
    value: &'v Value,
    named: &'v HashSet<&'v str>,
    most_copied: usize,
) -> impl Iterator<Item = Piece> + 'v {
    let first = Piece {
        value: beginning(value, named),
        window: None,
    };
    let (long, links) = long_containers(value, named);
    let starts = |long: Long<'v>| {
        let starts = (ITEMS..long.parts.count()).step_by(ITEMS);
        starts.map(move |start| (long.clone(), start))
    };
    let mut copied = 0;
    let further = long.into_iter().flat_map(starts).map_while(move |(long, start)| {
        let mut cut = Cut::new(named);
        let piece = (copied < most_copied).then(|| cut.piece(value, &links.path(&long), &long.parts, start));
        copied += cut.copied;
        piece
    });
    std::iter::once(first).chain(further)
}

#[cfg(test)]
mod tests {
    use super::piece::LONG_OBJECT;
    use super::*;
    use serde_json::json;

    fn all(value: &Value) -> Vec<Piece> {
        pieces(value, &HashSet::from(["named"])).collect()
    }

    fn windows(pieces: &[Piece]) -> Vec<(&str, Option<usize>)> {
        let windows = pieces.iter().filter_map(|piece| piece.window.as_ref());
        windows.map(|window| (&*window.whole, window.first_item)).collect()
    }

    #[test]
    fn every_item_is_in_a_piece() {
        let items: Vec<Value> = (0..300).map(|number| json!({"n": number})).collect();
        let value = json!({"a": items, "b": [[1, 2], [3]], "c": {"d": vec![0; 200]}});
        let all = all(&value);
        assert_eq!(
            windows(&all),
            [("/a", Some(128)), ("/a", Some(256)), ("/c/d", Some(128))]
        );
        assert_eq!(all[0].value["a"].as_array().unwrap().len(), 128);
        assert_eq!(all[0].value["b"], json!([[1, 2], [3]]));
        assert_eq!(all[2].value["a"].as_array().unwrap().len(), 44);
        assert_eq!(all[2].value["a"][0], json!({"n": 256}));
        assert_eq!(all[2].value["c"]["d"].as_array().unwrap().len(), 1);
        let window = all[2].window.as_ref().unwrap();
        assert_eq!(window.place("/a/1/n"), Some("/a/257/n".to_owned()));
        assert_eq!((window.place("/a"), window.place("/c/d/0")), (None, None));
    }

    #[test]
    fn arrays_in_items_have_pieces_too() {
        let value = json!([vec![0; 1], vec![1; 200]]);
        let pieces = all(&value);
        assert_eq!(windows(&pieces), [("/1", Some(128))]);
        assert_eq!(pieces[1].value[0].as_array().unwrap().len(), 1);
        assert_eq!(pieces[1].value[1].as_array().unwrap().len(), 72);
        // What stands before a late item is not in its piece.
        let value = Value::Array((0..500).map(|_| json!(vec![1; 200])).collect());
        let pieces = all(&value);
        let late = pieces.last().unwrap();
        assert_eq!(late.value, json!([vec![1; 72]]));
        assert_eq!(late.window.as_ref().unwrap().place("/0/3"), Some("/499/131".to_owned()));
    }

    #[test]
    fn members_of_long_objects_are_in_pieces_and_those_with_a_name_in_each() {
        let many = (0..LONG_OBJECT + 1).map(|number| (format!("{number:05}"), json!([number])));
        let mut value: serde_json::Map<String, Value> = many.collect();
        value.insert("named".to_owned(), json!(1));
        let whole = json!({"o": value, "few": {"a": 1}});
        let all = all(&whole);
        assert_eq!(
            all.len(),
            LONG_OBJECT.div_ceil(ITEMS) + usize::from(LONG_OBJECT.is_multiple_of(ITEMS))
        );
        for piece in &all {
            assert_eq!(
                (&piece.value["o"]["named"], &piece.value["few"]["a"]),
                (&json!(1), &json!(1))
            );
        }
        let last = all.last().unwrap();
        assert_eq!(last.value["o"]["04000"], json!([4000]));
        let window = last.window.as_ref().unwrap();
        assert_eq!(window.place("/o/04000/0"), Some("/o/04000/0".to_owned()));
    }

    #[test]
    fn what_takes_too_many_copies_is_left_out() {
        let value = json!({"a": vec![0; ITEMS * 20]});
        let named = HashSet::new();
        let count = |most| pieces_up_to(&value, &named, most).count();
        // Each piece has its items, the array and the object.
        assert_eq!((count(10 * (ITEMS + 2)), count(MOST_COPIED)), (11, 20));
    }
}
