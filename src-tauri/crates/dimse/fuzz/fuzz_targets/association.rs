//! A connection: PDUs, presentation data values, negotiation and messages.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dimse::fuzzing::association(bytes));
