//! See `greffe_laws::spreadsheet`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::spreadsheet(data));
