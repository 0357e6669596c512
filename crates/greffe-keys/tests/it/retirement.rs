//! A proof that a key may retire, and a keyring that is read from its file at each step.

use greffe_cipher::{
    ColumnKind, Context, DeclaredColumn, Iban, KeyId, KeyState, Keyring, KeyringError, NoStaleRows,
    StaleRows,
};

use crate::{keyring_error, open, place};

/// Nothing is left of the key, as counted with this keyring.
fn proof(keyring: &Keyring, old: KeyId) -> NoStaleRows {
    let context = Context::new("customers", "iban");
    let column = DeclaredColumn::new(&context, ColumnKind::Deterministic);
    let ibans = keyring.cipher(context).unwrap().deterministic::<Iban>();
    let retirement = keyring.retirement(old).unwrap();
    let counting = retirement.every_instance_reports(keyring.generation());
    let mut counting = counting.unwrap();
    let none = StaleRows::default();
    counting.count(column, &ibans.stale_ranges(), none);
    counting.prove().unwrap()
}

/// A backup came back between the count and the retirement.
#[test]
fn a_proof_from_before_a_key_was_made_active_again_is_refused() {
    let place = place();
    let keys = open(&place).unwrap();
    let mut next = None;
    let added = keys.change(|keyring, rng| {
        next = Some(keyring.add(1, rng)?);
        Ok(())
    });
    let old = added.unwrap().primary();
    let rotated = keys.change(|keyring, _| keyring.promote(next.unwrap()));
    let rotated = rotated.unwrap();
    let (first, kept) = (proof(&rotated, old), proof(&rotated, old));
    keys.change(|keyring, _| keyring.retire(first)).unwrap();
    let restored = keys.change(|keyring, _| keyring.reactivate(old)).unwrap();
    let refused = keys.change(|keyring, _| keyring.retire(kept));
    let refused = keyring_error(&refused.unwrap_err());
    assert_eq!(refused, Some(KeyringError::Proof));
    let counted_anew = proof(&restored, old);
    let retired = keys.change(|keyring, _| keyring.retire(counted_anew));
    assert_eq!(retired.unwrap().state(old), Some(KeyState::Retired));
}
