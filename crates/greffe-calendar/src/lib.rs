//! Legal time: periods, conventions, holidays, deadlines and fiscal years, each date with the articles that gave it.
//!
//! ```
//! use greffe_calendar::{Calendar, Convention, NaiveDate, Period, Place};
//!
//! let received = "2026-01-31".parse::<NaiveDate>().unwrap();
//! let france = Calendar::of(Place::France);
//! let due = Convention::Regulation1182.explain_last_day(received, Period::months(1), &france)?;
//! assert_eq!(due.value().to_string(), "2026-03-02"); // 28 February is a Saturday
//! for step in due.trace().in_language(greffe_terms::Lang::En) {
//!     println!("{step}");
//! }
//! # Ok::<(), greffe_calendar::CalendarError>(())
//! ```
//!
//! | module | what |
//! | --- | --- |
//! | `breach` | the 72 hours of GDPR 33, in three readings |
//! | `calendar` | working days and holidays where an act is done |
//! | `closing` | the rule by which regular fiscal years end |
//! | `convention` | how a period is counted: retention, Regulation 1182/71, French procedure |
//! | `easter` | Easter Sunday by computus |
//! | `error` | the crate's one error type |
//! | `fiscal` | fiscal years: a table, regular ones, or both |
//! | `holiday` | a holiday, and why a day is closed |
//! | `month_day` | a day of every year |
//! | `period` | lengths of time, ISO 8601 |
//! | `place` | the dated tables of holidays |
//! | `request` | the month of GDPR 12(3), with suspension and extension |
//! | `statutory` | periods that the law fixes, out of the dated table |
//! | `trace` | the steps that led to a date, with their articles |
//! | `wording` | dates in French and English words |
//! | [`zone`] | local days in IANA time zones |
//!
//! Days and instants are those of `chrono`: [`NaiveDate`], [`DateTime`] and [`Utc`] are given on, as is [`Tz`], so that a user of this crate needs no
//! dependency on `chrono` of the same version.
//!
//! No clock is read and no file: the caller says what day it is.
#![forbid(unsafe_code)]

mod breach;
mod calendar;
mod closing;
mod convention;
mod easter;
mod error;
mod fiscal;
mod holiday;
mod month_day;
mod period;
mod place;
mod request;
mod statutory;
mod trace;
mod wording;
pub mod zone;

pub use breach::{Breach, BreachDeadline};
pub use calendar::Calendar;
pub use chrono::{DateTime, NaiveDate, Utc};
pub use chrono_tz::Tz;
pub use closing::{Closing, Month};
pub use convention::Convention;
pub use easter::{EASTER_YEARS, easter_sunday};
pub use error::CalendarError;
pub use fiscal::{FiscalYear, FiscalYears};
pub use holiday::{Closed, Holiday};
pub use month_day::MonthDay;
pub use period::Period;
pub use place::Place;
pub use request::{Method, Reading, RequestDeadline, RequestReadings, SubjectRequest, Suspension};
pub use statutory::statutory_period;
pub use trace::{Action, Explained, Moment, Step, Trace};
pub use wording::{date_in_words, instant_in_words};

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
