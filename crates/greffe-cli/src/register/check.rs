//! `greffe register check FILE…`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use greffe::calendar::NaiveDate;
use greffe::register::Register;
use greffe::register::lint::{Findings, Severity};
use greffe::terms::Lang;
use serde_json::{Value, json};

use crate::clock::today;
use crate::input::Unusable;
use crate::language::Language;
use crate::option_value;
use crate::output::{complain, print};
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
                match options.format {
                    Format::Text => print_text(file, &register, &findings, lang),
                    Format::Json => reports.push(report(file, &register, &findings, lang)),
                    Format::Sarif => reports.push(findings.to_sarif(lang, &slashed(file))),
                }
            }
            Err(why) => {
                unusable = true;
                complain(&at(&file.display().to_string(), &why, lang));
                if options.format == Format::Json {
                    reports.push(json!({ "file": file.display().to_string(), "error": why }));
                }
            }
        }
    }
    match options.format {
        Format::Text => {}
        Format::Json => print(&format!("{:#}\n", Value::Array(reports))),
        Format::Sarif => print(&format!("{:#}\n", one_log(reports))),
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

fn report(file: &Path, register: &Register, findings: &Findings, lang: Lang) -> Value {
    let mut report = json!({
        "file": file.display().to_string(),
        "processings": register.processings().len(),
    });
    if let (Some(report), Value::Object(found)) = (report.as_object_mut(), findings.to_json(lang)) {
        report.extend(found);
    }
    report
}

/// A log says where files are with slashes, on every system.
fn slashed(file: &Path) -> String {
    file.display().to_string().replace('\\', "/")
}

/// The runs of several logs in one.
fn one_log(logs: Vec<Value>) -> Value {
    let mut logs = logs.into_iter();
    let Some(mut whole) = logs.next() else {
        return json!({ "version": "2.1.0", "runs": [] });
    };
    for mut log in logs {
        if let (Some(runs), Some(more)) = (
            whole.get_mut("runs").and_then(Value::as_array_mut),
            log.get_mut("runs").and_then(Value::as_array_mut),
        ) {
            runs.append(more);
        }
    }
    whole
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
