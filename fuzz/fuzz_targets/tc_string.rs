//! See `greffe_laws::tc_string`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::tc_string(data));
