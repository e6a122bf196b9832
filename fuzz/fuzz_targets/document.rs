//! Bytes as choices of a document that is made to do harm.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: wireproof::fuzzing::with_small_budget(), |bytes: &[u8]| wireproof_fuzz::document(bytes));
