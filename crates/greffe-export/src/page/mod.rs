//! stub
use chrono::NaiveDate;
use greffe_terms::Lang;
use crate::completeness::{Completeness, Tree};
use crate::package::pass::Report;
use crate::{Art15Information, Request};
pub(crate) struct Page<'p> {
    pub(crate) request: &'p Request,
    pub(crate) information: &'p Art15Information,
    pub(crate) completeness: &'p Completeness,
    pub(crate) reports: &'p [Report],
    pub(crate) trees: &'p [Tree],
    pub(crate) addressee: Option<&'p str>,
    pub(crate) lang: Lang,
    pub(crate) day: NaiveDate,
}
pub(crate) fn html(_: &Page<'_>) -> String { String::new() }
pub(crate) fn read_me(_: &Page<'_>) -> (&'static str, String) { ("README.txt", String::new()) }
