//! See `greffe_fuzz::rule`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::rule(data));
