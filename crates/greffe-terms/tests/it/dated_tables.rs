//! Tables of law: dated, ordered, complete.

use std::collections::BTreeSet;

use greffe_terms::{
    Citation, DatedTable, Lang, child_consent, country, day_in_words, french_act, obsolete,
    statutory,
};

fn is_day(text: &str) -> bool {
    day_in_words(text, Lang::En).is_some()
}

/// What every file of law owes: a day, sources, named columns, rows without an empty cell, in order, none twice.
fn check<const N: usize>(table: DatedTable, key: impl Fn(&[&'static str; N]) -> String) {
    assert!(is_day(table.as_of()), "{}", table.as_of());
    assert!(table.sources().count() > 0);
    assert_eq!(table.columns().count(), N);
    let rows: Vec<_> = table.rows::<N>().collect();
    assert_eq!(
        rows.len(),
        table.lines().count(),
        "a line has too few or too many cells"
    );
    for row in &rows {
        assert!(
            row.iter().all(|cell| !cell.trim().is_empty()),
            "{row:?} has an empty cell"
        );
    }
    let keys: Vec<_> = rows.iter().map(key).collect();
    assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{keys:?}");
}

#[test]
fn provisions_that_ended_are_in_order_and_say_what_to_cite_instead() {
    check::<4>(obsolete::table(), |row| row[0].to_owned());
    assert_eq!(
        obsolete::provisions().count(),
        obsolete::table().lines().count()
    );
    for provision in obsolete::provisions() {
        assert!(is_day(provision.since()), "{}", provision.citation());
        assert!(provision.since() <= obsolete::table().as_of());
        for replacement in provision.replacements() {
            assert!(
                replacement.obsolete().is_none(),
                "{} is replaced by {replacement}, which ended as well",
                provision.citation()
            );
        }
    }
}

#[test]
fn a_norm_is_known_however_it_is_written() {
    let known = |text: &str| Citation::new(text).obsolete().map(|o| o.citation());
    for text in [
        "NS-048",
        "NS 48",
        "NS-48",
        "NS n° 48",
        "norme simplifiée n° 48",
        "NS-048 (2016-07-21)",
    ] {
        assert_eq!(known(text), Some("NS-048"), "{text}");
    }
    // One that has no row of its own ended with its family.
    assert_eq!(known("NS-056"), Some("NS-*"));
    assert_eq!(known("AU 37"), Some("AU-*"));
    assert_eq!(known("AU-004"), Some("AU-004"));
    assert_eq!(known("dispense n° 7"), Some("DI-*"));
    assert_eq!(known("déclaration CNIL n° 1"), Some("déclaration CNIL"));
    for text in [
        "NS",
        "NS-",
        "NS-0481",
        "NSA 48",
        "AUDIT 12",
        "DIN 66398",
        "MR-004",
    ] {
        assert_eq!(known(text), None, "{text}");
    }
}

#[test]
fn what_the_court_annulled_is_known_by_number_and_by_name() {
    let shield = Citation::new("Privacy Shield").obsolete().unwrap();
    assert_eq!(shield.since(), "2020-07-16");
    assert_eq!(
        shield.remark(Lang::Fr),
        "annulé depuis le 16 juillet 2020, voir (EU) 2023/1795"
    );
    assert_eq!(
        Citation::new("décision (UE) 2016/1250").obsolete(),
        Some(shield)
    );
    let harbour = Citation::new("2000/520/EC").obsolete().unwrap();
    assert_eq!(harbour.since(), "2015-10-06");
    assert_eq!(Citation::new("Safe Harbor").obsolete(), Some(harbour));
    let directive = Citation::new("directive 95/46/CE").obsolete().unwrap();
    assert_eq!(directive.citation(), "95/46/EC");
    assert!(Citation::new("directive 2002/58/CE").obsolete().is_none());
    assert!(Citation::new("(EU) 2023/1795").obsolete().is_none());
}

#[test]
fn an_article_of_the_french_act_with_a_number_of_its_own_is_known_as_old() {
    let remark = |text: &str| Citation::new(text).obsolete().map(|o| o.remark(Lang::En));
    assert_eq!(
        remark("loi 78-17 7-1").as_deref(),
        Some("renumbered since 1 June 2019, see French Act 78-17, Art. 45")
    );
    // These numbers stand for other matters today: a number alone does not tell.
    for reused in ["loi 78-17 32", "loi 78-17 6", "loi 78-17 7", "loi 78-17 82"] {
        assert_eq!(remark(reused), None, "{reused}");
    }
}

#[test]
fn old_articles_of_the_french_act_lead_to_articles_in_force() {
    let table = french_act::table();
    assert!(is_day(table.as_of()));
    assert_eq!(
        french_act::articles().count(),
        table.lines().count(),
        "every line is read"
    );
    for row in french_act::articles() {
        assert!(row.citation().obsolete().is_none(), "{}", row.old());
        assert_ne!(row.subject(Lang::Fr), row.subject(Lang::En));
        assert!(french_act::renumbered(row.old()).any(|found| found == row));
    }
    assert_eq!(french_act::renumbered("199").count(), 0);
}

#[test]
fn every_country_of_the_area_has_an_age_between_13_and_16() {
    const AREA: [&str; 30] = [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
        "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    ];
    check::<5>(child_consent::table(), |row| {
        format!("{} {}", row[0], row[2])
    });
    assert_eq!(
        child_consent::ages().count(),
        child_consent::table().lines().count(),
        "every line is read"
    );
    let countries: BTreeSet<_> = child_consent::ages().map(|row| row.country()).collect();
    assert_eq!(countries, BTreeSet::from(AREA));
    for row in child_consent::ages() {
        assert!((13..=16).contains(&row.age()), "{}", row.country());
        assert!(is_day(row.since()), "{}", row.country());
        // A country that provides nothing lower is at 16 by the Regulation itself.
        assert!(row.provision().as_str() != "GDPR 8(1)" || row.age() == 16);
    }
}

#[test]
fn a_raised_age_does_not_change_the_past() {
    let age = |country: &str, day: &str| child_consent::age_in(country, day).map(|row| row.age());
    assert_eq!(age("DK", "2023-12-31"), Some(13));
    assert_eq!(age("DK", "2024-01-01"), Some(15));
    assert_eq!(age("SI", "2023-01-25"), Some(16));
    assert_eq!(age("SI", "2023-01-26"), Some(15));
    assert_eq!(age("ES", "2026-01-01"), Some(14));
    assert_eq!(age("FR", "2018-05-24"), None);
    assert_eq!(age("US", "2026-01-01"), None);
}

#[test]
fn every_number_says_what_it_is_for_and_from_when_it_counts() {
    assert!(is_day(statutory::as_of()));
    for row in statutory::table() {
        assert!(is_day(row.since()) && row.since() <= statutory::as_of());
        assert!(row.period().starts_with('P') && row.period().len() > 2);
        assert!(!row.from().is_empty());
        assert!(!row.what(Lang::Fr).is_empty() && !row.what(Lang::En).is_empty());
        assert!(!row.what(Lang::Fr).contains('\''), "{}", row.id());
        assert!(row.citation().obsolete().is_none(), "{}", row.id());
    }
}

#[test]
fn french_practice_stands_beside_the_law_with_its_force() {
    let row = |id: &str| {
        let row = statutory::in_force(id, "2026-02-09").unwrap();
        (row.period(), row.from(), row.source().to_string())
    };
    for (id, period, from, source) in [
        ("card_claims", "P13M", "debit", "CNIL 2018-303"),
        ("card_claims_deferred", "P15M", "debit", "CNIL 2018-303"),
        ("applicant", "P2Y", "last_contact", "CNIL 2002-017"),
        ("prospect", "P3Y", "last_contact", "CNIL 2021-131"),
        ("audience_tracker", "P13M", "first_set", "CNIL 2020-092"),
        ("audience_data", "P25M", "collected", "CNIL 2020-092"),
        (
            "hosting_identity",
            "P5Y",
            "contract_end",
            "décret 2021-1362",
        ),
        ("hosting_account", "P1Y", "contract_end", "décret 2021-1362"),
        ("hosting_technical", "P1Y", "connection", "décret 2021-1362"),
        ("video_protection", "P1M", "recorded", "CSI L252-5"),
        (
            "call_recording",
            "P6M",
            "recorded",
            "practice CNIL 2014-474",
        ),
    ] {
        assert_eq!(row(id), (period, from, source.to_owned()), "{id}");
    }
}

#[test]
fn every_code_of_the_standard_has_a_name_in_both_languages() {
    check::<3>(country::table(), |row| row[0].to_owned());
    assert_eq!(country::table().lines().count(), 249);
    for [code, fr, en] in country::table().rows() {
        assert!(
            code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()),
            "{code}"
        );
        assert_eq!(country::name_of(code, Lang::Fr), Some(fr));
        assert_eq!(country::name_of(code, Lang::En), Some(en));
        assert!(!fr.contains('\''), "{fr}");
    }
    for none in ["", "C", "CHE", "ch", "EU", "\t", "ZZ"] {
        assert_eq!(country::name_of(none, Lang::Fr), None, "{none:?}");
    }
}
