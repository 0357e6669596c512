//! The package: from a request and its sources to a bag.

mod columns;
mod done;
pub(crate) mod files;
mod input;
mod journal;
mod manifest;
pub(crate) mod pass;
mod staged;
mod step;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Seek, Write};

use chrono::NaiveDate;
use greffe_terms::{Citation, Lang, Text};

use crate::completeness::{SourceOutcome, SourceStatement, Tree};
use crate::request::{Outcome, Request, Right, State};
use crate::{
    Art15Information, AttachmentSource, ExportError, MemorySpool, Redaction, SafeNames, SigningKey,
    Sink, Source, Spool, ZipSink,
};

pub use done::Done;
use input::Input;
pub(crate) use manifest::table_type;

/// An export under way: what it answers, and what goes in. [`write_folder`](Self::write_folder) or
/// [`write_zip`](Self::write_zip) makes the one pass over the sources; [`write_staged`](Self::write_staged) makes it so that it goes on after a crash.
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
    signed_with: Option<&'a SigningKey>,
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
            signed_with: None,
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

    /// The same package, dated: not before the day on which the request was received. Nothing here reads a clock: the same input has the same bytes.
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

    /// The same package, whose manifests are signed: the bag gets the tag file `signature.txt`, and
    /// [`verify_signed_zip`](crate::verify_signed_zip) tells whether it is the one that left.
    #[must_use]
    pub fn signed_with(mut self, key: &'a SigningKey) -> Self {
        self.signed_with = Some(key);
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
        let (done, _) = self.write(sink, day, &trees)?;
        Ok(done)
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
        let zip = self.zip(writer, spool)?;
        self.write_into(zip)
    }

    /// Writes the bag as a ZIP archive as [`write_zip_with`](Self::write_zip_with) does, to the same bytes, with attachments of a known length
    /// ([`Attachment::of_length`](crate::Attachment::of_length)) straight in the archive: they are read once, written once, and take no room in the spool.
    ///
    /// `cut` cuts the writer off behind so many bytes, for an attachment that fails on the way: for a file it is `|file, bytes| file.set_len(bytes)`.
    ///
    /// # Errors
    /// As [`write_folder`](Self::write_folder).
    pub fn write_zip_straight<W: Write + Seek>(
        self,
        writer: W,
        spool: impl Spool,
        cut: fn(&mut W, u64) -> io::Result<()>,
    ) -> Result<Done, ExportError> {
        let zip = self.zip(writer, spool)?.straight(cut);
        self.write_into(zip)
    }

    /// Everything that can be refused before the first byte is written.
    fn checked(&self) -> Result<(NaiveDate, Vec<Tree>), ExportError> {
        let day = self.dated.ok_or(ExportError::NotDated)?;
        let received = self.request.received_on();
        if day < received {
            return Err(ExportError::DatedBefore { received });
        }
        let state = self.request.state();
        if matches!(
            state,
            State::Received | State::IdentityPending | State::Refused | State::Withdrawn
        ) {
            return Err(ExportError::RequestNotReady { state });
        }
        let allowed = |right| {
            self.request.asks_for(right)
                && !matches!(
                    self.request.outcome(right),
                    Some(Outcome::Refused(..) | Outcome::Withdrawn(_))
                )
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
            if decision.is_of_portability() && trees.contains(&Tree::Access) {
                return Err(ExportError::RedactionOfPortableDataOnly {
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

    fn zip<W: Write + Seek, P: Spool>(
        &self,
        writer: W,
        spool: P,
    ) -> Result<ZipSink<W, P>, ExportError> {
        let (day, _) = self.checked()?;
        Ok(ZipSink::new(writer, spool, &self.folder(), day))
    }

    fn write_into<W: Write + Seek, P: Spool>(
        self,
        mut zip: ZipSink<W, P>,
    ) -> Result<Done, ExportError> {
        let done = self.write_folder(&mut zip)?;
        zip.end()
            .map_err(|e| ExportError::write("the archive", &e))?;
        Ok(done)
    }

    fn has_source(&self, name: &str) -> bool {
        self.inputs.iter().any(|input| input.name() == name)
    }

    /// The name of the bag's folder in an archive.
    fn folder(&self) -> String {
        SafeNames::new().claim(&format!("export-{}", self.request.id().as_str()))
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
