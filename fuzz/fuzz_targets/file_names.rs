//! See `greffe_laws::file_names`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::file_names(data));
