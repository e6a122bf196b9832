//! Bytes as a recording of another tool.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| wireproof_fuzz::recording(bytes));
