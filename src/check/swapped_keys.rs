//! Does the type put the values of two keys into each other's fields?

use super::{CheckContext, Sink};
use crate::finding::Code;
use crate::json::{Kind, Node, Tree};
use crate::pointer::Pointer;
use crate::schema::Schema;
use std::collections::HashMap;

/// One sample of so many is examined, which its id decides on: each shows all its keys at once.
const ONE_OF: u64 = 4;

/// Gives every number and every free string of a sample a value of its own, and looks for it in what `Debug` shows.
pub(super) fn check_case(context: &CheckContext<'_>, schema: &Schema, sink: &mut Sink) {
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
        accuse(context, schema, &members, one, other, sink);
    }
}

/// No more members are looked at, and each has five digits of its own, which a 16-bit integer and an `f32` hold.
const MOST_MEMBERS: usize = 64;
const FIRST: usize = 31_013;
const STEP: usize = 17;

/// Some types refuse a string, or a number, that they do not expect.
#[derive(Clone, Copy)]
enum Which {
    All,
    Numbers,
    Strings,
}

/// A number or a string under a key.
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

/// What a value becomes.
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

    /// Whether the number is no integer as it stands.
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

/// The field that each marked member is shown in, by its number; none if it is shown twice.
fn fields(shown: &str) -> HashMap<usize, Option<&str>> {
    let mut found: HashMap<usize, Option<&str>> = HashMap::new();
    // The field of each bracket that is open, as far as it has come.
    let mut open: Vec<Option<&str>> = vec![None];
    let mut pieces = Pieces { rest: shown };
    let mut name = None;
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Word(word) | Piece::Text(word) => {
                for member in marked(word) {
                    let field = open.iter().rev().find_map(|field| *field);
                    let field = field.filter(|_| !found.contains_key(&member));
                    found.insert(member, field);
                }
            }
            Piece::Sign(':') if pieces.rest.starts_with(' ') => {
                if let Some(last) = open.last_mut() {
                    *last = name;
                }
            }
            Piece::Sign(',') => {
                if let Some(last) = open.last_mut() {
                    *last = None;
                }
            }
            Piece::Sign('(' | '[' | '{') => open.push(None),
            Piece::Sign(')' | ']' | '}') if open.len() > 1 => drop(open.pop()),
            Piece::Sign(_) => {}
        }
        name = match piece {
            Piece::Word(word) => Some(word),
            _ => None,
        };
    }
    found
}

/// The members whose digits stand in a piece.
fn marked(piece: &str) -> impl Iterator<Item = usize> + '_ {
    let runs = piece.split(|character: char| !character.is_ascii_digit());
    runs.filter_map(|digits| {
        let number: usize = digits.parse().ok().filter(|_| digits.len() == 5)?;
        let above = number.checked_sub(FIRST)?;
        (above % STEP == 0 && above / STEP < MOST_MEMBERS).then_some(above / STEP)
    })
}

/// What `Debug` shows, cut into pieces.
pub(super) struct Pieces<'s> {
    pub(super) rest: &'s str,
}

#[derive(Clone, Copy)]
pub(super) enum Piece<'s> {
    /// A name or a number.
    Word(&'s str),
    /// A string, without its quotes.
    Text(&'s str),
    /// Any other character that is no white space.
    Sign(char),
}

impl<'s> Iterator for Pieces<'s> {
    type Item = Piece<'s>;

    fn next(&mut self) -> Option<Piece<'s>> {
        let rest = self.rest.trim_start();
        let first = rest.chars().next()?;
        let is_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '#' | '.');
        let (piece, end) = if is_word(first) {
            let end = rest.find(|character| !is_word(character)).unwrap_or(rest.len());
            (Piece::Word(&rest[..end]), end)
        } else if first == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|character| {
                let ends = character == '"' && !escaped;
                escaped = character == '\\' && !escaped;
                ends
            });
            let end = end.map_or(rest.len(), |end| end + 1);
            (Piece::Text(&rest[1..end]), (end + 1).min(rest.len()))
        } else {
            (Piece::Sign(first), first.len_utf8())
        };
        self.rest = &rest[end..];
        Some(piece)
    }
}

/// The members of one object that stand in each other's fields.
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

/// Whether a field has a key's name, however that is put into Rust.
pub(super) fn is_for(field: &str, key: &str) -> bool {
    fn plain(name: &str) -> String {
        let letters = name.chars().filter(|character| character.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    }
    let key = plain(key);
    let bare = ["r#", "r_"].into_iter().filter_map(|prefix| field.strip_prefix(prefix));
    plain(field) == key || bare.map(plain).any(|field| field == key)
}

/// Shows the same with these two values alone, which the schema allows.
fn accuse(context: &CheckContext<'_>, schema: &Schema, members: &[Member], one: usize, other: usize, sink: &mut Sink) {
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
    let mut hit = context.hit_at(pointer(one));
    hit.kind = Some("swapped");
    hit.schema_pointer = Some(documented.schema_pointer);
    hit.message = format!(
        "its value is shown in the field of `{}`, and the value of that in its own",
        members[other].key
    );
    sink.hit(Code::UnreadKey, hit);
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
