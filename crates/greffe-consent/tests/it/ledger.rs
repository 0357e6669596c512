//! The chain, its lines, and bad input.

use greffe_consent::*;
use greffe_terms::Lang;

use crate::fixture::{at, event, event_id, id, ledger, person};

pub(crate) const EVENTS: [&str; 21] = [
    "requested newsletter 2026-02-28T10:00:00Z",
    "given newsletter+club 2026-03-01T10:00:00.25+01:00 words=Oui expires=2027-01-01T00:00:00Z",
    "renewed newsletter 2026-03-02T10:00:00Z",
    "confirmed club 2026-03-01T11:00:00Z act=pressed_button",
    "refused tag 2026-03-03T10:00:00Z",
    "withdrawn all 2026-03-04T10:00:00Z~2026-03-05T10:00:00Z",
    "expired newsletter 2026-03-05T10:00:00Z",
    "objected all 2026-03-06T10:00:00Z to=marketing",
    "grounds_decided call-stats 2026-03-07T10:00:00Z for=controller",
    "restricted all 2026-03-08T10:00:00Z",
    "unrestricted invoice 2026-03-09T10:00:00Z",
    "sale_recorded offers 2026-03-10T10:00:00Z refusal_offered=true",
    "imported newsletter 2026-03-11T10:00:00Z state=granted",
    "parent_authorised club 2026-03-12T10:00:00Z evidence=third_party holder=2 vendors=7+12",
    "vendors_refused all 2026-03-13T10:00:00Z vendors=755+3",
    "gpc - 2026-03-14T10:00:00Z",
    "tc - 2026-03-15T10:00:00Z day=2026-03-14 purposes=1+4 interests=7 vendors=3+755 disclosed=3 restrict=2/3/not_allowed",
    "device_linked - 2026-03-16T10:00:00Z device=8 informed=false",
    "given advice 2026-03-17T10:00:00Z notice=account@1 by=guardian vendors=",
    "died - 2026-03-18T10:00:00Z by=heir",
    "notice_published - 2026-03-19T10:00:00Z notice=account@2 words=Oui person=255",
];

#[test]
fn the_format_of_a_line_is_fixed() {
    let lines = ledger(EVENTS).to_json_lines();
    let second = lines.lines().nth(1).unwrap();
    let (body, link) = second.split_once(",\"link\":").unwrap();
    assert_eq!(
        body,
        "{\"id\":\"00000000000000000000000000000002\",\"person\":\"07070707070707070707070707070707\",\
         \"occurred\":\"2026-03-01T09:00:00.250Z\",\"recorded\":\"2026-03-01T09:00:00.250Z\",\
         \"provenance\":\"person\",\"kind\":\"given\",\"act\":\"ticked_box\",\"notice\":\"letter\",\"version\":1,\
         \"wording\":\"0a90407639c4155a2fa08ac4c97bfd08fa4856b31f167978918ffe0f1fa8defa\",\
         \"expires\":\"2027-01-01T00:00:00Z\",\"purposes\":[\"club\",\"newsletter\"]",
    );
    assert_eq!(link.len(), 67);
}

#[test]
fn the_link_is_what_another_program_computes() {
    // Computed with Python's hashlib from the recipe in the documentation of `Link`.
    let ledger = ledger(["refused tag 2026-03-03T10:00:00Z"]);
    assert_eq!(
        ledger.head().to_string(),
        "796a2d4702966696e66d538b5bb64c26b5ae5f88dbdf269b0f22a99ccefa8bf9"
    );
}

#[test]
fn every_kind_comes_back_from_its_line() {
    let ledger = ledger(EVENTS);
    let back = Ledger::from_json_lines(&ledger.to_json_lines()).unwrap();
    assert!(back.entries().eq(ledger.entries()));
    assert_eq!(back.len(), EVENTS.len());
    for (event, _) in ledger.entries() {
        assert_eq!(
            Event::from_json_line(&event.to_json_line()).as_ref(),
            Ok(event)
        );
    }
    let stored = ledger.entries().map(|(event, link)| (event.clone(), *link));
    assert_eq!(Ledger::from_entries(stored).unwrap().head(), ledger.head());
}

#[test]
fn a_bare_list_of_events_is_chained_in_its_order() {
    let chained = ledger(EVENTS);
    let bare: String = chained
        .to_json_lines()
        .lines()
        .map(|line| format!("{}}}\n", line.split_once(",\"link\"").unwrap().0))
        .collect();
    assert_eq!(
        Ledger::from_event_lines(&bare).unwrap().head(),
        chained.head()
    );
    assert_eq!(Ledger::from_json_lines(&bare).unwrap_err().line(), 1);
    assert_eq!(
        Ledger::from_event_lines(&chained.to_json_lines())
            .unwrap_err()
            .field(),
        Some("link")
    );
    assert!(Ledger::from_event_lines("").unwrap().is_empty());
}

#[test]
fn tampering_is_found_at_its_line() {
    let text = ledger(EVENTS).to_json_lines();
    let lines: Vec<&str> = text.lines().collect();
    let broken = |lines: &[&str]| {
        let error = Ledger::from_json_lines(&lines.join("\n")).unwrap_err();
        assert_eq!(error.fault(), &LedgerFault::BrokenLink);
        error.line()
    };
    for place in 0..lines.len() {
        // Changed: the day of one event, or its link.
        let changed = lines[place].replacen("2026-0", "2025-0", 2);
        let mut altered = lines.clone();
        altered[place] = &changed;
        assert_eq!(broken(&altered), place + 1);
        let link = lines[place].rfind("\"}").unwrap();
        let digit = if lines[place].as_bytes()[link - 1] == b'0' {
            "1"
        } else {
            "0"
        };
        let relinked = format!("{}{digit}\"}}", &lines[place][..link - 1]);
        altered[place] = &relinked;
        assert_eq!(broken(&altered), place + 1);
        // Taken out, or twice.
        if place + 1 < lines.len() {
            let mut shorter = lines.clone();
            shorter.remove(place);
            assert_eq!(broken(&shorter), place + 1);
            let mut swapped = lines.clone();
            swapped.swap(place, place + 1);
            assert_eq!(broken(&swapped), place + 1);
        }
        let mut longer = lines.clone();
        longer.insert(place, lines[place]);
        assert_eq!(broken(&longer), place + 2);
    }
}

#[test]
fn the_chain_is_over_what_a_line_says_and_not_over_how_it_is_written() {
    let ledger = ledger(EVENTS);
    let text = ledger.to_json_lines();
    // Spaces, the order of keys and of lists, offsets and escapes.
    let other = text
        .replace(",\"kind\"", " , \"kind\"")
        .replace("[\"club\",\"newsletter\"]", "[\"newsletter\",\"club\"]")
        .replace("\"2027-01-01T00:00:00Z\"", "\"2027-01-01T01:00:00+01:00\"")
        .replace("\"refused\"", "\"refu\\u0073ed\"")
        .replace('\n', "\r\n");
    assert_ne!(other, text);
    let back = Ledger::from_json_lines_up_to(&other, ledger.head()).unwrap();
    assert_eq!(back.to_json_lines(), text);
}

#[test]
fn lines_taken_off_the_end_show_by_the_head_kept_elsewhere() {
    let ledger = ledger(EVENTS);
    let text = ledger.to_json_lines();
    let shorter: String = text
        .lines()
        .take(9)
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(Ledger::from_json_lines(&shorter).is_ok());
    let error = Ledger::from_json_lines_up_to(&shorter, ledger.head()).unwrap_err();
    assert_eq!((error.line(), error.fault()), (9, &LedgerFault::WrongHead));
    assert!(Ledger::from_json_lines_up_to(&text, ledger.head()).is_ok());
}

#[test]
fn the_same_event_twice_counts_once_and_another_with_its_id_is_refused() {
    let mut ledger = ledger(EVENTS);
    let head = ledger.head();
    ledger.append(event(3, EVENTS[2])).unwrap();
    assert_eq!(ledger.head(), head);
    let other = event(3, "renewed newsletter 2026-03-02T10:00:01Z");
    assert_eq!(ledger.append(other), Err(AppendError::IdTaken(event_id(3))));
    assert_eq!((ledger.head(), ledger.len()), (head, EVENTS.len()));
}

#[test]
fn what_was_dated_ahead_is_listed() {
    let ledger = ledger([
        EVENTS[0],
        "given advice 2026-03-02T10:00:00Z~2026-03-01T10:00:00Z notice=account@1",
    ]);
    let ahead: Vec<_> = ledger.quarantined().map(Event::id).collect();
    assert_eq!(ahead, [event_id(2)]);
}

/// Each row: what is replaced in a good line, by what, and the field or column that is named.
const BAD: [(&str, &str, &str); 25] = [
    (
        "\"kind\"",
        "\"surprise\":\"Geheimnis\",\"kind\"",
        "surprise",
    ),
    ("\"kind\"", "\"Geheimnis Müller\":1,\"kind\"", ""),
    ("\"given\"", "\"Geheimnis\"", "kind"),
    ("\"given\"", "\"parent_authorised\"", ""),
    ("\"given\"", "\"signal_received\"", ""),
    ("\"given\"", "\"notice_published\"", "act"),
    ("\"given\"", "17", "kind"),
    (
        "\"person\",\"kind\"",
        "\"Geheimnis\",\"kind\"",
        "provenance",
    ),
    (
        "T09:00:00Z\",\"recorded\"",
        "T09:00:00\",\"recorded\"",
        "occurred",
    ),
    (
        "T09:00:00Z\",\"recorded\"",
        "T25:00:00Z\",\"recorded\"",
        "occurred",
    ),
    (
        "2026-03-01T09:00:00Z\",\"provenance\"",
        "Geheimnis\",\"provenance\"",
        "recorded",
    ),
    (
        "\"2026-03-01T09:00:00Z\",\"provenance\"",
        "1772355600,\"provenance\"",
        "recorded",
    ),
    ("\"2027-01-01T00:00:00Z\"", "\"2027-01-01\"", "expires"),
    ("\"2027-01-01T00:00:00Z\"", "null", "expires"),
    ("0000000000000001", "000000000000000A", "id"),
    ("0707070707", "Geheimnis0", "person"),
    ("\"person\":\"07070707070707070707070707070707\",", "", ""),
    ("\"version\":1", "\"version\":-1", "version"),
    ("\"version\":1", "\"version\":1.5", "version"),
    ("\"version\":1,", "", ""),
    ("\"letter\"", "\"Geheimnis Müller\"", "notice"),
    (
        "[\"newsletter\"]",
        "[\"newsletter\",\"Geheimnis Müller\"]",
        "purposes[2]",
    ),
    (
        "[\"newsletter\"]",
        "[\"newsletter\",\"newsletter\"]",
        "purposes",
    ),
    ("[\"newsletter\"]", "\"all\"", "purposes"),
    ("\"ticked_box\"", "\"Geheimnis\"", "act"),
];

#[test]
fn bad_lines_are_refused_with_line_and_field_and_without_the_value() {
    let good = "given newsletter 2026-03-01T09:00:00Z expires=2027-01-01T00:00:00Z";
    let line = ledger([good]).to_json_lines();
    let line = format!("{}}}", line.split_once(",\"link\"").unwrap().0);
    let second = line.replace("0000000000000001", "0000000000000002");
    assert!(Ledger::from_event_lines(&format!("{second}\n{line}\n")).is_ok());
    for (part, replacement, field) in BAD {
        let bad = line.replacen(part, replacement, 1);
        assert_ne!(bad, line, "{part}");
        let error = Ledger::from_event_lines(&format!("{second}\n{bad}\n")).unwrap_err();
        assert_eq!(error.line(), 2);
        assert!(
            matches!(error.fault(), LedgerFault::Fields(_)),
            "{replacement}: {error}"
        );
        if !field.is_empty() {
            assert_eq!(error.field(), Some(field), "{error}");
        }
        for text in [
            error.to_string(),
            error.in_language(Lang::Fr),
            format!("{error:?}"),
        ] {
            assert!(
                !text.contains("Geheimnis") && !text.contains("Müller"),
                "{text}"
            );
        }
        assert_ne!(error.in_language(Lang::Fr), error.in_language(Lang::En));
    }
}

#[test]
fn what_is_no_json_is_refused_with_its_line() {
    let line = ledger(["refused tag 2026-03-03T10:00:00Z"]).to_json_lines();
    let line = format!("{}}}", line.split_once(",\"link\"").unwrap().0);
    let twice = line.replacen("{\"id\"", "{\"kind\":\"Geheimnis\",\"id\"", 1);
    let long = format!("{{\"id\":\"{}\"}}", "Geheimnis".repeat(10_000));
    for (bad, duplicate) in [
        ("", false),
        ("Geheimnis", false),
        ("[]x", false),
        ("{\"id\":", false),
        (twice.as_str(), true),
        (long.as_str(), false),
    ] {
        let error = Ledger::from_event_lines(&format!("{line}\n{bad}\n{line}\n")).unwrap_err();
        assert_eq!(error.line(), 2, "{bad}");
        assert_eq!(
            matches!(error.fault(), LedgerFault::DuplicateKey(_)),
            duplicate
        );
        let said = format!("{error} {error:?} {}", error.in_language(Lang::Fr));
        assert!(!said.contains("Geheimnis"), "{said}");
    }
    assert!(Ledger::from_event_lines("[]").is_err());
}

#[test]
fn contradictory_events_are_refused() {
    let when = (at("2026-03-01T09:00:00Z"), at("2026-03-01T09:00:00Z"));
    let new = |provenance, kind| Event::new(event_id(1), person(), when, provenance, kind);
    let some = || Scope::only([id("newsletter")]);
    let wrong = |kind: Kind| {
        let (kind, comes_from) = (kind.code(), kind.provenances());
        Err(EventError::WrongProvenance { kind, comes_from })
    };
    let granted = |purposes| Kind::Imported {
        state: ImportedState::Granted,
        purposes,
    };
    assert_eq!(
        new(Provenance::Person, granted(some())),
        wrong(granted(some()))
    );
    let decided = Kind::GroundsDecided {
        prevails: Prevailing::Controller,
        purposes: some(),
    };
    assert_eq!(new(Provenance::Person, decided.clone()), wrong(decided));
    let confirmed = Kind::Confirmed {
        act: Act::PressedButton,
        purposes: some(),
    };
    assert_eq!(
        new(Provenance::Operator, confirmed.clone()),
        wrong(confirmed)
    );
    assert_eq!(
        new(Provenance::Signal, Kind::Unrestricted { purposes: some() }),
        wrong(Kind::Unrestricted { purposes: some() })
    );
    assert_eq!(
        new(Provenance::Import, granted(Scope::All)),
        Err(EventError::NoPurpose)
    );
    assert_eq!(
        new(
            Provenance::Person,
            Kind::Withdrawn {
                purposes: Scope::only([])
            }
        ),
        Err(EventError::NoPurpose)
    );
    assert!(
        new(
            Provenance::Signal,
            Kind::Withdrawn {
                purposes: Scope::All
            }
        )
        .is_ok()
    );
    let shown = NoticeShown::new("letter".parse().unwrap(), 1);
    let ended = Consent::new(Act::TickedBox, shown, [id("newsletter")]).expiring(when.0);
    assert_eq!(
        new(Provenance::Person, Kind::Given(ended)),
        Err(EventError::ExpiresBeforeItOccurred)
    );
    let far = (chrono::DateTime::<chrono::Utc>::MAX_UTC, when.1);
    let withdrawn = Kind::Withdrawn {
        purposes: Scope::All,
    };
    let event = Event::new(event_id(1), person(), far, Provenance::Person, withdrawn);
    assert_eq!(event, Err(EventError::InstantOutOfRange));
}

#[test]
fn contradictions_in_a_file_name_the_line() {
    let line = ledger(["refused tag 2026-03-03T10:00:00Z"]).to_json_lines();
    let line = format!("{}}}", line.split_once(",\"link\"").unwrap().0);
    let empty = line
        .replace("[\"tag\"]", "[]")
        .replace("0000000001", "0000000002");
    let error = Ledger::from_event_lines(&format!("{line}\n{empty}")).unwrap_err();
    assert_eq!(
        (error.line(), error.fault()),
        (2, &LedgerFault::Contradiction(EventError::NoPurpose))
    );
    let taken = line.replace("2026-03-03", "2026-03-04");
    let error = Ledger::from_event_lines(&format!("{line}\n{taken}")).unwrap_err();
    assert_eq!((error.line(), error.fault()), (2, &LedgerFault::IdTaken));
}

#[test]
fn debug_shows_no_person_and_no_day() {
    let ledger = ledger(EVENTS);
    let shown = format!("{ledger:?}");
    assert!(
        !shown.contains("0707") && !shown.contains("2026"),
        "{shown}"
    );
    assert!(shown.contains("PersonKey(..)"));
    assert_eq!(
        format!("{:?}", event(1, EVENTS[0])),
        "Event(requested ..00000001)"
    );
}

#[test]
fn what_an_event_says_is_not_shown() {
    let shown = |number: usize| {
        let event = event(1, EVENTS[number]);
        format!("{event:?} {:?} {:?}", event.kind(), event.kind().purposes())
    };
    let all: String = (0..EVENTS.len()).map(shown).collect();
    for value in [
        "2026",
        "2027",
        "newsletter",
        "club",
        "755",
        "0a90",
        "Oui",
        "true",
        "0707",
        "0808",
    ] {
        assert!(!all.contains(value), "{value}: {all}");
    }
    let given = event(1, EVENTS[1]);
    let consent = given.kind().consent().unwrap();
    let parts = format!(
        "{consent:?} {:?} {:?}",
        consent.notice(),
        consent.purposes()
    );
    assert_eq!(
        parts,
        "Consent(ticked_box) NoticeShown { id: letter, version: 1, wording: Some(WordingDigest(..)) } Scope(2)"
    );
    assert_eq!(format!("{:?}", Scope::All), "Scope(all)");
    let authorised = event(1, EVENTS[13]);
    let Kind::ParentAuthorised(authorisation) = authorised.kind() else {
        panic!("{authorised:?}")
    };
    assert_eq!(format!("{authorisation:?}"), "Authorisation(third_party)");
    assert_eq!(
        format!("{:?}", signal::Signal::GlobalPrivacyControl(true)),
        "Signal(gpc)"
    );
}

#[test]
fn an_id_salts_what_was_forgotten_and_is_shown_by_its_end_only() {
    let id = EventId::from_bytes([0xAB; 16]);
    assert_eq!(format!("{id:?}"), "..abababab");
    let refused = AppendError::IdTaken(id);
    assert_eq!(refused.to_string(), "another event has that id already");
    assert_eq!(format!("{refused:?}"), "IdTaken(..abababab)");
}

#[test]
fn codes_come_back() {
    for act in Act::ALL {
        assert_eq!(act.code().parse::<Act>(), Ok(*act));
    }
    for provenance in Provenance::ALL {
        assert_eq!(provenance.code().parse::<Provenance>(), Ok(*provenance));
    }
    assert_eq!(
        "Geheimnis".parse::<Act>().unwrap_err().to_string(),
        "not a known act"
    );
    assert!("0A".repeat(16).parse::<PersonKey>().is_err());
    assert!("00".repeat(17).parse::<EventId>().is_err());
    assert_eq!(
        "0a".repeat(16).parse::<PersonKey>(),
        Ok(PersonKey::from_bytes([10; 16]))
    );
}
