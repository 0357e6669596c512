//! See `greffe_fuzz::drift`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::drift(data));
