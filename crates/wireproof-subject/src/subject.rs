//! Binding a type.

use super::attempt::{Attempt, Decoder};
use super::behaviour::{Behaviour, Capabilities, Instance, RoundTrip, Wanted};
use super::bound::{Bound, Pick};
use super::owned::MustOwnWhatItReads;
use super::probe::{Compare, Show, Write};
use super::trace::{Candidates, Texts, Trace};
use std::fmt;
use std::sync::Arc;

/// A type under test, bound to a component of the document.
///
/// Made by [`subject!`](crate::subject!), in one line.
#[derive(Clone)]
pub struct Subject {
    name: String,
    pub(crate) type_set: String,
    type_name: String,
    component: Option<String>,
    capabilities: Capabilities,
    behaviour: Arc<dyn Behaviour>,
}

impl Subject {
    #[doc(hidden)]
    pub fn new<T: for<'text> MustOwnWhatItReads<'text> + 'static>(
        name: &str,
        component: Option<&str>,
        write: Option<Write<T>>,
        compare: Option<Compare<T>>,
        show: Option<Show<T>>,
        pick: Option<Pick<T>>,
    ) -> Subject {
        let bound = Bound {
            write,
            compare,
            show,
            pick,
        };
        Subject::of(name, component, std::any::type_name::<T>(), Arc::new(bound))
    }

    /// A type behind an implementation of [`Behaviour`].
    pub fn of(name: &str, component: Option<&str>, type_name: &str, behaviour: Arc<dyn Behaviour>) -> Subject {
        Subject {
            name: name.to_owned(),
            type_set: String::new(),
            type_name: type_name.to_owned(),
            component: component.map(str::to_owned),
            capabilities: behaviour.capabilities(),
            behaviour,
        }
    }

    /// The same type under another name, bound to another component.
    pub(crate) fn bound_to(&self, name: &str, component: Option<&str>) -> Subject {
        Subject {
            name: name.to_owned(),
            component: component.map(str::to_owned),
            ..self.clone()
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

    /// The type, with its path.
    pub fn type_name(&self) -> &str {
        &self.type_name
    }

    /// The component of the document that it is bound to; `None` for a type that takes the events of a stream that no
    /// component describes, and is examined on reading and writing alone.
    pub fn component(&self) -> Option<&str> {
        self.component.as_deref()
    }

    /// What the type can do besides reading.
    pub fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// Whether the type can be read through a decoder.
    pub fn has_decoder(&self, decoder: Decoder) -> bool {
        self.capabilities.decoders.contains(&decoder)
    }

    /// Reads a text.
    pub fn read(&self, decoder: Decoder, text: &str) -> Attempt<Instance> {
        self.behaviour.read(decoder, text)
    }

    /// Reads bytes that need be no text; see [`Behaviour::read_bytes`].
    pub fn read_bytes(&self, decoder: Decoder, bytes: &[u8]) -> Attempt<Instance> {
        self.behaviour.read_bytes(decoder, bytes)
    }

    /// Reads a text, and may write it and compare decoders in the same call; see [`Behaviour::round_trip`].
    pub fn round_trip(&self, text: &str, wanted: Wanted) -> RoundTrip {
        self.behaviour.round_trip(text, wanted)
    }

    /// The value that a text reads as, as its `Debug` shows it; `None` if that fails.
    pub fn shown_for(&self, text: &str) -> Option<String> {
        self.behaviour.shown_for(text)
    }

    /// Writes a value; `None` if the type has no `Serialize`.
    pub fn write(&self, instance: &Instance) -> Option<Attempt<String>> {
        self.behaviour.write(instance)
    }

    /// Whether two values are equal; `None` if the type has no `PartialEq`.
    pub fn equal(&self, a: &Instance, b: &Instance) -> Option<Attempt<bool>> {
        self.behaviour.equal(a, b)
    }

    /// A value as its `Debug` shows it; `None` if the type has no `Debug`.
    pub fn debug(&self, instance: &Instance) -> Option<Attempt<String>> {
        self.behaviour.debug(instance)
    }

    /// Whether a text is read the same through every decoder, as far as one cheap attempt can tell; see
    /// [`Behaviour::is_indifferent`].
    pub fn is_indifferent(&self, text: &str, instance: &Instance) -> Option<bool> {
        self.behaviour.is_indifferent(text, instance)
    }

    /// Whether the type has `Serialize`.
    pub fn writes(&self) -> bool {
        self.capabilities.write
    }

    /// Whether the type has `Debug`.
    pub fn shows(&self) -> bool {
        self.capabilities.debug
    }

    pub(crate) fn variant(&self, instance: &Instance) -> Option<String> {
        self.behaviour.variant(instance)
    }

    /// Texts that the type reads, found by running it on a deserializer without input.
    pub fn example_texts(&self) -> Attempt<Texts> {
        self.behaviour.example_texts()
    }

    /// What the type asks serde for, with candidates for names that it does not tell by itself. It takes many runs of the type, so
    /// keep the result.
    pub fn trace(&self, candidates: &Candidates) -> Attempt<Trace> {
        self.behaviour.trace(candidates)
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Subject({}: {})", self.name, self.type_name)
    }
}

/// Binds a type to a component of the document.
///
/// ```
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Pet { name: String }
///
/// let subject = wireproof_subject::subject!(Pet);                       // the component of the same name
/// let other = wireproof_subject::subject!(Pet as "Animal");             // a component of another name
/// let third = wireproof_subject::subject!(Pet as "Animal" named "Cat"); // and a name of its own: two types may share a component
/// let open = wireproof_subject::subject!(Pet for any event);            // events of a stream that no component takes
/// let path = wireproof_subject::subject!(pets::Event for any event);    // by its path
/// # mod pets { #[derive(serde::Deserialize)] pub struct Event {} }
/// # assert_eq!((path.name(), path.component()), ("Event", None));
/// assert_eq!((subject.component(), other.component(), open.component()), (Some("Pet"), Some("Animal"), None));
/// assert_eq!((other.name(), third.name()), ("Animal", "Cat"));
/// ```
/// The type must be `DeserializeOwned`. Without `Serialize` only reading is checked, without `PartialEq` values are compared by
/// what they are written as, and without `Debug` no check can see which field a value was read into.
///
/// Of a type that borrows from its text the compiler says that `MustOwnWhatItReads` is not general enough:
///
/// ```compile_fail
/// #[derive(serde::Deserialize)]
/// struct Name<'a> { name: &'a str }
/// let subject = wireproof_subject::subject!(Name<'static>);
/// ```
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
    ($($part:ident)::+ for any event) => {
        $crate::subject!(@bind $($part)::+, $crate::TypeSet::short_name(stringify!($($part)::+)), None)
    };
    // Without a component, and with one decoder: for the types of an audited crate.
    (@lean $Type:ty, $name:expr) => {{
        #[allow(unused_imports)]
        use $crate::{
            CannotCompare as _, CannotShow as _, CannotWrite as _, Compares as _, Shows as _, Writes as _,
        };
        let probe = $crate::Probe::<$Type>(::std::marker::PhantomData);
        $crate::Subject::lean::<$Type>($name, (&probe).writer(), (&probe).comparer(), (&probe).shower())
    }};
    // Read and traced only: for types whose source does not say what they read.
    (@traced $Type:ty, $name:expr) => {
        $crate::Subject::traced::<$Type>($name)
    };
    (@bind $Type:ty, $name:expr, $component:expr) => {
        $crate::subject!(@bind $Type, $name, $component, ::std::option::Option::None)
    };
    (@bind $Type:ty, $name:expr, $component:expr, $pick:expr) => {{
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
            $pick,
        )
    }};
}
