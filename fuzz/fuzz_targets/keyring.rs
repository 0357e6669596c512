//! See `greffe_laws::keyring`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::keyring(data));
