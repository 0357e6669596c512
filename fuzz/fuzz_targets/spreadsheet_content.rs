//! See `greffe_fuzz::spreadsheet_content`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::spreadsheet_content(data));
