//! The leakage planner.

use greffe_cipher::{
    Entropy, FieldAssessment, FieldType, IndexBits, LeakagePlan, PlanError, PlannedField,
    PlannedIndex, Suggestion, Verdict,
};
use proptest::prelude::*;

fn bits(n: u8) -> IndexBits {
    IndexBits::new(n).unwrap()
}

fn one(plan: &LeakagePlan) -> FieldAssessment {
    plan.assess().unwrap().remove(0)
}

/// A field of many values, with equality indexes of these bits.
fn plan(rows: u64, entropy: u8, all: &[u8]) -> LeakagePlan {
    let field = PlannedField::new("f", Entropy::bits(entropy));
    let plan = LeakagePlan::new(rows).field(field);
    all.iter().enumerate().fold(plan, |plan, (at, n)| {
        plan.index(PlannedIndex::equality(&format!("i{at}"), "f", bits(*n)))
    })
}

/// The worked example of CipherSweet's `docs/SECURITY.md` ("Blind Index Information Leaks"): indexes of 16 bits (of an input of 24) and of 8 bits.
#[test]
fn the_coincidences_of_ciphersweets_own_example() {
    let count = |rows| {
        let plan = LeakagePlan::new(rows).field(PlannedField::new("f", Entropy::bits(255)));
        let sixteen = PlannedIndex::equality("a", "f", bits(16)).entropy(Entropy::bits(24));
        let plan = plan
            .index(sixteen)
            .index(PlannedIndex::equality("b", "f", bits(8)));
        one(&plan).now.coincidences
    };
    assert_eq!(count(1 << 31).in_thousandths(), 128_000);
    assert_eq!(count(1 << 24).in_thousandths(), 1_000);
    assert_eq!(count(1 << 16).in_thousandths(), 3, "0.00390625");
}

#[test]
fn the_bounds_are_two_and_the_square_root() {
    let verdict = |rows, n| one(&plan(rows, 60, &[n])).now.verdict;
    // 2^20 rows: 19 bits leave 2, 10 bits leave 2^10.
    assert_eq!(verdict(1 << 20, 20), Verdict::TooRevealing);
    assert_eq!(verdict(1 << 20, 19), Verdict::Balanced);
    assert_eq!(verdict((1 << 20) - 1, 19), Verdict::TooRevealing);
    assert_eq!(verdict(1 << 20, 10), Verdict::Balanced);
    assert_eq!(verdict((1 << 20) + 1, 10), Verdict::TooManyFalseHits);
    assert_eq!(verdict(1 << 20, 9), Verdict::TooManyFalseHits);
    // No number of bits hides anything in a handful of rows.
    assert_eq!(verdict(1, 4), Verdict::TooRevealing);
    assert_eq!(verdict(u64::MAX, 4), Verdict::TooManyFalseHits);
    assert_eq!(one(&plan(8, 60, &[])).now.verdict, Verdict::NotIndexed);
}

/// Where CipherSweet's formula is content: 2^31 rows of 2^20 values in an index of 32 bits "coincide" 2^11 times, since they are equal.
#[test]
fn rows_that_coincide_because_they_are_equal_are_not_hidden() {
    let assessed = one(&plan(1 << 31, 20, &[32]));
    assert_eq!(assessed.now.coincidences.whole(), 1 << 11);
    assert_eq!(assessed.now.verdict, Verdict::SeparatesValues);
    assert_eq!(
        one(&plan(1 << 31, 20, &[19])).now.verdict,
        Verdict::Balanced
    );
    assert_eq!(
        one(&plan(1 << 31, 20, &[10, 10])).now.verdict,
        Verdict::SeparatesValues
    );
    // An index of something with less entropy than its field, as words are.
    let words = PlannedIndex::equality("w", "f", bits(16)).entropy(Entropy::bits(10));
    assert_eq!(
        one(&plan(1 << 31, 60, &[]).index(words)).now.verdict,
        Verdict::SeparatesValues
    );
}

#[test]
fn truncation_protects_nothing_beside_what_shows_equality() {
    let truncated = || plan(1 << 20, 60, &[12]);
    let revealed = |plan: &LeakagePlan| {
        let assessed = one(plan);
        assert_eq!(assessed.suggestion, Suggestion::Pointless);
        assert_eq!(assessed.now.verdict, Verdict::Revealed);
        assert!(assessed.in_english().contains("protects nothing"));
        assert!(assessed.in_french().contains("ne protège rien"));
    };
    assert_eq!(one(&truncated()).now.verdict, Verdict::Balanced);
    revealed(&truncated().index(PlannedIndex::unique("u", "f")));
    revealed(&truncated().index(PlannedIndex::equality("e", "f", IndexBits::FULL)));
    revealed(&truncated().index(PlannedIndex::name_tokens("w", "f", IndexBits::FULL)));
    let deterministic = PlannedField::new("f", Entropy::bits(60)).deterministic();
    let index = PlannedIndex::equality("i", "f", bits(12));
    revealed(&LeakagePlan::new(1 << 20).field(deterministic).index(index));
}

#[test]
fn a_compound_counts_in_each_of_its_fields() {
    let fields = ["name", "card", "town"].map(|label| PlannedField::new(label, Entropy::bits(40)));
    let plan = fields
        .into_iter()
        .fold(LeakagePlan::new(1 << 24), LeakagePlan::field)
        .index(PlannedIndex::equality("by_name", "name", bits(12)))
        .index(PlannedIndex::compound("both", &["name", "card"], bits(14)));
    let assessed = plan.assess().unwrap();
    let of = |at: usize| (assessed[at].summed.to_string(), assessed[at].now.verdict);
    assert_eq!(of(0), ("26.000".to_owned(), Verdict::TooRevealing));
    assert_eq!(of(1), ("14.000".to_owned(), Verdict::Balanced));
    assert_eq!(of(2), ("0.000".to_owned(), Verdict::NotIndexed));
}

#[test]
fn words_count_once_for_each_word_of_a_name() {
    let words = PlannedIndex::name_tokens("words", "f", bits(6));
    let prefixes = PlannedIndex::name_prefixes("begins", "f", bits(4)).tokens_per_row(3);
    let assessed = one(&plan(1 << 24, 60, &[]).index(words).index(prefixes));
    assert_eq!(assessed.summed, Entropy::bits(2 * 6 + 3 * 4));
    // Twice as many tokens as rows, over 64 heaps.
    assert_eq!(assessed.indexes[0].hits.whole(), 2 << (24 - 6));
    assert!(assessed.indexes[0].is_slow(1 << 24));
    // Three words of 20 bits each separate what has 60 bits, one does not.
    let verdict = |words| {
        let index = PlannedIndex::name_tokens("words", "f", bits(20));
        let index = index.entropy(Entropy::bits(60)).tokens_per_row(words);
        one(&plan(1 << 62, 60, &[]).index(index)).now.verdict
    };
    assert_eq!(
        [1, 3].map(verdict),
        [Verdict::TooManyFalseHits, Verdict::SeparatesValues]
    );
}

/// A search that answers the square root of all rows is not slow yet.
#[test]
fn a_search_is_slow_above_the_square_root_of_all_rows() {
    for (n, rows, slow) in [
        (10, 1 << 20, false),
        (9, 1 << 20, true),
        (11, 1 << 20, false),
    ] {
        assert_eq!(
            one(&plan(rows, 60, &[n])).indexes[0].is_slow(rows),
            slow,
            "{n}"
        );
    }
}

/// What is suggested for rows that are no power of two is enough for the next.
#[test]
fn the_least_bits_are_those_of_the_power_of_two_above() {
    let least = |rows| match one(&plan(rows, 60, &[])).suggestion {
        Suggestion::Bits { least, .. } => Some(least),
        _ => None,
    };
    assert_eq!(least(1 << 24), Some(12));
    assert_eq!(least((1 << 24) + 1), Some(13));
    assert_eq!(least(1 << 26), Some(13));
    // So near the power of two that the logarithm is its own, rounded down.
    assert_eq!(least((1 << 62) + 1), Some(32));
}

#[test]
fn few_rows_leak_more_and_many_cost_more() {
    let growing = plan(1 << 12, 60, &[12]).growing_to(1 << 30);
    let assessed = one(&growing);
    assert_eq!(assessed.now.verdict, Verdict::TooRevealing);
    assert_eq!(assessed.later.verdict, Verdict::TooManyFalseHits);
    assert_eq!(
        assessed.suggestion,
        Suggestion::Conflict {
            least: 15,
            most: None
        }
    );
    // 2^16 to 2^20 rows: 10 bits find, 15 bits hide.
    let fresh = one(&plan(1 << 16, 60, &[]).growing_to(1 << 20));
    assert_eq!(
        fresh.suggestion,
        Suggestion::Bits {
            least: 10,
            most: 15
        }
    );
    // 2^8 values hide behind 7 bits at most, however many rows.
    let few = one(&plan(1 << 20, 8, &[]));
    assert_eq!(
        few.suggestion,
        Suggestion::Conflict {
            least: 10,
            most: Some(7)
        }
    );
}

#[test]
fn a_plan_that_contradicts_itself_is_refused_by_name() {
    let error = |plan: LeakagePlan| plan.assess().unwrap_err();
    assert_eq!(error(plan(0, 60, &[4])), PlanError::NoRows);
    assert_eq!(error(plan(10, 60, &[4]).growing_to(9)), PlanError::Shrinks);
    let again = PlannedField::new("f", Entropy::bits(1));
    assert_eq!(
        error(plan(10, 60, &[4]).field(again)),
        PlanError::RepeatedField("f".to_owned())
    );
    assert_eq!(
        error(plan(10, 60, &[4]).index(PlannedIndex::unique("i0", "f"))),
        PlanError::RepeatedIndex("i0".to_owned())
    );
    assert_eq!(
        error(plan(10, 60, &[]).index(PlannedIndex::unique("u", "g"))),
        PlanError::UnknownField("g".to_owned())
    );
    for over in [&[][..], &["f", "f"]] {
        assert_eq!(
            error(plan(10, 60, &[]).index(PlannedIndex::compound("c", over, bits(8)))),
            PlanError::Components("c".to_owned())
        );
    }
}

#[test]
fn an_assessment_reads_in_both_languages_and_as_json() {
    let assessed = one(&plan(100_000, 26, &[12]).growing_to(1_000_000));
    assert_eq!(
        assessed.in_english(),
        "Field f: min-entropy 26.000 bits.\n\
         - i0 (equality, 12 bits) adds 12.000 bits; a search answers about 24 rows, later 244.\n\
         Together: 12.000 bits.\n\
         At 100000 rows: 24 share all tokens of a row by chance; balanced: at least two rows share all tokens by chance, at most the square root of all.\n\
         At 1000000 rows: 244 share all tokens of a row by chance; balanced: at least two rows share all tokens by chance, at most the square root of all.\n\
         One more equality index: even 4 bits tell too much; at least 10 find values without too many false hits.\n\
         Reckoned from declared entropies, for fields taken as independent, and for somebody who has the table and no key; whoever holds the key \
         can confirm any guess. A min-entropy of n bits: the most frequent value is in one row of 2^n. This is pseudonymisation at best (GDPR Art. 4(5)), \
         not anonymisation.\n"
    );
    assert!(assessed.in_french().starts_with(
        "Champ f\u{a0}: min-entropie de 26,000 bits.\n- i0 (égalité, 12 bits) ajoute 12,000 bits\u{a0}; "
    ));
    let json = serde_json::to_value(&assessed).unwrap();
    assert_eq!(json["now"]["verdict"], "balanced");
    assert_eq!(json["now"]["coincidences"], 24.414);
    assert_eq!(json["indexes"][0]["kind"], "equality");
    assert_eq!(json["entropy"], 26.0);
    for verdict in [
        Verdict::NotIndexed,
        Verdict::TooManyFalseHits,
        Verdict::Balanced,
        Verdict::TooRevealing,
        Verdict::SeparatesValues,
        Verdict::Revealed,
    ] {
        assert_ne!(verdict.in_english(), verdict.in_french());
    }
}

/// Rows of a deterministic column, or of one without an index, share no token by chance.
#[test]
fn coincidences_are_told_where_there_are_some() {
    let deterministic = PlannedField::new("f", Entropy::bits(40)).deterministic();
    let alone = one(&LeakagePlan::new(1000).field(deterministic));
    for assessed in [alone, one(&plan(1000, 40, &[]))] {
        assert!(!assessed.in_english().contains("tokens of a row by chance"));
        assert!(!assessed.in_french().contains("d’une ligne par hasard"));
    }
}

#[test]
fn types_that_repeat_have_no_entropy_of_their_own() {
    assert_eq!(Entropy::of_type(FieldType::PersonName), None);
    assert_eq!(Entropy::of_type(FieldType::Bytes), None);
    assert!(Entropy::of_type(FieldType::Iban) > Entropy::of_type(FieldType::Phone));
}

proptest! {
    /// More bits never give more coincidences, never a less revealing verdict, never more false hits.
    #[test]
    fn more_bits_tell_more(rows in 1u64.., entropy in 0u8..140, all in proptest::collection::vec(4u8..128, 1..4), at in 0usize..3) {
        let at = at % all.len();
        let mut more = all.clone();
        more[at] += 1;
        let (less, more) = (one(&plan(rows, entropy, &all)), one(&plan(rows, entropy, &more)));
        prop_assert!(more.now.verdict >= less.now.verdict);
        prop_assert!(more.now.coincidences <= less.now.coincidences);
        prop_assert!(more.indexes[at].hits <= less.indexes[at].hits);
        prop_assert!(more.summed >= less.summed);
    }

    /// Nor does one more index, or a compound.
    #[test]
    fn one_more_index_tells_more(rows in 1u64.., entropy in 0u8..140, all in proptest::collection::vec(4u8..=128, 1..4), n in 4u8..=128) {
        let less = one(&plan(rows, entropy, &all));
        let index = PlannedIndex::name_prefixes("more", "f", bits(n));
        let more = one(&plan(rows, entropy, &all).index(index));
        prop_assert!(more.now.verdict >= less.now.verdict);
        prop_assert!(more.now.coincidences <= less.now.coincidences);
    }

    /// What is suggested is balanced at once, beside whatever there is, as long as that was not out of balance by itself.
    #[test]
    fn what_is_suggested_is_balanced(rows in 1u64..1 << 40, growth in 1u64..1000, entropy in 1u8..60, others in proptest::collection::vec(4u8..12, 0..3)) {
        let there = plan(rows, entropy, &others).growing_to(rows.saturating_mul(growth));
        if let Suggestion::Bits { least, most } = one(&there).suggestion {
            prop_assert!((4..=most).contains(&least));
            for n in [least, most] {
                let with = one(&there.clone().index(PlannedIndex::equality("new", "f", bits(n))));
                prop_assert_eq!(with.now.verdict, Verdict::Balanced);
                prop_assert_eq!(with.later.verdict, Verdict::Balanced);
            }
            if most < 127 {
                let beyond = one(&there.clone().index(PlannedIndex::equality("new", "f", bits(most + 1))));
                prop_assert!(beyond.now.verdict > Verdict::Balanced);
            }
        }
    }

    /// R / 2^bits, computed another way, where it is whole.
    #[test]
    fn coincidences_are_rows_by_tokens(rows in 1u64..1 << 50, n in 4u8..30) {
        let found = one(&plan(rows, 60, &[n])).now.coincidences.in_thousandths();
        let exact = (u128::from(rows) * 1000) >> n;
        let off = u128::from(found).abs_diff(exact);
        // Logarithms are right to 2^-31.
        prop_assert!(off <= 1 + (exact >> 28), "{found} {exact}");
    }
}
