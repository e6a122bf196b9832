//! The names of types, as the compiler gives them.

use super::log::Asked;

/// The name under which the type behind a request is kept: that of the type which the place declares, if it can be named. Two fields
/// that are read in special ways may do so by the same visitor, and make different things of its value.
pub(super) fn of(asked: &Asked, key: &str) -> String {
    let declared = without_pointers(asked.seed);
    match declared {
        // Inside an option or a newtype the declared type is not visible; there the visitor's value is.
        "" => without_pointers(asked.value).to_owned(),
        _ if !is_private(declared) || asked.value == declared => declared.to_owned(),
        _ if is_derived(asked.visitor) => without_pointers(asked.value).to_owned(),
        _ => format!("{}.{key}", owner(declared)),
    }
}

/// Whether two requests are for types of one name, whatever the keys.
pub(super) fn are_same(one: &Asked, other: &Asked) -> bool {
    let parts = |asked: &Asked| (asked.seed, asked.value, asked.visitor);
    parts(one) == parts(other) || of(one, "") == of(other, "")
}

/// The type whose `Deserialize` a private type belongs to.
fn owner(private: &str) -> &str {
    let within = private
        .split_once(" for ")
        .and_then(|(_, rest)| rest.rsplit_once(">::deserialize"));
    within.map_or(private, |(owner, _)| owner)
}

/// Whether a type is one that serde's derive makes for its own use, or a seed with a state.
fn is_private(name: &str) -> bool {
    let own = ["::__Field", "::__DeserializeWith", "::__Seed"];
    own.iter().any(|part| name.contains(part))
}

/// Whether serde's derive made a visitor.
pub(super) fn is_derived(visitor: &str) -> bool {
    visitor.contains("::__Visitor")
}

/// Whether a visitor belongs to serde or serde_json, so that it knows no key of its own.
pub(super) fn is_of_serde(visitor: &str) -> bool {
    let path = visitor.trim_start_matches('<');
    let foreign = ["serde::", "serde_core::", "serde_json::"];
    foreign.iter().any(|root| path.starts_with(root)) && !visitor.contains("::__Visitor")
}

/// Whether a type is a map that knows no key of its own, and not made of such a map afterwards.
pub(super) fn is_plain_map(asked: &Asked) -> bool {
    const CRATES: [&str; 6] = [
        "indexmap::",
        "hashbrown::",
        "ordermap::",
        "linked_hash_map::",
        "serde_yaml::",
        "toml::",
    ];
    let path = asked.visitor.trim_start_matches('<');
    let is_known = is_of_serde(path) || CRATES.iter().any(|root| path.starts_with(root));
    is_known && of(asked, "") == asked.value
}

/// Whether a value is serde's buffer.
pub(super) fn is_buffer(value: &str) -> bool {
    is_of_serde(value) && value.contains("::Content")
}

/// Whether a visitor buffers all of an object but its tag.
pub(super) fn is_tagged_buffer(visitor: &str) -> bool {
    is_of_serde(visitor) && visitor.contains("::TaggedContentVisitor")
}

/// Whether a key is read as the tag or the content of an adjacently tagged enum.
pub(super) fn is_adjacent_key(value: &str) -> bool {
    is_of_serde(value) && (value.contains("::TagOrContentField") || value.contains("::TagContentOtherField"))
}

/// Whether a value is skipped.
pub(super) fn is_ignored(name: &str) -> bool {
    is_of_serde(name) && name.ends_with("::IgnoredAny")
}

/// What an option holds.
pub(super) fn in_option(name: &'static str) -> &'static str {
    inside(name, "core::option::Option").map_or("", without_pointers)
}

const POINTERS: [&str; 6] = [
    "alloc::boxed::Box",
    "alloc::rc::Rc",
    "alloc::sync::Arc",
    "core::cell::Cell",
    "core::cell::RefCell",
    "alloc::borrow::Cow",
];

fn without_pointers(mut name: &str) -> &str {
    while let Some(held) = POINTERS.iter().find_map(|pointer| inside(name, pointer)) {
        name = held;
    }
    name
}

fn inside<'n>(name: &'n str, container: &str) -> Option<&'n str> {
    name.strip_prefix(container)?.strip_prefix('<')?.strip_suffix('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_leave_no_trace_in_json() {
        assert_eq!(without_pointers("alloc::boxed::Box<alloc::rc::Rc<a::B>>"), "a::B");
        assert_eq!(
            without_pointers("alloc::boxed::Boxed<a::B>"),
            "alloc::boxed::Boxed<a::B>"
        );
        assert_eq!(
            in_option("core::option::Option<alloc::boxed::Box<a::B<u8>>>"),
            "a::B<u8>"
        );
        assert_eq!(in_option("a::B"), "");
    }
}
