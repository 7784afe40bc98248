//! Data sets of N-CREATE and N-SET.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dimse::fuzzing::performed_step(bytes));
