//! See `greffe_laws::receipt`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::receipt(data));
