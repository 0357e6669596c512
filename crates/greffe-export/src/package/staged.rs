//! An export that goes on after a crash.

use std::io::{self, Read, Seek, Write};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::bundle::{BagWriter, Entry, Stage, hex};
use crate::completeness::Tree;
use crate::{ExportError, StagedPart, ZipSink};

use super::journal::{self, Begun};
use super::step::Step;
use super::{Done, Package};

impl Package<'_> {
    /// Writes the bag into a folder, source by source, so that a crash costs no more than the source that was being read. Called again with
    /// the same package and that folder, it goes on after the last source that was whole, and ends with the bytes of
    /// [`write_folder`](Self::write_folder): nothing is lost, nothing is there twice.
    ///
    /// Sources that are whole are not read again; their files are held against the digests that were noted. A source that failed is whole too: it
    /// stays failed, as the package says. Until the bag is whole, a folder `staging/` in it holds the journal, which has the first records of
    /// each source: it is personal data as the rest is.
    ///
    /// ```
    /// # use chrono::NaiveDate; use greffe_export::*; use greffe_terms::{DataCategory, Text};
    /// # let day = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
    /// # let mut request = Request::received("R-2026-17".parse()?, Right::Access, day);
    /// # request.scope(day)?;
    /// # let about = || Art15Information::new(Contact { name: Text::plain("Atelier Hélianthe"), address: None });
    /// # let field = Field::new("email", DataCategory::Identity, Provenance::Provided, "account".parse()?);
    /// # let rows = || Records::whole("customers", vec![field.clone()], [vec![Value::from("ada@example.org")]]);
    /// let mut folder = MemorySink::new();              // a folder on disk: see `Stage`
    /// let package = || Package::for_request(&request, about()).source(rows()).dated(day);
    /// let done = package().write_staged(&mut folder)?;   // after a crash: the same call again
    ///
    /// let mut undisturbed = MemorySink::new();
    /// assert_eq!(package().write_folder(&mut undisturbed)?, done);
    /// assert!(folder == undisturbed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`write_folder`](Self::write_folder), and [`ExportError::Staged`] where the folder holds something else than the beginning of this export: of another
    /// request, date, language, version or content, or no staged export at all. Whether a condition of [`Redaction::where_record`](crate::Redaction::where_record)
    /// is the same nobody can tell; it must be.
    pub fn write_staged(self, stage: &mut impl Stage) -> Result<Done, ExportError> {
        let (day, trees) = self.checked()?;
        let sources = self.inputs.len();
        let (done, _) = self.stage(stage, day, &trees)?;
        journal::end(stage, sources)?;
        Ok(done)
    }

    /// Writes the bag into a folder as [`write_staged`](Self::write_staged) does, and the ZIP archive out of it: in constant memory, without a spool, to the bytes
    /// of [`write_zip`](Self::write_zip). After a crash the archive is written anew; call with an empty writer. The folder stays, as a bag.
    ///
    /// Once this returns, nothing goes on any more: an archive that is still to be synced, encrypted or renamed is brought to safety with
    /// [`write_staged_zip_then`](Self::write_staged_zip_then).
    ///
    /// # Errors
    /// As [`write_staged`](Self::write_staged), where the archive's writer refuses, and where a file of the folder is another one by the time that it is packed.
    pub fn write_staged_zip(
        self,
        stage: &mut impl Stage,
        writer: impl Write + Seek,
    ) -> Result<Done, ExportError> {
        self.write_staged_zip_then(stage, writer, || Ok(()))
    }

    /// Writes folder and archive as [`write_staged_zip`](Self::write_staged_zip) does, and has `safe` bring the archive to safety while the export can still go on:
    /// a crash in it, or its failure, costs no source. For a file: `|| { file.sync_all()?; fs::rename(part, archive) }`.
    ///
    /// # Errors
    /// As [`write_staged_zip`](Self::write_staged_zip), and where `safe` fails.
    pub fn write_staged_zip_then(
        self,
        stage: &mut impl Stage,
        writer: impl Write + Seek,
        safe: impl FnOnce() -> io::Result<()>,
    ) -> Result<Done, ExportError> {
        let (day, trees) = self.checked()?;
        let (sources, folder) = (self.inputs.len(), self.folder());
        let (done, entries) = self.stage(stage, day, &trees)?;
        let failed = |error: io::Error| ExportError::write("the archive", &error);
        let mut zip = ZipSink::new(writer, nothing_waits, &folder, day);
        for entry in &entries {
            let mut added = Err(io::ErrorKind::NotFound.into());
            let mut hash = Sha256::new();
            let read = stage.read(&entry.path, &mut |reader| {
                let mut hashed = Hashed(reader, &mut hash);
                added = zip.add(&entry.path, &mut hashed, entry.bytes);
                Ok(())
            });
            read.and(added).map_err(failed)?;
            // Whoever wrote in the folder meanwhile: what is packed is what the manifest was made of, or nothing is.
            if hex(&hash.finalize()) != entry.sha256 {
                return Err(failed(io::ErrorKind::InvalidData.into()));
            }
        }
        zip.end().map_err(failed)?;
        safe().map_err(failed)?;
        journal::end(stage, sources)?;
        Ok(done)
    }

    fn stage<S: Stage>(
        mut self,
        stage: &mut S,
        day: NaiveDate,
        trees: &[Tree],
    ) -> Result<(Done, Vec<Entry>), ExportError> {
        let begun = self.begun(day, trees);
        let mut whole = journal::open(stage, &begun)?.into_iter();
        let absent = self.absent();
        let inputs = std::mem::take(&mut self.inputs);
        let mut bag = BagWriter::new(stage);
        let mut pass = self.pass(trees);
        let mut reports = Vec::new();
        for (index, input) in inputs.into_iter().enumerate() {
            if let Some(mut step) = whole.next() {
                bag.adopt(std::mem::take(&mut step.entries));
                let open = input.begin::<S::File>(&mut pass);
                // The contents were found to be the same, so that the fields are.
                let report = pass.resume(open, step).ok_or(ExportError::Staged {
                    part: StagedPart::Contents,
                })?;
                reports.push(report);
                continue;
            }
            let (before, entries) = (pass.hidden().to_vec(), bag.entries().len());
            let report = input.read(&mut pass, &mut bag)?;
            let step = Step::of(
                &report,
                pass.hidden_since(&before),
                bag.entries().get(entries..).unwrap_or_default(),
            );
            journal::note(bag.sink_mut(), index + 1, &step)?;
            reports.push(report);
        }
        reports.extend(absent);
        self.conclude(bag, day, &reports, &pass)
    }

    fn begun(&self, day: NaiveDate, trees: &[Tree]) -> Begun {
        Begun {
            request: self.request.id().as_str().to_owned(),
            dated: day.to_string(),
            language: self.language.tag(),
            packages: trees.iter().map(|tree| tree.folder()).collect(),
            sources: self
                .inputs
                .iter()
                .map(|input| input.name().to_owned())
                .collect(),
            contents: self.contents(day, trees),
        }
    }

    /// The digest of everything that the package says before a record was read: what the register states, labels, refusals, decisions,
    /// fields and what they mean.
    fn contents(&self, day: NaiveDate, trees: &[Tree]) -> String {
        let mut hash = Sha256::new();
        let mut pass = self.pass(trees);
        let mut reports: Vec<_> = self
            .inputs
            .iter()
            .map(|input| input.begin::<io::Sink>(&mut pass).without_records())
            .collect();
        for report in &reports {
            for field in &report.statement.fields {
                // The statements show the kind of a field that has values only.
                hash.update(format!("{:?}\n", field.field));
            }
        }
        reports.extend(self.absent());
        let (_, files) = self.statements(day, &reports, &pass);
        for (path, bytes) in files {
            hash.update(format!("{path} {}\n", bytes.len()));
            hash.update(bytes);
        }
        hash.update(self.rows_shown.to_string());
        hex(&hash.finalize())
    }
}

/// What is read is hashed.
struct Hashed<'h, R: ?Sized>(&'h mut R, &'h mut Sha256);

impl<R: Read + ?Sized> Read for Hashed<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(bytes)?;
        self.1.update(bytes.get(..read).unwrap_or_default());
        Ok(read)
    }
}

/// A spool for an archive whose entries are all there already.
fn nothing_waits() -> io::Result<io::Cursor<Vec<u8>>> {
    Err(io::ErrorKind::Unsupported.into())
}
