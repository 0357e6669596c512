use greffe_terms::{ProcessingRef, PurposeId};
use proptest::prelude::*;

#[test]
fn odd_texts_are_refused_without_being_repeated() {
    for text in ["", " ", "a b", "é", "a/b", "x\n", &"x".repeat(65)] {
        let error = text.parse::<PurposeId>().unwrap_err().to_string();
        assert!(
            text.trim().is_empty() || text.len() == 1 || !error.contains(text),
            "{error}"
        );
    }
}

proptest! {
    #[test]
    fn parse_of_print_is_the_same(text in "[A-Za-z0-9_.-]{1,64}") {
        let id: ProcessingRef = text.parse().unwrap();
        prop_assert_eq!(id.as_str(), text.as_str());
        prop_assert_eq!(id.to_string().parse::<ProcessingRef>().unwrap(), id);
    }
}
