//! See `greffe_laws::stored_column`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::stored_column(data));
