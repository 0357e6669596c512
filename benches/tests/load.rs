//! The load on small tables: all of it runs, both sides agree, and the report names every contest.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    missing_docs
)]

use greffe_benches::load::{Load, Size, on_sqlite};

const CONTESTS: [&str; 6] = [
    "a person inserted, a batch at a time",
    "lookup, two keys, none: p99.9",
    "a decision for one person: p99",
    "the first 50 open requests: p99",
    "a row purged, a batch at a time",
    "a row rotated, a batch at a time",
];

fn is_whole(load: &Load) {
    assert_eq!(load.measured.len(), 3 + 4 * 3 + 2 * 3);
    let table = load.table();
    for name in CONTESTS {
        let contest = load.measured.iter().find(|contest| contest.name == name);
        let standings = &contest.unwrap().standings;
        assert!(standings.len() >= 2, "{name}");
        for standing in standings {
            assert!(standing.time.median > 0.0, "{name}: {}", standing.name);
        }
        assert!(table.contains(name), "{table}");
    }
    let purged = load
        .measured
        .iter()
        .find(|contest| contest.name == CONTESTS[4]);
    let purged = purged.unwrap().answer;
    assert!(
        (100..200).contains(&purged),
        "half of the people are older than a year: {purged}"
    );
    for taken in &load.disk {
        assert!(taken.sealed > taken.plain, "{taken:?}");
    }
    let json = load.json();
    assert_eq!(json["disk"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "current_thread")]
async fn sealed_and_plaintext_agree_on_sqlite() {
    is_whole(&on_sqlite(Size::SMOKE).await.unwrap());
}

#[cfg(feature = "postgres-tests")]
#[tokio::test(flavor = "current_thread")]
async fn sealed_and_plaintext_agree_on_postgres() {
    let url =
        std::env::var("DATABASE_URL").expect("DATABASE_URL: run through `cargo xtask pg -- …`");
    is_whole(
        &greffe_benches::load::on_postgres(&url, Size::SMOKE)
            .await
            .unwrap(),
    );
}
