//! See `greffe_laws::document_toml`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::document_toml(data));
