//! UNIQUE moves to another key while the service goes on, whatever it does.

use greffe_cipher::{Keyring, MasterKey};
use greffe_retention::RowKey;
use greffe_sqlx::{Backend, IndexColumn, RotationError, SealedColumn, Statement};

use super::Place;
use super::rotation::{
    NEW, OLD, by_email, email, emails, filled, id, insert, keyring, rotation, stored, unique,
    unique_holds,
};

/// Gives a customer the address of that number, as an instance does that knows the first column alone.
async fn change<C: Backend>(db: &mut C, number: i64, to: i64) {
    let (keyring, email) = (keyring(), email(to));
    let update = Statement::new(
        "UPDATE customers SET email = $2, email_index = $3, email_unique = $4 WHERE id = $1",
    )
    .bind(number);
    let update = update
        .bind(SealedColumn(emails(&keyring).seal(&email)))
        .bind(IndexColumn(by_email(&keyring).token(&email)))
        .bind(IndexColumn(unique(&keyring, id(OLD)).unique_token(&email)));
    assert_eq!(db.execute(update).await, Ok(1));
}

/// Past the service: the sealed column alone.
async fn reseal<C: Backend>(db: &mut C, number: i64, octets: Vec<u8>) {
    let update = Statement::new("UPDATE customers SET email = $2 WHERE id = $1").bind(number);
    assert_eq!(db.execute(update.bind(octets)).await, Ok(1));
}

/// What no key of the keyring opens.
fn foreign(number: i64) -> Vec<u8> {
    let stranger = Keyring::single(id(9), 0, MasterKey::from_bytes([9; 32]));
    emails(&stranger).seal(&email(number)).as_bytes().to_vec()
}

async fn moved<C: Backend>(db: &mut C) -> Result<(), RotationError> {
    let keyring = keyring();
    let mut rotation = rotation(&keyring, id(OLD));
    rotation.move_unique(db, unique(&keyring, id(NEW))).await
}

/// Twenty customers in batches of seven, and a move that has filled the second column and was stopped by a row that did not open.
async fn stopped_before_the_last_step<P: Place>(place: &P) -> P::Connection {
    let mut db = filled(place, 20).await;
    let kept = stored(&mut db, 20).await;
    reseal(&mut db, 20, foreign(20)).await;
    let stopped = moved(&mut db).await;
    assert!(matches!(stopped, Err(RotationError::Faults(_))));
    reseal(&mut db, 20, kept).await;
    db
}

async fn it_moves_with_all<C: Backend>(db: &mut C, rows: u64) {
    moved(db).await.unwrap();
    let keyring = keyring();
    let mut rotation = rotation(&keyring, id(NEW));
    rotation.run(db).await.unwrap();
    let checked = rotation.check(db).await.unwrap();
    assert_eq!((checked.rows, checked.faults.rows()), (rows, 0));
    unique_holds(db, &keyring, 2).await;
}

async fn an_address_that_changed_hands_before_it_is_filled_is_no_equal_row(place: &impl Place) {
    let db = &mut stopped_before_the_last_step(place).await;
    change(db, 5, 105).await;
    insert(db, &keyring(), 900, id(OLD)).await.unwrap();
    change(db, 900, 5).await;
    it_moves_with_all(db, 21).await;
    unique_holds(db, &keyring(), 5).await;
    unique_holds(db, &keyring(), 105).await;
}

async fn an_address_that_changed_hands_after_it_was_filled_is_no_equal_row(place: &impl Place) {
    let db = &mut stopped_before_the_last_step(place).await;
    // In other batches, the new owner before the former one and behind.
    change(db, 15, 115).await;
    change(db, 1, 15).await;
    change(db, 3, 103).await;
    change(db, 16, 3).await;
    it_moves_with_all(db, 20).await;
    unique_holds(db, &keyring(), 15).await;
    unique_holds(db, &keyring(), 3).await;
}

async fn addresses_that_were_traded_within_a_batch_are_no_equal_rows(place: &impl Place) {
    let db = &mut stopped_before_the_last_step(place).await;
    // Round in a ring, and one that has none any more.
    change(db, 2, 102).await;
    change(db, 3, 2).await;
    change(db, 4, 3).await;
    change(db, 2, 4).await;
    let gone =
        "UPDATE customers SET email = NULL, email_index = NULL, email_unique = NULL WHERE id = 7";
    db.script(gone).await.unwrap();
    change(db, 6, 7).await;
    it_moves_with_all(db, 19).await;
    unique_holds(db, &keyring(), 7).await;
}

async fn a_row_that_does_not_open_is_said_to_be_that_though_another_has_its_address(
    place: &impl Place,
) {
    let db = &mut stopped_before_the_last_step(place).await;
    change(db, 5, 105).await;
    let kept = stored(db, 5).await;
    reseal(db, 5, foreign(105)).await;
    change(db, 16, 5).await;
    let Err(RotationError::Faults(faults)) = moved(db).await else {
        panic!("a row does not open");
    };
    assert_eq!((faults.rows(), &faults.first()[0].0), (1, &RowKey::from(5)));
    reseal(db, 5, kept).await;
    it_moves_with_all(db, 20).await;
}

async fn rows_that_are_equal_are_named_among_those_that_are_not(place: &impl Place) {
    let db = &mut stopped_before_the_last_step(place).await;
    change(db, 15, 115).await;
    change(db, 1, 15).await;
    // Written past the service.
    let twice = emails(&keyring()).seal(&email(4)).as_bytes().to_vec();
    let kept = stored(db, 6).await;
    reseal(db, 6, twice).await;
    assert_eq!(
        moved(db).await.unwrap_err().to_string(),
        "`customers.email_unique_next` in the row 6 has the value of another row"
    );
    reseal(db, 6, kept).await;
    it_moves_with_all(db, 20).await;
}

each_in_its_own_place!(
    an_address_that_changed_hands_before_it_is_filled_is_no_equal_row,
    an_address_that_changed_hands_after_it_was_filled_is_no_equal_row,
    addresses_that_were_traded_within_a_batch_are_no_equal_rows,
    a_row_that_does_not_open_is_said_to_be_that_though_another_has_its_address,
    rows_that_are_equal_are_named_among_those_that_are_not,
);
