//! Where the headings of a page are, and what leads to them.

use std::collections::HashMap;

use super::slug::Slugs;
use crate::Processing;

/// The anchors of a page in the making, and the links that wait for one.
#[derive(Default)]
pub(super) struct Anchors {
    slugs: Slugs,
    /// The words of the heading that is open.
    heading: Option<String>,
    /// The record whose heading comes next.
    record: Option<String>,
    records: HashMap<String, String>,
    /// Where an anchor is to be written, and of which record.
    pub(super) links: Vec<(usize, String)>,
}

impl Anchors {
    pub(super) fn record(&mut self, processing: &Processing) {
        self.record = Some(processing.reference.as_str().to_owned());
    }

    pub(super) fn open(&mut self) {
        self.heading = Some(String::new());
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.push_str(text);
        }
    }

    pub(super) fn close(&mut self) {
        let heading = self.heading.take().unwrap_or_default();
        let slug = self.slugs.of_next(&heading);
        if let Some(reference) = self.record.take() {
            self.records.insert(reference, slug);
        }
    }

    /// The page with the anchors of records in its links.
    pub(super) fn linked(&self, page: &str) -> String {
        let anchors = self.links.iter().map(|(at, reference)| {
            let slug = self.records.get(reference).map_or("", String::as_str);
            (*at, slug)
        });
        let size = anchors.clone().map(|(_, slug)| slug.len()).sum::<usize>();
        let mut out = String::with_capacity(page.len() + size);
        let mut written = 0;
        for (at, slug) in anchors {
            out.push_str(page.get(written..at).unwrap_or_default());
            out.push_str(slug);
            written = at;
        }
        out.push_str(page.get(written..).unwrap_or_default());
        out
    }
}
