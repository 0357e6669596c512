//! See `greffe_laws::suppression`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::suppression(data));
