//! Legal time: periods, zones, conventions, holidays, deadlines, fiscal years.
#![forbid(unsafe_code)]

mod calendar;
mod easter;
mod error;
mod holiday;
mod month_day;
mod period;
mod place;
mod trace;
mod wording;
pub mod zone;

pub use calendar::Calendar;
pub use chrono_tz::Tz;
pub use easter::{EASTER_YEARS, easter_sunday};
pub use error::CalendarError;
pub use holiday::{Closed, Holiday};
pub use month_day::MonthDay;
pub use period::Period;
pub use place::Place;
pub use trace::{Action, Explained, Moment, Step, Trace};
pub use wording::{date_in_words, instant_in_words};
