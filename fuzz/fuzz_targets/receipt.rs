//! See `greffe_fuzz::receipt`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::receipt(data));
