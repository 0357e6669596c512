//! Arguments that cannot be used. clap's own messages repeat them, so that a date of birth or an IBAN in the wrong place would end
//! up in a log: these name the option only.

use std::error::Error as _;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::ValueEnum;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use greffe::terms::Lang;

use crate::language::Language;
use crate::output::{Format, Output, complain, or_end};
use crate::refusal::{Reason, at};

/// Shows what was asked for (help, version), or says what is wrong.
pub(crate) fn refuse(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            shown(error);
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            error.print().unwrap_or_default();
            ExitCode::from(2)
        }
        kind => {
            let output = asked_for();
            let status = output.refuse(&message(error, kind, output.lang()));
            let hint = ("voir `greffe help`", "see `greffe help`");
            complain(output.lang().pick(hint.0, hint.1));
            status
        }
    }
}

/// Help and version, coloured where they go to a terminal that wants it.
fn shown(error: &clap::Error) {
    let printed = error.print();
    or_end(printed.and_then(|()| io::stdout().flush()));
}

fn message(error: &clap::Error, kind: ErrorKind, lang: Lang) -> String {
    match kind {
        ErrorKind::UnknownArgument => unknown(error, lang),
        ErrorKind::InvalidSubcommand => {
            let unknown = lang.pick("la commande n’est pas connue", "the command is not known");
            meant(error, ContextKind::SuggestedSubcommand, unknown, lang)
        }
        ErrorKind::InvalidUtf8 => lang
            .pick(
                "un argument n’est pas de l’UTF-8",
                "an argument is not UTF-8",
            )
            .to_owned(),
        ErrorKind::MissingRequiredArgument => {
            let missing = names(error, ContextKind::InvalidArg).join(", ");
            lang.pick(
                format!("il manque {missing}"),
                format!("missing: {missing}"),
            )
        }
        _ => {
            let option = names(error, ContextKind::InvalidArg).join(", ");
            at(&option, &about_option(error, kind, &option, lang), lang)
        }
    }
}

/// What is not known may be a value: only the option that was perhaps meant is named.
fn unknown(error: &clap::Error, lang: Lang) -> String {
    let unknown = lang.pick("un argument n’est pas connu", "an argument is not known");
    meant(error, ContextKind::SuggestedArg, unknown, lang)
}

/// With what was perhaps meant, which the program itself declared.
fn meant(error: &clap::Error, kind: ContextKind, unknown: &str, lang: Lang) -> String {
    match names(error, kind).first() {
        Some(meant) => lang.pick(
            format!("{unknown}\u{a0}; vouliez-vous dire {meant}\u{a0}?"),
            format!("{unknown}; did you mean {meant}?"),
        ),
        None => unknown.to_owned(),
    }
}

fn about_option(error: &clap::Error, kind: ErrorKind, option: &str, lang: Lang) -> String {
    if let Some(reason) = error
        .source()
        .and_then(|cause| cause.downcast_ref::<Reason>())
    {
        return reason.in_language(lang);
    }
    let valid = names(error, ContextKind::ValidValue).join(", ");
    let others = names(error, ContextKind::PriorArg).join(", ");
    match kind {
        ErrorKind::InvalidValue if !valid.is_empty() => lang.pick(
            format!("on attend l’une des valeurs {valid}"),
            format!("one of {valid} is expected"),
        ),
        ErrorKind::ArgumentConflict if others == option => {
            lang.pick("donné deux fois", "given twice").to_owned()
        }
        ErrorKind::ArgumentConflict => lang.pick(
            format!("ne se combine pas avec {others}"),
            format!("cannot be given with {others}"),
        ),
        _ => lang
            .pick("on attend une valeur", "a value is expected")
            .to_owned(),
    }
}

/// What the program itself declared: options, without the name of their value, or values of a list.
fn names(error: &clap::Error, kind: ContextKind) -> Vec<&str> {
    let declared: Vec<&str> = match error.get(kind) {
        Some(ContextValue::String(name)) => vec![name],
        Some(ContextValue::Strings(names)) => names.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    declared
        .into_iter()
        .map(|name| match name.split_once(' ') {
            Some((option, _)) if option.starts_with('-') => option,
            _ => name,
        })
        .collect()
}

/// The language that the arguments ask for.
pub(crate) fn lang() -> Lang {
    last_of::<Language>("--lang").unwrap_or_default().into()
}

/// The language and the format that the arguments ask for, as far as they can be made out where the whole is not understood.
fn asked_for() -> Output {
    Output::new(
        last_of::<Language>("--lang").unwrap_or_default(),
        last_of::<Format>("--format").unwrap_or_default(),
    )
}

fn last_of<T: ValueEnum>(option: &str) -> Option<T> {
    let arguments: Vec<String> = std::env::args_os()
        .filter_map(|argument| argument.into_string().ok())
        .collect();
    let apart = arguments
        .iter()
        .zip(arguments.iter().skip(1))
        .filter(|(name, _)| *name == option)
        .map(|(_, value)| value.as_str());
    let joined = arguments
        .iter()
        .filter_map(|argument| argument.strip_prefix(option)?.strip_prefix('='));
    apart
        .chain(joined)
        .find_map(|value| T::from_str(value, false).ok())
}
