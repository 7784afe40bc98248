//! Identifiers of C-FIND.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dimse::fuzzing::identifier(bytes));
