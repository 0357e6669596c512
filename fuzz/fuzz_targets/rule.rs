//! See `greffe_laws::rule`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::rule(data));
