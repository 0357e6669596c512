//! `greffe register check FILE…`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use greffe::calendar::NaiveDate;
use greffe::register::Register;
use greffe::register::lint::{Findings, FindingsInJson, SarifLog, Severity};
use greffe::terms::Lang;
use serde::Serialize;

use crate::clock::today;
use crate::input::Unusable;
use crate::language::Language;
use crate::option_value;
use crate::output::{complain, print, print_json};
use crate::refusal::at;

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
    /// The local day on which registers are judged; today in their zone unless told
    #[arg(long, value_name = "DATE", value_parser = option_value::day)]
    at: Option<NaiveDate>,
    /// Standard input is JSON
    #[arg(long)]
    json_input: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for people
    Text,
    /// An object a file
    Json,
    /// SARIF 2.1.0 for code hosts and editors: one log, a run a file
    Sarif,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Grade {
    Error,
    Warning,
    Info,
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

/// What became of a file.
enum Report {
    Judged {
        file: PathBuf,
        processings: usize,
        findings: Findings,
    },
    Unusable {
        file: PathBuf,
        why: String,
    },
}

/// Checks every file; a file that cannot be used does not keep the others from being checked.
pub(crate) fn run(options: &Options) -> ExitCode {
    let lang = Lang::from(options.lang);
    let (mut found, mut unusable) = (false, false);
    let mut reports = Vec::new();
    for file in &options.files {
        match check(file, options) {
            Ok((register, findings)) => {
                found |= findings
                    .worst()
                    .is_some_and(|worst| worst >= options.fail_on.severity());
                if options.format == Format::Text {
                    print_text(file, &register, &findings, lang);
                } else {
                    reports.push(Report::Judged {
                        file: file.clone(),
                        processings: register.processings().len(),
                        findings,
                    });
                }
            }
            Err(why) => {
                unusable = true;
                complain(&at(&file.display().to_string(), &why, lang));
                reports.push(Report::Unusable {
                    file: file.clone(),
                    why,
                });
            }
        }
    }
    match options.format {
        Format::Text => {}
        Format::Json => {
            let objects: Vec<_> = reports.iter().map(|report| report.in_json(lang)).collect();
            print_json(&objects);
        }
        Format::Sarif => print_json(&one_log(&reports, lang)),
    }
    match (unusable, found) {
        (true, _) => ExitCode::from(2),
        (false, true) => ExitCode::from(1),
        (false, false) => ExitCode::SUCCESS,
    }
}

fn check(file: &Path, options: &Options) -> Result<(Register, Findings), String> {
    let lang = Lang::from(options.lang);
    let read = super::read(file, options.json_input);
    let (document, register) = read.map_err(|why: Unusable| why.in_language(lang))?;
    let day = options.at.map_or_else(|| today(&register), Ok);
    let day = day.map_err(|why| why.in_language(lang))?;
    let findings = register.lint_at(day).located_in(&document);
    Ok((register, findings))
}

/// A report as a program reads it, its findings written one by one.
#[derive(Serialize)]
#[serde(untagged)]
enum InJson<'r> {
    Judged {
        file: String,
        #[serde(flatten)]
        findings: FindingsInJson<'r>,
        processings: usize,
    },
    Unusable {
        error: &'r str,
        file: String,
    },
}

impl Report {
    fn in_json(&self, lang: Lang) -> InJson<'_> {
        match self {
            Self::Judged {
                file,
                processings,
                findings,
            } => InJson::Judged {
                file: file.display().to_string(),
                findings: findings.in_json(lang),
                processings: *processings,
            },
            Self::Unusable { file, why } => InJson::Unusable {
                error: why,
                file: file.display().to_string(),
            },
        }
    }
}

/// A log says where files are with slashes, on every system.
fn slashed(file: &Path) -> String {
    file.display().to_string().replace('\\', "/")
}

/// One log with a run for each file that was judged.
fn one_log(reports: &[Report], lang: Lang) -> SarifLog<'_> {
    let log = SarifLog::new(lang);
    reports.iter().fold(log, |log, report| match report {
        Report::Judged { file, findings, .. } => log.with_run(findings, &slashed(file)),
        Report::Unusable { .. } => log,
    })
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
            "{}\u{a0}: {processings} traitement(s), {errors} erreur(s), {warnings} avertissement(s), {infos} remarque(s)\n",
            file.display()
        ),
        format!(
            "{}: {processings} processing(s), {errors} error(s), {warnings} warning(s), {infos} remark(s)\n",
            file.display()
        ),
    ));
    print(&text);
}
