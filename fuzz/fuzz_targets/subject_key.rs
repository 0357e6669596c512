//! See `greffe_laws::subject_key`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::subject_key(data));
