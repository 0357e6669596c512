//! See `greffe_laws::register`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::register(data));
