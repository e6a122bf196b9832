//! Requests and their answers.

use super::agreement::{all_read, all_refuse, is_stable};
use super::catalogue::catalogue;
use crate::attempt::{Attempt, Crash, Decoder, ReadError};
use crate::behaviour::Instance;
use crate::protocol::{MAX_FRAME_BYTES, Welcome, answer, flag, kind, mark, outcome, written};
use crate::subject::Subject;
use crate::type_set::TypeSet;
use std::borrow::Cow;
use std::collections::HashMap;

/// How long the texts of an answer may be together.
const MOST_BYTES: usize = MAX_FRAME_BYTES - 64;

/// The type set, and the values that the engine holds handles of.
pub(super) struct Answers<'t> {
    set: &'t TypeSet,
    types: Vec<Subject>,
    welcome: Welcome,
    values: HashMap<u32, Value>,
}

struct Value {
    type_index: usize,
    instance: Instance,
}

/// A head and a tail, which need not be copied together.
pub(super) struct Parts<'a> {
    head: Vec<u8>,
    tail: Cow<'a, [u8]>,
}

impl Parts<'_> {
    pub(super) fn as_slices(&self) -> [&[u8]; 2] {
        [&self.head, &self.tail]
    }
}

/// Why a request cannot be understood.
type Reason = String;

impl<'t> Answers<'t> {
    pub(super) fn new(set: &'t TypeSet) -> Answers<'t> {
        let (welcome, types) = catalogue(set);
        Answers {
            set,
            types,
            welcome,
            values: HashMap::new(),
        }
    }

    pub(super) fn welcome(&self) -> &Welcome {
        &self.welcome
    }

    /// The answer to a request; `None` for one that has none.
    pub(super) fn answer(&mut self, request: u8, body: &[u8]) -> Result<Option<Parts<'t>>, Reason> {
        let mut fields = Fields(body);
        let parts = match request {
            kind::READ => self.read(&mut fields)?,
            kind::WRITE => {
                let value = self.value(fields.u32()?)?;
                result(
                    self.types[value.type_index]
                        .write(&value.instance)
                        .map(|text| text.map(String::into_bytes)),
                )
            }
            kind::EQUAL => {
                let (a, b) = (self.value(fields.u32()?)?, self.value(fields.u32()?)?);
                let equal = self.types[a.type_index].equal(&a.instance, &b.instance);
                result(equal.map(|equal| equal.map(|equal| vec![yes_or_no(equal)])))
            }
            kind::DEBUG => {
                let value = self.value(fields.u32()?)?;
                result(
                    self.types[value.type_index]
                        .debug(&value.instance)
                        .map(|text| text.map(String::into_bytes)),
                )
            }
            kind::VARIANT => {
                let value = self.value(fields.u32()?)?;
                let name = self.types[value.type_index].variant(&value.instance);
                result(name.map(|name| Attempt::Done(name.into_bytes())))
            }
            kind::INDIFFERENT => {
                let value = self.value(fields.u32()?)?;
                let text = text(fields.0)?;
                let indifferent = self.types[value.type_index].is_indifferent(text, &value.instance);
                plain(vec![indifferent.map_or(answer::UNKNOWN, yes_or_no)])
            }
            kind::EXAMPLES => {
                let texts = self.type_at(fields.u16()?)?.1.example_texts();
                result(Some(texts.map(|texts| serde_json::to_vec(&texts).unwrap_or_default())))
            }
            kind::TRACE => {
                let (_, subject) = self.type_at(fields.u16()?)?;
                let candidates =
                    serde_json::from_slice(fields.0).map_err(|error| format!("the candidates: {error}"))?;
                let trace = subject.trace(&candidates);
                result(Some(trace.map(|trace| serde_json::to_vec(&trace).unwrap_or_default())))
            }
            kind::RESOURCE => {
                let index = fields.u32()? as usize;
                let resource = self.set.resources().get(index);
                let resource = resource.ok_or_else(|| format!("there is no file {index}"))?;
                Parts {
                    head: Vec::new(),
                    tail: Cow::Borrowed(&resource.bytes),
                }
            }
            kind::RELEASE => {
                while !fields.0.is_empty() {
                    self.values.remove(&fields.u32()?);
                }
                return Ok(None);
            }
            other => return Err(format!("there is no request `{}`", other.escape_ascii())),
        };
        Ok(Some(parts))
    }

    fn read(&mut self, fields: &mut Fields<'_>) -> Result<Parts<'t>, Reason> {
        let type_index = fields.u16()?;
        let (decoder, flags, handle) = (fields.u8()?, fields.u8()?, fields.u32()?);
        let (type_index, subject) = self.type_at(type_index)?;
        let decoder = *Decoder::ALL
            .get(usize::from(decoder))
            .ok_or_else(|| format!("there is no decoder {decoder}"))?;
        let bytes = fields.0;
        let attempt = match std::str::from_utf8(bytes) {
            Ok(text) => subject.read(decoder, text),
            Err(_) => subject.read_bytes(decoder, bytes),
        };
        let instance = match attempt {
            Attempt::Done(instance) => instance,
            Attempt::Refused(error) => {
                let agree = flags & flag::DECODERS != 0
                    && std::str::from_utf8(bytes).is_ok_and(|text| all_refuse(subject, text, &error));
                let agree = if agree { answer::YES } else { answer::UNKNOWN };
                return Ok(failed(vec![outcome::REFUSED, 0, agree], &error));
            }
            Attempt::Crashed(crash) => return Ok(failed(vec![outcome::PANICKED, 0, 0], &message(crash))),
        };
        let (mut said, mut tail, mut stable) = (written::NOTHING, Vec::new(), 0);
        if flags & flag::WRITE != 0 {
            match subject.write(&instance) {
                Some(Attempt::Done(text)) if text.as_bytes() == bytes => said = written::SAME,
                Some(Attempt::Done(text)) => {
                    if flags & flag::STABLE != 0 && is_stable(subject, &instance, &text) {
                        stable = mark::STABLE;
                    }
                    (said, tail) = bounded(written::TEXT, text.into_bytes());
                }
                Some(Attempt::Refused(error)) => (said, tail) = (written::REFUSED, json(&error)),
                Some(Attempt::Crashed(crash)) => (said, tail) = (written::PANICKED, json(&message(crash))),
                None => {}
            }
        }
        let mut indifferent = answer::UNKNOWN;
        if flags & flag::INDIFFERENT != 0
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            let mut known = subject.is_indifferent(text, &instance);
            if known != Some(true) && flags & flag::DECODERS != 0 && all_read(subject, text, &instance) {
                known = Some(true);
            }
            indifferent = known.map_or(answer::UNKNOWN, yes_or_no);
        }
        let mut head = vec![outcome::DONE, said, indifferent | stable];
        if flags & flag::SHOWN != 0
            && let Some(Attempt::Done(shown)) = subject.debug(&instance)
            && shown.len() + tail.len() <= MOST_BYTES
        {
            head[1] |= mark::SHOWN;
            // It is shorter than a frame.
            head.extend((shown.len() as u32).to_le_bytes());
            head.extend(shown.into_bytes());
        }
        self.values.insert(handle, Value { type_index, instance });
        Ok(Parts {
            head,
            tail: Cow::Owned(tail),
        })
    }

    fn type_at(&self, index: u16) -> Result<(usize, &Subject), Reason> {
        let index = usize::from(index);
        let found = self.types.get(index);
        found
            .map(|subject| (index, subject))
            .ok_or_else(|| format!("there is no type {index}"))
    }

    fn value(&self, handle: u32) -> Result<&Value, Reason> {
        self.values
            .get(&handle)
            .ok_or_else(|| format!("there is no value {handle}"))
    }
}

/// The fields at the start of a request, least significant byte first.
struct Fields<'b>(&'b [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Reason> {
        let (field, rest) = self.0.split_first_chunk().ok_or("the request is too short")?;
        self.0 = rest;
        Ok(*field)
    }

    fn u8(&mut self) -> Result<u8, Reason> {
        self.take().map(u8::from_le_bytes)
    }

    fn u16(&mut self) -> Result<u16, Reason> {
        self.take().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, Reason> {
        self.take().map(u32::from_le_bytes)
    }
}

fn text(bytes: &[u8]) -> Result<&str, Reason> {
    std::str::from_utf8(bytes).map_err(|_| "the text is not UTF-8".to_owned())
}

fn plain<'t>(head: Vec<u8>) -> Parts<'t> {
    Parts {
        head,
        tail: Cow::Borrowed(&[]),
    }
}

fn failed<'t>(head: Vec<u8>, error: &ReadError) -> Parts<'t> {
    Parts {
        head,
        tail: Cow::Owned(json(error)),
    }
}

/// An outcome, and the result or the error behind it.
fn result<'t>(attempt: Option<Attempt<Vec<u8>>>) -> Parts<'t> {
    match attempt {
        None => plain(vec![outcome::UNABLE]),
        Some(Attempt::Refused(error)) => failed(vec![outcome::REFUSED], &error),
        Some(Attempt::Crashed(crash)) => failed(vec![outcome::PANICKED], &message(crash)),
        Some(Attempt::Done(bytes)) => {
            let (outcome, bytes) = match bounded(written::TEXT, bytes) {
                (written::TEXT, bytes) => (outcome::DONE, bytes),
                (_, error) => (outcome::REFUSED, error),
            };
            Parts {
                head: vec![outcome],
                tail: Cow::Owned(bytes),
            }
        }
    }
}

/// Turns a text that does not fit into a frame into an error with that message.
fn bounded(said: u8, bytes: Vec<u8>) -> (u8, Vec<u8>) {
    if bytes.len() <= MOST_BYTES {
        return (said, bytes);
    }
    let error = ReadError {
        message: format!(
            "the text has {} bytes, more than the {MOST_BYTES} that can be sent",
            bytes.len()
        ),
        ..ReadError::default()
    };
    (written::REFUSED, json(&error))
}

fn message(crash: Crash) -> ReadError {
    ReadError {
        message: crash.message,
        ..ReadError::default()
    }
}

fn json(error: &ReadError) -> Vec<u8> {
    // Plain data: this cannot fail.
    serde_json::to_vec(error).unwrap_or_default()
}

fn yes_or_no(yes: bool) -> u8 {
    if yes { answer::YES } else { answer::NO }
}
