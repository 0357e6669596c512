//! An index that is not a plain one is not made plain by a move.

use greffe_sqlx::{Backend, Dialect, RotationError};

use super::Place;
use super::rotation::{NEW, OLD, filled, id, keyring, pinned, rotation, unique, unique_holds};

async fn dialect_of<C: Backend>(_: &C) -> Dialect {
    C::DIALECT
}

async fn an_index_over_more_or_less_than_the_column_is_left_as_it_is(place: &impl Place) {
    let mut db = filled(place, 5).await;
    let keyring = keyring();
    db.script("ALTER TABLE customers ADD COLUMN shop bigint NOT NULL DEFAULT 1")
        .await
        .unwrap();
    let mut others = vec![
        "CREATE UNIQUE INDEX customers_email_unique ON customers (shop, email_unique)",
        "CREATE UNIQUE INDEX customers_email_unique ON customers (email_unique, shop)",
        "CREATE UNIQUE INDEX customers_email_unique ON customers (email_unique) WHERE shop = 1",
        "CREATE UNIQUE INDEX customers_email_unique ON customers (substr(email_unique, 1))",
        "CREATE INDEX customers_email_unique ON customers (email_unique)",
        "CREATE UNIQUE INDEX customers_email_unique ON customers (email)",
        "SELECT 1",
    ];
    if dialect_of(&db).await == Dialect::Postgres {
        others.push(
            "CREATE UNIQUE INDEX customers_email_unique ON customers (email_unique) INCLUDE (shop)",
        );
        others.push(
            "CREATE UNIQUE INDEX customers_email_unique ON customers (email_unique) NULLS NOT DISTINCT",
        );
    }
    let mut rotation = rotation(&keyring, id(OLD));
    for other in others {
        db.script("DROP INDEX IF EXISTS customers_email_unique")
            .await
            .unwrap();
        db.script(other).await.unwrap();
        let to = unique(&keyring, id(NEW));
        let refused = rotation.move_unique(&mut db, to).await;
        let not_plain = RotationError::NotPlain {
            index: "customers_email_unique".parse().unwrap(),
        };
        assert_eq!(refused, Err(not_plain), "{other}");
        assert_eq!(pinned(&mut db).await, id(OLD));
    }
    db.script(
        "DROP INDEX IF EXISTS customers_email_unique;
         CREATE UNIQUE INDEX customers_email_unique ON customers (email_unique)",
    )
    .await
    .unwrap();
    let to = unique(&keyring, id(NEW));
    rotation.move_unique(&mut db, to).await.unwrap();
    unique_holds(&mut db, &keyring, 3).await;
}

/// The check that the first move made does not stop the second.
async fn a_column_that_moved_moves_again(place: &impl Place) {
    let mut db = filled(place, 5).await;
    let mut keyring = keyring();
    let mut rotation = rotation(&keyring, id(OLD));
    let to = unique(&keyring, id(NEW));
    rotation.move_unique(&mut db, to).await.unwrap();
    let third = greffe_cipher::MasterKey::from_bytes([10; 32]);
    keyring.import(id(10), 2, third).unwrap();
    keyring.promote(id(10)).unwrap();
    let mut again = super::rotation::rotation(&keyring, id(NEW));
    let to = unique(&keyring, id(10));
    again.move_unique(&mut db, to).await.unwrap();
    assert_eq!(pinned(&mut db).await, id(10));
    unique_holds(&mut db, &keyring, 3).await;
}

each_in_its_own_place!(
    an_index_over_more_or_less_than_the_column_is_left_as_it_is,
    a_column_that_moved_moves_again,
);
