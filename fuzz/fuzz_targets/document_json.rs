//! See `greffe_fuzz::document_json`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::document_json(data));
