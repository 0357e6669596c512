//! See `greffe_fuzz::deadlines`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::deadlines(data));
