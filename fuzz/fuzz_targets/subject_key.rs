//! See `greffe_fuzz::subject_key`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::subject_key(data));
