//! The CSV guard keeps formulas asleep, and gives every text back.

use greffe_export::{guarded, unguarded};
use proptest::prelude::*;

#[test]
fn what_a_spreadsheet_would_run_is_guarded() {
    for text in [
        "=1+1",
        "+33 1 99 00 12 34",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\0=1",
        " =1",
        "\u{feff}=1",
        "＝1",
        "\u{200b}@x",
        "﹦1",
        "\u{2060}=1",
        "\u{202e}=1",
        "\u{ad}\u{fe0f} +1",
        "\u{e0041}=1",
    ] {
        assert!(guarded(text).starts_with('\''), "{text:?} would run");
    }
}

#[test]
fn ordinary_text_is_left_alone() {
    for text in [
        "Ada",
        "a=b",
        "12",
        "1-2",
        "é",
        "[1]",
        "12 rue des Tournesols",
    ] {
        assert_eq!(guarded(text), text);
    }
}

#[test]
fn an_empty_text_is_not_null_and_a_text_is_not_a_marker() {
    assert_eq!(guarded(""), "'");
    assert_eq!(guarded("[redacted r1]"), "'[redacted r1]");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_text_comes_back(text in any::<String>()) {
        let cell = guarded(&text);
        prop_assert_eq!(unguarded(&cell), text.as_str());
    }

    #[test]
    fn texts_near_the_triggers_come_back(text in "['=+@\\[\\-\t\r\n \u{0}]{0,4}[a-z=']{0,3}") {
        let cell = guarded(&text);
        prop_assert_eq!(unguarded(&cell), text.as_str());
        // No cell starts with what runs.
        prop_assert!(!guarded(&text).starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']));
    }

    #[test]
    fn two_texts_never_share_a_cell(one in "['=a]{0,3}", other in "['=a]{0,3}") {
        prop_assert_eq!(guarded(&one) == guarded(&other), one == other);
    }
}
