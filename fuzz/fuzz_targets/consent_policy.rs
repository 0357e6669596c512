//! See `greffe_fuzz::consent_policy`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::consent_policy(data));
