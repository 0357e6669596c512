//! What a receipt says of what became of a consent.

use greffe_consent::receipt::{ConsentState, Controller, Receipt, ReceiptError, ReceiptPart};
use greffe_consent::*;
use greffe_terms::Lang;
use serde_json::Value;

use crate::fixture::{at, event, event_id, id, ledger, person, policy};

fn shop() -> Controller {
    Controller::new(
        "Atelier Hélianthe",
        "donnees@helianthe.example",
        "https://helianthe.example/choix",
    )
}

fn receipt(ledger: &Ledger, number: u8) -> Receipt {
    Receipt::of(
        &policy(),
        ledger,
        person(),
        event_id(number),
        &shop(),
        Lang::Fr,
    )
    .unwrap()
}

fn record(receipt: &Receipt) -> Value {
    let document: Value = serde_json::from_str(&receipt.to_json_ld()).unwrap();
    document["dpv:hasRecordOfActivity"].clone()
}

/// The state at each instant, each proved after a way through JSON.
fn states(ledger: &Ledger, purpose: &str, instants: &[&str]) -> Vec<&'static str> {
    let first = receipt(ledger, 1);
    let of_instant = |instant: &&str| {
        let told = first.clone().as_of(&policy(), ledger, at(instant));
        let back = Receipt::from_json_ld(told.to_json_ld().as_bytes()).unwrap();
        assert_eq!(back, told);
        assert_eq!(
            back.verify_with(&policy(), ledger, &shop()),
            Ok(()),
            "{instant}"
        );
        assert_eq!(back.verify(ledger), Ok(()));
        back.state_of(&id(purpose)).unwrap().code()
    };
    instants.iter().map(of_instant).collect()
}

/// What the person said of marketing as a whole says nothing of a consent that it does not name: whether this purpose is marketing, the decision says.
#[test]
fn an_objection_to_all_marketing_is_no_withdrawal_of_a_consent_that_it_does_not_name() {
    for (purposes, state) in [("all", "given"), ("advice", "withdrawn")] {
        let objected = format!("objected {purposes} 2026-03-02T10:00:00Z to=marketing");
        let ledger = ledger([
            "given advice 2026-03-01T10:00:00Z notice=account@2",
            objected.as_str(),
        ]);
        assert_eq!(
            states(&ledger, "advice", &["2026-03-03T10:00:00Z"]),
            [state]
        );
    }
}

#[test]
fn a_consent_awaits_its_double_opt_in_until_it_is_confirmed() {
    let ledger = ledger([
        "given club 2026-03-01T10:00:00Z",
        "confirmed newsletter 2026-03-01T11:00:00Z",
        "confirmed club 2026-03-01T12:00:00Z act=opened_link",
        "confirmed club 2026-03-02T10:00:00Z~2026-03-02T11:00:00Z",
    ]);
    let told = receipt(&ledger, 1);
    assert_eq!(
        told.state_of(&id("club")),
        Some(ConsentState::AwaitsConfirmation)
    );
    assert_eq!(
        record(&told)["dpv:hasConsentStatus"]["@id"],
        "dpv:ConsentRequested"
    );
    assert_eq!(
        record(&told)["dpv:hasConsentStatus"]["rdfs:label"]["@value"],
        "consentement en attente de confirmation"
    );
    assert_eq!(
        states(
            &ledger,
            "club",
            &[
                "2026-03-01T13:00:00Z",
                "2026-03-02T10:30:00Z",
                "2026-03-02T11:00:00Z"
            ]
        ),
        ["awaits_confirmation", "awaits_confirmation", "given"]
    );
    // What goes without saying is not said: a receipt that says it was changed.
    let hidden = told
        .to_json_ld()
        .replace("dpv:ConsentRequested", "dpv:ConsentGiven");
    let hidden = hidden.replace(
        "consentement en attente de confirmation",
        "consentement donné",
    );
    let hidden = hidden.replace("awaits_confirmation", "given");
    let error = Receipt::from_json_ld(hidden.as_bytes()).unwrap_err();
    assert!(matches!(error, ReceiptError::Contradiction(_)));
}

#[test]
fn an_authorisation_and_a_renewal_after_a_confirmation_await_none() {
    for text in [
        "parent_authorised club 2026-03-01T10:00:00Z evidence=payment",
        "given newsletter 2026-03-01T10:00:00Z",
    ] {
        let told = receipt(&ledger([text]), 1);
        let purpose = told.event().kind().purposes().clone();
        let Scope::Only(purposes) = purpose else {
            panic!("no purposes")
        };
        assert_eq!(
            told.state_of(purposes.first().unwrap()),
            Some(ConsentState::Given),
            "{text}"
        );
    }
    let renewed = [
        "renewed club 2026-03-03T10:00:00Z",
        "confirmed club 2026-03-01T10:00:00Z",
    ];
    assert_eq!(
        states(&ledger(renewed), "club", &["2026-03-03T10:00:00Z"]),
        ["given"]
    );
    assert_eq!(
        states(&ledger([renewed[0]]), "club", &["2026-03-04T10:00:00Z"]),
        ["awaits_confirmation"]
    );
}

#[test]
fn a_consent_that_was_withdrawn_or_has_expired_says_so_from_that_instant_on() {
    for closing in [
        "withdrawn newsletter",
        "withdrawn all",
        "refused newsletter",
        "objected all",
    ] {
        let more = match closing {
            "objected all" => " to=marketing",
            _ => "",
        };
        let ledger = ledger(
            [
                "given newsletter 2026-03-01T10:00:00Z".to_owned(),
                format!("{closing} 2026-04-01T10:00:00Z~2026-04-02T10:00:00Z{more}"),
                "given newsletter 2026-05-01T10:00:00Z".to_owned(),
            ]
            .each_ref()
            .map(String::as_str),
        );
        assert_eq!(
            states(
                &ledger,
                "newsletter",
                &[
                    "2026-03-01T10:00:00Z",
                    "2026-04-02T09:59:59Z",
                    "2026-04-02T10:00:00Z",
                    "2027-01-01T00:00:00Z"
                ]
            ),
            ["given", "given", "withdrawn", "withdrawn"],
            "{closing}"
        );
    }
    // Six months by the policy, 00:00 in Paris; an end of its own; the host's word; silence after a campaign.
    let newsletter = [
        "given newsletter 2026-03-01T10:00:00Z",
        "given newsletter 2026-06-01T10:00:00Z",
    ];
    assert_eq!(
        states(
            &ledger(newsletter),
            "newsletter",
            &["2026-08-31T21:59:59Z", "2026-08-31T22:00:00Z"]
        ),
        ["given", "expired"]
    );
    let own = ledger(["given swap 2026-03-01T10:00:00Z expires=2026-04-01T00:00:00Z"]);
    assert_eq!(
        states(
            &own,
            "swap",
            &["2026-03-31T23:59:59Z", "2026-04-01T00:00:00Z"]
        ),
        ["given", "expired"]
    );
    let host = ledger([
        "given swap 2026-03-01T10:00:00Z",
        "expired swap 2026-03-05T10:00:00Z",
    ]);
    assert_eq!(
        states(
            &host,
            "swap",
            &["2026-03-05T09:00:00Z", "2026-03-05T10:00:00Z"]
        ),
        ["given", "expired"]
    );
    let campaign = ledger(["given almanac 2025-01-10T09:00:00+01:00"]);
    assert_eq!(
        states(
            &campaign,
            "almanac",
            &["2026-04-01T12:00:00Z", "2026-04-02T10:00:00Z"]
        ),
        ["given", "expired"]
    );
}

#[test]
fn states_of_several_purposes_stand_apart_and_the_record_says_what_was_done() {
    let ledger = ledger([
        "given swap+club 2026-03-01T10:00:00Z",
        "withdrawn swap 2026-03-02T10:00:00Z",
    ]);
    let told = receipt(&ledger, 1).as_of(&policy(), &ledger, at("2026-03-03T10:00:00Z"));
    let record = record(&told);
    assert_eq!(record["dpv:hasConsentStatus"]["@id"], "dpv:ConsentGiven");
    assert_eq!(record["greffe:asOf"]["@value"], "2026-03-03T10:00:00Z");
    let state = |index: usize| record["dpv:hasProcess"][index]["greffe:state"]["@id"].clone();
    assert_eq!(
        [state(0), state(1)],
        ["dpv:ConsentRequested", "dpv:ConsentWithdrawn"]
    );
    // An earlier instant than the recording is the recording; other events have no state.
    let early = told.as_of(&policy(), &ledger, at("2020-01-01T00:00:00Z"));
    assert_eq!(early, receipt(&ledger, 1));
    assert_eq!(early.told_at(), Some(at("2026-03-01T10:00:00Z")));
    let withdrawal = receipt(&ledger, 2).as_of(&policy(), &ledger, at("2027-01-01T00:00:00Z"));
    assert_eq!(
        (withdrawal.told_at(), withdrawal.state_of(&id("swap"))),
        (None, None)
    );
}

#[test]
fn a_state_at_another_instant_is_held_against_what_was_known_then() {
    let ledger = ledger([
        "given newsletter 2026-03-01T10:00:00Z",
        "withdrawn newsletter 2026-04-01T10:00:00Z",
    ]);
    let told = receipt(&ledger, 1).as_of(&policy(), &ledger, at("2026-03-15T10:00:00Z"));
    let moved = |to: &str| {
        let text = told.to_json_ld().replace("2026-03-15T10:00:00Z", to);
        Receipt::from_json_ld(text.as_bytes())
    };
    let later = moved("2026-04-15T10:00:00Z").unwrap();
    let differs = later.verify_with(&policy(), &ledger, &shop()).unwrap_err();
    assert_eq!(differs.parts(), [ReceiptPart::Status]);
    let before = moved("2026-02-15T10:00:00Z").unwrap_err();
    assert_eq!(
        before,
        ReceiptError::Field("dpv:hasRecordOfActivity.greffe:asOf")
    );
}

#[test]
fn a_receipt_of_an_earlier_version_is_read_and_verifies_unless_a_confirmation_was_due() {
    // Then as now, what was given says nothing more.
    let plain = ledger(["given newsletter 2026-03-01T10:00:00Z"]);
    let text = receipt(&plain, 1).to_json_ld();
    assert!(!text.contains("greffe:state") && !text.contains("greffe:asOf"));
    let ledger = ledger(["given club 2026-03-01T10:00:00Z"]);
    let mut document: Value = serde_json::from_str(&receipt(&ledger, 1).to_json_ld()).unwrap();
    let record = &mut document["dpv:hasRecordOfActivity"];
    record["dpv:hasConsentStatus"]["@id"] = "dpv:ConsentGiven".into();
    record["dpv:hasConsentStatus"]["rdfs:label"]["@value"] = "consentement donné".into();
    let process = record["dpv:hasProcess"][0].as_object_mut().unwrap();
    assert!(process.remove("greffe:state").is_some());
    let earlier = Receipt::from_json_ld(document.to_string().as_bytes()).unwrap();
    assert_eq!(earlier.verify(&ledger), Ok(()));
    let differs = earlier
        .verify_with(&policy(), &ledger, &shop())
        .unwrap_err();
    assert_eq!(differs.parts(), [ReceiptPart::Status]);
}

#[test]
fn a_receipt_of_a_row_is_the_one_of_the_ledger_and_proves_itself_against_a_kept_head() {
    let texts = [
        "given advice 2026-03-01T10:00:00Z notice=account@1",
        "given club 2026-03-02T10:00:00Z",
        "refused all 2026-03-03T10:00:00Z",
    ];
    let (ledger, policy) = (ledger(texts), policy());
    let (first, second) = (event(1, texts[0]), event(2, texts[1]));
    let before = Link::GENESIS.then(&first);
    let link = before.then(&second);
    let of_row = |before, link| {
        Receipt::of_row(
            &policy,
            (before, &second, link),
            [&first],
            &shop(),
            Lang::Fr,
        )
    };
    let row = of_row(before, link).unwrap();
    assert_eq!(row, receipt(&ledger, 2));
    for (before, link) in [(Link::GENESIS, link), (before, before)] {
        let error = of_row(before, link).unwrap_err();
        assert_eq!(error, ReceiptError::BrokenLink);
        assert_ne!(error.in_language(Lang::Fr), error.in_language(Lang::En));
    }
    let wrong = |result: Result<(), greffe_consent::receipt::ReceiptDiffers>| {
        result.unwrap_err().parts().to_vec()
    };
    assert_eq!(row.verify_row(&second, link), Ok(()));
    assert_eq!(wrong(row.verify_row(&second, before)), [ReceiptPart::Link]);
    assert_eq!(wrong(row.verify_row(&first, link)), [ReceiptPart::Event]);
    let proof = ledger.proof(event_id(2)).unwrap();
    assert_eq!(row.verify_proof(&proof, ledger.head()), Ok(()));
    assert_eq!(wrong(row.verify_proof(&proof, link)), [ReceiptPart::Link]);
    let other = ChainProof::new(Link::GENESIS, proof.after().to_vec());
    assert_eq!(
        wrong(row.verify_proof(&other, ledger.head())),
        [ReceiptPart::Link]
    );
    // What is not passed is not known.
    let mut events = Ledger::new();
    events.append(second.clone()).unwrap();
    let refused = event(3, texts[2]);
    let lonely = row
        .clone()
        .as_of(&policy, &events, at("2026-04-01T00:00:00Z"));
    assert_eq!(
        lonely.state_of(&id("club")),
        Some(ConsentState::AwaitsConfirmation)
    );
    events.append(refused).unwrap();
    let told = row.as_of(&policy, &events, at("2026-04-01T00:00:00Z"));
    assert_eq!(told.state_of(&id("club")), Some(ConsentState::Withdrawn));
}

#[test]
fn what_was_closed_before_a_consent_withdraws_none_that_is_still_to_be_confirmed() {
    for closed in [
        "withdrawn club 2026-02-01T10:00:00Z",
        "withdrawn all 2026-02-01T10:00:00Z",
        "refused club 2026-02-01T10:00:00Z",
        "objected all 2026-02-01T10:00:00Z to=marketing",
        "imported club 2026-02-01T10:00:00Z state=denied",
    ] {
        let ledger = ledger([
            "given club 2026-03-01T10:00:00Z",
            closed,
            "confirmed club 2026-03-01T11:00:00Z",
            "withdrawn club 2026-03-03T10:00:00Z",
        ]);
        let instants = [
            "2026-03-01T10:00:00Z",
            "2026-03-02T10:00:00Z",
            "2026-03-03T10:00:00Z",
        ];
        assert_eq!(
            states(&ledger, "club", &instants),
            ["awaits_confirmation", "given", "withdrawn"],
            "{closed}"
        );
    }
    // Nor one of a box that was ticked already, which the law does not count: nobody withdrew it.
    let ledger = ledger([
        "given swap 2026-03-01T10:00:00Z act=left_pre_ticked",
        "withdrawn swap 2026-02-01T10:00:00Z",
    ]);
    assert_eq!(
        states(&ledger, "swap", &["2026-03-02T10:00:00Z"]),
        ["given"]
    );
}

#[test]
fn a_withdrawal_shows_where_another_basis_or_nothing_to_ask_leaves_the_purpose_open() {
    for (given, closed, purpose, then) in [
        ("given invoice", "withdrawn all", "invoice", "withdrawn"),
        ("given invoice", "refused all", "invoice", "withdrawn"),
        ("given invoice", "withdrawn invoice", "invoice", "withdrawn"),
        ("given invoice", "expired invoice", "invoice", "expired"),
        (
            "given call-stats",
            "objected call-stats",
            "call-stats",
            "withdrawn",
        ),
        (
            "given call-stats-detail",
            "withdrawn call-stats",
            "call-stats-detail",
            "withdrawn",
        ),
        ("given counter", "withdrawn counter", "counter", "withdrawn"),
        ("given counter", "expired all", "counter", "expired"),
        ("given gone", "withdrawn gone", "gone", "withdrawn"),
        ("given gone", "withdrawn all", "gone", "withdrawn"),
        ("given gone", "withdrawn invoice", "gone", "given"),
    ] {
        let more = match closed.starts_with("objected") {
            true => " to=other",
            false => "",
        };
        let given = format!("{given} 2026-03-01T10:00:00Z");
        let closed = format!("{closed} 2026-03-02T10:00:00Z{more}");
        let ledger = ledger([&*given, &*closed]);
        let instants = ["2026-03-02T09:59:59Z", "2026-03-02T10:00:00Z"];
        assert_eq!(
            states(&ledger, purpose, &instants),
            ["given", then],
            "{closed}"
        );
    }
}

#[test]
fn a_withdrawal_after_the_recording_of_a_consent_that_is_dated_ahead_withdraws_it() {
    let ledger = ledger([
        "given swap 2026-03-05T10:00:00Z~2026-03-01T10:00:00Z",
        "withdrawn swap 2026-03-02T10:00:00Z",
    ]);
    let instants = [
        "2026-03-01T11:00:00Z",
        "2026-03-02T10:00:00Z",
        "2026-03-06T10:00:00Z",
    ];
    assert_eq!(
        states(&ledger, "swap", &instants),
        ["given", "withdrawn", "withdrawn"]
    );
}

#[test]
fn what_a_linked_device_denies_shows_in_the_receipts_of_the_account_from_the_link_on() {
    let link = "device_linked - 2026-03-04T10:00:00Z device=8";
    let given = "given newsletter 2026-03-01T10:00:00Z";
    let instants = ["2026-03-04T09:59:59Z", "2026-03-04T10:00:00Z"];
    for (device, then) in [
        (
            &["refused newsletter 2026-03-02T10:00:00Z person=8"][..],
            "withdrawn",
        ),
        (
            &["objected all 2026-03-02T10:00:00Z to=marketing person=8"],
            "withdrawn",
        ),
        // The last choice of the device is no denial; nor is one for something else.
        (
            &[
                "refused newsletter 2026-03-02T10:00:00Z person=8",
                "given newsletter 2026-03-03T10:00:00Z person=8",
            ],
            "given",
        ),
        (&["refused tag 2026-03-02T10:00:00Z person=8"], "given"),
    ] {
        let ledger = ledger([given, link].into_iter().chain(device.iter().copied()));
        assert_eq!(
            states(&ledger, "newsletter", &instants),
            ["given", then],
            "{device:?}"
        );
    }
    // A consent of the device brings back none that was withdrawn, and an earlier denial of it withdraws none that is to be confirmed.
    let back = [
        given,
        "withdrawn newsletter 2026-03-02T10:00:00Z",
        "given newsletter 2026-03-03T10:00:00Z person=8",
        link,
    ];
    assert_eq!(
        states(&ledger(back), "newsletter", &instants),
        ["withdrawn", "withdrawn"]
    );
    let pending = [
        "given club 2026-03-05T10:00:00Z",
        "refused club 2026-03-02T10:00:00Z person=8",
        link,
    ];
    let now = ["2026-03-05T10:00:00Z"];
    assert_eq!(
        states(&ledger(pending), "club", &now),
        ["awaits_confirmation"]
    );
}

#[test]
fn a_consent_to_vendors_who_were_all_refused_since_is_withdrawn() {
    let ledger = ledger([
        "given swap 2026-03-01T10:00:00Z vendors=1+2",
        "vendors_refused swap 2026-03-02T10:00:00Z vendors=1",
        "vendors_refused all 2026-03-03T10:00:00Z vendors=2+3",
    ]);
    let instants = ["2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z"];
    assert_eq!(states(&ledger, "swap", &instants), ["given", "withdrawn"]);
}

#[test]
fn a_renewal_after_a_withdrawal_awaits_a_confirmation_of_its_own() {
    let ledger = ledger([
        "renewed club 2026-03-05T10:00:00Z",
        "confirmed club 2026-03-01T10:00:00Z",
        "withdrawn club 2026-03-02T10:00:00Z",
        "confirmed club 2026-03-06T10:00:00Z",
    ]);
    let instants = ["2026-03-05T10:00:00Z", "2026-03-06T10:00:00Z"];
    assert_eq!(
        states(&ledger, "club", &instants),
        ["awaits_confirmation", "given"]
    );
}
