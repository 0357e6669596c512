//! A rotation in small batches, with the move of UNIQUE, to the retirement of the key.

use std::path::Path;

use greffe_cipher::{
    Context, Deterministic, Email, EqualityIndex, IndexBits, KeyId, Keyring, MasterKey, UniqueIndex,
};
use greffe_sqlx::{
    Backend, ColumnPlace, Dialect, IndexColumn, Name, Rotation, RotationError, SealedColumn,
    Statement, StoreError, UniquePlace, pin_key, pinned_key,
};

use crate::Job;

pub(crate) struct Rotating;

const ROWS: i64 = 1_000;

fn id(number: u32) -> KeyId {
    KeyId::new(number).unwrap()
}

fn former() -> Keyring {
    Keyring::single(id(7), 0, MasterKey::from_bytes([1; 32]))
}

fn keyring() -> Keyring {
    let mut keyring = former();
    keyring
        .import(id(8), 1, MasterKey::from_bytes([2; 32]))
        .unwrap();
    keyring.promote(id(8)).unwrap();
    keyring
}

fn context() -> Context {
    Context::new("customers", "email")
}

fn emails(keyring: &Keyring) -> Deterministic<Email> {
    keyring.cipher(context()).unwrap().deterministic()
}

fn by_email(keyring: &Keyring) -> EqualityIndex<Email> {
    let cipher = keyring.cipher(context()).unwrap();
    cipher.index("by_email", IndexBits::FULL).unwrap()
}

fn unique(keyring: &Keyring, key: KeyId) -> UniqueIndex<Email> {
    keyring
        .cipher(context())
        .unwrap()
        .unique("unique", key)
        .unwrap()
}

fn email(number: i64) -> Email {
    format!("person-{number}@example.org").parse().unwrap()
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

async fn pinned<C: Backend>(db: &mut C) -> Result<KeyId, StoreError> {
    let (table, column) = (name("customers"), name("email_unique"));
    Ok(pinned_key(db, &table, &column).await?.unwrap())
}

fn rotation(keyring: &Keyring, pinned: KeyId) -> Rotation<Email> {
    let place = ColumnPlace {
        table: name("customers"),
        key: name("id"),
        column: name("email"),
    };
    let constraint = UniquePlace {
        column: name("email_unique"),
        index: name("customers_email_unique"),
        next_column: name("email_unique_next"),
        next_index: name("customers_email_unique_next"),
    };
    Rotation::deterministic(place, context(), emails(keyring))
        .index(name("email_index"), "by_email", by_email(keyring))
        .unique(constraint, "unique", unique(keyring, pinned))
        .batches_of(20)
}

impl Job for Rotating {
    const NAME: &'static str = "rotation";

    async fn set_up<C: Backend>(db: &mut C, _: &Path) {
        db.script(match C::DIALECT {
            Dialect::Sqlite => {
                "CREATE TABLE customers (id INTEGER PRIMARY KEY, email BLOB, email_index BLOB, email_unique BLOB);
                 CREATE UNIQUE INDEX customers_email_unique ON customers (email_unique)"
            }
            _ => {
                "CREATE TABLE customers (id bigint PRIMARY KEY, email bytea, email_index bytea, email_unique bytea);
                 CREATE UNIQUE INDEX customers_email_unique ON customers (email_unique)"
            }
        })
        .await
        .unwrap();
        let (table, column) = (name("customers"), name("email_unique"));
        pin_key(db, &table, &column, id(7)).await.unwrap();
        let former = former();
        let unique = unique(&former, id(7));
        db.begin_writing().await.unwrap();
        for number in 1..=ROWS {
            let email = email(number);
            let insert = Statement::new("INSERT INTO customers VALUES ($1, $2, $3, $4)");
            let insert = insert
                .bind(number)
                .bind(SealedColumn(emails(&former).seal(&email)))
                .bind(IndexColumn(by_email(&former).token(&email)))
                .bind(IndexColumn(unique.unique_token(&email)));
            db.execute(insert).await.unwrap();
        }
        db.commit().await.unwrap();
    }

    async fn run<C: Backend>(db: &mut C, _: &Path) -> Result<(), StoreError> {
        let keyring = keyring();
        let done = async {
            let mut rotation = rotation(&keyring, pinned(db).await?);
            let rotated = rotation.run(db).await?;
            assert_eq!(rotated.faults.rows(), 0);
            rotation.move_unique(db, unique(&keyring, id(8))).await
        };
        match done.await {
            Ok(()) => Ok(()),
            Err(RotationError::Store(error)) => Err(error),
            Err(error) => panic!("{error:?}"),
        }
    }

    async fn verify<C: Backend>(db: &mut C) {
        let mut keyring = keyring();
        let pinned = pinned(db).await.unwrap();
        assert_eq!(pinned, id(8));
        let mut rotation = rotation(&keyring, pinned);
        // Each row was re-sealed once, whatever was killed.
        let rotated = rotation.run(db).await.unwrap();
        assert_eq!((rotated.converted, rotated.in_all), (0, 1_000));
        let checked = rotation.check(db).await.unwrap();
        assert_eq!((checked.rows, checked.faults.rows()), (1_000, 0));

        let retirement = keyring.retirement(id(7)).unwrap();
        let mut proof = retirement
            .every_instance_reports(keyring.generation())
            .unwrap();
        for count in rotation.count(db, id(7)).await.unwrap() {
            count.report(&mut proof);
        }
        keyring.retire(proof.prove().unwrap()).unwrap();
        let asked = Statement::new("SELECT id, email FROM customers ORDER BY id");
        let rows = db.rows(asked).await.unwrap();
        for (number, row) in (1..=ROWS).zip(rows) {
            assert_eq!(row.get("id"), Ok(number));
            let token: SealedColumn<Email> = row.get("email").unwrap();
            let opened = emails(&keyring).open(&token.0).unwrap();
            assert_eq!(opened.expose(), email(number).expose());
        }
        let second = Statement::new("INSERT INTO customers (id, email_unique) VALUES (9999, $1)");
        let token = unique(&keyring, id(8)).unique_token(&email(17));
        let second = db.execute(second.bind(IndexColumn(token))).await;
        assert_eq!(
            second.unwrap_err().to_string(),
            "the database failed: a value that must be unique is there twice"
        );
    }
}
