//! The faults that one value can have.

use super::super::plan::{Array, LARGEST_SINGLE, Node, Numbers, Object, Plan, Strings, float_text};
use super::super::value::{Body, GeneratedValue};
use std::borrow::Cow;

/// Longer than this nothing is made to be too long.
const TOO_LONG: usize = 1 << 14;
/// The most parts that the faults of one value have together: each is a copy of the value.
const MOST_PARTS: usize = 400_000;

/// What can be wrong with a mutant, by name.
pub const OPERATORS: [&str; 19] = [
    "null_forbidden",
    "wrong_type",
    "outside_enum",
    "tag_of_another_branch",
    "required_dropped",
    "key_not_allowed",
    "too_few_keys",
    "too_many_keys",
    "below_minimum",
    "above_maximum",
    "not_multiple",
    "not_whole",
    "too_short",
    "too_long",
    "pattern_broken",
    "format_broken",
    "too_few_items",
    "too_many_items",
    "repeated_item",
];

/// One thing wrong with one value.
#[derive(Debug)]
pub(in crate::generate) struct Fault<'p> {
    /// What is wrong.
    pub(in crate::generate) operator: &'static str,
    /// The key that it is about, if it is about one.
    pub(in crate::generate) key: Option<String>,
    /// What the value becomes.
    pub(in crate::generate) body: Body<'p>,
}

fn fault<'p>(operator: &'static str, body: Body<'p>) -> Fault<'p> {
    Fault {
        operator,
        key: None,
        body,
    }
}

/// What can be wrong with a value, as far as its entry tells; most of it, but not all, is invalid.
pub(in crate::generate) fn faults<'p>(plan: &'p Plan, made: &GeneratedValue<'p>) -> Vec<Fault<'p>> {
    let mut found = Vec::new();
    let Some(entry) = plan.made_by(made) else {
        return found;
    };
    if made.body != Body::Null {
        found.push(fault("null_forbidden", Body::Null));
    }
    found.extend(wrong_types(made).into_iter().map(|body| fault("wrong_type", body)));
    match (&entry.node, &made.body) {
        (Node::Literal(_), body) => found.extend(unlisted(body)),
        (Node::Number(numbers), _) => number(numbers, &mut found),
        (Node::String(strings), Body::String(text)) => string(strings, text, &mut found),
        (Node::Array(array), Body::Array(items)) => self::array(array, items, &mut found),
        (Node::Object(object), Body::Object(members)) => self::object(object, members, &mut found),
        _ => {}
    }
    found
}

fn wrong_types<'p>(made: &GeneratedValue<'p>) -> Vec<Body<'p>> {
    let inside = || vec![GeneratedValue::plain(made.body.clone())];
    match &made.body {
        Body::Null => vec![Body::String("null".into())],
        Body::Bool(bool) => vec![Body::String(bool.to_string().into()), Body::Number("1".into())],
        Body::Number(text) => vec![Body::String(text.clone()), Body::Bool(true)],
        Body::String(_) => vec![Body::Number("7".into()), Body::Array(inside())],
        Body::Array(_) => vec![Body::Object(Vec::new()), Body::String("".into())],
        Body::Object(_) => vec![Body::Array(inside()), Body::String("".into())],
    }
}

fn unlisted<'p>(body: &Body<'p>) -> Vec<Fault<'p>> {
    let others = match body {
        Body::String(text) => vec![
            Body::String("no_such_value".into()),
            Body::String(text.to_uppercase().into()),
            Body::String("".into()),
        ],
        Body::Bool(bool) => vec![Body::Bool(!bool)],
        Body::Number(_) => vec![Body::Number("-7".into())],
        _ => Vec::new(),
    };
    others.into_iter().map(|body| fault("outside_enum", body)).collect()
}

fn number<'p>(numbers: &Numbers, found: &mut Vec<Fault<'p>>) {
    let mut add = |operator, text: String| found.push(fault(operator, Body::Number(text.into())));
    if let Some(grid) = &numbers.grid {
        let (below, above) = (grid.first.checked_sub(1), grid.last.checked_add(1));
        below
            .into_iter()
            .for_each(|multiple| add("below_minimum", grid.text(multiple)));
        above
            .into_iter()
            .for_each(|multiple| add("above_maximum", grid.text(multiple)));
        if grid.unit > 1 {
            let between = super::super::plan::Grid { unit: 1, ..*grid };
            add(
                "not_multiple",
                between.text(grid.first.saturating_mul(grid.unit).saturating_add(1)),
            );
        }
        if numbers.whole {
            add(
                "not_whole",
                format!("{}.5", grid.text(grid.first.max(0).min(grid.last))),
            );
        }
        return;
    }
    // The ends of the numbers that are made are no bounds of the schema.
    let widest = if numbers.single { LARGEST_SINGLE } else { f64::MAX };
    if numbers.low > -widest {
        add("below_minimum", float_text(numbers.low.next_down()));
        add("below_minimum", float_text(numbers.low - 1.0));
    }
    if numbers.high < widest {
        add("above_maximum", float_text(numbers.high.next_up()));
        add("above_maximum", float_text(numbers.high + 1.0));
    }
}

fn string<'p>(strings: &Strings, text: &str, found: &mut Vec<Fault<'p>>) {
    let mut add = |operator, text: String| found.push(fault(operator, Body::String(text.into())));
    if strings.min > 0 {
        add("too_short", text.chars().take(strings.min - 1).collect());
    }
    if strings.max < TOO_LONG {
        let filler = std::iter::repeat('a');
        add("too_long", text.chars().chain(filler).take(strings.max + 1).collect());
    }
    if strings.pattern.is_some() {
        add("pattern_broken", String::new());
        add("pattern_broken", format!("\u{1}{text}\u{1}"));
        add("pattern_broken", "\u{1}".repeat(strings.min.max(1)));
    }
    for text in &strings.near {
        add("format_broken", text.clone());
    }
}

fn array<'p>(array: &Array, items: &[GeneratedValue<'p>], found: &mut Vec<Fault<'p>>) {
    if array.min > 0 && !items.is_empty() {
        let few = items[..items.len().min(array.min - 1)].to_vec();
        found.push(fault("too_few_items", Body::Array(few)));
    }
    let Some(last) = items.last() else { return };
    let added = array.max.saturating_add(1).saturating_sub(items.len());
    if array.max < TOO_LONG && last.weight().saturating_mul(added) <= MOST_PARTS {
        let mut many = items.to_vec();
        many.resize(array.max + 1, last.clone());
        found.push(fault("too_many_items", Body::Array(many)));
    }
    if array.unique {
        let mut twice = items.to_vec();
        twice.push(last.clone());
        found.push(fault("repeated_item", Body::Array(twice)));
    }
}

type Members<'p> = [(Cow<'p, str>, GeneratedValue<'p>)];

fn object<'p>(object: &'p Object, members: &Members<'p>, found: &mut Vec<Fault<'p>>) {
    let mut add = |operator, key: &str, members: Vec<_>| {
        found.push(Fault {
            operator,
            key: Some(key.to_owned()),
            body: Body::Object(members),
        });
    };
    let without = |key: &str| {
        members
            .iter()
            .filter(|(had, _)| had != key)
            .cloned()
            .collect::<Vec<_>>()
    };
    let weight = members.iter().map(|(_, value)| value.weight()).sum::<usize>().max(1);
    let copies = MOST_PARTS / weight;
    let required = object.properties.iter().filter(|property| property.required);
    for property in required.take(copies) {
        if members.iter().any(|(key, _)| **key == *property.key) {
            add("required_dropped", &property.key, without(&property.key));
        }
    }
    for (key, value) in object.rivals.iter().take(copies) {
        let position = members.iter().position(|(had, _)| **had == **key);
        if let Some(position) = position {
            let mut changed = members.to_vec();
            changed[position].1.body = value.body.clone();
            add("tag_of_another_branch", key, changed);
        }
    }
    let with = |key: String| {
        let mut more = members.to_vec();
        more.push((key.into(), GeneratedValue::plain(Body::Number("1".into()))));
        more
    };
    if object.extra.is_none() && !members.iter().any(|(key, _)| key == "unknown_key") {
        add("key_not_allowed", "unknown_key", with("unknown_key".to_owned()));
    }
    if object.min > 0
        && members.len() == object.min
        && let Some((key, _)) = members.last()
    {
        add("too_few_keys", key, without(key));
    }
    if object.max < TOO_LONG && members.len() == object.max {
        add("too_many_keys", "one_more_key", with("one_more_key".to_owned()));
    }
}
