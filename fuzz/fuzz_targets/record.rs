//! See `greffe_fuzz::record`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::record(data));
