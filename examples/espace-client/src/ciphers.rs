//! The sealed columns of the service: which context each has, and under which suite.

use greffe::cipher::{
    Accepted, Bytes, CardNumber, Context, ContextError, Deterministic, Email, Iban, Keyring,
    PersonName, Phone, UniqueIndex,
};

use crate::error::DemoError;

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
    /// The handles under this keyring.
    pub(crate) fn new(keyring: &Keyring) -> Result<Self, ContextError> {
        let of =
            |field: &str| keyring.cipher(Context::new("customers", field).tenant("espace-client"));
        Ok(Self {
            name: of("name")?
                .deterministic()
                .accept_equality_leakage("support looks customers up by whole name; the count of namesakes is no secret here"),
            iban: of("iban")?.deterministic(),
            iban_unique: of("iban")?.unique("unique", keyring.primary())?,
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
    /// It is made once and stored: a pseudonym of a later key would be another one.
    pub(crate) fn pseudonym(&self, customer: u64) -> Result<[u8; 16], DemoError> {
        let number = Bytes::new(&customer.to_be_bytes())
            .map_err(|error| DemoError::refused("pseudonym", &error))?;
        // A full token ends with 128 bits of digest.
        let token = self.person.unique_token(&number);
        token
            .as_bytes()
            .last_chunk()
            .copied()
            .ok_or(DemoError::Defect)
    }
}
