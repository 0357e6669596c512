//! See `greffe_laws::csv_guard`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::csv_guard(data));
