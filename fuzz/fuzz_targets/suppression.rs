//! See `greffe_fuzz::suppression`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::suppression(data));
