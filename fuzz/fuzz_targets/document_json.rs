//! See `greffe_laws::document_json`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::document_json(data));
