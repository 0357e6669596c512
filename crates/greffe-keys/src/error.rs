//! The errors of this crate. They name paths and variables, never what is in them.

use std::io;
use std::path::PathBuf;

use greffe_cipher::KeyringError;

/// A keyring cannot be read, made or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeysError {
    /// A file cannot be opened, read or written.
    #[error("cannot {action} `{path}`")]
    Io {
        /// What was tried: "open", "read", "lock", "write", "replace".
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// Others than the owner may read the file.
    #[error("`{path}` is open to others than its owner (mode {mode:03o})")]
    Permissions {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Not a regular file.
    #[error("`{path}` is not a regular file")]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// A file of this size holds no keys.
    #[error("`{path}` is too long")]
    TooLong {
        /// The file.
        path: PathBuf,
    },
    /// A keyring is there already; it is never overwritten by a new one.
    #[error("`{path}` exists already")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The variable is not set, or is not Unicode.
    #[error("the environment variable {name} is not set")]
    Variable {
        /// The variable.
        name: String,
    },
    /// The key-encryption key is not 32 octets in hex or base64.
    #[error("the key-encryption key is not 32 octets in raw, hex or base64 form")]
    KeyEncryptionKey,
    /// Somebody else wrote the file since it was read.
    #[error("`{path}` has generation {found}, not {expected}: it was changed meanwhile")]
    Changed {
        /// The file.
        path: PathBuf,
        /// The generation that the change started from.
        expected: u64,
        /// The generation in the file.
        found: u64,
    },
    /// The change altered keys but left the generation as it was: nothing was written.
    #[error("the keyring for `{path}` was altered without a new generation, {generation}")]
    SameGeneration {
        /// The file.
        path: PathBuf,
        /// The generation of both.
        generation: u64,
    },
    /// The file has the generation that this process saw before, but other keys: two histories of one keyring.
    #[error("`{path}` has generation {generation} as before, but holds other keys")]
    Forked {
        /// The file.
        path: PathBuf,
        /// The generation of both.
        generation: u64,
    },
    /// The key that was named as another one is the one that seals the file already.
    #[error("the keyring is sealed under this key already")]
    SameKey,
    /// The service that wraps the keyring's key refused, or cannot be reached.
    #[error("the service that wraps the keyring's key refused")]
    Service {
        /// The service's answer.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The operating system gave no randomness.
    #[error("the operating system gave no randomness")]
    Randomness,
    /// The keyring itself.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
}

impl KeysError {
    /// The message in French; `Display` is in English. The system's own answer stays in `source`.
    ///
    /// ```
    /// let unset = greffe_keys::KekSource::Variable("GREFFE_EXAMPLE_UNSET".into()).load().unwrap_err();
    /// assert_eq!(unset.in_french(), "la variable d’environnement GREFFE_EXAMPLE_UNSET n’est pas définie");
    /// ```
    #[must_use]
    pub fn in_french(&self) -> String {
        match self {
            Self::Io { action, path, .. } => {
                let action = match *action {
                    "open" => "d’ouvrir",
                    "read" => "de lire",
                    "lock" => "de verrouiller",
                    "write" => "d’écrire",
                    _ => "de remplacer",
                };
                format!("impossible {action} `{}`", path.display())
            }
            Self::Permissions { path, mode } => format!(
                "`{}` est ouvert à d’autres que son propriétaire (mode {mode:03o})",
                path.display()
            ),
            Self::NotAFile { path } => {
                format!("`{}` n’est pas un fichier ordinaire", path.display())
            }
            Self::TooLong { path } => format!("`{}` est trop long", path.display()),
            Self::Exists { path } => format!("`{}` existe déjà", path.display()),
            Self::Variable { name } => {
                format!("la variable d’environnement {name} n’est pas définie")
            }
            Self::KeyEncryptionKey => "la clé de chiffrement de clés n’est pas de 32 octets, bruts, en hexadécimal ou en base64".to_owned(),
            Self::Changed {
                path,
                expected,
                found,
            } => format!(
                "`{}` est de génération {found} et non {expected}\u{a0}: il a changé entre-temps",
                path.display()
            ),
            Self::SameGeneration { path, generation } => format!(
                "le trousseau destiné à `{}` a été modifié sans nouvelle génération, {generation}",
                path.display()
            ),
            Self::Forked { path, generation } => format!(
                "`{}` est de génération {generation} comme avant, mais contient d’autres clés",
                path.display()
            ),
            Self::SameKey => "le trousseau est déjà scellé sous cette clé".to_owned(),
            Self::Service { .. } => {
                "le service qui emballe la clé du trousseau a refusé".to_owned()
            }
            Self::Randomness => "le système n’a pas donné d’aléa".to_owned(),
            Self::Keyring(error) => error.in_french(),
        }
    }

    pub(crate) fn io(
        action: &'static str,
        path: &std::path::Path,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}
