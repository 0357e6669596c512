//! Legal time: periods, zones, conventions, holidays, deadlines, fiscal years.
#![forbid(unsafe_code)]

mod breach;
mod calendar;
mod convention;
mod easter;
mod error;
mod holiday;
mod month_day;
mod period;
mod place;
mod statutory;
mod trace;
mod wording;
pub mod zone;

pub use breach::{Breach, BreachDeadline};
pub use calendar::Calendar;
pub use chrono_tz::Tz;
pub use convention::Convention;
pub use easter::{EASTER_YEARS, easter_sunday};
pub use error::CalendarError;
pub use holiday::{Closed, Holiday};
pub use month_day::MonthDay;
pub use period::Period;
pub use place::Place;
pub use statutory::statutory_period;
pub use trace::{Action, Explained, Moment, Step, Trace};
pub use wording::{date_in_words, instant_in_words};
