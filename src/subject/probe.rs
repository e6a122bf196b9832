//! Finds out, while a type is bound, whether it writes and compares.
//!
//! Method lookup takes the first candidate whose bounds hold, and looks at `&Probe` before `Probe`: the trait that wants
//! more of the type stands on the reference. This works where the type is named, which is why binding is a macro.

#![allow(missing_docs)]

use serde::Serialize;
use std::marker::PhantomData;

/// Stands for the type `T`.
pub struct Probe<T>(pub PhantomData<T>);

/// Writes a value as JSON text.
pub type Write<T> = fn(&T) -> serde_json::Result<String>;
/// Says whether two values are equal.
pub type Compare<T> = fn(&T, &T) -> bool;

pub trait Writes<T> {
    fn writer(&self) -> Option<Write<T>>;
}

impl<T: Serialize> Writes<T> for &Probe<T> {
    fn writer(&self) -> Option<Write<T>> {
        Some(|value| serde_json::to_string(value))
    }
}

pub trait CannotWrite<T> {
    fn writer(&self) -> Option<Write<T>>;
}

impl<T> CannotWrite<T> for Probe<T> {
    fn writer(&self) -> Option<Write<T>> {
        None
    }
}

pub trait Compares<T> {
    fn comparer(&self) -> Option<Compare<T>>;
}

impl<T: PartialEq> Compares<T> for &Probe<T> {
    fn comparer(&self) -> Option<Compare<T>> {
        Some(|a, b| a == b)
    }
}

pub trait CannotCompare<T> {
    fn comparer(&self) -> Option<Compare<T>>;
}

impl<T> CannotCompare<T> for Probe<T> {
    fn comparer(&self) -> Option<Compare<T>> {
        None
    }
}
