use greffe_cipher::{Context, Email, Iban, KeyId, Keyring, MasterKey};
use greffe_sqlx::{IndexColumn, SealedColumn, columns};

fn keyring() -> Keyring {
    Keyring::single(KeyId::new(7).unwrap(), 0, MasterKey::from_bytes([1; 32]))
}

#[tokio::test]
async fn a_sealed_value_comes_back_and_is_found_by_lookup() {
    let folder = tempfile::tempdir().unwrap();
    let mut db = crate::connect(&folder.path().join("db")).await;
    sqlx::raw_sql("CREATE TABLE t (iban BLOB NOT NULL, u BLOB NOT NULL UNIQUE) STRICT")
        .execute(&mut db)
        .await
        .unwrap();
    let cipher = keyring().cipher(Context::new("customers", "iban")).unwrap();
    let ibans = cipher.deterministic::<Iban>();
    let unique = cipher
        .unique::<Iban>("unique", KeyId::new(7).unwrap())
        .unwrap();
    let iban: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let insert = || {
        sqlx::query("INSERT INTO t VALUES (?, ?)")
            .bind(SealedColumn(ibans.seal(&iban)))
            .bind(IndexColumn(unique.unique_token(&iban)))
    };
    insert().execute(&mut db).await.unwrap();
    assert!(
        insert().execute(&mut db).await.is_err(),
        "the unique column lets no one in twice"
    );
    let [token] = columns(ibans.lookup(&iban)).try_into().unwrap();
    let stored: SealedColumn<Iban> = sqlx::query_scalar("SELECT iban FROM t WHERE iban = ?")
        .bind(token)
        .fetch_one(&mut db)
        .await
        .unwrap();
    assert_eq!(ibans.open(&stored.0).unwrap().expose(), iban.expose());
    let index: IndexColumn = sqlx::query_scalar("SELECT u FROM t")
        .fetch_one(&mut db)
        .await
        .unwrap();
    assert_eq!(index.0, unique.unique_token(&iban));
}

#[tokio::test]
async fn a_token_of_another_type_is_refused_when_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut db = crate::connect(&folder.path().join("db")).await;
    let emails = keyring()
        .cipher(Context::new("customers", "email"))
        .unwrap()
        .deterministic::<Email>();
    let email = SealedColumn(emails.seal(&"ada@courrier.example".parse().unwrap()));
    let read = sqlx::query_scalar::<_, SealedColumn<Iban>>("SELECT ?")
        .bind(email)
        .fetch_one(&mut db)
        .await;
    assert!(read.is_err());
    let plain = sqlx::query_scalar::<_, SealedColumn<Email>>("SELECT ?")
        .bind(b"ada@courrier.example".to_vec())
        .fetch_one(&mut db)
        .await;
    let shown = format!(
        "{:?} {}",
        plain.as_ref().unwrap_err(),
        plain.as_ref().unwrap_err()
    );
    assert!(!shown.contains("ada@"), "{shown}");
}
