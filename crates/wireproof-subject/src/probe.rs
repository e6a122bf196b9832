//! Finds out, while a type is bound, whether it writes, compares and shows itself.
//!
//! A method is looked up on `&probe`. A method that takes `&Probe` needs no further reference, so it is found first if its bounds
//! hold; one that takes `&&Probe` needs one more reference, so it is found second. Therefore the trait with a bound on the type is
//! implemented for `Probe`, and its fallback for `&Probe`. This works only where the type is named, so binding is a macro.

#![allow(missing_docs)]

use serde::Serialize;
use std::fmt::Debug;
use std::marker::PhantomData;

/// Stands for the type `T`.
pub struct Probe<T>(pub PhantomData<T>);

/// Writes a value as JSON text.
pub type Write<T> = fn(&T) -> serde_json::Result<String>;
/// Says whether two values are equal.
pub type Compare<T> = fn(&T, &T) -> bool;
/// Shows a value as its `Debug` does.
pub type Show<T> = fn(&T) -> String;

pub trait Writes<T> {
    fn writer(&self) -> Option<Write<T>>;
}

impl<T: Serialize> Writes<T> for Probe<T> {
    fn writer(&self) -> Option<Write<T>> {
        Some(|value| serde_json::to_string(value))
    }
}

pub trait CannotWrite<T> {
    fn writer(&self) -> Option<Write<T>>;
}

impl<T> CannotWrite<T> for &Probe<T> {
    fn writer(&self) -> Option<Write<T>> {
        None
    }
}

pub trait Compares<T> {
    fn comparer(&self) -> Option<Compare<T>>;
}

impl<T: PartialEq> Compares<T> for Probe<T> {
    fn comparer(&self) -> Option<Compare<T>> {
        Some(|a, b| a == b)
    }
}

pub trait CannotCompare<T> {
    fn comparer(&self) -> Option<Compare<T>>;
}

impl<T> CannotCompare<T> for &Probe<T> {
    fn comparer(&self) -> Option<Compare<T>> {
        None
    }
}

pub trait Shows<T> {
    fn shower(&self) -> Option<Show<T>>;
}

impl<T: Debug> Shows<T> for Probe<T> {
    fn shower(&self) -> Option<Show<T>> {
        Some(|value| format!("{value:?}"))
    }
}

pub trait CannotShow<T> {
    fn shower(&self) -> Option<Show<T>>;
}

impl<T> CannotShow<T> for &Probe<T> {
    fn shower(&self) -> Option<Show<T>> {
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::Decoder;
    use crate::subject;

    #[derive(serde::Deserialize)]
    struct ReadOnly {}

    #[derive(serde::Deserialize, serde::Serialize)]
    struct Incomparable {}

    #[derive(serde::Deserialize, serde::Serialize, PartialEq, Debug)]
    struct Whole {}

    #[test]
    fn binding_finds_out_what_a_type_can_do() {
        let can = |subject: crate::Subject| {
            let instance = subject.read(Decoder::FromStr, "{}");
            let instance = instance.done().unwrap();
            (
                subject.write(instance).is_some(),
                subject.equal(instance, instance).is_some(),
                subject.debug(instance).is_some(),
            )
        };
        assert_eq!(can(subject!(ReadOnly)), (false, false, false));
        assert_eq!(can(subject!(Incomparable)), (true, false, false));
        assert_eq!(can(subject!(Whole)), (true, true, true));
    }
}
