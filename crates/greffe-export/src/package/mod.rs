//! The package: from a request and its sources to a bag.

mod columns;
pub(crate) mod files;
mod manifest;
pub(crate) mod pass;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Seek, Write};

use chrono::NaiveDate;
use greffe_terms::{Citation, Lang, Text};

use crate::bundle::{BagInfo, BagWriter};
use crate::completeness::{Completeness, RedactionStatement, SourceOutcome, SourceStatement, Tree};
use crate::page::{self, Page};
use crate::request::{Outcome, Request, Right, State};
use crate::{
    Art15Information, AttachmentSource, ExportError, MemorySpool, Redaction, SafeNames, Sink,
    Source, Spool, ZipSink,
};

pub(crate) use manifest::table_type;
use pass::{Pass, Report};

/// An export under way: what it answers, and what goes in. [`write_folder`](Self::write_folder) or
/// [`write_zip`](Self::write_zip) makes the one pass over the sources.
pub struct Package<'a> {
    request: &'a Request,
    information: Art15Information,
    inputs: Vec<Input<'a>>,
    refused: Vec<SourceStatement>,
    expected: BTreeSet<String>,
    labels: BTreeMap<String, Text>,
    redactions: Vec<Redaction<'a>>,
    addressee: Option<String>,
    language: Lang,
    dated: Option<NaiveDate>,
    rows_shown: usize,
}

impl<'a> Package<'a> {
    /// A package that answers a request, with the information that Art. 15(1) and (2) ask for. It is in French until
    /// [`language`](Self::language) says otherwise.
    ///
    /// A request for access gets `data/access`, a request for portability gets `data/portability`, one for both gets both.
    #[must_use]
    pub fn for_request(request: &'a Request, information: Art15Information) -> Self {
        Self {
            request,
            information,
            inputs: Vec::new(),
            refused: Vec::new(),
            expected: BTreeSet::new(),
            labels: BTreeMap::new(),
            redactions: Vec::new(),
            addressee: None,
            language: Lang::Fr,
            dated: None,
            rows_shown: ROWS_SHOWN,
        }
    }

    /// The same package with a source. Sources are read in the order in which they are given.
    #[must_use]
    pub fn source(mut self, source: impl Source + 'a) -> Self {
        self.inputs.push(Input::Records(Box::new(source)));
        self
    }

    /// The same package with a source of files, which are streamed as they are into `data/files`.
    #[must_use]
    pub fn attachments(mut self, source: impl AttachmentSource + 'a) -> Self {
        self.inputs.push(Input::Files(Box::new(source)));
        self
    }

    /// The same package, which says that a source is not in it, why, and by which law.
    #[must_use]
    pub fn refused(mut self, name: impl Into<String>, reason: Text, citation: Citation) -> Self {
        let outcome = SourceOutcome::Refused { reason, citation };
        self.refused.push(without_data(name.into(), outcome));
        self
    }

    /// The same package, which must account for sources of these names: those that the register knows. One that is neither given nor
    /// refused is stated as missing.
    #[must_use]
    pub fn expected<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.expected.extend(names.into_iter().map(Into::into));
        self
    }

    /// The same package, with words for people for a source that is refused or expected only; a source that is given brings its own.
    #[must_use]
    pub fn label(mut self, name: impl Into<String>, label: Text) -> Self {
        self.labels.insert(name.into(), label);
        self
    }

    /// The same package with a decision to hide values.
    #[must_use]
    pub fn redacted(mut self, decision: Redaction<'a>) -> Self {
        self.redactions.push(decision);
        self
    }

    /// The same package with the person's name on its first page.
    #[must_use]
    pub fn addressed_to(mut self, person: impl Into<String>) -> Self {
        self.addressee = Some(person.into());
        self
    }

    /// The same package in another language.
    #[must_use]
    pub fn language(mut self, language: Lang) -> Self {
        self.language = language;
        self
    }

    /// The same package, dated. Nothing here reads a clock: the same input has the same bytes.
    #[must_use]
    pub fn dated(mut self, day: NaiveDate) -> Self {
        self.dated = Some(day);
        self
    }

    /// The same package, whose page shows at most so many records of each source (50 until then). The files always have all of them.
    #[must_use]
    pub fn rows_shown(mut self, rows: usize) -> Self {
        self.rows_shown = rows;
        self
    }

    /// Writes the bag into a sink.
    ///
    /// # Errors
    /// If the request does not allow it, the package contradicts itself, or the sink refuses. A source that fails is no error:
    /// the package is written and says so on its first page.
    /// After an error the sink holds no manifest, so that no program takes what is there for a bag.
    pub fn write_folder<S: Sink>(self, sink: &mut S) -> Result<Done, ExportError> {
        let (day, trees) = self.checked()?;
        self.write(sink, day, &trees)
    }

    /// Writes the bag as a ZIP archive, holding the files of one source at a time in memory, up to
    /// [`MemorySpool::DEFAULT_LIMIT`] each.
    ///
    /// # Errors
    /// As [`write_folder`](Self::write_folder), and [`ExportError::OutgrewMemory`] for a source that is too large.
    pub fn write_zip(self, writer: impl Write + Seek) -> Result<Done, ExportError> {
        self.write_zip_with(writer, MemorySpool::default())
    }

    /// Writes the bag as a ZIP archive in constant memory, with a spool such as `|| tempfile::tempfile()`.
    ///
    /// After an error the writer holds no readable archive. Write to a temporary file and rename it, so that no half is ever found.
    ///
    /// # Errors
    /// As [`write_folder`](Self::write_folder).
    pub fn write_zip_with(
        self,
        writer: impl Write + Seek,
        spool: impl Spool,
    ) -> Result<Done, ExportError> {
        let (day, trees) = self.checked()?;
        let folder = SafeNames::new().claim(&format!("export-{}", self.request.id().as_str()));
        let mut zip = ZipSink::new(writer, spool, &folder, day);
        let done = self.write(&mut zip, day, &trees)?;
        zip.end()
            .map_err(|e| ExportError::write("the archive", &e))?;
        Ok(done)
    }

    /// Everything that can be refused before the first byte is written.
    fn checked(&self) -> Result<(NaiveDate, Vec<Tree>), ExportError> {
        let day = self.dated.ok_or(ExportError::NotDated)?;
        let state = self.request.state();
        if matches!(
            state,
            State::Received | State::IdentityPending | State::Refused
        ) {
            return Err(ExportError::RequestNotReady { state });
        }
        let allowed = |right| {
            self.request.asks_for(right)
                && !matches!(self.request.outcome(right), Some(Outcome::Refused(..)))
        };
        let trees = [
            (Right::Access, Tree::Access),
            (Right::Portability, Tree::Portability),
        ];
        let trees: Vec<Tree> = trees
            .into_iter()
            .filter(|(right, _)| allowed(*right))
            .map(|(_, tree)| tree)
            .collect();
        if trees.is_empty() {
            return Err(ExportError::NoCopyAsked);
        }
        if let Some(both) = self
            .refused
            .iter()
            .find(|refused| self.has_source(&refused.name))
        {
            return Err(ExportError::RefusedAndGiven {
                name: both.name.clone(),
            });
        }
        let mut ids = BTreeSet::new();
        for decision in &self.redactions {
            if !ids.insert(decision.id()) {
                return Err(ExportError::RedactionTwice {
                    id: decision.id().to_owned(),
                });
            }
            let hides = |source: &dyn Source| {
                source.name() == decision.source()
                    && source
                        .fields()
                        .iter()
                        .any(|field| field.name() == decision.field())
            };
            let hidden = self.inputs.iter().any(|input| match input {
                Input::Records(source) => hides(source.as_ref()),
                Input::Files(_) => false,
            });
            if !hidden {
                return Err(ExportError::RedactionWithoutField {
                    id: decision.id().to_owned(),
                });
            }
        }
        Ok((day, trees))
    }

    fn has_source(&self, name: &str) -> bool {
        self.inputs.iter().any(|input| input.name() == name)
    }

    fn write<S: Sink>(
        self,
        sink: &mut S,
        day: NaiveDate,
        trees: &[Tree],
    ) -> Result<Done, ExportError> {
        let missing: Vec<SourceStatement> = self
            .expected
            .iter()
            .filter(|name| {
                !self.has_source(name) && !self.refused.iter().any(|refused| refused.name == **name)
            })
            .map(|name| without_data(name.clone(), SourceOutcome::Missing))
            .collect();

        let mut bag = BagWriter::new(sink);
        let mut pass = Pass::new(trees, &self.information, &self.redactions, self.rows_shown);
        let mut reports = Vec::new();
        for input in self.inputs {
            reports.push(match input {
                Input::Records(source) => pass.read(&mut bag, source)?,
                Input::Files(source) => files::read(&mut pass, &mut bag, source)?,
            });
        }
        for mut statement in self.refused.into_iter().chain(missing) {
            if let Some(label) = self.labels.get(&statement.name) {
                statement.label = label.clone();
            }
            reports.push(Report::without_rows(statement));
        }

        let hidden = pass.into_hidden();
        let redactions = self
            .redactions
            .iter()
            .zip(hidden)
            .map(|(decision, count)| stated(decision, count))
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
            reports: &reports,
            trees,
            addressee: self.addressee.as_deref(),
            lang: self.language,
            day,
        };
        bag.put("data/datapackage.json", &manifest::datapackage(&page))?;
        bag.put("data/completeness.json", &manifest::completeness(&page))?;
        bag.put("data/index.html", page::html(&page).as_bytes())?;
        let (name, text) = page::read_me(&page);
        bag.put(name, text.as_bytes())?;
        let totals = bag.seal(&BagInfo {
            organisation: self.information.controller.name.in_language(self.language),
            identifier: self.request.id().as_str(),
            day,
        })?;
        Ok(Done {
            completeness,
            payload_files: totals.files,
            payload_bytes: totals.bytes,
            manifest_sha256: totals.manifest_sha256,
        })
    }
}

/// What a package is given to read, in order.
enum Input<'a> {
    Records(Box<dyn Source + 'a>),
    Files(Box<dyn AttachmentSource + 'a>),
}

impl Input<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Records(source) => source.name(),
            Self::Files(source) => source.name(),
        }
    }
}

// Records of a source that the page shows. Enough to see what is there; the files have the rest.
const ROWS_SHOWN: usize = 50;

fn without_data(name: String, outcome: SourceOutcome) -> SourceStatement {
    SourceStatement {
        label: Text::plain(name.clone()),
        name,
        outcome,
        records: 0,
        fields: Vec::new(),
        file_stem: None,
        files: Vec::new(),
    }
}

fn stated(decision: &Redaction<'_>, count: u64) -> RedactionStatement {
    RedactionStatement {
        id: decision.id().to_owned(),
        source: decision.source().to_owned(),
        field: decision.field().to_owned(),
        reason: decision.reason().clone(),
        citation: decision.citation().clone(),
        decided_on: decision.decided_on(),
        decided_by: decision.decided_by().to_owned(),
        count,
    }
}

/// A package that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a package can be incomplete: look at `completeness`"]
pub struct Done {
    completeness: Completeness,
    payload_files: u64,
    payload_bytes: u64,
    manifest_sha256: String,
}

impl Done {
    /// What is in it, what is not, and why.
    #[must_use]
    pub const fn completeness(&self) -> &Completeness {
        &self.completeness
    }

    /// Whether a package holds no data at all, such as the portable data where nothing is portable. The first page says why; so does
    /// [`Completeness::nothing_portable`].
    #[must_use]
    pub fn is_empty(&self, tree: Tree) -> bool {
        self.completeness.is_empty(tree)
    }

    /// How many files lie under `data/`.
    #[must_use]
    pub const fn payload_files(&self) -> u64 {
        self.payload_files
    }

    /// How many bytes lie under `data/`.
    #[must_use]
    pub const fn payload_bytes(&self) -> u64 {
        self.payload_bytes
    }

    /// The SHA-256 of `manifest-sha256.txt`, in hexadecimal: it stands for every byte of the payload.
    #[must_use]
    pub fn manifest_sha256(&self) -> &str {
        &self.manifest_sha256
    }
}
