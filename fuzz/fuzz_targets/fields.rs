//! See `greffe_laws::fields`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::fields(data));
