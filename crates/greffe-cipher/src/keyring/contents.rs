//! The sealed part of a keyring's file: `u32 count`, then each key with its check value.

use subtle::ConstantTimeEq;

use super::{KeyEntry, KeyId, KeyState, Keyring, MasterKey};
use crate::aead::TAG;
use crate::error::KeyringError;
use crate::wiped::Wiped;

/// Octets of one key.
const ENTRY: usize = 4 + 1 + 8 + 32 + 16;

/// The contents, with room for the tag.
pub(super) fn write(keyring: &Keyring) -> Wiped<Vec<u8>> {
    let mut keys: Vec<_> = keyring.keys().collect();
    keys.sort_by_key(|key| key.id);
    // The whole capacity at once, so that no reallocation leaves a copy of keys behind.
    let mut text = Wiped::new(Vec::with_capacity(4 + keys.len() * ENTRY + TAG));
    text.extend_from_slice(&u32::try_from(keys.len()).unwrap_or(u32::MAX).to_be_bytes());
    for key in keys {
        text.extend_from_slice(&key.id.get().to_be_bytes());
        text.push(key.state.number());
        text.extend_from_slice(&key.created.to_be_bytes());
        text.extend_from_slice(key.master.expose());
        text.extend_from_slice(&key.master.check_value(key.id));
    }
    text
}

/// The keys out of the contents, strictly.
pub(super) fn read(text: &[u8]) -> Result<Vec<KeyEntry>, KeyringError> {
    let (count, entries) = text
        .split_first_chunk::<4>()
        .ok_or(KeyringError::Contents)?;
    let (entries, rest) = entries.as_chunks::<ENTRY>();
    if !rest.is_empty() || u32::try_from(entries.len()).ok() != Some(u32::from_be_bytes(*count)) {
        return Err(KeyringError::Contents);
    }
    let keys = entries
        .iter()
        .map(read_entry)
        .collect::<Result<Vec<_>, _>>()?;
    if !keys.is_sorted_by_key(|key| key.id) {
        return Err(KeyringError::Contents);
    }
    Ok(keys)
}

fn read_entry(entry: &[u8; ENTRY]) -> Result<KeyEntry, KeyringError> {
    let read = || {
        let (id, rest) = entry.split_first_chunk::<4>()?;
        let (state, rest) = rest.split_first()?;
        let (created, rest) = rest.split_first_chunk::<8>()?;
        let (master, check) = rest.split_first_chunk::<32>()?;
        Some((
            u32::from_be_bytes(*id),
            *state,
            u64::from_be_bytes(*created),
            master,
            check,
        ))
    };
    let (id, state, created, master, check) = read().ok_or(KeyringError::Contents)?;
    let id = KeyId::new(id).ok_or(KeyringError::ZeroKeyId)?;
    let state = KeyState::from_number(state).ok_or(KeyringError::Contents)?;
    let master = MasterKey::copied(master);
    if bool::from(master.check_value(id).ct_eq(check)) {
        Ok(KeyEntry::new(id, state, created, master))
    } else {
        Err(KeyringError::CheckValue(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One key's octets in the sealed part.
    fn entry(id: u32, state: u8, octet: u8) -> Vec<u8> {
        let master = MasterKey::from_bytes([octet; 32]);
        let check = KeyId::new(id).map_or([0; 16], |id| master.check_value(id));
        let mut out = id.to_be_bytes().to_vec();
        out.push(state);
        out.extend_from_slice(&7u64.to_be_bytes());
        out.extend_from_slice(master.expose());
        out.extend_from_slice(&check);
        out
    }

    fn parse(contents: &[u8]) -> Result<Keyring, KeyringError> {
        Keyring::from_keys(1, read(contents)?)
    }

    fn of(count: u32, entries: &[Vec<u8>]) -> Result<Keyring, KeyringError> {
        parse(&[count.to_be_bytes().to_vec(), entries.concat()].concat())
    }

    #[test]
    fn contents_are_read_strictly() {
        let refused = |read: Result<Keyring, KeyringError>| read.unwrap_err();
        assert!(of(2, &[entry(1, 3, 1), entry(2, 2, 2)]).is_ok());
        assert_eq!(refused(parse(b"")), KeyringError::Contents);
        assert_eq!(refused(of(0, &[])), KeyringError::Primaries(0));
        assert_eq!(
            refused(of(1, &[entry(1, 3, 1), entry(2, 2, 2)])),
            KeyringError::Contents
        );
        assert_eq!(
            refused(of(3, &[entry(1, 3, 1), entry(2, 2, 2)])),
            KeyringError::Contents
        );
        assert_eq!(
            refused(of(1, &[entry(1, 2, 1), vec![0]])),
            KeyringError::Contents
        );
        assert_eq!(
            refused(of(2, &[entry(2, 2, 2), entry(1, 3, 1)])),
            KeyringError::Contents
        );
        assert_eq!(refused(of(1, &[entry(1, 0, 1)])), KeyringError::Contents);
        assert_eq!(refused(of(1, &[entry(1, 5, 1)])), KeyringError::Contents);
        assert_eq!(refused(of(1, &[entry(0, 2, 1)])), KeyringError::ZeroKeyId);
        assert_eq!(
            refused(of(2, &[entry(1, 2, 1), entry(2, 2, 2)])),
            KeyringError::Primaries(2)
        );
        let twice = KeyId::new(1).map(KeyringError::DuplicateKey);
        assert_eq!(
            Some(refused(of(2, &[entry(1, 2, 1), entry(1, 3, 1)]))),
            twice
        );
    }

    #[test]
    fn a_key_that_does_not_match_its_check_value_is_named() {
        let mut damaged = entry(9, 2, 1);
        damaged[20] ^= 1;
        let named = KeyId::new(9).map(KeyringError::CheckValue);
        assert_eq!(of(1, &[damaged]).err(), named);
        // The check value depends on the id too: a key under another's id is caught.
        let mut renamed = entry(9, 2, 1);
        renamed[3] = 8;
        assert_eq!(
            of(1, &[renamed]).err(),
            KeyId::new(8).map(KeyringError::CheckValue)
        );
    }
}
