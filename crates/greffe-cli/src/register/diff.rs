//! `greffe register diff OLD NEW`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use greffe::register::Register;
use greffe::register::diff::{Changes, Patch};
use greffe::terms::Lang;

use crate::language::Language;
use crate::output::print;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe register diff --format markdown old.toml new.toml\n\
    Exit status 0 where nothing changed, 1 where something did. --format patch prints the edits themselves, as JSON; an order alone is an edit.";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The earlier version; `-` reads standard input
    old: PathBuf,
    /// The later version
    new: PathBuf,
    /// Language of the words
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Standard input is JSON
    #[arg(long)]
    json_input: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A line a change
    Text,
    /// A table for a pull request
    Markdown,
    /// The changes with their articles and duties
    Json,
    /// The edits that make the new register of the old one
    Patch,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    let lang = Lang::from(options.lang);
    let read = |file| super::read_or_refuse(file, options.json_input, lang);
    let (old, new) = match (read(&options.old), read(&options.new)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(refused), _) | (_, Err(refused)) => return refused,
    };
    let is_changed = match options.format {
        Format::Patch => patch(&old, &new),
        Format::Text => legal_terms(&old, &new, |changes| changes.in_language(lang)),
        Format::Markdown => legal_terms(&old, &new, |changes| changes.to_markdown(lang)),
        Format::Json => legal_terms(&old, &new, |changes| changes.to_json(lang)),
    };
    ExitCode::from(u8::from(is_changed))
}

/// Whether there is an edit. Order alone is one, and no change in legal terms.
fn patch(old: &Register, new: &Register) -> bool {
    let patch = Patch::between(old, new);
    print_lines(&patch.to_json());
    !patch.is_empty()
}

fn legal_terms(old: &Register, new: &Register, written: impl Fn(&Changes) -> String) -> bool {
    let changes = new.changes_since(old);
    print_lines(&written(&changes));
    changes.iter().next().is_some()
}

/// With a line end, and nothing at all where there is nothing to say.
fn print_lines(text: &str) {
    if !text.is_empty() {
        print(text);
        if !text.ends_with('\n') {
            print("\n");
        }
    }
}
