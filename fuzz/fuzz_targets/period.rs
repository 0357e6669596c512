//! See `greffe_laws::period`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::period(data));
