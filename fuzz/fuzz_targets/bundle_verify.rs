//! See `greffe_laws::bundle_verify`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::bundle_verify(data));
