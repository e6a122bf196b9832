//! Values with exactly one thing wrong through all checks.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| wireproof_fuzz::mutant(bytes));
