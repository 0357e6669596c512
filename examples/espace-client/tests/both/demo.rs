use std::fs::File;
use std::path::Path;
use std::process::Command;

use greffe::cipher::{Context, Iban, KeyState};
use greffe::consent::PersonKey;
use greffe::retention::{Certificate, Plan};
use greffe_sqlx::{Backend as _, ConsentStore, SealedColumn, Statement};

use super::service::{TODAY, keyring_of, registers, selected};
use super::{Place, number, rows};
use crate::people::Person;

const PEOPLE: i64 = 150;

/// The page of a demo.
fn demo(place: &impl Place, out: &Path, lang: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_espace-client"));
    command.args(["demo", "--people", "150", "--lang", lang, "--today", TODAY]);
    command
        .arg("--register")
        .arg(registers().join("hosting.toml"));
    command
        .arg("--out")
        .arg(out)
        .env("DATABASE_URL", place.url());
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The number that stands before these words.
fn before(page: &str, words: &str) -> u64 {
    let page: Vec<&str> = page.split_whitespace().collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    let at = page.windows(words.len()).position(|window| window == words);
    let at = at.unwrap_or_else(|| panic!("{words:?} is not on the page"));
    page[at - 1].parse().unwrap()
}

async fn keeps_its_claims(place: impl Place, lang: &str, words: [&str; 4]) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let page = demo(&place, out, lang);
    let db = &mut place.connect().await;
    let text = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();

    // Sealed: no plaintext stands in the column, and the key opens what the person told.
    let plans: Vec<Plan> = serde_json::from_str(&text("plan.json")).unwrap();
    let gone = selected(&plans);
    let stored = db
        .rows(Statement::new("SELECT * FROM customers ORDER BY id"))
        .await
        .unwrap();
    assert_eq!(
        i64::try_from(stored.len() + gone["customers"].len()).unwrap(),
        PEOPLE
    );
    let keyring = keyring_of(&out.join("keys"));
    let ibans = keyring.cipher(Context::new("customers", "iban").tenant("espace-client"));
    let ibans = ibans.unwrap().deterministic::<Iban>();
    for row in &stored {
        let person = Person::number(row.get("id").unwrap());
        let sealed: SealedColumn<Iban> = row.get("iban").unwrap();
        assert_eq!(ibans.open(&sealed.0).unwrap().expose(), person.iban);
        for column in ["name", "email", "phone", "iban", "card", "iban_unique"] {
            let octets: Vec<u8> = row.get(column).unwrap();
            for plain in [
                &person.name,
                &person.email,
                &person.phone,
                &person.iban,
                &person.card,
            ] {
                assert!(
                    !octets
                        .windows(plain.len())
                        .any(|window| window == plain.as_bytes())
                );
            }
        }
    }
    assert_eq!(before(&page, words[0]), 150);

    // The request that stays open holds the purge of its person, and so do the disputes.
    let open = number(db, "SELECT count(*) FROM holds WHERE reason = 'access_request' AND customer = 75 AND until IS NULL").await;
    assert_eq!(open, 1);
    assert_eq!(
        number(db, "SELECT count(*) FROM holds WHERE reason = 'dispute'").await,
        2
    );
    let there = rows(db).await;
    for held in db
        .rows(Statement::new("SELECT customer FROM holds"))
        .await
        .unwrap()
    {
        assert!(
            there["customers"].contains(&held.first().unwrap()),
            "what is held is there"
        );
    }
    let verified = greffe::export::verify_zip(File::open(out.join("export.zip")).unwrap());
    assert!(verified.unwrap().is_intact());

    // The request is kept with its state, and the choices stand in the ledger, the last of which is the withdrawal.
    assert_eq!(
        number(
            db,
            "SELECT count(*) FROM greffe_requests WHERE id = 'DEMO-1' AND closed IS NULL"
        )
        .await,
        1
    );
    let asked = Statement::new("SELECT person FROM customers WHERE id = 75");
    let person: Vec<u8> = db.row(asked).await.unwrap().unwrap().first().unwrap();
    let person = PersonKey::from_bytes(person.try_into().unwrap());
    let mut ledger = ConsentStore::new(db, "espace-client".parse().unwrap());
    assert!(ledger.verify().await.unwrap().is_sound());
    let history = ledger.history_of(person).await.unwrap();
    let kinds: Vec<&str> = history.iter().map(|event| event.kind().code()).collect();
    assert_eq!(kinds, ["requested", "given", "confirmed", "withdrawn"]);
    assert_eq!(text("consents.jsonl").lines().count(), 4);

    // Purged: what the plans chose is gone, and the certificates in the database say how many.
    for (table, keys) in &gone {
        assert!(there[table].is_disjoint(keys), "{table}");
    }
    let chain = greffe_sqlx::certificates(db).await.unwrap();
    Certificate::verify_chain(&chain).unwrap();
    let disposed: u64 = chain.iter().map(Certificate::disposed).sum();
    assert_eq!(
        disposed,
        gone.values().map(|keys| keys.len() as u64).sum::<u64>()
    );
    assert_eq!(before(&page, words[1]), disposed);
    assert_eq!(text("certificates.jsonl").lines().count(), chain.len());
    let answers = number(
        db,
        "SELECT CAST(sum(answers) AS bigint) FROM survey_results",
    )
    .await;
    assert_eq!(answers, i64::try_from(gone["surveys"].len()).unwrap());

    // Rotated: one key seals, the other opens nothing, and the unique column follows the first.
    let states: Vec<KeyState> = keyring.keys().map(|key| key.state()).collect();
    assert_eq!(states.len(), 2);
    assert!(states.contains(&KeyState::Primary) && states.contains(&KeyState::Retired));
    let pinned = number(
        db,
        "SELECT key_id FROM greffe_pinned_keys WHERE host_table = 'customers'",
    )
    .await;
    assert_eq!(pinned, i64::from(keyring.primary().get()));
    let moved = before(&page, words[2]);
    let prospects = there["prospects"].len();
    assert_eq!(moved, u64::try_from(stored.len() * 5 + prospects).unwrap());
    assert!(page.contains(words[3]), "{page}");
}

async fn the_demo_keeps_its_claims_in_english(place: impl Place) {
    let words = [
        "fictional customers",
        "rows disposed of,",
        "values re-sealed",
        "The purge, with proof",
    ];
    keeps_its_claims(place, "en", words).await;
}

async fn the_demo_keeps_its_claims_in_french(place: impl Place) {
    let words = [
        "clients et",
        "lignes traitées,",
        "valeurs rescellées",
        "La purge, avec preuve",
    ];
    keeps_its_claims(place, "fr", words).await;
}

async fn a_demo_on_a_database_with_people_touches_nobody(place: impl Place) {
    let service = super::Service::filled(place, "hosting", 40);
    let db = &mut service.place.connect().await;
    let there = rows(db).await;
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_espace-client"));
    command
        .arg("demo")
        .arg("--out")
        .arg(folder.path().join("out"));
    command
        .arg("--register")
        .arg(registers().join("hosting.toml"));
    let output = command
        .env("DATABASE_URL", service.place.url())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(rows(db).await, there);
    assert_eq!(service.every_iban_opens().await, 40);
}

each_in_its_own_place!(
    the_demo_keeps_its_claims_in_english,
    the_demo_keeps_its_claims_in_french,
    a_demo_on_a_database_with_people_touches_nobody,
);
