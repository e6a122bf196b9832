//! Are the values of two keys stored in each other's fields?

use super::shown::{Token, Tokens, is_for};
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, Kind as FindingKind};
use crate::json::{Kind, Node, Tree};
use crate::pointer::Pointer;
use crate::schema::Schema;
use std::collections::HashMap;

/// One sample in this many is examined; the id of the case decides. Each sample shows all its keys at once.
const ONE_OF: u64 = 4;

/// Replaces every number and every free string of a sample by a unique value, and searches the `Debug` output for it.
pub(super) fn check_case(context: &CheckContext<'_>, schema: &Schema, drafts: &mut Drafts) {
    if !context.case.id.hash(&[]).is_multiple_of(ONE_OF) {
        return;
    }
    let members = members(context, schema);
    if members.len() < 2 {
        return;
    }
    let swapped = [Which::All, Which::Numbers, Which::Strings]
        .into_iter()
        .find_map(|which| {
            let marked = |member: &Member| match which {
                Which::All => true,
                Which::Numbers => member.kind == Kind::Number,
                Which::Strings => member.kind == Kind::String,
            };
            let marks: Vec<Mark> = members
                .iter()
                .enumerate()
                .filter(|(_, member)| marked(member))
                .map(|(index, member)| Mark::of(context, member.node, index, Mark::is_fraction(context, member.node)))
                .collect();
            let shown = context.shown(&with(context.tree.text(), &marks))?;
            Some(pairs(context, &members, &fields(&shown)))
        });
    for (one, other) in swapped.into_iter().flatten() {
        report(context, schema, &members, one, other, drafts);
    }
}

/// The number of members that are examined. Each gets a unique number of five digits, which a 16-bit integer and an `f32` can
/// hold.
const MOST_MEMBERS: usize = 64;
const FIRST: usize = 31_013;
const STEP: usize = 17;

/// Which members are replaced: some types reject an unexpected string or number.
#[derive(Clone, Copy)]
enum Which {
    All,
    Numbers,
    Strings,
}

/// A key with a number or a string.
struct Member {
    object: Node,
    node: Node,
    kind: Kind,
    key: String,
}

fn members(context: &CheckContext<'_>, schema: &Schema) -> Vec<Member> {
    let tree = &context.tree;
    let mut found = Vec::new();
    let mut rest = vec![Tree::ROOT];
    while let Some(node) = rest.pop() {
        let is_object = tree.kind(node) == Kind::Object;
        for child in tree.children(node) {
            let kind = tree.kind(child);
            match kind {
                Kind::Object | Kind::Array => rest.push(child),
                Kind::Number | Kind::String if is_object => {
                    let key = tree.key(child);
                    let is_word = tree.string(child).is_some_and(|text| schema.lists(&key, &text));
                    if !is_word && found.len() < MOST_MEMBERS {
                        found.push(Member {
                            object: node,
                            node: child,
                            kind,
                            key: key.into_owned(),
                        });
                    }
                }
                _ => {}
            }
        }
    }
    found
}

/// The replacement of a value.
struct Mark {
    start: usize,
    end: usize,
    value: String,
}

impl Mark {
    fn of(context: &CheckContext<'_>, node: Node, index: usize, fraction: bool) -> Mark {
        let digits = FIRST + STEP * index;
        let start = context.tree.start(node);
        Mark {
            start,
            end: start + context.tree.source(node).len(),
            value: match context.tree.kind(node) {
                Kind::String => format!("\"own{digits}\""),
                _ if fraction => format!("0.{digits}"),
                _ => digits.to_string(),
            },
        }
    }

    /// Whether the number is written with a fraction or an exponent.
    fn is_fraction(context: &CheckContext<'_>, node: Node) -> bool {
        context.tree.source(node).contains(['.', 'e', 'E'])
    }
}

fn with(text: &str, marks: &[Mark]) -> String {
    let mut marks: Vec<&Mark> = marks.iter().collect();
    marks.sort_unstable_by_key(|mark| mark.start);
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for mark in marks {
        out.push_str(&text[end..mark.start]);
        out.push_str(&mark.value);
        end = mark.end;
    }
    out.push_str(&text[end..]);
    out
}

/// The name of the field in which each replaced member is shown, by the member's index; `None` if it is shown twice.
fn fields(shown: &str) -> HashMap<usize, Option<&str>> {
    let mut found: HashMap<usize, Option<&str>> = HashMap::new();
    // The current field of each open bracket.
    let mut open: Vec<Option<&str>> = vec![None];
    let mut tokens = Tokens { rest: shown };
    let mut name = None;
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(word) | Token::Text(word) => {
                for member in marked(word) {
                    let field = open.iter().rev().find_map(|field| *field);
                    let field = field.filter(|_| !found.contains_key(&member));
                    found.insert(member, field);
                }
            }
            Token::Sign(':') if tokens.rest.starts_with(' ') => {
                if let Some(last) = open.last_mut() {
                    *last = name;
                }
            }
            Token::Sign(',') => {
                if let Some(last) = open.last_mut() {
                    *last = None;
                }
            }
            Token::Sign('(' | '[' | '{') => open.push(None),
            Token::Sign(')' | ']' | '}') if open.len() > 1 => drop(open.pop()),
            Token::Sign(_) => {}
        }
        name = match token {
            Token::Word(word) => Some(word),
            _ => None,
        };
    }
    found
}

/// The indices of the members whose digits are in a token.
fn marked(token: &str) -> impl Iterator<Item = usize> + '_ {
    let runs = token.split(|character: char| !character.is_ascii_digit());
    runs.filter_map(|digits| {
        let number: usize = digits.parse().ok().filter(|_| digits.len() == 5)?;
        let above = number.checked_sub(FIRST)?;
        (above % STEP == 0 && above / STEP < MOST_MEMBERS).then_some(above / STEP)
    })
}

/// The members of one object that are shown in each other's fields.
fn pairs(context: &CheckContext<'_>, members: &[Member], fields: &HashMap<usize, Option<&str>>) -> Vec<(usize, usize)> {
    let shown_as = |member: usize, other: usize| {
        let field = fields.get(&member).copied().flatten();
        field.is_some_and(|field| is_for(field, &members[other].key) && !is_for(field, &members[member].key))
    };
    let strays: Vec<usize> = (0..members.len())
        .filter(|&member| fields.get(&member).is_some_and(Option::is_some) && !shown_as_own(fields, members, member))
        .collect();
    let mut found = Vec::new();
    for (position, &one) in strays.iter().enumerate() {
        for &other in &strays[position + 1..] {
            let alike = |of: fn(&Member) -> Node| of(&members[one]) == of(&members[other]);
            let same_kind = context.tree.kind(members[one].node) == context.tree.kind(members[other].node);
            if alike(|member| member.object) && same_kind && shown_as(one, other) && shown_as(other, one) {
                let is_first = members[one].key < members[other].key;
                found.push(if is_first { (one, other) } else { (other, one) });
            }
        }
    }
    found
}

fn shown_as_own(fields: &HashMap<usize, Option<&str>>, members: &[Member], member: usize) -> bool {
    let field = fields.get(&member).copied().flatten();
    field.is_some_and(|field| is_for(field, &members[member].key))
}

/// Reports a pair if it is shown swapped in a text that is valid, with no other member replaced.
fn report(
    context: &CheckContext<'_>,
    schema: &Schema,
    members: &[Member],
    one: usize,
    other: usize,
    drafts: &mut Drafts,
) {
    let forms = [(false, false), (true, true), (false, true), (true, false)];
    let is_shown = forms.into_iter().any(|(first, second)| {
        let marks = [
            Mark::of(context, members[one].node, one, first),
            Mark::of(context, members[other].node, other, second),
        ];
        let text = with(context.tree.text(), &marks);
        serde_json::from_str(&text).is_ok_and(|value| schema.is_valid(&value))
            && context
                .shown(&text)
                .is_some_and(|shown| pairs(context, members, &fields(&shown)).contains(&(one, other)))
    });
    let Ok(value) = context.value() else { return };
    let pointer = |member: usize| context.tree.pointer_to(context.tree.start(members[member].node));
    let documented = |pointer: &Pointer| {
        let documented = schema.documented(&value, pointer.as_str());
        documented.filter(|documented| documented.in_original)
    };
    if !is_shown || documented(&pointer(other)).is_none() {
        return;
    }
    let Some(documented) = documented(&pointer(one)) else {
        return;
    };
    let message = format!(
        "its value is shown in the field of `{0}`, and the value of `{0}` in its field",
        members[other].key
    );
    let draft = context.draft_at(Code::UnreadKey, pointer(one), message);
    drafts.push(
        draft
            .kind(FindingKind::Swapped)
            .schema_pointer(Some(documented.schema_pointer)),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_value_is_shown_in_the_innermost_field_around_it() {
        let shown =
            r#"Run { a: Some(31013), r#b: Wrap("x: \"own31030\", "), c: [D { e: 31047.0 }], f: {"g": 31064}, h: 5 }"#;
        let found = fields(shown);
        let names: Vec<Option<&str>> = (0..5).map(|member| found.get(&member).copied().flatten()).collect();
        assert_eq!(names, [Some("a"), Some("r#b"), Some("e"), Some("f"), None]);
        assert!(
            is_for("r#b", "b") && is_for("type_", "type") && is_for("started_at", "startedAt") && !is_for("a", "b")
        );
    }

    #[test]
    fn a_value_that_is_shown_twice_is_in_no_field() {
        assert_eq!(fields("Run { a: 31013, b: 31013 }").get(&0), Some(&None));
        assert_eq!(fields("] 31013 }) \"").get(&0), Some(&None));
    }
}
