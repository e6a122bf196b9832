//! Finds texts that a type reads, by running its `Deserialize` on a deserializer without input.
//!
//! Code that serde derives names what it expects next: a struct with these fields, a number, one of these variants. [`ask::Ask`]
//! supplies a value of that kind, and records it as JSON. Where several values are possible, one run picks one; the runs that
//! differ from the first pick in at most a few places give the texts. A string that is refused as soon as it is supplied is
//! supplied in other forms first. Types that serde buffers (tagged and flattened ones) do not
//! name what they expect, but their errors name missing keys and unknown words, which later runs offer.

use super::ask::{Ask, Choices, Form, OtherStrings};
use super::words::{self, Vocabulary};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{self, AssertUnwindSafe};

/// Texts that a type reads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// The texts, the shortest first.
    pub texts: Vec<String>,
    /// What the type expects at the top.
    pub form: Form,
    /// The fields that it named as expected or as missing.
    pub keys: BTreeSet<String>,
}

/// The number of runs between two updates of the vocabulary.
const RUNS: usize = 600;
/// The number of updates of the vocabulary.
const ROUNDS: usize = 6;
/// The number of runs that supply a refused string in another form, beside these.
const REPAIRS: usize = 600;
/// The number of places in which a run may differ from the first pick.
const DEPARTURES: usize = 3;
/// The most texts that are kept.
const MOST: usize = 300;

pub(crate) fn texts<T: DeserializeOwned>() -> Texts {
    let mut found: BTreeSet<(usize, String)> = BTreeSet::new();
    let mut vocabulary = Vocabulary::default();
    let mut first = None;
    for _ in 0..ROUNDS {
        let learned = round::<T>(&vocabulary, &mut found, &mut first);
        if !vocabulary.learn(learned) {
            break;
        }
    }
    let (form, mut keys) = first.unwrap_or_default();
    keys.extend(vocabulary.keys);
    Texts {
        texts: found.into_iter().take(MOST).map(|(_, text)| text).collect(),
        form,
        keys,
    }
}

/// The picks of one run: where it differs from the first pick, and in how many places.
struct Course {
    choices: Vec<usize>,
    departures: usize,
    /// Whether it supplies another form of a string that was refused.
    is_repair: bool,
}

fn round<T: DeserializeOwned>(
    vocabulary: &Vocabulary,
    found: &mut BTreeSet<(usize, String)>,
    first: &mut Option<(Form, BTreeSet<String>)>,
) -> Vocabulary {
    let mut waiting = VecDeque::from([Course {
        choices: Vec::new(),
        departures: 0,
        is_repair: false,
    }]);
    let (mut runs, mut repairs) = (RUNS, REPAIRS);
    let mut unusual = BTreeMap::new();
    words::forget();
    while let Some(course) = waiting.pop_front() {
        let left = if course.is_repair { &mut repairs } else { &mut runs };
        match left.checked_sub(1) {
            Some(fewer) => *left = fewer,
            None if course.is_repair => continue,
            None => break,
        }
        let mut ask = Ask::new(vocabulary, &course.choices);
        // A panic here is not a finding: the checks call the type with the same texts, and report it then.
        let read = panic::catch_unwind(AssertUnwindSafe(|| T::deserialize(&mut ask).is_ok()));
        let run = ask.end();
        first.get_or_insert((run.form, run.keys));
        if matches!(read, Ok(true)) {
            if serde_json::from_str::<T>(&run.text).is_ok() {
                found.insert((run.text.len(), run.text));
                for (path, text) in run.unusual {
                    unusual.entry(path).or_insert(text);
                }
            }
        } else if let Some(OtherStrings { place, others }) = run.ended_with
            && run.made[place].0 < others.start
        {
            // In front of all others, the first one first: once a form is read, the strings behind it have their turn.
            for other in others.rev() {
                waiting.push_front(Course {
                    choices: with(&run.made, place, other),
                    departures: course.departures,
                    is_repair: true,
                });
            }
        }
        if course.departures == DEPARTURES {
            continue;
        }
        for (place, &(chosen, count)) in run.made.iter().enumerate().skip(course.choices.len()) {
            for other in (0..count).filter(|other| *other != chosen) {
                waiting.push_back(Course {
                    choices: with(&run.made, place, other),
                    departures: course.departures + 1,
                    is_repair: false,
                });
            }
        }
    }
    Vocabulary {
        read: unusual,
        ..words::learned()
    }
}

/// The picks up to a place, and another one there.
fn with(made: &Choices, place: usize, other: usize) -> Vec<usize> {
    let before = made[..place].iter().map(|(chosen, _)| *chosen);
    before.chain([other]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn has<T: DeserializeOwned>(wanted: &[&str]) {
        let texts = texts::<T>().texts;
        for text in wanted {
            assert!(texts.iter().any(|had| had == text), "no {text} among {texts:?}");
        }
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Plain {
        a: String,
        b: Option<u8>,
        #[serde(default)]
        c: Vec<bool>,
    }

    #[derive(Deserialize)]
    #[serde(tag = "type", rename_all = "snake_case")]
    #[allow(dead_code)]
    enum Tagged {
        First { x: u8 },
        Second(Plain),
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Flat {
        id: u8,
        #[serde(flatten)]
        rest: Plain,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    enum External {
        Unit,
        New(u8),
    }

    #[test]
    fn simple_types_give_their_texts() {
        has::<String>(&[r#""""#]);
        has::<u8>(&["0", "1"]);
        has::<f64>(&["0.5", "0"]);
        has::<Option<bool>>(&["null", "false", "true"]);
        has::<(u8, String)>(&[r#"[0,""]"#]);
        has::<Vec<Vec<u8>>>(&["[]", "[[]]", "[[0]]"]);
        has::<HashMap<String, u8>>(&["{}", r#"{"a":0}"#]);
        has::<serde_json::Value>(&["null", "[]", "{}", "0", r#""""#]);
        has::<External>(&[r#""Unit""#, r#"{"New":0}"#]);
        has::<()>(&["null"]);
    }

    #[test]
    fn structs_give_texts_with_and_without_what_may_be_missing() {
        has::<Plain>(&[r#"{"a":""}"#, r#"{"a":"","b":null}"#, r#"{"a":"","b":0,"c":[]}"#]);
        assert_eq!(texts::<Plain>().form, Form::Struct);
    }

    /// A string that is read only if a test of its text is passed.
    macro_rules! tested {
        ($($Name:ident |$text:ident| $test:expr, $message:literal;)+) => {$(
            #[allow(dead_code)]
            struct $Name(String);

            impl<'de> Deserialize<'de> for $Name {
                fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                    let $text = String::deserialize(input)?;
                    if $test { Ok($Name($text)) } else { Err(serde::de::Error::custom($message)) }
                }
            }
        )+};
    }

    tested! {
        Constant |text| text == "alpha", "the kind must be `alpha`";
        Prefixed |text| text.starts_with("msg_"), "an id that starts with msg_";
        Long |text| text.len() >= 200, "too short";
        Stamp |text| text.len() == 20 && text.ends_with('Z'), "no timestamp";
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Tests {
        kind: Constant,
        id: Prefixed,
        from: Stamp,
        until: Stamp,
        note: Option<Long>,
    }

    #[test]
    fn a_string_that_is_refused_is_supplied_in_other_forms() {
        has::<Constant>(&[r#""alpha""#]);
        has::<Prefixed>(&[r#""msg_""#]);
        let stamp = "2020-01-02T03:04:05Z";
        let known = format!(r#"{{"kind":"alpha","id":"msg_","from":"{stamp}","until":"{stamp}","note":null}}"#);
        has::<Tests>(&[&known]);
        assert!(texts::<Tests>().texts.iter().any(|text| text.len() > 300));
    }

    #[test]
    fn buffered_types_are_learned_from_their_complaints() {
        has::<Tagged>(&[r#"{"type":"first","x":0}"#]);
        let texts = texts::<Tagged>().texts;
        assert!(texts.iter().any(|text| text.contains("second")), "{texts:?}");
        has::<Flat>(&[r#"{"id":0,"a":""}"#]);
    }
}
