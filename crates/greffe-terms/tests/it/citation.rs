use greffe_terms::{Citation, Lang, statutory};

#[test]
fn simplified_norms_are_obsolete_since_the_gdpr_applies() {
    for norm in ["NS-039", "NS-048", "NS-048 of 21 July 2016"] {
        assert_eq!(
            Citation::new(norm).obsolete().map(|o| o.since()),
            Some("2018-05-25"),
            "{norm}"
        );
    }
    assert!(Citation::new("C. civ. 1316-1").obsolete().is_some());
    assert!(Citation::new("C. com. L123-22").obsolete().is_none());
}

#[test]
fn the_gdpr_has_a_name_in_each_language() {
    let article = Citation::from_static("GDPR 12(3)");
    assert_eq!(article.label(Lang::Fr), "RGPD, art. 12(3)");
    assert_eq!(article.label(Lang::En), "GDPR, Art. 12(3)");
    assert_eq!(Citation::new(" LCEN 6 ").label(Lang::Fr), "LCEN 6");
}

#[test]
fn a_number_applies_from_its_day_on() {
    assert!(statutory::in_force("request_response", "2018-05-24").is_none());
    assert_eq!(
        statutory::in_force("request_response", "2018-05-25")
            .unwrap()
            .period(),
        "P1M"
    );
    assert!(statutory::in_force("no such number", "2026-01-01").is_none());
}

#[test]
fn no_two_rows_of_one_number_begin_on_the_same_day() {
    let mut keys: Vec<_> = statutory::table()
        .iter()
        .map(|r| (r.id(), r.since()))
        .collect();
    keys.sort_unstable();
    let before = keys.len();
    keys.dedup();
    assert_eq!(keys.len(), before);
}
