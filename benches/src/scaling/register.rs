//! A register of many records: read, judged, rendered.

use std::hint::black_box;

use greffe::register::Register;
use greffe::register::render::Html;
use greffe::terms::Lang;

use super::point::timed;
use super::{Effort, Failure, Point, Series, agreed, sizes};

/// An organisation has one record an activity, and not millions of them.
const SMALLEST: u32 = 10;
/// The most that is asked for.
const MOST: u32 = 10_000;

const BOUND: &str = "a row is a processing activity: tens to hundreds in a company, thousands in a group; the reader takes 32 MiB, about 45,000 of \
    these, unless told otherwise";

/// Of the largest size a hundredth, and 10,000 records at most.
pub(super) fn measure(effort: Effort, largest: u32) -> Result<Vec<Series>, Failure> {
    let series = |name| Series::new("register", name).bounded(BOUND);
    let mut read = series("read each record");
    let mut judged = series("lint each record");
    let mut rendered = series("render each record as HTML");
    let most = (largest / 100).min(MOST);
    for records in sizes(SMALLEST, most) {
        let text = crate::register_toml(usize::try_from(records)?);
        let register = Register::from_toml(&text)?;
        read.points
            .push(Point::measure(records, records, effort, || {
                let (taken, register) = timed(|| Register::from_toml(black_box(&text)));
                let count = register?.processings().len();
                agreed("records read", u64::from(records), u64::try_from(count)?)?;
                Ok(taken)
            })?);
        let today = "2026-11-26".parse()?;
        judged
            .points
            .push(Point::measure(records, records, effort, || {
                let (taken, findings) = timed(|| black_box(&register).lint_at(today));
                agreed("findings", 0, u64::try_from(findings.len())?)?;
                Ok(taken)
            })?);
        rendered
            .points
            .push(Point::measure(records, records, effort, || {
                let (taken, page) = timed(|| Html::new(Lang::Fr).render(black_box(&register)));
                let count = page.matches("class=\"record\"").count();
                agreed("records shown", u64::from(records), u64::try_from(count)?)?;
                Ok(taken)
            })?);
    }
    Ok(vec![read, judged, rendered])
}
