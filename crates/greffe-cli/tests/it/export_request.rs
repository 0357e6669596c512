//! Exports of a stored request: what it allows, what it says, its letter; files and decisions of a description.

use std::fs;
use std::process::Output;

use greffe::export::{
    Evidence, ExtensionReason, IdentityDoubt, IdentityMeans, IdentityQuestion, Particulars,
    Refusal, RefusalReason, Request, Right, WithdrawnConsent,
};
use greffe::terms::Text;

use crate::export::{Desk, SOURCES};
use crate::shell::{MARKER, greffe, json, text, words};

const FILES: &str = r#"
[[attachments]]
name = "recordings"
label = { fr = "Vos appels", en = "Your calls" }
category = "personal_life"
provenance = "observed"
purpose = "account"
file = ["call 1.ogg", { path = "scan.bin", name = "contract: 2026.pdf", media_type = "application/pdf" }]
"#;

const DECISIONS: &str = r#"
[[redaction]]
id = "r1"
source = "visits"
field = "note"
reason = { fr = "un tiers est nommé", en = "it names someone else" }
decided_on = 2026-03-05
decided_by = "DPO"
where = { field = "day", is = "2026-03-01" }

[[redaction]]
id = "r2"
source = "customers"
field = "tags"
reason = "a trade secret"
law = "GDPR recital 63"
decided_on = "2026-03-06"
decided_by = "DPO"
"#;

fn day(text: &str) -> greffe::calendar::NaiveDate {
    text.parse().unwrap()
}

fn scoped() -> Request {
    let mut request = Request::received(
        "R-2026-18".parse().unwrap(),
        Right::Access,
        day("2026-03-02"),
    )
    .also(Right::Portability)
    .with_evidence(Evidence::Email);
    request.scope(day("2026-03-03")).unwrap();
    request
}

pub(crate) fn reviewed() -> Request {
    let mut request = scoped();
    request.collect(day("2026-03-04")).unwrap();
    request.review(day("2026-03-05")).unwrap();
    request
}

fn refusal(reason: RefusalReason) -> Refusal {
    let explanation = Text::new(Some(MARKER.into()), Some(MARKER.into())).unwrap();
    Refusal::new(reason, explanation).demonstrated_by(Text::plain(MARKER))
}

fn every() -> Particulars {
    Particulars::Consent(WithdrawnConsent::Every)
}

impl Desk {
    /// Builds out of a stored request.
    fn answer(&self, request: &Request, out: &str, more: &[&str]) -> Output {
        self.put("request.json", &request.to_json());
        let [request, sources, register, out] =
            ["request.json", "", "register.toml", out].map(|name| self.shown(name));
        let mut arguments = vec![
            "export",
            "build",
            "--request",
            &request,
            "--dated",
            "2026-03-16",
            "--sources",
            &sources,
            "--register",
            &register,
            "--out",
            &out,
        ];
        arguments.extend(more);
        greffe(&arguments, "")
    }
}

#[test]
fn a_stored_request_says_by_when_it_is_due_and_what_is_wrong_with_it() {
    let desk = Desk::new();
    let built = json(&desk.answer(&scoped(), "out.zip", &["--format", "json"]), 0);
    let request = &built["request"];
    assert_eq!(request["id"], "R-2026-18");
    assert_eq!(
        (&request["state"], &request["goes_to"]),
        (&"scoped".into(), &"asker".into())
    );
    assert_eq!(
        request["due"],
        serde_json::json!({ "strict": "2026-04-02", "lenient": "2026-04-02" })
    );
    assert_eq!(request["findings"], serde_json::json!([]));

    // The stored request has the extension and lacks the proof of receipt: the one moves the day, the other is said.
    let mut late = Request::received(
        "R-2026-19".parse().unwrap(),
        Right::Access,
        day("2026-01-05"),
    );
    late.scope(day("2026-01-06")).unwrap();
    late.extend(day("2026-01-20"), ExtensionReason::Complexity, None)
        .unwrap();
    let said = words(&desk.answer(&late, "late.zip", &["--lang", "fr"]), 0);
    assert!(
        said.contains("Réponse due au plus tard le mardi 7 avril 2026"),
        "{said}"
    );
    assert!(
        said.contains("receipt-not-shown: rien ne prouve le jour de la réception"),
        "{said}"
    );
    let mut overdue = Request::received(
        "R-2026-20".parse().unwrap(),
        Right::Access,
        day("2026-01-05"),
    )
    .with_evidence(Evidence::Email);
    overdue.scope(day("2026-01-06")).unwrap();
    let built = json(
        &desk.answer(&overdue, "overdue.zip", &["--format", "json"]),
        0,
    );
    assert_eq!(built["request"]["findings"][0]["code"], "answer-late");
    // Nothing is known of a request of which no file is kept.
    let named = json(&desk.build("named.zip", &[]), 0);
    assert_eq!(named["request"]["findings"], serde_json::json!([]));
}

#[test]
fn a_request_of_which_no_export_is_due_is_refused_with_its_reason() {
    let desk = Desk::new();
    let received = Request::received("R-1".parse().unwrap(), Right::Access, day("2026-03-02"));
    let mut pending = received.clone();
    let question = IdentityQuestion::new(IdentityMeans::Login, IdentityDoubt::Mismatch);
    pending.ask_identity(day("2026-03-03"), question).unwrap();
    let mut refused = received.clone();
    refused
        .refuse(
            Right::Access,
            refusal(RefusalReason::Excessive),
            day("2026-03-03"),
        )
        .unwrap();
    let mut withdrawn = scoped();
    withdrawn.withdraw(day("2026-03-04")).unwrap();
    let mut other = Request::received(
        "R-1".parse().unwrap(),
        Right::WithdrawConsent,
        day("2026-03-02"),
    );
    other.specify(every(), day("2026-03-02")).unwrap();
    other.scope(day("2026-03-03")).unwrap();
    // One right is open, and it is not of a copy.
    let mut ended = Request::received("R-1".parse().unwrap(), Right::Access, day("2026-03-02"))
        .also(Right::WithdrawConsent);
    ended.specify(every(), day("2026-03-02")).unwrap();
    ended.scope(day("2026-03-03")).unwrap();
    ended
        .refuse(
            Right::Access,
            refusal(RefusalReason::Excessive),
            day("2026-03-04"),
        )
        .unwrap();
    for (request, expected) in [
        (&received, "the person is not identified"),
        (&pending, "the person is not identified"),
        (&refused, "the request is refused (GDPR 12(4))"),
        (&withdrawn, "the person withdrew the request"),
        (&other, "asks for neither access nor portability"),
        (&ended, "the copy that was asked for was refused"),
    ] {
        let refused = desk.answer(request, "out.zip", &["--format", "json"]);
        let error = json(&refused, 2)["error"].as_str().unwrap().to_owned();
        assert!(
            error.contains("request.json: no export is due: "),
            "{error}"
        );
        assert!(error.contains(expected), "{expected}: {error}");
        assert!(!error.contains(MARKER) && !text(&refused.stderr).contains(MARKER));
        let french = desk.answer(request, "out.zip", &["--lang", "fr"]);
        assert!(
            text(&french.stderr).contains("aucun export n’est dû\u{a0}: "),
            "{french:?}"
        );
        assert!(!desk.path("out.zip").exists() && !desk.path("out.zip.staging").exists());
    }
}

#[test]
fn a_right_that_was_refused_is_not_in_the_package_and_the_other_is() {
    let desk = Desk::new();
    let mut request = scoped();
    request
        .refuse(
            Right::Portability,
            refusal(RefusalReason::ConditionsNotMet),
            day("2026-03-04"),
        )
        .unwrap();
    json(&desk.answer(&request, "bag", &["--format", "json"]), 0);
    assert!(desk.path("bag/data/access/customers.csv").exists());
    assert!(!desk.path("bag/data/portability").exists());
}

#[test]
fn a_file_that_is_no_stored_request_is_refused_by_place() {
    let desk = Desk::new();
    let stored = scoped().to_json();
    for (content, expected) in [
        (
            stored.replace("\"scoped\"", "\"reviewed\""),
            "a request that is received cannot be reviewed",
        ),
        (stored.replace("R-2026-18", &format!("{MARKER}/")), "/id"),
        (
            stored.replace("\"access\"", &format!("\"{MARKER}\"")),
            "/rights/0",
        ),
        (format!("{{\"{MARKER}"), "request.json: "),
    ] {
        desk.put("odd.json", &content);
        let odd = desk.shown("odd.json");
        let (sources, register, out) = (
            desk.shown(""),
            desk.shown("register.toml"),
            desk.shown("out.zip"),
        );
        let refused = greffe(
            &[
                "export",
                "build",
                "--request",
                &odd,
                "--sources",
                &sources,
                "--register",
                &register,
                "--out",
                &out,
            ],
            "",
        );
        assert_eq!(refused.status.code(), Some(2));
        let said = text(&refused.stderr);
        assert!(
            said.contains(expected) || said.contains("odd.json: "),
            "{expected}: {said}"
        );
        assert!(!said.contains(MARKER), "{said}");
    }
    let mut later = reviewed();
    later.grant(Right::Access, day("2026-03-17")).unwrap();
    let early = desk.answer(&later, "out.zip", &[]);
    assert!(
        text(&early.stderr).contains("--dated: the package would be dated before the last event")
    );
    let slip = greffe(
        &[
            "export",
            "build",
            "--request",
            "R-2026-17",
            "--sources",
            "x",
            "--register",
            &desk.shown("register.toml"),
            "--out",
            "y",
        ],
        "",
    );
    assert!(text(&slip.stderr).contains("with an id, say `--received` too"));
}

#[test]
fn the_letter_of_answer_goes_with_a_request_of_which_every_right_has_its_outcome() {
    let desk = Desk::new();
    let letter = desk.shown("letter.txt");
    let open = desk.answer(&reviewed(), "out.zip", &["--letter", &letter]);
    assert_eq!(open.status.code(), Some(2));
    assert!(
        text(&open.stderr)
            .contains("--letter: this letter (Answer to your request) does not go with")
    );
    assert!(!desk.path("out.zip").exists() && !desk.path("letter.txt").exists());

    let mut answered = reviewed();
    answered.grant(Right::Access, day("2026-03-06")).unwrap();
    answered
        .grant_partly(
            Right::Portability,
            [refusal(RefusalReason::RightsOfOthers)],
            day("2026-03-06"),
        )
        .unwrap();
    words(
        &desk.answer(
            &answered,
            "out.zip",
            &["--letter", &letter, "--addressed-to", "Ada Lindgren"],
        ),
        0,
    );
    let said = desk.read("letter.txt");
    for part in [
        "dpo@helianthe.example",
        "Ada Lindgren",
        "enregistrée sous la référence R-2026-18",
        "la copie de vos données vous est remise, le 6\u{a0}mars 2026",
        "RGPD, art. 20(4)",
        "www.cnil.fr/plaintes",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let page = desk.shown("letter.html");
    words(
        &desk.answer(
            &answered,
            "en.zip",
            &["--letter", &page, "--language", "en"],
        ),
        0,
    );
    assert!(desk.read("letter.html").starts_with("<!DOCTYPE html>"));
    assert!(desk.read("letter.html").contains("Answer to your request"));
    let twice = desk.answer(&answered, "again.zip", &["--letter", &letter]);
    assert!(text(&twice.stderr).contains("exists already"));
    assert!(!desk.path("again.zip").exists());
}

#[test]
fn attachments_leave_as_they_are_and_decisions_hide_what_they_say() {
    let desk = Desk::new();
    desk.put("sources.toml", &format!("{SOURCES}{FILES}{DECISIONS}"));
    // No text, and larger than what is read at once.
    let sound: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    fs::write(desk.path("call 1.ogg"), &sound).unwrap();
    fs::write(desk.path("scan.bin"), b"%PDF-1.7").unwrap();
    let built = json(&desk.answer(&scoped(), "bag", &["--format", "json"]), 0);
    assert_eq!(built["complete"], true);
    assert_eq!(
        built["redactions"],
        serde_json::json!([{ "id": "r1", "values": 1 }, { "id": "r2", "values": 2 }])
    );
    assert!(fs::read(desk.path("bag/data/files/recordings/call_1.ogg")).unwrap() == sound);
    assert_eq!(
        desk.read("bag/data/files/recordings/contract_2026.pdf"),
        "%PDF-1.7"
    );
    let listing = desk.read("bag/data/access/recordings.ndjson");
    assert!(
        listing.contains("\"name\":\"contract: 2026.pdf\"") && listing.contains("application/pdf"),
        "{listing}"
    );
    assert!(
        listing.contains("\"media_type\":\"application/octet-stream\""),
        "{listing}"
    );

    assert_eq!(
        desk.read("bag/data/access/visits.ndjson"),
        "{\"day\":\"2026-03-01\",\"note\":{\"$redacted\":\"r1\"}}\n{\"day\":null,\"note\":\"two\\nlines\"}\n"
    );
    let stated: serde_json::Value =
        serde_json::from_str(&desk.read("bag/data/completeness.json")).unwrap();
    let laws: Vec<_> = stated["redactions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["id"].as_str().unwrap(),
                one["citation"].as_str().unwrap(),
                one["decided_on"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        laws,
        [
            ("r1", "GDPR 15(4)", "2026-03-05"),
            ("r2", "GDPR recital 63", "2026-03-06")
        ]
    );
    let page = desk.read("bag/data/index.html");
    assert!(page.contains("un tiers est nommé") && page.contains("Vos appels"));
    assert!(
        !fs::read_to_string(desk.path("bag/data/access/visits.csv"))
            .unwrap()
            .contains("'twas")
    );
}

#[test]
fn attachments_and_decisions_that_cannot_be_used_are_refused_before_anything_is_written() {
    let whole = format!("{SOURCES}{FILES}{DECISIONS}");
    for (old, new, expected) in [
        (
            "\"call 1.ogg\", ",
            "\"gone.ogg\", ",
            "gone.ogg: no such file",
        ),
        ("\"call 1.ogg\", ", "\".\", ", "it is a folder"),
        (
            "media_type = \"application/pdf\"",
            "media_type = \"pdf\"",
            "a media type such as `audio/ogg` is expected",
        ),
        (
            "path = \"scan.bin\"",
            "pth = \"scan.bin\"",
            "unknown key `pth`",
        ),
        (
            "source = \"visits\"",
            "source = \"calls\"",
            "no source that is described has this name",
        ),
        (
            "field = \"note\"",
            "field = \"notes\"",
            "the source has no such field",
        ),
        (
            "is = \"2026-03-01\"",
            "is = \"FR7630006000011234567890189\"",
            "a value of this field",
        ),
        ("is = \"2026-03-01\"", "is = []", "a value of this field"),
        ("id = \"r2\"", "id = \"r1\"", "two decisions have this id"),
        (
            "decided_by = \"DPO\"\nwhere",
            "where",
            "`decided_by` is missing",
        ),
    ] {
        let desk = Desk::new();
        assert!(whole.contains(old), "{old}");
        desk.put("sources.toml", &whole.replace(old, new));
        desk.put("call 1.ogg", "OggS");
        desk.put("scan.bin", "%PDF");
        let refused = desk.answer(&scoped(), "out.zip", &["--format", "json"]);
        let error = json(&refused, 2)["error"].as_str().unwrap().to_owned();
        assert!(error.contains(expected), "{expected}: {error}");
        assert!(!error.contains(MARKER));
        assert!(!desk.path("out.zip").exists() && !desk.path("out.zip.staging").exists());
    }
}
