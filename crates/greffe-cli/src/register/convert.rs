//! `greffe register convert FILE`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use greffe::document::Limits;
use greffe::register::Register;
use greffe::terms::Lang;
use greffe_interchange::ods::OdsLimits;
use greffe_interchange::{Extent, ImportLimits, LossReport, cnil, dpv, fides};

use crate::input;
use crate::language::Language;
use crate::output::{complain, print_octets};
use crate::whole_file;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Examples: greffe register convert --to ods --form blank.ods --output filled.ods register.toml\n          \
    greffe register convert --to toml register.ods > register.toml\n\
    The format of FILE follows from its name: .toml, .json, .ods, .yml and .yaml (fides), .jsonld (DPV). What the other format cannot carry is said on standard error, a line each.";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// What to read; `-` reads standard input
    file: PathBuf,
    /// What to write
    #[arg(long, value_enum)]
    to: Format,
    /// What FILE is, where its name does not say
    #[arg(long, value_enum)]
    from: Option<Format>,
    /// The CNIL's spreadsheet to fill in (--to ods): a blank form
    #[arg(long, value_name = "FILE", conflicts_with = "update")]
    form: Option<PathBuf>,
    /// The CNIL's spreadsheet to bring up to the register (--to ods): one that was filled in before
    #[arg(long, value_name = "FILE")]
    update: Option<PathBuf>,
    /// Where to write; standard output unless told
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only the other format's own terms, without the record kept whole beside them (--to fides, dpv)
    #[arg(long)]
    terms_only: bool,
    /// Exit status 1 where anything was lost, reshaped or assumed
    #[arg(long)]
    lossless: bool,
    /// Language of the messages, and of the texts where the other format has one language
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The register file
    Toml,
    /// The same as JSON
    Json,
    /// The CNIL's simplified register, a spreadsheet
    Ods,
    /// fides manifests, YAML
    Fides,
    /// W3C Data Privacy Vocabulary, JSON-LD
    Dpv,
}

/// What went wrong with one of the files: the file, and why.
type Failure = (PathBuf, String);

pub(crate) fn run(options: &Options) -> ExitCode {
    match options.convert() {
        Ok(losses) => {
            if !losses.is_empty() {
                complain(&losses.in_language(options.lang()));
            }
            ExitCode::from(u8::from(options.lossless && !losses.is_empty()))
        }
        Err((file, why)) => super::refuse(&file, &why, options.lang()),
    }
}

impl Options {
    fn lang(&self) -> Lang {
        self.lang.into()
    }

    fn convert(&self) -> Result<LossReport, Failure> {
        let (register, mut losses) = self.read()?;
        let (bytes, more) = self.written(&register)?;
        losses.append(more);
        match &self.output {
            Some(file) => {
                whole_file::replace(file, &bytes).map_err(|why| why.said(file, self.lang()))?;
            }
            None => print_octets(&bytes),
        }
        Ok(losses)
    }

    fn read(&self) -> Result<(Register, LossReport), Failure> {
        let lang = self.lang();
        let failed = |why: String| (self.file.clone(), why);
        let Some(format) = self.from.or_else(|| format_of(&self.file)) else {
            return Err(failed(lang.pick(NO_FORMAT_FR, NO_FORMAT_EN).to_owned()));
        };
        let bytes = self.octets(&self.file)?;
        let nothing_lost = |register| (register, LossReport::new());
        match format {
            Format::Toml => Register::from_toml_bytes(&bytes, Limits::default())
                .map(nothing_lost)
                .map_err(|error| failed(error.in_language(lang))),
            Format::Json => Register::from_json_bytes(&bytes, Limits::default())
                .map(nothing_lost)
                .map_err(|error| failed(error.in_language(lang))),
            Format::Ods => cnil::import(&bytes, OdsLimits::default())
                .map_err(|error| failed(error.in_language(lang))),
            Format::Fides => fides::import(&bytes, ImportLimits::default())
                .map_err(|error| failed(error.in_language(lang))),
            Format::Dpv => dpv::import(&bytes, ImportLimits::default())
                .map_err(|error| failed(error.in_language(lang))),
        }
    }

    fn written(&self, register: &Register) -> Result<(Vec<u8>, LossReport), Failure> {
        let lang = self.lang();
        let extent = if self.terms_only {
            Extent::Terms
        } else {
            Extent::Whole
        };
        let failed = |why: String| (self.file.clone(), why);
        let line = |text: String| (text + "\n").into_bytes();
        match self.to {
            Format::Toml => Ok((register.to_toml().into_bytes(), LossReport::new())),
            Format::Json => Ok((line(register.to_json()), LossReport::new())),
            Format::Ods => self.spreadsheet(register),
            Format::Fides => fides::export(register, lang, extent)
                .map(|(text, losses)| (text.into_bytes(), losses))
                .map_err(|error| failed(error.in_language(lang))),
            Format::Dpv => dpv::export(register, extent)
                .map(|(text, losses)| (line(text), losses))
                .map_err(|error| failed(error.in_language(lang))),
        }
    }

    fn spreadsheet(&self, register: &Register) -> Result<(Vec<u8>, LossReport), Failure> {
        let (lang, limits) = (self.lang(), OdsLimits::default());
        let (file, written) = match (&self.form, &self.update) {
            (Some(form), _) => (form, cnil::fill(&self.octets(form)?, register, limits)),
            (None, Some(filled)) => (
                filled,
                cnil::update(&self.octets(filled)?, register, limits),
            ),
            (None, None) => {
                let why = lang.pick(NO_FORM_FR, NO_FORM_EN).to_owned();
                return Err((self.file.clone(), why));
            }
        };
        written.map_err(|error| (file.clone(), error.in_language(lang)))
    }

    fn octets(&self, file: &Path) -> Result<Vec<u8>, Failure> {
        input::octets(file).map_err(|why| (file.to_owned(), why.in_language(self.lang())))
    }
}

fn format_of(file: &Path) -> Option<Format> {
    match file.extension()?.to_str()? {
        "toml" => Some(Format::Toml),
        "json" => Some(Format::Json),
        "ods" => Some(Format::Ods),
        "yml" | "yaml" => Some(Format::Fides),
        "jsonld" => Some(Format::Dpv),
        _ => None,
    }
}

const NO_FORMAT_FR: &str = "le nom du fichier ne dit pas son format\u{a0}: indiquez --from";
const NO_FORMAT_EN: &str = "the file's name does not tell its format: say --from";
const NO_FORM_FR: &str =
    "un tableur se remplit à partir d’un modèle\u{a0}: indiquez --form ou --update";
const NO_FORM_EN: &str = "a spreadsheet is filled in from a form: say --form or --update";
