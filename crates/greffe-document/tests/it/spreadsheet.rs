//! Texts that a spreadsheet would run, by a law: what nobody sees before them changes nothing.

use greffe_document::would_run_in_a_spreadsheet;
use proptest::prelude::*;
use proptest::sample::select;

/// Blanks, a control, and characters without a sign of their own, of several blocks.
const UNSEEN: [char; 14] = [
    ' ',
    '\u{a0}',
    '\u{3000}',
    '\u{1b}',
    '\u{ad}',
    '\u{34f}',
    '\u{115f}',
    '\u{180e}',
    '\u{200b}',
    '\u{202e}',
    '\u{2060}',
    '\u{feff}',
    '\u{fe0f}',
    '\u{e0020}',
];

/// In their usual form, in full width, and small.
const RUN: [char; 12] = [
    '=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫',
];

proptest! {
    #[test]
    fn nothing_unseen_before_it_hides_a_formula(unseen in prop::collection::vec(select(&UNSEEN[..]), 0..5), sign in select(&RUN[..]), rest in "\\PC{0,8}") {
        let mut text: String = unseen.into_iter().collect();
        text.push(sign);
        text.push_str(&rest);
        prop_assert!(would_run_in_a_spreadsheet(&text));
    }

    #[test]
    fn what_begins_with_a_letter_or_a_figure_is_a_text(unseen in prop::collection::vec(select(&UNSEEN[..]), 0..5), rest in "[a-zé0-9(\"'][=+@a-z -]{0,8}") {
        let text: String = unseen.into_iter().chain(rest.chars()).collect();
        prop_assert!(!would_run_in_a_spreadsheet(&text));
    }
}

#[test]
fn a_tab_a_line_or_nothing_at_all_before_the_rest() {
    for text in ["\t1", "\r1", "\n1", "\0", "\t"] {
        assert!(would_run_in_a_spreadsheet(text), "{text:?}");
    }
    for text in ["", " ", "\u{200b}", " \t1"] {
        assert!(!would_run_in_a_spreadsheet(text), "{text:?}");
    }
}
