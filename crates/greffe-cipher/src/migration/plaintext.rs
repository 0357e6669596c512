//! A column that still holds values in clear while it is first encrypted.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::aead::{NONCE, TAG};
use crate::cipher::Deterministic;
use crate::error::{FieldError, MigrationError, TokenError};
use crate::field::private::SEAL;
use crate::field::{Decided, Field, Leakage};
use crate::sealed::Sealed;
use crate::token::{HEADER, SEALED, looks_like_token};
use crate::wiped::Wiped;

/// Reads rows of a column that is being encrypted for the first time: tokens as tokens, what stands there in clear as a value, until a day
/// that is told beforehand.
///
/// The order of a migration: writers that store the canonical spelling, and readers that search for both; the column canonicalised in place
/// ([`canonical`](Self::canonical)); readers that know the fallback; writers that seal; a [`Reencryption`](crate::Reencryption) of the old rows; a count that none is left; the end.
///
/// A stored text is plaintext only if it is UTF-8, does not begin like a token, does not end like one, and parses as the type. A token whose beginning
/// or end is damaged is therefore not taken for a value, though most of it might be a name. [`Bytes`](crate::Bytes) parse from nothing, so that they have no fallback: any damaged token would be plaintext.
///
/// ```compile_fail,E0277
/// greffe_cipher::PlaintextFallback::<greffe_cipher::Bytes>::until(0);
/// ```
///
/// ```
/// # use greffe_cipher::*;
/// # let keyring = Keyring::single(KeyId::new(7).unwrap(), 0, MasterKey::from_bytes([1; 32]));
/// let ibans = keyring.cipher(Context::new("customers", "iban"))?.deterministic::<Iban>();
/// let fallback = PlaintextFallback::<Iban>::until(1_790_000_000); // seconds since 1970-01-01 UTC
/// let (stored, now) = ("FR1420041010050500013M02606", 1_780_000_000);
///
/// let iban = fallback.open(&ibans, stored.as_bytes(), now)?;
/// assert_eq!(iban.mask(), "FR•• •••• 2606");
/// assert_eq!(fallback.read_in_clear(), 1);
/// assert!(fallback.lookup(&ibans, &iban, now).iter().any(|text| text.expose() == stored));
/// assert!(fallback.open(&ibans, stored.as_bytes(), 1_790_000_001).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct PlaintextFallback<T> {
    until: u64,
    parse: Box<Parse<T>>,
    read: AtomicU64,
}

type Parse<T> = dyn Fn(&str) -> Result<T, FieldError> + Send + Sync;

/// What a row of such a column holds.
#[derive(Debug)]
pub enum Stored<T> {
    /// A token.
    Sealed(Sealed<T>),
    /// The value in clear.
    InClear(T),
}

impl<T: Field + FromStr<Err = FieldError>> PlaintextFallback<T> {
    /// A fallback that ends after that second since 1970-01-01 UTC. What is in clear is read as [`str::parse`] reads it.
    #[must_use]
    pub fn until(end: u64) -> Self {
        Self {
            until: end,
            parse: Box::new(str::parse),
            read: AtomicU64::new(0),
        }
    }

    /// Reads what is in clear in another way, such as phone numbers of a region:
    ///
    /// ```
    /// # use greffe_cipher::*;
    /// let fallback = PlaintextFallback::until(1_790_000_000).parsed_by(|text| Phone::parse_in("FR", text));
    /// let canonical = fallback.canonical(b"01 99 00 12 34", 1_780_000_000)?.ok_or("canonical already")?;
    /// assert_eq!(canonical.expose(), "+33199001234");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn parsed_by(
        mut self,
        parse: impl Fn(&str) -> Result<T, FieldError> + Send + Sync + 'static,
    ) -> Self {
        self.parse = Box::new(parse);
        self
    }

    /// Says what a row holds; `now` in seconds since 1970-01-01 UTC. With it a pass seals what is still in clear:
    ///
    /// ```
    /// # use greffe_cipher::*;
    /// # let keyring = Keyring::single(KeyId::new(7).unwrap(), 0, MasterKey::from_bytes([1; 32]));
    /// # let ibans = keyring.cipher(Context::new("customers", "iban"))?.deterministic::<Iban>();
    /// let (fallback, now) = (PlaintextFallback::<Iban>::until(1_790_000_000), 1_780_000_000);
    /// let mut pass = Reencryption::begin();
    /// // SELECT id, iban FROM customers WHERE iban IS NOT NULL AND id > … ORDER BY id LIMIT 500
    /// let rows = [(1, "FR1420041010050500013M02606"), (2, "n/a")];
    /// let page = pass.page(rows, |_, stored| match fallback.read(stored.as_bytes(), now)? {
    ///     Stored::InClear(iban) => Ok::<_, MigrationError>(Some(ibans.seal(&iban))),
    ///     Stored::Sealed(_) => Ok(None),
    /// });
    /// // UPDATE customers SET iban = $new WHERE id = $id AND iban = $old
    /// assert_eq!((page.writes().len(), page.faults().len()), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`MigrationError::Ended`] for plaintext after the end; [`MigrationError::Token`] for what begins like a token and is none;
    /// [`MigrationError::Value`] for what is no value of the type.
    pub fn read(&self, stored: &[u8], now: u64) -> Result<Stored<T>, MigrationError> {
        // FA begins no UTF-8 text: a token of a binary column.
        if stored.first() == Some(&SEALED) {
            return Ok(Stored::Sealed(Sealed::from_bytes(stored)?));
        }
        let text = std::str::from_utf8(stored).map_err(|_| TokenError::NotAToken)?;
        if looks_like_token(text) {
            return Ok(Stored::Sealed(Sealed::from_text(text)?));
        }
        if ends_like_token(text) {
            return Err(TokenError::Text.into());
        }
        if now > self.until {
            return Err(MigrationError::Ended);
        }
        let value = (self.parse)(text)?;
        // Once spelled in canonical form it must not be taken for a token: spaces before a part of one hide it in the row alone.
        let canonical = std::str::from_utf8(value.storage(SEAL));
        if canonical.is_ok_and(|text| looks_like_token(text) || ends_like_token(text)) {
            return Err(TokenError::Text.into());
        }
        self.read.fetch_add(1, Ordering::Relaxed);
        Ok(Stored::InClear(value))
    }

    /// The value of a row of a deterministic column, sealed or in clear. For other columns take [`read`](Self::read).
    ///
    /// # Errors
    /// As [`read`](Self::read), or [`MigrationError::Open`].
    pub fn open<L: Leakage>(
        &self,
        column: &Deterministic<T, L>,
        stored: &[u8],
        now: u64,
    ) -> Result<T, MigrationError> {
        match self.read(stored, now)? {
            Stored::Sealed(token) => Ok(column.open(&token)?),
            Stored::InClear(value) => Ok(value),
        }
    }

    /// Every text that the value may have in a text column: those of [`Deterministic::lookup`], and until the end the value in clear, in canonical
    /// form. Rows in another spelling are found once the column is canonicalised.
    #[must_use]
    pub fn lookup<L: Leakage + Decided>(
        &self,
        column: &Deterministic<T, L>,
        value: &T,
        now: u64,
    ) -> Vec<Plaintext> {
        let tokens = column.lookup(value).into_iter();
        let mut texts: Vec<_> = tokens
            .map(|token| Plaintext::new(token.to_text()))
            .collect();
        if now <= self.until {
            texts.extend(Plaintext::of(value));
        }
        texts
    }

    /// The canonical spelling of a row in clear, to be written back before anything is encrypted; nothing if the row has it already, or is a token.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn canonical(&self, stored: &[u8], now: u64) -> Result<Option<Plaintext>, MigrationError> {
        match self.read(stored, now)? {
            Stored::Sealed(_) => Ok(None),
            Stored::InClear(value) if value.storage(SEAL) == stored => Ok(None),
            Stored::InClear(value) => Ok(Plaintext::of(&value)),
        }
    }

    /// Values that were read in clear so far, by whatever method: once those of all instances no longer grow, the fallback can go. A migration's own pass reads
    /// in clear too: give it a fallback of its own. What is neither token nor value is an error, and not counted here.
    #[must_use]
    pub fn read_in_clear(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
}

/// Whether a text ends like a token whose beginning was lost: hex digits of the header, ".", and at least a nonce and a tag in base64url.
fn ends_like_token(text: &str) -> bool {
    let is_hex = |octet: &u8| matches!(octet, b'0'..=b'9' | b'a'..=b'f');
    let is_base64 = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_';
    text.rsplit_once('.').is_some_and(|(head, rest)| {
        let mut hex = head.bytes().rev().take(2 * (HEADER - 1)).peekable();
        hex.peek().is_some()
            && hex.all(|octet| is_hex(&octet))
            && rest.len() >= ((NONCE + TAG) * 8).div_ceil(6)
            && rest.bytes().all(is_base64)
    })
}

impl<T> fmt::Debug for PlaintextFallback<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlaintextFallback(until {}, ..)", self.until)
    }
}

/// A text that a column may hold, perhaps a value in clear: no `Debug`, no `Display` shows it. Wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct Plaintext(Wiped<String>);

impl Plaintext {
    fn new(text: String) -> Self {
        Self(Wiped::new(text))
    }

    fn of<T: Field>(value: &T) -> Option<Self> {
        let text = std::str::from_utf8(value.storage(SEAL)).ok()?;
        Some(Self::new(text.to_owned()))
    }

    /// The text. The one way to it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Plaintext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plaintext(..)")
    }
}
