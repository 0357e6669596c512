//! R5, calls by a person: to consumers until 10 August 2026 unless the number is on the opposition list, from 11 August 2026 with
//! consent or within an ongoing contract; on working days, at the hours and as often as the law lets; to professionals who were told
//! and did not object. Source: French C. conso. L223-1, D223-9; CPCE L34-5.
//!
//! Consent lifts neither the list, which knows no exception but the contract, nor the sixty days after a refusal: both are ours to
//! choose, on the cautious side.

use chrono::{DateTime, Days, Utc};
use greffe_calendar::{Period, Tz, zone};
use greffe_terms::Channel;

use super::consent::Standing;
use super::meaning::Marks;
use super::{Failure, View};
use crate::Reason;
use crate::context::{ListCheck, Reach};
use crate::law::LegalDay;
use crate::policy::Policy;

mod hours;
mod law;

use law::{Regime, Timing};

/// Nothing is known of the person.
static UNKNOWN: Reach = Reach {
    zone: None,
    professional: None,
    informed: None,
    contract: None,
    list: None,
    calls: None,
    refusals: Vec::new(),
    suppressed: None,
};

/// Whether the question is about a marketing call.
pub(super) fn is_call(view: View<'_>) -> bool {
    view.channel == Some(Channel::Call) && view.rules.purpose.is_marketing()
}

/// What the caller knows of the person in rule R5.
pub(super) fn reach(view: View<'_>) -> &Reach {
    view.context.map_or(&UNKNOWN, |context| &context.reach)
}

/// What stands against a call ([`is_call`]), one failure a condition.
pub(super) fn check<'a>(
    view: View<'a>,
    standing: &Standing<'a>,
) -> impl Iterator<Item = Failure<'a>> + use<'a> {
    let failures = if !is_to_professional(view) {
        let [list, consent] = permission(view, standing);
        let [unknown, hours, count, refusal] = timing(view, standing);
        [unknown, list, consent, hours, count, refusal]
    } else {
        [const { None }; 6]
    };
    failures.into_iter().flatten()
}

/// What lets the call through besides consent; `None` where consent is needed.
pub(super) fn ground(view: View<'_>) -> Option<Reason> {
    if has_related_contract(view) {
        return Some(Reason::OngoingContract);
    }
    let regime = law::regime_at(LegalDay::at(view.at));
    (regime == Regime::OppositionList).then_some(Reason::CallNotOpposed)
}

/// Who is reached as a professional is no consumer; whether they were told is asked of every message to professionals.
pub(super) fn is_to_professional(view: View<'_>) -> bool {
    view.rules.purpose.is_to_professionals() && reach(view).professional == Some(true)
}

pub(super) fn has_related_contract(view: View<'_>) -> bool {
    view.rules.purpose.is_related_to_contract() && reach(view).contract == Some(true)
}

/// The list until the law asks for consent, and that consent since.
fn permission<'a>(view: View<'a>, standing: &Standing<'a>) -> [Option<Failure<'a>>; 2] {
    if has_related_contract(view) {
        return [None, None];
    }
    let fails = |reason| Some(Failure::new(reason, None));
    match law::regime_at(LegalDay::at(view.at)) {
        Regime::OppositionList => {
            let known = reach(view).list.filter(|list| serves(view, *list));
            match known {
                None => [fails(Reason::OppositionListUnchecked), None],
                Some(ListCheck { listed: true, .. }) => [fails(Reason::OnOppositionList), None],
                Some(_) => [None, None],
            }
        }
        Regime::Consent => {
            let purpose = &view.rules.purpose;
            let consents = view.rules.asks_consent || standing.holding_grant().is_some();
            // A consent to this means: the policy lists calls by name.
            match consents && purpose.lists_channel(Channel::Call) {
                true => [None, None],
                false => [None, fails(Reason::CallNeedsConsent)],
            }
        }
    }
}

fn serves(view: View<'_>, list: ListCheck) -> bool {
    list.checked <= view.at && view.at < end_of_check(view.policy, list)
}

fn end_of_check(policy: &Policy, list: ListCheck) -> DateTime<Utc> {
    policy.end_of(Period::months(law::LIST_CHECK_MONTHS), list.checked)
}

/// Days, hours and frequency.
fn timing<'a>(view: View<'a>, standing: &Standing<'a>) -> [Option<Failure<'a>>; 4] {
    let Some(timing) = law::timing_at(LegalDay::at(view.at)) else {
        return [const { None }; 4];
    };
    let reach = reach(view);
    let fails = |fails: bool, reason| fails.then(|| Failure::new(reason, None));
    let unknown = fails(
        reach.zone.is_none() || reach.calls.is_none(),
        Reason::CallContextUnknown,
    );
    let Some(consumer) = reach.zone else {
        let refused = refusal(view, standing, timing, view.policy.zone());
        return [unknown, None, None, refused];
    };
    let calls = reach.calls.iter().flatten();
    let any_hour = view.rules.purpose.may_call_at_any_hour() && standing.holding_grant().is_some();
    let closed = !any_hour && !hours::are_open(timing, consumer, view.at);
    let counts = |call: DateTime<Utc>| {
        let end = day_after(consumer, call, timing.period_days);
        call <= view.at && end.is_none_or(|end| view.at < end)
    };
    let recent = calls.filter(|call| counts(**call)).count();
    [
        unknown,
        fails(closed, Reason::OutsideCallHours),
        fails(recent >= timing.calls, Reason::TooManyCalls),
        refusal(view, standing, timing, consumer),
    ]
}

/// The refusal whose sixty full days are not over. The ledger does not say by what means a person refused: a call, to be cautious.
fn refusal<'a>(
    view: View<'a>,
    standing: &Standing<'a>,
    timing: &Timing,
    consumer: Tz,
) -> Option<Failure<'a>> {
    let holds = |refused| {
        let end = end_of_refusal(timing, consumer, refused);
        refused <= view.at && end.is_none_or(|end| view.at < end)
    };
    let mut events = view.events.iter().rev();
    let recorded = events.find(|event| event.is(Marks::REFUSAL) && holds(event.occurred()));
    if let Some(event) = recorded {
        return Some(Failure::new(Reason::CallRefused, Some(event)));
    }
    let mut told = reach(view).refusals.iter();
    let closes = |refused| holds(refused) || is_standing(view, standing, refused);
    let closed = told.any(|refused| closes(*refused));
    closed.then(|| Failure::new(Reason::CallRefused, None))
}

/// Since calls need a consent, which can be revoked (C. conso. L223-1), who refuses in a call revokes it or objects (Art. 7(3), 21(3) GDPR): sixty
/// days are the least, and then a consent that came later is needed.
fn is_standing(view: View<'_>, standing: &Standing<'_>, refused: DateTime<Utc>) -> bool {
    let since = law::regime_at(LegalDay::at(refused)) == Regime::Consent && refused <= view.at;
    let grant = standing.holding_grant();
    since && grant.is_none_or(|grant| grant.oldest.occurred() <= refused)
}

fn end_of_refusal(timing: &Timing, consumer: Tz, refused: DateTime<Utc>) -> Option<DateTime<Utc>> {
    // The day of the refusal is not a full one.
    day_after(consumer, refused, timing.refusal_days.checked_add(1)?)
}

/// When the law, a list check, a call or a refusal begins or ceases to count.
pub(super) fn instants(view: View<'_>) -> impl Iterator<Item = DateTime<Utc>> {
    let reach = reach(view);
    let consumer = reach.zone.unwrap_or(view.policy.zone());
    let list = reach.list.into_iter();
    let checks = list.flat_map(move |list| [list.checked, end_of_check(view.policy, list)]);
    let recorded = view
        .events
        .iter()
        .filter(move |event| event.is(Marks::REFUSAL));
    let recorded = recorded.map(|event| event.occurred());
    let refusals = recorded.chain(reach.refusals.iter().copied());
    let calls = reach.calls.iter().flatten().copied();
    let counted = law::timings().flat_map(move |timing| {
        let calls = calls
            .clone()
            .flat_map(move |call| [Some(call), day_after(consumer, call, timing.period_days)]);
        let refusals = refusals
            .clone()
            .flat_map(move |refused| [Some(refused), end_of_refusal(timing, consumer, refused)]);
        calls.chain(refusals).flatten()
    });
    law::edges().chain(checks).chain(counted)
}

/// The first instant after another at which the hours open or close, where they matter.
pub(super) fn edge_after(view: View<'_>, instant: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let consumer = reach(view).zone.filter(|_| is_call(view))?;
    let timing = law::timing_at(LegalDay::at(instant))?;
    hours::next_edge(timing, consumer, instant)
}

/// The first instant of the day that lies so many days after that of `instant`, on the consumer's clocks.
fn day_after(consumer: Tz, instant: DateTime<Utc>, days: u64) -> Option<DateTime<Utc>> {
    let day = zone::date_of(consumer, instant).checked_add_days(Days::new(days))?;
    zone::start_of_day(consumer, day).ok()
}
