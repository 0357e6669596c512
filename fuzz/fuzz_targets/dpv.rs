//! See `greffe_fuzz::dpv`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::dpv(data));
