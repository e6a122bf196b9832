//! Makes a failing case as small as it can be while it goes on failing.

use super::render::{Numbers, Style};
use super::value::{Body, GeneratedValue};
use std::borrow::Cow;

/// A value that fails, and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Failing {
    /// The valid value.
    pub sample: GeneratedValue<'static>,
    /// The value with a fault in it, and the steps to the fault, if it is a mutant that fails.
    pub mutant: Option<(GeneratedValue<'static>, Vec<String>)>,
    /// How it is written down.
    pub style: Style,
}

impl Failing {
    /// The value that fails.
    pub fn made(&self) -> &GeneratedValue<'static> {
        self.mutant.as_ref().map_or(&self.sample, |(made, _)| made)
    }

    /// The text that fails.
    pub fn text(&self) -> String {
        self.made().text_in(self.style)
    }
}

/// The smallest value that still fails, as far as `attempts` questions find it. `fails` must make sure that the sample is
/// valid, and the mutant is not.
pub fn shrink(start: Failing, mut attempts: usize, mut fails: impl FnMut(&Failing) -> bool) -> Failing {
    let mut best = start;
    for style in simpler(best.style) {
        let candidate = Failing { style, ..best.clone() };
        if attempts > 0 && fails(&candidate) {
            best = candidate;
            break;
        }
        attempts = attempts.saturating_sub(1);
    }
    loop {
        let mut smaller = false;
        let mut number = 0;
        // Laid out anew only when the value has changed: for a large value that is most of the work.
        let mut places = best.made().places();
        while let Some(place) = places.get(number) {
            let path: Vec<String> = best.made().pointer(place).steps().collect();
            let mut has_changed = false;
            let mut edits = edits(best.made().below(&path));
            edits.reverse();
            while let Some(edit) = edits.pop() {
                let Some(candidate) = apply(&best, &path, &edit) else {
                    continue;
                };
                if attempts == 0 {
                    return best;
                }
                attempts -= 1;
                if fails(&candidate) {
                    best = candidate;
                    smaller = true;
                    has_changed = true;
                    edits = self::edits(best.made().below(&path));
                    edits.reverse();
                }
            }
            if has_changed {
                places = best.made().places();
            }
            number += 1;
        }
        if smaller {
            continue;
        }
        let plainer = plainer(&best).into_iter().take(attempts).find(|candidate| {
            attempts -= 1;
            fails(candidate)
        });
        match plainer {
            Some(plainer) => best = plainer,
            None => return best,
        }
    }
}

/// The same value, written down with less out of the ordinary: one thing about the style, or all whole numbers but one.
fn plainer(case: &Failing) -> Vec<Failing> {
    let mut found: Vec<Failing> = simpler(case.style)
        .into_iter()
        .map(|style| Failing { style, ..case.clone() })
        .collect();
    let style = Style {
        numbers: Numbers::AsMade,
        ..case.style
    };
    if style != case.style {
        let styled = Style {
            numbers: case.style.numbers,
            ..Style::default()
        };
        found.extend(paths(case.made()).into_iter().filter_map(|path| {
            let number = case
                .made()
                .below(&path)
                .filter(|value| matches!(value.body, Body::Number(_)))?;
            let text = number.text_in(styled);
            let one = apply(case, &path, &Edit::Become(Body::Number(text.into())))?;
            Some(Failing { style, ..one })
        }));
    }
    found
}

/// The ordinary style, those with one thing out of the ordinary, and those with one thing less.
fn simpler(style: Style) -> Vec<Style> {
    let plain = Style::default();
    let each = [
        plain,
        Style {
            keys: style.keys,
            ..plain
        },
        Style {
            numbers: style.numbers,
            ..plain
        },
        Style {
            escapes: style.escapes,
            ..plain
        },
        Style {
            twice: style.twice,
            ..plain
        },
        Style {
            space: style.space,
            ..plain
        },
        Style {
            escapes: plain.escapes,
            ..style
        },
        Style {
            space: plain.space,
            ..style
        },
        Style {
            twice: plain.twice,
            ..style
        },
        Style {
            keys: plain.keys,
            ..style
        },
        Style {
            numbers: plain.numbers,
            ..style
        },
    ];
    each.into_iter().filter(|simple| *simple != style).collect()
}

/// One way to make a value smaller.
#[derive(Debug, Clone)]
enum Edit {
    /// Drops children, from one position to another.
    Drop(usize, usize),
    /// Puts what lies at a place within the value in its place.
    Hoist(Vec<u32>),
    /// Puts a smaller value of the same kind in the place.
    Become(Body<'static>),
}

/// `""` and two characters more: a longer string is longer than `null`.
const NULL: usize = 2;

fn edits(value: Option<&GeneratedValue<'static>>) -> Vec<Edit> {
    let Some(value) = value else { return Vec::new() };
    let children = value.children();
    let mut found = Vec::new();
    if children > 0 {
        found.extend(alike_within(value).map(Edit::Hoist));
        let mut size = children;
        while size > 0 {
            // From the end, so that what stands in front keeps its place.
            let starts = (0..children).step_by(size).rev();
            found.extend(starts.map(|start| Edit::Drop(start, (start + size).min(children))));
            size /= 2;
        }
    }
    if children > 0 || matches!(&value.body, Body::String(text) if text.len() > NULL) {
        found.push(Edit::Become(Body::Null));
    }
    found.extend(match &value.body {
        Body::Bool(true) => vec![Edit::Become(Body::Bool(false))],
        Body::Number(text) => smaller_numbers(text)
            .into_iter()
            .map(|text| Edit::Become(Body::Number(text.into())))
            .collect(),
        Body::String(text) => smaller_strings(text)
            .into_iter()
            .map(|text| Edit::Become(Body::String(text.into())))
            .collect(),
        _ => Vec::new(),
    });
    found
}

/// The places of values of the same kind up to two levels down: what recurs does so directly, or through an array.
fn alike_within(value: &GeneratedValue<'static>) -> impl Iterator<Item = Vec<u32>> {
    let kind = std::mem::discriminant(&value.body);
    let below = |value: &GeneratedValue<'static>| 0..value.children() as u32;
    let one = below(value).map(|child| vec![child]);
    let two = below(value).flat_map(move |child| {
        let inner = value.child(child as usize).map_or(0..0, below);
        inner.map(move |grandchild| vec![child, grandchild])
    });
    one.chain(two).filter(move |place| {
        value
            .at(place)
            .is_some_and(|inner| std::mem::discriminant(&inner.body) == kind)
    })
}

fn smaller_numbers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = ["0", "1"].into_iter().map(str::to_owned).collect();
    if let Ok(whole) = text.parse::<i128>() {
        let (mut step, sign) = (whole.abs() / 2, whole.signum());
        while step > 0 {
            found.push((whole - sign * (whole.abs() - step)).to_string());
            found.push((whole - sign * step).to_string());
            step /= 2;
        }
        found.retain(|other| other.parse::<i128>().is_ok_and(|other| other.abs() < whole.abs()));
    } else if let Ok(float) = text.parse::<f64>() {
        found.push(format!("{}", float.trunc()));
        found.extend((1..16).map(|digits| format!("{float:.digits$}")));
        found.push(format!("{float:e}"));
    }
    found.retain(|other| other.len() < text.len() || (other.len() == text.len() && other.as_str() < text));
    found
}

fn smaller_strings(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut size = characters.len();
    while size > 0 {
        for start in (0..characters.len()).step_by(size).take(64) {
            let left = characters[..start]
                .iter()
                .chain(&characters[(start + size).min(characters.len())..]);
            found.push(left.collect());
        }
        size /= 2;
    }
    found
}

/// The steps to every value, outermost first.
fn paths(made: &GeneratedValue<'_>) -> Vec<Vec<String>> {
    let place = |place: Vec<u32>| made.pointer(&place).steps().collect();
    made.places().into_iter().map(place).collect()
}

fn change(made: &mut GeneratedValue<'static>, path: &[String], edit: &Change) -> Option<()> {
    let mut place = Vec::new();
    let mut value = &*made;
    for step in path {
        let position = value.position(step)?;
        place.push(position as u32);
        value = value.child(position)?;
    }
    let value = made.at_mut(&place)?;
    match (edit, &mut value.body) {
        (Change::Keys(keys), Body::Object(members)) => members.retain(|(key, _)| !keys.contains(key)),
        (Change::Items(from, to), Body::Array(items)) => {
            drop(items.drain((*from).min(items.len())..(*to).min(items.len())))
        }
        (Change::Body(body), old) => *old = body.clone(),
        _ => return None,
    }
    Some(())
}

/// An edit that means the same in the sample and in the mutant, where positions may differ.
enum Change {
    Keys(Vec<Cow<'static, str>>),
    Items(usize, usize),
    Body(Body<'static>),
}

/// The case with an edit in it; `None` if the edit would touch the fault.
fn apply(case: &Failing, path: &[String], edit: &Edit) -> Option<Failing> {
    let value = case.made().below(path)?;
    let change = match (edit, &value.body) {
        (Edit::Drop(from, to), Body::Object(members)) => {
            Change::Keys(members[*from..*to].iter().map(|(key, _)| key.clone()).collect())
        }
        (Edit::Drop(from, to), _) => Change::Items(*from, *to),
        (Edit::Hoist(place), _) => Change::Body(value.at(place)?.body.clone()),
        (Edit::Become(body), _) => Change::Body(body.clone()),
    };
    let mut new = case.clone();
    if let Some((made, fault)) = &mut new.mutant {
        let inside = fault.strip_prefix(path);
        match (&change, inside.map(<[String]>::split_first)) {
            // The fault lies elsewhere.
            (_, None) => {}
            (Change::Keys(keys), Some(Some((next, _)))) => {
                if keys.iter().any(|key| key == next) {
                    return None;
                }
            }
            (Change::Items(from, to), Some(Some((next, _)))) => {
                let index: usize = next.parse().ok()?;
                if (*from..*to).contains(&index) {
                    return None;
                }
                if index >= *to {
                    fault[path.len()] = (index - (to - from)).to_string();
                }
            }
            _ => return None,
        }
        self::change(made, path, &change)?;
        // In the sample the fault's surroundings may look otherwise.
        self::change(&mut new.sample, path, &change)?;
    } else {
        self::change(&mut new.sample, path, &change)?;
    }
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{Escapes, Keys, Space};
    use serde_json::json;

    fn failing(value: serde_json::Value) -> Failing {
        Failing {
            sample: GeneratedValue::of(&value),
            mutant: None,
            style: Style::EACH[3],
        }
    }

    #[test]
    fn what_does_not_matter_goes() {
        let case = failing(json!({"a": [1, {"b": "xyz"}, true], "c": {"d": null}, "long": "abcdefgh"}));
        let small = shrink(case, 1000, |case| case.text().contains('y'));
        assert_eq!(small.text(), r#"{"b":"y"}"#);
    }

    #[test]
    fn a_boundary_is_found_exactly() {
        let case = failing(json!([9_123_456_789_012_i64]));
        let small = shrink(case, 1000, |case| {
            let text = case.text();
            let number: i64 = text.trim_matches(['[', ']']).trim().parse().unwrap_or(0);
            number > i64::from(i32::MAX)
        });
        assert_eq!(small.text(), "[2147483648]");
    }

    #[test]
    fn null_stands_for_what_must_be_there_but_may_be_null() {
        let case = failing(json!({"error": {"code": "server_error"}, "reason": "expired", "at": -1}));
        let small = shrink(case, 1000, |case| {
            let value: serde_json::Value = serde_json::from_str(&case.text()).unwrap();
            let may = |key: &str, what: &str| {
                let value = value.get(key);
                value.is_some_and(|value| value.is_null() || *value == json!(what))
            };
            let error = value.get("error");
            may("reason", "expired")
                && error.is_some_and(|error| error.is_null() || error["code"] == json!("server_error"))
                && value["at"] == json!(-1)
        });
        assert_eq!(small.text(), r#"{"at":-1,"error":null,"reason":null}"#);
    }

    #[test]
    fn of_a_style_only_what_matters_stays_and_only_where_it_does() {
        let value = json!({"a": 1, "b": 2, "c": "x"});
        let style = Style {
            keys: Keys::Reversed,
            space: Space::Every,
            numbers: Numbers::Point,
            escapes: Escapes::All,
            twice: true,
        };
        let case = Failing {
            style,
            ..failing(value)
        };
        // The first float is `b` in this order; the two that stay must both be there.
        let small = shrink(case, 1000, |case| {
            let text = case.text();
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            let first_float = ["a", "b"]
                .into_iter()
                .filter(|key| value[key].is_f64())
                .min_by_key(|key| text.find(&format!("{key}\"")).unwrap_or(usize::MAX));
            value["a"].is_number() && first_float == Some("b")
        });
        assert_eq!(small.text(), r#"{"a":0,"b":0.0}"#);
    }

    #[test]
    fn depth_goes_when_it_does_not_matter() {
        let case = failing(json!({"items": [{"items": [{"bad": 1}]}]}));
        let small = shrink(case, 1000, |case| case.text().contains("bad"));
        assert_eq!(small.text(), r#"{"bad":0}"#);
    }

    #[test]
    fn a_fault_stays_where_it_is_and_what_stands_in_front_of_it_goes() {
        let sample = GeneratedValue::of(&json!({"x": 1, "list": [{"t": "a"}, {"t": "b", "u": 2}]}));
        let mutant = GeneratedValue::of(&json!({"x": 1, "list": [{"t": "a"}, {"t": null, "u": 2}]}));
        let steps = ["list", "1", "t"].map(str::to_owned).to_vec();
        let case = Failing {
            sample,
            mutant: Some((mutant, steps)),
            style: Style::default(),
        };
        let small = shrink(case, 1000, |case| case.text().contains("null"));
        let (mutant, steps) = small.mutant.unwrap();
        assert_eq!(mutant.text(), r#"{"list":[{"t":null}]}"#);
        assert_eq!(small.sample.text(), r#"{"list":[{"t":"b"}]}"#);
        assert_eq!(steps, ["list", "0", "t"]);
    }
}
