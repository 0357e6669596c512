//! Rows whose values became equal.

use std::collections::BTreeMap;

use crate::cipher::IndexToken;

/// Finds the rows of a column whose index tokens are equal, while the column is filled: before it can carry UNIQUE, somebody must look at
/// each group. Two rows may always have been equal (the column was never unique), or became so by a coarser match form. Nothing is merged and
/// nothing stops: the groups are listed.
///
/// Keeps the token and the key of every row: about 100 octets each.
///
/// ```
/// # use greffe_cipher::*;
/// # let id = KeyId::new(7).unwrap();
/// # let keyring = Keyring::single(id, 0, MasterKey::from_bytes([1; 32]));
/// let unique = keyring.cipher(Context::new("customers", "email"))?.unique::<Email>("unique", id)?;
/// let mut rows = EqualRows::default();
/// for (key, email) in [(1, "ana@x.org"), (2, "bo@x.org"), (3, "ANA@x.org")] {
///     rows.add(key, unique.unique_token(&email.parse()?));
/// }
/// assert_eq!(rows.groups().collect::<Vec<_>>(), [[1, 3]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct EqualRows<K>(BTreeMap<IndexToken, Vec<K>>);

impl<K> EqualRows<K> {
    /// A row with its token, in any order.
    pub fn add(&mut self, key: K, token: IndexToken) {
        self.0.entry(token).or_default().push(key);
    }

    /// The keys of rows that are equal among each other, each group in the order in which its rows were added; rows that are equal to no other are in none.
    pub fn groups(&self) -> impl Iterator<Item = &[K]> {
        let several = |keys: &&Vec<K>| keys.len() > 1;
        self.0.values().filter(several).map(Vec::as_slice)
    }
}

impl<K> Default for EqualRows<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}
