//! The shredding plan: what is unreadable for everybody, from when, and what is not.

use greffe_cipher::{ColumnKind, Context, DeclaredColumn, Expiry, ShreddingPlan, ShreddingReport};
use proptest::prelude::*;

const NOW: u64 = 1_750_000_000;
const DAY: u64 = 86_400;

fn column(field: &str, kind: ColumnKind) -> DeclaredColumn {
    DeclaredColumn::new(&Context::new("patients", field).tenant("canari"), kind)
}

fn whole() -> ShreddingPlan {
    ShreddingPlan::new()
        .sealed(&Context::new("patients", "note").tenant("canari"))
        .under_shared_key(column("email", ColumnKind::EqualityIndex).named("by_email"))
        .under_shared_key(column("iban", ColumnKind::Deterministic))
        .key_store_backup("nightly", Expiry::At(NOW + 7 * DAY))
        .key_store_backup("weekly", Expiry::At(NOW + 30 * DAY))
        .database_backup("yearly", Expiry::At(NOW + 365 * DAY))
}

#[test]
fn steps_stand_in_order_and_say_what_stays_until_when_in_both_languages() {
    let report = whole().at(NOW);
    assert_eq!(report.unreadable_from(), Some(NOW + 30 * DAY));
    assert_eq!(report.unconfirmable_from(), Some(NOW + 365 * DAY));
    assert!(report.is_complete());
    let english = report.in_english();
    assert_eq!(english, report.to_string());
    assert_eq!(
        english,
        "Steps\n\
         1. Enter the person in the list of destroyed keys.\n\
         2. Set to NULL in the person's rows, or delete those rows where a table has one row a token: patients.email by_email (equality index).\n\
         3. Delete as any data, in the person's rows: patients.iban (deterministic values).\n\
         4. Delete every generation of the person's key from the key store, then let every instance forget it.\n\
         5. Take the person off that list from 2025-07-16, not before: a restored key is known by it. Until then, and in the \
         backups of that list, whoever has the shared keys can confirm that the person is on it.\n\
         What is left\n\
         - Values under the person's key (patients.note): unreadable for everybody from 2025-07-16.\n\
         - Backup of the key store `nightly`: expired from 2025-06-23.\n\
         - Backup of the key store `weekly`: expired from 2025-07-16.\n\
         - Tokens of patients.email by_email (equality index) still let whoever has the shared key confirm a guess in the backups of the database until \
         2026-06-16.\n\
         - Values of patients.iban (deterministic values) stay readable in the backups of the database by whoever has the shared key until 2026-06-16.\n\
         - Backup of the database `yearly`: expired from 2026-06-16.\n\
         Scope and residual risk\n\
         - Plan made for 2025-06-15 (days in UTC) from what was declared. It supposes that all steps are done on that day, and does not prove \
         that they were: record who did them, when, and what shows that each backup has expired (GDPR Art. 5(2)).\n\
         - Outside the plan: copies in clear (exports, logs, e-mails, the memory of instances) and what processors and recipients hold. Each \
         recipient is told of the erasure, unless that proves impossible or takes disproportionate effort (GDPR Art. 19).\n\
         - Tokens sealed under the person's key stay in the database and its backups, with their length and the row that holds them. While the \
         key can be found again they are pseudonymised personal data (GDPR Art. 4(5)), not anonymous. Delete the rows too, as soon as nothing \
         obliges you to keep them.\n\
         - Residual risk: a copy of the key that is not declared; a future weakening of the encryption (AES-256-GCM-SIV, RFC 8452), against \
         which only deleting the tokens helps."
    );
    let french = report.in_french();
    assert_eq!(french.lines().count(), english.lines().count());
    for said in [
        "2. Mettre à NULL dans les lignes de la personne, ou supprimer ces lignes là où une table a une ligne par jeton\u{a0}: patients.email by_email (index d’égalité).",
        "- Valeurs sous la clé de la personne (patients.note)\u{a0}: illisibles pour tous à partir du 2025-07-16.",
        "par quiconque détient la clé partagée jusqu’au 2026-06-16.",
    ] {
        assert!(french.contains(said), "{said}\n{french}");
    }
    assert!(!format!("{english}{french}{report:?}").contains("canari"));
}

/// Whatever is not told, no text claims that something is gone.
#[test]
fn what_is_not_known_is_never_told_as_gone() {
    let unknown = [
        // No backup is told of, nor that there is none.
        ShreddingPlan::new()
            .sealed(&Context::new("patients", "note"))
            .nothing_under_shared_keys(),
        // One of several has no known end.
        whole().key_store_backup("tapes", Expiry::Unknown),
        // Nothing was sealed under the key.
        ShreddingPlan::new().no_key_store_backups(),
    ];
    for report in unknown.map(|plan| plan.at(NOW)) {
        assert_eq!(report.unreadable_from(), None);
        assert!(!report.is_complete());
        let (english, french) = (report.in_english(), report.in_french());
        assert!(!english.contains("unreadable for everybody"), "{english}");
        assert!(!french.contains("illisibles pour tous"), "{french}");
        assert!(english.contains("Do not take the person off that list"));
        assert!(english.contains("shown to be gone"));
        assert!(french.contains("rien ne montre"));
    }
    for plan in [
        whole().database_backup("tapes", Expiry::Unknown),
        ShreddingPlan::new()
            .sealed(&Context::new("patients", "note"))
            .no_key_store_backups(),
        ShreddingPlan::new()
            .sealed(&Context::new("patients", "note"))
            .under_shared_key(column("email", ColumnKind::UniqueIndex))
            .no_key_store_backups(),
    ] {
        let report = plan.at(NOW);
        assert!(report.unreadable_from().is_some());
        assert_eq!(report.unconfirmable_from(), None);
        assert!(!report.is_complete());
        assert!(
            report
                .in_english()
                .contains("not known, not shown to be gone")
        );
        assert!(!report.in_english().contains("database until"));
    }
}

/// A key that a backup of the database brings back opens what it sealed.
#[test]
fn wrapped_keys_in_the_database_last_as_long_as_its_backups() {
    let keys = || column("keys", ColumnKind::WrappedSubjectKeys);
    let report = whole().under_shared_key(keys()).at(NOW);
    assert_eq!(report.unreadable_from(), Some(NOW + 365 * DAY));
    assert!(
        report
            .in_french()
            .contains("illisibles pour tous à partir du 2026-06-16")
    );
    let report = whole()
        .under_shared_key(keys())
        .database_backup("tapes", Expiry::Unknown)
        .at(NOW);
    assert_eq!(report.unreadable_from(), None);
    assert!(!report.in_english().contains("unreadable for everybody"));
}

#[test]
fn with_no_copies_and_nothing_shared_all_is_gone_with_the_steps() {
    let report = ShreddingPlan::new()
        .sealed(&Context::new("patients", "note"))
        .nothing_under_shared_keys()
        .no_key_store_backups()
        .at(NOW);
    assert_eq!(report.unreadable_from(), Some(NOW));
    assert!(report.is_complete());
    // The day after: today has begun already.
    assert!(
        report
            .in_english()
            .contains("unreadable for everybody from 2025-06-16")
    );
    assert!(
        report
            .in_english()
            .contains("under a shared key, but in the list of destroyed keys")
    );
}

#[test]
fn an_end_beyond_the_calendar_is_told_as_such() {
    let report = whole()
        .key_store_backup("stone", Expiry::At(u64::MAX))
        .at(NOW);
    assert_eq!(report.unreadable_from(), Some(u64::MAX));
    assert!(
        report
            .in_english()
            .contains("unreadable for everybody after 9999-12-31")
    );
    assert!(
        report
            .in_french()
            .contains("illisibles pour tous après le 9999-12-31")
    );
}

fn ends() -> impl Strategy<Value = Vec<Option<u64>>> {
    prop::collection::vec(prop::option::weighted(0.8, 0u64..4_000_000_000), 0..6)
}

fn plan_of(key_store: &[Option<u64>], database: &[Option<u64>], now: u64) -> ShreddingReport {
    let expiry = |end: &Option<u64>| end.map_or(Expiry::Unknown, Expiry::At);
    let plan = ShreddingPlan::new()
        .sealed(&Context::new("patients", "note"))
        .under_shared_key(column("email", ColumnKind::PrefixIndex))
        .no_key_store_backups()
        .no_database_backups();
    let plan = key_store
        .iter()
        .fold(plan, |plan, end| plan.key_store_backup("k", expiry(end)));
    let plan = database
        .iter()
        .fold(plan, |plan, end| plan.database_backup("d", expiry(end)));
    plan.at(now)
}

proptest! {
    #[test]
    fn no_end_is_earlier_than_any_backup_or_than_now(key_store in ends(), database in ends(), now in 0u64..4_000_000_000) {
        let report = plan_of(&key_store, &database, now);
        for (told, backups) in [(report.unreadable_from(), &key_store), (report.unconfirmable_from(), &database)] {
            match told {
                Some(end) => {
                    prop_assert!(end >= now);
                    prop_assert!(backups.iter().all(|backup| backup.is_some_and(|backup| backup <= end)));
                    prop_assert!(end == now || backups.contains(&Some(end)), "no later than need be");
                }
                None => prop_assert!(backups.contains(&None)),
            }
        }
        prop_assert_eq!(report.is_complete(), !key_store.contains(&None) && !database.contains(&None));
    }

    /// The day that is printed begins at the end or after it: as text, days of one form sort as they follow each other.
    #[test]
    fn the_printed_day_is_never_before_the_end_of_a_backup(key_store in prop::collection::vec(0u64..4_000_000_000, 1..6), now in 0u64..4_000_000_000) {
        let ends: Vec<_> = key_store.iter().copied().map(Some).collect();
        let english = plan_of(&ends, &[], now).in_english();
        let (_, rest) = english.split_once("unreadable for everybody from ").unwrap();
        let last = &rest[..10];
        let each: Vec<_> = english.lines().filter_map(|line| line.split_once("expired from ")).map(|(_, day)| &day[..10]).collect();
        prop_assert_eq!(each.len(), ends.len());
        prop_assert!(each.iter().all(|day| *day <= last));
    }

    #[test]
    fn the_order_of_telling_does_not_matter(mut key_store in ends(), now in 0u64..4_000_000_000) {
        let before = plan_of(&key_store, &[], now).unreadable_from();
        key_store.reverse();
        prop_assert_eq!(plan_of(&key_store, &[], now).unreadable_from(), before);
    }
}
