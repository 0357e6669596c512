//! See `greffe_fuzz::person_context`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::person_context(data));
