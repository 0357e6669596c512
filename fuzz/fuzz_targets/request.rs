//! See `greffe_laws::request`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::request(data));
