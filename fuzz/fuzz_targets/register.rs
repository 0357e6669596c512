//! See `greffe_fuzz::register`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::register(data));
