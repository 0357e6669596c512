//! The applications that process data, and the platforms on which services run.

use chrono::NaiveDate;
use greffe_terms::{ProcessingRef, Text};

use super::code::debug_without_values;

/// An application (*application*) in which data are processed.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Application {
    /// What it is called.
    pub name: Text,
    /// What it is for.
    pub what: Option<Text>,
    /// Who makes it.
    pub provider: Option<Text>,
    /// Where it runs.
    pub hosting: Option<Text>,
    /// The processing activities that use it; each is one of the register's.
    pub processings: Vec<ProcessingRef>,
}

/// A platform (*plateforme*) on which services run, with how far it conforms.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Platform {
    /// What it is called.
    pub name: Text,
    /// The share that conforms by the organisation's own count, in whole per cent from 0 to 100.
    pub compliance: Option<u32>,
    /// Day of that count.
    pub assessed: Option<NaiveDate>,
    /// What is planned.
    pub action: Option<Text>,
    /// Day by which it is planned.
    pub due: Option<NaiveDate>,
    /// Anything else.
    pub note: Option<Text>,
}

debug_without_values!(Application, Platform);
