//! `greffe field index` and `greffe field lookup`: values in, what stands beside them, or what to search for, out.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use greffe::cipher::{
    Accepted, ContextError, FieldCipher, IndexBits, IndexToken, KeyId, NamePrefixIndex,
    NameTokenIndex, PersonName, PrefixLength,
};
use greffe::document::Words;

use super::column::{ColumnOption, MISSING, SuiteName};
use super::lines::{Holding, each_line};
use super::typed::{Type, Typed, of_type, text};
use crate::key::key_id;
use crate::output::Output;
use crate::refusal::{Reason, Refusal};

/// Shown at the end of `--help` of `index`.
pub(crate) const EXAMPLE: &str = "Example: greffe field index --keyring keys.json --table customers --column iban --type iban --index by_iban --bits 20 < ibans.txt\n\
    What a row stores beside its sealed value. The sets of name-words and name-prefixes stand in one line, separated by tabs.";
/// Shown at the end of `--help` of `lookup`.
pub(crate) const LOOKUP_EXAMPLE: &str = "Example: greffe field lookup --keyring keys.json --table customers --column iban --type iban < ibans.txt\n\
    One line a value: its token under every live key, separated by tabs, that of today first. With --index the tokens of that index.\n\
    Of a French overseas number also those of its former form under +33, last: rows of 2026-11 and before may hold it.";

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
    #[arg(long, default_value = "128", value_parser = bits)]
    bits: IndexBits,
    /// The key to which a unique index is pinned, 8 hex digits: UNIQUE holds among the tokens of one key only
    #[arg(long, value_name = "KEY", value_parser = key_id)]
    key: Option<KeyId>,
    /// How many characters a name prefix has
    #[arg(long, default_value = "3", value_parser = prefix)]
    prefix: PrefixLength,
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
            let words = index.words(column, &cipher)?;
            names(column, output, |name| line(words.tokens(name).as_slice()))
        }
        Kind::NamePrefixes => {
            let prefixes = index.prefixes(column, &cipher)?;
            names(column, output, |name| {
                line(prefixes.tokens(name).as_slice())
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
    if index.index.is_none() && index.purpose == Kind::Equality {
        return of_type!(column.kind, of_column(column, &cipher, output));
    }
    match index.purpose {
        Kind::NameWords => {
            let words = index.words(column, &cipher)?;
            each_line(output, Holding::Text, |word| {
                Ok(line(&words.lookup(text(word)?)?))
            })
        }
        Kind::NamePrefixes => {
            let prefixes = index.prefixes(column, &cipher)?;
            each_line(output, Holding::Text, |start| {
                Ok(line(&prefixes.lookup(text(start)?)?))
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
    each_line(output, column.holding(), |value| {
        let value = T::read(value, &column.writing())?;
        let former = value.former();
        let values = std::iter::once(&value).chain(&former);
        let tokens = values.flat_map(|value| sealing.lookup(value));
        let texts: Vec<_> = tokens.map(|token| token.to_string()).collect();
        Ok(texts.join("\t").into_bytes())
    })
}

/// The tokens of a value.
type Tokens<T> = Box<dyn Fn(&T) -> Vec<IndexToken>>;

/// At most so many tokens of an equality or unique index, those of today first, those of a former form last.
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
            let equality = cipher.index::<T>(&index.name(cipher), index.bits);
            let equality = equality
                .map_err(refused)?
                .accept_equality_leakage(column.why());
            Box::new(move |value| equality.lookup(value))
        }
    };
    each_line(output, column.holding(), |value| {
        let value = T::read(value, &column.writing())?;
        let mut all = tokens(&value);
        all.extend(value.former().iter().flat_map(&tokens));
        all.truncate(most);
        Ok(line(&all))
    })
}

/// A line for each name.
fn names(
    column: &ColumnOption,
    output: Output,
    stored: impl Fn(&PersonName) -> Vec<u8>,
) -> Result<ExitCode, Refusal> {
    if column.kind != Type::Name {
        return Err(Refusal::of("--kind", NAMES_ONLY));
    }
    each_line(output, Holding::Text, |line| {
        Ok(stored(&Typed::read(line, &column.writing())?))
    })
}

fn line(tokens: &[IndexToken]) -> Vec<u8> {
    let texts: Vec<_> = tokens.iter().map(IndexToken::to_text).collect();
    texts.join("\t").into_bytes()
}

fn refused(error: ContextError) -> Refusal {
    Refusal::of("--index", error)
}

impl IndexOption {
    /// The name that was told, or that of the field.
    fn name(&self, cipher: &FieldCipher) -> String {
        let told = self.index.clone();
        told.unwrap_or_else(|| format!("by_{}", cipher.context().field()))
    }

    fn words(
        &self,
        column: &ColumnOption,
        cipher: &FieldCipher,
    ) -> Result<NameTokenIndex<Accepted>, Refusal> {
        let words = cipher.name_tokens(&self.name(cipher), self.bits);
        let words = words.map_err(refused)?;
        Ok(words.accept_equality_leakage(column.why()))
    }

    fn prefixes(
        &self,
        column: &ColumnOption,
        cipher: &FieldCipher,
    ) -> Result<NamePrefixIndex<Accepted>, Refusal> {
        let prefixes = cipher.name_prefixes(&self.name(cipher), self.bits, self.prefix);
        let prefixes = prefixes.map_err(refused)?;
        Ok(prefixes.accept_equality_leakage(column.why()))
    }

    /// Never the primary key of the day: after a rotation one value would have two unique tokens.
    fn key(&self) -> Result<KeyId, Refusal> {
        self.key.ok_or_else(|| Refusal::of("--key", MISSING))
    }
}

fn bits(text: &str) -> Result<IndexBits, Reason> {
    let bits = text.parse().ok().and_then(IndexBits::new);
    bits.ok_or(Reason::Said(BITS))
}

fn prefix(text: &str) -> Result<PrefixLength, Reason> {
    let length = text.parse().ok().and_then(PrefixLength::new);
    length.ok_or(Reason::Said(PREFIX))
}

const NO_SEARCH: Words = Words::new(
    "chaque jeton de cette suite diffère\u{a0}: --index nomme l’index par lequel chercher",
    "every token of this suite differs: --index names the index to search by",
);
const NAMES_ONLY: Words = Words::new(
    "cet index est celui de noms\u{a0}: --type name",
    "this index is one of names: --type name",
);
const BITS: Words = Words::new("on attend de 4 à 128 bits", "4 to 128 bits are expected");
const PREFIX: Words = Words::new(
    "on attend de 1 à 16 caractères",
    "1 to 16 characters are expected",
);
