//! See `greffe_fuzz::fides`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::fides(data));
