//! `greffe register check FILE…`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use greffe::register::Register;
use greffe::register::lint::{Findings, Severity};
use greffe::terms::Lang;
use serde_json::{Value, json};

use crate::input::Unusable;
use crate::output::{Format, Output, complain, print};
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
    #[command(flatten)]
    output: Output,
    /// The mildest severity that makes the exit status 1
    #[arg(long, value_enum, default_value = "error")]
    fail_on: Grade,
    /// Standard input is JSON
    #[arg(long)]
    json_input: bool,
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
    let lang = options.output.lang();
    let (mut found, mut unusable) = (false, false);
    let mut reports = Vec::new();
    for file in &options.files {
        match check(file, options.json_input) {
            Ok((register, findings)) => {
                found |= findings
                    .worst()
                    .is_some_and(|worst| worst >= options.fail_on.severity());
                match options.output.format() {
                    Format::Text => print_text(file, &register, &findings, lang),
                    Format::Json => {
                        let report = findings.to_json(lang);
                        reports.push(json!({
                            "file": file.display().to_string(),
                            "processings": register.processings().len(),
                            "findings": report.get("findings"),
                            "allowed": report.get("allowed"),
                        }));
                    }
                }
            }
            Err(why) => {
                unusable = true;
                let why = why.in_language(lang);
                complain(&at(&file.display().to_string(), &why, lang));
                reports.push(json!({ "file": file.display().to_string(), "error": why }));
            }
        }
    }
    if options.output.format() == Format::Json {
        print(&format!("{:#}\n", Value::Array(reports)));
    }
    match (unusable, found) {
        (true, _) => ExitCode::from(2),
        (false, true) => ExitCode::from(1),
        (false, false) => ExitCode::SUCCESS,
    }
}

fn check(file: &Path, json_input: bool) -> Result<(Register, Findings), Unusable> {
    let (document, register) = super::read(file, json_input)?;
    let findings = register.lint().located_in(&document);
    Ok((register, findings))
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
