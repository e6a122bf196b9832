//! Bytes as choices of a document that is made to do harm.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| wireproof_fuzz::document(bytes));
