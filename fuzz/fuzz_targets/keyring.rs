//! See `greffe_fuzz::keyring`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::keyring(data));
