//! What a copy says of itself: codes, roles and treatments, and the tables of what becomes of a value.

use std::collections::HashSet;
use std::num::{NonZeroU16, NonZeroU64};

use chrono::{DateTime, Utc};
use greffe_export::{
    Anonymisation, AnonymisedCopy, AnonymityTest, CopyError, CopyKey, Criterion, Decimal, Field,
    Generalisation, InTenThousand, Kind, MemorySink, Persons, Provenance, PseudonymisedCopy,
    Record, Records, Role, SourceFailure, Thresholds, Treatment, Value,
};
use greffe_terms::Lang;
use serde_json::json;

use crate::fixture::{day, field, json, lines};

fn of_kind(name: &str, kind: Kind) -> Field {
    field(name, kind, Provenance::Provided, "account")
}

fn wide(width: u64) -> NonZeroU64 {
    NonZeroU64::new(width).unwrap()
}

fn band(lowest: i64, highest: i64) -> Generalisation {
    Generalisation::Band {
        width: wide(10),
        lowest,
        highest,
    }
}

fn kept() -> Generalisation {
    Generalisation::Kept {
        reason: "few values".into(),
    }
}

fn decimal(text: &str) -> Value {
    Value::Decimal(text.parse().unwrap())
}

fn instant(text: &str) -> Value {
    Value::Instant(text.parse::<DateTime<Utc>>().unwrap())
}

/// Each way to make a value coarse, and what `datapackage.json` says of it.
fn generalisations() -> Vec<(&'static str, Kind, Generalisation, serde_json::Value)> {
    let age = Generalisation::AgeBand {
        years: NonZeroU16::new(20).unwrap(),
        on: day(11, 26),
        top: 80,
    };
    let prefix = Generalisation::Prefix {
        letters: NonZeroU16::new(2).unwrap(),
    };
    vec![
        (
            "age_band",
            Kind::Date,
            age,
            json!({ "years": 20, "on": "2026-11-26", "top": 80 }),
        ),
        ("prefix", Kind::Text, prefix, json!({ "letters": 2 })),
        ("month", Kind::Date, Generalisation::Month, json!({})),
        ("year", Kind::Instant, Generalisation::Year, json!({})),
        (
            "band",
            Kind::Decimal,
            band(-5, 95),
            json!({ "width": 10, "lowest": -5, "highest": 95 }),
        ),
        (
            "kept",
            Kind::Text,
            kept(),
            json!({ "reason": "few values" }),
        ),
    ]
}

#[test]
fn an_anonymised_copy_describes_the_role_and_the_coarseness_of_every_field() {
    let all = generalisations();
    let fields = all.iter().map(|(name, kind, ..)| of_kind(name, *kind));
    let roles = all.iter().map(|(name, _, how, _)| match *name {
        "kept" => (*name, Role::Sensitive(how.clone())),
        _ => (*name, Role::QuasiIdentifier(how.clone())),
    });
    let row = |place: usize| {
        vec![
            Value::Date(day(3, 1)),
            Value::from("35000"),
            Value::Date(day(3, 1)),
            instant("2026-03-01T00:00:00Z"),
            decimal("1.5"),
            Value::from(["a", "b"][place % 2]),
        ]
    };
    let source = Records::whole("customers", fields.collect(), (0..40).map(row));
    let mut bag = MemorySink::new();
    let copy = AnonymisedCopy::new(source, roles, Persons::OnePerRecord, day(11, 26));
    let done = copy.write_folder(&mut bag).unwrap();
    assert!(matches!(done, Anonymisation::Anonymised(_)), "{done:?}");
    let package = json(&bag, "data/datapackage.json");
    assert_eq!(
        package["title"],
        "Copie anonymisée, éprouvée à sa date / Anonymised copy, tested on its date"
    );
    let described = &package["resources"][0]["schema"]["fields"];
    for (place, (name, _, how, more)) in all.iter().enumerate() {
        assert_eq!(how.code(), *name);
        let role = match *name {
            "kept" => "sensitive",
            _ => "quasi_identifier",
        };
        let mut expected = json!({ "code": name, "role": role });
        let expected_more = expected.as_object_mut().unwrap();
        expected_more.extend(more.as_object().unwrap().clone());
        assert_eq!(described[place]["name"], *name);
        assert_eq!(described[place]["greffe:treatment"], expected);
    }
}

#[test]
fn a_pseudonymised_copy_describes_the_treatment_of_every_field() {
    let days = NonZeroU16::new(30).unwrap();
    let all = [
        (
            "token",
            Kind::Text,
            Treatment::token("who"),
            json!({ "domain": "who" }),
        ),
        (
            "email",
            Kind::Text,
            Treatment::email("who"),
            json!({ "domain": "who" }),
        ),
        (
            "phone",
            Kind::Text,
            Treatment::phone("who", "FR"),
            json!({ "domain": "who", "national": "FR" }),
        ),
        (
            "iban",
            Kind::Text,
            Treatment::iban("who"),
            json!({ "domain": "who" }),
        ),
        (
            "shifted",
            Kind::Date,
            Treatment::shifted("token", days),
            json!({ "person": "token", "days_at_most": 30 }),
        ),
        (
            "bucketed",
            Kind::Integer,
            Treatment::bucketed(wide(10)),
            json!({ "width": 10 }),
        ),
        (
            "kept",
            Kind::Text,
            Treatment::kept("ours"),
            json!({ "reason": "ours" }),
        ),
        ("removed", Kind::Text, Treatment::Removed, json!({})),
        ("filled", Kind::Text, Treatment::Filled, json!({})),
    ];
    let fields = all.iter().map(|(name, kind, ..)| of_kind(name, *kind));
    let treatments = all.iter().map(|(name, _, how, _)| (*name, how.clone()));
    let nothing: Record = all.iter().map(|_| Value::Null).collect();
    let source = Records::whole("customers", fields.collect(), [nothing]);
    let mut bag = MemorySink::new();
    let done = PseudonymisedCopy::new(CopyKey::new([7; 32]), day(11, 26))
        .source(source, treatments)
        .write_folder(&mut bag)
        .unwrap();
    let source = &done.sources()[0];
    assert_eq!(source.name(), "customers");
    let package = json(&bag, "data/datapackage.json");
    assert_eq!(
        package["title"],
        "Copie pseudonymisée\u{a0}: données personnelles / Pseudonymised copy: personal data"
    );
    let described = &package["resources"][0]["schema"]["fields"];
    for (place, (name, _, how, more)) in all.iter().enumerate() {
        assert_eq!(how.code(), *name);
        assert_eq!(source.fields()[place].name(), *name);
        assert_eq!(source.fields()[place].treatment(), how);
        let mut expected = json!({ "code": name, "formless": 0, "withheld": 0 });
        let expected_more = expected.as_object_mut().unwrap();
        expected_more.extend(more.as_object().unwrap().clone());
        assert_eq!(described[place]["greffe:treatment"], expected);
    }
}

#[test]
fn a_value_is_made_coarse_as_the_table_says() {
    let kept = kept();
    for (how, value, coarse) in [
        (band(-5, 95), Value::from(-6), Some("<-5")),
        (band(-5, 95), Value::from(-5), Some("-5-4")),
        (band(-5, 95), Value::from(4), Some("-5-4")),
        (band(-5, 95), Value::from(5), Some("5-14")),
        (band(-5, 95), Value::from(94), Some("85-94")),
        (band(-5, 95), Value::from(95), Some("95+")),
        (band(7, 20), Value::from(18), Some("17-19")),
        (band(7, 20), decimal("6.99"), Some("<7")),
        (band(7, 20), decimal("7.00"), Some("7-16")),
        (band(7, 20), Value::from("12"), None),
        (
            Generalisation::Month,
            instant("2026-03-09T23:59:59Z"),
            Some("2026-03"),
        ),
        (
            Generalisation::Year,
            instant("2026-12-31T23:59:59Z"),
            Some("2026"),
        ),
        (Generalisation::Year, Value::from(2026), None),
        (kept.clone(), Value::from("a"), Some("a")),
        (kept.clone(), Value::from(-3), Some("-3")),
        (kept.clone(), Value::from(true), Some("true")),
        (kept, Value::Null, None),
    ] {
        assert_eq!(how.of(&value).as_deref(), coarse, "{how:?} {coarse:?}");
    }
}

/// One source of one field, all of one coarse value, and what came of the copy.
fn one(
    kind: Kind,
    role: Role,
    values: Vec<Value>,
    thresholds: Thresholds,
) -> Result<AnonymityTest, CopyError> {
    let rows = values.into_iter().map(|value| vec![value]);
    let source = Records::whole("s", vec![of_kind("f", kind)], rows);
    let copy = AnonymisedCopy::new(source, [("f", role)], Persons::OnePerRecord, day(11, 26));
    let done = copy
        .thresholds(thresholds)
        .write_folder(&mut MemorySink::new())?;
    Ok(match done {
        Anonymisation::Anonymised(done) => done.test().clone(),
        Anonymisation::Failed(test) => test,
    })
}

#[test]
fn a_coarseness_that_does_not_fit_the_kind_or_has_no_room_is_refused() {
    let unfit = Err(CopyError::Unfit {
        source: "s".to_owned(),
        field: "f".to_owned(),
    });
    let tried = |kind, how| {
        let tried = one(
            kind,
            Role::QuasiIdentifier(how),
            Vec::new(),
            Thresholds::default(),
        );
        tried.map(|test| test.read())
    };
    for kind in [Kind::Integer, Kind::Decimal] {
        assert_eq!(tried(kind, band(0, 1)), Ok(0));
        assert_eq!(tried(kind, band(0, 0)), Ok(0));
        assert_eq!(tried(kind, band(1, 0)), unfit);
    }
    for kind in [Kind::Text, Kind::Boolean, Kind::Date] {
        assert_eq!(tried(kind, band(0, 1)), unfit, "{kind:?}");
    }
    for (kind, fits) in [
        (Kind::Text, true),
        (Kind::Integer, true),
        (Kind::Boolean, true),
        (Kind::Decimal, false),
        (Kind::List, false),
    ] {
        assert_eq!(tried(kind, kept()).is_ok(), fits, "{kind:?}");
    }
}

/// Nothing is asked for at all.
const NOTHING: Thresholds = Thresholds {
    persons: 0,
    values: 0,
    known_fields: 0,
    singled_out: InTenThousand(10_000),
    linked: InTenThousand(10_000),
    determined: InTenThousand(10_000),
    distance: InTenThousand(10_000),
};

#[test]
fn a_copy_of_nothing_is_never_anonymised() {
    let test = one(
        Kind::Text,
        Role::QuasiIdentifier(kept()),
        Vec::new(),
        NOTHING,
    )
    .unwrap();
    assert!(Criterion::ALL.iter().all(|one| !test.fails(*one)));
    assert!(!test.is_passed());
    let some = vec![Value::from("a")];
    let test = one(Kind::Text, Role::QuasiIdentifier(kept()), some, NOTHING).unwrap();
    assert!(test.is_passed());
}

/// A town, a plan; forty of each town, of which so many have the first plan.
fn towns(first: [usize; 2], thresholds: Thresholds) -> AnonymityTest {
    let rows = (0..80).map(move |n| {
        let (town, place) = (n / 40, n % 40);
        let plan = if place < first[town] {
            "monthly"
        } else {
            "yearly"
        };
        vec![Value::from(["35", "44"][town]), Value::from(plan)]
    });
    let fields = vec![of_kind("town", Kind::Text), of_kind("plan", Kind::Text)];
    let source = Records::whole("s", fields, rows);
    let roles = [
        ("town", Role::QuasiIdentifier(kept())),
        ("plan", Role::Sensitive(kept())),
    ];
    let copy = AnonymisedCopy::new(source, roles, Persons::OnePerRecord, day(11, 26));
    let done = copy
        .thresholds(thresholds)
        .write_folder(&mut MemorySink::new())
        .unwrap();
    match done {
        Anonymisation::Anonymised(done) => done.test().clone(),
        Anonymisation::Failed(test) => test,
    }
}

#[test]
fn a_limit_may_be_reached_and_each_limit_fails_by_itself() {
    // A quarter and three quarters: each group is a quarter away from all, whose halves they are.
    let found = towns([10, 30], NOTHING);
    let quarter = InTenThousand(2_500);
    assert_eq!(
        found.inference("plan"),
        Some((2, InTenThousand(0), quarter))
    );
    let at = Thresholds {
        persons: 40,
        values: 2,
        linked: InTenThousand(250),
        determined: InTenThousand(0),
        distance: quarter,
        ..NOTHING
    };
    assert!(towns([10, 30], at).is_passed());
    let fails = |thresholds| {
        let test = towns([10, 30], thresholds);
        let failed = Criterion::ALL.into_iter().filter(|one| test.fails(*one));
        failed.map(Criterion::code).collect::<Vec<_>>()
    };
    let closer = Thresholds {
        distance: InTenThousand(2_499),
        ..at
    };
    assert_eq!(fails(closer), ["inference"]);
    let rarer = Thresholds {
        linked: InTenThousand(249),
        ..at
    };
    assert_eq!(fails(rarer), ["linkage"]);
    // Whoever knows town and plan knows the one of them that has the other plan.
    let known = Thresholds {
        known_fields: 2,
        singled_out: InTenThousand(0),
        ..NOTHING
    };
    assert!(towns([1, 39], known).fails(Criterion::SinglingOut));
    assert!(!towns([2, 38], known).fails(Criterion::SinglingOut));
    // One town tells the plan of everyone in it; nothing else is asked for.
    let told = Thresholds {
        values: 1,
        determined: InTenThousand(4_999),
        ..NOTHING
    };
    assert!(towns([40, 20], told).fails(Criterion::Inference));
    let half = Thresholds {
        determined: InTenThousand(5_000),
        ..told
    };
    assert!(!towns([40, 20], half).fails(Criterion::Inference));
}

#[test]
fn every_criterion_has_its_code_and_its_words() {
    let codes = Criterion::ALL.map(Criterion::code);
    assert_eq!(codes, ["singling_out", "linkage", "inference"]);
    let words: HashSet<&str> = Criterion::ALL.map(|one| one.label(Lang::Fr)).into();
    assert_eq!(words.len(), 3);
    assert_eq!(Criterion::Linkage.label(Lang::En), "linkage");
}

#[test]
fn a_record_that_does_not_fit_is_named_by_its_place() {
    let values = vec![Value::from("a"), Value::from("b"), Value::from(1)];
    let failed = one(Kind::Text, Role::Dropped, values, NOTHING);
    let failure = SourceFailure::WrongKind {
        record: 3,
        field: 1,
    };
    let source = "s".to_owned();
    assert_eq!(failed, Err(CopyError::Source { source, failure }));
}

#[test]
fn a_role_of_no_field_is_named() {
    let fields = vec![of_kind("a", Kind::Text), of_kind("b", Kind::Text)];
    let roles = ["a", "b", "c"].map(|name| (name, Role::Dropped));
    let source = Records::whole("s", fields, []);
    let copy = AnonymisedCopy::new(source, roles, Persons::OnePerRecord, day(11, 26));
    let error = copy.write_folder(&mut MemorySink::new()).unwrap_err();
    let (source, field) = ("s".to_owned(), "c".to_owned());
    assert_eq!(error, CopyError::NoSuchField { source, field });
}

/// One column of a pseudonymised copy, and how many of its values had not the form.
pub(crate) fn treated(
    kind: Kind,
    values: Vec<Value>,
    treatment: Treatment,
) -> (Vec<serde_json::Value>, u64) {
    let rows = values.into_iter().map(|value| vec![value]);
    let source = Records::whole("s", vec![of_kind("f", kind)], rows);
    let mut bag = MemorySink::new();
    let done = PseudonymisedCopy::new(CopyKey::new([7; 32]), day(11, 26))
        .source(source, [("f", treatment)])
        .write_folder(&mut bag)
        .unwrap();
    let found = lines(&bag, "data/pseudonymised/s.ndjson").into_iter();
    let column = found.map(|line| line["f"].clone()).collect();
    (column, done.sources()[0].fields()[0].formless())
}

#[test]
fn an_address_becomes_one_to_which_no_mail_goes_and_nothing_else_does() {
    for (text, is_address) in [
        ("ada@helianthe.example", true),
        (" ada@helianthe.example ", true),
        ("ada", false),
        ("ada@helianthe", false),
        ("@helianthe.example", false),
        ("ada@b@helianthe.example", false),
        ("helianthe.example", false),
    ] {
        let values = vec![Value::from(text)];
        let (found, formless) = treated(Kind::Text, values, Treatment::email("contact"));
        let token = found[0].as_str().unwrap();
        assert_eq!(token.ends_with("@pseudonym.invalid"), is_address, "{text}");
        assert_eq!(formless, u64::from(!is_address), "{text}");
    }
}

#[test]
fn a_list_with_an_item_that_has_not_the_form_is_counted_once() {
    let list = |items: &[&str]| Value::List(items.iter().map(|item| Value::from(*item)).collect());
    let values = vec![
        list(&["ada@helianthe.example", "unknown", "nobody"]),
        list(&["ada@helianthe.example"]),
        list(&[]),
    ];
    let (_, formless) = treated(Kind::List, values, Treatment::email("contact"));
    assert_eq!(formless, 1);
}

#[test]
fn a_decimal_goes_to_the_lower_end_of_its_band() {
    let numbers = ["12.5", "-0.5", "-10.0", "-10.01", "10", "9.99", "-0.0"];
    let values = numbers.map(decimal).to_vec();
    let (found, _) = treated(Kind::Decimal, values, Treatment::bucketed(wide(10)));
    assert_eq!(found, ["10", "-10", "-10", "-20", "10", "0", "0"]);
}

#[test]
fn what_is_no_decimal_number_does_not_parse() {
    for text in ["1", "-1", "0.5", "-10.25", "007"] {
        let number: Decimal = text.parse().unwrap();
        assert_eq!(number.as_str(), text);
    }
    for text in [
        "", "-", ".", "1.", ".5", "-.5", "1.2.3", "1.-2", "a.5", "5.a", "1e3", "+1", " 1",
    ] {
        assert!(text.parse::<Decimal>().is_err(), "{text}");
    }
}

#[test]
fn a_group_that_has_nothing_but_nulls_tells_that() {
    let rows = (0..80).map(|n| {
        let plan = match n {
            0..40 => Value::Null,
            _ => Value::from(["monthly", "yearly"][n % 2]),
        };
        vec![Value::from(["35", "44"][n / 40]), plan]
    });
    let fields = vec![of_kind("town", Kind::Text), of_kind("plan", Kind::Text)];
    let roles = [
        ("town", Role::QuasiIdentifier(kept())),
        ("plan", Role::Sensitive(kept())),
    ];
    let source = Records::whole("s", fields, rows);
    let copy = AnonymisedCopy::new(source, roles, Persons::OnePerRecord, day(11, 26));
    let done = copy
        .thresholds(NOTHING)
        .write_folder(&mut MemorySink::new());
    let Anonymisation::Anonymised(done) = done.unwrap() else {
        panic!("nothing is asked for")
    };
    let told = done.test().inference("plan").map(|(_, told, _)| told);
    assert_eq!(told, Some(InTenThousand(5_000)));
}

#[test]
fn a_group_that_tells_a_value_of_everyone_is_left_out_where_two_values_are_asked_for() {
    // Twelve persons of one town have the first plan, and one of them the other too; of the other town each has one.
    let row = |town: &str, who: usize, plan: &str| {
        vec![
            Value::from(town),
            Value::from(format!("{town}-{who}")),
            Value::from(plan),
        ]
    };
    let mut rows = vec![row("35", 0, "yearly")];
    rows.extend((0..12).map(|who| row("35", who, "monthly")));
    rows.extend((0..12).map(|who| row("44", who, ["monthly", "yearly"][who % 2])));
    let fields = ["town", "who", "plan"].map(|name| of_kind(name, Kind::Text));
    let roles = [
        ("town", Role::QuasiIdentifier(kept())),
        ("who", Role::Dropped),
        ("plan", Role::Sensitive(kept())),
    ];
    let source = Records::whole("s", fields.to_vec(), rows);
    let persons = Persons::InField("who".to_owned());
    let thresholds = Thresholds {
        values: 2,
        determined: InTenThousand(0),
        ..NOTHING
    };
    let copy = AnonymisedCopy::new(source, roles, persons, day(11, 26));
    let done = copy
        .thresholds(thresholds)
        .write_folder(&mut MemorySink::new());
    let Anonymisation::Anonymised(done) = done.unwrap() else {
        panic!("what tells is left out")
    };
    assert_eq!((done.test().read(), done.test().suppressed()), (25, 13));
}
