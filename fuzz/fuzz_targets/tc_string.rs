//! See `greffe_fuzz::tc_string`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::tc_string(data));
