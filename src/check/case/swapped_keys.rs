//! Are the values of keys stored in each other's fields?

use super::fields::{Numbering, fields};
use super::strays::{Step, Stray, circles, stray};
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, Kind as FindingKind};
use crate::json::{Kind, Node, Tree};
use crate::pointer::Pointer;
use crate::schema::Schema;
use std::borrow::Cow;

/// One sample in this many is examined; the id of the case decides. Each sample shows all its keys at once.
const ONE_OF: u64 = 4;
/// The number of members that are examined.
const MOST_MEMBERS: usize = 64;
/// Up to this many values of a circle are tried with fractions and with integers in all combinations.
const COMBINED: usize = 3;

/// Replaces every number and every free string of a sample by a unique value, and searches the `Debug` output for it.
pub(super) fn check_case(context: &CheckContext<'_>, schema: &Schema, drafts: &mut Drafts) {
    if !context.case.id.hash(&[]).is_multiple_of(ONE_OF) {
        return;
    }
    let members = members(context, schema);
    if members.len() < 2 {
        return;
    }
    let examined = |numbering: Numbering, kind: Option<Kind>| {
        let marked = members
            .iter()
            .filter(|member| kind.is_none_or(|kind| kind == member.kind));
        let marks: Vec<Mark<'_>> = marked.map(|member| Mark::like(context, member)).collect();
        shown_circles(context, &marks, numbering, false)
    };
    // Some types reject an unexpected string, or a number of five digits.
    let found = examined(Numbering::WIDE, None).unwrap_or_else(|| {
        let wide = examined(Numbering::WIDE, Some(Kind::Number));
        let numbers = wide.or_else(|| examined(Numbering::NARROW, Some(Kind::Number)));
        let strings = examined(Numbering::WIDE, Some(Kind::String));
        numbers.into_iter().chain(strings).flatten().collect()
    });
    for circle in found {
        report(context, schema, &members, &circle, drafts);
    }
}

/// A key with a number or a string.
struct Member {
    node: Node,
    kind: Kind,
    /// The keys that lead to it, its own last.
    path: Vec<Step>,
}

fn members(context: &CheckContext<'_>, schema: &Schema) -> Vec<Member> {
    let tree = &context.tree;
    let mut found = Vec::new();
    let mut rest: Vec<(Node, Vec<Step>)> = vec![(Tree::ROOT, Vec::new())];
    while let Some((node, path)) = rest.pop() {
        let is_object = tree.kind(node) == Kind::Object;
        for child in tree.children(node) {
            if found.len() >= MOST_MEMBERS {
                return found;
            }
            let kind = tree.kind(child);
            // Most values lead nowhere, and need no path.
            let path = || {
                let mut path = path.clone();
                if is_object {
                    path.push(Step {
                        object: node,
                        node: child,
                        kind,
                        key: tree.key(child).into_owned(),
                    });
                }
                path
            };
            match kind {
                Kind::Object | Kind::Array => rest.push((child, path())),
                Kind::Number | Kind::String if is_object => {
                    let is_word = |text: Cow<'_, str>| schema.lists(&tree.key(child), &text);
                    if !tree.string(child).is_some_and(is_word) {
                        found.push(Member {
                            node: child,
                            kind,
                            path: path(),
                        });
                    }
                }
                _ => {}
            }
        }
    }
    found
}

/// A member whose value is replaced.
#[derive(Clone, Copy)]
struct Mark<'m> {
    member: &'m Member,
    /// Whether the number is written with a fraction.
    is_fraction: bool,
}

impl<'m> Mark<'m> {
    /// A fraction where the case has one.
    fn like(context: &CheckContext<'_>, member: &'m Member) -> Mark<'m> {
        Mark {
            member,
            is_fraction: context.tree.source(member.node).contains(['.', 'e', 'E']),
        }
    }
}

/// The case with the marked values replaced by numbers of their own, ascending or descending.
fn with(context: &CheckContext<'_>, marks: &[Mark<'_>], numbering: Numbering, is_descending: bool) -> String {
    let value = |(index, mark): (usize, &Mark<'_>)| {
        let number = numbering.number(place(index, marks.len(), is_descending));
        let value = match mark.member.kind {
            Kind::String => format!("\"own{number}\""),
            _ if mark.is_fraction => format!("0.{number}"),
            _ => number.to_string(),
        };
        (mark.member.node, value)
    };
    let mut values: Vec<(Node, String)> = marks.iter().enumerate().map(value).collect();
    let (tree, text) = (&context.tree, context.tree.text());
    values.sort_unstable_by_key(|(node, _)| tree.start(*node));
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (node, value) in values {
        out.push_str(&text[end..tree.start(node)]);
        out.push_str(&value);
        end = tree.start(node) + tree.source(node).len();
    }
    out.push_str(&text[end..]);
    out
}

fn place(index: usize, count: usize, is_descending: bool) -> usize {
    if is_descending { count - 1 - index } else { index }
}

/// The circles of values that are shown in each other's fields; `None` if the type does not read the text with the marks.
fn shown_circles(
    context: &CheckContext<'_>,
    marks: &[Mark<'_>],
    numbering: Numbering,
    is_descending: bool,
) -> Option<Vec<Vec<Node>>> {
    let text = with(context, marks, numbering, is_descending);
    let strays = shown_strays(context, &text, marks, numbering, is_descending)?;
    Some(circles(&strays))
}

/// The values of a text with marks that are shown in fields of other names; `None` if the type does not read it.
fn shown_strays<'m>(
    context: &CheckContext<'_>,
    text: &str,
    marks: &[Mark<'m>],
    numbering: Numbering,
    is_descending: bool,
) -> Option<Vec<Stray<'m>>> {
    let output = context.shown_for(text)?;
    let found = fields(&output, numbering, marks.len());
    let mut strays: Vec<Stray<'m>> = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        let fields = found.get(&place(index, marks.len(), is_descending));
        let stray = fields.and_then(|fields| stray(&mark.member.path, fields));
        strays.extend(stray.filter(|one| !strays.iter().any(|had| had.step.node == one.step.node)));
    }
    Some(strays)
}

/// Reports a circle if it is shown in a text that is valid, with no other member replaced, and whichever of the values is larger: a
/// type that sorts or limits two values only seems to swap them.
fn report(context: &CheckContext<'_>, schema: &Schema, members: &[Member], circle: &[Node], drafts: &mut Drafts) {
    let is_in = |member: &&Member| member.path.iter().any(|step| circle.contains(&step.node));
    let members = members.iter().filter(is_in);
    let marks: Vec<Mark<'_>> = members.map(|member| Mark::like(context, member)).collect();
    if !is_shown(context, schema, circle, &marks) {
        return;
    }
    let Ok(value) = context.value() else { return };
    let pointer = |node: &Node| context.tree.pointer_to(context.tree.start(*node));
    let documented = |pointer: &Pointer| {
        let documented = schema.documented(&value, pointer.as_str());
        documented.filter(|documented| documented.in_original)
    };
    let pointers: Vec<Pointer> = circle.iter().map(pointer).collect();
    let documented: Option<Vec<_>> = pointers.iter().map(documented).collect();
    let keys: Vec<String> = circle.iter().map(|node| context.tree.key(*node).into_owned()).collect();
    let message = match keys.as_slice() {
        [_, other] => format!("its value is shown in the field of `{other}`, and the value of `{other}` in its field"),
        [_, others @ ..] => format!(
            "its value is shown in the field of `{}`, and the value of the last of these in its field",
            others.join("`, the value of that in the field of `")
        ),
        [] => return,
    };
    let first = pointers.into_iter().zip(documented.into_iter().flatten()).next();
    let Some((pointer, documented)) = first else { return };
    let draft = context.draft_at(Code::UnreadKey, pointer, message);
    drafts.push(
        draft
            .kind(FindingKind::Swapped)
            .schema_pointer(Some(documented.schema_pointer)),
    );
}

/// Whether a circle is shown again in a valid text.
fn is_shown<'m>(context: &CheckContext<'_>, schema: &Schema, circle: &[Node], marks: &[Mark<'m>]) -> bool {
    let is_valid = |text: &str| serde_json::from_str(text).is_ok_and(|value| schema.is_valid(&value));
    let numberings = [
        Numbering::WIDE,
        Numbering::NARROW,
        Numbering::from(lowest(context, schema, marks)),
    ];
    let is_circle = |marks: &[Mark<'_>], numbering: Numbering, is_descending: bool| {
        shown_circles(context, marks, numbering, is_descending)
            .is_some_and(|found| found.iter().any(|found| found == circle))
    };
    let is_swapped = |marks: &[Mark<'_>], numbering: Numbering| {
        [false, true].into_iter().all(|is_descending| {
            is_valid(&with(context, marks, numbering, is_descending)) && is_circle(marks, numbering, is_descending)
        })
    };
    // A pattern may allow no mark for one of the values. Then a valid text with a mark for another one must show it in the wrong field.
    let keys: Vec<_> = circle.iter().map(|node| context.tree.key(*node)).collect();
    let is_alone = |mark: &Mark<'m>, numbering: Numbering| {
        let marks = [*mark];
        let text = with(context, &marks, numbering, false);
        let strays = || shown_strays(context, &text, &marks, numbering, false).unwrap_or_default();
        let is_in_circle =
            |stray: &Stray<'_>| circle.contains(&stray.step.node) && keys.iter().any(|key| stray.is_in_field_of(key));
        is_valid(&text) && strays().iter().any(is_in_circle)
    };
    let is_partly_valid = |numbering: Numbering| {
        [false, true]
            .into_iter()
            .all(|is_descending| is_circle(marks, numbering, is_descending))
            && marks.iter().any(|mark| is_alone(mark, numbering))
    };
    let forms = if marks.len() <= COMBINED { 1 << marks.len() } else { 1 };
    (0..forms).any(|form: usize| {
        let formed = |(index, mark): (usize, &Mark<'m>)| Mark {
            is_fraction: mark.is_fraction ^ (form >> index & 1 == 1),
            ..*mark
        };
        let marks: Vec<Mark<'m>> = marks.iter().enumerate().map(formed).collect();
        numberings.into_iter().any(|numbering| is_swapped(&marks, numbering))
    }) || numberings.into_iter().any(is_partly_valid)
}

/// The lowest number that the document allows for each of the marked values.
fn lowest(context: &CheckContext<'_>, schema: &Schema, marks: &[Mark<'_>]) -> usize {
    let described = schema.described(&context.tree).into_iter();
    let marked = described.filter(|one| marks.iter().any(|mark| mark.member.node == one.node));
    let lowest = marked.filter_map(|one| one.stated.lowest).fold(0.0, f64::max);
    lowest.ceil() as usize
}
