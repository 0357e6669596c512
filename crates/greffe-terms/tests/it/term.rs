use greffe_terms::*;

macro_rules! check {
    ($($name:ident)+) => {$(
        let mut codes = std::collections::BTreeSet::new();
        for term in $name::ALL {
            assert_eq!(term.code().parse::<$name>().unwrap(), *term);
            assert!(codes.insert(term.code()), "{} twice", term.code());
            for lang in Lang::ALL {
                assert!(!term.label(lang).is_empty());
            }
            assert!(!term.article().is_empty());
        }
        let error = "marker-7f3a".parse::<$name>().unwrap_err();
        assert!(!error.to_string().contains("marker"), "{error}");
    )+};
}

#[test]
fn every_term_has_a_unique_code_two_labels_and_an_article() {
    check!(LegalBasis SpecialCondition DataCategory SensitiveCategory RecipientKind MeasureFamily Role Channel TransferTool);
}

#[test]
fn there_are_six_bases_and_ten_conditions() {
    assert_eq!(LegalBasis::ALL.len(), 6);
    assert_eq!(SpecialCondition::ALL.len(), 10);
}
