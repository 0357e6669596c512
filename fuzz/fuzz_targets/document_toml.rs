//! See `greffe_fuzz::document_toml`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::document_toml(data));
