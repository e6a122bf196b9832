//! A type of this process.

use super::attempt::{Attempt, Decoder, ReadError, attempt};
use super::behaviour::{Behaviour, Capabilities, Instance};
use super::parsed::Parsed;
use super::probe::{Compare, Show, Write};
use super::tape::Tape;
use super::trace::{self, Candidates, Texts, Trace};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Names the variant that a value is.
pub(crate) type Pick<T> = fn(&T) -> &'static str;

/// A type, and what the compiler found that it can do.
pub(crate) struct Bound<T> {
    pub(crate) write: Option<Write<T>>,
    pub(crate) compare: Option<Compare<T>>,
    pub(crate) show: Option<Show<T>>,
    pub(crate) pick: Option<Pick<T>>,
}

impl<T: DeserializeOwned + 'static> Behaviour for Bound<T> {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            write: self.write.is_some(),
            compare: self.compare.is_some(),
            debug: self.show.is_some(),
            decoders: Decoder::ALL.to_vec(),
        }
    }

    fn read(&self, decoder: Decoder, text: &str) -> Attempt<Instance> {
        attempt(|| {
            let value: serde_json::Result<T> = match decoder {
                Decoder::FromStr => serde_json::from_str(text),
                Decoder::FromSlice => serde_json::from_slice(text.as_bytes()),
                Decoder::FromReader => serde_json::from_reader(text.as_bytes()),
                Decoder::FromValue => serde_json::from_str(text).and_then(serde_json::from_value),
                Decoder::FromValueText => {
                    serde_json::from_str::<Value>(text).and_then(|value| serde_json::from_str(&value.to_string()))
                }
            };
            value.map(Instance::new)
        })
    }

    fn read_bytes(&self, decoder: Decoder, bytes: &[u8]) -> Attempt<Instance> {
        attempt(|| {
            let value: serde_json::Result<T> = match decoder {
                Decoder::FromReader => serde_json::from_reader(bytes),
                _ => serde_json::from_slice(bytes),
            };
            value.map(Instance::new)
        })
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

    fn is_indifferent(&self, text: &str, instance: &Instance) -> Option<bool> {
        let value = instance.value::<T>()?;
        let tape = Tape::new(text)?;
        // `Parsed` refuses what `from_reader` and `from_value` read in special ways. Then these decoders must be called.
        let parsed = attempt(|| T::deserialize(Parsed::new(&tape)));
        let Attempt::Done(parsed) = parsed else {
            return Some(false);
        };
        let same = attempt(|| {
            Ok::<_, ReadError>(match (self.compare, self.write) {
                (Some(compare), _) => compare(value, &parsed),
                (None, Some(write)) => match (write(value), write(&parsed)) {
                    (Ok(a), Ok(b)) => a == b,
                    _ => false,
                },
                (None, None) => true,
            })
        });
        same.done().copied()
    }

    fn variant(&self, instance: &Instance) -> Option<String> {
        let (pick, value) = (self.pick?, instance.value::<T>()?);
        Some(pick(value).to_owned())
    }

    fn example_texts(&self) -> Attempt<Texts> {
        attempt(|| Ok::<_, ReadError>(trace::texts::<T>()))
    }

    fn trace(&self, candidates: &Candidates) -> Attempt<Trace> {
        attempt(|| Ok::<_, ReadError>(trace::trace::<T>(candidates)))
    }
}
