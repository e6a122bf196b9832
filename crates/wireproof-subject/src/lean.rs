//! A type that is read through `serde_json::from_str` alone, or traced alone.
//!
//! Each decoder is one more copy of a type's code for the compiler. For the hundreds of types of an audited crate that is most of
//! the time that an audit takes, so they are bound in this way.

use super::attempt::{Attempt, Decoder, ReadError, attempt};
use super::behaviour::{Behaviour, Capabilities, Instance};
use super::owned::MustOwnWhatItReads;
use super::probe::{Compare, Show, Write};
use super::subject::Subject;
use super::trace::{self, Candidates, Trace};
use serde::de::DeserializeOwned;
use std::marker::PhantomData;
use std::sync::Arc;

struct Lean<T> {
    write: Option<Write<T>>,
    compare: Option<Compare<T>>,
    show: Option<Show<T>>,
}

/// A type that is run to find out what it reads.
struct Traced<T>(PhantomData<fn() -> T>);

impl Subject {
    #[doc(hidden)]
    pub fn traced<T: for<'text> MustOwnWhatItReads<'text> + 'static>(name: &str) -> Subject {
        let traced = Traced::<T>(PhantomData);
        Subject::of(name, None, std::any::type_name::<T>(), Arc::new(traced))
    }

    #[doc(hidden)]
    pub fn lean<T: for<'text> MustOwnWhatItReads<'text> + 'static>(
        name: &str,
        write: Option<Write<T>>,
        compare: Option<Compare<T>>,
        show: Option<Show<T>>,
    ) -> Subject {
        let lean = Lean { write, compare, show };
        Subject::of(name, None, std::any::type_name::<T>(), Arc::new(lean))
    }
}

impl<T: DeserializeOwned + 'static> Behaviour for Lean<T> {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            write: self.write.is_some(),
            compare: self.compare.is_some(),
            debug: self.show.is_some(),
            decoders: vec![Decoder::FromStr],
        }
    }

    fn read(&self, _: Decoder, text: &str) -> Attempt<Instance> {
        attempt(|| serde_json::from_str::<T>(text).map(Instance::new))
    }

    fn read_bytes(&self, decoder: Decoder, bytes: &[u8]) -> Attempt<Instance> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.read(decoder, text),
            // Refused as every type refuses it, with serde_json's own words.
            Err(_) => attempt(|| serde_json::from_slice::<String>(bytes).map(Instance::new)),
        }
    }

    fn write(&self, instance: &Instance) -> Option<Attempt<String>> {
        let (write, value) = (self.write?, instance.value::<T>()?);
        Some(attempt(|| write(value)))
    }

    fn equal(&self, a: &Instance, b: &Instance) -> Option<Attempt<bool>> {
        let (compare, a, b) = (self.compare?, a.value::<T>()?, b.value::<T>()?);
        Some(attempt(|| Ok::<_, ReadError>(compare(a, b))))
    }

    fn debug(&self, instance: &Instance) -> Option<Attempt<String>> {
        let (show, value) = (self.show?, instance.value::<T>()?);
        Some(attempt(|| Ok::<_, ReadError>(show(value))))
    }
}

impl<T: DeserializeOwned + 'static> Behaviour for Traced<T> {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            decoders: vec![Decoder::FromStr],
            ..Capabilities::default()
        }
    }

    fn read(&self, _: Decoder, text: &str) -> Attempt<Instance> {
        attempt(|| serde_json::from_str::<T>(text).map(Instance::new))
    }

    fn write(&self, _: &Instance) -> Option<Attempt<String>> {
        None
    }

    fn equal(&self, _: &Instance, _: &Instance) -> Option<Attempt<bool>> {
        None
    }

    fn debug(&self, _: &Instance) -> Option<Attempt<String>> {
        None
    }

    fn trace(&self, candidates: &Candidates) -> Attempt<Trace> {
        attempt(|| Ok::<_, ReadError>(trace::trace::<T>(candidates)))
    }
}
