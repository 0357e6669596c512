use greffe_terms::{Citation, Force, Lang, statutory};

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

#[test]
fn other_sources_have_a_name_in_each_language_too() {
    for (citation, fr, en) in [
        (
            "Regulation 1182/71 3(4)",
            "règlement 1182/71, art. 3(4)",
            "Regulation 1182/71, Art. 3(4)",
        ),
        (
            "EDPB 05/2020",
            "CEPD, lignes directrices 05/2020",
            "EDPB Guidelines 05/2020",
        ),
        (
            "EDPB 01/2022 §159",
            "CEPD, lignes directrices 01/2022, § 159",
            "EDPB Guidelines 01/2022, para. 159",
        ),
        (
            "GDPR recital 32",
            "RGPD, considérant 32",
            "GDPR, recital 32",
        ),
        (
            "2002/58/EC 5(3)",
            "directive 2002/58/CE, art. 5(3)",
            "Directive 2002/58/EC, Art. 5(3)",
        ),
        (
            "loi 78-17 82",
            "loi 78-17, art. 82",
            "French Act 78-17, Art. 82",
        ),
        (
            "NS-048 (2016-07-21)",
            "NS-048 du 21 juillet 2016",
            "NS-048 of 21 July 2016",
        ),
        ("CE 2020-06-19", "CE, 19 juin 2020", "CE, 19 June 2020"),
        ("CNIL 2020-092", "CNIL 2020-092", "CNIL 2020-092"),
        ("CNIL 2020-13-01", "CNIL 2020-13-01", "CNIL 2020-13-01"),
        ("GDPR", "GDPR", "GDPR"),
    ] {
        let citation = Citation::from_static(citation);
        assert_eq!(citation.label(Lang::Fr), fr);
        assert_eq!(citation.label(Lang::En), en);
    }
}

#[test]
fn a_provision_no_longer_in_force_says_since_when_and_what_to_cite() {
    for (citation, fr, en) in [
        (
            "C. civ. 1316-1",
            "C. civ. 1316-1 (abrogé depuis le 1er octobre 2016, voir C. civ. 1366)",
            "C. civ. 1316-1 (not in force since 1 October 2016, see C. civ. 1366)",
        ),
        (
            "NS-039 (1994-12-20)",
            "NS-039 du 20 décembre 1994 (sans valeur juridique depuis le 25 mai 2018, voir RGPD, art. 5(1)(e) ; CPCE L34-1 ; CPCE L34-2)",
            "NS-039 of 20 December 1994 (not in force since 25 May 2018, see GDPR, Art. 5(1)(e); CPCE L34-1; CPCE L34-2)",
        ),
        ("C. com. L123-22", "C. com. L123-22", "C. com. L123-22"),
    ] {
        let citation = Citation::from_static(citation);
        assert_eq!(citation.label_with_status(Lang::Fr), fr);
        assert_eq!(citation.label_with_status(Lang::En), en);
    }
}

#[test]
fn a_longer_number_is_another_provision() {
    assert!(Citation::new("C. civ. 1316-10").obsolete().is_none());
    assert!(Citation::new("NS-0481").obsolete().is_none());
    assert!(Citation::new("C. civ. 1316-1, al. 2").obsolete().is_some());
}

#[test]
fn the_force_of_a_source_is_told_by_its_first_word() {
    for (citation, force) in [
        ("GDPR 12(3)", Some(Force::Law)),
        ("GDPR recital 59", None),
        ("Regulation 1182/71 3(4)", Some(Force::Law)),
        ("C. pr. civ. 641", Some(Force::Law)),
        ("décret 2021-1362", Some(Force::Law)),
        ("CE 2020-06-19", Some(Force::CaseLaw)),
        ("CNIL 2020-092", Some(Force::Authority)),
        ("EDPB 01/2022 §159", Some(Force::Authority)),
        ("practice C. civ. 2224", Some(Force::Practice)),
        ("Cour d'appel", None),
        ("GDPRX 1", None),
        ("GDPR", None),
    ] {
        assert_eq!(Citation::from_static(citation).force(), force, "{citation}");
    }
}

#[test]
fn every_statutory_number_cites_a_source_of_its_force() {
    for id in statutory::ids() {
        let row = statutory::in_force(id, "2026-11-25").unwrap();
        assert_eq!(row.source().force(), Some(row.force()), "{id}");
    }
}
