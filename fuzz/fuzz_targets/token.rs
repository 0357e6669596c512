//! See `greffe_laws::token`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::token(data));
