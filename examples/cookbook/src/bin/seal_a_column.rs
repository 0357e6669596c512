//! Seals a column: an IBAN is encrypted before it is stored, still found by what a person types, and still unique.
//!
//! `cargo run -p cookbook --bin seal_a_column`

use std::error::Error;

use greffe::cipher::{Context, Deterministic, Iban, KeyId, Keyring, MasterKey, UniqueIndex};
use greffe_sqlx::{IndexColumn, SealedColumn, columns};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, QueryBuilder};

/// The column that holds the IBAN, and the one beside it that carries UNIQUE.
struct Customers {
    ibans: Deterministic<Iban>,
    unique: UniqueIndex<Iban>,
}

impl Customers {
    /// Table and field are part of every key: a token copied into another column does not open there.
    fn of(keyring: &Keyring, pinned: KeyId) -> Result<Self, Box<dyn Error>> {
        let cipher = keyring.cipher(Context::new("customers", "iban"))?;
        Ok(Self {
            ibans: cipher.deterministic(),
            // Stays with one key while the IBANs rotate to the next: over two keys, equal values would differ.
            unique: cipher.unique("unique", pinned)?,
        })
    }

    async fn insert(
        &self,
        db: &mut SqliteConnection,
        name: &str,
        typed: &str,
    ) -> Result<(), Box<dyn Error>> {
        let iban: Iban = typed.parse()?;
        sqlx::query("INSERT INTO customers (name, iban, iban_unique) VALUES (?, ?, ?)")
            .bind(name)
            .bind(SealedColumn(self.ibans.seal(&iban)))
            .bind(IndexColumn(self.unique.unique_token(&iban)))
            .execute(db)
            .await?;
        Ok(())
    }

    /// One comparison that the index on `iban` serves: a token for every live key, nothing is decrypted.
    async fn find(
        &self,
        db: &mut SqliteConnection,
        typed: &str,
    ) -> Result<Option<(String, SealedColumn<Iban>)>, Box<dyn Error>> {
        let tokens = columns(self.ibans.lookup(&typed.parse()?));
        let mut query = QueryBuilder::new("SELECT name, iban FROM customers WHERE iban IN (");
        let mut list = query.separated(", ");
        for token in tokens {
            list.push_bind(token);
        }
        query.push(")");
        Ok(query.build_query_as().fetch_optional(db).await?)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut db = SqliteConnectOptions::new()
        .filename(folder.path().join("shop.sqlite"))
        .create_if_missing(true)
        .connect()
        .await?;
    sqlx::raw_sql(
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, iban BLOB NOT NULL, iban_unique BLOB NOT NULL UNIQUE) STRICT;
         CREATE INDEX customers_by_iban ON customers (iban);",
    )
    .execute(&mut db)
    .await?;

    // Known keys, so that this program prints the same each time. Yours are random: `greffe_keys::FileKeys`, or the example `vault_keys`.
    let (first, second) = (KeyId::new(1).ok_or("zero")?, KeyId::new(2).ok_or("zero")?);
    let mut keyring = Keyring::single(first, 1_780_000_000, MasterKey::from_bytes([1; 32]));
    let before = Customers::of(&keyring, first)?;
    before
        .insert(&mut db, "Ana Lima", "FR14 2004 1010 0505 0001 3M02 606")
        .await?;

    // A second key takes over. The row of the first one stays as it is until a job re-seals it.
    keyring.import(second, 1_790_000_000, MasterKey::from_bytes([2; 32]))?;
    keyring.promote(second)?;
    let customers = Customers::of(&keyring, first)?;
    customers
        .insert(&mut db, "Émile Roy", "DE89 3704 0044 0532 0130 00")
        .await?;

    for typed in [
        "fr14 2004 1010 0505 0001 3m02 606",
        "DE89370400440532013000",
    ] {
        let (name, stored) = customers.find(&mut db, typed).await?.ok_or("not found")?;
        let opened = customers.ibans.open(&stored.0)?;
        let (key, mask) = (stored.0.key_id().get(), opened.mask());
        println!("typed {typed}: {name}, sealed under key {key}, {mask}");
    }
    let row: String = sqlx::query_scalar("SELECT hex(iban) FROM customers WHERE id = 1")
        .fetch_one(&mut db)
        .await?;
    println!("as stored: {row}");

    let twice = customers.insert(&mut db, "Anna Lima", "FR1420041010050500013M02606");
    let refused = twice.await.err().ok_or("the same IBAN stands twice")?;
    println!("the same IBAN again: {refused}");
    let mistyped = customers.find(&mut db, "FR15 2004 1010 0505 0001 3M02 606");
    let refused = mistyped.await.err().ok_or("a wrong IBAN was accepted")?;
    println!("a digit wrong: {refused}");
    Ok(())
}
