//! Small programs, one idea each, to copy from: the table stands in `README.md`.
//!
//! What the programs share is not for copying: [`vault_stub`], a key service of our own for `vault_keys`.
#![forbid(unsafe_code)]

pub mod vault_stub;
