//! Values of Rust types: what a type writes must be valid and must be read back as an equal value.

use super::failure;
use super::fuzz::Fuzz;
use crate::finding::{Code, Level};
use crate::written::examine_written;
use serde::Serialize;
use serde::de::DeserializeOwned;

impl Fuzz {
    /// Makes a value of `T` from the bytes of a fuzzer, and passes it to [`written`](Self::written).
    ///
    /// # Panics
    /// If something is found, or no subject is bound to the component.
    #[cfg(feature = "arbitrary")]
    pub fn typed<T>(&self, component: &str, bytes: &[u8])
    where
        T: Serialize + DeserializeOwned + PartialEq + for<'a> arbitrary::Arbitrary<'a>,
    {
        // If the bytes do not suffice for a value, there is nothing to test.
        if let Ok(value) = T::arbitrary(&mut arbitrary::Unstructured::new(bytes)) {
            self.written(component, &value);
        }
    }

    /// Checks what a type writes for a value: it must be valid under the component, and must be read back as an equal value.
    /// Findings that the expectations of the type set accept are ignored.
    ///
    /// # Panics
    /// If something is found, or no subject is bound to the component.
    pub fn written<T>(&self, component: &str, value: &T)
    where
        T: Serialize + DeserializeOwned + PartialEq,
    {
        let Some((subject, schema)) = self.bound_to(component) else {
            failure::fault("typed", &format!("no subject is bound to `{component}`"), "")
        };
        for finding in examine_written(subject, schema, value) {
            // Of the values that a type writes, the invalid ones count at every level.
            let counts = finding.level == Level::Error || finding.code == Code::SchemaViolation;
            if counts && !self.accepts_written(&finding) {
                let text = serde_json::to_string(value).unwrap_or_default();
                failure::fault("typed", &failure::summary(&finding), &text);
            }
        }
    }

    /// Checks that the text which a type writes for a value is read back as an equal value. This is for values of a type that no
    /// component describes.
    ///
    /// # Panics
    /// If it is not.
    pub fn round_trip<T>(value: &T)
    where
        T: Serialize + DeserializeOwned + PartialEq,
    {
        let text = match serde_json::to_string(value) {
            Ok(text) => text,
            Err(error) => failure::fault("typed", &format!("a value cannot be written: {error}"), ""),
        };
        match serde_json::from_str::<T>(&text) {
            Ok(read_back) if read_back == *value => {}
            Ok(_) => failure::fault("typed", "the written text is read back as another value", &text),
            Err(error) => failure::fault("typed", &format!("the written text cannot be read: {error}"), &text),
        }
    }
}
