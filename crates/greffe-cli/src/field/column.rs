//! Which column: its labels, type, suite, and where the keys are.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use data_encoding::HEXLOWER_PERMISSIVE;
use greffe::cipher::{
    Accepted, Binding, Context, Deterministic, Field, FieldCipher, Keyring, Padding, Randomised,
};
use greffe::document::Words;
use greffe::terms::Lang;

use super::bad_line::{BadLine, NO_TAB, ROW_KEY};
use super::lines::Holding;
use super::persons::PersonsOption;
use super::typed::{Encoding, Type, Writing, text};
use crate::keyring_option::{self, KekOption};
use crate::output::{Output, remark};
use crate::refusal::Refusal;

/// What most commands are asked.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(super) column: ColumnOption,
    #[command(flatten)]
    pub(super) output: Output,
}

/// The column that values belong to.
#[derive(Debug, Args)]
pub(super) struct ColumnOption {
    /// The keyring file
    #[arg(long, value_name = "FILE")]
    pub(super) keyring: Option<PathBuf>,
    #[command(flatten)]
    kek: KekOption,
    /// Refuse a keyring older than this generation: the highest one that was seen
    #[arg(long, value_name = "GENERATION")]
    at_least: Option<u64>,
    /// The label of the table, as the service declares it
    #[arg(long, value_name = "LABEL")]
    table: Option<String>,
    /// The label of the field, as the service declares it
    #[arg(long, value_name = "LABEL")]
    column: Option<String>,
    /// The tenant, where the service has some
    #[arg(long, value_name = "TENANT")]
    pub(super) tenant: Option<String>,
    /// What the values are
    #[arg(long = "type", value_name = "TYPE")]
    pub(super) kind: Type,
    /// How they are encrypted
    #[arg(long, default_value = "det")]
    pub(super) suite: SuiteName,
    /// How lengths are hidden
    #[arg(long, default_value = "none", value_name = "CLASS")]
    padding: Class,
    /// A class that stored tokens may still have; may be given several times
    #[arg(long, value_name = "CLASS")]
    also_padded: Vec<Class>,
    /// The region whose national numbers are understood, such as FR (phones and faxes)
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// How `bytes` are written in a line
    #[arg(long, default_value = "raw")]
    encoding: Encoding,
    /// The type of the row's key, to which a token is bound (rnd, subject): each line is then the key, a tab, and the value
    #[arg(long, value_name = "TYPE")]
    bound: Option<RowKey>,
    /// Why equal values may give equal tokens where values can be guessed (name, bytes): for the impact assessment
    #[arg(long, value_name = "REASON")]
    accept_equality_leakage: Option<String>,
    #[command(flatten)]
    pub(super) persons: PersonsOption,
}

/// `--suite`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SuiteName {
    /// Equal values give equal tokens
    Det,
    /// The same; a token commits to its key, context and value
    DetCommit,
    /// Every token differs
    Rnd,
    /// The same, under the keys of one person, which can be destroyed
    Subject,
}

/// `--padding`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Class {
    #[value(name = "none")]
    None,
    #[value(name = "16")]
    To16,
    #[value(name = "32")]
    To32,
    #[value(name = "64")]
    To64,
    #[value(name = "128")]
    To128,
    #[value(name = "256")]
    To256,
}

/// `--bound`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RowKey {
    Int,
    Text,
    Uuid,
}

impl From<Class> for Padding {
    fn from(class: Class) -> Self {
        match class {
            Class::None => Self::None,
            Class::To16 => Self::To16,
            Class::To32 => Self::To32,
            Class::To64 => Self::To64,
            Class::To128 => Self::To128,
            Class::To256 => Self::To256,
        }
    }
}

impl ColumnOption {
    /// The keyring, which this command cannot do without.
    pub(super) fn keyring(&self) -> Result<Keyring, Refusal> {
        let keyring = self.keyring.as_ref();
        let keyring = keyring.ok_or_else(|| Refusal::of("--keyring", MISSING))?;
        let keys = keyring_option::open(keyring, &self.kek, self.at_least)?;
        Keyring::from_provider(&keys).map_err(|error| Refusal::of("--keyring", error))
    }

    pub(super) fn context(&self) -> Result<Context, Refusal> {
        let given = |option: &str, label: &Option<String>| {
            label.clone().ok_or_else(|| Refusal::of(option, MISSING))
        };
        let context = Context::new(
            &given("--table", &self.table)?,
            &given("--column", &self.column)?,
        );
        Ok(self
            .tenant
            .iter()
            .fold(context, |context, tenant| context.tenant(tenant)))
    }

    pub(super) fn cipher(&self) -> Result<FieldCipher, Refusal> {
        let context = self.context()?;
        let cipher = self.keyring()?.cipher(context);
        cipher.map_err(|error| Refusal::of("--table, --column, --tenant", error))
    }

    pub(super) fn writing(&self) -> Writing<'_> {
        Writing {
            region: self.region.as_deref(),
            encoding: self.encoding,
        }
    }

    /// A deterministic column, whose leakage the user accepts.
    pub(super) fn deterministic<T: Field>(
        &self,
        cipher: &FieldCipher,
    ) -> Deterministic<T, Accepted> {
        let column = match self.suite {
            SuiteName::DetCommit => cipher.deterministic_committing::<T>(),
            _ => cipher.deterministic::<T>(),
        };
        let column = self
            .also_padded
            .iter()
            .fold(column, |column, class| column.also_padded((*class).into()));
        column
            .padding(self.padding.into())
            .accept_equality_leakage(self.why())
    }

    /// Why equality may be told.
    pub(super) fn why(&self) -> &str {
        let accepted = self.accept_equality_leakage.as_deref();
        accepted.unwrap_or("as the service accepted it")
    }

    /// The service has accepted in its code that equal values give equal tokens; whoever makes such tokens by hand is reminded.
    pub(super) fn remind(&self, lang: Lang) {
        let guessable = matches!(self.kind, Type::Name | Type::Bytes);
        if guessable && self.accept_equality_leakage.is_none() {
            remark(EQUALITY.in_language(lang));
        }
    }

    pub(super) fn randomised<T: Field>(&self, cipher: &FieldCipher) -> Randomised<T> {
        cipher.randomised::<T>().padding(self.padding.into())
    }

    pub(super) fn padding(&self) -> Padding {
        self.padding.into()
    }

    /// What lines of values hold: octets that are written as they are, or text. What comes before the first tab is text.
    pub(super) fn holding(&self) -> Holding {
        let raw = self.kind == Type::Bytes && self.encoding == Encoding::Raw;
        let alone = self.bound.is_none() && !self.persons.each_line_names_one(self.suite);
        if raw && alone {
            Holding::Octets
        } else {
            Holding::Text
        }
    }

    /// The row's key at the beginning of a line, and what follows it.
    pub(super) fn bound<'a>(&self, line: &'a [u8]) -> Result<(Binding, &'a [u8]), BadLine> {
        let Some(kind) = self.bound else {
            return Ok((Binding::none(), line));
        };
        let (key, rest) = cut(line)?;
        let (key, row) = (text(key)?, Binding::empty());
        let row = match kind {
            RowKey::Int => key.parse().ok().and_then(|key| row.int(key)),
            RowKey::Text => row.text(key),
            RowKey::Uuid => HEXLOWER_PERMISSIVE
                .decode(key.replace('-', "").as_bytes())
                .ok()
                .and_then(|octets| octets.try_into().ok())
                .and_then(|octets| row.uuid(octets)),
        };
        Ok((row.ok_or(ROW_KEY)?, rest))
    }

    /// Refuses what the suite has no use for.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let random = matches!(self.suite, SuiteName::Rnd | SuiteName::Subject);
        if self.bound.is_some() && !random {
            return Err(Refusal::of("--bound", ONLY_RANDOM));
        }
        Ok(())
    }
}

/// A line at its first tab.
pub(crate) fn cut(line: &[u8]) -> Result<(&[u8], &[u8]), BadLine> {
    let at = line
        .iter()
        .position(|octet| *octet == b'\t')
        .ok_or(NO_TAB)?;
    let (head, tail) = line.split_at(at);
    Ok((head, tail.split_first().map_or(tail, |(_, rest)| rest)))
}

pub(super) const MISSING: Words = Words::new(
    "cette option est nécessaire ici",
    "this option is needed here",
);
const ONLY_RANDOM: Words = Words::new(
    "seules les suites rnd et subject lient un jeton à sa ligne",
    "only the suites rnd and subject bind a token to its row",
);
const EQUALITY: Words = Words::new(
    "attention\u{a0}: des valeurs égales donnent des jetons égaux, et de telles valeurs se devinent\u{a0}; --accept-equality-leakage dit pourquoi on l’accepte",
    "note: equal values give equal tokens, and such values can be guessed; --accept-equality-leakage says why that is accepted",
);
