//! Does the time to read a text grow in step with its nesting?
//!
//! A type that is read several times at each level, as an untagged enum inside itself is, takes so many times as long with each level:
//! forty levels that a stranger sends stop a program. A place of the document that leads back to itself is nested in itself again
//! and again, and each text is timed.

use super::witness::sample;
use crate::check::drafts::Drafts;
use crate::finding::{Code, FindingDraft, Kind};
use crate::generate::Plan;
use crate::pointer::Pointer;
use crate::schema::{Guide, Place, Schema};
use crate::subject::{Decoder, Subject};
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Valid texts in which circles are looked for, and the most circles that are tried.
const SAMPLES: u64 = 60;
const MOST_CIRCLES: usize = 12;
/// Longer texts are not searched: a type that takes long for a nested text does so for a short one.
const LONGEST: usize = 1 << 15;
/// serde_json reads no deeper texts than 127 levels.
const DEEPEST: usize = 110;
/// A text that takes as long ends the series: a linear type reads hundreds of times as much in that time.
const ENOUGH: Duration = Duration::from_millis(30);
/// A series that stays below says nothing: the machine's other work takes as long.
const LEAST: Duration = Duration::from_millis(20);
/// So often the longest text is timed again before anything is said; less often, but at least so often, where that takes long: types
/// that hold one another are slow together.
const AGAIN: usize = 6;
const AGAIN_AT_LEAST: usize = 2;
const LONG: Duration = Duration::from_millis(250);
/// From where on the times are compared.
const START: Duration = Duration::from_micros(300);
/// How much faster than its text the time must grow in all.
const EXCESS: f64 = 8.0;

/// A place of a text, and one inside of it that the document describes in the same way.
struct Circle {
    outer: Pointer,
    inner: Pointer,
}

/// How long a text of a series took.
#[derive(Debug, Clone, Copy)]
struct Timed {
    /// How often the circle is gone round.
    rounds: usize,
    bytes: usize,
    took: Duration,
}

/// Reports a subject that takes so many times as long with each level of nesting.
pub(super) fn check_growth(subject: &Subject, schema: &Schema, guide: &Guide, drafts: &mut Drafts) {
    if !guide.has_circle() {
        return;
    }
    let Ok(plan) = Plan::new(schema.json_schema()) else {
        return;
    };
    let mut tried = BTreeSet::new();
    let mut texts: Vec<String> = (0..SAMPLES).filter_map(|number| sample(&plan, number)).collect();
    texts.retain(|text| text.len() <= LONGEST);
    texts.sort_by_key(String::len);
    for text in texts {
        let Ok(value) = serde_json::from_str::<Value>(&text) else {
            continue;
        };
        for circle in circles(guide, &value) {
            let is_new = tried.insert(guide.folded(&circle.outer) + " " + &relative(&circle));
            if tried.len() > MOST_CIRCLES {
                return;
            }
            if !is_new {
                continue;
            }
            let (mut series, witness) = series(subject, schema, &value, &circle);
            if growth(&series).is_none() {
                continue;
            }
            // A machine with other work stops a process for longer than a text takes.
            if let Some(last) = series.last_mut() {
                last.took = timed_again(subject, &witness, last.took);
            }
            if let Some(message) = growth(&series) {
                let draft = FindingDraft::new(Code::Panicked, message).kind(Kind::GrowingTime);
                return drafts.push(draft.at(circle.inner, 0).witness(witness));
            }
        }
    }
}

/// The way from the outer place to the inner one, in every item.
fn relative(circle: &Circle) -> String {
    let rest = circle.inner.as_str().strip_prefix(circle.outer.as_str());
    Pointer::from(rest.unwrap_or_default()).in_every_item()
}

/// The smallest circles of a value: each inner place with the closest one around it.
fn circles(guide: &Guide, value: &Value) -> Vec<Circle> {
    let mut found = Vec::new();
    let mut waiting = vec![(value, Pointer::root(), vec![(Pointer::root(), guide.root())])];
    while let Some((value, at, around)) = waiting.pop() {
        let members: Vec<(String, &Value)> = match value {
            Value::Object(members) => members.iter().map(|(key, member)| (key.clone(), member)).collect(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| (index.to_string(), item))
                .collect(),
            _ => continue,
        };
        for (step, member) in members
            .into_iter()
            .filter(|(_, member)| member.is_object() || member.is_array())
        {
            let mut inner = at.clone();
            inner.push(&step);
            let place: Place = guide.at(&inner);
            let outer = around
                .iter()
                .rev()
                .find(|(_, other)| guide.describes_alike(*other, place));
            found.extend(outer.map(|(outer, _)| Circle {
                outer: outer.clone(),
                inner: inner.clone(),
            }));
            let mut around = around.clone();
            around.push((inner.clone(), place));
            waiting.push((member, inner, around));
        }
    }
    found
}

/// Times texts in which a circle is gone round more and more often, until one takes long enough; the last of them is returned too.
fn series(subject: &Subject, schema: &Schema, value: &Value, circle: &Circle) -> (Vec<Timed>, String) {
    let mut series: Vec<Timed> = Vec::new();
    let (mut nested, mut text) = (value.clone(), String::new());
    let Some(step) = value.pointer(circle.outer.as_str()).cloned() else {
        return (series, text);
    };
    let (mut inner, way) = (
        circle.inner.clone(),
        Pointer::from(&circle.inner.as_str()[circle.outer.as_str().len()..]),
    );
    let (mut rounds, mut until) = (0, 0);
    loop {
        // What the document allows once, it allows again, unless other keys say something of the depth.
        if rounds < 3 && !schema.is_valid(&nested) {
            return (Vec::new(), text);
        }
        if rounds == until {
            text = nested.to_string();
            let Some(took) = time(subject, &text) else { break };
            let bytes = text.len();
            series.push(Timed { rounds, bytes, took });
            if took >= ENOUGH {
                break;
            }
            until += more_rounds(&series);
        }
        if inner.steps().count() >= DEEPEST {
            break;
        }
        match nested.pointer_mut(inner.as_str()) {
            Some(place) => *place = step.clone(),
            None => break,
        }
        way.steps().for_each(|step| inner.push(&step));
        rounds += 1;
    }
    (series, text)
}

/// How many rounds more the next text goes: as many again, if the times let one expect that it will not take too long. One after the
/// other, the texts of a linear type would take most of the time of all.
fn more_rounds(series: &[Timed]) -> usize {
    let [.., before, last] = series else { return 1 };
    let rate = (last.took.as_secs_f64() / before.took.as_secs_f64().max(1e-9)).max(1.0);
    let rate = rate.powf(1.0 / (last.rounds - before.rounds) as f64);
    let left = ENOUGH.as_secs_f64() / last.took.as_secs_f64().max(1e-9);
    let rounds = left.ln() / rate.ln();
    (rounds as usize).clamp(1, last.rounds.max(1))
}

/// How long the type takes to read a text, at best; `None` if it does not read it.
fn time(subject: &Subject, text: &str) -> Option<Duration> {
    let once = || {
        let start = Instant::now();
        subject.read(Decoder::FromStr, text).done()?;
        Some(start.elapsed())
    };
    let first = once()?;
    // The machine may have done something else meanwhile.
    Some(if first < START { first } else { first.min(once()?) })
}

/// The shortest time of several readings of a text.
fn timed_again(subject: &Subject, text: &str, took: Duration) -> Duration {
    let (mut least, mut all) = (took, Duration::ZERO);
    for again in 0..AGAIN {
        if again >= AGAIN_AT_LEAST && all >= LONG {
            break;
        }
        let start = Instant::now();
        if subject.read(Decoder::FromStr, text).done().is_none() {
            break;
        }
        least = least.min(start.elapsed());
        all += start.elapsed();
    }
    least
}

/// What a series shows, if its times grow faster than its texts.
fn growth(series: &[Timed]) -> Option<String> {
    let last = series.last().filter(|last| last.took >= LEAST)?;
    let start = series.iter().position(|timed| timed.took >= START)?;
    let first = series[start];
    let levels = last.rounds - first.rounds;
    let of_time = last.took.as_secs_f64() / first.took.as_secs_f64();
    let of_text = last.bytes as f64 / first.bytes as f64;
    if levels < 2 || of_time < EXCESS * of_text {
        return None;
    }
    let middle = start + (series.len() - start) / 2;
    let mut shown = vec![start, middle, series.len() - 1];
    shown.dedup();
    let shown: Vec<String> = shown
        .into_iter()
        .map(|index| {
            let Timed { took, bytes, .. } = series[index];
            format!("{:.1} ms for {bytes} bytes", took.as_secs_f64() * 1e3)
        })
        .collect();
    Some(format!(
        "a text that nests {levels} levels deeper, and is {of_text:.1} times as long, takes {of_time:.0} times as long to read: {}",
        shown.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document, Spec};
    use crate::subject;
    use serde::Deserialize;
    use std::cell::Cell;

    const SCHEMA: &str = r##"{"$defs": {"Node": {"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string"}, "child": {"$ref": "#/$defs/Node"}}}}}"##;

    /// Both variants are tried at each level, and the first fails at the end.
    #[derive(Deserialize)]
    #[serde(untagged)]
    #[allow(dead_code)]
    enum Slow {
        Closed { child: Box<Slow>, never: bool },
        Node { name: String, child: Option<Box<Slow>> },
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Fast {
        name: String,
        child: Option<Box<Fast>>,
    }

    fn found(subject: &Subject) -> Vec<FindingDraft> {
        let document = Document::parse("t.json", SCHEMA.as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("Node").unwrap();
        let mut drafts = Drafts::default();
        check_growth(subject, &schema, &Guide::new(&schema), &mut drafts);
        drafts.findings
    }

    #[test]
    fn a_type_that_reads_each_level_twice_is_found_and_its_twin_is_not() {
        let slow = found(&subject!(Slow));
        assert_eq!(slow.len(), 1);
        assert_eq!((slow[0].code, slow[0].kind), (Code::Panicked, Some(Kind::GrowingTime)));
        assert!(
            slow[0].message.contains(" times as long to read: "),
            "{}",
            slow[0].message
        );
        assert_eq!(slow[0].pointer.as_str(), "/child");
        assert_eq!(found(&subject!(Fast)), []);
    }

    /// Takes its time, and for the first deep texts much more: as on a machine that does something else.
    struct Stalled;

    impl<'de> Deserialize<'de> for Stalled {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Stalled, D::Error> {
            thread_local! { static STALLS: Cell<usize> = const { Cell::new(0) } }
            let read = Fast::deserialize(deserializer)?;
            let depth = std::iter::successors(read.child.as_ref(), |node| node.child.as_ref()).count() as u64;
            let is_stalled = depth > 30 && STALLS.replace(STALLS.get() + usize::from(depth > 30)) < 2;
            std::thread::sleep(Duration::from_micros(
                400 + 10 * depth + if is_stalled { 100_000 } else { 0 },
            ));
            Ok(Stalled)
        }
    }

    #[test]
    fn a_machine_that_does_something_else_is_not_taken_for_the_type() {
        assert_eq!(found(&subject!(Stalled)), []);
    }

    #[test]
    fn times_that_grow_with_the_text_are_no_finding() {
        let timed = |rounds, bytes, micros| Timed {
            rounds,
            bytes,
            took: Duration::from_micros(micros),
        };
        let linear: Vec<Timed> = (1..100)
            .map(|level| timed(level, level * 100, level as u64 * 400))
            .collect();
        assert_eq!(growth(&linear), None);
        let doubling: Vec<Timed> = (0..12)
            .map(|level| timed(level, 100 + level * 10, 50 << level))
            .collect();
        let told = growth(&doubling).unwrap();
        assert!(
            told.starts_with("a text that nests 8 levels deeper, and is 1.6 times as long, takes 256 times as long"),
            "{told}"
        );
        let short: Vec<Timed> = (0..6).map(|level| timed(level, 100, 50 << level)).collect();
        assert_eq!(growth(&short), None);
    }

    #[test]
    fn rounds_double_unless_the_times_grow_faster() {
        let more = |series: &[(usize, u64)]| {
            let timed = |&(rounds, micros)| Timed {
                rounds,
                bytes: 100,
                took: Duration::from_micros(micros),
            };
            more_rounds(&series.iter().map(timed).collect::<Vec<_>>())
        };
        assert_eq!(more(&[(0, 10)]), 1);
        assert_eq!(more(&[(0, 10), (1, 10)]), 1);
        assert_eq!(more(&[(8, 100), (16, 200)]), 16);
        // 3 ms, and twice as much with each round: three rounds make 24.
        assert_eq!(more(&[(8, 750), (10, 3000)]), 3);
        assert_eq!(more(&[(8, 1), (9, 90_000)]), 1);
        assert_eq!(more(&[(1, 0), (2, 0)]), 2);
    }
}
