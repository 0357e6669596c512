//! A rotation that was made before the promotion, or kept over it.

use greffe_cipher::{Keyring, MasterKey, NotProven};
use greffe_sqlx::{Backend, Rotation, RotationError};

use super::Place;
use super::rotation::{
    NEW, OLD, email, emails, filled, former, id, insert, keyring, rotation, sealed, stored, table,
    unique,
};

/// The new key is there and seals nothing yet.
fn standby() -> Keyring {
    let mut keyring = former();
    let next = MasterKey::from_bytes([2; 32]);
    keyring.import(id(NEW), 1, next).unwrap();
    keyring
}

/// What a retirement of the old key makes of a rotation's counts, with the keyring of today.
pub(crate) async fn proven<C: Backend>(
    db: &mut C,
    keyring: &Keyring,
    rotation: &Rotation<greffe_cipher::Email>,
) -> Result<Result<(), NotProven>, RotationError> {
    let retirement = keyring.retirement(id(OLD)).unwrap();
    let columns = rotation.columns().into_iter();
    let retirement = columns.fold(retirement, |all, column| all.column(column));
    let counting = retirement.every_instance_reports(keyring.generation());
    let mut counting = counting.unwrap();
    for count in rotation.count(db, id(OLD)).await? {
        count.report(&mut counting);
    }
    Ok(counting.prove().map(drop))
}

async fn one_that_was_made_before_the_promotion_counts_nothing(place: &impl Place) {
    let mut db = filled(place, 5).await;
    let mut keyring = standby();
    let made_before = rotation(&keyring, id(OLD));
    keyring.promote(id(NEW)).unwrap();
    let refused = made_before.count(&mut db, id(OLD)).await;
    assert_eq!(refused, Err(RotationError::OlderKeyring(id(OLD))));
    assert_eq!(
        RotationError::OlderKeyring(id(OLD)).to_string(),
        "the rotation was made with an older keyring, in which the key 00000007 still seals"
    );
}

/// Neither key of the job is the one that retires, and it counts as of before all the same.
async fn one_of_the_keyring_before_says_so_to_the_proof(place: &impl Place) {
    let mut db = place.connect().await;
    table(&mut db).await;
    let mut keyring = keyring();
    let mut kept = rotation(&keyring, id(OLD));
    kept.move_unique(&mut db, unique(&keyring, id(NEW)))
        .await
        .unwrap();
    assert!(proven(&mut db, &keyring, &kept).await.unwrap().is_ok());
    keyring
        .import(id(10), 2, MasterKey::from_bytes([10; 32]))
        .unwrap();
    keyring.promote(id(10)).unwrap();
    let early = proven(&mut db, &keyring, &kept).await.unwrap();
    assert_eq!(early.unwrap_err().counted_too_early().count(), 3);
}

async fn one_of_before_takes_no_row_back(place: &impl Place) {
    let mut db = place.connect().await;
    table(&mut db).await;
    let mut made_before = rotation(&standby(), id(OLD));
    for number in 0..5 {
        let inserted = insert(&mut db, &keyring(), number, id(OLD)).await;
        assert_eq!(inserted, Ok(1));
    }
    let refused = made_before.run(&mut db).await;
    assert_eq!(refused, Err(RotationError::OlderKeyring(id(OLD))));
    for number in 0..5 {
        let token = sealed(&stored(&mut db, number).await);
        assert_eq!(token.key_id(), id(NEW));
        let opened = emails(&keyring()).open(&token).unwrap();
        assert_eq!(opened.expose(), email(number).expose());
    }
}

each_in_its_own_place!(
    one_that_was_made_before_the_promotion_counts_nothing,
    one_of_the_keyring_before_says_so_to_the_proof,
    one_of_before_takes_no_row_back,
);
