//! The operator's commands: each on a database that stays, each resumable, and harmless when run twice.

pub(crate) mod drift;
pub(crate) mod export;
pub(crate) mod fill;
pub(crate) mod find;
mod keeping;
pub(crate) mod migrate;
pub(crate) mod purge;
mod report;
pub(crate) mod restore_check;
pub(crate) mod rotate;
pub(crate) mod serve;
pub(crate) mod token;

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

pub(crate) use keeping::{Keeping, Kept};
pub(crate) use report::Report;

/// What shows that a long step goes on; nothing where standard error is no terminal.
pub(crate) fn spinner() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} · {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// The same for a known number of things.
pub(crate) fn bar(things: u64) -> ProgressBar {
    let bar = ProgressBar::new(things);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} · {eta}") {
        bar.set_style(style);
    }
    bar
}
