//! What goes into a package, what does not, and how it says so.

use std::cell::Cell;
use std::rc::Rc;

use greffe_export::{
    Attachment, AttachmentSource, Attachments, ExportError, Kind, MemorySink, NotPortable, Package,
    Portability, Provenance, Records, Redaction, Refusal, RefusalReason, Request, Right, Source,
    SourceFailure, SourceOutcome, State, Value,
};
use greffe_terms::{Citation, Text};
use serde_json::json;

use crate::fixture::{
    both, cells, day, field, information, json, lines, package, request, text, texts,
};

#[test]
fn one_pass_gives_both_packages() {
    let reads = Rc::new(Cell::new(0));
    let counted = Rc::clone(&reads);
    let fields = vec![
        field("email", Kind::Text, Provenance::Provided, "account"),
        field("score", Kind::Integer, Provenance::Inferred, "account"),
        field("log", Kind::Text, Provenance::Observed, "news"),
        field("check", Kind::Text, Provenance::ThirdParty, "account"),
        field("iban", Kind::Text, Provenance::Provided, "invoicing"),
        field("odd", Kind::Text, Provenance::Provided, "unclear"),
    ];
    let rows = (0..3).map(move |row| {
        counted.set(counted.get() + 1);
        Ok(vec![
            Value::from("a"),
            Value::from(row),
            Value::from("l"),
            Value::from("c"),
            Value::from("i"),
            Value::Null,
        ])
    });
    let request = both();
    let mut bag = MemorySink::new();
    let done = package(&request)
        .source(Records::new("customers", fields, rows))
        .write_folder(&mut bag)
        .unwrap();

    assert_eq!(reads.get(), 3, "each record is read once");
    assert_eq!(
        text(&bag, "data/access/customers.ndjson")
            .lines()
            .next()
            .unwrap(),
        r#"{"email":"a","score":0,"log":"l","check":"c","iban":"i","odd":null}"#
    );
    assert_eq!(
        text(&bag, "data/portability/customers.ndjson")
            .lines()
            .next()
            .unwrap(),
        r#"{"email":"a","log":"l"}"#
    );
    let why: Vec<Portability> = done.completeness().sources()[0]
        .fields()
        .iter()
        .map(|one| one.portability())
        .collect();
    assert_eq!(
        why,
        [
            Portability::Portable,
            Portability::NotPortable(NotPortable::Inferred),
            Portability::Portable,
            Portability::NotPortable(NotPortable::ThirdParty),
            Portability::NotPortable(NotPortable::OtherBasis),
            Portability::NotPortable(NotPortable::UnknownBasis),
        ]
    );
}

#[test]
fn paper_is_accessible_and_not_portable() {
    let fields = vec![field("text", Kind::Text, Provenance::Provided, "account")];
    let paper = Records::whole("letters", fields, [vec![Value::from("a")]]).not_automated();
    let request = both();
    let mut bag = MemorySink::new();
    let _ = package(&request)
        .source(paper)
        .write_folder(&mut bag)
        .unwrap();
    assert_eq!(lines(&bag, "data/access/letters.ndjson").len(), 1);
    assert!(bag.file("data/portability/letters.ndjson").is_none());
}

#[test]
fn each_right_gets_its_own_folder() {
    for (right, there, absent) in [
        (Right::Access, "access", "portability"),
        (Right::Portability, "portability", "access"),
    ] {
        let request = request(&[right]);
        let mut bag = MemorySink::new();
        let _ = package(&request)
            .source(texts("a", &["x"]))
            .write_folder(&mut bag)
            .unwrap();
        assert!(bag.file(&format!("data/{there}/a.csv")).is_some());
        assert!(bag.file(&format!("data/{absent}/a.csv")).is_none());
    }
}

#[test]
fn csv_keeps_null_empty_text_and_formulas_apart() {
    let fields = vec![
        field("text", Kind::Text, Provenance::Provided, "account"),
        field("amount", Kind::Decimal, Provenance::Provided, "account"),
        field("list", Kind::List, Provenance::Provided, "account"),
    ];
    let amount = || Value::from("-12.50".parse::<greffe_export::Decimal>().unwrap());
    let rows = [
        vec![Value::Null, Value::Null, Value::Null],
        vec![Value::from(""), amount(), Value::from(vec!["=a", "b"])],
        vec![Value::from("=1,\"x\"\r\n"), amount(), Value::List(vec![])],
    ];
    let request = both();
    let mut bag = MemorySink::new();
    let _ = package(&request)
        .source(Records::whole("a", fields, rows))
        .write_folder(&mut bag)
        .unwrap();
    assert_eq!(
        text(&bag, "data/access/a.csv"),
        "text,amount,list\r\n,,\r\n',-12.50,\"[\"\"=a\"\",\"\"b\"\"]\"\r\n\"'=1,\"\"x\"\"\r\n\",-12.50,[]\r\n"
    );
    assert!(
        text(&bag, "data/datapackage.json").contains("greffe:guard"),
        "the guard is declared"
    );
    assert_eq!(
        lines(&bag, "data/access/a.ndjson")[2]["text"],
        "=1,\"x\"\r\n",
        "JSON is exact"
    );
}

#[test]
fn every_source_is_accounted_for() {
    let fields = vec![field("text", Kind::Text, Provenance::Provided, "account")];
    let broken = Records::new(
        "broken",
        fields,
        [
            Ok(vec![Value::from("kept")]),
            Err(SourceFailure::Unavailable),
            Ok(vec![Value::from("never")]),
        ],
    );
    let request = both();
    let mut bag = MemorySink::new();
    let done = package(&request)
        .source(texts("full", &["x"]))
        .source(texts("empty", &[]))
        .source(broken)
        .refused(
            "secret",
            Text::plain("others"),
            Citation::from_static("GDPR 15(4)"),
        )
        .expected(["full", "empty", "broken", "secret", "forgotten"])
        .write_folder(&mut bag)
        .unwrap();
    let found: Vec<(&str, &str, u64)> = done
        .completeness()
        .sources()
        .iter()
        .map(|source| (source.name(), source.outcome().code(), source.records()))
        .collect();
    let expected = [
        ("full", "included", 1),
        ("empty", "empty", 0),
        ("broken", "failed", 1),
        ("secret", "refused", 0),
        ("forgotten", "missing", 0),
    ];
    assert_eq!(found, expected);
    assert!(!done.completeness().is_complete());
    assert_eq!(
        done.completeness().to_string(),
        "1 source(s) with data, 1 without data, 1 refused (secret: GDPR, Art. 15(4)), 1 missing (forgotten), 1 failed (broken: the system did not answer)"
    );
    assert_eq!(
        lines(&bag, "data/access/broken.ndjson"),
        [json!({"text": "kept"})],
        "what came before the failure stays"
    );
    assert!(bag.file("data/access/empty.csv").is_none());
    let file = json(&bag, "data/completeness.json");
    assert_eq!(file["complete"], false);
    assert_eq!(file["sources"][2]["failure"], "unavailable");
    assert_eq!(file["sources"][3]["citation"], "GDPR 15(4)");
}

#[test]
fn a_refusal_and_an_empty_source_are_no_gaps() {
    let request = both();
    let done = package(&request)
        .source(texts("empty", &[]))
        .refused(
            "secret",
            Text::plain("others"),
            Citation::from_static("GDPR 15(4)"),
        )
        .write_folder(&mut MemorySink::new())
        .unwrap();
    assert!(done.completeness().is_complete(), "{}", done.completeness());
}

#[test]
fn a_misshapen_record_ends_its_source_and_names_its_place() {
    let two = || {
        vec![
            field("text", Kind::Text, Provenance::Provided, "account"),
            field("number", Kind::Integer, Provenance::Provided, "account"),
        ]
    };
    let good = || vec![Value::from("a"), Value::from(1)];
    for (bad, failure) in [
        (
            vec![Value::from("a")],
            SourceFailure::WrongLength {
                record: 2,
                values: 1,
                fields: 2,
            },
        ),
        (
            vec![Value::from("a"), Value::from("1")],
            SourceFailure::WrongKind {
                record: 2,
                field: 2,
            },
        ),
    ] {
        let request = both();
        let mut bag = MemorySink::new();
        let done = package(&request)
            .source(Records::whole("a", two(), [good(), bad, good()]))
            .write_folder(&mut bag)
            .unwrap();
        assert_eq!(
            *done.completeness().sources()[0].outcome(),
            SourceOutcome::Failed(failure)
        );
        assert_eq!(lines(&bag, "data/access/a.ndjson").len(), 1);
        assert_eq!(
            cells(&bag, "data/access/a.csv").len(),
            2,
            "both files stop at the same record"
        );
    }
    let twice = vec![two().remove(0), two().remove(0)];
    let request = both();
    let done = package(&request)
        .source(Records::whole("a", twice, [good()]))
        .write_folder(&mut MemorySink::new())
        .unwrap();
    assert_eq!(
        *done.completeness().sources()[0].outcome(),
        SourceOutcome::Failed(SourceFailure::NoFields)
    );
}

#[test]
fn others_values_stay_unless_a_decision_hides_them() {
    let calls = || {
        let fields =
            vec![field("number", Kind::Text, Provenance::Observed, "account").about_someone_else()];
        Records::whole(
            "calls",
            fields,
            [
                vec![Value::from("0199001234")],
                vec![Value::from("0199001235")],
                vec![Value::Null],
            ],
        )
    };
    let request = both();
    let mut bag = MemorySink::new();
    let done = package(&request)
        .source(calls())
        .write_folder(&mut bag)
        .unwrap();
    assert_eq!(
        lines(&bag, "data/access/calls.ndjson")[1]["number"],
        "0199001235"
    );
    assert!(done.completeness().redactions().is_empty());

    let decision = Redaction::new(
        "r1",
        "calls",
        "number",
        Text::plain("asked"),
        day(3, 5),
        "DPO",
    )
    .where_record(|record| record[0] == Value::from("0199001235"));
    let mut bag = MemorySink::new();
    let done = package(&request)
        .source(calls())
        .redacted(decision)
        .write_folder(&mut bag)
        .unwrap();
    assert_eq!(done.completeness().redactions()[0].count(), 1);
    assert_eq!(done.completeness().sources()[0].fields()[0].redacted(), 1);
    for tree in ["access", "portability"] {
        assert_eq!(
            lines(&bag, &format!("data/{tree}/calls.ndjson"))[1],
            json!({"number": {"$redacted": "r1"}})
        );
        assert_eq!(
            cells(&bag, &format!("data/{tree}/calls.csv"))[2],
            ["[redacted r1]"]
        );
    }
    for (path, bytes) in bag.files() {
        assert!(
            !bytes.windows(10).any(|part| part == b"0199001235"),
            "the hidden value is in {path}"
        );
    }
}

#[test]
fn a_list_of_boxed_sources_says_what_each_of_them_says() {
    let fields = vec![field("note", Kind::Text, Provenance::Provided, "account")];
    let paper = Records::whole("paper", fields.clone(), [vec![Value::from("a")]])
        .labelled("Dossier", "File")
        .not_automated();
    let files = [Ok(Attachment::of_bytes("scan.txt", "text/plain", b"a"))];
    let scans = Attachments::new("scans", fields[0].clone(), files)
        .labelled("Copies", "Scans")
        .not_automated();
    let request = both();
    let boxed: Vec<Box<dyn Source>> = vec![Box::new(paper), Box::new(texts("mails", &["b"]))];
    let scans: Box<dyn AttachmentSource> = Box::new(scans);
    let package = boxed.into_iter().fold(package(&request), Package::source);
    let mut bag = MemorySink::new();
    let _ = package.attachments(scans).write_folder(&mut bag).unwrap();
    let stated = json(&bag, "data/completeness.json");
    for (place, label) in [(0, "Dossier"), (2, "Copies")] {
        let source = &stated["sources"][place];
        assert_eq!(source["label"], label);
        assert_eq!(source["fields"][0]["portability"], "not_automated");
    }
    assert_eq!(lines(&bag, "data/portability/mails.ndjson").len(), 1);
}

#[test]
fn a_decision_about_what_is_not_in_a_portability_package_hides_nothing_of_it() {
    let request = request(&[Right::Portability]);
    let fields = vec![
        field("email", Kind::Text, Provenance::Provided, "account"),
        field("adviser", Kind::Text, Provenance::ThirdParty, "account"),
    ];
    let rows = [vec![Value::from("ada@example.org"), Value::from("zq-7731")]];
    let reason = Text::plain("asked");
    let mut bag = MemorySink::new();
    let done = package(&request)
        .source(Records::whole("customers", fields, rows))
        .redacted(Redaction::new(
            "r1",
            "customers",
            "adviser",
            reason,
            day(3, 5),
            "DPO",
        ))
        .write_folder(&mut bag)
        .unwrap();
    assert_eq!(done.completeness().redactions()[0].count(), 0);
    assert_eq!(done.completeness().sources()[0].fields()[1].redacted(), 0);
    for (path, bytes) in bag.files() {
        assert!(!bytes.windows(7).any(|part| part == b"zq-7731"), "{path}");
    }
}

#[test]
fn what_contradicts_itself_is_not_written() {
    let ready = both();
    let write = |package: Package<'_>| {
        let mut bag = MemorySink::new();
        let error = package.write_folder(&mut bag).unwrap_err();
        assert_eq!(bag.files().count(), 0, "nothing is written half");
        error
    };
    assert_eq!(
        write(Package::for_request(&ready, information())),
        ExportError::NotDated
    );
    let received = ready.received_on();
    let before = received.pred_opt().unwrap();
    assert_eq!(
        write(package(&ready).dated(before)),
        ExportError::DatedBefore { received }
    );
    let on_the_day = package(&ready).dated(received);
    assert!(on_the_day.write_folder(&mut MemorySink::new()).is_ok());
    let law = Citation::from_static("GDPR 15(4)");
    assert_eq!(
        write(
            package(&ready)
                .source(texts("a", &[]))
                .refused("a", Text::plain("x"), law)
        ),
        ExportError::RefusedAndGiven { name: "a".into() }
    );
    let decision =
        |id: &str, field: &str| Redaction::new(id, "a", field, Text::plain("x"), day(3, 5), "DPO");
    assert_eq!(
        write(
            package(&ready)
                .source(texts("a", &[]))
                .redacted(decision("r1", "txet"))
        ),
        ExportError::RedactionWithoutField { id: "r1".into() },
        "a mistyped decision would hide nothing"
    );
    assert_eq!(
        write(
            package(&ready)
                .source(texts("a", &[]))
                .redacted(decision("r1", "text"))
                .redacted(decision("r1", "text"))
        ),
        ExportError::RedactionTwice { id: "r1".into() }
    );
}

#[test]
fn a_limit_of_portable_data_hides_nothing_of_the_copy() {
    let hidden = |law: &'static str, rights: &[Right]| {
        let request = request(rights);
        let reason = Text::plain("others");
        let decision = Redaction::new("r1", "a", "text", reason, day(3, 5), "DPO");
        package(&request)
            .source(texts("a", &["x"]))
            .redacted(decision.citing(Citation::from_static(law)))
            .write_folder(&mut MemorySink::new())
            .err()
    };
    for (law, is_refused) in [
        ("GDPR 20(4)", true),
        ("RGPD 20(4)", true),
        ("GDPR Art. 20(4)", true),
        ("article 20, paragraphe 4, du RGPD", true),
        ("Règlement (UE) 2016/679, art. 20.4", true),
        ("Art. 20 (4)", true),
        ("20(1)", true),
        ("GDPR 20", true),
        // Of other articles too, or of another law.
        ("GDPR 15(4), 20(4)", false),
        ("GDPR 20(4), 15(4)", false),
        ("GDPR 20, 23", false),
        ("GDPR 20 and 5", false),
        ("GDPR 20(4); C. com. L151-1", false),
        ("GDPR 20(4), 23(1)(i)", false),
        ("GDPR 2", false),
        ("C. com. 20(4)", false),
        ("loi 78-17 20", false),
        ("GDPR 20bis", false),
        ("", false),
    ] {
        let refused =
            is_refused.then(|| ExportError::RedactionOfPortableDataOnly { id: "r1".into() });
        assert_eq!(hidden(law, &[Right::Access]), refused, "{law}");
        let both = [Right::Access, Right::Portability];
        assert_eq!(hidden(law, &both), refused, "{law}");
        assert_eq!(hidden(law, &[Right::Portability]), None, "{law}");
    }
}

#[test]
fn data_leave_only_for_an_identified_person_and_a_right_that_is_not_refused() {
    let fresh = Request::received("R-1".parse().unwrap(), Right::Access, day(3, 2));
    let error = |request: &Request| {
        package(request)
            .write_folder(&mut MemorySink::new())
            .unwrap_err()
    };
    assert_eq!(
        error(&fresh),
        ExportError::RequestNotReady {
            state: State::Received
        }
    );
    let mut pending = fresh.clone();
    pending
        .ask_identity(
            day(3, 3),
            greffe_export::IdentityQuestion::new(
                greffe_export::IdentityMeans::Login,
                greffe_export::IdentityDoubt::Mismatch,
            ),
        )
        .unwrap();
    assert_eq!(
        error(&pending),
        ExportError::RequestNotReady {
            state: State::IdentityPending
        }
    );
    let mut refused = fresh;
    refused
        .refuse(
            Right::Access,
            Refusal::new(RefusalReason::Excessive, Text::plain("x"))
                .demonstrated_by(Text::plain("y")),
            day(3, 3),
        )
        .unwrap();
    assert_eq!(
        error(&refused),
        ExportError::RequestNotReady {
            state: State::Refused
        }
    );
    assert_eq!(error(&request(&[Right::Erasure])), ExportError::NoCopyAsked);

    let mut half = both();
    half.refuse(
        Right::Access,
        Refusal::new(RefusalReason::RightsOfOthers, Text::plain("x")),
        day(3, 4),
    )
    .unwrap();
    let mut bag = MemorySink::new();
    let _ = package(&half)
        .source(texts("a", &["x"]))
        .write_folder(&mut bag)
        .unwrap();
    assert!(
        bag.file("data/access/a.csv").is_none() && bag.file("data/portability/a.csv").is_some()
    );
}

#[test]
fn a_purpose_under_explicit_consent_is_portable() {
    let mut information = information();
    for purpose in &mut information.purposes {
        purpose.special = Some(greffe_terms::SpecialCondition::ExplicitConsent);
    }
    let health = field("health", Kind::Text, Provenance::Provided, "unclear");
    assert_eq!(
        Portability::of(&health, true, &information),
        Portability::Portable
    );
}

#[test]
fn datapackage_describes_every_data_file() {
    let request = both();
    let mut bag = MemorySink::new();
    let _ = package(&request)
        .source(texts("a", &["x"]))
        .source(texts("B c", &["y"]))
        .write_folder(&mut bag)
        .unwrap();
    let descriptor = json(&bag, "data/datapackage.json");
    let described: Vec<String> = descriptor["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("data/{}", one["path"].as_str().unwrap()))
        .collect();
    let data =
        |path: &str| path.starts_with("data/access/") || path.starts_with("data/portability/");
    let mut there: Vec<String> = bag
        .files()
        .map(|(path, _)| path.to_owned())
        .filter(|path| data(path))
        .collect();
    let mut sorted = described.clone();
    sorted.sort();
    there.sort();
    assert_eq!(sorted, there);
    assert_eq!(
        descriptor["resources"][0]["schema"]["fields"][0]["type"],
        "string"
    );
}
