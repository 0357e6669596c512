//! Audits of columns, of pairs of columns, of two snapshots.

use std::collections::{HashMap, HashSet};

use greffe_cipher::{
    AuditError, Binding, ChangeAudit, ChangeReport, ColumnAudit, ColumnReport, Context,
    Distribution, Iban, IndexBits, IndexKind, JointAudit, Keyring, MasterKey, Nature, Padding,
    PersonName, StoredHeader, Suite,
};
use proptest::prelude::*;

use crate::support::{Counting, column, id, published};

pub(crate) const IBAN: &str = "FR1420041010050500013M02606";
const OTHER: &str = "DE89370400440532013000";

pub(crate) fn audit<T: AsRef<[u8]>>(values: impl IntoIterator<Item = Option<T>>) -> ColumnReport {
    let mut audit = ColumnAudit::new();
    for value in values {
        match value {
            Some(value) => audit.add(value.as_ref()).unwrap(),
            None => audit.add_null(),
        }
    }
    audit.report().unwrap()
}

fn spread(values: &[&str]) -> Distribution {
    audit(values.iter().map(|value| Some(value.as_bytes()))).values
}

fn values() -> impl Strategy<Value = Vec<Option<u8>>> {
    // Skewed: small values repeat.
    let value = (0u8..16, 0u8..16).prop_map(|(a, b)| a.min(b));
    proptest::collection::vec(proptest::option::weighted(0.9, value), 0..200)
}

fn stored(value: Option<u8>) -> Option<Vec<u8>> {
    value.map(|value| match value {
        0 => b"plaintext".to_vec(),
        1 => vec![0xfa, 9],
        value => [&[0xfb, 1, 0x11, 0, 0, 0, 1 + value % 2][..], &[value; 4]].concat(),
    })
}

#[test]
fn counts_are_those_of_the_rows() {
    let spread = spread(&["a", "a", "a", "a", "b", "b", "c", "d"]);
    assert_eq!((spread.rows, spread.distinct, spread.once), (8, 4, 2));
    assert_eq!(spread.most_frequent, [4, 2, 1, 1]);
    assert_eq!(spread.equal_pairs, 6 + 1);
    // Half of the rows have the commonest value; 1/2·1 + 1/4·2 + 2·1/8·3 bits.
    assert_eq!(spread.min_entropy.to_string(), "1.000");
    assert_eq!(spread.shannon_entropy.to_string(), "1.750");
    assert_eq!(spread.top_share(1), 500_000);
    assert_eq!(spread.top_share(2), 750_000);
    assert_eq!(spread.top_share(100), 1_000_000);
}

#[test]
fn a_column_is_told_apart_by_its_headers() {
    let mut ring = published();
    let (a, b): (Iban, Iban) = (IBAN.parse().unwrap(), OTHER.parse().unwrap());
    let det = column(&ring).deterministic::<Iban>();
    let mut rows = vec![
        Some(det.seal(&a)),
        Some(det.seal(&a)),
        Some(det.seal(&b)),
        None,
    ];
    let report = audit(rows.iter().map(Option::as_ref));
    assert_eq!(report.nature(), Nature::Deterministic);
    assert_eq!((report.rows, report.nulls), (4, 1));
    assert_eq!((report.values.distinct, report.headers.len()), (2, 1));
    let lengths: Vec<_> = report.lengths.iter().map(|l| (l.octets, l.rows)).collect();
    assert_eq!(lengths, [(35 + 22, 1), (35 + 27, 2)]);

    ring.import(id(5), 0, MasterKey::from_bytes([5; 32]))
        .unwrap();
    ring.promote(id(5)).unwrap();
    let det = column(&ring).deterministic::<Iban>();
    rows.push(Some(det.seal(&a)));
    rows.push(Some(det.clone().padding(Padding::To32).seal(&a)));
    let report = audit(rows.iter().map(Option::as_ref));
    assert_eq!(report.nature(), Nature::Deterministic);
    assert_eq!(report.headers.len(), 3);
    assert_eq!(report.stale(&det.stale_ranges()), 3 + 1);
    assert_eq!(
        report.headers[0].header,
        StoredHeader::Sealed {
            suite: Suite::Det,
            padding: Padding::None,
            form: 0x11,
            key: id(5)
        }
    );
    assert!(report.in_english().contains("a rotation is not finished"));
    assert!(
        report
            .in_french()
            .contains("une rotation n’est pas terminée")
    );
}

#[test]
fn a_randomised_column_says_that_all_differ_and_how_many_rows_were_copied() {
    let random = column(&published()).randomised::<Iban>();
    let iban: Iban = IBAN.parse().unwrap();
    let mut rng = Counting(1);
    let mut rows: Vec<_> = (0..5)
        .map(|_| Some(random.seal(&iban, &Binding::none(), &mut rng).unwrap()))
        .collect();
    let report = audit(rows.iter().map(Option::as_ref));
    assert_eq!((report.nature(), report.copies()), (Nature::Randomised, 0));
    assert!(report.in_english().contains("equality is hidden"));
    assert!(report.in_french().contains("l’égalité est cachée"));
    rows.push(rows[0].clone());
    let report = audit(rows.iter().map(Option::as_ref));
    assert_eq!(report.copies(), 1);
    assert!(report.in_english().contains("rows were copied"));
}

#[test]
fn index_columns_plaintext_and_malformed_tokens_are_seen() {
    let cipher = published().cipher(Context::new("t", "name")).unwrap();
    let index = cipher
        .name_tokens("words", IndexBits::new(4).unwrap())
        .unwrap();
    let index = index.accept_equality_leakage("test");
    let names = (0..100).map(|n| format!("Jean N{n}").parse::<PersonName>().unwrap());
    let tokens: Vec<_> = names.flat_map(|name| index.tokens(&name)).collect();
    let report = audit(tokens.iter().map(Some));
    assert_eq!(report.nature(), Nature::Index);
    assert!(report.values.distinct <= 16 && report.values.most_frequent[0] >= 90);
    assert!(matches!(
        report.headers[0].header,
        StoredHeader::Index {
            kind: IndexKind::NameToken,
            form: 0x41,
            ..
        }
    ));
    assert_eq!(report.stale(&index.stale_ranges()), 0);

    let clear = audit([
        Some(&b"FR14"[..]),
        Some(&[0xfb, 9, 9]),
        Some(&[0xfa, 1, 0xf1, 0, 0, 0, 1]),
    ]);
    assert_eq!((clear.not_tokens, clear.malformed), (1, 2));
    assert_eq!(clear.nature(), Nature::Mixed);
    assert!(clear.in_english().contains("probably plaintext"));
    assert_eq!(audit([None::<&[u8]>]).nature(), Nature::Empty);
    // Whatever its third octet is: plaintext is no malformed token.
    let texts = ["jean", "Ana Lima", "ana@x.org", "+33199001234", "x", ""];
    let clear = audit(texts.map(|text| Some(text.as_bytes())));
    assert_eq!((clear.not_tokens, clear.malformed), (6, 0));
    let damaged = ["~gf1.01", "~gfi1.114101020304.", "~gf"];
    let damaged = audit(damaged.map(|text| Some(text.as_bytes())));
    assert_eq!((damaged.not_tokens, damaged.malformed), (0, 3));
}

/// Texts count as their octets, and nothing of what was read stands in a report.
#[test]
fn texts_count_as_octets_and_reports_hold_no_token() {
    let det = column(&published()).deterministic::<Iban>();
    let sealed = det.seal(&IBAN.parse().unwrap());
    let index = column(&published())
        .index::<Iban>("by_iban", IndexBits::FULL)
        .unwrap();
    let token = index.lookup(&IBAN.parse().unwrap()).remove(0);
    let mut texts = ColumnAudit::new();
    let mut octets = ColumnAudit::new();
    for _ in 0..2 {
        texts.add_text(&sealed.to_text()).unwrap();
        texts.add_text(&token.to_text()).unwrap();
        texts.add_text("canari").unwrap();
        octets.add(sealed.as_bytes()).unwrap();
        octets.add(token.as_bytes()).unwrap();
        octets.add(b"canari").unwrap();
    }
    let report = texts.report().unwrap();
    assert_eq!(report, octets.report().unwrap());
    let json = serde_json::to_string(&report).unwrap();
    for shown in [
        json.clone(),
        report.in_english(),
        report.in_french(),
        format!("{report:?}"),
    ] {
        assert!(!shown.contains("canari"));
        assert!(!shown.contains(&sealed.to_text()[20..30]));
        assert!(!shown.contains(&token.to_text()[20..30]));
    }
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["headers"][0]["suite"], 1);
    assert_eq!(json["headers"][0]["key"], "01020304");
    assert_eq!(json["headers"][1]["index"], "equality");
    assert_eq!(
        json["values"]["most_frequent"],
        serde_json::json!([2, 2, 2])
    );
    assert_eq!(json["values"]["min_entropy"], 1.584);
}

#[test]
fn texts_of_pairs_and_of_snapshots_count_as_octets_too() {
    let det = column(&published()).deterministic::<Iban>();
    let [a, b] = [IBAN, OTHER].map(|text| det.seal(&text.parse().unwrap()));
    let (a_text, b_text) = (a.to_text(), b.to_text());
    let (mut texts, mut octets) = (JointAudit::new(), JointAudit::new());
    texts.add_text(Some(&a_text), Some(&b_text)).unwrap();
    texts.add_text(Some(&a_text), None).unwrap();
    // The same rows of columns of both sorts.
    octets.add(Some(a.as_bytes()), Some(b.as_bytes())).unwrap();
    octets.add(Some(a.as_bytes()), None).unwrap();
    let both = texts
        .clone()
        .merge(octets.clone())
        .unwrap()
        .report()
        .unwrap();
    assert_eq!((both.pairs.rows, both.pairs.distinct), (2, 1));
    assert_eq!(texts.report().unwrap(), octets.report().unwrap());

    let (mut texts, mut octets) = (ChangeAudit::new(), ChangeAudit::new());
    texts
        .row_text(Some(Some(&a_text)), Some(Some(&b_text)))
        .unwrap();
    texts.row_text(None, Some(Some(&a_text))).unwrap();
    octets
        .row(Some(Some(a.as_bytes())), Some(Some(b.as_bytes())))
        .unwrap();
    octets.row(None, Some(Some(a.as_bytes()))).unwrap();
    let report = texts.report().unwrap();
    assert_eq!(
        (report.rewritten, report.converted, report.came_known),
        (1, 0, 1)
    );
    assert_eq!(report, octets.report().unwrap());
}

#[test]
fn the_limit_is_on_different_values_however_often_they_occur() {
    let mut audit = ColumnAudit::up_to(3);
    for _ in 0..50_000 {
        for value in [b"a", b"b", b"c"] {
            audit.add(value).unwrap();
        }
    }
    assert_eq!(audit.clone().report().unwrap().values.distinct, 3);
    let mut beyond = audit.clone();
    beyond.add(b"d").unwrap();
    assert_eq!(beyond.report().unwrap_err(), AuditError::TooManyValues(3));
    let mut other = ColumnAudit::up_to(3);
    other.add(b"d").unwrap();
    assert!(audit.merge(other).is_err());
}

#[test]
fn many_values_are_counted_in_batches_without_loss() {
    let mut audit = ColumnAudit::new();
    for n in 0..200_000u32 {
        audit.add(&(n % 90_000).to_be_bytes()).unwrap();
    }
    let values = audit.report().unwrap().values;
    assert_eq!(
        (values.rows, values.distinct, values.once),
        (200_000, 90_000, 0)
    );
    assert_eq!(values.equal_pairs, 20_000 * 3 + 70_000);
}

#[test]
fn a_column_that_follows_from_another_tells_nothing_more() {
    let mut joint = JointAudit::new();
    for n in 0..64u8 {
        joint.add(Some(&[n % 16]), Some(&[n % 4])).unwrap();
    }
    joint.add(None, Some(&[1])).unwrap();
    joint.add(Some(&[1]), None).unwrap();
    joint.add(None, None).unwrap();
    let report = joint.report().unwrap();
    let shown = [
        report.mutual_information,
        report.first_given_second,
        report.second_given_first,
    ]
    .map(|bits| bits.to_string());
    assert_eq!(shown, ["2.000", "2.000", "0.000"]);
    assert_eq!(report.pairs.distinct, report.first.distinct);
    assert_eq!(
        (
            report.nulls.first_only,
            report.nulls.second_only,
            report.nulls.both
        ),
        (1, 1, 1)
    );
    assert!(
        report
            .in_english()
            .contains("Each column tells 2.000 bits of the other")
    );
    assert!(
        report
            .in_french()
            .contains("Chaque colonne révèle 2,000 bits de l’autre")
    );
}

#[test]
fn a_second_snapshot_tells_what_was_written() {
    let ring = published();
    let mut turned = published();
    turned
        .import(id(5), 0, MasterKey::from_bytes([5; 32]))
        .unwrap();
    turned.promote(id(5)).unwrap();
    let seal = |ring: &Keyring, text: &str| {
        let sealed = column(ring)
            .deterministic::<Iban>()
            .seal(&text.parse().unwrap());
        sealed.as_bytes().to_vec()
    };
    let (a, b, a_turned) = (seal(&ring, IBAN), seal(&ring, OTHER), seal(&turned, IBAN));
    let random = column(&ring).randomised::<Iban>();
    let mut rng = Counting(3);
    let mut sealed = || {
        let iban = IBAN.parse().unwrap();
        random.seal(&iban, &Binding::none(), &mut rng).unwrap()
    };
    let (r1, r2) = (sealed(), sealed());
    let mut audit = ChangeAudit::new();
    let mut row = |before: Option<Option<&[u8]>>, after: Option<Option<&[u8]>>| {
        audit.row(before, after).unwrap();
    };
    row(Some(Some(&a)), Some(Some(&a)));
    row(Some(None), Some(None));
    row(Some(Some(&b)), Some(Some(&a))); // rewritten, known
    row(Some(Some(&a)), Some(Some(&a_turned))); // converted
    row(Some(Some(r1.as_bytes())), Some(Some(r2.as_bytes()))); // resealed
    row(Some(None), Some(Some(&b))); // filled, known
    row(Some(Some(&b)), Some(None)); // cleared
    row(None, Some(Some(&a))); // added, known
    row(None, Some(None)); // added without a value
    row(Some(Some(&a)), None); // removed
    row(None, None);
    // Two parts of which each has every sort of change add up.
    let twice = audit
        .clone()
        .merge(audit.clone())
        .unwrap()
        .report()
        .unwrap();
    let report = audit.report().unwrap();
    let counts = |of: &ChangeReport| {
        [
            of.before,
            of.after,
            of.added,
            of.removed,
            of.unchanged,
            of.rewritten,
            of.resealed,
            of.converted,
            of.filled,
            of.cleared,
            of.came,
            of.came_known,
        ]
    };
    assert_eq!(counts(&twice), counts(&report).map(|count| 2 * count));
    assert_eq!((report.before, report.after), (8, 9));
    assert_eq!((report.added, report.removed, report.unchanged), (2, 1, 2));
    assert_eq!(
        (report.rewritten, report.resealed, report.converted),
        (2, 1, 1)
    );
    assert_eq!((report.filled, report.cleared), (1, 1));
    assert_eq!((report.came, report.came_known), (5, 3));
    assert!(report.in_english().contains("5 tokens came; 3 of them"));
    assert!(
        report
            .in_french()
            .contains("5 jetons sont arrivés\u{a0}; 3 d’entre eux")
    );
    assert_eq!(serde_json::to_value(&report).unwrap()["came_known"], 3);
}

proptest! {
    /// The same rows in any order, in one audit or in parts: the same report.
    #[test]
    fn reports_depend_on_the_rows_only(values in values(), turn in 0usize..200, cut in 0usize..200) {
        let rows: Vec<_> = values.iter().map(|value| stored(*value)).collect();
        let whole = audit(rows.clone());
        let mut turned = rows.clone();
        turned.rotate_left(turn.min(rows.len()));
        turned.reverse();
        prop_assert_eq!(&audit(turned), &whole);

        let part = |rows: &[Option<Vec<u8>>]| {
            let mut audit = ColumnAudit::new();
            for row in rows {
                match row {
                    Some(row) => audit.add(row).unwrap(),
                    None => audit.add_null(),
                }
            }
            audit
        };
        let (one, other) = rows.split_at(cut.min(rows.len()));
        prop_assert_eq!(&part(one).merge(part(other)).unwrap().report().unwrap(), &whole);
        prop_assert_eq!(&part(other).merge(part(one)).unwrap().report().unwrap(), &whole);
    }

    /// Counted another way, with the floating-point library as oracle of the entropies.
    #[test]
    fn numbers_are_those_of_a_plain_count(values in values()) {
        let rows: Vec<_> = values.iter().filter_map(|value| stored(*value)).collect();
        let found = audit(rows.iter().map(Some)).values;
        let mut counts: HashMap<&[u8], u32> = HashMap::new();
        for row in &rows {
            *counts.entry(row).or_default() += 1;
        }
        let rows = f64::from(u32::try_from(rows.len()).unwrap());
        let most = f64::from(*counts.values().max().unwrap_or(&1));
        let shannon: f64 = counts.values().map(|c| f64::from(*c) / rows).map(|p| -p * p.log2()).sum();
        let close = |ours: greffe_cipher::Entropy, theirs: f64| (f64::from(ours.in_thousandths()) - theirs * 1000.0).abs() < 1.01;
        prop_assert_eq!(found.distinct, u64::try_from(counts.len()).unwrap());
        prop_assert_eq!(found.once, u64::try_from(counts.values().filter(|c| **c == 1).count()).unwrap());
        if rows > 0.0 {
            prop_assert!(close(found.min_entropy, (rows / most).log2()));
            prop_assert!(close(found.shannon_entropy, shannon));
            prop_assert!(found.min_entropy <= found.shannon_entropy);
        }
    }

    /// Joint entropies stand to each other as they must; parts are the whole.
    #[test]
    fn joint_reports_are_consistent(values in proptest::collection::vec((values_one(), values_one()), 1..100), cut in 0usize..100) {
        let read = |rows: &[(Option<u8>, Option<u8>)]| {
            let mut joint = JointAudit::new();
            for (first, second) in rows {
                joint.add(stored(*first).as_deref(), stored(*second).as_deref()).unwrap();
            }
            joint
        };
        let whole = read(&values).report().unwrap();
        let (one, other) = values.split_at(cut.min(values.len()));
        prop_assert_eq!(&read(other).merge(read(one)).unwrap().report().unwrap(), &whole);
        let distinct: HashSet<_> = values.iter().filter(|(a, b)| a.is_some() && b.is_some()).collect();
        prop_assert_eq!(whole.pairs.distinct, u64::try_from(distinct.len()).unwrap());
        let swapped: Vec<_> = values.iter().map(|(a, b)| (*b, *a)).collect();
        let swapped = read(&swapped).report().unwrap();
        prop_assert_eq!(swapped.mutual_information, whole.mutual_information);
        prop_assert_eq!(swapped.first_given_second, whole.second_given_first);
        // Rounded down each: at most two thousandths off.
        let sum = whole.mutual_information.in_thousandths() + whole.first_given_second.in_thousandths();
        prop_assert!(sum.abs_diff(whole.first.shannon_entropy.in_thousandths()) <= 2);
        prop_assert!(whole.mutual_information <= whole.first.shannon_entropy.max(whole.second.shannon_entropy));
    }

    /// Every row of two snapshots is one of: added, removed, unchanged, rewritten, converted, filled, cleared; in any order, in parts.
    #[test]
    fn changes_add_up(rows in proptest::collection::vec((proptest::option::of(values_one()), proptest::option::of(values_one())), 0..80), cut in 0usize..80) {
        let read = |rows: &[(Snapshot, Snapshot)]| {
            let mut audit = ChangeAudit::new();
            for (before, after) in rows {
                let (before, after) = (before.map(stored), after.map(stored));
                audit.row(before.as_ref().map(Option::as_deref), after.as_ref().map(Option::as_deref)).unwrap();
            }
            audit
        };
        let whole = read(&rows).report().unwrap();
        let (one, other) = rows.split_at(cut.min(rows.len()));
        prop_assert_eq!(&read(other).merge(read(one)).unwrap().report().unwrap(), &whole);
        let same = whole.unchanged + whole.rewritten + whole.converted + whole.filled + whole.cleared;
        prop_assert_eq!(whole.before, same + whole.removed);
        prop_assert_eq!(whole.after, same + whole.added);
        let before: HashSet<_> = rows.iter().filter_map(|(before, _)| before.flatten()).collect();
        let came = rows.iter().filter(|(before, after)| before != after).filter_map(|(_, after)| after.flatten());
        let known = came.filter(|value| before.contains(value)).count();
        prop_assert_eq!(whole.came_known, u64::try_from(known).unwrap());
    }
}

/// Whether a snapshot has the row, and which value.
type Snapshot = Option<Option<u8>>;

fn values_one() -> impl Strategy<Value = Option<u8>> {
    proptest::option::weighted(0.9, 0u8..8)
}
