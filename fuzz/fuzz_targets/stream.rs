//! Bytes as files of JSON, JSON lines and server-sent events.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| wireproof_fuzz::stream(bytes));
