use greffe_cipher::{Context, Iban, KeyId, Keyring, MasterKey};
use greffe_sqlx::{IndexColumn, SealedColumn, columns};

#[tokio::test]
async fn a_customer_is_found_by_iban_at_every_step_of_a_rotation() {
    let mut db = crate::connect().await;
    sqlx::raw_sql("CREATE TEMP TABLE customers (id BIGINT PRIMARY KEY, iban BYTEA NOT NULL, iban_unique BYTEA NOT NULL UNIQUE)")
        .execute(&mut db)
        .await
        .unwrap();
    let mut keyring = Keyring::single(KeyId::new(7).unwrap(), 0, MasterKey::from_bytes([1; 32]));
    let context = || Context::new("customers", "iban");
    let ibans = keyring.cipher(context()).unwrap().deterministic::<Iban>();
    let unique = keyring
        .cipher(context())
        .unwrap()
        .unique::<Iban>("unique", keyring.primary())
        .unwrap();
    let iban: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let insert = |id: i64| {
        sqlx::query("INSERT INTO customers VALUES ($1, $2, $3)")
            .bind(id)
            .bind(SealedColumn(ibans.seal(&iban)))
            .bind(IndexColumn(unique.unique_token(&iban)))
    };
    insert(1).execute(&mut db).await.unwrap();
    let twice = insert(2).execute(&mut db).await.unwrap_err();
    assert!(twice.as_database_error().unwrap().is_unique_violation());

    let next = KeyId::new(8).unwrap();
    keyring
        .import(next, 0, MasterKey::from_bytes([2; 32]))
        .unwrap();
    for step in 0..3 {
        if step == 1 {
            keyring.promote(next).unwrap();
        }
        let ibans = keyring.cipher(context()).unwrap().deterministic::<Iban>();
        let (id, stored): (i64, SealedColumn<Iban>) =
            sqlx::query_as("SELECT id, iban FROM customers WHERE iban = ANY($1)")
                .bind(columns(ibans.lookup(&iban)))
                .fetch_one(&mut db)
                .await
                .unwrap();
        assert_eq!(id, 1);
        assert_eq!(ibans.open(&stored.0).unwrap().expose(), iban.expose());
        let range = ibans.stale_ranges();
        let stale: i64 =
            sqlx::query_scalar("SELECT count(*) FROM customers WHERE iban < $1 OR iban >= $2")
                .bind(range.before().to_vec())
                .bind(range.from().to_vec())
                .fetch_one(&mut db)
                .await
                .unwrap();
        assert_eq!(stale, i64::from(step == 1), "step {step}");
        let rotated = ibans.rotate(&stored.0).unwrap();
        sqlx::query("UPDATE customers SET iban = $1")
            .bind(SealedColumn(rotated))
            .execute(&mut db)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_column_that_holds_something_else_is_an_error_and_shows_no_value() {
    let mut db = crate::connect().await;
    let marker = b"FR7630006000011234567890189".to_vec();
    let read = sqlx::query_scalar::<_, SealedColumn<Iban>>("SELECT $1::bytea")
        .bind(marker)
        .fetch_one(&mut db)
        .await;
    let shown = format!("{:?}", read.unwrap_err());
    assert!(
        !shown.contains("FR76") && !shown.contains("70, 82, 55"),
        "{shown}"
    );
}
