//! Bytes as a published document with an overlay.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| wireproof_fuzz::spec(bytes));
