//! See `greffe_laws::drift`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::drift(data));
