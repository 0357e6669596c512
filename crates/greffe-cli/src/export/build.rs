//! `greffe export build`: a package out of files, staged so that it goes on after a crash.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use greffe::RegisterExt;
use greffe::calendar::NaiveDate;
use greffe::document::Words;
use greffe::export::{
    Art15Information, Completeness, Done, ExportError, Package, Request, SigningKey,
};
use greffe::register::Register;
use greffe::terms::Citation;
use serde_json::json;

use super::agreement::UnknownCategory;
use super::folder::{Folder, sync_name};
use super::request::{RequestOptions, Standing};
use super::sources::{self, Description};
use super::{agreement, attachments, key, letter, rows};
use crate::aside::{Aside, beside, private};
use crate::clock;
use crate::input::{Unusable, document};
use crate::language::Language;
use crate::option_value::day;
use crate::output::{Answer, Output};
use crate::progress::{expect, length};
use crate::refusal::{Reason, Refusal};

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe export build --request R-2026-17.json --sources export/ --register register.toml --out R-2026-17.zip --sign key.pem\n\
    Without a stored request: --request R-2026-17 --received 2026-11-02. A request that is refused, withdrawn or of nobody identified is not answered.\n\
    --sources describes which files hold what: see the README. Files that cannot be used are refused before anything is written, with file and line.\n\
    An --out that ends in .zip or .age is an archive, staged in a folder beside it (OUT.staging); any other is a folder. After a crash the same command goes on.\n\
    Exit status 1: the package is written and incomplete; what is missing is named, here and on its first page.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    request: RequestOptions,
    /// The description of the sources, or the folder where its sources.toml lies
    #[arg(long, value_name = "DIR|FILE")]
    sources: PathBuf,
    /// The register, for the information of Art. 15
    #[arg(long, value_name = "FILE")]
    register: PathBuf,
    /// A processing that concerns the person; all of the register unless told
    #[arg(long, value_name = "REF")]
    processing: Vec<String>,
    /// The new archive (.zip, .age), or the folder
    #[arg(long, value_name = "FILE|DIR")]
    out: PathBuf,
    /// The day of the package; today in the register's zone unless told
    #[arg(long, value_name = "DAY", value_parser = day)]
    dated: Option<NaiveDate>,
    /// The person's name, for the first page and the letter
    #[arg(long, value_name = "NAME")]
    addressed_to: Option<String>,
    /// The language of the package
    #[arg(long, value_enum, default_value = "fr")]
    language: Language,
    /// Writes the letter of answer too, once every right has its outcome: as text, or as a page where the name ends in .html
    #[arg(long, value_name = "FILE")]
    letter: Option<PathBuf>,
    /// Signs the manifests: an Ed25519 key in PEM, or a line `hmac-sha256 ID HEX`
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
    /// Encrypts to the person: a key `age1…`; several may be given
    #[cfg(feature = "age")]
    #[arg(long, value_name = "RECIPIENT", conflicts_with = "age_passphrase")]
    age: Vec<String>,
    /// Encrypts with the passphrase that this file holds
    #[cfg(feature = "age")]
    #[arg(long, value_name = "FILE")]
    age_passphrase: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

/// Builds, or says what cannot be used.
pub(crate) fn run(options: &Options) -> ExitCode {
    options.output.give(options.answer())
}

impl Options {
    fn answer(&self) -> Result<Answer, Refusal> {
        let register = self.register()?;
        let dated = match self.dated {
            Some(day) => day,
            None => clock::today(&register)?,
        };
        let request = self.request.request(dated)?;
        let key = self.sign.as_deref().map(key::signing).transpose()?;
        let seal = self.seal()?;
        let described = sources::open(&self.sources)?;
        self.expect(&described);
        described.sources.iter().try_for_each(rows::check)?;
        let files = &described.attachments;
        files.iter().try_for_each(attachments::check)?;
        let standing = self.request.standing(&request, dated, self.output.lang())?;
        let information = self.information(&register)?;
        agreement::check(&described.file, &described, &information)?;
        let unknown = agreement::unknown_categories(&described, &information);
        let letter = |file: &Path, package: Option<&Completeness>| {
            let addressee = self.addressed_to.as_deref();
            let how = (self.language.into(), dated, package);
            letter::answer(file, &request, &information, addressee, how)
        };
        if let Some(file) = self.letter.as_deref() {
            letter(file, None)?;
        }
        let about = information.clone();
        let package = self.package(about, &request, &described, key.as_ref(), dated);
        let done = self.write(package, &seal)?;
        if let Some(file) = self.letter.as_deref() {
            letter::write(file, &letter(file, Some(done.completeness()))?)?;
        }
        Ok(self.said(&done, &unknown, standing))
    }

    /// Sources are read to be checked and to be packed, attachments to be packed; an archive reads all once more from where they are staged.
    fn expect(&self, described: &Description) {
        let records: u64 = described.sources.iter().map(|one| length(&one.file)).sum();
        let files: u64 = described.attachments.iter().map(attachments::octets).sum();
        let again = u64::from(self.is_archive());
        expect(records.saturating_mul(2 + again));
        expect(files.saturating_mul(1 + again));
    }

    fn register(&self) -> Result<Register, Refusal> {
        let refused = |why: Unusable| Refusal::of(self.register.display().to_string(), why);
        let document = document(&self.register, false).map_err(refused)?;
        Register::from_document(&document).map_err(|why| refused(why.into()))
    }

    fn information(&self, register: &Register) -> Result<Art15Information, Refusal> {
        let all = register.processings().iter();
        let all: Vec<&str> = all
            .map(|processing| processing.reference.as_str())
            .collect();
        let asked: Vec<&str> = self.processing.iter().map(String::as_str).collect();
        let processings = if asked.is_empty() { &all } else { &asked };
        register
            .art15_information(processings)
            .map_err(|why| Refusal::of("--processing", why))
    }

    fn package<'a>(
        &self,
        information: Art15Information,
        request: &'a Request,
        described: &'a Description,
        key: Option<&'a SigningKey>,
        dated: NaiveDate,
    ) -> Package<'a> {
        let mut package = Package::for_request(request, information)
            .dated(dated)
            .language(self.language.into())
            .expected(described.expected.clone());
        for source in &described.sources {
            package = package.source(rows::source(source));
        }
        for source in &described.attachments {
            package = package.attachments(attachments::source(source));
        }
        for decision in &described.decisions {
            package = package.redacted(decision.redaction());
        }
        for refused in &described.refused {
            package = package.refused(&refused.name, refused.reason.clone(), refused.law.clone());
        }
        if let Some(person) = &self.addressed_to {
            package = package.addressed_to(person);
        }
        match key {
            Some(key) => package.signed_with(key),
            None => package,
        }
    }

    fn write(&self, package: Package<'_>, seal: &Seal) -> Result<Done, Refusal> {
        let written = |why| Refusal::of("--out", Reason::Export(why));
        if !self.is_archive() {
            let mut folder = Folder(self.out.clone());
            return package.write_staged(&mut folder).map_err(written);
        }
        if self.out.symlink_metadata().is_ok() {
            return Err(Refusal::of("--out", EXISTS));
        }
        let failed = |error: io::Error| {
            let (place, kind) = (OUT.in_language(self.output.lang()).to_owned(), error.kind());
            written(ExportError::Write { place, kind })
        };
        let staging = beside(&self.out, "staging");
        let aside = Aside::of(&self.out, "part").map_err(|why| why.refusal("--out"))?;
        let (archive, sealed) = (aside.path("archive"), aside.path("sealed"));
        let file = private(&archive).map_err(failed)?;
        // The archive has its name before what is staged counts as done: killed at any moment, the same command goes on.
        let safe = || {
            file.sync_all()?;
            seal.close(&archive, &sealed)?;
            fs::rename(&archive, &self.out)?;
            // Half an archive is of no use, and goes before this where something fails. What is staged stays, so that the same command goes on.
            drop(aside);
            sync_name(&self.out)
        };
        let done = package
            .write_staged_zip_then(&mut Folder(staging.clone()), &file, safe)
            .map_err(written)?;
        fs::remove_dir_all(&staging).map_err(failed)?;
        Ok(done)
    }

    fn is_archive(&self) -> bool {
        let ending = self.out.extension().and_then(|ending| ending.to_str());
        matches!(ending, Some("zip" | "age"))
    }

    fn said(&self, done: &Done, unknown: &[UnknownCategory], standing: Standing) -> Answer {
        let lang = self.output.lang();
        let completeness = done.completeness();
        let (files, bytes) = (done.payload_files(), done.payload_bytes());
        let summary = completeness.summary(lang);
        let text = lang.pick(
            format!(
                "{summary}\n{files} fichiers, {bytes} octets, manifeste {}",
                done.manifest_sha256()
            ),
            format!(
                "{summary}\n{files} files, {bytes} bytes, manifest {}",
                done.manifest_sha256()
            ),
        );
        let hidden = completeness.redactions().iter().map(|one| {
            let (id, count) = (one.id(), one.count());
            lang.pick(
                format!("décision `{id}`\u{a0}: {count} valeur(s) masquée(s)"),
                format!("decision `{id}`: {count} value(s) hidden"),
            )
        });
        let unstated = completeness.unstated().iter().map(|law| {
            let law = law.label(lang);
            lang.pick(
                format!("le registre n’en dit rien\u{a0}: {law}"),
                format!("the register says nothing of it: {law}"),
            )
        });
        let unknown_lines = unknown.iter().map(|one| one.in_language(lang));
        let text = std::iter::once(text)
            .chain(hidden)
            .chain(unstated)
            .chain(unknown_lines)
            .chain(standing.lines)
            .collect::<Vec<_>>()
            .join("\n");
        let sources = completeness.sources().iter().map(|source| {
            json!({ "name": source.name(), "outcome": source.outcome().code(), "records": source.records() })
        });
        let complete = completeness.is_complete();
        let json = json!({
            "complete": complete, "files": files, "bytes": bytes, "manifest_sha256": done.manifest_sha256(),
            "sources": sources.collect::<Vec<_>>(),
            "redactions": completeness.redactions().iter().map(|one| {
                json!({ "id": one.id(), "values": one.count() })
            }).collect::<Vec<_>>(),
            "not_stated": completeness.unstated().iter().map(Citation::as_str).collect::<Vec<_>>(),
            "unknown_categories": unknown.iter().map(|one| {
                json!({ "source": one.source, "field": one.field, "category": one.category.code() })
            }).collect::<Vec<_>>(),
            "request": standing.json,
        });
        if complete {
            Answer::new(text, json)
        } else {
            Answer::undetermined(text, json)
        }
    }

    /// How the archive is closed, known before anything is written: what is encrypted is named `.age`, and nothing else is.
    fn seal(&self) -> Result<Seal, Refusal> {
        let is_age = self.out.extension().is_some_and(|ending| ending == "age");
        let seal = self.recipients()?;
        match (is_age, seal.encrypts()) {
            (true, false) => Err(Refusal::of("--out", NO_RECIPIENT)),
            #[cfg(feature = "age")]
            (false, true) => Err(Refusal::of("--out", NO_ARCHIVE)),
            _ => Ok(seal),
        }
    }

    #[cfg(not(feature = "age"))]
    fn recipients(&self) -> Result<Seal, Refusal> {
        Ok(Seal)
    }

    #[cfg(feature = "age")]
    fn recipients(&self) -> Result<Seal, Refusal> {
        use greffe::export::Recipients;

        let recipients = match &self.age_passphrase {
            Some(file) => Recipients::passphrase(super::open::first_line(file)?.as_str())
                .map_err(|why| Refusal::of("--age-passphrase", why))?,
            None if self.age.is_empty() => return Ok(Seal(None)),
            None => Recipients::keys(self.age.iter().map(String::as_str))
                .map_err(|why| Refusal::of("--age", why))?,
        };
        Ok(Seal(Some(recipients)))
    }
}

/// How an archive is closed: without the feature `age`, not at all.
#[cfg(not(feature = "age"))]
struct Seal;

/// How an archive is closed: to whom it is encrypted, if to anybody.
#[cfg(feature = "age")]
struct Seal(Option<greffe::export::Recipients>);

impl Seal {
    #[cfg(not(feature = "age"))]
    const fn encrypts(&self) -> bool {
        false
    }

    #[cfg(feature = "age")]
    const fn encrypts(&self) -> bool {
        self.0.is_some()
    }

    #[cfg(not(feature = "age"))]
    fn close(&self, _archive: &Path, _sealed: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Encrypts the archive in its place, by way of another file beside it.
    #[cfg(feature = "age")]
    fn close(&self, archive: &Path, sealed: &Path) -> io::Result<()> {
        use greffe::export::{EncryptionError, encrypt};

        let Some(recipients) = &self.0 else {
            return Ok(());
        };
        let to = private(sealed)?;
        let from = io::BufReader::new(fs::File::open(archive)?);
        encrypt(from, &to, recipients).map_err(|why| match why {
            EncryptionError::Io(kind) => kind.into(),
            why => io::Error::other(why),
        })?;
        to.sync_all()?;
        fs::rename(sealed, archive)
    }
}

const OUT: Words = Words::new("cet emplacement", "there");
const EXISTS: Words = Words::new(
    "ce fichier existe déjà et n’est pas écrasé",
    "this file exists already and is not overwritten",
);
const NO_RECIPIENT: Words = Words::new(
    "un fichier .age est chiffré\u{a0}: indiquez un destinataire avec `--age`",
    "a file .age is encrypted: say a recipient with `--age`",
);
#[cfg(feature = "age")]
const NO_ARCHIVE: Words = Words::new(
    "ce qui est chiffré porte un nom en .age",
    "what is encrypted has a name that ends in .age",
);
