//! Do several variants read the same text?

use super::untagged_shadowed::wrong_picks;
use super::{About, Check, Exam, Hit, Sink, union_table};
use crate::diff::differences;
use crate::finding::{Code, Level};
use crate::json::Tree;
use crate::subject::{Attempt, Choosing};
use crate::unions::{Reading, UnionExam};

pub(super) struct UntaggedAmbiguous;

impl Check for UntaggedAmbiguous {
    fn code(&self) -> Code {
        Code::UntaggedAmbiguous
    }

    fn about(&self) -> About {
        About {
            asks: "do several variants of an untagged enum read the same text?",
            says: "several variants read the same text",
            why: "The order of the variants decides, and the order is seldom looked at: whoever sorts them, or adds one, \
                  changes what a text means.",
            mend: "Make the payloads exclude one another: a tag of one value, a required key, no unknown keys. Where one \
                   variant is meant to take what the others leave, it stands last.",
        }
    }

    fn look(&self, _: &Exam<'_>, _: &mut Sink) {}

    fn look_at_union(&self, exam: &UnionExam<'_>, sink: &mut Sink) {
        if exam.union.choosing() == Choosing::Tag {
            return;
        }
        let told = wrong_picks(exam);
        for other in 1..exam.union.variants().len() {
            for pick in 0..other {
                // What is read as the wrong one is told as such.
                if !told
                    .iter()
                    .any(|wrong| wrong.pick == pick && wrong.right == Some(other))
                {
                    clash(self.code(), exam, pick, other, sink);
                }
            }
        }
    }
}

fn clash(code: Code, exam: &UnionExam<'_>, pick: usize, other: usize, sink: &mut Sink) {
    let both = |reading: &Reading| reading.is_allowed() && reading.is_taken_from(other, pick);
    if !exam.readings.iter().any(both) {
        return;
    }
    // Where every text of the one is one of the other, the one may be a special case that stands first on purpose.
    let own = |variant: usize| {
        move |reading: &&Reading| reading.is_allowed() && reading.reads[variant] && reading.natural[variant]
    };
    let within = |one: usize, all: usize| exam.readings.iter().filter(own(one)).all(|reading| reading.reads[all]);
    let special = within(pick, other) && !within(other, pick);
    let losing = |reading: &Reading| {
        both(reading) && loses(exam, reading, pick) == Some(true) && loses(exam, reading, other) == Some(false)
    };
    let loses_what_the_other_keeps = special && exam.readings.iter().any(losing);
    let shown = match loses_what_the_other_keeps {
        true => exam.smallest(losing),
        false => exam.smallest(both),
    };
    let Some(reading) = shown else { return };
    let name = |variant: usize| exam.union.variants()[variant].name();
    let harmless = special && !loses_what_the_other_keeps;
    let rest = match harmless {
        true => "; what the one reads the other reads too, and it stands behind",
        false if loses_what_the_other_keeps => ", and loses what the other would keep",
        false => "",
    };
    sink.hit(
        code,
        Hit {
            kind: Some(if special { "special_case" } else { "overlap" }),
            level: harmless.then_some(Level::Note),
            schema_pointer: exam.place.as_ref().map(|place| place.pointer()),
            message: format!("`{}` and `{}` both read it{rest}", name(pick), name(other)),
            wrote: reading.written.clone(),
            table: Some(Box::new(union_table(exam, &reading))),
            read: Some(reading.text),
            ..Hit::default()
        },
    );
}

/// Whether a variant writes less than it read, or something else; `None` where that is not seen, as its payload does not write.
fn loses(exam: &UnionExam<'_>, reading: &Reading, variant: usize) -> Option<bool> {
    let written = match reading.pick == Some(variant) {
        // What the enum writes is seen even of a struct variant.
        true => reading.written.clone()?,
        false => {
            let payload = exam.union.variants()[variant].payload()?;
            let Attempt::Done(instance) = payload.read(&reading.text) else {
                return None;
            };
            payload.write(&instance)?.done().cloned()?
        }
    };
    let (before, after) = (Tree::parse(&reading.text).ok()?, Tree::parse(&written).ok()?);
    Some(!differences(&before, &after).is_empty())
}
