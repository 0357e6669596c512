use std::fs::File;
use std::path::Path;

use greffe::retention::{Certificate, Plan};

use crate::demo_of;

fn text(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|_| panic!("{name} is missing"))
}

#[test]
fn what_it_leaves_can_be_checked_without_it() {
    let (page, folder) = demo_of("hosting", "en");
    let folder = folder.path();
    // The archive is whole, by its own manifest.
    assert!(
        greffe::export::verify_zip(File::open(folder.join("export.zip")).unwrap())
            .unwrap()
            .is_intact()
    );
    // Plans are intact: reading one checks its digest.
    let plans: Vec<Plan> = serde_json::from_str(&text(folder, "plan.json")).unwrap();
    assert!(plans.len() >= 3);
    let altered =
        text(folder, "plan.json").replacen("\"reason\": \"due\"", "\"reason\": \"overdue\"", 1);
    assert!(
        serde_json::from_str::<Vec<Plan>>(&altered).is_err(),
        "an altered plan is refused"
    );
    // Certificates follow one another and count what the page says.
    let lines = text(folder, "certificates.jsonl");
    let chain: Vec<Certificate> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    Certificate::verify_chain(&chain).unwrap();
    let disposed: u64 = chain.iter().map(Certificate::disposed).sum();
    assert!(disposed > 0);
    assert!(
        page.contains(&format!(
            "{disposed} rows disposed of, {} certificates",
            chain.len()
        )),
        "{page}"
    );
    // The ledger verifies.
    assert_eq!(
        greffe::consent::Ledger::from_json_lines(&text(folder, "consents.jsonl"))
            .unwrap()
            .len(),
        4
    );
}

#[test]
fn nobody_s_data_stand_anywhere_but_in_the_export() {
    let (page, folder) = demo_of("bank-communication", "en");
    // Plaintext of the first customers, as the generator makes it: mail domain, telephone prefix, bank code.
    let signs = [
        "@courrier.example",
        "@poste.example",
        "@atelier.example",
        "+3363998",
        "FR7699999",
    ];
    let mut places = vec![("the page".to_owned(), page.into_bytes())];
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && !path.ends_with("export.zip") {
            places.push((path.display().to_string(), std::fs::read(path).unwrap()));
        }
    }
    assert!(
        places.len() >= 6,
        "the database and the files are looked at"
    );
    for (place, bytes) in places {
        for sign in signs {
            let found = bytes
                .windows(sign.len())
                .any(|window| window == sign.as_bytes());
            assert!(!found, "{sign} stands in {place}");
        }
    }
}

#[cfg(unix)]
#[test]
fn keys_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_, folder) = demo_of("software-support", "en");
    for name in ["keys/kek", "keys/keys.json"] {
        let mode = std::fs::metadata(folder.path().join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
}

#[test]
fn what_was_erased_cannot_be_read_in_the_database_file() {
    let (page, folder) = demo_of("hosting", "en");
    assert!(page.contains("tickets → "), "tickets were erased");
    let bytes = std::fs::read(folder.path().join("espace-client.sqlite")).unwrap();
    let log = std::fs::metadata(folder.path().join("espace-client.sqlite-wal"))
        .map_or(0, |log| log.len());
    assert_eq!(log, 0, "the log keeps older pages");
    // Each ticket has a subject of its own: those that stand in the file are those that a query finds.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let live: Vec<String> = runtime.block_on(async {
        use sqlx::ConnectOptions as _;
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(folder.path().join("espace-client.sqlite"));
        let mut db = options.connect().await.unwrap();
        sqlx::query_scalar("SELECT subject FROM tickets")
            .fetch_all(&mut db)
            .await
            .unwrap()
    });
    let stands = |subject: &str| {
        bytes
            .windows(subject.len())
            .any(|window| window == subject.as_bytes())
    };
    let mut erased = 0;
    for customer in 1..=120 {
        let subject = format!("Question {customer} about an invoice");
        if live.contains(&subject) {
            assert!(stands(&subject), "the test looks at the right file");
        } else {
            assert!(!stands(&subject), "{subject} was erased and is still there");
            erased += 1;
        }
    }
    assert!(erased > 10);
}
