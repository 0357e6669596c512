//! Requests: every walk through their states, and their stored form.

use chrono::{Days, NaiveDate};
use greffe::calendar::{Calendar, Place};
use greffe::export::{
    Asker, ClockPolicy, DueDates, ErasureGround, Event, Evidence, ExtensionReason, Fee, FeeGround,
    Forwarding, IdentityDoubt, IdentityMeans, IdentityQuestion, NoticeResult, ObjectionGround,
    Occurred, Outcome, Particulars, Power, PowerEvidence, Refusal, RefusalReason, Request,
    RestrictionGround, Right, State, SuspensionReason, TransitionError, Transmission,
    WithdrawnConsent,
};
use greffe::terms::{Lang, Text};

use crate::choices::Choices;
use crate::marker::{assert_silent, marked};

/// Any walk of steps keeps to the table, keeps its log in order, leaves a refused step without a trace, and comes back out of its stored form.
///
/// An input that begins with `{` is a stored request; any other is choices that become steps.
pub fn request(data: &[u8]) {
    if data.first() == Some(&b'{') {
        stored(data);
        return;
    }
    let mut choices = Choices::new(data);
    let mut day = choices.day();
    let received = day;
    let mut request = begun(day, &mut choices);
    for _ in 0..40 {
        if choices.is_at_end() {
            break;
        }
        let before = request.clone();
        // Mostly forward in time, now and then back.
        let on = match choices.byte() {
            250.. => day - Days::new(1),
            _ => choices.day_near(day),
        };
        match step(&mut request, on, &mut choices) {
            Ok(()) => {
                assert!(on >= day);
                assert_eq!(request.log().len(), before.log().len() + 1);
                day = on;
                is_the_same_after(&before, &request);
            }
            Err(error) => {
                assert_eq!(request, before, "a refused step left a trace");
                for lang in Lang::ALL {
                    assert!(!error.in_language(lang).is_empty());
                }
            }
        }
        is_sound(&before, &request, received);
    }
    comes_back(&request);
    is_counted(&request, day);
}

/// A stored request is read or refused without a value; one that is read is written to what is read as the same.
fn stored(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Err(error) = Request::from_json(&marked(text)) {
        assert_silent(&error);
    }
    match Request::from_json(text) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(request) => {
            comes_back(&request);
            is_sound(&request, &request, request.received_on());
        }
    }
}

fn comes_back(request: &Request) {
    let written = request.to_json();
    let read = Request::from_json(&written).expect("a stored request is read");
    assert_eq!(&read, request);
    assert_eq!(read.to_json(), written);
}

/// By when the answer is due, and what is wrong: found or refused, and nothing that is wrong mends itself by waiting.
fn is_counted(request: &Request, day: NaiveDate) {
    let france = Calendar::of(Place::France);
    let codes = |on: NaiveDate| {
        let found = request.findings(&france, on).ok()?;
        Some(
            found
                .iter()
                .map(|finding| finding.code())
                .collect::<Vec<_>>(),
        )
    };
    let (now, later) = (codes(day), codes(day + Days::new(200)));
    if let (Some(now), Some(later)) = (now, later) {
        assert!(
            now.iter().all(|code| later.contains(code)),
            "{now:?} then {later:?}"
        );
    }
}

fn begun(day: NaiveDate, choices: &mut Choices<'_>) -> Request {
    let id = "R-1".parse().expect("an id");
    let mut request = Request::received(id, *choices.one_of(&Right::ALL), day);
    let more = choices.byte();
    for _ in 0..more % 3 {
        request = request.also(*choices.one_of(&Right::ALL));
    }
    // A small count alone is a plain request of the person.
    if more & 8 != 0 {
        request = request.asked_by(*choices.one_of(Asker::ALL));
    }
    if more & 16 != 0 {
        request = request.counted_by(*choices.one_of(ClockPolicy::ALL));
    }
    if more & 32 != 0 {
        request = request.with_evidence(*choices.one_of(Evidence::ALL));
    }
    if more & 64 != 0 {
        let posted = day - Days::new(u64::from(choices.byte() % 20));
        request = request
            .posted_on(posted)
            .expect("a postmark before the receipt");
    }
    if more & 128 != 0 {
        let (strict, lenient) = (day + Days::new(28), day + Days::new(35));
        request = request.due_by(DueDates { strict, lenient });
    }
    request
}

fn refusal(choices: &mut Choices<'_>) -> Refusal {
    let reason = *choices.one_of(RefusalReason::ALL);
    let refusal = Refusal::new(reason, Text::plain("No."));
    let refusal = match choices.byte() % 4 {
        0 => refusal,
        1 => refusal.about(Text::plain("A part.")),
        _ => refusal.demonstrated_by(Text::plain("Why.")),
    };
    if choices.yes() {
        refusal.kept_until(choices.day())
    } else {
        refusal
    }
}

fn particulars(right: Right, choices: &mut Choices<'_>) -> Particulars {
    match right {
        Right::WithdrawConsent if choices.yes() => {
            Particulars::Consent(WithdrawnConsent::For(Vec::new()))
        }
        Right::WithdrawConsent => Particulars::Consent(WithdrawnConsent::Every),
        Right::Rectification => {
            Particulars::Rectification(vec!["customers.city".parse().expect("a field")])
        }
        Right::Restriction => Particulars::Restriction(*choices.one_of(RestrictionGround::ALL)),
        Right::Portability => Particulars::Portability(*choices.one_of(Transmission::ALL)),
        Right::Objection => Particulars::Objection(*choices.one_of(ObjectionGround::ALL)),
        _ => Particulars::Erasure(*choices.one_of(ErasureGround::ALL)),
    }
}

fn step(
    request: &mut Request,
    on: NaiveDate,
    choices: &mut Choices<'_>,
) -> Result<(), TransitionError> {
    let kind = choices.byte();
    let right = *choices.one_of(&Right::ALL);
    let at = match kind & 128 {
        0 => Occurred::on(on),
        _ => Occurred::on(on).shown_by(*choices.one_of(Evidence::ALL)),
    };
    match kind & 31 {
        0 => {
            let (means, doubt) = (
                *choices.one_of(IdentityMeans::ALL),
                *choices.one_of(IdentityDoubt::ALL),
            );
            request.ask_identity(at, IdentityQuestion::new(means, doubt))
        }
        1 => request.scope(at),
        2 => request.collect(at),
        3 => request.review(at),
        4 | 5 => request.grant(right, at),
        6 => request.refuse(right, refusal(choices), at),
        7 => {
            let refusals: Vec<Refusal> =
                (0..choices.byte() % 3).map(|_| refusal(choices)).collect();
            request.grant_partly(right, refusals, at)
        }
        8 => {
            let until = choices.maybe(|choices| DueDates {
                strict: on + Days::new(60),
                lenient: on + Days::new(60 + u64::from(choices.byte())),
            });
            request.extend(at, *choices.one_of(ExtensionReason::ALL), until)
        }
        9 => request.suspend(at, *choices.one_of(SuspensionReason::ALL)),
        10 => request.resume(at, None),
        11 => request.forward(at, *choices.one_of(Forwarding::ALL)),
        12 => request.withdraw(at),
        13 => request.withdraw_right(right, at),
        14 => request.specify(particulars(right, choices), at),
        15 => {
            let power = Power::shown_by(*choices.one_of(PowerEvidence::ALL));
            let power = if choices.yes() {
                power.until(choices.day_near(on))
            } else {
                power
            };
            request.show_power(power, at)
        }
        16 => request.delete_identity_copy(at),
        17 => {
            let names = (0..choices.byte() % 3).map(|_| Text::plain("Banque du Port"));
            request.name_recipients(right, names.collect(), at)
        }
        18 => {
            let place = usize::from(choices.byte() % 4);
            request.tell_recipient(right, place, *choices.one_of(NoticeResult::ALL), at)
        }
        19 => request.ask_recipients(at),
        20 => request.disclose_recipients(at),
        21 => {
            let cents = u32::from(choices.byte()) * 50;
            let fee = Fee::new(
                *choices.one_of(FeeGround::ALL),
                cents,
                Text::plain("Why."),
                Text::plain("Postage."),
            );
            let shown = choices.maybe(|_| Text::plain("Note."));
            let fee = shown.into_iter().fold(fee, Fee::demonstrated_by);
            request.announce_fee(right, fee, at)
        }
        22 => request.agree_fee(right, at),
        23 => request.waive_fee(right, at),
        _ => {
            let refusals: Vec<Refusal> =
                (0..choices.byte() % 3).map(|_| refusal(choices)).collect();
            request.refuse_each(right, refusals, at)
        }
    }
}

/// What the law's own table allows from a state, written a second time.
fn leads_to(from: State) -> &'static [State] {
    use State::{
        Collected, Delivered, IdentityPending, PartlyRefused, Received, Refused, Reviewed, Scoped,
        Withdrawn,
    };
    match from {
        // Only what a human read is granted, so that nothing is refused in part before.
        Received => &[IdentityPending, Scoped, Refused, Withdrawn],
        IdentityPending => &[Scoped, Refused, Withdrawn],
        Scoped => &[Collected, Refused, Withdrawn],
        Collected => &[Reviewed, Refused, Withdrawn],
        Reviewed => &[Delivered, PartlyRefused, Refused, Withdrawn],
        Delivered | PartlyRefused | Refused | Withdrawn => &[],
        _ => panic!("a state without a row"),
    }
}

/// What a closed request can still be told, and that nothing that was decided changes.
fn is_the_same_after(before: &Request, after: &Request) {
    for right in before.rights() {
        if let Some(decided) = before.outcome(right) {
            assert_eq!(after.outcome(right), Some(decided), "a decision changed");
        }
    }
    if before.state().is_final() {
        assert_eq!(before.state(), after.state(), "a closed request moved");
        let last = after.log().last().expect("the step that was taken");
        assert!(
            matches!(
                last.event,
                Event::IdentityCopyDeleted
                    | Event::RecipientsNamed(..)
                    | Event::RecipientNoticed(..)
                    | Event::RecipientsAsked
                    | Event::RecipientsDisclosed
            ),
            "a closed request took a step"
        );
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
    // Every stop is followed by its end before the next.
    let stops: Vec<bool> = after
        .log()
        .iter()
        .filter_map(|entry| match entry.event {
            Event::Suspended(_) => Some(true),
            Event::Resumed => Some(false),
            _ => None,
        })
        .collect();
    assert!(
        stops
            .iter()
            .enumerate()
            .all(|(place, stop)| *stop == (place % 2 == 0))
    );
    assert_eq!(after.is_suspended(), stops.len() % 2 == 1);

    let outcomes: Vec<_> = after.rights().map(|right| after.outcome(right)).collect();
    let is = |which: fn(&Outcome) -> bool| outcomes.iter().flatten().any(|outcome| which(outcome));
    let granted = is(|one| matches!(one, Outcome::Granted(_) | Outcome::PartlyGranted(..)));
    let refused = is(|one| matches!(one, Outcome::Refused(..) | Outcome::PartlyGranted(..)));
    let expected = match (granted, refused) {
        _ if outcomes.iter().any(Option::is_none) => None,
        (true, true) => Some(State::PartlyRefused),
        (true, false) => Some(State::Delivered),
        (false, true) => Some(State::Refused),
        (false, false) => Some(State::Withdrawn),
    };
    assert_eq!(
        to.is_final().then_some(to),
        expected,
        "closed with open rights, or open without"
    );
    for refusal in outcomes.iter().flatten().flat_map(|one| one.refusals()) {
        let reason = refusal.reason();
        assert!(!reason.must_be_demonstrated() || refusal.demonstration().is_some());
        assert!(!refusal.citations().is_empty(), "a refusal names its law");
    }
    // Nobody is charged who has not agreed, and nothing is charged for what is not done.
    for right in after.rights() {
        let outcome = after.outcome(right);
        if let Some((fee, agreed)) = after.fee(right) {
            assert!(fee.cents() > 0 && fee.ground().stands_for(right));
            assert!(fee.ground().instead_of().is_none() || fee.demonstration().is_some());
            assert!(
                agreed || outcome.is_none(),
                "granted while a fee was undecided"
            );
            assert!(outcome.is_none_or(Outcome::is_granted));
        }
    }
    let kept = after.rights().filter(|right| right.holds_purge());
    let waits = kept.filter(|right| after.outcome(*right).is_none()).count() > 0;
    assert_eq!(
        after.holds_purge(),
        waits,
        "a purge would take what was asked for"
    );
}
