//! The chapters of the guide. Nothing is built of them but their examples, which are documentation tests and run in this folder, beside
//! `register.toml`.
//!
//! | what is checked | where |
//! | --- | --- |
//! | Rust in a chapter | here |
//! | shell lines, the files that they read, and what they print | `tests/it/guide.rs` of `greffe-cli`, whose command they call |
//! | files and fragments in TOML; that no block is left unchecked | `tests/it` |
//! | the glossary against the sources; links of every page of the repository | `tests/it` |
#![forbid(unsafe_code)]

#[doc = include_str!("../guide/01-getting-started.md")]
#[cfg(doctest)]
pub struct GettingStarted;

#[doc = include_str!("../guide/02-a-register-in-an-afternoon.md")]
#[cfg(doctest)]
pub struct Register;

#[doc = include_str!("../guide/03-retention-by-example.md")]
#[cfg(doctest)]
pub struct Retention;

#[doc = include_str!("../guide/04-encrypting-an-existing-column.md")]
#[cfg(doctest)]
pub struct Encrypting;

#[doc = include_str!("../guide/05-rotating-keys.md")]
#[cfg(doctest)]
pub struct Rotating;

#[doc = include_str!("../guide/06-answering-a-request.md")]
#[cfg(doctest)]
pub struct Answering;

#[doc = include_str!("../guide/07-consent.md")]
#[cfg(doctest)]
pub struct Consent;

#[doc = include_str!("../guide/08-before-the-authority.md")]
#[cfg(doctest)]
pub struct Authority;
