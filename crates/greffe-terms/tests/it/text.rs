use greffe_terms::{Lang, Text};

#[test]
fn a_missing_translation_falls_back_to_the_other_language() {
    let text = Text::new(Some("Facturation".into()), None).unwrap();
    assert_eq!(text.in_language(Lang::En), "Facturation");
    assert!(!text.is_given_in(Lang::En));
    assert!(Text::new(None, None).is_none());
    let both = Text::new(Some("Facturation".into()), Some("Billing".into())).unwrap();
    assert_eq!(both.in_language(Lang::En), "Billing");
}
