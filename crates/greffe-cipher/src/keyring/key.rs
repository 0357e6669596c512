//! One master key: its id, its state, its check value.

use std::fmt;
use std::num::NonZeroU32;

use rand_core::CryptoRng;

use crate::compare::equal;
use crate::derive::{FORMAT, Prk, lp};
use crate::wiped::Wiped;

/// The salt of every master key.
const SALT: &[u8] = b"greffe/1 master";

/// The name of a master key in tokens: random, unique in its keyring, never 0. Shown as 8 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(NonZeroU32);

impl KeyId {
    /// 1, where the first generation of a subject's key counts from.
    pub(crate) const FIRST: Self = Self(NonZeroU32::MIN);

    /// The id, unless it is 0.
    #[must_use]
    pub const fn new(id: u32) -> Option<Self> {
        match NonZeroU32::new(id) {
            Some(id) => Some(Self(id)),
            None => None,
        }
    }

    /// The id out of the 8 hexadecimal digits that `Display` writes, of either case: what a configuration holds.
    ///
    /// ```
    /// use greffe_cipher::KeyId;
    /// assert_eq!(KeyId::from_hex("0a1b2c3d"), KeyId::new(0x0a1b_2c3d));
    /// assert_eq!((KeyId::from_hex("a1b2c3d"), KeyId::from_hex("00000000")), (None, None));
    /// ```
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        // from_str_radix takes a sign.
        let hex = text.len() == 8 && text.bytes().all(|octet| octet.is_ascii_hexdigit());
        hex.then(|| u32::from_str_radix(text, 16).ok())
            .flatten()
            .and_then(Self::new)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

/// 32 random octets from which all keys of all columns are derived. Wiped on drop. They stand in one place, to which the value points: moving it, as
/// a growing list does, leaves no copy behind.
#[derive(Clone)]
pub struct MasterKey(Box<Wiped<[u8; 32]>>);

impl MasterKey {
    /// Takes 32 octets that come from a cryptographic random generator; never a passphrase.
    #[must_use]
    pub fn from_bytes(octets: [u8; 32]) -> Self {
        Self(Box::new(Wiped::new(octets)))
    }

    /// As [`MasterKey::from_bytes`], from octets that stay where they are: no copy passes over the stack.
    pub(crate) fn copied(octets: &[u8; 32]) -> Self {
        let mut out = Box::new(Wiped::new([0; 32]));
        out.copy_from_slice(octets);
        Self(out)
    }

    /// A new random key.
    #[must_use]
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut octets = Box::new(Wiped::new([0; 32]));
        rng.fill_bytes(octets.as_mut_slice());
        Self(octets)
    }

    /// The key's octets, to wrap or to escrow them.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether both are one key, compared in constant time.
    pub(crate) fn is(&self, other: &Self) -> bool {
        equal(self.0.as_slice(), other.0.as_slice())
    }

    pub(crate) fn prk(&self) -> Prk {
        Prk::extract(SALT, self.0.as_slice())
    }

    /// The key-check value under an id: 16 octets that tell a wrong key, and nothing about a right one.
    #[must_use]
    pub fn check_value(&self, id: KeyId) -> [u8; 16] {
        let mut info = Vec::with_capacity(64);
        lp(&mut info, FORMAT);
        lp(&mut info, b"kcv");
        info.extend_from_slice(&[0, 0, 0]);
        lp(&mut info, b"");
        lp(&mut info, &id.get().to_be_bytes());
        info.push(0);
        let full = self.prk().expand(&info);
        let mut out = [0; 16];
        for (to, from) in out.iter_mut().zip(full.iter()) {
            *to = *from;
        }
        out
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// What a key is used for. Keys move in one direction only; a destroyed key is simply gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyState {
    /// Opens and is looked up, so that every instance knows it before anything is sealed with it.
    Standby,
    /// Seals. Exactly one key of a keyring.
    Primary,
    /// Sealed once; opens and is looked up.
    Active,
    /// Opens nothing any more; kept until the last backup that holds its rows has expired.
    Retired,
}

impl KeyState {
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Standby => 1,
            Self::Primary => 2,
            Self::Active => 3,
            Self::Retired => 4,
        }
    }

    pub(crate) const fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            1 => Self::Standby,
            2 => Self::Primary,
            3 => Self::Active,
            4 => Self::Retired,
            _ => return None,
        })
    }
}

impl fmt::Display for KeyState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Standby => "standby",
            Self::Primary => "primary",
            Self::Active => "active",
            Self::Retired => "retired",
        })
    }
}

/// A key of a keyring.
#[derive(Clone, Debug)]
pub struct KeyEntry {
    pub(crate) id: KeyId,
    pub(crate) state: KeyState,
    pub(crate) created: u64,
    pub(crate) master: MasterKey,
}

impl KeyEntry {
    /// An entry; `created` in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn new(id: KeyId, state: KeyState, created: u64, master: MasterKey) -> Self {
        Self {
            id,
            state,
            created,
            master,
        }
    }

    /// The key's id.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The key's state.
    #[must_use]
    pub const fn state(&self) -> KeyState {
        self.state
    }

    /// When it was made, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn created(&self) -> u64 {
        self.created
    }

    /// The key itself, to escrow it.
    #[must_use]
    pub const fn master(&self) -> &MasterKey {
        &self.master
    }
}
