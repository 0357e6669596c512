//! Every promise of retention in the documents behind the five registers: a test each, with the last day on which data are kept and
//! the first on which they are due.
//!
//! A test is named after its promise and the number of its fact, and is put to every rule of the register that holds the promise. The days were
//! worked out by hand on a calendar: nothing here computes one. `tests/data/retention-promises.tsv` lists facts, tests and rules, and
//! `complete` holds the list against both sides.

#[macro_use]
mod promise;

mod bank_communication;
mod call_tracking;
mod call_tracking_files;
mod complete;
mod hosting;
mod paperless_assemblies;
mod software_support;
mod trackers;
