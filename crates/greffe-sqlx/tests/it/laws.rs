//! Laws over random values, on real SQLite.

use greffe_cipher::{Bytes, Context, KeyId, Keyring, MasterKey};
use greffe_sqlx::{SealedColumn, columns};
use proptest::prelude::*;

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What is stored comes back, is found by lookup, and by no other value, whatever the values and at each step of a rotation.
    #[test]
    fn every_value_is_found_and_no_other(values in prop::collection::btree_set(prop::collection::vec(any::<u8>(), 0..20), 1..12)) {
        let found = run(async {
            let folder = tempfile::tempdir().unwrap();
            let mut db = crate::connect(&folder.path().join("db")).await;
            sqlx::raw_sql("CREATE TABLE t (id INTEGER PRIMARY KEY, v BLOB NOT NULL) STRICT").execute(&mut db).await.unwrap();
            let mut keyring = Keyring::single(KeyId::new(1).unwrap(), 0, MasterKey::from_bytes([1; 32]));
            let cipher = |keyring: &Keyring| {
                let column = keyring.cipher(Context::new("t", "v")).unwrap();
                column.deterministic::<Bytes>().accept_equality_leakage("a test")
            };
            for (id, value) in (0_i64..).zip(&values) {
                let sealed = SealedColumn(cipher(&keyring).seal(&Bytes::new(value).unwrap()));
                sqlx::query("INSERT INTO t VALUES (?, ?)").bind(id).bind(sealed).execute(&mut db).await.unwrap();
            }
            let mut answers = Vec::new();
            for step in 0..3 {
                match step {
                    1 => keyring.import(KeyId::new(2).unwrap(), 0, MasterKey::from_bytes([2; 32])).unwrap(),
                    2 => keyring.promote(KeyId::new(2).unwrap()).unwrap(),
                    _ => {}
                }
                let cipher = cipher(&keyring);
                for value in &values {
                    let mut ids = Vec::new();
                    for token in columns(cipher.lookup(&Bytes::new(value).unwrap())) {
                        let rows: Vec<(i64, SealedColumn<Bytes>)> =
                            sqlx::query_as("SELECT id, v FROM t WHERE v = ?").bind(token).fetch_all(&mut db).await.unwrap();
                        for (id, stored) in rows {
                            assert_eq!(cipher.open(&stored.0).unwrap().expose(), value.as_slice());
                            ids.push(id);
                        }
                    }
                    answers.push(ids);
                }
            }
            answers
        });
        let wanted: Vec<Vec<i64>> = (0_i64..).zip(&values).map(|(id, _)| vec![id]).collect();
        for step in found.chunks(values.len()) {
            prop_assert_eq!(step, wanted.as_slice());
        }
    }
}
