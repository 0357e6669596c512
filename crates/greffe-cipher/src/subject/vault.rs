//! Wrapping the keys of persons under a keyring.

use std::fmt;

use rand_core::TryCryptoRng;

use super::key::{Subject, SubjectKey};
use super::wrapped::{Clear, WrappedSubjectKey, header};
use crate::aead::{GcmSiv, NONCE};
use crate::cipher::{RotateError, StaleRanges};
use crate::context::Context;
use crate::derive::{Prk, Purpose, info};
use crate::error::{ContextError, OpenError};
use crate::keyring::{KeyEntry, KeyId, KeyState, Keyring};
use crate::token::Suite;
use crate::wiped::Wiped;

/// Wraps the keys of persons for storage, under the keyring, for one tenant.
///
/// It is a snapshot of the keyring: after a change of the keyring make a new one. After a rotation of the master key rewrap what is stale: a
/// wrapped key that is left under a destroyed master key is a person's data lost.
///
/// ```
/// # use greffe_cipher::*;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use std::convert::Infallible;
/// # struct Rng(u8);
/// # impl rand_core::TryRng for Rng {
/// #     type Error = Infallible;
/// #     fn try_next_u32(&mut self) -> Result<u32, Infallible> { Ok(4) }
/// #     fn try_next_u64(&mut self) -> Result<u64, Infallible> { Ok(4) }
/// #     fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> { self.0 += 1; out.fill(self.0); Ok(()) }
/// # }
/// # impl rand_core::TryCryptoRng for Rng {}
/// # let mut rng = Rng(0); // In production: the system's generator.
/// # let keyring = Keyring::generate(1_750_000_000, &mut rng);
/// let vault = keyring.subject_vault(Some(b"acme"))?;
/// let person = Subject::new("person 4711")?;
/// let key = SubjectKey::generate(person.clone(), 1_750_000_000, &mut rng)?;
/// let row = vault.wrap(&key, &mut rng)?; // what the key table holds, beside the person's id
/// assert_eq!(vault.unwrap(&person, &row)?.expose(), key.expose());
/// assert_eq!(vault.unwrap(&Subject::new("person 4712")?, &row).unwrap_err(), OpenError::Refused);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct SubjectVault {
    /// The tenant; table and field are empty, which no column's are.
    context: Context,
    /// That of the keyring.
    generation: u64,
    primary: (KeyId, Prk),
    others: Vec<(KeyId, Prk)>,
    retired: Vec<KeyId>,
}

impl Keyring {
    /// Where the keys of a tenant's persons are wrapped for storage.
    ///
    /// # Errors
    /// [`ContextError::Tenant`] for a tenant that is not 1 to 255 octets long.
    pub fn subject_vault(&self, tenant: Option<&[u8]>) -> Result<SubjectVault, ContextError> {
        // Judged as a column's tenant is, in the place of any column.
        let judged = |context: Context| tenant.iter().fold(context, |c, tenant| c.tenant(tenant));
        judged(Context::new("a", "a")).check()?;
        let of = |key: &KeyEntry| (key.id(), key.master().prk());
        let in_states =
            |states: &'static [KeyState]| self.keys().filter(|key| states.contains(&key.state()));
        Ok(SubjectVault {
            context: judged(Context::new("", "")),
            generation: self.generation(),
            primary: of(self.primary_entry()),
            others: in_states(&[KeyState::Standby, KeyState::Active])
                .map(of)
                .collect(),
            retired: in_states(&[KeyState::Retired]).map(KeyEntry::id).collect(),
        })
    }
}

impl SubjectVault {
    /// Wraps a key under the primary master key.
    ///
    /// # Errors
    /// The generator's, when it has no randomness.
    pub fn wrap<R: TryCryptoRng>(
        &self,
        key: &SubjectKey,
        rng: &mut R,
    ) -> Result<WrappedSubjectKey, R::Error> {
        let mut nonce = [0; NONCE];
        rng.try_fill_bytes(&mut nonce)?;
        let (master, prk) = &self.primary;
        let clear = Clear {
            master: *master,
            generation: key.generation(),
            created: key.created(),
        };
        // Encrypted in place: what is copied out afterwards is no key any more.
        let mut text = Wiped::new([0; 32]);
        text.copy_from_slice(key.expose());
        let cipher = self.cipher(prk, key.subject());
        let tag = cipher.seal(&nonce, &clear.octets(), &mut *text);
        Ok(WrappedSubjectKey::assemble(clear, &nonce, &text, &tag))
    }

    /// Unwraps the key of this person.
    ///
    /// # Errors
    /// [`OpenError::UnknownKey`] or [`OpenError::RetiredKey`] for a master key that is not here or opens no more; [`OpenError::Refused`] for
    /// the key of another person or tenant, or an altered one.
    pub fn unwrap(
        &self,
        subject: &Subject,
        wrapped: &WrappedSubjectKey,
    ) -> Result<SubjectKey, OpenError> {
        let prk = self.master(wrapped.key_id())?;
        let parts = wrapped.parts().ok_or(OpenError::Refused)?;
        let mut text = Wiped::new([0; 32]);
        text.copy_from_slice(parts.text);
        self.cipher(prk, subject)
            .open(parts.nonce, &parts.clear.octets(), &mut *text, parts.tag)
            .map_err(|_| OpenError::Refused)?;
        let (subject, generation) = (subject.clone(), parts.clear.generation);
        Ok(SubjectKey::from_bytes(
            subject,
            generation,
            parts.clear.created,
            &text,
        ))
    }

    /// The key wrapped as it would be today: itself unless it is stale. The person's key does not change, and no sealed row with it.
    ///
    /// # Errors
    /// As [`unwrap`](Self::unwrap) and [`wrap`](Self::wrap); the row then stays as it is.
    pub fn rewrap<R: TryCryptoRng>(
        &self,
        subject: &Subject,
        wrapped: &WrappedSubjectKey,
        rng: &mut R,
    ) -> Result<WrappedSubjectKey, RotateError<R::Error>> {
        if !self.is_stale(wrapped) {
            return Ok(wrapped.clone());
        }
        let key = self.unwrap(subject, wrapped)?;
        self.wrap(&key, rng).map_err(RotateError::Randomness)
    }

    /// Whether a key is wrapped by another master key than the primary one.
    #[must_use]
    pub fn is_stale(&self, wrapped: &WrappedSubjectKey) -> bool {
        wrapped.key_id() != self.primary.0
    }

    /// The ranges of stale keys in the key table, of all persons, for SQL.
    #[must_use]
    pub fn stale_ranges(&self) -> StaleRanges {
        StaleRanges::around(header(self.primary.0), self.generation)
    }

    fn master(&self, id: KeyId) -> Result<&Prk, OpenError> {
        std::iter::once(&self.primary)
            .chain(&self.others)
            .find(|(held, _)| *held == id)
            .map(|(_, prk)| prk)
            .ok_or_else(|| {
                if self.retired.contains(&id) {
                    OpenError::RetiredKey(id)
                } else {
                    OpenError::UnknownKey(id)
                }
            })
    }

    /// A key of its own for each person: a wrapped key that is put into another person's row does not open there.
    fn cipher(&self, prk: &Prk, subject: &Subject) -> GcmSiv {
        let suite = Some(Suite::Subject.number());
        let info = info(
            &self.context,
            Purpose::Wrap,
            suite,
            Some(subject.octets()),
            None,
        );
        GcmSiv::new(&prk.expand(&info))
    }
}

impl fmt::Debug for SubjectVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SubjectVault(key {}, ..)", self.primary.0)
    }
}
