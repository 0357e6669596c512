//! What an event of a person's history takes in memory, ours and its peers'.
//!
//! A program of its own, for the allocator that counts slows down whatever allocates:
//!
//! ```console
//! cargo run --profile bench -p greffe-benches --features peers --bin memory
//! ```
//!
//! The profile makes no difference to the figures.

use crate::compare::Failure;
use crate::compare::consent::history;
use crate::compare::consent::ours::packed;

/// Events of one person.
const EVENTS: usize = history::EVENTS;

/// What an event takes in one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The form.
    pub name: &'static str,
    /// Live bytes over events, rounded up, with everything that finds them again.
    pub bytes_an_event: usize,
    /// Less than this many are aimed at.
    pub target: Option<usize>,
}

/// Makes the same histories in each form and asks `live` how many bytes that allocated and kept.
///
/// # Errors
/// A history could not be made.
pub fn held(live: fn() -> usize, persons: u32) -> Result<Vec<Held>, Failure> {
    let events = usize::try_from(persons)? * EVENTS;
    let grown = |since: usize| live().saturating_sub(since).div_ceil(events.max(1));
    let mut all = Vec::new();
    let mut push = |name, bytes_an_event, target| {
        all.push(Held {
            name,
            bytes_an_event,
            target,
        });
    };

    let empty = live();
    let ledger = history::ledger(1, persons)?;
    push("greffe, ledger with its chain", grown(empty), None);
    let unpacked = live();
    let packed = packed(&ledger)?;
    push("greffe, packed", grown(unpacked), Some(64));
    drop(packed);
    drop(ledger);
    #[cfg(feature = "peers")]
    peers(live, persons, |name, since| push(name, grown(since), None))?;
    Ok(all)
}

/// The histories as contexts of requests and as inputs.
#[cfg(feature = "peers")]
fn peers(
    live: fn() -> usize,
    persons: u32,
    mut push: impl FnMut(&'static str, usize),
) -> Result<(), Failure> {
    use crate::compare::consent::{with_cedar, with_regorus};

    let cases = history::cases(1, persons)?;
    let of_each_person = || cases.iter().step_by(history::PURPOSES.len());
    let empty = live();
    let contexts: Result<Vec<_>, _> = of_each_person().map(with_cedar::context_of).collect();
    push("cedar-policy, contexts", empty);
    drop(contexts?);
    let empty = live();
    let inputs: Result<Vec<_>, _> = of_each_person().map(with_regorus::input_of).collect();
    push("regorus, inputs", empty);
    drop(inputs?);
    Ok(())
}
