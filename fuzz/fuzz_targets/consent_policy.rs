//! See `greffe_laws::consent_policy`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::consent_policy(data));
