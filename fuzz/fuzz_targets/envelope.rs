//! See `greffe_fuzz::envelope`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::envelope(data));
