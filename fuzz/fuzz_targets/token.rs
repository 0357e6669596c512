//! See `greffe_fuzz::token`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::token(data));
