//! See `greffe_fuzz::ledger`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_fuzz::ledger(data));
