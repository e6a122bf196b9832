//! Relations between the numbers, and between the times, of one object: ends that are equal or in the wrong order, and sums.

use super::super::plan::{Node, Plan};
use super::super::value::{Body, GeneratedValue};
use std::borrow::Cow;

/// What the values of siblings are to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// All are alike.
    Equal,
    /// Each is at most as large as the one before.
    Descending,
    /// One is the sum of the others.
    Sum,
}

impl Relation {
    pub(super) const ALL: [Relation; 3] = [Relation::Equal, Relation::Descending, Relation::Sum];
}

/// Changes the numbers and the texts in named formats among the members of an object, as far as their schemas allow, so that
/// they are in a relation.
pub(super) fn relate<'p>(plan: &'p Plan, members: &mut [(Cow<'p, str>, GeneratedValue<'p>)], relation: Relation) {
    let (mut whole, mut others, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for (_, value) in members {
        match plan
            .made_by(value)
            .filter(|entry| entry.guards.is_empty())
            .map(|entry| &entry.node)
        {
            // A share is not related to a count.
            Some(Node::Number(numbers)) if numbers.whole => whole.push(value),
            Some(Node::Number(_)) => others.push(value),
            Some(Node::String(strings)) if strings.is_named() => texts.push(value),
            _ => {}
        }
    }
    for mut siblings in [whole, others, texts] {
        match relation {
            Relation::Equal => equal(plan, &mut siblings),
            Relation::Descending => descending(plan, &mut siblings),
            Relation::Sum => sum(plan, &mut siblings),
        }
    }
}

fn equal<'p>(plan: &Plan, siblings: &mut [&mut GeneratedValue<'p>]) {
    let Some((first, others)) = siblings.split_first_mut() else {
        return;
    };
    for other in others {
        if allows(plan, other, &first.body) {
            other.body = first.body.clone();
        }
    }
}

fn descending<'p>(plan: &Plan, siblings: &mut [&mut GeneratedValue<'p>]) {
    let mut bodies: Vec<Body<'p>> = siblings.iter().map(|sibling| sibling.body.clone()).collect();
    bodies.sort_by(|a, b| match (a, b) {
        (Body::Number(a), Body::Number(b)) => {
            let float = |text: &str| text.parse::<f64>().unwrap_or_default();
            float(b).total_cmp(&float(a))
        }
        (Body::String(a), Body::String(b)) => b.cmp(a),
        _ => std::cmp::Ordering::Equal,
    });
    let are_allowed = siblings
        .iter()
        .zip(&bodies)
        .all(|(sibling, body)| allows(plan, sibling, body));
    if are_allowed {
        for (sibling, body) in siblings.iter_mut().zip(bodies) {
            sibling.body = body;
        }
    }
}

/// The last of the siblings that may be the sum of the others becomes it.
fn sum(plan: &Plan, siblings: &mut [&mut GeneratedValue<'_>]) {
    let whole = |sibling: &&mut GeneratedValue<'_>| match &sibling.body {
        Body::Number(text) => text.parse::<i128>().ok(),
        _ => None,
    };
    let Some(values) = siblings.iter().map(whole).collect::<Option<Vec<i128>>>() else {
        return;
    };
    if values.len() < 2 {
        return;
    }
    let total = values.iter().fold(0_i128, |total, value| total.saturating_add(*value));
    for (sibling, value) in siblings.iter_mut().zip(values).rev() {
        let others = Body::Number(Cow::Owned(total.saturating_sub(value).to_string()));
        if allows(plan, sibling, &others) {
            sibling.body = others;
            return;
        }
    }
}

/// Whether the schema of a value allows another in its place.
fn allows(plan: &Plan, value: &GeneratedValue<'_>, body: &Body<'_>) -> bool {
    match (plan.made_by(value).map(|entry| &entry.node), body) {
        (Some(Node::Number(numbers)), Body::Number(text)) => numbers.allow(text),
        (Some(Node::String(strings)), Body::String(text)) => strings.texts.contains(text),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::generator::Generator;
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn siblings_are_equal_in_the_wrong_order_and_sums() {
        let time = json!({"type": "string", "format": "date-time"});
        let count = json!({"type": "integer", "minimum": 0});
        let schema = json!({"type": "object", "required": ["from", "until"], "properties": {
            "from": time, "until": time, "a": count, "b": {"anyOf": [count, {"type": "null"}]}, "total": count}});
        let plan = Plan::new(&schema).unwrap();
        let mut shown = [false; 4];
        for case in Generator::new(&plan, "T", 1)
            .take(1_000)
            .filter(|case| case.mutant.is_none())
        {
            assert_eq!(plan.allows(&case.sample), Some(true));
            let value: Value = serde_json::from_str(&case.text()).unwrap();
            let number = |key: &str| value[key].as_u64();
            shown[0] |= value["from"] == value["until"];
            shown[1] |= value["from"].as_str() > value["until"].as_str();
            shown[2] |= number("a").is_some_and(|a| a > 0 && number("b") == Some(a) && number("total") == Some(a));
            let sum = number("a").zip(number("b")).and_then(|(a, b)| a.checked_add(b));
            shown[3] |= sum.is_some_and(|sum| sum > 0 && number("total") == Some(sum) && number("a") != Some(sum));
        }
        assert_eq!(shown, [true; 4]);
    }
}
