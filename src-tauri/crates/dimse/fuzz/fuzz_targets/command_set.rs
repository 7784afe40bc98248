//! Command sets.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dimse::fuzzing::command_set(bytes));
