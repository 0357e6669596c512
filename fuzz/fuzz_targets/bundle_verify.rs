//! See `greffe_fuzz::bundle_verify`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::bundle_verify(data));
