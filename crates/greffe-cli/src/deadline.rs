//! `greffe deadline …`: legal time, with the steps that led to each date.

pub(crate) mod breach;
pub(crate) mod fiscal_year;
pub(crate) mod period;
pub(crate) mod request;
mod steps;
