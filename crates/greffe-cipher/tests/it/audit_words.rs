//! What an audit of a column says, in both languages, and what it does not say.

use greffe_cipher::{Binding, ColumnReport, Iban, Nature};

use crate::audits::{IBAN, audit};
use crate::support::{Counting, column, published};

fn lines<'r>(report: &'r str, wanted: &str) -> Vec<&'r str> {
    report
        .lines()
        .filter(|line| line.contains(wanted))
        .collect()
}

/// A token of an index under a key of that number, with so many octets.
fn indexed(key: u8, octets: usize) -> Vec<u8> {
    [&[0xfb, 1, 0x11, 0, 0, 0, key][..], &vec![key; octets]].concat()
}

#[test]
fn tokens_beside_anything_else_are_no_column_of_one_nature() {
    let (token, clear, malformed) = (indexed(1, 4), b"clear".to_vec(), vec![0xfa, 9]);
    assert_eq!(audit([Some(&token)]).nature(), Nature::Index);
    for beside in [
        vec![&clear],
        vec![&malformed],
        vec![&clear, &malformed],
        vec![&clear, &clear],
    ] {
        let rows = beside.iter().copied().chain([&token]);
        assert_eq!(audit(rows.map(Some)).nature(), Nature::Mixed, "{beside:?}");
    }
}

#[test]
fn a_report_says_in_both_languages_what_there_is_and_nothing_of_what_there_is_not() {
    let one = audit([Some(indexed(1, 4))]);
    assert_eq!(
        one.in_english(),
        "1 row, 0 of them NULL.\n\
         An index: equal tokens are equal values, or values that share a truncated token. The numbers below are those of tokens.\n\
         - index of kind 1, form 11, key 00000001: 1 row\n\
         Lengths in octets: 11 (1 row).\n\
         Different values: 1 in 1 row, 1 of them in one row only. The most frequent value stands in 1 row, the ten most frequent make up 100.00 % of the rows. \
         Min-entropy 0.000 bits, Shannon entropy 0.000 bits; equal pairs of rows: 0.\n\
         For whoever holds the keys these stay personal data: this is pseudonymisation (GDPR Art. 4(5)), not anonymisation.\n"
    );
    assert_eq!(
        one.in_french(),
        "1 ligne, dont 0 sans valeur (NULL).\n\
         Un index\u{a0}: des jetons égaux sont des valeurs égales, ou des valeurs qui partagent un jeton tronqué. Les nombres ci-dessous sont ceux des jetons.\n\
         - index de genre 1, forme 11, clé 00000001\u{a0}: 1 ligne\n\
         Longueurs en octets\u{a0}: 11 (1 ligne).\n\
         Valeurs différentes\u{a0}: 1 dans 1 ligne, dont 1 dans une seule ligne. La valeur la plus fréquente est dans 1 ligne, les dix plus fréquentes font 100,00 % des lignes. \
         Min-entropie de 0,000 bits, entropie de Shannon de 0,000 bits\u{a0}; paires de lignes égales\u{a0}: 0.\n\
         Pour qui détient les clés, ce sont toujours des données à caractère personnel\u{a0}: c’est une pseudonymisation (RGPD, art. 4, point 5), et non une anonymisation.\n"
    );
    // Twelve values of one row each: ten of them are 83.33 % of the rows.
    let twelve = audit((1..=12).map(|key| Some(indexed(key, 4))));
    assert!(twelve.in_english().contains("make up 83.33 % of the rows"));
    assert!(twelve.in_french().contains("font 83,33 % des lignes"));
    assert!(
        twelve
            .in_english()
            .starts_with("12 rows, 0 of them NULL.\n")
    );
    assert!(
        twelve
            .in_french()
            .starts_with("12 lignes, dont 0 sans valeur")
    );
    let none = audit([None::<&[u8]>]);
    assert!(none.in_english().contains("0 in 0 rows"));
    assert!(none.in_french().contains("0 dans 0 ligne,"));

    let clear = [
        Some(b"clear".to_vec()),
        Some(vec![0xfa, 9]),
        Some(b"more".to_vec()),
    ];
    for (rows, clears, malformed) in [
        (&clear[..1], 1, 0),
        (&clear[1..2], 0, 1),
        (&clear[..], 2, 1),
    ] {
        let report = audit(rows.iter().map(Option::as_ref));
        let (english, french) = (report.in_english(), report.in_french());
        assert_eq!(
            lines(&english, "no tokens"),
            [format!(
                "Values that are no tokens, probably plaintext, which nothing protects: {clears}; malformed tokens: {malformed}."
            )]
        );
        assert_eq!(
            lines(&french, "pas des jetons"),
            [format!(
                "Valeurs qui ne sont pas des jetons, sans doute du texte en clair, que rien ne protège\u{a0}: {clears}\u{a0}; jetons mal formés\u{a0}: {malformed}."
            )]
        );
    }
}

#[test]
fn a_report_lists_twenty_headers_and_lengths_and_counts_the_rest() {
    for (headers, more) in [
        (1, None),
        (2, None),
        (19, None),
        (20, None),
        (21, Some(1)),
        (25, Some(5)),
    ] {
        let report = audit((1..=headers).map(|key| Some(indexed(key, 4))));
        let (english, french) = (report.in_english(), report.in_french());
        let rows = usize::from(headers.min(20));
        assert_eq!(lines(&english, "- index of kind").len(), rows, "{headers}");
        assert_eq!(lines(&french, "- index de genre").len(), rows, "{headers}");
        let wanted: Vec<String> = more
            .iter()
            .map(|more| format!("- and {more} more headers"))
            .collect();
        assert_eq!(lines(&english, "more headers"), wanted);
        let wanted: Vec<String> = more
            .iter()
            .map(|more| format!("- et {more} autres en-têtes"))
            .collect();
        assert_eq!(lines(&french, "autres en-têtes"), wanted);
        assert_eq!(english.contains("stand side by side"), headers > 1);
        assert_eq!(french.contains("coexistent"), headers > 1);

        let report = audit((1..=headers).map(|octets| Some(indexed(1, 4 + usize::from(octets)))));
        let (english, french) = (report.in_english(), report.in_french());
        let lengths = |line: &str| line.matches('(').count();
        assert_eq!(
            lengths(lines(&english, "Lengths in octets: 12 (1 row)")[0]),
            rows
        );
        assert_eq!(
            lengths(lines(&french, "Longueurs en octets\u{a0}: 12 (1 ligne)")[0]),
            rows
        );
        assert_eq!(english.contains(", 13 (1 row)"), headers > 1);
        assert_eq!(french.contains(", 13 (1 ligne)"), headers > 1);
        let wanted = more.map(|more| format!(" and {more} more."));
        assert_eq!(english.contains(" more."), wanted.is_some());
        assert!(wanted.is_none_or(|wanted| english.contains(&wanted)));
        let wanted = more.map(|more| format!(" et {more} autres."));
        assert_eq!(french.contains(" autres."), wanted.is_some());
        assert!(wanted.is_none_or(|wanted| french.contains(&wanted)));
    }
}

#[test]
fn only_rows_that_were_copied_are_said_to_be() {
    let random = column(&published()).randomised::<Iban>();
    let iban: Iban = IBAN.parse().unwrap();
    let mut rng = Counting(1);
    let mut seal = || random.seal(&iban, &Binding::none(), &mut rng).unwrap();
    let rows = [seal(), seal(), seal()];
    let copies = |report: &ColumnReport| {
        let (english, french) = (report.in_english(), report.in_french());
        let said = [
            lines(&english, "stand in another row too").len(),
            lines(&french, "dans une autre ligne").len(),
        ];
        (report.copies(), said)
    };
    assert_eq!(copies(&audit(rows.iter().map(Some))), (0, [0, 0]));
    let [a, b, _] = &rows;
    assert_eq!(copies(&audit([a, a, b].map(Some))), (1, [1, 1]));
    assert_eq!(copies(&audit([a, a, a, b, b].map(Some))), (3, [1, 1]));
}
