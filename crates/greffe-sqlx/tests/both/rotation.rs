//! A key changes under a table that is in use.

use greffe_cipher::{
    Binding, Context, Deterministic, Email, EqualityIndex, IndexBits, KeyId, Keyring, MasterKey,
    UniqueIndex,
};
use greffe_retention::RowKey;
use greffe_sqlx::{
    Backend, ColumnPlace, Dialect, IndexColumn, Rotation, RotationError, RotationFault,
    SealedColumn, Statement, UniquePlace, migrate, pin_key, pinned_key,
};

use super::Place;

pub(crate) const OLD: u32 = 7;
pub(crate) const NEW: u32 = 8;

pub(crate) fn id(number: u32) -> KeyId {
    KeyId::new(number).unwrap()
}

/// Two keys, of which the second is primary.
pub(crate) fn keyring() -> Keyring {
    let mut keyring = Keyring::single(id(OLD), 0, MasterKey::from_bytes([1; 32]));
    keyring
        .import(id(NEW), 1, MasterKey::from_bytes([2; 32]))
        .unwrap();
    keyring.promote(id(NEW)).unwrap();
    keyring
}

/// The keyring of the time before.
pub(crate) fn former() -> Keyring {
    Keyring::single(id(OLD), 0, MasterKey::from_bytes([1; 32]))
}

fn context() -> Context {
    Context::new("customers", "email")
}

pub(crate) fn emails(keyring: &Keyring) -> Deterministic<Email> {
    keyring.cipher(context()).unwrap().deterministic()
}

pub(crate) fn by_email(keyring: &Keyring) -> EqualityIndex<Email> {
    let cipher = keyring.cipher(context()).unwrap();
    cipher.index("by_email", IndexBits::FULL).unwrap()
}

pub(crate) fn unique(keyring: &Keyring, key: KeyId) -> UniqueIndex<Email> {
    keyring
        .cipher(context())
        .unwrap()
        .unique("unique", key)
        .unwrap()
}

pub(crate) fn email(number: i64) -> Email {
    format!("person-{number}@example.org").parse().unwrap()
}

fn name(text: &str) -> greffe_sqlx::Name {
    text.parse().unwrap()
}

pub(crate) fn rotation(keyring: &Keyring, pinned: KeyId) -> Rotation<Email> {
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
        .batches_of(7)
}

/// A table without rows, its column with UNIQUE pinned to the former key.
pub(crate) async fn table<C: Backend>(db: &mut C) {
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
    pin_key(db, &name("customers"), &name("email_unique"), id(OLD))
        .await
        .unwrap();
}

/// Writes a customer as an instance with this keyring does.
pub(crate) async fn insert<C: Backend>(
    db: &mut C,
    keyring: &Keyring,
    number: i64,
    pinned: KeyId,
) -> Result<u64, greffe_sqlx::StoreError> {
    let email = email(number);
    let insert = Statement::new(
        "INSERT INTO customers (id, email, email_index, email_unique) VALUES ($1, $2, $3, $4)",
    )
    .bind(number);
    let insert = insert
        .bind(SealedColumn(emails(keyring).seal(&email)))
        .bind(IndexColumn(by_email(keyring).token(&email)))
        .bind(IndexColumn(unique(keyring, pinned).unique_token(&email)));
    db.execute(insert).await
}

pub(crate) async fn filled<P: Place>(place: &P, rows: i64) -> P::Connection {
    let mut db = place.connect().await;
    fill(&mut db, rows).await;
    db
}

pub(crate) async fn fill<C: Backend>(db: &mut C, rows: i64) {
    table(db).await;
    let former = former();
    db.begin_writing().await.unwrap();
    for number in 1..=rows {
        insert(db, &former, number, id(OLD)).await.unwrap();
    }
    db.commit().await.unwrap();
}

/// Every customer is found by the sealed column and by the index.
async fn every_one_is_found<C: Backend>(db: &mut C, keyring: &Keyring, rows: i64) {
    for number in 1..=rows {
        let tokens = emails(keyring).lookup(&email(number));
        let found = Statement::new("SELECT id FROM customers WHERE email IN (");
        let found = found.list(tokens.into_iter().map(SealedColumn)).push(")");
        assert_eq!(db.row(found).await.unwrap().unwrap().first(), Ok(number));
        let tokens = by_email(keyring).lookup(&email(number));
        let found = Statement::new("SELECT id FROM customers WHERE email_index IN (");
        let found = found.list(tokens.into_iter().map(IndexColumn)).push(")");
        assert_eq!(db.row(found).await.unwrap().unwrap().first(), Ok(number));
    }
}

/// What the database says.
pub(crate) async fn pinned<C: Backend>(db: &mut C) -> KeyId {
    let (table, column) = (name("customers"), name("email_unique"));
    pinned_key(db, &table, &column).await.unwrap().unwrap()
}

/// A second customer with the address of another one is refused.
pub(crate) async fn unique_holds<C: Backend>(db: &mut C, keyring: &Keyring, number: i64) {
    let pinned = pinned(db).await;
    let token = unique(keyring, pinned).unique_token(&email(number));
    let second = Statement::new("INSERT INTO customers (id, email_unique) VALUES (999999, $1)");
    let second = db.execute(second.bind(IndexColumn(token))).await;
    assert_eq!(
        second.unwrap_err().to_string(),
        "the database failed: a value that must be unique is there twice"
    );
}

pub(crate) async fn stored<C: Backend>(db: &mut C, number: i64) -> Vec<u8> {
    let asked = Statement::new("SELECT email FROM customers WHERE id = $1").bind(number);
    db.row(asked).await.unwrap().unwrap().first().unwrap()
}

async fn every_row_comes_under_the_new_key_once_and_the_old_key_retires(place: &impl Place) {
    let mut db = filled(place, 40).await;
    let mut keyring = keyring();
    let mut rotation = rotation(&keyring, id(OLD));
    every_one_is_found(&mut db, &keyring, 40).await;
    let rotated = rotation.run(&mut db).await.unwrap();
    assert_eq!(
        (rotated.converted, rotated.in_all, rotated.faults.rows()),
        (40, 40, 0)
    );
    every_one_is_found(&mut db, &keyring, 40).await;
    unique_holds(&mut db, &keyring, 3).await;

    // UNIQUE is under the old key still: nothing may retire.
    let prove = |counts: &[greffe_sqlx::ColumnCount], keyring: &Keyring| {
        let retirement = keyring.retirement(id(OLD)).unwrap();
        let mut proof = retirement
            .every_instance_reports(keyring.generation())
            .unwrap();
        for count in counts {
            count.report(&mut proof);
        }
        proof.prove()
    };
    let counts = rotation.count(&mut db, id(OLD)).await.unwrap();
    assert_eq!(
        prove(&counts, &keyring).unwrap_err().to_string(),
        "not shown to be free of the key: left: customers.email unique (unique index), 40 under another key and 0 without a token, 1 tenant"
    );
    rotation
        .move_unique(&mut db, unique(&keyring, id(NEW)))
        .await
        .unwrap();
    assert_eq!(rotation.pinned_to(), Some(id(NEW)));
    unique_holds(&mut db, &keyring, 3).await;
    every_one_is_found(&mut db, &keyring, 40).await;
    let checked = rotation.check(&mut db).await.unwrap();
    assert_eq!((checked.rows, checked.faults.rows()), (40, 0));
    let counts = rotation.count(&mut db, id(OLD)).await.unwrap();
    assert_eq!(counts.len(), 3);
    keyring.retire(prove(&counts, &keyring).unwrap()).unwrap();
    every_one_is_found(&mut db, &keyring, 40).await;

    // Again: nothing is left to do, and moving what was moved does nothing.
    let again = self::rotation(&keyring, id(NEW))
        .run(&mut db)
        .await
        .unwrap();
    assert_eq!((again.converted, again.in_all), (0, 40));
    rotation
        .move_unique(&mut db, unique(&keyring, id(NEW)))
        .await
        .unwrap();
}

async fn what_holds_something_else_stops_the_job_and_names_its_row(place: &impl Place) {
    let mut db = filled(place, 40).await;
    let keyring = keyring();
    let kept = stored(&mut db, 24).await;
    let plain = Statement::new("UPDATE customers SET email = $1 WHERE id = 24");
    db.execute(plain.bind(b"marker-7f3a@example.org".to_vec()))
        .await
        .unwrap();
    let mut rotation = rotation(&keyring, id(OLD));
    let stopped = rotation.run(&mut db).await.unwrap_err();
    assert_eq!(
        stopped.to_string(),
        "`customers.email` in the row 24 holds something that is no token"
    );
    assert!(!format!("{stopped:?}").contains("marker"));
    // Three batches of seven are done, the fourth is not; whoever looks finds both.
    for number in [1, 21] {
        assert!(!emails(&keyring).is_stale(&sealed(&stored(&mut db, number).await)));
    }
    for number in [22, 40] {
        assert!(emails(&keyring).is_stale(&sealed(&stored(&mut db, number).await)));
    }
    unique_holds(&mut db, &keyring, 1).await;
    unique_holds(&mut db, &keyring, 40).await;
    let mended = Statement::new("UPDATE customers SET email = $1 WHERE id = 24").bind(kept);
    db.execute(mended).await.unwrap();
    every_one_is_found(&mut db, &keyring, 40).await;
    // It goes on where it stopped.
    let rotated = rotation.run(&mut db).await.unwrap();
    assert_eq!((rotated.converted, rotated.in_all), (19, 40));
    let checked = rotation.check(&mut db).await.unwrap();
    assert_eq!((checked.rows, checked.faults.rows()), (40, 0));
}

pub(crate) fn sealed(octets: &[u8]) -> greffe_cipher::Sealed<Email> {
    greffe_cipher::Sealed::from_bytes(octets).unwrap()
}

async fn a_row_that_does_not_open_stays_as_it_is_and_its_key_is_not_retired(place: &impl Place) {
    let mut db = filled(place, 20).await;
    let keyring = keyring();
    let stranger = Keyring::single(id(9), 0, MasterKey::from_bytes([9; 32]));
    let mut damaged = stored(&mut db, 11).await;
    *damaged.last_mut().unwrap() ^= 1;
    let foreign = emails(&stranger).seal(&email(5)).as_bytes().to_vec();
    let cut = stored(&mut db, 17).await[..9].to_vec();
    for (number, octets) in [(5_i64, &foreign), (11, &damaged), (17, &cut)] {
        let update = Statement::new("UPDATE customers SET email = $2 WHERE id = $1").bind(number);
        db.execute(update.bind(octets.clone())).await.unwrap();
    }
    let mut rotation = rotation(&keyring, id(OLD));
    for converted in [17, 0] {
        let rotated = rotation.run(&mut db).await.unwrap();
        assert_eq!((rotated.converted, rotated.in_all), (converted, 17));
        assert_eq!(rotated.faults.rows(), 3);
        let faults = rotated.faults.first();
        let keys: Vec<_> = faults
            .iter()
            .map(|(key, _)| key.as_integer().unwrap())
            .collect();
        assert_eq!(keys, [5, 11, 17]);
        assert_eq!(
            faults[0].1.to_string(),
            "key 00000009 is not in this keyring"
        );
        assert!(matches!(faults[2].1, RotationFault::Token(_)));
    }
    assert_eq!(stored(&mut db, 5).await, foreign);
    assert_eq!(stored(&mut db, 11).await, damaged);
    assert_eq!(stored(&mut db, 17).await, cut);
    let counts = rotation.count(&mut db, id(OLD)).await.unwrap();
    let stale: Vec<u64> = counts.iter().map(|count| count.rows.stale).collect();
    assert_eq!(stale, [3, 3, 20]);
    let moved = rotation
        .move_unique(&mut db, unique(&keyring, id(NEW)))
        .await;
    let Err(RotationError::Faults(faults)) = moved else {
        panic!("{moved:?}");
    };
    assert_eq!(faults.rows(), 3);
    unique_holds(&mut db, &keyring, 4).await;
}

async fn tokens_that_are_missing_or_of_another_key_are_made(place: &impl Place) {
    let mut db = filled(place, 10).await;
    let keyring = keyring();
    let mut rotation = rotation(&keyring, id(OLD));
    rotation.run(&mut db).await.unwrap();
    db.script("UPDATE customers SET email_index = NULL WHERE id = 4")
        .await
        .unwrap();
    let old = IndexColumn(by_email(&former()).token(&email(6)));
    let update = Statement::new("UPDATE customers SET email_index = $1 WHERE id = 6").bind(old);
    db.execute(update).await.unwrap();
    // No value, and no token of it: nothing to do.
    db.script("INSERT INTO customers (id, email, email_index, email_unique) VALUES (11, NULL, NULL, NULL)")
        .await
        .unwrap();
    let counts = rotation.count(&mut db, id(OLD)).await.unwrap();
    assert_eq!((counts[1].rows.stale, counts[1].rows.missing), (1, 1));
    assert_eq!(rotation.run(&mut db).await.unwrap().converted, 2);
    every_one_is_found(&mut db, &keyring, 10).await;
    // A token without a value stays, and is reported.
    let orphan = IndexColumn(by_email(&former()).token(&email(12)));
    let insert = Statement::new(
        "INSERT INTO customers (id, email, email_index, email_unique) VALUES (12, NULL, $1, NULL)",
    )
    .bind(orphan);
    db.execute(insert).await.unwrap();
    let rotated = rotation.run(&mut db).await.unwrap();
    assert_eq!(
        rotated.faults.first(),
        [(RowKey::from(12), RotationFault::NoValue)]
    );
}

/// Erased by half: the value went and a token of today stayed, which no count calls stale.
async fn a_token_beside_an_erased_value_is_found(place: &impl Place) {
    let mut db = filled(place, 10).await;
    let keyring = keyring();
    let mut rotation = rotation(&keyring, id(OLD));
    rotation.run(&mut db).await.unwrap();
    rotation
        .move_unique(&mut db, unique(&keyring, id(NEW)))
        .await
        .unwrap();
    db.script(
        "UPDATE customers SET email = NULL, email_unique = NULL WHERE id = 4;
         UPDATE customers SET email = NULL, email_index = NULL WHERE id = 6;
         UPDATE customers SET email = NULL, email_index = NULL, email_unique = NULL WHERE id = 8",
    )
    .await
    .unwrap();
    let checked = rotation.check(&mut db).await.unwrap();
    assert_eq!(checked.rows, 7);
    let found: Vec<_> = [4, 6]
        .map(|key| (RowKey::from(key), RotationFault::NoValue))
        .into();
    assert_eq!(checked.faults.first(), found);
}

async fn two_rotations_at_once_convert_each_row_once(place: &impl Place) {
    let mut db = filled(place, 200).await;
    let keyring = keyring();
    let (mut first, mut second) = (place.connect().await, place.connect().await);
    let (mut one, mut other) = (rotation(&keyring, id(OLD)), rotation(&keyring, id(OLD)));
    let (a, b) = tokio::join!(one.run(&mut first), other.run(&mut second));
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_eq!(a.converted + b.converted, 200);
    assert_eq!(a.in_all.max(b.in_all), 200);
    let to = || unique(&keyring, id(NEW));
    let (a, b) = tokio::join!(
        one.move_unique(&mut first, to()),
        other.move_unique(&mut second, to())
    );
    a.unwrap();
    b.unwrap();
    let checked = one.check(&mut db).await.unwrap();
    assert_eq!((checked.rows, checked.faults.rows()), (200, 0));
}

/// Writers do not know of the second column. Until the last step they fill the first one; after it their token is refused, and they look again.
async fn writers_go_on_while_unique_moves(place: &impl Place) {
    let mut db = filled(place, 120).await;
    let keyring = keyring();
    let mut writer = place.connect().await;
    let mut rotation = rotation(&keyring, id(OLD));
    rotation.run(&mut db).await.unwrap();
    let writing = async {
        let mut pinned = id(OLD);
        let mut refused = 0;
        for number in 1_000..1_150 {
            if insert(&mut writer, &keyring, number, pinned).await.is_err() {
                refused += 1;
                pinned = self::pinned(&mut writer).await;
                insert(&mut writer, &keyring, number, pinned).await.unwrap();
            }
            tokio::task::yield_now().await;
        }
        (pinned, refused)
    };
    let to = unique(&keyring, id(NEW));
    let (moved, (pinned, refused)) = tokio::join!(rotation.move_unique(&mut db, to), writing);
    moved.unwrap();
    // However late the writer was: what it has not written with the former key, it cannot write with it now.
    assert!(refused <= 1 && (refused == 1) == (pinned == id(NEW)));
    let late = insert(&mut writer, &keyring, 5_000, id(OLD))
        .await
        .unwrap_err();
    assert_eq!(
        late.to_string(),
        "the database failed: it refused a statement"
    );
    let checked = rotation.check(&mut db).await.unwrap();
    assert_eq!((checked.rows, checked.faults.rows()), (270, 0));
    unique_holds(&mut db, &keyring, 1_149).await;
    unique_holds(&mut db, &keyring, 1).await;
}

async fn two_rows_with_one_value_are_named_and_nothing_moves(place: &impl Place) {
    let mut db = filled(place, 20).await;
    let keyring = keyring();
    // Somebody wrote past the service.
    let copy = Statement::new("UPDATE customers SET email = $1 WHERE id = 15");
    let copy = copy.bind(SealedColumn(emails(&keyring).seal(&email(2))));
    db.execute(copy).await.unwrap();
    let mut rotation = rotation(&keyring, id(OLD));
    let twice = rotation
        .move_unique(&mut db, unique(&keyring, id(NEW)))
        .await
        .unwrap_err();
    assert_eq!(
        twice.to_string(),
        "`customers.email_unique_next` in the row 15 has the value of another row"
    );
    unique_holds(&mut db, &keyring, 2).await;
    let mended = Statement::new("UPDATE customers SET email = $1 WHERE id = 15");
    let mended = mended.bind(SealedColumn(emails(&keyring).seal(&email(15))));
    db.execute(mended).await.unwrap();
    rotation
        .move_unique(&mut db, unique(&keyring, id(NEW)))
        .await
        .unwrap();
    unique_holds(&mut db, &keyring, 15).await;
}

/// A move that was begun, and before it came to its end the next key was there.
async fn a_move_that_was_given_up_gives_way_to_the_next(place: &impl Place) {
    let mut db = filled(place, 20).await;
    let mut keyring = keyring();
    let copy = Statement::new("UPDATE customers SET email = $1 WHERE id = 15");
    let copy = copy.bind(SealedColumn(emails(&keyring).seal(&email(2))));
    db.execute(copy).await.unwrap();
    let mut first = rotation(&keyring, id(OLD));
    first.run(&mut db).await.unwrap();
    first
        .move_unique(&mut db, unique(&keyring, id(NEW)))
        .await
        .unwrap_err();
    let mended = Statement::new("UPDATE customers SET email = $1 WHERE id = 15");
    let mended = mended.bind(SealedColumn(emails(&keyring).seal(&email(15))));
    db.execute(mended).await.unwrap();

    keyring
        .import(id(10), 2, MasterKey::from_bytes([10; 32]))
        .unwrap();
    keyring.promote(id(10)).unwrap();
    let mut second = rotation(&keyring, id(OLD));
    assert_eq!(second.run(&mut db).await.unwrap().in_all, 20);
    second
        .move_unique(&mut db, unique(&keyring, id(10)))
        .await
        .unwrap();
    let checked = second.check(&mut db).await.unwrap();
    assert_eq!((checked.rows, checked.faults.rows()), (20, 0));
    assert_eq!(pinned(&mut db).await, id(10));
    unique_holds(&mut db, &keyring, 15).await;
}

async fn a_column_that_is_pinned_elsewhere_is_left_alone(place: &impl Place) {
    let mut db = filled(place, 3).await;
    let keyring = keyring();
    let mut made_for_another = rotation(&keyring, id(NEW));
    // It is pinned to the old key, and the job says the new one: nobody moves it to the old one by mistake.
    let refused = made_for_another
        .move_unique(&mut db, unique(&keyring, id(NEW)))
        .await;
    assert_eq!(refused, Err(RotationError::PinnedTo(id(OLD))));
    let again = pin_key(&mut db, &name("customers"), &name("email_unique"), id(NEW)).await;
    assert_eq!(again, Err(RotationError::PinnedTo(id(OLD))));
    db.script("DELETE FROM greffe_pinned_keys").await.unwrap();
    let refused = rotation(&keyring, id(OLD))
        .move_unique(&mut db, unique(&keyring, id(NEW)))
        .await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "it is not recorded to which key `customers.email_unique` is pinned"
    );
}

async fn a_randomised_column_stays_bound_to_its_rows(place: &impl Place) {
    let mut db = place.connect().await;
    migrate(&mut db).await.unwrap();
    db.script(match db.dialect() {
        Dialect::Sqlite => {
            "CREATE TABLE notes (code TEXT PRIMARY KEY, shop INTEGER NOT NULL, note BLOB)"
        }
        _ => "CREATE TABLE notes (code text PRIMARY KEY, shop bigint NOT NULL, note bytea)",
    })
    .await
    .unwrap();
    let randomised = |keyring: &Keyring| {
        let cipher = keyring.cipher(Context::new("notes", "note")).unwrap();
        cipher.randomised::<Email>()
    };
    let binding = |key: &RowKey| Binding::empty().text(key.as_text()?);
    for number in 0..30_i64 {
        let code = format!("n{number:02}");
        let bound = binding(&code.as_str().into()).unwrap();
        let note = randomised(&former()).seal(&email(number), &bound, &mut getrandom::SysRng);
        let insert = Statement::new("INSERT INTO notes VALUES ($1, $2, $3)").bind(code);
        let insert = insert.bind(number % 2).bind(SealedColumn(note.unwrap()));
        db.execute(insert).await.unwrap();
    }
    let keyring = keyring();
    let place = ColumnPlace {
        table: name("notes"),
        key: name("code"),
        column: name("note"),
    };
    let cipher = randomised(&keyring);
    let context = Context::new("notes", "note");
    let mut of_one_shop = Rotation::randomised(place, context, cipher, binding, getrandom::SysRng)
        .only(name("shop"), 1_i64, "shop one")
        .batches_of(4);
    let rotated = of_one_shop.run(&mut db).await.unwrap();
    assert_eq!((rotated.converted, rotated.faults.rows()), (15, 0));
    let asked = Statement::new("SELECT code, shop, note FROM notes ORDER BY code");
    for (number, row) in (0..).zip(db.rows(asked).await.unwrap()) {
        let token: SealedColumn<Email> = row.get("note").unwrap();
        let bound = binding(&row.get("code").unwrap()).unwrap();
        let opened = randomised(&keyring).open(&token.0, &bound).unwrap();
        assert_eq!(opened.expose(), email(number).expose());
        assert_eq!(randomised(&keyring).is_stale(&token.0), number % 2 == 0);
    }
}

/// The dialect of a connection at hand.
trait KeyedBy {
    fn dialect(&self) -> Dialect;
}

impl<C: Backend> KeyedBy for C {
    fn dialect(&self) -> Dialect {
        C::DIALECT
    }
}

each_in_its_own_place!(
    every_row_comes_under_the_new_key_once_and_the_old_key_retires,
    what_holds_something_else_stops_the_job_and_names_its_row,
    a_row_that_does_not_open_stays_as_it_is_and_its_key_is_not_retired,
    tokens_that_are_missing_or_of_another_key_are_made,
    a_token_beside_an_erased_value_is_found,
    two_rotations_at_once_convert_each_row_once,
    writers_go_on_while_unique_moves,
    two_rows_with_one_value_are_named_and_nothing_moves,
    a_move_that_was_given_up_gives_way_to_the_next,
    a_column_that_is_pinned_elsewhere_is_left_alone,
    a_randomised_column_stays_bound_to_its_rows,
);
