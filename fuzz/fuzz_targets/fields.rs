//! See `greffe_fuzz::fields`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::fields(data));
