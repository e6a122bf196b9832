//! A text that is the same as another to code that compares texts without their case, or without the spaces around them.

use super::super::choices::Choices;
use super::super::plan::{Node, Plan};
use super::super::value::{Body, GeneratedValue};
use std::borrow::Cow;

/// A string that is nearly another one, if their schema leaves that open.
pub(super) fn alike<'p>(
    plan: &Plan,
    value: &GeneratedValue<'p>,
    choices: &mut Choices<'_>,
) -> Option<GeneratedValue<'p>> {
    let entry = plan.made_by(value).filter(|entry| entry.guards.is_empty())?;
    let (Node::String(strings), Body::String(text)) = (&entry.node, &value.body) else {
        return None;
    };
    if strings.is_named() || strings.pattern.is_some() {
        return None;
    }
    let near = match choices.below(4) {
        0 => format!("{text} "),
        _ if text.chars().any(char::is_lowercase) => text.to_uppercase(),
        _ => text.to_lowercase(),
    };
    let fits = (strings.min..=strings.max).contains(&near.chars().count());
    (fits && near != **text).then_some(GeneratedValue {
        node: value.node,
        body: Body::String(Cow::Owned(near)),
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::generator::Generator;
    use super::*;
    use serde_json::{Value, json};
    use std::collections::BTreeSet;

    #[test]
    fn items_are_alike_in_lists_and_in_lists_of_different_items() {
        let text = json!({"type": "string", "minLength": 1, "maxLength": 20});
        let list = json!({"type": "array", "items": text});
        let set = json!({"type": "array", "items": text, "uniqueItems": true});
        let schema = json!({"type": "object", "required": ["list", "set"], "properties": {"list": list, "set": set}});
        let plan = Plan::new(&schema).unwrap();
        let mut shown = BTreeSet::new();
        for case in Generator::new(&plan, "T", 1)
            .take(1_000)
            .filter(|case| case.mutant.is_none())
        {
            assert_eq!(plan.allows(&case.sample), Some(true));
            let value: Value = serde_json::from_str(&case.text()).unwrap();
            for key in ["list", "set"] {
                let texts: Vec<&str> = value[key]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter_map(Value::as_str)
                    .collect();
                for (at, one) in texts.iter().enumerate() {
                    for other in &texts[..at] {
                        let is_other = one != other;
                        let case = is_other && one.to_lowercase() == other.to_lowercase();
                        let space = is_other && one.trim() == other.trim() && !one.trim().is_empty();
                        shown.extend(case.then_some((key, "case")));
                        shown.extend(space.then_some((key, "space")));
                    }
                }
            }
        }
        assert_eq!(shown.len(), 4, "{shown:?}");
    }
}
