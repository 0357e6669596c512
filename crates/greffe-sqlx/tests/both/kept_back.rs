//! A database that keeps rows from being written, and says nothing of it.

use greffe_sqlx::{Backend, Dialect};

use super::Place;
use super::rotation::{
    NEW, OLD, emails, filled, id, keyring, rotation, sealed, stored, unique, unique_holds,
};

/// The row 3 is not written.
async fn freeze<C: Backend>(db: &mut C) {
    db.script(match C::DIALECT {
        Dialect::Sqlite => {
            "CREATE TRIGGER frozen BEFORE UPDATE ON customers WHEN old.id = 3 BEGIN SELECT RAISE(IGNORE); END"
        }
        _ => {
            "CREATE FUNCTION frozen() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN IF old.id = 3 THEN RETURN NULL; END IF; RETURN new; END $$;
             CREATE TRIGGER frozen BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION frozen()"
        }
    })
    .await
    .unwrap();
}

async fn thaw<C: Backend>(db: &mut C) {
    db.script(match C::DIALECT {
        Dialect::Sqlite => "DROP TRIGGER frozen",
        _ => "DROP TRIGGER frozen ON customers",
    })
    .await
    .unwrap();
}

const KEPT_BACK: &str = "the database keeps rows of `customers` from being written";

async fn rows_that_the_database_keeps_back_stop_the_job(place: &impl Place) {
    let mut db = filled(place, 20).await;
    let keyring = keyring();
    freeze(&mut db).await;
    let mut rotation = rotation(&keyring, id(OLD));
    let stopped = rotation.run(&mut db).await;
    assert_eq!(stopped.unwrap_err().to_string(), KEPT_BACK);
    // Nor those of its batch.
    for number in [1, 3, 7] {
        assert!(emails(&keyring).is_stale(&sealed(&stored(&mut db, number).await)));
    }
    thaw(&mut db).await;
    let rotated = rotation.run(&mut db).await.unwrap();
    assert_eq!((rotated.converted, rotated.in_all), (20, 20));
}

async fn unique_does_not_move_without_rows_that_are_kept_back(place: &impl Place) {
    let mut db = filled(place, 20).await;
    let keyring = keyring();
    freeze(&mut db).await;
    let mut rotation = rotation(&keyring, id(OLD));
    let to = || unique(&keyring, id(NEW));
    let stopped = rotation.move_unique(&mut db, to()).await;
    unique_holds(&mut db, &keyring, 3).await;
    assert_eq!(stopped.unwrap_err().to_string(), KEPT_BACK);
    thaw(&mut db).await;
    rotation.move_unique(&mut db, to()).await.unwrap();
    rotation.run(&mut db).await.unwrap();
    let checked = rotation.check(&mut db).await.unwrap();
    assert_eq!((checked.rows, checked.faults.rows()), (20, 0));
    unique_holds(&mut db, &keyring, 3).await;
}

each_in_its_own_place!(
    rows_that_the_database_keeps_back_stop_the_job,
    unique_does_not_move_without_rows_that_are_kept_back,
);
