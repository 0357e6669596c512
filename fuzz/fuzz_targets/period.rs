//! See `greffe_fuzz::period`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::period(data));
