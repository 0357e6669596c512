//! See `greffe_laws::ledger`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| greffe_laws::ledger(data));
