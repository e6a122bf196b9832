//! Binding a type.

use super::attempt::{Attempt, Decoder, ReadError, attempt};
use super::parsed::Parsed;
use super::probe::{Compare, Show, Write};
use super::tape::Tape;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// A value of the type under test.
pub struct Instance(Box<dyn Any>);

impl Instance {
    /// The value, if it is of that type.
    pub(crate) fn value<T: 'static>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

/// A type under test, bound to a component of the spec.
///
/// GeneratedValue by [`subject!`](crate::subject!), in one line.
#[derive(Clone)]
pub struct Subject {
    name: String,
    pub(crate) type_set: String,
    type_name: &'static str,
    component: Option<String>,
    behaviour: Arc<dyn Behaviour>,
    watcher: Option<Watcher>,
}

/// Hears when the type's own code starts (`true`) and when it has ended.
type Watcher = Arc<dyn Fn(bool) + Send + Sync>;

impl Subject {
    #[doc(hidden)]
    pub fn new<T: DeserializeOwned + 'static>(
        name: &str,
        component: Option<&str>,
        write: Option<Write<T>>,
        compare: Option<Compare<T>>,
        show: Option<Show<T>>,
    ) -> Subject {
        Subject {
            name: name.to_owned(),
            type_set: String::new(),
            type_name: std::any::type_name::<T>(),
            component: component.map(str::to_owned),
            behaviour: Arc::new(Bound { write, compare, show }),
            watcher: None,
        }
    }

    /// The name in reports.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The type set that it belongs to; empty for a subject on its own.
    pub fn type_set(&self) -> &str {
        &self.type_set
    }

    /// The Rust type, with its path.
    pub fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// The component of the spec that it is bound to; `None` for a type that takes the events of a stream that no
    /// component takes, and is judged on reading and writing alone.
    pub fn component(&self) -> Option<&str> {
        self.component.as_deref()
    }

    /// The same subject; `watcher` hears when the type's own code starts (`true`) and when it has ended, so that what
    /// the type takes can be told from what is done around it.
    #[must_use]
    pub fn watched(&self, watcher: impl Fn(bool) + Send + Sync + 'static) -> Subject {
        Subject {
            watcher: Some(Arc::new(watcher)),
            ..self.clone()
        }
    }

    fn heard<T>(&self, code: impl FnOnce() -> T) -> T {
        let Some(watcher) = &self.watcher else { return code() };
        watcher(true);
        let result = code();
        watcher(false);
        result
    }

    /// Reads a text.
    pub fn read(&self, decoder: Decoder, text: &str) -> Attempt<Instance> {
        self.heard(|| self.behaviour.read(decoder, text))
    }

    /// Reads bytes, which need be no text, through `from_slice` or `from_reader`; the other decoders are those of texts.
    pub fn read_bytes(&self, decoder: Decoder, bytes: &[u8]) -> Attempt<Instance> {
        self.heard(|| self.behaviour.read_bytes(decoder, bytes))
    }

    /// Reads a value that `serde_json` has parsed.
    pub fn read_value(&self, value: Value) -> Attempt<Instance> {
        self.heard(|| self.behaviour.read_value(value))
    }

    /// Reads a text that is parsed already, with its strings not lent and its keys in their order as bytes. Who reads the
    /// same here as through `from_str` does so through `from_reader` and `from_value` too. It refuses what these read in ways
    /// of their own: then they must be asked. No key may stand twice.
    pub fn read_parsed(&self, text: &str) -> Attempt<Instance> {
        self.heard(|| self.behaviour.read_parsed(text))
    }

    /// Writes a value; `None` if the type has no `Serialize`.
    pub fn write(&self, instance: &Instance) -> Option<Attempt<String>> {
        self.heard(|| self.behaviour.write(instance))
    }

    /// Whether two values are equal; `None` if the type has no `PartialEq`.
    pub fn equal(&self, a: &Instance, b: &Instance) -> Option<Attempt<bool>> {
        self.heard(|| self.behaviour.equal(a, b))
    }

    /// A value as its `Debug` shows it; `None` if the type has no `Debug`.
    pub fn shown(&self, instance: &Instance) -> Option<Attempt<String>> {
        self.heard(|| self.behaviour.shown(instance))
    }

    /// Whether the type has `Serialize`.
    pub fn writes(&self) -> bool {
        self.behaviour.writes()
    }

    /// Whether the type has `Debug`.
    pub fn shows(&self) -> bool {
        self.behaviour.shows()
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Subject({}: {})", self.name, self.type_name)
    }
}

trait Behaviour: Send + Sync {
    fn read(&self, decoder: Decoder, text: &str) -> Attempt<Instance>;
    fn read_bytes(&self, decoder: Decoder, bytes: &[u8]) -> Attempt<Instance>;
    fn read_value(&self, value: Value) -> Attempt<Instance>;
    fn read_parsed(&self, text: &str) -> Attempt<Instance>;
    fn write(&self, instance: &Instance) -> Option<Attempt<String>>;
    fn equal(&self, a: &Instance, b: &Instance) -> Option<Attempt<bool>>;
    fn shown(&self, instance: &Instance) -> Option<Attempt<String>>;
    fn writes(&self) -> bool;
    fn shows(&self) -> bool;
}

struct Bound<T> {
    write: Option<Write<T>>,
    compare: Option<Compare<T>>,
    show: Option<Show<T>>,
}

impl<T: DeserializeOwned + 'static> Behaviour for Bound<T> {
    fn read(&self, decoder: Decoder, text: &str) -> Attempt<Instance> {
        attempt(|| {
            let value: serde_json::Result<T> = match decoder {
                Decoder::FromStr => serde_json::from_str(text),
                Decoder::FromSlice => serde_json::from_slice(text.as_bytes()),
                Decoder::FromReader => serde_json::from_reader(text.as_bytes()),
                Decoder::FromValue => serde_json::from_str(text).and_then(serde_json::from_value),
            };
            value.map(instance)
        })
    }

    fn read_bytes(&self, decoder: Decoder, bytes: &[u8]) -> Attempt<Instance> {
        attempt(|| {
            let value: serde_json::Result<T> = match decoder {
                Decoder::FromReader => serde_json::from_reader(bytes),
                _ => serde_json::from_slice(bytes),
            };
            value.map(instance)
        })
    }

    fn read_value(&self, value: Value) -> Attempt<Instance> {
        attempt(|| serde_json::from_value::<T>(value).map(instance))
    }

    fn read_parsed(&self, text: &str) -> Attempt<Instance> {
        attempt(|| match Tape::new(text) {
            Some(tape) => T::deserialize(Parsed::new(&tape)).map(instance),
            None => Err(serde::de::Error::custom("not JSON")),
        })
    }

    fn write(&self, instance: &Instance) -> Option<Attempt<String>> {
        let write = self.write?;
        let value = instance.0.downcast_ref::<T>()?;
        Some(attempt(|| write(value)))
    }

    fn equal(&self, a: &Instance, b: &Instance) -> Option<Attempt<bool>> {
        let compare = self.compare?;
        let (a, b) = (a.0.downcast_ref::<T>()?, b.0.downcast_ref::<T>()?);
        Some(attempt(|| Ok::<_, ReadError>(compare(a, b))))
    }

    fn shown(&self, instance: &Instance) -> Option<Attempt<String>> {
        let show = self.show?;
        let value = instance.0.downcast_ref::<T>()?;
        Some(attempt(|| Ok::<_, ReadError>(show(value))))
    }

    fn writes(&self) -> bool {
        self.write.is_some()
    }

    fn shows(&self) -> bool {
        self.show.is_some()
    }
}

fn instance<T: 'static>(value: T) -> Instance {
    Instance(Box::new(value))
}

/// Binds a type to a component of the spec.
///
/// ```
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Pet { name: String }
///
/// let subject = wireproof_subject::subject!(Pet);                       // the component of the same name
/// let other = wireproof_subject::subject!(Pet as "Animal");             // a component of another name
/// let third = wireproof_subject::subject!(Pet as "Animal" named "Cat"); // and a name of its own: two types may share a component
/// let open = wireproof_subject::subject!(Pet for any event);            // events of a stream that no component takes
/// assert_eq!((subject.component(), other.component(), open.component()), (Some("Pet"), Some("Animal"), None));
/// assert_eq!((other.name(), third.name()), ("Animal", "Cat"));
/// ```
/// The type must be `DeserializeOwned`. Without `Serialize` it is judged on reading alone, without `PartialEq` on the
/// texts alone, and without `Debug` nobody sees which field a value has come to.
#[macro_export]
macro_rules! subject {
    ($Type:ty) => {
        $crate::subject!(@bind $Type, $crate::TypeSet::short_name(stringify!($Type)), Some($crate::TypeSet::short_name(stringify!($Type))))
    };
    ($Type:ty as $component:literal) => {
        $crate::subject!(@bind $Type, $component, Some($component))
    };
    ($Type:ty as $component:literal named $name:literal) => {
        $crate::subject!(@bind $Type, $name, Some($component))
    };
    ($Type:ident for any event) => {
        $crate::subject!(@bind $Type, stringify!($Type), None)
    };
    (@bind $Type:ty, $name:expr, $component:expr) => {{
        #[allow(unused_imports)]
        use $crate::{
            CannotCompare as _, CannotShow as _, CannotWrite as _, Compares as _, Shows as _, Writes as _,
        };
        let probe = $crate::Probe::<$Type>(::std::marker::PhantomData);
        $crate::Subject::new::<$Type>(
            $name,
            $component,
            (&probe).writer(),
            (&probe).comparer(),
            (&probe).shower(),
        )
    }};
}
