//! See `greffe_laws::envelope`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::envelope(data));
