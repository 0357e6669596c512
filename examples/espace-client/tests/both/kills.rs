//! Commands and the service, killed as `kill -9` does at any point of their way, and run again: a few times here, a hundred by `cargo xtask kills`.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use greffe::consent::{Kind, Ledger};
use greffe::export::{Right, verify_zip};
use greffe_sqlx::{Backend, ConsentStore, Dialect, RequestStore, Statement, StoredRequest};

use super::service::Service;
use super::{Place, WHOLE, number};

/// How many to kill.
fn kills() -> u32 {
    let told = std::env::var("GREFFE_KILLS").ok();
    told.map_or(6, |told| told.parse().unwrap())
}

/// Points that are spread over this time, and a little beyond it.
fn delay(attempt: u32, whole: Duration) -> Duration {
    whole * ((attempt * 7_919) % 1_009) / 950
}

/// What a job takes, after a kill that came too late: the first run had colder caches.
fn shorter(whole: Duration) -> Duration {
    whole * 9 / 10
}

/// The schema as the catalogue has it, without the name of the test's own.
async fn schema(db: &mut impl Backend) -> Vec<String> {
    async fn lines<C: Backend>(db: &mut C, query: &'static str) -> Vec<String> {
        let rows = db.rows(Statement::new(query)).await.unwrap();
        rows.iter().map(|row| row.first().unwrap()).collect()
    }
    async fn all<C: Backend>(db: &mut C) -> Vec<String> {
        if C::DIALECT == Dialect::Sqlite {
            let query = "SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY 1";
            return lines(db, query).await;
        }
        let name = lines(db, "SELECT current_schema()::text").await.remove(0);
        let mut all = lines(
            db,
            "SELECT concat_ws(' ', table_name, ordinal_position, column_name, data_type, is_nullable, is_identity, column_default) \
             FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1",
        )
        .await;
        all.extend(
            lines(
                db,
                "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1",
            )
            .await,
        );
        all.extend(
            lines(
                db,
                "SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint \
                 WHERE connamespace = current_schema()::regnamespace ORDER BY 1",
            )
            .await,
        );
        all.iter().map(|line| line.replace(&name, "")).collect()
    }
    all(db).await
}

/// The tables as the first version of the service made them, with rows.
async fn make_older<P: Place>(place: &P) {
    if let Some(path) = place.url().strip_prefix("sqlite:") {
        File::create(path).unwrap();
    }
    let db = &mut place.connect().await;
    let tables = if P::Connection::DIALECT == Dialect::Sqlite {
        include_str!("../../migrations/sqlite/0001_tables.sql")
    } else {
        include_str!("../../migrations/postgres/0001_tables.sql")
    };
    db.script(tables).await.unwrap();
    db.script("CREATE TABLE host_migrations (number BIGINT PRIMARY KEY)")
        .await
        .unwrap();
    db.script("INSERT INTO host_migrations (number) VALUES (1)")
        .await
        .unwrap();
    db.script(
        "INSERT INTO surveys (id, customer, answer) VALUES (1, 1, 'satisfied'), (2, 7, 'other')",
    )
    .await
    .unwrap();
}

async fn a_migration_that_is_killed_anywhere_ends_with_the_schema_of_one_that_was_not(
    place: impl Place,
) {
    let calm = Service::bare(place, "hosting");
    let begun = Instant::now();
    calm.done(&["migrate"]);
    let whole = begun.elapsed();
    let wanted = schema(&mut calm.place.connect().await).await;
    assert!(wanted.len() > 30, "{} lines", wanted.len());
    let (mut paces, mut killed, mut attempt) = ([whole; 2], 0, 0);
    while killed < kills() {
        assert!(
            attempt < kills() * 5,
            "{killed} kills of {attempt} came in time"
        );
        let service = Service::bare(crate::place().await, "hosting");
        let is_older = attempt % 2 == 1;
        let pace = &mut paces[usize::from(is_older)];
        if is_older {
            make_older(&service.place).await;
        }
        match service.killed_after(&["migrate"], delay(attempt, *pace)) {
            true => killed += 1,
            false => *pace = shorter(*pace),
        }
        service.done(&["migrate"]);
        let db = &mut service.place.connect().await;
        assert_eq!(schema(db).await, wanted, "attempt {attempt}");
        let rows = number(db, "SELECT count(*) FROM surveys").await;
        assert_eq!(rows, if is_older { 2 } else { 0 });
        // The keys are whole too, and nothing is left to do.
        service.keyring();
        if attempt % 10 == 0 {
            assert_eq!(service.done(&["migrate"])["migrations"], 0);
        }
        attempt += 1;
    }
}

fn is_intact(path: &Path) -> bool {
    verify_zip(File::open(path).unwrap()).unwrap().is_intact()
}

async fn request(db: &mut impl Backend, id: &str) -> Option<StoredRequest> {
    let id = id.parse().unwrap();
    RequestStore::new(db).load(&id).await.unwrap()
}

async fn an_export_that_is_killed_anywhere_leaves_no_half_file_and_no_request_without_its_package(
    place: impl Place,
) {
    let service = Service::filled(place, "hosting", 40);
    let service = service.keeping(WHOLE);
    let exports = tempfile::tempdir().unwrap();
    let db = &mut service.place.connect().await;
    let begun = Instant::now();
    let (mut whole, mut killed) = (Duration::from_secs(1), 0);
    for attempt in 0..=kills() {
        let (customer, id) = ((1 + attempt % 40).to_string(), format!("K-{attempt}"));
        let out = exports.path().join(format!("{id}.zip"));
        let command = [
            "export",
            "--customer",
            &customer,
            "--request",
            &id,
            "--out",
            out.to_str().unwrap(),
        ];
        // The first one tells how long it takes.
        if attempt > 0 {
            match service.killed_after(&command, delay(attempt, whole)) {
                true => killed += 1,
                false => whole = shorter(whole),
            }
        }
        let left = request(db, &id).await;
        assert!(!out.exists() || is_intact(&out), "{id}: half a package");
        let is_closed = |left: &StoredRequest| left.request().state().is_final();
        let held = Statement::new(
            "SELECT count(*) FROM holds WHERE reason = 'access_request' AND until IS NULL AND customer = ",
        );
        let held = held.value(i64::from(1 + attempt % 40));
        let held: i64 = db.row(held).await.unwrap().unwrap().first().unwrap();
        match &left {
            None => assert!(!out.exists() && held == 0, "{id}: a package of no request"),
            Some(left) if is_closed(left) => assert!(out.exists() && held == 0, "{id}"),
            Some(_) => assert_eq!(held, 1, "{id}: an open request holds the purge"),
        }
        assert_eq!(service.done(&command)["closed"], true);
        assert!(is_intact(&out));
        assert!(is_closed(&request(db, &id).await.unwrap()));
        if attempt == 0 {
            whole = begun.elapsed();
        }
    }
    assert!(killed >= kills() / 2, "{killed} kills came in time");
    // Nothing but packages: what was written beside them and never named is a temporary file, which says so.
    for file in std::fs::read_dir(exports.path()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(name.starts_with(".tmp") || name.ends_with(".zip"), "{name}");
    }
    assert_eq!(
        number(db, "SELECT count(*) FROM holds WHERE until IS NULL").await,
        0
    );
}

/// Asks until the service is gone, and counts the answers of 201.
fn ask_on(address: &str, token: &str, recorded: &AtomicU32) {
    let paths = [
        ("/api/v1/consents/newsletter", r#"{"choice":"give"}"#),
        ("/api/v1/objections/marketing", "{}"),
        ("/api/v1/consents/newsletter", r#"{"choice":"withdraw"}"#),
        ("/api/v1/requests", r#"{"right":"access"}"#),
    ];
    for (path, body) in paths.iter().cycle() {
        let Ok(mut stream) = TcpStream::connect(address) else {
            return;
        };
        let asked = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        let mut answer = String::new();
        let is_gone = stream.write_all(asked.as_bytes()).is_err()
            || stream.read_to_string(&mut answer).is_err();
        // What came before the connection broke was said all the same.
        if answer.starts_with("HTTP/1.1 201") {
            recorded.fetch_add(1, Ordering::SeqCst);
        }
        if is_gone {
            return;
        }
    }
}

async fn a_service_that_is_killed_while_it_writes_has_every_choice_whole_or_not_at_all(
    place: impl Place,
) {
    let service = Service::filled(place, "hosting", 20);
    let db = &mut service.place.connect().await;
    let tokens: Vec<String> = (1..=3)
        .map(|customer| {
            let customer = customer.to_string();
            let made = service.done(&["token", "--customer", &customer]);
            made["token"].as_str().unwrap().to_owned()
        })
        .collect();
    let recorded = AtomicU32::new(0);
    let mut killed = 0;
    for attempt in 0..kills() {
        let mut command = service.command(&["serve", "--listen", "127.0.0.1:0"]);
        let command = command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let out = child.stdout.as_mut().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        let address = said["address"].as_str().unwrap();
        let address = address.trim_start_matches("http://").to_owned();
        let before = recorded.load(Ordering::SeqCst);
        std::thread::scope(|threads| {
            for token in &tokens {
                threads.spawn(|| ask_on(&address, token, &recorded));
            }
            // In the middle of things, however slow the machine is.
            let begun = Instant::now();
            while recorded.load(Ordering::SeqCst) < before + 2 + attempt % 7 {
                assert!(begun.elapsed() < Duration::from_secs(30), "no answers");
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(delay(attempt, Duration::from_millis(20)));
            killed += u32::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
        });
    }
    assert_eq!(killed, kills());
    let recorded = recorded.into_inner();

    let mut store = ConsentStore::new(db, "espace-client".parse().unwrap());
    let report = store.verify().await.unwrap();
    assert!(report.findings().is_empty(), "{:?}", report.findings());
    let ledger: Ledger = store.ledger().await.unwrap();
    let objected = ledger
        .entries()
        .filter(|(event, _)| matches!(event.kind(), Kind::Objected { .. }))
        .count();
    // Whatever was answered with 201 is there; what was under way may be.
    let mut requests = Vec::new();
    let asked = Statement::new("SELECT id FROM greffe_requests");
    for row in db.rows(asked).await.unwrap() {
        let id: String = row.get("id").unwrap();
        requests.push(request(db, &id).await.unwrap());
    }
    let with = |right: Right| {
        requests
            .iter()
            .filter(move |stored| stored.request().rights().any(|asked| asked == right))
            .count()
    };
    // An objection is a request and an event of the ledger: both or neither.
    assert_eq!(with(Right::Objection), objected);
    // A request for access is the request and a hold.
    let held = number(db, "SELECT count(*) FROM holds WHERE until IS NULL").await;
    assert_eq!(with(Right::Access), usize::try_from(held).unwrap());
    let writes = ledger.len() + with(Right::Access);
    assert!(writes >= usize::try_from(recorded).unwrap());
}

each_in_its_own_place!(
    a_migration_that_is_killed_anywhere_ends_with_the_schema_of_one_that_was_not,
    an_export_that_is_killed_anywhere_leaves_no_half_file_and_no_request_without_its_package,
    a_service_that_is_killed_while_it_writes_has_every_choice_whole_or_not_at_all,
);
