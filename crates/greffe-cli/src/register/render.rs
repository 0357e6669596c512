//! `greffe register render FILE`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use greffe::calendar::NaiveDate;
use greffe::register::render::Html;
use greffe::terms::Lang;

use crate::language::Language;
use crate::output::{complain, print};
use crate::refusal::at;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe register render --lang fr --dated 2026-11-26 register.toml > register.html\n\
    One file that needs no network; --public leaves out what is not for the public.";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The register; `-` reads standard input
    file: PathBuf,
    /// Language of the page
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
    /// Leaves out what is not for the public
    #[arg(long)]
    public: bool,
    /// The day printed on the page
    #[arg(long, value_name = "YYYY-MM-DD")]
    dated: Option<NaiveDate>,
    /// Standard input is JSON
    #[arg(long)]
    json_input: bool,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    let lang = Lang::from(options.lang);
    let register = match super::read(&options.file, options.json_input) {
        Ok((_, register)) => register,
        Err(why) => {
            let file = options.file.display().to_string();
            complain(&at(&file, &why.in_language(lang), lang));
            return ExitCode::from(2);
        }
    };
    let mut html = Html::new(lang);
    if options.public {
        html = html.public_extract();
    }
    if let Some(day) = options.dated {
        html = html.dated(day);
    }
    print(&html.render(&register));
    ExitCode::SUCCESS
}
