//! See `greffe_laws::person_context`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::person_context(data));
