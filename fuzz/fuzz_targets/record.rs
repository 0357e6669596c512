//! See `greffe_laws::record`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::record(data));
