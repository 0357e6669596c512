//! Where keyrings live: key files and the environment.
//!
//! ```no_run
//! use greffe_cipher::{Context, Iban, Keyring};
//! use greffe_keys::FileKeys;
//! // The key-encryption key: the file that GREFFE_KEK_FILE names, or else the variable GREFFE_KEK.
//! let keyring = Keyring::from_provider(&FileKeys::open("keys.json")?)?;
//! let ibans = keyring.cipher(Context::new("customers", "iban"))?.deterministic::<Iban>();
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Map
//! - [`FileKeys`]: a keyring file, sealed under a key-encryption key that is kept elsewhere; reads, creates, changes, seals anew, exports.
//! - [`EnvelopedKeys`]: a keyring file whose key a service or a hardware module wraps ([`greffe_cipher::KeyWrapper`]).
//! - [`EnvKeys`]: a whole sealed keyring in an environment variable, read only.
//! - [`KekSource`]: where the key-encryption key is: a file (preferred) or an environment variable.
//! - [`FileAccess`]: whether the owner's group may read.
//! - [`KeysError`]: what can go wrong; names paths and variables, never contents.
//!
//! The operating system's generator gives all randomness; the clock is the caller's.
#![forbid(unsafe_code)]

mod enveloped;
mod environment;
mod error;
mod file;
mod kek;
mod permissions;
mod replace;
mod sealing;
mod store;

pub use crate::enveloped::EnvelopedKeys;
pub use crate::environment::EnvKeys;
pub use crate::error::KeysError;
pub use crate::file::FileKeys;
pub use crate::kek::KekSource;
pub use crate::permissions::FileAccess;
pub use crate::store::SystemGenerator;
/// The operating system's generator, for what seals under a random nonce: it fails where the system gives no randomness.
pub use getrandom::SysRng;

/// The examples of the README are tests.
#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
