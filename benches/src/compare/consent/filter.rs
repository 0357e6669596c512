//! A campaign's audience: every person of a ledger asked about four purposes.

use std::hint::black_box;

use chrono::{DateTime, Utc};
use greffe::consent::{Ledger, PersonKey};

use super::history::{Chance, Happening, PURPOSES, What, policy};
use super::ours;
use crate::compare::{Contest, Effort, Failure, Measured, Target};

/// What the whole of a million persons is to take at most, on one core.
const SECONDS: f64 = 0.5;
/// A pass takes about a second: few of them are enough, and warm caches make no difference.
const SAMPLES: u32 = 5;

/// So many persons, each with one to four events.
pub(super) fn crowd(persons: u32) -> Result<Ledger, Failure> {
    let mut chance = Chance(7);
    let mut ledger = Ledger::new();
    let mut id = 0_u128;
    for number in 0..persons {
        // Keyed digests have no order.
        let spread = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        let person = PersonKey::from_bytes(spread.to_be_bytes());
        let mut purposes: Vec<_> = PURPOSES.iter().map(|terms| terms.id).collect();
        purposes.retain(|_| chance.below(4) > 0);
        if purposes.is_empty() {
            purposes.push(PURPOSES[0].id);
        }
        let course = [What::Given, What::Confirmed, What::Withdrawn, What::Given];
        let mut day = i64::from(chance.below(200));
        let events = 1 + usize::from(chance.below(4));
        for what in course.into_iter().take(events) {
            let happening = Happening::new(what, purposes.clone(), day)?;
            ledger.append(happening.event(person, id)?)?;
            id += 1;
            day += i64::from(chance.below(30));
        }
    }
    Ok(ledger)
}

/// The answer is how many may be reached for how many purposes.
pub(super) fn measure(effort: Effort) -> Result<Measured, Failure> {
    let (policy, ledger) = (policy()?, ours::packed(&crowd(effort.rows)?)?);
    let now: DateTime<Utc> = "2026-05-01T10:00:00Z".parse()?;
    let decisions = effort.rows * u32::try_from(PURPOSES.len())?;
    let effort = Effort {
        samples: effort.samples.min(SAMPLES),
        ..effort
    };
    let contest = Contest::new("filter persons by 4 purposes", decisions, |passes| {
        let pass = || ours::audience(&policy, black_box(&ledger), black_box(now));
        // Both purposes and ledger are the same in every pass, so that none fails that did not fail before.
        (0..passes).fold(0, |_, _| black_box(pass().unwrap_or(0)))
    });
    let contest = contest.given(
        "ours: the packed ledger in memory, one to four events a person; one verdict an item, and the questions prepared within the time",
    );
    Ok(contest.aims_at(Target::Within(SECONDS)).measure(effort)?)
}
