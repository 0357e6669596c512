use greffe_document::{Document, DocumentError, Faults, Limits, Node, TableReader, Value, Words};
use greffe_terms::Lang;

const MARKER: &str = "FR7630006000011234567890189";

#[test]
fn no_error_repeats_the_text() {
    let broken = [
        format!("iban = {MARKER}"),
        format!("iban = \"{MARKER}"),
        format!("\"{MARKER}\" = 1\n\"{MARKER}\" = 2"),
        format!("[{MARKER}"),
        format!("a = [\"{MARKER}\""),
        format!("a = 2024-13-45 # {MARKER}"),
    ];
    for text in &broken {
        let error = Document::from_toml(text).unwrap_err();
        let shown = format!("{error} {error:?} {}", error.in_language(Lang::Fr));
        assert!(!shown.contains(MARKER), "{shown}");
    }
    for text in [
        format!("{{\"a\": {MARKER}}}"),
        format!("{{\"{MARKER}\":1,\"{MARKER}\":2}}"),
    ] {
        let error = Document::from_json(&text).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(MARKER));
    }
}

/// JSON has no such numbers for a reader; other forms of serde do.
#[test]
fn a_number_of_128_bits_is_read_where_it_fits_and_never_repeated() {
    use serde::Deserialize as _;
    use serde::de::{IntoDeserializer, value::Error};
    let signed =
        |number: i128| Node::deserialize(IntoDeserializer::<Error>::into_deserializer(number));
    let unsigned =
        |number: u128| Node::deserialize(IntoDeserializer::<Error>::into_deserializer(number));
    let (least, most) = (i64::MIN, i64::MAX);
    for number in [least, -1, 0, most] {
        let node = signed(number.into()).unwrap();
        assert_eq!(node.value(), &Value::Integer(number));
    }
    let node = unsigned(most.unsigned_abs().into()).unwrap();
    assert_eq!(node.value(), &Value::Integer(most));
    for refused in [
        signed(i128::from(least) - 1),
        signed(i128::from(most) + 1),
        unsigned(u128::from(most.unsigned_abs()) + 1),
        unsigned(33_612_345_678_901_234_567_890),
    ] {
        let error = refused.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(|c: char| c.is_ascii_digit()), "{shown}");
    }
}

#[test]
fn no_fault_and_no_debug_shows_a_value() {
    let text = format!(
        "a = \"{MARKER}\"\n\"{MARKER}\" = 1\nb = [\"{MARKER}\"]\n[[c]]\nname = \"{MARKER}\"\n"
    );
    let document = Document::from_toml(&text).unwrap();
    let mut faults = Faults::new();
    let mut table = TableReader::open(document.root(), &mut faults).unwrap();
    table.optional("a").unwrap().integer(&mut faults);
    table.optional("b").unwrap().items().unwrap()[0].date(&mut faults);
    let row = &table.optional("c").unwrap().items().unwrap()[0];
    row.child("name")
        .unwrap()
        .parse::<u8>(Words::new("un octet", "a byte"), &mut faults);
    table.required("missing", &mut faults);
    table.finish(&mut faults);
    assert_eq!(faults.len(), 5);
    let report = document.locate(faults).unwrap_err();
    for shown in [
        report.to_string(),
        report.in_language(Lang::Fr),
        format!("{document:?}{report:?}"),
    ] {
        assert!(!shown.contains(MARKER), "{shown}");
    }
}

#[test]
fn places_are_lines_and_columns_in_toml_and_pointers_in_json() {
    let document =
        Document::from_toml("# é\n[[p]]\nref = \"FR-1\"\nn = { \"é\" = \"é\", x = \"no\" }")
            .unwrap();
    let x = document.find("p[FR-1].n.x").unwrap();
    let place = document.place_of(x);
    assert_eq!(
        (place.line_and_column(), place.path()),
        (Some((4, 22)), "p[FR-1].n.x")
    );

    let document = Document::from_json(r#"{"p":[{"ref":"FR-1","x":"no"}]}"#).unwrap();
    let mut faults = Faults::new();
    document.find("p[1].x").unwrap().boolean(&mut faults);
    let report = document.locate(faults).unwrap_err();
    assert_eq!(
        report.to_string(),
        "/p/0/x: `p[FR-1].x`: true or false is expected"
    );
}

#[test]
fn a_key_of_figures_may_be_somebody_s_number_and_is_not_repeated() {
    let document = Document::from_json(r#"{ "4970101234567890": { "n": 1 }, "p1": 1 }"#).unwrap();
    let mut faults = Faults::new();
    let table = TableReader::open(document.root(), &mut faults).unwrap();
    table.finish(&mut faults);
    let inner = document.root().entries().unwrap();
    inner[0].node().child("n").unwrap().text(&mut faults);
    let report = document.locate(faults).unwrap_err().to_string();
    assert!(!report.contains("4970101234567890"), "{report}");
    assert!(report.contains("p1"), "{report}");
}

#[test]
fn the_same_key_twice_is_refused_in_both_notations() {
    assert!(matches!(
        Document::from_toml("a = 1\na = 2").unwrap_err(),
        DocumentError::DuplicateKey { line: 2, .. }
    ));
    assert!(matches!(
        Document::from_json("{\"a\":1,\n\"a\":2}").unwrap_err(),
        DocumentError::DuplicateKey { line: 2, .. }
    ));
}

#[test]
fn limits_hold_and_invalid_utf8_has_a_place() {
    let mut limits = Limits::default();
    limits.bytes = 4;
    assert_eq!(
        Document::from_toml_bytes(b"a = 1", limits).unwrap_err(),
        DocumentError::TooLarge { limit: 4 }
    );
    limits = Limits::default();
    limits.values = 10;
    let many = format!("[{}0]", "0,".repeat(20));
    assert_eq!(
        Document::from_json_bytes(many.as_bytes(), limits).unwrap_err(),
        DocumentError::TooManyValues { limit: 10 }
    );
    assert_eq!(
        Document::from_toml_bytes(format!("a = {many}").as_bytes(), limits).unwrap_err(),
        DocumentError::TooManyValues { limit: 10 }
    );
    assert_eq!(
        Document::from_toml_bytes(b"a = \"\xff\"", Limits::default()).unwrap_err(),
        DocumentError::NotUtf8 { offset: 5 }
    );
}

#[test]
fn tables_of_dotted_keys_count_as_values() {
    let mut limits = Limits::default();
    limits.values = 5;
    for text in [
        "a.b.c.d.e = 1",
        "[a.b.c.d.e]\n",
        "a = 1\nb = 1\nc = 1\nd = 1\ne = 1",
    ] {
        assert_eq!(
            Document::from_toml_bytes(text.as_bytes(), limits).unwrap_err(),
            DocumentError::TooManyValues { limit: 5 },
            "{text}"
        );
    }
    assert!(Document::from_toml_bytes(b"a.b = 1", limits).is_ok());
}

#[test]
fn ten_thousand_levels_end_in_an_error() {
    let deep = "[".repeat(10_000);
    assert!(Document::from_json(&deep).is_err());
    assert!(Document::from_toml(&format!("a = {deep}")).is_err());
}

#[test]
fn a_number_over_64_bits_is_refused() {
    assert!(matches!(
        Document::from_toml("a = 99999999999999999999").unwrap_err(),
        DocumentError::NumberTooLarge { line: 1, column: 5 }
    ));
    assert!(Document::from_json("{\"a\":18446744073709551615}").is_err());
}

#[test]
fn a_time_without_offset_is_no_instant() {
    let document = Document::from_toml(
        "a = 2024-01-01T00:00:00\nb = 2024-01-01T00:00:00Z\nc = \"2024-01-01T00:00:00\"",
    )
    .unwrap();
    let mut faults = Faults::new();
    assert!(document.find("a").unwrap().instant(&mut faults).is_none());
    assert!(document.find("b").unwrap().instant(&mut faults).is_some());
    assert!(document.find("c").unwrap().instant(&mut faults).is_none());
    assert_eq!(faults.len(), 2);
}

#[test]
fn faults_beyond_a_thousand_are_counted_only() {
    let keys: String = (0..1500).map(|n| format!("k{n} = 1\n")).collect();
    let document = Document::from_toml(&keys).unwrap();
    let mut faults = Faults::new();
    let mut table = TableReader::open(document.root(), &mut faults).unwrap();
    _ = table.optional("known");
    table.finish(&mut faults);
    _ = faults.missing::<()>(document.root(), "known");
    assert_eq!((faults.len(), faults.iter().count()), (1501, Faults::MOST));
    let report = document.locate(faults).unwrap_err();
    assert_eq!((report.faults().len(), report.more()), (1000, 501));
    let ends = |lang, end| assert!(report.in_language(lang).ends_with(end));
    ends(Lang::En, "\nand 501 more fault(s)");
    ends(Lang::Fr, "\net 501 autre(s) faute(s)");
}

#[test]
fn many_faults_in_one_item_take_time_in_proportion() {
    let keys: Vec<_> = (0..300_000).map(|n| format!("\"k{n}\":1")).collect();
    let document = Document::from_json(&format!("{{\"p\":[{{{}}}]}}", keys.join(","))).unwrap();
    let start = std::time::Instant::now();
    let mut faults = Faults::new();
    let item = &document.root().child("p").unwrap().items().unwrap()[0];
    TableReader::open(item, &mut faults)
        .unwrap()
        .finish(&mut faults);
    assert_eq!(document.locate(faults).unwrap_err().faults().len(), 1000);
    // A search for the item's name at every fault would look at six hundred million keys.
    assert!(start.elapsed().as_secs() < 5);
}

#[test]
fn nobody_guesses_what_a_key_of_a_mebibyte_was_meant_to_be() {
    let document = Document::from_toml(&format!("{} = 1", "k".repeat(1 << 20))).unwrap();
    let mut faults = Faults::new();
    let mut table = TableReader::open(document.root(), &mut faults).unwrap();
    _ = table.optional("kkk");
    table.finish(&mut faults);
    let report = document.locate(faults).unwrap_err();
    assert_eq!(report.to_string(), "line 1, column 1: `…`: unknown key");
}

#[test]
fn empty_lines_comments_and_stray_marks_have_a_limit_too() {
    let limits = |values| {
        let mut limits = Limits::default();
        limits.values = values;
        limits
    };
    for hostile in ["\n", "#\n", "}", "'' ", "a "] {
        let text = hostile.repeat(400);
        let error = Document::from_toml_bytes(text.as_bytes(), limits(100)).unwrap_err();
        assert_eq!(
            error,
            DocumentError::TooManyTokens { limit: 300 },
            "{hostile:?}"
        );
        assert_ne!(error.in_language(Lang::Fr), error.to_string());
    }
    let text = "\n".repeat(299);
    assert!(Document::from_toml_bytes(text.as_bytes(), limits(100)).is_ok());
    // By default, too: the parser would need nearly two gibibytes.
    let text = "\n".repeat(Limits::default().bytes);
    assert_eq!(
        Document::from_toml(&text).unwrap_err(),
        DocumentError::TooManyTokens { limit: 3_000_000 }
    );
}

/// A reader may ask for keys in any order; whoever mends the file goes through it from above.
#[test]
fn faults_come_in_the_order_of_the_document() {
    let backwards = |document: &Document| {
        let mut faults = Faults::new();
        let root = document.root();
        for key in ["late", "early"] {
            let node = root.child(key).unwrap();
            node.child("n").unwrap().text(&mut faults);
        }
        let _: Option<()> = faults.missing(root, "name");
        document.locate(faults).unwrap_err().to_string()
    };
    let toml = Document::from_toml("early.n = 1\nlate.n = 2\n").unwrap();
    assert_eq!(
        backwards(&toml),
        "line 1, column 1: the key `name` is missing\n\
         line 1, column 11: `early.n`: a text is expected\n\
         line 2, column 10: `late.n`: a text is expected"
    );
    // A table that is opened again below another: lines go before the tree.
    let toml = Document::from_toml("[early]\n[late]\nn = 2\n[early.again]\nn = 1\n").unwrap();
    let mut faults = Faults::new();
    let again = toml.find("early.again.n").unwrap();
    again.text(&mut faults);
    toml.find("late.n").unwrap().text(&mut faults);
    let report = toml.locate(faults).unwrap_err();
    let lines: Vec<_> = report
        .faults()
        .iter()
        .map(|fault| fault.place().line_and_column().unwrap().0)
        .collect();
    assert_eq!(lines, [3, 5]);
    let json = Document::from_json(r#"{ "early": { "n": 1 }, "late": { "n": 2 } }"#).unwrap();
    assert_eq!(
        backwards(&json),
        "document: the key `name` is missing\n\
         /early/n: `early.n`: a text is expected\n\
         /late/n: `late.n`: a text is expected"
    );
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_document_and_a_second_one_is_no_text() {
    let json = Document::from_json("\u{feff}{ \"a\": 1 }").unwrap();
    assert!(json.find("a").is_some());
    for text in ["ab = 1\n", "\u{feff}ab = 1\n"] {
        let toml = Document::from_toml(text).unwrap();
        let mut faults = Faults::new();
        toml.find("ab").unwrap().text(&mut faults);
        assert_eq!(
            toml.locate(faults).unwrap_err().to_string(),
            "line 1, column 6: `ab`: a text is expected"
        );
    }
    for (marked, plain) in [
        (
            Document::from_json("\u{feff}{ \"a\": "),
            Document::from_json("{ \"a\": "),
        ),
        (
            Document::from_toml("\u{feff}a = \n"),
            Document::from_toml("a = \n"),
        ),
    ] {
        assert_eq!(marked.unwrap_err(), plain.unwrap_err());
    }
    let twice = "\u{feff}\u{feff}";
    let column = |error| match error {
        DocumentError::Syntax { line, column, .. } => (line, column),
        other => panic!("{other}"),
    };
    let error = Document::from_toml(&format!("{twice}a = 1")).unwrap_err();
    assert_eq!(column(error), (1, 1));
    let error = Document::from_json(&format!("{twice}{{}}")).unwrap_err();
    assert_eq!(column(error), (1, 1));
}
