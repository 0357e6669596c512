//! See `greffe_fuzz::file_names`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::file_names(data));
