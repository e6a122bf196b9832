//! Recordings of all formats and packings.

use super::failure;
use crate::case::MAX_OBJECT_BYTES;
use crate::recording::{Item, read};

/// Reads bytes as a recording, as a file that is found in a folder and as one that is named.
///
/// # Panics
/// If the reader panics, or hands out something that the next step does not bear.
pub fn recording(bytes: &[u8]) {
    for expected in [true, false] {
        read("fuzz", bytes, expected, &mut |item| {
            if let Item::Text(_, case) = item {
                if case.text.len() > MAX_OBJECT_BYTES {
                    failure::fault("recording", "a text is larger than the limit", &case.text);
                }
                // The positions of the text must lead back into the recording.
                let _ = case.tree();
                let _ = case.start_label();
            }
            true
        });
    }
}
