//! `greffe register check FILE…`

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use greffe::document::{Document, Limits};
use greffe::register::lint::{Findings, Severity};
use greffe::register::{Register, RegisterError};
use greffe::terms::Lang;
use serde_json::{Value, json};

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe register check --lang fr --fail-on warning register.toml\n\
    Reads TOML; files whose name ends in .json, and `-` with --json-input, are read as JSON.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Register files; `-` reads standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Language of the messages
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The mildest severity that makes the exit status 1
    #[arg(long, value_enum, default_value = "error")]
    fail_on: Grade,
    /// Standard input is JSON
    #[arg(long)]
    json_input: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    Fr,
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Grade {
    Error,
    Warning,
    Info,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Fr => Self::Fr,
            Language::En => Self::En,
        }
    }
}

impl Grade {
    const fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
        }
    }
}

/// Checks every file; a file that cannot be used does not keep the others from being checked.
pub(crate) fn run(options: &Options) -> ExitCode {
    let lang = options.lang.into();
    let (mut found, mut unusable) = (false, false);
    let mut reports = Vec::new();
    for file in &options.files {
        match check(file, options.json_input) {
            Ok((register, findings)) => {
                found |= findings
                    .worst()
                    .is_some_and(|worst| worst >= options.fail_on.severity());
                match options.format {
                    Format::Text => print_text(file, &register, &findings, lang),
                    Format::Json => reports.push(json!({
                        "file": file.display().to_string(),
                        "processings": register.processings().len(),
                        "findings": findings.to_json(lang),
                    })),
                }
            }
            Err(why) => {
                unusable = true;
                let why = why.in_language(lang);
                let separator = lang.pick(" : ", ": ");
                for line in why.lines() {
                    eprintln!("{}{separator}{line}", file.display());
                }
                reports.push(json!({ "file": file.display().to_string(), "error": why }));
            }
        }
    }
    if options.format == Format::Json {
        print(&format!("{:#}\n", Value::Array(reports)));
    }
    match (unusable, found) {
        (true, _) => ExitCode::from(2),
        (false, true) => ExitCode::from(1),
        (false, false) => ExitCode::SUCCESS,
    }
}

/// Why a file cannot be checked.
enum Unusable {
    Unreadable(io::ErrorKind),
    Refused(RegisterError),
}

impl Unusable {
    fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable(kind) => lang.pick(
                format!("lecture impossible ({kind})"),
                format!("cannot be read ({kind})"),
            ),
            Self::Refused(error) => error.in_language(lang),
        }
    }
}

fn check(file: &Path, json_input: bool) -> Result<(Register, Findings), Unusable> {
    let bytes = read(file).map_err(|error| Unusable::Unreadable(error.kind()))?;
    let is_stdin = file.as_os_str() == "-";
    let is_json = if is_stdin {
        json_input
    } else {
        file.extension().is_some_and(|end| end == "json")
    };
    let document = if is_json {
        Document::from_json_bytes(&bytes, Limits::default())
    } else {
        Document::from_toml_bytes(&bytes, Limits::default())
    };
    let document = document.map_err(|error| Unusable::Refused(error.into()))?;
    let register = Register::from_document(&document).map_err(Unusable::Refused)?;
    let findings = register.lint().located_in(&document);
    Ok((register, findings))
}

/// Reads one byte more than a document may have, so that an endless input ends.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(Limits::default().bytes)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(file)?
            .take(limit)
            .read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn print_text(file: &Path, register: &Register, findings: &Findings, lang: Lang) {
    let count = |severity| {
        findings
            .iter()
            .filter(|finding| finding.severity() == severity)
            .count()
    };
    let (errors, warnings, infos) = (
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Info),
    );
    let processings = register.processings().len();
    let mut text = findings.in_language(lang);
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&lang.pick(
        format!(
            "{} : {processings} traitement(s), {errors} erreur(s), {warnings} avertissement(s), {infos} remarque(s)\n",
            file.display()
        ),
        format!(
            "{}: {processings} processing(s), {errors} error(s), {warnings} warning(s), {infos} remark(s)\n",
            file.display()
        ),
    ));
    print(&text);
}

/// A reader that went away (`| head`) is no failure.
fn print(text: &str) {
    if io::stdout().lock().write_all(text.as_bytes()).is_err() {
        std::process::exit(0);
    }
}
