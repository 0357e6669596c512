//! `greffe field index` and `greffe field lookup`: values in, what stands beside them, or what to search for, out.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use greffe::cipher::{FieldCipher, IndexBits, IndexToken, KeyId, PersonName, PrefixLength};
use greffe::document::Words;

use super::bad_line::BadLine;
use super::column::{ColumnOption, MISSING, SuiteName};
use super::lines::{Answer, each};
use super::typed::{Type, Typed, of_type, text};
use crate::output::Output;
use crate::refusal::Refusal;

/// Shown at the end of `--help` of `index`.
pub(crate) const EXAMPLE: &str = "Example: greffe field index --keyring keys.json --table customers --column iban --type iban --index by_iban --bits 20 < ibans.txt\n\
    What a row stores beside its sealed value. The sets of name-words and name-prefixes stand in one line, separated by tabs.";
/// Shown at the end of `--help` of `lookup`.
pub(crate) const LOOKUP_EXAMPLE: &str = "Example: greffe field lookup --keyring keys.json --table customers --column iban --type iban < ibans.txt\n\
    One line a value: its token under every live key, separated by tabs, that of today first. With --index the tokens of that index.";

/// What the user asked for: of `index`, what to store; of `lookup`, what to search for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    column: ColumnOption,
    #[command(flatten)]
    index: IndexOption,
    #[command(flatten)]
    output: Output,
}

/// Which index.
#[derive(Debug, Args)]
struct IndexOption {
    /// The index's name, as the service declares it; `by_` and the field's label unless told
    #[arg(long, value_name = "NAME")]
    index: Option<String>,
    /// What the index is for
    #[arg(long = "kind", default_value = "equality")]
    purpose: Kind,
    /// How many bits it stores, 4 to 128: the same for what is stored and what is searched, or nothing is found
    #[arg(long, default_value = "128")]
    bits: u8,
    /// The key to which a unique index is pinned, 8 hex digits: UNIQUE holds among the tokens of one key only
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// How many characters a name prefix has
    #[arg(long, default_value = "3")]
    prefix: u8,
}

/// `--kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Finds values, under every live key
    Equality,
    /// Carries UNIQUE, under one key
    Unique,
    /// Finds names by a word
    NameWords,
    /// Finds names by the beginning of a word
    NamePrefixes,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    let (column, index, output) = (&options.column, &options.index, options.output);
    output.end(stored(column, index, output))
}

fn stored(column: &ColumnOption, index: &IndexOption, output: Output) -> Result<ExitCode, Refusal> {
    let cipher = column.cipher()?;
    column.remind(output.lang());
    match index.purpose {
        Kind::NameWords => {
            let words = cipher.name_tokens(&index.name(&cipher), index.bits()?);
            let words = words
                .map_err(refused)?
                .accept_equality_leakage(column.why());
            names(column, output, |name| {
                Ok(line(words.tokens(name).as_slice()))
            })
        }
        Kind::NamePrefixes => {
            let prefixes =
                cipher.name_prefixes(&index.name(&cipher), index.bits()?, index.prefix()?);
            let prefixes = prefixes
                .map_err(refused)?
                .accept_equality_leakage(column.why());
            names(column, output, |name| {
                Ok(line(prefixes.tokens(name).as_slice()))
            })
        }
        Kind::Equality | Kind::Unique => {
            of_type!(column.kind, of_values(column, &cipher, index, output, 1))
        }
    }
}

pub(crate) fn lookup(options: &Options) -> ExitCode {
    let (column, index, output) = (&options.column, &options.index, options.output);
    output.end(searched(column, index, output))
}

fn searched(
    column: &ColumnOption,
    index: &IndexOption,
    output: Output,
) -> Result<ExitCode, Refusal> {
    let cipher = column.cipher()?;
    column.remind(output.lang());
    if index.index.is_none() {
        return of_type!(column.kind, of_column(column, &cipher, output));
    }
    match index.purpose {
        Kind::NameWords => {
            let words = cipher.name_tokens(&index.name(&cipher), index.bits()?);
            let words = words
                .map_err(refused)?
                .accept_equality_leakage(column.why());
            each(output, |lines| {
                let search = |text: &str| Ok(line(&words.lookup(text)?));
                lines.iter().map(|l| search(text(l)?)).collect()
            })
        }
        Kind::NamePrefixes => {
            let prefixes =
                cipher.name_prefixes(&index.name(&cipher), index.bits()?, index.prefix()?);
            let prefixes = prefixes
                .map_err(refused)?
                .accept_equality_leakage(column.why());
            each(output, |lines| {
                let search = |text: &str| Ok(line(&prefixes.lookup(text)?));
                lines.iter().map(|l| search(text(l)?)).collect()
            })
        }
        Kind::Equality | Kind::Unique => {
            of_type!(
                column.kind,
                of_values(column, &cipher, index, output, usize::MAX)
            )
        }
    }
}

/// The tokens of the sealed column itself.
fn of_column<T: Typed>(
    column: &ColumnOption,
    cipher: &FieldCipher,
    output: Output,
) -> Result<ExitCode, Refusal> {
    if matches!(column.suite, SuiteName::Rnd | SuiteName::Subject) {
        return Err(Refusal::of("--suite", NO_SEARCH));
    }
    let sealing = column.deterministic::<T>(cipher);
    let tokens = |value: &[u8]| -> Answer {
        let tokens = sealing.lookup(&T::read(value, &column.writing())?);
        let texts: Vec<_> = tokens.iter().map(ToString::to_string).collect();
        Ok(texts.join("\t").into_bytes())
    };
    each(output, |lines| {
        lines.iter().map(|line| tokens(line)).collect()
    })
}

/// The tokens of a value.
type Tokens<T> = Box<dyn Fn(&T) -> Vec<IndexToken>>;

/// At most so many tokens of an equality or unique index, those of today first.
fn of_values<T: Typed>(
    column: &ColumnOption,
    cipher: &FieldCipher,
    index: &IndexOption,
    output: Output,
    most: usize,
) -> Result<ExitCode, Refusal> {
    let tokens: Tokens<T> = match index.purpose {
        Kind::Unique => {
            let key = index.key()?;
            let unique = cipher
                .unique::<T>(&index.name(cipher), key)
                .map_err(refused)?;
            let unique = unique.accept_equality_leakage(column.why());
            Box::new(move |value| vec![unique.unique_token(value)])
        }
        _ => {
            let equality = cipher.index::<T>(&index.name(cipher), index.bits()?);
            let equality = equality
                .map_err(refused)?
                .accept_equality_leakage(column.why());
            Box::new(move |value| equality.lookup(value))
        }
    };
    let answer = |value: &[u8]| -> Answer {
        let mut tokens = tokens(&T::read(value, &column.writing())?);
        tokens.truncate(most);
        Ok(line(&tokens))
    };
    each(output, |lines| {
        lines.iter().map(|line| answer(line)).collect()
    })
}

/// A line for each name.
fn names(
    column: &ColumnOption,
    output: Output,
    answer: impl Fn(&PersonName) -> Answer,
) -> Result<ExitCode, Refusal> {
    if column.kind != Type::Name {
        return Err(Refusal::of("--kind", NAMES_ONLY));
    }
    let read =
        |line: &[u8]| -> Result<PersonName, BadLine> { Typed::read(line, &column.writing()) };
    each(output, |lines| {
        lines.iter().map(|line| answer(&read(line)?)).collect()
    })
}

fn line(tokens: &[IndexToken]) -> Vec<u8> {
    let texts: Vec<_> = tokens.iter().map(IndexToken::to_text).collect();
    texts.join("\t").into_bytes()
}

fn refused(error: greffe::cipher::ContextError) -> Refusal {
    Refusal::of("--index", error)
}

impl IndexOption {
    /// The name that was told, or that of the field.
    fn name(&self, cipher: &FieldCipher) -> String {
        let told = self.index.clone();
        told.unwrap_or_else(|| format!("by_{}", cipher.context().field()))
    }

    fn bits(&self) -> Result<IndexBits, Refusal> {
        IndexBits::new(self.bits).ok_or_else(|| Refusal::of("--bits", BITS))
    }

    fn prefix(&self) -> Result<PrefixLength, Refusal> {
        PrefixLength::new(self.prefix).ok_or_else(|| Refusal::of("--prefix", PREFIX))
    }

    fn key(&self) -> Result<KeyId, Refusal> {
        // Never the primary key of the day: after a rotation one value would have two unique tokens.
        let text = self
            .key
            .as_ref()
            .ok_or_else(|| Refusal::of("--key", MISSING))?;
        let id = u32::from_str_radix(text, 16).ok().and_then(KeyId::new);
        id.ok_or_else(|| Refusal::of("--key", KEY))
    }
}

const NO_SEARCH: Words = Words::new(
    "chaque jeton de cette suite diffère : --index nomme l'index par lequel chercher",
    "every token of this suite differs: --index names the index to search by",
);
const NAMES_ONLY: Words = Words::new(
    "cet index est celui de noms : --type name",
    "this index is one of names: --type name",
);
const BITS: Words = Words::new("on attend de 4 à 128 bits", "4 to 128 bits are expected");
const PREFIX: Words = Words::new(
    "on attend de 1 à 16 caractères",
    "1 to 16 characters are expected",
);
const KEY: Words = Words::new(
    "on attend l'identifiant d'une clé, 8 chiffres hexadécimaux",
    "the id of a key is expected, 8 hex digits",
);
