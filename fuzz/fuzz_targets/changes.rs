//! See `greffe_laws::changes`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::changes(data));
