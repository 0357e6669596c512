//! See `greffe_fuzz::request`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::request(data));
