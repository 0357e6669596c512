//! See `greffe_laws::dpv`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::dpv(data));
