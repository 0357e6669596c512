//! Typed personal values: what they accept, what is stored of them, and what a search compares.

mod bytes;
mod card;
mod clean;
mod email;
mod forms;
mod iban;
mod iban_registry;
mod name;
mod numbering;
mod overseas;
mod phone;
#[cfg(feature = "phone-metadata")]
mod phone_metadata;
#[cfg(test)]
mod tests;

pub use self::bytes::Bytes;
pub use self::card::CardNumber;
pub use self::email::Email;
pub use self::forms::{Coverage, OlderForm, Relation};
pub use self::iban::Iban;
pub use self::name::PersonName;
pub use self::phone::{Fax, Phone};

use std::fmt;

/// A type of value that can be sealed. The trait is closed: every type's octets are fixed in `FORMAT.md`.
///
/// Generic code can seal and mask, but neither read a value nor make one past its parser:
///
/// ```compile_fail,E0061
/// fn leak<T: greffe_cipher::Field>(value: &T) -> Vec<u8> {
///     value.storage().to_vec()
/// }
/// ```
///
/// ```compile_fail,E0061
/// fn leak<T: greffe_cipher::Field>(value: &T) -> Vec<u8> {
///     value.matching().to_vec()
/// }
/// ```
///
/// ```compile_fail,E0061
/// fn forge<T: greffe_cipher::Field>() -> Option<T> {
///     T::from_storage(1, b"4111111111111112".to_vec().into())
/// }
/// ```
pub trait Field: private::Form + Clone + fmt::Debug + Send + Sync + 'static {
    /// The type's number in tokens.
    const TYPE: FieldType;
    /// Version of the storage form that sealing writes, 1 to 15.
    const STORAGE_VERSION: u8 = 1;
    /// Version of the match form that indexes write, 1 to 15.
    const MATCH_VERSION: u8 = 1;
    /// Storage forms that rows may still have and that sealing no longer writes, the newest first.
    const OLDER_STORAGE: &'static [OlderForm] = &[];
    /// Match forms that index columns may still have, the newest first.
    const OLDER_MATCH: &'static [OlderForm] = &[];
    /// Whether equal tokens would tell too much: [`Guessable`] types need an acknowledgement.
    type Leakage: Leakage;

    /// A hint for people who know the value already: without language, of a length that does not follow the value's. Every type also has it
    /// as a method of its own, so that only generic code needs the trait.
    fn mask(&self) -> String;
}

/// The type of a value, as tokens name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FieldType {
    /// Octets without a meaning to this crate.
    Bytes,
    /// [`Iban`].
    Iban,
    /// [`Email`].
    Email,
    /// [`Phone`] and [`Fax`], which share their forms.
    Phone,
    /// [`PersonName`].
    PersonName,
    /// [`CardNumber`].
    CardNumber,
}

impl FieldType {
    /// The upper half of a form octet.
    #[must_use]
    pub const fn nibble(self) -> u8 {
        match self {
            Self::Bytes => 0,
            Self::Iban => 1,
            Self::Email => 2,
            Self::Phone => 3,
            Self::PersonName => 4,
            Self::CardNumber => 5,
        }
    }

    /// The form octet of a version of this type.
    #[must_use]
    pub(crate) const fn form(self, version: u8) -> u8 {
        (self.nibble() << 4) | (version & 0x0f)
    }
}

impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bytes => "byte value",
            Self::Iban => "IBAN",
            Self::Email => "e-mail address",
            Self::Phone => "phone number",
            Self::PersonName => "person name",
            Self::CardNumber => "card number",
        })
    }
}

/// How much equality of tokens tells about values. Closed: [`Unguessable`], [`Guessable`], [`Accepted`].
pub trait Leakage: private::Closed + Send + Sync + 'static {}

/// A leakage that is no open question: deterministic tokens may be made.
#[diagnostic::on_unimplemented(
    message = "equal values would give equal tokens, and values of this type can be guessed from how often they occur",
    label = "call `.accept_equality_leakage(\"why\")` first",
    note = "names and free bytes repeat: whoever reads the column can count them. Use a randomised suite, or accept the leakage and say why"
)]
pub trait Decided: Leakage {}

/// Values are mostly unique in a column (IBAN, e-mail, phone, card): equality tells little beyond itself.
#[derive(Clone, Copy, Debug)]
pub struct Unguessable(());

/// Values repeat, and how often they do gives them away (names; bytes of unknown meaning).
#[derive(Clone, Copy, Debug)]
pub struct Guessable(());

/// Somebody accepted the leakage, with a reason.
#[derive(Clone, Copy, Debug)]
pub struct Accepted(());

impl Leakage for Unguessable {}
impl Leakage for Guessable {}
impl Leakage for Accepted {}
impl Decided for Unguessable {}
impl Decided for Accepted {}

pub(crate) mod private {
    use crate::wiped::Wiped;

    /// Octets that are wiped on drop.
    pub(crate) type Octets = Wiped<Vec<u8>>;

    /// What a caller of [`Form`] must show. Outside this crate it can be neither named nor made: a supertrait's methods can be called
    /// through any `T: Field`, but these want an argument that only this crate has.
    #[derive(Clone, Copy, Debug)]
    pub struct Seal(());

    /// The one seal.
    pub(crate) const SEAL: Seal = Seal(());

    /// What only this crate may ask of a value.
    pub trait Form: Sized {
        /// Today's storage form: what is encrypted. A value keeps what all forms of its type need until it is dropped.
        fn storage(&self, seal: Seal) -> &[u8];
        /// An older storage form of the value, to look it up; nothing if there is none of that version.
        fn older_storage(&self, version: u8, seal: Seal) -> Option<Octets> {
            let _ = (version, seal);
            None
        }
        /// The match form of that version: what an index is computed over. Today's is always there.
        fn matching(&self, version: u8, seal: Seal) -> Option<Octets>;
        /// The frozen grammar of a storage form's version: the value, if the octets are in that form.
        fn from_storage(version: u8, octets: Octets, seal: Seal) -> Option<Self>;
    }

    /// Closes [`Leakage`](super::Leakage).
    pub trait Closed {}
    impl Closed for super::Unguessable {}
    impl Closed for super::Guessable {}
    impl Closed for super::Accepted {}
}
