//! The sealed columns of the service: which context each has, and under which suite.

use greffe::cipher::{
    Accepted, Bytes, CardNumber, Context, ContextError, Deterministic, Email, Iban, KeyId, Keyring,
    PersonName, Phone, UniqueIndex,
};
use greffe_sqlx::{Backend, Name, RotationError, pin_key, pinned_key};

use crate::error::HostError;

/// The key to which `customers.iban_unique` is pinned. UNIQUE holds only among tokens of one key, so that this column cannot follow the
/// primary key value by value: a rotation builds the next column and switches both at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pinned(pub(crate) KeyId);

impl Pinned {
    /// What the database says; the primary key where it says nothing yet, for there is no row then.
    pub(crate) async fn read<C: Backend>(db: &mut C, keyring: &Keyring) -> Result<Self, HostError> {
        let (table, column) = Self::place()?;
        let recorded = pinned_key(db, &table, &column).await?;
        Ok(Self(recorded.unwrap_or_else(|| keyring.primary())))
    }

    /// What the database says, after it was told where it said nothing.
    pub(crate) async fn record<C: Backend>(
        db: &mut C,
        keyring: &Keyring,
    ) -> Result<Self, HostError> {
        let (table, column) = Self::place()?;
        let pinned = Self::read(db, keyring).await?;
        match pin_key(db, &table, &column, pinned.0).await {
            // Somebody else was faster.
            Err(RotationError::PinnedTo(key)) => Ok(Self(key)),
            Err(RotationError::Store(error)) => Err(error.into()),
            Err(error) => Err(HostError::refused("keys", &error)),
            Ok(()) => Ok(pinned),
        }
    }

    fn place() -> Result<(Name, Name), HostError> {
        let name = |name: &str| name.parse().map_err(|_| HostError::Defect);
        Ok((name("customers")?, name("iban_unique")?))
    }
}

/// One handle a column. A snapshot of the keyring: after each change of the keys they are made anew.
pub(crate) struct Ciphers {
    /// `customers.name`.
    pub(crate) name: Deterministic<PersonName, Accepted>,
    /// `customers.iban`.
    pub(crate) iban: Deterministic<Iban>,
    /// `customers.iban_unique`.
    pub(crate) iban_unique: UniqueIndex<Iban>,
    /// `customers.email` and `prospects.email`, which share a context: a prospect who becomes a customer is recognised.
    pub(crate) email: Deterministic<Email>,
    /// `customers.phone`.
    pub(crate) phone: Deterministic<Phone>,
    /// `customers.card`.
    pub(crate) card: Deterministic<CardNumber>,
    person: UniqueIndex<Bytes, Accepted>,
}

impl Ciphers {
    /// The handles under this keyring, with the pin that the database tells.
    pub(crate) async fn read<C: Backend>(db: &mut C, keyring: &Keyring) -> Result<Self, HostError> {
        let pinned = Pinned::read(db, keyring).await?;
        Self::new(keyring, pinned).map_err(|error| HostError::refused("keys", &error))
    }

    /// The handles under this keyring; the unique column under the key that it is pinned to.
    pub(crate) fn new(keyring: &Keyring, pinned: Pinned) -> Result<Self, ContextError> {
        let of =
            |field: &str| keyring.cipher(Context::new("customers", field).tenant("espace-client"));
        Ok(Self {
            name: of("name")?
                .deterministic()
                .accept_equality_leakage("support looks customers up by whole name; the count of namesakes is no secret here"),
            iban: of("iban")?.deterministic(),
            iban_unique: of("iban")?.unique("unique", pinned.0)?,
            email: of("email")?.deterministic(),
            phone: of("phone")?.deterministic(),
            card: of("card")?.deterministic(),
            person: of("person")?
                .unique("pseudonym", keyring.primary())?
                .accept_equality_leakage("each person has one pseudonym: nothing repeats"),
        })
    }

    /// How other stores name a customer: sixteen octets that nobody can trace back without the key.
    ///
    /// It is made once and stored, and never computed again: under a later key it would be another one.
    pub(crate) fn pseudonym(&self, customer: i64) -> Result<[u8; 16], HostError> {
        let number = Bytes::new(&customer.to_be_bytes())
            .map_err(|error| HostError::refused("pseudonym", &error))?;
        // A full token ends with 128 bits of digest.
        let token = self.person.unique_token(&number);
        token
            .as_bytes()
            .last_chunk()
            .copied()
            .ok_or(HostError::Defect)
    }
}
