//! Retention: which table executes which rule of the register, what may go today, and how it goes.

mod candidates;
mod disposal;
mod dry_run;
mod ended_consents;
mod execution;
mod facts;
mod holds;
mod jobs;
mod open_plans;
mod outside;
mod own_records;
mod purge;
mod ranks;
mod write_out;

pub(crate) use disposal::TableRows;
pub(crate) use dry_run::{DryRun, Look, dry_run};
pub(crate) use ended_consents::CONSENTS_RULE;
pub(crate) use execution::{anonymity_of_surveys, execute, refused};
pub(crate) use facts::Record;
pub(crate) use holds::{hold, lift};
pub(crate) use jobs::{Job, jobs};
pub(crate) use outside::{Outside, keep_outside};
pub(crate) use own_records::{HOLDS_RULE, REQUESTS_RULE, forget_own};
pub(crate) use purge::{Purged, one_a_table, plan, purge};
pub(crate) use ranks::Ranks;

use chrono::NaiveDate;
use greffe::register::Register;

use crate::home::Home;

/// What a purge works with, but for the rows.
#[derive(Clone, Copy)]
pub(crate) struct Purge<'a> {
    /// The rules.
    pub(crate) register: &'a Register,
    /// The day on which rows go.
    pub(crate) today: NaiveDate,
    /// The secret of tombstones.
    pub(crate) digest_key: &'a [u8],
    /// Where plans, certificates and tombstones are kept, and where rows go that are moved out.
    pub(crate) home: &'a Home,
}
