//! No value of a person is in an error, a `Debug` or a `Display`.

use std::fmt::Debug;
use std::io::{self, Write};

use greffe_export::{
    Attachment, Attachments, CopyKey, CsvCell, Decimal, Done, ErasureDecision, ErasureException,
    ErasureObstacle, ErasureReview, Event, ExportError, Fee, FeeGround, Kind, MemorySink,
    Provenance, RecipientNotice, Records, Redaction, Refusal, RefusalReason, RequestId, Right,
    SigningKey, Sink, SourceFailure, SourceOutcome, SourcePage, Value,
};
use greffe_terms::{Citation, Lang, Text};

use crate::fixture::{both, day, field, package, texts};
use crate::letters::{letters, refused as refused_request};

const MARKER: &str = "zq-personal-7731";

fn assert_silent(printed: &str) {
    assert!(
        !printed.contains(MARKER),
        "a personal value is in {printed}"
    );
}

fn silent(thing: &impl Debug) {
    assert_silent(&format!("{thing:?}"));
    assert_silent(&format!("{thing:#?}"));
}

#[test]
fn values_and_what_holds_them_print_no_value() {
    silent(&Value::from(MARKER));
    silent(&Value::from(vec![MARKER]));
    silent(&vec![Value::from(MARKER)]);
    silent(&Refusal::new(RefusalReason::Excessive, Text::plain(MARKER)));
    silent(&Fee::new(
        FeeGround::Excessive,
        1,
        Text::plain(MARKER),
        Text::plain(MARKER),
    ));
    silent(&Redaction::new(
        "r1",
        "a",
        "b",
        Text::plain(MARKER),
        day(3, 5),
        "DPO",
    ));
    assert_eq!(
        format!("{:?}", "1234.56".parse::<Decimal>().unwrap()),
        "Decimal(..)"
    );
}

#[test]
fn what_does_not_parse_is_not_repeated() {
    let id = format!("{MARKER}@example.org")
        .parse::<RequestId>()
        .unwrap_err();
    assert_silent(&format!("{id} {id:?}"));
    let decimal = MARKER.parse::<Decimal>().unwrap_err();
    assert_silent(&format!("{decimal} {decimal:?}"));
}

/// A disk whose error texts carry what was written.
struct Chatty;

impl Write for Chatty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Err(io::Error::other(
            String::from_utf8_lossy(bytes).into_owned(),
        ))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Chatty {
    type File = Chatty;

    fn create(&mut self, _path: &str) -> io::Result<Chatty> {
        Ok(Chatty)
    }

    fn finish(&mut self, _path: &str, _file: Chatty) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn failures_on_the_way_tell_places_and_no_values() {
    let fields = || {
        vec![
            field("text", Kind::Text, Provenance::Provided, "account"),
            field("number", Kind::Integer, Provenance::Provided, "account"),
        ]
    };
    let rows = || {
        [
            vec![Value::from(MARKER), Value::from(1)],
            vec![Value::from(MARKER), Value::from(MARKER)],
        ]
    };
    let request = both();
    let mut bag = MemorySink::new();
    let done = package(&request)
        .addressed_to(MARKER)
        .source(Records::whole("a", fields(), rows()))
        .write_folder(&mut bag)
        .unwrap();
    silent(&done);
    assert_silent(&done.completeness().to_string());
    silent(&bag);
    silent(&request);

    let error = package(&request)
        .source(Records::whole("a", fields(), rows()))
        .write_folder(&mut Chatty)
        .unwrap_err();
    assert!(matches!(error, ExportError::Write { .. }));
    silent(&error);
    assert_silent(&error.to_string());
    assert!(
        std::error::Error::source(&error).is_none(),
        "no cause carries the text on"
    );
}

#[test]
fn reasons_and_names_of_files_are_not_printed_either() {
    silent(&ErasureObstacle::new(
        ErasureException::LegalClaims,
        Text::plain(MARKER),
    ));
    let content = field("letter", Kind::Text, Provenance::Provided, "account");
    let letter = Attachment::of_bytes(format!("{MARKER}.txt"), "text/plain", b"x");
    let request = both();
    let mut bag = MemorySink::new();
    let done = package(&request)
        .source(crate::fixture::texts("a", &["x"]))
        .attachments(Attachments::new("letters", content, [Ok(letter)]))
        .refused(
            "reports",
            Text::plain(MARKER),
            Citation::from_static("GDPR 15(4)"),
        )
        .redacted(Redaction::new(
            "r1",
            "a",
            "text",
            Text::plain(MARKER),
            day(3, 5),
            "DPO",
        ))
        .write_folder(&mut bag)
        .unwrap();
    silent(&done);
    silent(&bag);
}

/// A package in which a decision hid one value.
fn hidden() -> Done {
    let request = both();
    package(&request)
        .source(texts("a", &["x"]))
        .redacted(Redaction::new(
            "r1",
            "a",
            "text",
            Text::plain(MARKER),
            day(3, 5),
            "DPO",
        ))
        .write_folder(&mut MemorySink::new())
        .unwrap()
}

#[test]
fn what_is_printed_says_the_kind_the_place_and_how_much() {
    let printed = |thing: &dyn Debug| format!("{thing:?}");
    let obstacle = || ErasureObstacle::new(ErasureException::LegalClaims, Text::plain(MARKER));
    let mut bag = MemorySink::new();
    bag.put(MARKER, vec![0; 5]);
    let key = SigningKey::hmac_sha256("desk", &[9; 32]).unwrap();
    let file = Attachment::of_bytes(MARKER, "text/plain", b"x");
    let page = SourcePage::new(3, vec![vec![Value::from(MARKER)]]);
    let decision = Redaction::new("r1", "a", "b", Text::plain(MARKER), day(3, 5), "DPO");
    let refused = SourceOutcome::Refused {
        reason: Text::plain(MARKER),
        citation: Citation::from_static("GDPR 15(4)"),
    };
    for (thing, expected) in [
        (printed(&Value::from(MARKER)), "Text(..)"),
        (printed(&Value::Null), "Null"),
        (printed(&CsvCell::Text(MARKER.to_owned())), "Text(..)"),
        (
            printed(&CsvCell::Redacted(MARKER.to_owned())),
            "Redacted(..)",
        ),
        (printed(&CsvCell::Null), "Null"),
        (printed(&bag), "MemorySink(1 files, 5 bytes)"),
        (printed(&key), "SigningKey(HMAC-SHA-256, desk)"),
        (
            printed(&key.verifying_key()),
            "VerifyingKey(HMAC-SHA-256, desk)",
        ),
        (printed(&file), "Attachment(text/plain)"),
        (printed(&page), "SourcePage(3, 1 records)"),
        (printed(&decision), "Redaction(r1 of a/b)"),
        (printed(&obstacle()), "ErasureObstacle(LegalClaims)"),
        (
            printed(&ErasureDecision::Keep(obstacle())),
            "Keep(LegalClaims)",
        ),
        (printed(&ErasureDecision::Erase), "Erase"),
        (
            printed(&ErasureDecision::Undecided(Text::plain(MARKER))),
            "Undecided",
        ),
        (printed(&CopyKey::new([7; 32])), "CopyKey(..)"),
        (printed(&refused), "Refused(GDPR 15(4))"),
        (printed(&SourceOutcome::NotPortable), "NotPortable"),
        (
            printed(&SourceOutcome::Failed(SourceFailure::TimedOut)),
            "Failed(TimedOut)",
        ),
        (
            printed(&Refusal::new(RefusalReason::Excessive, Text::plain(MARKER))),
            "Refusal(Excessive)",
        ),
        (
            printed(&Fee::new(
                FeeGround::FurtherCopy,
                1,
                Text::plain(MARKER),
                Text::plain(MARKER),
            )),
            "Fee(FurtherCopy)",
        ),
        (
            printed(&ErasureReview::new().erase(Text::plain(MARKER))),
            "ErasureReview { items: [Erase] }",
        ),
        (
            printed(&Event::RecipientsNamed(
                Right::Erasure,
                vec![Text::plain(MARKER), Text::plain(MARKER)],
            )),
            "RecipientsNamed(Erasure, 2)",
        ),
        (
            printed(&RecipientNotice {
                recipient: &Text::plain(MARKER),
                result: None,
            }),
            "RecipientNotice(None)",
        ),
        (
            printed(&letters(Lang::Fr).refusal(&refused_request()).unwrap()),
            "Letter(Refusal, fr)",
        ),
        (
            printed(&hidden().completeness().redactions()),
            "[RedactionStatement(r1 of a/text, 1)]",
        ),
    ] {
        assert_eq!(thing, expected);
    }
}
