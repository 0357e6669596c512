//! Consent: may this person be reached for this purpose at this instant? Beside languages for authorisation of any kind.
//!
//! The rules are the part of ours that such a language expresses too: R0 (order, both times), R2 (objection to marketing), R6 (affirmative act,
//! notice, version, double opt-in, expiry) and R8 (withdrawal), over histories of eight events. What each contestant has before it is timed
//! stands in the report, for it decides who wins: peers are handed the end of each consent, which ours computes in every decision, and everything
//! else in their own form.

use std::hint::black_box;

use greffe::consent::Policy;

use super::{Contest, Effort, Failure, Measured, Target};
use history::Case;

mod filter;
#[cfg(feature = "peers")]
mod folded;
pub(crate) mod history;
pub(crate) mod ours;
#[cfg(feature = "peers")]
pub(crate) mod with_cedar;
#[cfg(feature = "peers")]
pub(crate) mod with_regorus;

/// Histories that are timed, each asked about four purposes: few enough to stay in a near cache.
const TIMED: u32 = 16;
/// Histories that all contestants have to agree on beforehand, each asked about four purposes.
const AGREED: u32 = 256;

/// What a verdict over eight events is to take at most, and how many times faster than Cedar it is to be.
const AIM: Target = Target::UnderAndFaster(100.0, 20.0);

const OVER_HISTORIES: &str = "ours: a ledger a person, in memory. Peers: policies parsed or compiled, requests and inputs with the whole history \
    made beforehand, ends of consents computed; their answer is yes or no";
const PREPARED: &str = "ours: packed events in memory and a question prepared for many, which answers outcome, reason, rule, basis and action. Peers: as above";
const OVER_STATES: &str = "ours: as above, over all events. Peers: likewise, and the history folded beforehand for this purpose and instant";

pub(super) fn measure(effort: Effort) -> Result<Vec<Measured>, Failure> {
    let policy = policy_that_all_agree_on()?;
    let cases = history::cases(2, TIMED)?;
    let items = u32::try_from(cases.len())?;
    let over = |work: fn(&Policy, &Case) -> u64| {
        let (policy, cases) = (&policy, &cases);
        move |passes| {
            let each = || cases.iter().map(|case| work(policy, black_box(case))).sum();
            (0..passes).fold(0, |_, _| black_box(each()))
        }
    };
    let decide = over(|policy, case| u64::from(black_box(ours::decide(policy, case)).is_allowed()));
    let packed = ours::pack(&cases)?;
    let prepared = ours::prepare(&policy, &cases, &packed)?;
    let judge = || {
        let prepared = &prepared;
        move |passes| {
            let answers = || {
                prepared
                    .iter()
                    .map(|case| u64::from(black_box(case).judge()))
            };
            (0..passes).fold(0, |_, _| black_box(answers().sum()))
        }
    };

    let decision = Contest::new("a decision over 8 events", items, decide).given(OVER_HISTORIES);
    let verdict = Contest::new("a verdict over 8 events", items, judge()).given(PREPARED);
    let folded = Contest::new("a verdict, folded for peers", items, judge()).given(OVER_STATES);
    #[cfg(feature = "peers")]
    let (decision, verdict, folded) = (
        over_histories(decision, &cases)?,
        over_histories(verdict, &cases)?,
        over_states(folded, &cases)?,
    );
    Ok(vec![
        decision.measure(effort)?,
        verdict.aims_at(AIM).measure(effort)?,
        folded.aims_at(AIM).measure(effort)?,
        filter::measure(effort)?,
    ])
}

/// The answers are how many cases are allowed.
#[cfg(feature = "peers")]
fn over_histories<'a>(contest: Contest<'a>, cases: &[Case]) -> Result<Contest<'a>, Failure> {
    let cedar = with_cedar::Cedar::over_histories(cases)?;
    let mut regorus = with_regorus::Regorus::over_histories(cases)?;
    let contest = contest.against("cedar-policy", move |passes| {
        (0..passes).fold(0, |_, _| black_box(cedar.allowed()))
    });
    Ok(contest.against("regorus", move |passes| {
        (0..passes).fold(0, |_, _| black_box(regorus.allowed()))
    }))
}

#[cfg(feature = "peers")]
fn over_states<'a>(contest: Contest<'a>, cases: &[Case]) -> Result<Contest<'a>, Failure> {
    let cedar = with_cedar::Cedar::over_states(cases)?;
    let mut regorus = with_regorus::Regorus::over_states(cases)?;
    let contest = contest.against("cedar-policy", move |passes| {
        (0..passes).fold(0, |_, _| black_box(cedar.allowed()))
    });
    Ok(contest.against("regorus", move |passes| {
        (0..passes).fold(0, |_, _| black_box(regorus.allowed()))
    }))
}

/// Our policy, once every contestant gave the same answer to every case, one by one: equal sums would prove little.
fn policy_that_all_agree_on() -> Result<Policy, Failure> {
    let policy = history::policy()?;
    let cases = history::cases(1, AGREED)?;
    if cases
        .iter()
        .any(|case| case.history.len() != history::EVENTS)
    {
        return Err("a history does not have eight events".into());
    }
    let decided = cases.iter().map(|case| ours::decide(&policy, case));
    let decided: Vec<bool> = decided.map(|decision| decision.is_allowed()).collect();
    let packed = ours::pack(&cases)?;
    let prepared = ours::prepare(&policy, &cases, &packed)?;
    let judged: Vec<bool> = prepared.iter().map(ours::Prepared::judge).collect();
    agree("greffe, verdicts", &decided, &judged)?;
    drop(prepared);
    #[cfg(feature = "peers")]
    {
        for cedar in [
            with_cedar::Cedar::over_histories(&cases)?,
            with_cedar::Cedar::over_states(&cases)?,
        ] {
            none("cedar-policy", &cedar.errors())?;
            agree("cedar-policy", &decided, &cedar.answers())?;
        }
        for mut regorus in [
            with_regorus::Regorus::over_histories(&cases)?,
            with_regorus::Regorus::over_states(&cases)?,
        ] {
            none("regorus", &regorus.errors())?;
            agree("regorus", &decided, &regorus.answers())?;
        }
    }
    Ok(policy)
}

fn agree(who: &str, ours: &[bool], theirs: &[bool]) -> Result<(), Failure> {
    let differing = ours
        .iter()
        .zip(theirs)
        .position(|(one, other)| one != other);
    match differing {
        None if ours.len() == theirs.len() => Ok(()),
        None => Err(format!("{who} answers {} of {} cases", theirs.len(), ours.len()).into()),
        Some(place) => {
            Err(format!("{who} and greffe differ on case {place} of {}", ours.len()).into())
        }
    }
}

#[cfg(feature = "peers")]
fn none(who: &str, errors: &[String]) -> Result<(), Failure> {
    match errors.first() {
        None => Ok(()),
        Some(error) => Err(format!("{who}: {error}").into()),
    }
}
