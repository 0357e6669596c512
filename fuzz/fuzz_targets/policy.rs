//! See `greffe_laws::policy`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::policy(data));
