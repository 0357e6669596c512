//! See `greffe_fuzz::stored_column`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::stored_column(data));
