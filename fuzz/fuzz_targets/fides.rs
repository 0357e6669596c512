//! See `greffe_laws::fides`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::fides(data));
