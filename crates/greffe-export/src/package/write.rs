//! From sources to a bag: the pass, and what is written once all of them were read.

use chrono::NaiveDate;

use crate::bundle::{BagInfo, BagWriter, Entry};
use crate::completeness::{Completeness, RedactionStatement, SourceOutcome, SourceStatement, Tree};
use crate::page::{self, Page};
use crate::{ExportError, Redaction, Sink};

use super::pass::{Pass, Report};
use super::{Done, Package, manifest, without_data};

impl Package<'_> {
    /// Reads every source into the sink, and seals the bag.
    pub(super) fn write<S: Sink>(
        mut self,
        sink: &mut S,
        day: NaiveDate,
        trees: &[Tree],
    ) -> Result<(Done, Vec<Entry>), ExportError> {
        let absent = self.absent();
        let inputs = std::mem::take(&mut self.inputs);
        let mut bag = BagWriter::new(sink);
        let mut pass = self.pass(trees);
        let mut reports = Vec::new();
        for input in inputs {
            reports.push(input.read(&mut pass, &mut bag)?);
        }
        reports.extend(absent);
        self.conclude(bag, day, &reports, &pass)
    }

    pub(super) fn pass<'p>(&'p self, trees: &'p [Tree]) -> Pass<'p> {
        Pass::new(trees, &self.information, &self.redactions, self.rows_shown)
    }

    /// The sources that are refused, and those that the register knows and nobody gave.
    pub(super) fn absent(&self) -> Vec<Report> {
        let unaccounted = |name: &&String| {
            !self.has_source(name) && !self.refused.iter().any(|refused| refused.name == **name)
        };
        let missing = self
            .expected
            .iter()
            .filter(unaccounted)
            .map(|name| without_data(name.clone(), SourceOutcome::Missing));
        let labelled = |mut statement: SourceStatement| {
            if let Some(label) = self.labels.get(&statement.name) {
                statement.label = label.clone();
            }
            Report::without_rows(statement)
        };
        let refused = self.refused.iter().cloned();
        refused.chain(missing).map(labelled).collect()
    }

    /// Everything that the package says of its sources together, as the bytes of its files.
    pub(super) fn statements(
        &self,
        day: NaiveDate,
        reports: &[Report],
        pass: &Pass<'_>,
    ) -> (Completeness, Vec<(&'static str, Vec<u8>)>) {
        let trees = pass.trees();
        let redactions = self
            .redactions
            .iter()
            .zip(pass.hidden())
            .map(|(decision, count)| stated(decision, *count, trees))
            .collect();
        let completeness = Completeness {
            trees: trees.to_vec(),
            sources: reports
                .iter()
                .map(|report| report.statement.clone())
                .collect(),
            redactions,
            unstated: if trees.contains(&Tree::Access) {
                self.information.unstated()
            } else {
                Vec::new()
            },
        };
        let page = Page {
            request: self.request,
            information: &self.information,
            completeness: &completeness,
            reports,
            trees,
            addressee: self.addressee.as_deref(),
            lang: self.language,
            day,
        };
        let (name, text) = page::read_me(&page);
        let files = vec![
            ("data/datapackage.json", manifest::datapackage(&page)),
            ("data/completeness.json", manifest::completeness(&page)),
            ("data/index.html", page::html(&page).into_bytes()),
            (name, text.into_bytes()),
        ];
        (completeness, files)
    }

    /// Writes what is said of all sources together, the manifests and the signature.
    pub(super) fn conclude<S: Sink>(
        &self,
        mut bag: BagWriter<'_, S>,
        day: NaiveDate,
        reports: &[Report],
        pass: &Pass<'_>,
    ) -> Result<(Done, Vec<Entry>), ExportError> {
        let (completeness, files) = self.statements(day, reports, pass);
        for (path, bytes) in files {
            bag.put(path, &bytes)?;
        }
        let totals = bag.seal(&BagInfo {
            organisation: self.information.controller.name.in_language(self.language),
            identifier: self.request.id().as_str(),
            day,
            signed_with: self.signed_with,
        })?;
        let done = Done {
            completeness,
            payload_files: totals.files,
            payload_bytes: totals.bytes,
            manifest_sha256: totals.manifest_sha256,
        };
        Ok((done, totals.entries))
    }
}

fn stated(decision: &Redaction<'_>, count: u64, trees: &[Tree]) -> RedactionStatement {
    RedactionStatement {
        id: decision.id().to_owned(),
        source: decision.source().to_owned(),
        field: decision.field().to_owned(),
        reason: decision.reason().clone(),
        citation: decision.citation_in(trees),
        decided_on: decision.decided_on(),
        decided_by: decision.decided_by().to_owned(),
        count,
    }
}
