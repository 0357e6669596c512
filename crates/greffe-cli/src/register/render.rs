//! `greffe register render FILE`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use greffe::calendar::NaiveDate;
use greffe::register::Register;
use greffe::register::render::{Csv, Html, Markdown};
use greffe::terms::Lang;

use crate::language::Language;
use crate::option_value;
use crate::output::print;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe register render --lang fr --dated 2026-11-26 register.toml > register.html\n\
    HTML is one file that needs no network. --public leaves out what is not for the public, in every format.";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The register; `-` reads standard input
    file: PathBuf,
    /// Language of the page
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
    /// What to make
    #[arg(long, value_enum, default_value = "html")]
    format: Format,
    /// Leaves out what is not for the public
    #[arg(long)]
    public: bool,
    /// The day printed on the page (HTML and Markdown)
    #[arg(long, value_name = "DATE", value_parser = option_value::day)]
    dated: Option<NaiveDate>,
    /// Standard input is JSON
    #[arg(long)]
    json_input: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// One page, offline
    Html,
    /// The same sections for a repository or a wiki
    Markdown,
    /// A row a category of data, for a spreadsheet
    Csv,
    /// The register itself
    Json,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    let lang = Lang::from(options.lang);
    match super::read_or_refuse(&options.file, options.json_input, lang) {
        Ok(register) => {
            print(&rendered(options, lang, &register));
            ExitCode::SUCCESS
        }
        Err(refused) => refused,
    }
}

fn rendered(options: &Options, lang: Lang, register: &Register) -> String {
    let dated = options.dated;
    match options.format {
        Format::Html => {
            let html = dated.map_or(Html::new(lang), |day| Html::new(lang).dated(day));
            let html = if options.public {
                html.public_extract()
            } else {
                html
            };
            html.render(register)
        }
        Format::Markdown => {
            let page = dated.map_or(Markdown::new(lang), |day| Markdown::new(lang).dated(day));
            let page = if options.public {
                page.public_extract()
            } else {
                page
            };
            page.render(register)
        }
        Format::Csv => {
            let table = Csv::new(lang);
            let table = if options.public {
                table.public_extract()
            } else {
                table
            };
            table.render(register)
        }
        Format::Json if options.public => line(&register.public_extract().to_json()),
        Format::Json => line(&register.to_json()),
    }
}

fn line(text: &str) -> String {
    format!("{text}\n")
}
