//! Bytes into a `Value` and nothing else: what the speed of the other targets is measured against.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = std::hint::black_box(serde_json::from_slice::<serde_json::Value>(bytes));
});
