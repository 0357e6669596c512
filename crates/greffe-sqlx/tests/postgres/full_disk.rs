//! A disk of PostgreSQL that is full: a small file system of its own, mounted for the test, under a tablespace. Needs to be root on the server's machine, as the
//! private server of `cargo xtask pg` is started; what stands in the way is said, and fails the test.

use std::path::PathBuf;
use std::process::Command;

use greffe_consent::{Event, EventId, Kind, PersonKey, Provenance, Scope};
use greffe_retention::PurgeError;
use greffe_sqlx::{
    Backend as _, ConsentStore, ConsentStoreError, DatabaseFailure, RotationError, Statement,
    StoreError, migrate,
};
use sqlx::PgConnection;

use crate::both::Place as _;
use crate::both::purge::{day, execute, insert, left, plan, rule, tables};
use crate::both::rotation::{self, NEW, OLD, id, keyring, unique};

const FULL: StoreError = StoreError::Database(DatabaseFailure::Full);

/// A disk of 16 MB with a tablespace, both gone afterwards.
struct Disk {
    folder: PathBuf,
    tablespace: String,
}

impl Disk {
    async fn mount(name: &str) -> Self {
        let disk = Self {
            folder: std::env::temp_dir().join(format!("greffe-disk-{}-{name}", std::process::id())),
            tablespace: format!("greffe_{name}_{}", std::process::id()),
        };
        std::fs::create_dir_all(&disk.folder).unwrap();
        let options = ["-t", "tmpfs", "-o", "size=16m", "tmpfs"];
        run(Command::new("mount").args(options).arg(&disk.folder));
        run(Command::new("chown").arg("postgres").arg(&disk.folder));
        run(Command::new("chmod").arg("700").arg(&disk.folder));
        let create = format!(
            "CREATE TABLESPACE {} LOCATION '{}'",
            disk.tablespace,
            disk.folder.display()
        );
        sql(&mut crate::connect().await, create).await.unwrap();
        disk
    }

    /// A connection whose new tables lie on the disk, in a schema of their own.
    async fn connect(&self) -> PgConnection {
        let mut db = crate::place().await.connect().await;
        let space = format!("SET default_tablespace = {}", self.tablespace);
        sql(&mut db, space).await.unwrap();
        db.script("CREATE TABLE filler (octets text)")
            .await
            .unwrap();
        db
    }

    /// Takes what is left, but for so many pages of 8 kB that are given back.
    async fn fill(&self, db: &mut PgConnection, room: i64) {
        db.script(
            "CREATE TABLE room (octets text);
             ALTER TABLE filler ALTER octets SET STORAGE PLAIN;
             ALTER TABLE room ALTER octets SET STORAGE PLAIN",
        )
        .await
        .unwrap();
        let a_page_each = "SELECT repeat('x', 8000) FROM generate_series(1, $1)";
        let room_taken = format!(
            "INSERT INTO room {}",
            a_page_each.replace("$1", &room.max(1).to_string())
        );
        sql(db, room_taken).await.unwrap();
        while sql(
            db,
            format!("INSERT INTO filler {}", a_page_each.replace("$1", "1")),
        )
        .await
        .is_ok()
        {}
        db.script("DROP TABLE room").await.unwrap();
    }

    async fn make_room(&self, db: &mut PgConnection) {
        db.script("DROP TABLE filler; CHECKPOINT").await.unwrap();
    }

    async fn unmount(self, mut db: PgConnection) {
        let schema = Statement::new("SELECT current_schema()");
        let schema: String = db.row(schema).await.unwrap().unwrap().first().unwrap();
        sql(&mut db, format!("DROP SCHEMA {schema} CASCADE"))
            .await
            .unwrap();
        db.script("RESET default_tablespace; CHECKPOINT")
            .await
            .unwrap();
        sql(&mut db, format!("DROP TABLESPACE {}", self.tablespace))
            .await
            .unwrap();
    }
}

/// Also where a test failed in between: the server's files go with its folder, the mount would stay.
impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.folder).status();
        let _ = std::fs::remove_dir(&self.folder);
    }
}

fn run(command: &mut Command) {
    let ended = command.output();
    let ended = ended.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        ended.status.success(),
        "a full disk is tested on one that is mounted, which takes root: {command:?}: {}",
        String::from_utf8_lossy(&ended.stderr)
    );
}

async fn sql(db: &mut PgConnection, text: String) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(sqlx::AssertSqlSafe(text)).execute(db).await?;
    Ok(())
}

async fn count(db: &mut PgConnection, asked: &'static str) -> i64 {
    let row = db.row(Statement::new(asked)).await.unwrap();
    row.unwrap().first().unwrap()
}

#[tokio::test]
async fn a_purge_on_a_full_disk_disposes_of_nothing_without_a_record() {
    let disk = Disk::mount("purge").await;
    let mut db = disk.connect().await;
    migrate(&mut db).await.unwrap();
    tables(&mut db).await;
    for id in 1..=400 {
        insert(&mut db, id, day(2025, 1, 1)).await;
    }
    let rule = rule();
    let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
    disk.fill(&mut db, 4).await;
    let stopped = execute(&mut db, &plan, &rule, usize::MAX)
        .await
        .unwrap_err();
    assert!(matches!(stopped, PurgeError::Store(FULL)), "{stopped}");
    // Portions of two rows: as many as there was room for, each with its record.
    let portions = count(&mut db, "SELECT count(*) FROM greffe_purge_journal").await;
    let tombstones = count(&mut db, "SELECT count(*) FROM greffe_tombstones").await;
    let gone = 400 - i64::try_from(left(&mut db).await.len()).unwrap();
    assert_eq!((gone, tombstones), (2 * portions, 2 * portions));
    assert!((1..200).contains(&portions), "{portions}");
    assert_eq!(
        count(&mut db, "SELECT count(*) FROM greffe_certificates").await,
        0
    );
    disk.make_room(&mut db).await;
    let certificate = execute(&mut db, &plan, &rule, usize::MAX).await.unwrap();
    assert_eq!((certificate.disposed(), certificate.spared()), (400, 0));
    assert!(left(&mut db).await.is_empty());
    disk.unmount(db).await;
}

#[tokio::test]
async fn a_rotation_on_a_full_disk_leaves_whole_batches_and_goes_on() {
    let disk = Disk::mount("rotation").await;
    let mut db = disk.connect().await;
    rotation::fill(&mut db, 2_000).await;
    let keyring = keyring();
    let mut rotated = rotation::rotation(&keyring, id(OLD));
    disk.fill(&mut db, 6).await;
    // As long as somebody reads what was, what is overwritten stays, and every batch takes room.
    let mut reader = crate::connect().await;
    reader.begin_snapshot().await.unwrap();
    count(&mut reader, "SELECT count(*) FROM pg_class").await;
    let stopped = rotated.run(&mut db).await.unwrap_err();
    assert_eq!(stopped, RotationError::Store(FULL));
    let counts = rotated.count(&mut db, id(OLD)).await.unwrap();
    let journal = count(
        &mut db,
        "SELECT coalesce(sum(converted), 0)::bigint FROM greffe_rotations",
    )
    .await;
    // Sealed column and index alike, in batches of seven, and the journal knows of them.
    let stale: Vec<i64> = counts
        .iter()
        .map(|c| i64::try_from(c.rows.stale).unwrap())
        .collect();
    assert_eq!(stale[..2], [2_000 - journal, 2_000 - journal]);
    assert!(
        (7..2_000).contains(&journal) && journal % 7 == 0,
        "{journal}"
    );
    let moved = rotated
        .move_unique(&mut db, unique(&keyring, id(NEW)))
        .await;
    assert_eq!(moved.unwrap_err(), RotationError::Store(FULL));
    rotation::unique_holds(&mut db, &keyring, 3).await;
    reader.rollback().await.unwrap();
    disk.make_room(&mut db).await;
    let again = rotated.run(&mut db).await.unwrap();
    assert_eq!(
        (i64::try_from(again.converted).unwrap(), again.in_all),
        (2_000 - journal, 2_000)
    );
    rotated
        .move_unique(&mut db, unique(&keyring, id(NEW)))
        .await
        .unwrap();
    let checked = rotated.check(&mut db).await.unwrap();
    assert_eq!((checked.rows, checked.faults.rows()), (2_000, 0));
    disk.unmount(db).await;
}

#[tokio::test]
async fn a_ledger_on_a_full_disk_takes_whole_deliveries_or_nothing_of_them() {
    let disk = Disk::mount("consent").await;
    let mut db = disk.connect().await;
    migrate(&mut db).await.unwrap();
    let shop = || "shop".parse().unwrap();
    let events: Vec<Event> = (0..2_000).map(refusal).collect();
    ConsentStore::new(&mut db, shop())
        .append(&events[0])
        .await
        .unwrap();
    disk.fill(&mut db, 12).await;
    let mut ledger = ConsentStore::new(&mut db, shop());
    let full = ConsentStoreError::Store(FULL);
    assert_eq!(ledger.append_all(&events).await.unwrap_err(), full);
    assert_eq!(ledger.head().await.unwrap().length, 1);
    // One by one, until there is no room.
    let mut taken = 1;
    let stopped = loop {
        match ledger.append(&events[taken]).await {
            Ok(appended) => assert!(appended.is_new),
            Err(stopped) => break stopped,
        }
        taken += 1;
    };
    assert_eq!(stopped, full);
    assert_eq!(
        ledger.head().await.unwrap().length,
        u64::try_from(taken).unwrap()
    );
    assert!(ledger.verify().await.unwrap().is_sound());
    disk.make_room(&mut db).await;
    let mut ledger = ConsentStore::new(&mut db, shop());
    let appended = ledger.append_all(&events).await.unwrap();
    let new = appended.iter().filter(|appended| appended.is_new).count();
    assert_eq!(new, 2_000 - taken);
    assert!(ledger.verify().await.unwrap().is_sound());
    disk.unmount(db).await;
}

fn refusal(number: u32) -> Event {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    let at = "2026-03-01T10:00:00Z".parse().unwrap();
    let purposes = Scope::All;
    Event::new(
        EventId::from_bytes(id),
        PersonKey::from_bytes(id),
        (at, at),
        Provenance::Person,
        Kind::Refused { purposes },
    )
    .unwrap()
}
