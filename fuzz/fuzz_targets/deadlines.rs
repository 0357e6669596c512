//! See `greffe_laws::deadlines`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::deadlines(data));
