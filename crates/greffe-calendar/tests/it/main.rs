//! Integration tests of `greffe-calendar`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod breach;
mod convention;
mod easter;
mod fiscal;
mod holidays;
mod period;
mod place;
mod request;
mod text;
mod worked_cases;
mod zone;

use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Any day from 1990 to 2090: far enough from the ends of the tables for every period below.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..36_525).prop_map(|days| day("1990-01-01") + chrono::Days::new(days))
}

/// Days near to the ends of months, where the law has its cases, as often as others.
fn telling_day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        any_day(),
        (1990_i32..2090, 1_u32..=12, 0_u64..4).prop_map(|(year, month, back)| {
            let next = if month == 12 {
                (year + 1, 1)
            } else {
                (year, month + 1)
            };
            NaiveDate::from_ymd_opt(next.0, next.1, 1).unwrap() - chrono::Days::new(back)
        }),
    ]
}

fn any_zone() -> impl Strategy<Value = greffe_calendar::Tz> {
    prop_oneof![
        proptest::sample::select(&chrono_tz::TZ_VARIANTS[..]),
        Just(chrono_tz::Europe::Paris),
    ]
}
