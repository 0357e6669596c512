//! What somebody does to the rows of a ledger by hand is found, and where.

use crate::both::Place;
use crate::fixture::{erasure, event, person};
use greffe_consent::*;
use greffe_sqlx::{
    Backend, ChainFault, ChainFinding, ConsentStore, ConsentStoreError, Statement, migrate,
};

/// The shop's ledger with five events: of a person, their device, and somebody else.
async fn filled<C: Backend>(db: &mut C) -> Vec<Event> {
    migrate(db).await.unwrap();
    let events = [
        "refused all 2026-03-01T10:00:00Z",
        "refused all 2026-03-02T10:00:00Z",
        "device_linked - 2026-03-03T10:00:00Z device=8",
        "refused all 2026-03-04T10:00:00Z person=8",
        "refused all 2026-03-05T10:00:00Z person=9",
    ];
    let events = events.iter().zip(1..).map(|(text, n)| event(n, text));
    let events: Vec<Event> = events.collect();
    shop(db).append_all(&events).await.unwrap();
    events
}

fn shop<C: Backend>(db: &mut C) -> ConsentStore<'_, C> {
    ConsentStore::new(db, "shop".parse().unwrap())
}

async fn findings<C: Backend>(db: &mut C) -> Vec<(u64, ChainFault)> {
    let report = shop(db).verify().await.unwrap();
    let found = report.findings().iter();
    let found: Vec<_> = found.map(|one| (one.position, one.fault)).collect();
    assert_eq!(found.is_empty(), report.is_sound());
    found
}

async fn write_entry<C: Backend>(db: &mut C, position: i64, entry: &str) {
    let update = Statement::new("UPDATE greffe_consent_entries SET entry = $1 WHERE position = $2");
    let touched = db.execute(update.bind(entry).bind(position)).await;
    assert_eq!(touched.unwrap(), 1);
}

async fn a_row_that_was_changed_is_found(place: &impl Place) {
    let db = &mut place.connect().await;
    let events = filled(db).await;
    assert_eq!(findings(db).await, []);
    let another = event(2, "refused all 2026-03-02T10:00:01Z");
    write_entry(db, 2, &another.to_json_line()).await;
    assert_eq!(findings(db).await, [(2, ChainFault::BrokenLink)]);
    // The same event in other words of JSON is not what was written either.
    write_entry(db, 2, &events[1].to_json_line().replace(':', ": ")).await;
    assert_eq!(findings(db).await, [(2, ChainFault::Unreadable)]);
    write_entry(db, 2, "{}").await;
    assert_eq!(findings(db).await, [(2, ChainFault::Unreadable)]);
    let whole = shop(db).ledger().await.unwrap_err();
    assert_eq!(whole, ConsentStoreError::Damaged { position: 2 });
    write_entry(db, 2, &events[1].to_json_line()).await;
    assert_eq!(findings(db).await, []);
}

async fn a_link_that_was_changed_is_found(place: &impl Place) {
    let db = &mut place.connect().await;
    filled(db).await;
    let other = Statement::new("UPDATE greffe_consent_entries SET link = $1 WHERE position = 3");
    db.execute(other.bind(vec![7_u8; 32])).await.unwrap();
    let broken = [(3, ChainFault::BrokenLink), (4, ChainFault::BrokenLink)];
    assert_eq!(findings(db).await, broken);
    let short = Statement::new("UPDATE greffe_consent_entries SET link = $1 WHERE position = 3");
    db.execute(short.bind(vec![7_u8; 31])).await.unwrap();
    // What has no link passes on the one before it.
    assert_eq!(findings(db).await, broken);
}

async fn a_row_that_is_missing_is_found(place: &impl Place) {
    let db = &mut place.connect().await;
    filled(db).await;
    db.script("DELETE FROM greffe_consent_entries WHERE position = 2")
        .await
        .unwrap();
    assert_eq!(findings(db).await, [(2, ChainFault::Missing)]);
    db.script("DELETE FROM greffe_consent_entries WHERE position = 5")
        .await
        .unwrap();
    let both = [(2, ChainFault::Missing), (4, ChainFault::WrongHead)];
    assert_eq!(findings(db).await, both);
    db.script("DELETE FROM greffe_consent_entries")
        .await
        .unwrap();
    assert_eq!(findings(db).await, [(0, ChainFault::WrongHead)]);
}

async fn rows_that_changed_places_are_found(place: &impl Place) {
    let db = &mut place.connect().await;
    filled(db).await;
    for swap in [
        "UPDATE greffe_consent_entries SET position = -1 WHERE position = 2",
        "UPDATE greffe_consent_entries SET position = 2 WHERE position = 3",
        "UPDATE greffe_consent_entries SET position = 3 WHERE position = -1",
    ] {
        db.script(swap).await.unwrap();
    }
    let places = [2, 3, 4].map(|position| (position, ChainFault::BrokenLink));
    assert_eq!(findings(db).await, places);
}

async fn a_row_that_was_added_is_found(place: &impl Place) {
    let db = &mut place.connect().await;
    let head = {
        filled(db).await;
        shop(db).head().await.unwrap()
    };
    shop(db)
        .append(&event(6, "refused all 2026-03-06T10:00:00Z"))
        .await
        .unwrap();
    let back = Statement::new("UPDATE greffe_consent_ledgers SET length = 5, head = $1");
    let back = back.bind(&head.link.as_bytes()[..]);
    db.execute(back).await.unwrap();
    assert_eq!(findings(db).await, [(6, ChainFault::WrongHead)]);
}

/// Takes out the content of a row, and records nothing.
async fn blank<C: Backend>(db: &mut C, position: i64, event: &Event) {
    let content = event.content_digest();
    let blanked = Statement::new(
        "UPDATE greffe_consent_entries SET event = NULL, person = NULL, entry = $1, forgotten = $2 WHERE position = $3",
    );
    let blanked = blanked
        .bind(Entry::Forgotten(content).to_json_line())
        .bind(&content.as_bytes()[..]);
    assert_eq!(db.execute(blanked.bind(position)).await, Ok(1));
}

async fn content_that_was_taken_out_without_a_record_is_found(place: &impl Place) {
    let db = &mut place.connect().await;
    let events = filled(db).await;
    blank(db, 2, &events[1]).await;
    assert_eq!(findings(db).await, [(2, ChainFault::NoErasureRecord)]);
    // A record that is pointed at and names others covers nothing.
    let erased = shop(db)
        .forget(PersonKey::from_bytes([9; 16]), &erasure())
        .await;
    assert_eq!(erased.unwrap().events(), 1);
    db.script("UPDATE greffe_consent_entries SET erased_by = 6 WHERE position = 2")
        .await
        .unwrap();
    assert_eq!(findings(db).await, [(2, ChainFault::NoErasureRecord)]);
    // Whoever knows that the erasure was lawful records it late.
    db.script("UPDATE greffe_consent_entries SET erased_by = NULL WHERE position = 2")
        .await
        .unwrap();
    let recorded = shop(db).record_forgotten([1, 2, 5, 99], &erasure()).await;
    assert_eq!(recorded.unwrap(), 1);
    assert_eq!(findings(db).await, []);
}

async fn a_row_that_was_written_back_after_forgetting_is_found(place: &impl Place) {
    let db = &mut place.connect().await;
    let events = filled(db).await;
    shop(db)
        .forget_event(events[1].id(), &erasure())
        .await
        .unwrap();
    assert_eq!(findings(db).await, []);
    let back = Statement::new(
        "UPDATE greffe_consent_entries SET event = $1, person = $2, entry = $3, forgotten = NULL, erased_by = NULL WHERE position = 2",
    );
    let back = back
        .bind(&events[1].id().as_bytes()[..])
        .bind(&events[1].person().as_bytes()[..])
        .bind(events[1].to_json_line());
    db.execute(back).await.unwrap();
    assert_eq!(findings(db).await, [(2, ChainFault::NotErased)]);
}

async fn an_event_that_was_forgotten_and_chained_again_is_found(place: &impl Place) {
    let db = &mut place.connect().await;
    let events = filled(db).await;
    shop(db)
        .forget_event(events[1].id(), &erasure())
        .await
        .unwrap();
    let refused = shop(db).append(&events[1]).await.unwrap_err();
    let forgotten = AppendError::Forgotten(events[1].id());
    assert_eq!(refused, ConsentStoreError::Append(forgotten));
    // By hand, where the store looks for what was forgotten.
    db.script("UPDATE greffe_consent_entries SET forgotten = NULL WHERE position = 2")
        .await
        .unwrap();
    shop(db).append(&events[1]).await.unwrap();
    assert_eq!(findings(db).await, [(2, ChainFault::ColumnsDiffer)]);
    let digest =
        Statement::new("UPDATE greffe_consent_entries SET forgotten = $1 WHERE position = 2");
    let content = events[1].content_digest();
    db.execute(digest.bind(&content.as_bytes()[..]))
        .await
        .unwrap();
    assert_eq!(findings(db).await, [(7, ChainFault::Forgotten)]);
}

async fn columns_that_say_something_else_than_the_entry_are_found(place: &impl Place) {
    let db = &mut place.connect().await;
    filled(db).await;
    for column in ["person", "device", "event", "forgotten"] {
        let name = column.parse().unwrap();
        let change = || Statement::new("UPDATE greffe_consent_entries SET ").name(&name);
        let kept = Statement::new("SELECT ").name(&name);
        let kept = kept.push(" FROM greffe_consent_entries WHERE position = 2");
        let kept: Option<Vec<u8>> = db.row(kept).await.unwrap().unwrap().first().unwrap();
        let changed = change().push(" = ").value(vec![9_u8; 16]);
        db.execute(changed.push(" WHERE position = 2"))
            .await
            .unwrap();
        assert_eq!(
            findings(db).await,
            [(2, ChainFault::ColumnsDiffer)],
            "{column}"
        );
        let back = change().push(" = ").value(kept);
        db.execute(back.push(" WHERE position = 2")).await.unwrap();
    }
    assert_eq!(findings(db).await, []);
}

async fn a_person_one_of_whose_rows_cannot_be_read_gets_no_answer_and_others_do(
    place: &impl Place,
) {
    let db = &mut place.connect().await;
    let events = filled(db).await;
    write_entry(db, 4, "{}").await;
    let damaged = ConsentStoreError::Damaged { position: 4 };
    assert_eq!(
        damaged.to_string(),
        "the entry at position 4 of the ledger cannot be read"
    );
    for refused in [
        // Their device's.
        shop(db).history_of(person()).await.unwrap_err(),
        shop(db).events_that_decide(person()).await.unwrap_err(),
        shop(db)
            .forget_account(person(), &erasure())
            .await
            .unwrap_err(),
    ] {
        assert_eq!(refused, damaged);
    }
    // Nothing was forgotten of what can be read.
    assert_eq!(findings(db).await, [(4, ChainFault::Unreadable)]);
    let other = PersonKey::from_bytes([9; 16]);
    assert_eq!(
        shop(db).history_of(other).await.unwrap(),
        [events[4].clone()]
    );
    // Somebody else's event under their key is none of theirs.
    write_entry(db, 1, &events[4].to_json_line()).await;
    let refused = shop(db).history_of(person()).await.unwrap_err();
    assert_eq!(refused, ConsentStoreError::Damaged { position: 1 });
}

async fn a_chain_that_was_computed_anew_is_sound_and_does_not_extend_the_head_that_was_kept(
    place: &impl Place,
) {
    let db = &mut place.connect().await;
    let events = filled(db).await;
    let kept = shop(db).head().await.unwrap();
    assert!(shop(db).extends(kept.link).await.unwrap());
    db.script("DELETE FROM greffe_consent_entries; DELETE FROM greffe_consent_ledgers")
        .await
        .unwrap();
    shop(db).append_all(&events[1..]).await.unwrap();
    assert_eq!(findings(db).await, []);
    assert!(!shop(db).extends(kept.link).await.unwrap());
    assert!(shop(db).extends(Link::GENESIS).await.unwrap());
}

async fn a_thousand_findings_are_enough(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let events: Vec<Event> = (0..2_500_u32).map(numbered).collect();
    shop(db).append_all(&events).await.unwrap();
    assert_eq!(findings(db).await, []);
    db.script("UPDATE greffe_consent_entries SET entry = '{}'")
        .await
        .unwrap();
    let report = shop(db).verify().await.unwrap();
    assert_eq!(report.findings().len(), 1_000);
    assert!(report.has_more() && !report.is_sound());
    assert_eq!(report.findings()[999].position, 1_000);
}

/// One of many events, each of a person of their own.
fn numbered(number: u32) -> Event {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    let at = "2026-03-01T10:00:00Z".parse().unwrap();
    let refused = Kind::Refused {
        purposes: Scope::All,
    };
    let person = PersonKey::from_bytes(id);
    Event::new(
        EventId::from_bytes(id),
        person,
        (at, at),
        Provenance::Person,
        refused,
    )
    .unwrap()
}

async fn an_erasure_of_more_events_than_one_record_names_has_several(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let at = "2026-03-01T10:00:00Z".parse().unwrap();
    let events = (0..8_200_u32).map(|number| {
        let id = numbered(number).id();
        let refused = Kind::Refused {
            purposes: Scope::All,
        };
        Event::new(id, person(), (at, at), Provenance::Person, refused).unwrap()
    });
    let events: Vec<Event> = events.collect();
    shop(db).append_all(&events).await.unwrap();
    let forgotten = shop(db).forget(person(), &erasure()).await.unwrap();
    assert_eq!(forgotten.events(), 8_200);
    assert_eq!(shop(db).head().await.unwrap().length, 8_202);
    let report = shop(db).verify().await.unwrap();
    assert!(report.is_sound() && report.forgotten() == 8_200);
}

async fn a_file_whose_chain_does_not_hold_leaves_nothing(place: &impl Place) {
    let db = &mut place.connect().await;
    let events = filled(db).await;
    shop(db)
        .forget_event(events[1].id(), &erasure())
        .await
        .unwrap();
    let mut file = Vec::new();
    shop(db).export(&mut file).await.unwrap();
    let file = String::from_utf8(file).unwrap();
    let lines: Vec<&str> = file.lines().collect();
    let taken = async |db: &mut _, text: &str| {
        let mut copy = ConsentStore::new(db, "copy".parse().unwrap());
        let taken = copy.import(text.as_bytes()).await;
        (taken, copy.head().await.unwrap().length)
    };
    let broken = |position, fault| {
        let finding = ChainFinding { position, fault };
        (Err(ConsentStoreError::Chain(finding)), 0)
    };
    let without = |line: usize| {
        let lines = lines.iter().enumerate();
        let kept = lines.filter(|(number, _)| number + 1 != line);
        kept.map(|(_, line)| format!("{line}\n"))
            .collect::<String>()
    };
    let moved = broken(1, ChainFault::BrokenLink);
    assert_eq!(taken(db, &without(1)).await, moved);
    let line = |number| (Err(ConsentStoreError::Line(number)), 0);
    assert_eq!(
        taken(db, &file.replace("refused", "refusée")).await,
        line(1)
    );
    assert_eq!(taken(db, &format!("{file}\n")).await, line(7));
    assert_eq!(
        taken(db, file.get(..file.len() - 9).unwrap()).await,
        line(6)
    );
    // The lines of the same events before anything was forgotten.
    let mut whole = Ledger::new();
    for event in &events {
        whole.append(event.clone()).unwrap();
    }
    let whole = whole.to_json_lines();
    let written_back = file.replace(lines[1], whole.lines().nth(1).unwrap());
    assert_eq!(
        taken(db, &written_back).await,
        broken(2, ChainFault::NotErased)
    );
    // Content that is gone without a record is a finding and no refusal, as in memory.
    assert_eq!(taken(db, &without(6)).await, (Ok(5), 5));
    let mut copy = ConsentStore::new(db, "copy".parse().unwrap());
    let found = ChainFinding {
        position: 2,
        fault: ChainFault::NoErasureRecord,
    };
    assert_eq!(copy.verify().await.unwrap().findings(), [found]);
    assert_eq!(
        copy.import(file.as_bytes()).await,
        Err(ConsentStoreError::NotEmpty)
    );
    let recorded = copy.record_forgotten(1..=5, &erasure()).await;
    assert_eq!(recorded.unwrap(), 1);
    assert!(copy.verify().await.unwrap().is_sound());
}

async fn what_is_wrong_behind_a_thousand_lines_without_records_is_found(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let events: Vec<Event> = (0..1_300_u32).map(numbered).collect();
    shop(db).append_all(&events).await.unwrap();
    db.begin_writing().await.unwrap();
    for (event, position) in events[..1_100].iter().zip(1..) {
        blank(db, position, event).await;
    }
    db.commit().await.unwrap();
    let mut file = Vec::new();
    shop(db).export(&mut file).await.unwrap();
    let file = String::from_utf8(file).unwrap();
    let lines = file.lines().enumerate();
    let cut: String = lines
        .filter(|(place, _)| *place != 1_199)
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    let mut copy = ConsentStore::new(db, "copy".parse().unwrap());
    let broken = ChainFinding {
        position: 1_200,
        fault: ChainFault::BrokenLink,
    };
    let taken = copy.import(cut.as_bytes()).await;
    assert_eq!(taken, Err(ConsentStoreError::Chain(broken)));
    assert_eq!(copy.head().await.unwrap().length, 0);
    // The whole file is taken as it is, and what has no record is found afterwards.
    assert_eq!(copy.import(file.as_bytes()).await, Ok(1_300));
    let report = copy.verify().await.unwrap();
    assert_eq!(report.findings().len(), 1_000);
    assert!(report.has_more());
}

each_in_its_own_place!(
    a_row_that_was_changed_is_found,
    a_link_that_was_changed_is_found,
    a_row_that_is_missing_is_found,
    rows_that_changed_places_are_found,
    a_row_that_was_added_is_found,
    content_that_was_taken_out_without_a_record_is_found,
    a_row_that_was_written_back_after_forgetting_is_found,
    an_event_that_was_forgotten_and_chained_again_is_found,
    columns_that_say_something_else_than_the_entry_are_found,
    a_person_one_of_whose_rows_cannot_be_read_gets_no_answer_and_others_do,
    a_chain_that_was_computed_anew_is_sound_and_does_not_extend_the_head_that_was_kept,
    a_thousand_findings_are_enough,
    an_erasure_of_more_events_than_one_record_names_has_several,
    a_file_whose_chain_does_not_hold_leaves_nothing,
    what_is_wrong_behind_a_thousand_lines_without_records_is_found,
);
