//! Text in every character set.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dimse::fuzzing::text(bytes));
