//! See `greffe_fuzz::changes`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::changes(data));
