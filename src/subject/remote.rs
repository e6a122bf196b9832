//! Types in another process, behind the same trait as types in this one.

use super::link::{CallClock, Handle, Link};
use super::program::{ProgramError, TypeProgram};
use super::{
    Attempt, Behaviour, BranchName, Candidates, Capabilities, Crash, CrashKind, Decoder, EnumSubject, Instance,
    ReadError, Resource, ResourceKind, RoundTrip, Subject, Texts, Trace, TypeSet, Variant, Wanted, Written,
};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wireproof_subject::protocol::{self, ResourceEntry, Welcome, answer, flag, kind, mark, outcome, written};

/// The types that a subject process holds, and its files.
#[derive(Clone)]
pub struct RemoteTypes {
    /// The types, each of which calls the process.
    pub set: TypeSet,
    link: Arc<Link>,
    resources: Arc<[ResourceEntry]>,
}

impl RemoteTypes {
    /// Starts a process of a program, and binds the types that it serves.
    ///
    /// # Errors
    /// If the program cannot be started, does not greet as a subject process, or uses another version of the protocol.
    pub fn start(program: &TypeProgram) -> Result<RemoteTypes, ProgramError> {
        let (link, welcome) = Link::start(program)?;
        let set = bind(&link, &welcome).map_err(|reason| ProgramError::Protocol {
            program: program.name(),
            reason,
        })?;
        Ok(RemoteTypes {
            set,
            link,
            resources: welcome.resources.into(),
        })
    }

    /// How long its types have been busy.
    pub fn clock(&self) -> Arc<CallClock> {
        Arc::clone(&self.link.clock)
    }

    /// The names of its files of one kind.
    pub fn names(&self, wanted: ResourceKind) -> impl Iterator<Item = &str> {
        let of_kind = self.resources.iter().filter(move |entry| entry.kind == wanted);
        of_kind.map(|entry| entry.name.as_str())
    }

    /// Its files of one kind.
    ///
    /// # Errors
    /// When the process does not give one.
    pub fn resources(&self, wanted: ResourceKind) -> Result<Vec<Resource>, Crash> {
        let numbered = self.resources.iter().zip(0u32..);
        let of_kind = numbered.filter(|(entry, _)| entry.kind == wanted);
        of_kind
            .map(|(entry, index)| {
                let bytes = self
                    .link
                    .ask(0, kind::RESOURCE, &[&index.to_le_bytes()], |bytes| Some(bytes.to_vec()))?;
                Ok(Resource {
                    kind: entry.kind,
                    name: entry.name.clone(),
                    bytes: bytes.into(),
                })
            })
            .collect()
    }
}

/// As many types can be named in a request, and there are no more subjects or enums.
const MOST: usize = 1 << 16;

/// Makes subjects and enums of what a process says that it holds.
fn bind(link: &Arc<Link>, welcome: &Welcome) -> Result<TypeSet, String> {
    for (what, number) in [("subjects", welcome.subjects.len()), ("enums", welcome.enums.len())] {
        if number > MOST {
            return Err(format!("it has {number} {what}, more than {MOST}"));
        }
    }
    let subject = |name: &str, component: Option<&str>, index: u16| -> Result<Subject, String> {
        let entry = welcome.types.get(usize::from(index));
        let entry = entry.ok_or_else(|| format!("`{name}` is of type {index}, which is not listed"))?;
        let remote = Remote {
            link: Arc::clone(link),
            index,
            can: Capabilities {
                write: entry.write,
                compare: entry.compare,
                debug: entry.debug,
                decoders: entry.decoders.clone(),
            },
            examples: entry.examples,
            trace: entry.trace,
            is_asked_singly: AtomicBool::new(false),
        };
        Ok(Subject::of(name, component, &entry.type_name, Arc::new(remote)))
    };
    let subjects = welcome.subjects.iter();
    let subjects: Result<Vec<Subject>, String> = subjects
        .map(|entry| subject(&entry.name, entry.component.as_deref(), entry.type_index))
        .collect();
    let enums = welcome.enums.iter().map(|entry| {
        let variants: Result<Vec<Variant>, String> = entry
            .variants
            .iter()
            .map(|variant| {
                let bound = match (variant.plain, variant.buffered) {
                    (Some(plain), Some(buffered)) => Variant::new(
                        &variant.name,
                        subject(&variant.name, None, plain)?,
                        subject(&variant.name, None, buffered)?,
                    ),
                    _ => Variant::named(&variant.name),
                };
                let branches = variant
                    .branches
                    .iter()
                    .filter_map(|branch| match (branch.position, &branch.name) {
                        (Some(position), _) => Some(BranchName::At(position)),
                        (None, Some(name)) => Some(BranchName::Named(name.clone())),
                        (None, None) => None,
                    });
                Ok(bound.standing_for(branches.collect()))
            })
            .collect();
        let whole = subject(&entry.name, None, entry.type_index)?;
        Ok(EnumSubject::new(whole, entry.tagging, entry.at.as_deref(), variants?))
    });
    let enums: Result<Vec<EnumSubject>, String> = enums.collect();
    Ok(TypeSet::new(subjects?).with_enums(enums?).named(&welcome.name))
}

/// A type in another process.
struct Remote {
    link: Arc<Link>,
    index: u16,
    can: Capabilities,
    examples: bool,
    trace: bool,
    /// Whether what is wanted beside a round trip once printed something, took too long or ended the process. From then on it is asked
    /// for by itself, so that each call is blamed for what it does.
    is_asked_singly: AtomicBool,
}

impl Remote {
    fn read_flagged(&self, decoder: Decoder, (flags, is_watched): (u8, bool), text: &[u8]) -> RoundTrip {
        let number = Decoder::ALL
            .iter()
            .position(|other| *other == decoder)
            .unwrap_or_default() as u8;
        let asked = self.link.read(
            self.index,
            number,
            (flags, is_watched),
            text,
            |body, handle, printed| {
                let (head, mut tail) = body.split_first_chunk::<3>()?;
                let [outcome, said, agreement] = *head;
                let mut shown = None;
                if said & mark::SHOWN != 0 {
                    let (length, rest) = tail.split_first_chunk()?;
                    let (bytes, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
                    (shown, tail) = (Some(text_of(bytes)?), rest);
                }
                let read = match outcome {
                    outcome::DONE => Attempt::Done(Instance::new(handle)),
                    outcome::REFUSED => Attempt::Refused(error_of(tail)?),
                    outcome::PANICKED => Attempt::Crashed(Crash::panic(error_of(tail)?.message)),
                    _ => return None,
                };
                let written = match said & !mark::SHOWN {
                    written::NOTHING => None,
                    written::SAME => Some(Attempt::Done(Written::Same)),
                    written::TEXT => Some(Attempt::Done(Written::Text(text_of(tail)?))),
                    written::REFUSED => Some(Attempt::Refused(error_of(tail)?)),
                    written::PANICKED => Some(Attempt::Crashed(Crash::panic(error_of(tail)?.message))),
                    _ => return None,
                };
                Some(RoundTrip {
                    read,
                    written,
                    is_indifferent: yes_or_no(agreement & !mark::STABLE)?,
                    is_stable: agreement & mark::STABLE != 0,
                    shown,
                    printed,
                })
            },
        );
        asked.unwrap_or_else(|crash| RoundTrip::of(Attempt::Crashed(crash)))
    }

    /// Asks about the type itself.
    fn ask_json<T: DeserializeOwned>(&self, request: u8, rest: &[u8]) -> Attempt<T> {
        let asked = self
            .link
            .ask(self.index, request, &[&self.index.to_le_bytes(), rest], |body| {
                let (&outcome, rest) = body.split_first()?;
                match outcome {
                    outcome::DONE => Some(Attempt::Done(serde_json::from_slice(rest).ok()?)),
                    outcome::REFUSED => Some(Attempt::Refused(error_of(rest)?)),
                    outcome::PANICKED => Some(Attempt::Crashed(Crash::panic(error_of(rest)?.message))),
                    _ => None,
                }
            });
        asked.unwrap_or_else(Attempt::Crashed)
    }

    fn ask_about<T>(
        &self,
        request: u8,
        values: &[&Instance],
        take: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Option<Attempt<T>> {
        let handles: Option<Vec<&Handle>> = values.iter().map(|value| Handle::of(value)).collect();
        let asked = self.link.ask_about(self.index, request, &handles?, &[], |body| {
            let (&outcome, rest) = body.split_first()?;
            Some(match outcome {
                outcome::DONE => Some(Attempt::Done(take(rest)?)),
                outcome::REFUSED => Some(Attempt::Refused(error_of(rest)?)),
                outcome::PANICKED => Some(Attempt::Crashed(Crash::panic(error_of(rest)?.message))),
                outcome::UNABLE => None,
                _ => return None,
            })
        });
        asked.unwrap_or_else(|crash| Some(Attempt::Crashed(crash)))
    }
}

impl Behaviour for Remote {
    fn capabilities(&self) -> Capabilities {
        self.can.clone()
    }

    fn read(&self, decoder: Decoder, text: &str) -> Attempt<Instance> {
        self.read_flagged(decoder, (0, false), text.as_bytes()).read
    }

    fn read_bytes(&self, decoder: Decoder, bytes: &[u8]) -> Attempt<Instance> {
        self.read_flagged(decoder, (0, false), bytes).read
    }

    fn round_trip(&self, text: &str, wanted: Wanted) -> RoundTrip {
        let mut flags = 0;
        if self.can.write {
            flags |= flag::WRITE;
        }
        if self.can.decoders.len() > 1 {
            flags |= flag::INDIFFERENT;
        }
        let more = [
            (wanted.decoders && self.can.decoders.len() > 1, flag::DECODERS),
            (wanted.stable && self.can.write, flag::STABLE),
            (wanted.shown && self.can.debug, flag::SHOWN),
        ];
        let more = more.into_iter().filter(|(is_wanted, _)| *is_wanted);
        let more = more.fold(0, |more, (_, flag)| more | flag);
        let with = |flags| self.read_flagged(Decoder::FromStr, (flags, true), text.as_bytes());
        let call = || with(flags);
        let mut all = match more != 0 && !self.is_asked_singly.load(Ordering::Relaxed) {
            true => with(flags | more),
            false => call(),
        };
        if more != 0
            && (all.printed.is_some() || matches!(&all.read, Attempt::Crashed(crash) if crash.kind != CrashKind::Panic))
            && !self.is_asked_singly.swap(true, Ordering::Relaxed)
        {
            all = call();
        }
        if all.printed.is_some() && !self.link.prints(self.index, || call().printed.is_some()) {
            all.printed = None;
        }
        match &all.read {
            // Something of it ended the process: asked one by one, the types says what. To wait twice says no more.
            Attempt::Crashed(crash)
                if !matches!(crash.kind, CrashKind::Panic | CrashKind::TimedOut | CrashKind::GivenUp) =>
            {
                self.read_flagged(Decoder::FromStr, (0, false), text.as_bytes())
            }
            _ => all,
        }
    }

    fn shown_for(&self, text: &str) -> Option<String> {
        if !self.can.debug {
            return None;
        }
        let singly = || match self.debug(self.read(Decoder::FromStr, text).done()?)? {
            Attempt::Done(shown) => Some(shown),
            Attempt::Refused(_) | Attempt::Crashed(_) => None,
        };
        if self.is_asked_singly.load(Ordering::Relaxed) {
            return singly();
        }
        let all = self.read_flagged(Decoder::FromStr, (flag::SHOWN, false), text.as_bytes());
        match (&all.read, all.shown) {
            (Attempt::Done(_), Some(shown)) => Some(shown),
            (Attempt::Done(value), None) => self.debug(value)?.done().cloned(),
            (Attempt::Refused(_), _) => None,
            (Attempt::Crashed(crash), _) if crash.kind == CrashKind::Panic => None,
            (Attempt::Crashed(_), _) => {
                self.is_asked_singly.store(true, Ordering::Relaxed);
                singly()
            }
        }
    }

    fn write(&self, instance: &Instance) -> Option<Attempt<String>> {
        if !self.can.write {
            return None;
        }
        self.ask_about(kind::WRITE, &[instance], text_of)
    }

    fn equal(&self, a: &Instance, b: &Instance) -> Option<Attempt<bool>> {
        if !self.can.compare {
            return None;
        }
        self.ask_about(kind::EQUAL, &[a, b], |body| yes_or_no(*body.first()?)?)
    }

    fn debug(&self, instance: &Instance) -> Option<Attempt<String>> {
        if !self.can.debug {
            return None;
        }
        self.ask_about(kind::DEBUG, &[instance], text_of)
    }

    fn is_indifferent(&self, text: &str, instance: &Instance) -> Option<bool> {
        if self.can.decoders.len() == 1 {
            return None;
        }
        let handle = Handle::of(instance)?;
        let asked = self
            .link
            .ask_about(self.index, kind::INDIFFERENT, &[handle], text.as_bytes(), |body| {
                yes_or_no(*body.first()?)
            });
        asked.ok()?
    }

    fn variant(&self, instance: &Instance) -> Option<String> {
        match self.ask_about(kind::VARIANT, &[instance], text_of)? {
            Attempt::Done(name) => Some(name),
            Attempt::Refused(_) | Attempt::Crashed(_) => None,
        }
    }

    fn example_texts(&self) -> Attempt<Texts> {
        if !self.examples {
            return Attempt::Done(Texts::default());
        }
        self.ask_json(kind::EXAMPLES, &[])
    }

    fn trace(&self, candidates: &Candidates) -> Attempt<Trace> {
        if !self.trace {
            return Attempt::Done(Trace::unavailable());
        }
        match serde_json::to_vec(candidates) {
            Ok(candidates) => self.ask_json(kind::TRACE, &candidates),
            Err(error) => Attempt::Refused(error.into()),
        }
    }
}

fn text_of(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok()
}

fn error_of(bytes: &[u8]) -> Option<ReadError> {
    serde_json::from_slice(bytes).ok()
}

fn yes_or_no(byte: u8) -> Option<Option<bool>> {
    match byte {
        answer::UNKNOWN => Some(None),
        answer::YES => Some(Some(true)),
        answer::NO => Some(Some(false)),
        _ => None,
    }
}

const _: () = assert!(protocol::VERSION == 1, "the numbers of decoders belong to the version");
