//! Bytes as a token and the place where it must not survive redaction.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| wireproof_fuzz::redaction(bytes));
