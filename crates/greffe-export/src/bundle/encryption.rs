//! Encryption to the person, in the age format (age-encryption.org/v1): with a passphrase, or to the keys (`age1…`) that the person gave.
//!
//! An archive is encrypted once it is whole, as a stream. The bytes are never the same twice, for the file key is random: of an encrypted export only what it
//! holds can be compared.

use std::fmt;
use std::io::{self, Read, Write};

use age::secrecy::{ExposeSecret, SecretString};
use age::{DecryptError, Decryptor, Encryptor, scrypt, x25519};
use greffe_terms::Lang;

/// To whom an export is encrypted.
pub struct Recipients(Kind);

enum Kind {
    Passphrase(SecretString),
    Keys(Vec<x25519::Recipient>),
}

impl Recipients {
    /// Whoever knows the passphrase. It must reach the person another way than the export does. It cannot be combined with keys: age forbids that.
    ///
    /// # Errors
    /// [`EncryptionError::Recipient`] for an empty one.
    pub fn passphrase(passphrase: impl Into<String>) -> Result<Self, EncryptionError> {
        secret(passphrase).map(|passphrase| Self(Kind::Passphrase(passphrase)))
    }

    /// Whoever holds the secret of one of these keys, `age1…` each.
    ///
    /// # Errors
    /// [`EncryptionError::Recipient`] for a text that is no such key, or where there is none.
    pub fn keys<'k>(keys: impl IntoIterator<Item = &'k str>) -> Result<Self, EncryptionError> {
        let keys: Result<Vec<x25519::Recipient>, _> =
            keys.into_iter().map(|key| key.trim().parse()).collect();
        match keys {
            Ok(keys) if !keys.is_empty() => Ok(Self(Kind::Keys(keys))),
            _ => Err(EncryptionError::Recipient),
        }
    }
}

/// What opens an encrypted export.
pub struct Identity(Opener);

enum Opener {
    Passphrase(SecretString),
    Key(Box<x25519::Identity>),
}

impl Identity {
    /// A passphrase.
    ///
    /// # Errors
    /// [`EncryptionError::Recipient`] for an empty one.
    pub fn passphrase(passphrase: impl Into<String>) -> Result<Self, EncryptionError> {
        secret(passphrase).map(|passphrase| Self(Opener::Passphrase(passphrase)))
    }

    /// A secret key, `AGE-SECRET-KEY-1…`, alone or as `age-keygen` writes it, among lines that begin with `#`.
    ///
    /// # Errors
    /// [`EncryptionError::Recipient`] for a text that holds none.
    pub fn key(text: &str) -> Result<Self, EncryptionError> {
        let mut lines = text.lines().map(str::trim);
        let key = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
        let key = key.and_then(|key| key.parse().ok());
        key.map(|key| Self(Opener::Key(Box::new(key))))
            .ok_or(EncryptionError::Recipient)
    }

    /// A new secret key, and the `age1…` to give away.
    #[must_use]
    pub fn generate() -> (Self, String) {
        let key = x25519::Identity::generate();
        let public = key.to_public().to_string();
        (Self(Opener::Key(Box::new(key))), public)
    }
}

/// Encrypts a stream, in constant memory: 64 KiB at a time.
///
/// ```
/// use greffe_export::{Identity, Recipients, decrypt, encrypt};
///
/// let (identity, key) = Identity::generate();
/// let mut encrypted = Vec::new();
/// encrypt(&b"an archive"[..], &mut encrypted, &Recipients::keys([key.as_str()])?)?;
/// let mut opened = Vec::new();
/// decrypt(encrypted.as_slice(), &mut opened, &identity)?;
/// assert_eq!(opened, b"an archive");
/// # Ok::<(), greffe_export::EncryptionError>(())
/// ```
///
/// # Errors
/// Where the reader or the writer fails. What was written until then cannot be opened to its end.
pub fn encrypt(
    mut from: impl Read,
    to: impl Write,
    recipients: &Recipients,
) -> Result<u64, EncryptionError> {
    let encryptor = match &recipients.0 {
        Kind::Passphrase(passphrase) => {
            let mut recipient = scrypt::Recipient::new(passphrase.clone());
            // Not what this machine does in a second: the strength does not depend on how busy it is.
            recipient.set_work_factor(WORK_FACTOR);
            Encryptor::with_recipients(std::iter::once(&recipient as _))
        }
        Kind::Keys(keys) => Encryptor::with_recipients(keys.iter().map(|key| key as _)),
    };
    let encryptor = encryptor.map_err(|_| EncryptionError::Recipient)?;
    let mut writer = encryptor.wrap_output(to)?;
    let bytes = io::copy(&mut from, &mut writer)?;
    writer.finish()?.flush()?;
    Ok(bytes)
}

/// Decrypts a stream, in constant memory. Each 64 KiB are authenticated before they are written; only success says that the end was reached.
///
/// # Errors
/// [`EncryptionError`]. What was written until then must be thrown away.
pub fn decrypt(
    from: impl Read,
    mut to: impl Write,
    identity: &Identity,
) -> Result<u64, EncryptionError> {
    let decryptor = Decryptor::new(from).map_err(|error| match error.into() {
        // What ends within its header was never one.
        EncryptionError::Damaged => EncryptionError::NotEncrypted,
        other => other,
    })?;
    let mut reader = match &identity.0 {
        Opener::Passphrase(passphrase) => {
            let mut identity = scrypt::Identity::new(passphrase.clone());
            identity.set_max_work_factor(MOST_WORK);
            decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity))?
        }
        Opener::Key(key) => {
            decryptor.decrypt(std::iter::once(key.as_ref() as &dyn age::Identity))?
        }
    };
    let bytes = io::copy(&mut reader, &mut to)?;
    to.flush()?;
    Ok(bytes)
}

// Powers of two. 18 is what age itself writes: 256 MB and about a second. 20 takes a gigabyte; what asks for more is refused.
const WORK_FACTOR: u8 = 18;
const MOST_WORK: u8 = 20;

/// Why an export cannot be encrypted or opened. No key, passphrase or byte of the content is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptionError {
    /// Not a key of age's (`age1…` to encrypt to, `AGE-SECRET-KEY-1…` to open with), or an empty passphrase.
    #[error("not an age key, or an empty passphrase")]
    Recipient,
    /// The file is not encrypted in the age format.
    #[error("not an age file that this version can read")]
    NotEncrypted,
    /// The file was encrypted to another key or with another passphrase.
    #[error("encrypted to another key or with another passphrase")]
    OtherKey,
    /// The file was changed, or ends early.
    #[error("the encrypted file was changed, or ends early")]
    Damaged,
    /// The passphrase was made so hard to try that trying it would take gigabytes of memory.
    #[error("the encrypted file asks for more work than is allowed")]
    TooMuchWork,
    /// Reading or writing failed.
    #[error("cannot be read or written: {0}")]
    Io(io::ErrorKind),
}

impl EncryptionError {
    /// The message for a person, without a full stop.
    #[must_use]
    pub fn in_language(self, lang: Lang) -> String {
        let fr = match self {
            Self::Recipient => "ce n’est pas une clé age, ou la phrase secrète est vide",
            Self::NotEncrypted => "ce n’est pas un fichier age que cette version sait lire",
            Self::OtherKey => "chiffré pour une autre clé ou avec une autre phrase secrète",
            Self::Damaged => "le fichier chiffré a été modifié ou finit trop tôt",
            Self::TooMuchWork => "le fichier chiffré demande plus de calculs que permis",
            Self::Io(_) => "lecture ou écriture impossible",
        };
        match lang {
            Lang::Fr => fr.to_owned(),
            Lang::En => self.to_string(),
        }
    }
}

impl From<io::Error> for EncryptionError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Self::Damaged,
            kind => Self::Io(kind),
        }
    }
}

impl From<DecryptError> for EncryptionError {
    fn from(error: DecryptError) -> Self {
        match error {
            DecryptError::NoMatchingKeys
            | DecryptError::KeyDecryptionFailed
            | DecryptError::DecryptionFailed => Self::OtherKey,
            DecryptError::ExcessiveWork { .. } => Self::TooMuchWork,
            DecryptError::InvalidMac => Self::Damaged,
            DecryptError::Io(error) => error.into(),
            _ => Self::NotEncrypted,
        }
    }
}

fn secret(passphrase: impl Into<String>) -> Result<SecretString, EncryptionError> {
    let secret = SecretString::from(passphrase.into());
    if secret.expose_secret().is_empty() {
        return Err(EncryptionError::Recipient);
    }
    Ok(secret)
}

/// The secret is not printed.
impl fmt::Debug for Recipients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Passphrase(_) => f.write_str("Recipients(passphrase)"),
            Kind::Keys(keys) => write!(f, "Recipients({} keys)", keys.len()),
        }
    }
}

/// The secret is not printed.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Opener::Passphrase(_) => "Identity(passphrase)",
            Opener::Key(_) => "Identity(key)",
        })
    }
}
