//! One text, as an enum and its union of branches see it.

use super::branches::Branches;
use crate::json::{Kind, Node, Tree};
use crate::subject::{Attempt, Crash, CrashKind, EnumSubject, Form};
use serde_json::Value;

/// One text: which variants read it, which one the enum picks, which branches allow it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The text.
    pub text: String,
    /// For each variant, whether its payload reads the text; empty for enums that go by a tag.
    pub reads: Vec<bool>,
    /// For each variant, whether it reads the text for what it is: not an array as an object's fields in a row.
    pub natural: Vec<bool>,
    /// The variant that the enum picks; `None` if it does not read the text.
    pub pick: Option<usize>,
    /// What the enum writes for it, if it writes.
    pub written: Option<String>,
    /// For each branch, whether it allows the text; empty without a schema.
    pub allows: Vec<bool>,
    /// How the enum or a payload crashed.
    pub crash: Option<Crash>,
}

impl Reading {
    /// Reads a text.
    pub fn of(union: &EnumSubject, branches: Option<&Branches>, text: &str) -> Reading {
        let mut crash = None;
        let mut note = |found: &Crash| {
            crash.get_or_insert_with(|| found.clone());
        };
        let (mut pick, mut written) = (None, None);
        match union.pick(text) {
            Attempt::Done(picked) => {
                pick = picked.variant;
                written = union
                    .whole()
                    .write(&picked.instance)
                    .and_then(|attempt| attempt.done().cloned());
            }
            Attempt::Crashed(crash) => note(&crash),
            Attempt::Refused(_) => {}
        }
        let (mut reads, mut natural) = (Vec::new(), Vec::new());
        for payload in union.variants().iter().filter_map(|variant| variant.payload()) {
            let read = payload.read(text);
            if let Attempt::Crashed(crash) = &read {
                note(crash);
            }
            reads.push(read.done().is_some());
            natural.push(read.done().is_some_and(|instance| {
                match payload.write(instance).as_ref().and_then(Attempt::done) {
                    Some(written) => same_containers(text, written),
                    None => payload.form() != Form::Struct || !text.starts_with('['),
                }
            }));
        }
        let value = branches.and_then(|_| serde_json::from_str::<Value>(text).ok());
        let allows = branches.map_or_else(Vec::new, |branches| {
            let allows = |branch| value.as_ref().and_then(|value| branches.allows(branch, value)) == Some(true);
            (0..branches.len()).map(allows).collect()
        });
        Reading {
            text: text.to_owned(),
            reads,
            natural,
            pick,
            written,
            allows,
            crash,
        }
    }

    /// Whether the enum was not asked any more, because it crashed too often.
    pub fn is_given_up(&self) -> bool {
        self.crash
            .as_ref()
            .is_some_and(|crash| crash.kind == CrashKind::GivenUp)
    }

    /// The first variant whose payload reads the text.
    pub fn first(&self) -> Option<usize> {
        self.reads.iter().position(|reads| *reads)
    }

    /// Whether a variant takes a text that another would read for what it is. To read an array as an object's fields in a row
    /// is no claim to it.
    pub fn is_taken_from(&self, other: usize, pick: usize) -> bool {
        self.pick == Some(pick) && pick != other && self.reads[other] && self.natural[other]
    }

    /// Whether any branch allows the text; without a schema all texts are allowed.
    pub fn is_allowed(&self) -> bool {
        self.allows.is_empty() || self.allows.contains(&true)
    }
}

/// Whether what was read as an array or object was written as one, as far as both have it.
fn same_containers(read: &str, written: &str) -> bool {
    let (Ok(before), Ok(after)) = (Tree::parse(read), Tree::parse(written)) else {
        return true;
    };
    let mut rest = vec![(Tree::ROOT, Tree::ROOT)];
    while let Some((a, b)) = rest.pop() {
        match (before.kind(a), after.kind(b)) {
            (Kind::Array, Kind::Object) | (Kind::Object, Kind::Array) => return false,
            (Kind::Array, Kind::Array) => rest.extend(before.children(a).zip(after.children(b))),
            (Kind::Object, Kind::Object) => {
                let under = |node: Node| after.children(b).find(|other| after.key(*other) == before.key(node));
                rest.extend(before.children(a).filter_map(|node| Some((node, under(node)?))));
            }
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::untagged;
    use serde::{Deserialize, Serialize};

    #[derive(Deserialize, Serialize)]
    struct A {
        a: String,
    }

    #[derive(Deserialize, Serialize)]
    #[serde(untagged)]
    enum Either {
        A(A),
        List(Vec<String>),
        Int(i64),
    }

    #[test]
    fn a_text_is_read_by_payloads_and_picked_by_the_enum() {
        let union = untagged! { Either { A(A), List(Vec<String>), Int(i64) } };
        let reading = Reading::of(&union, None, r#"[""]"#);
        assert_eq!((reading.pick, &reading.reads), (Some(0), &vec![true, true, false]));
        assert_eq!(reading.natural, [false, true, false]);
        assert!(reading.is_taken_from(1, 0) && !reading.is_taken_from(0, 1));
        assert_eq!(Reading::of(&union, None, "1.5").pick, None);
    }
}
