//! What leaves the house: cells, file names, requests.

use std::collections::HashSet;

use chrono::NaiveDate;
use greffe::export::{
    Event, ExtensionReason, Forwarding, IdentityDoubt, IdentityMeans, IdentityQuestion, Outcome,
    Refusal, RefusalReason, Request, Right, SafeNames, State, SuspensionReason, TransitionError,
    guarded, unguarded,
};
use greffe::terms::Text;

use crate::choices::Choices;

/// Every text comes back out of its cell, and no cell is a formula or empty.
pub fn csv_guard(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let cell = guarded(text);
    assert_eq!(unguarded(&cell), text);
    let first = cell.chars().next().expect("an empty cell means null");
    assert!(
        !"=+-@\t\r\n\0＝＋－＠".contains(first),
        "a spreadsheet runs {first:?}"
    );
    // What is not seen may be dropped on the way; what then comes first must not be a formula either.
    let unseen = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    let seen = cell.trim_start_matches(unseen).chars().next();
    assert!(
        seen.is_none_or(|letter| !"=+-@＝＋－＠".contains(letter)),
        "a spreadsheet runs {seen:?}"
    );
    assert!(cell.len() <= text.len() + 1);
    // A guarded cell that is exported once more comes back as often as it was guarded.
    assert_eq!(unguarded(&guarded(&cell)), cell);
}

/// The lines of the input, claimed in turn, get names that are safe, and none twice.
pub fn file_names(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut folder = SafeNames::new();
    let mut taken = HashSet::new();
    for given in text.split('\n').take(64) {
        let name = folder.claim(given);
        assert!(
            taken.insert(name.to_ascii_lowercase()),
            "one file over another"
        );
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        assert!(name.bytes().all(plain), "{name}");
        assert!(
            name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
                && !name.ends_with('.')
        );
        assert!(!name.contains(".."));
        assert!((1..=84).contains(&name.len()), "{} bytes", name.len());
        let stem = name
            .split('.')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let devices = [
            "con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt0", "conin", "clock",
        ];
        assert!(!devices.contains(&stem.as_str()), "{name} is a device");
        assert_eq!(SafeNames::new().claim(given), SafeNames::new().claim(given));
        let safe = SafeNames::new().claim(given);
        assert_eq!(
            SafeNames::new().claim(&safe).trim_start_matches('_'),
            safe.trim_start_matches('_'),
            "a safe name is not safe"
        );
    }
}

/// What the law's own table allows from a state, written a second time.
fn leads_to(from: State) -> &'static [State] {
    use State::{
        Collected, Delivered, IdentityPending, PartlyRefused, Received, Refused, Reviewed, Scoped,
        Withdrawn,
    };
    match from {
        Received => &[IdentityPending, Scoped, Refused, PartlyRefused],
        IdentityPending => &[Scoped, Refused, PartlyRefused],
        Scoped => &[Collected, Refused, PartlyRefused],
        Collected => &[Reviewed, Refused, PartlyRefused],
        Reviewed => &[Delivered, PartlyRefused, Refused],
        Delivered | PartlyRefused | Refused | Withdrawn => &[],
        _ => panic!("a state without a row"),
    }
}

/// Any walk of steps keeps to the table, keeps its log in order, and leaves a refused step without a trace.
pub fn request(data: &[u8]) {
    let mut choices = Choices::new(data);
    let mut day = choices.day();
    let received = day;
    let id = "R-1".parse().expect("an id");
    let mut request = Request::received(id, *choices.one_of(&Right::ALL), day);
    for _ in 0..choices.byte() % 3 {
        request = request.also(*choices.one_of(&Right::ALL));
    }
    for _ in 0..40 {
        if choices.is_at_end() {
            break;
        }
        let before = request.clone();
        // Mostly forward in time, now and then back.
        let on = match choices.byte() {
            250.. => day - chrono::Days::new(1),
            _ => choices.day_near(day),
        };
        match step(&mut request, on, &mut choices) {
            Ok(()) => {
                assert!(!before.state().is_final(), "a closed request moved");
                assert!(on >= day);
                day = on;
            }
            Err(_) => assert_eq!(request, before, "a refused step left a trace"),
        }
        is_sound(&before, &request, received);
    }
}

fn step(
    request: &mut Request,
    on: NaiveDate,
    choices: &mut Choices<'_>,
) -> Result<(), TransitionError> {
    let kind = choices.byte() % 12;
    let right = *choices.one_of(&Right::ALL);
    match kind {
        0 => request.ask_identity(
            on,
            IdentityQuestion::new(IdentityMeans::Login, IdentityDoubt::Mismatch),
        ),
        1 => request.scope(on),
        2 => request.collect(on),
        3 => request.review(on),
        4 | 5 => request.grant(right, on),
        6 | 7 => {
            let refusal = Refusal::new(RefusalReason::ManifestlyUnfounded, Text::plain("No."))
                .demonstrated_by(Text::plain("Why."));
            request.refuse(right, refusal, on)
        }
        8 => request.extend(on, ExtensionReason::Complexity, None),
        9 => request.suspend(on, SuspensionReason::Clarification),
        10 => request.resume(on, None),
        _ => request.forward(on, Forwarding::ToController),
    }
}

fn is_sound(before: &Request, after: &Request, received: NaiveDate) {
    let (from, to) = (before.state(), after.state());
    assert!(
        from == to || leads_to(from).contains(&to),
        "{from:?} led to {to:?}"
    );
    let days = || after.log().iter().map(|entry| entry.on);
    assert!(days().is_sorted() && days().all(|day| day >= received));
    let extensions = after
        .log()
        .iter()
        .filter(|entry| matches!(entry.event, Event::Extended(_)));
    assert!(extensions.count() <= 1);

    let outcomes: Vec<_> = after.rights().map(|right| after.outcome(right)).collect();
    let open = outcomes.iter().filter(|outcome| outcome.is_none()).count();
    let granted = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Some(Outcome::Granted(_))))
        .count();
    assert_eq!(
        to.is_final(),
        open == 0,
        "closed with open rights, or open without"
    );
    let expected = match (open, granted) {
        (0, 0) => Some(State::Refused),
        (0, all) if all == outcomes.len() => Some(State::Delivered),
        (0, _) => Some(State::PartlyRefused),
        _ => None,
    };
    assert!(expected.is_none_or(|expected| expected == to));
    let copies = after.rights().filter(|right| right.wants_copy());
    let waits = copies
        .filter(|right| after.outcome(*right).is_none())
        .count()
        > 0;
    assert_eq!(
        after.holds_purge(),
        waits,
        "a purge would take what was asked for"
    );
}
