//! The TOML library alone: a table without a register's meaning.

use std::hint::black_box;

use super::{Contest, number, over};

pub(super) fn reading<'a>(contest: Contest<'a>, text: &'a str) -> Contest<'a> {
    contest.against("toml", move |passes| {
        over(passes, || {
            let table: Result<toml::Table, _> = toml::from_str(black_box(text));
            let processings = table
                .ok()
                .and_then(|table| table.get("processing")?.as_array().map(Vec::len));
            number(processings.unwrap_or_default())
        })
    })
}
