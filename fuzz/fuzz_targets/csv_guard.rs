//! See `greffe_fuzz::csv_guard`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::csv_guard(data));
