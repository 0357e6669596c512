//! The keys of persons, for suite `subject`: a file of lines, each a person, a tab, and the text of a wrapped key.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use greffe::cipher::{
    Context, Field, Keyring, Padding, Subject, SubjectColumn, SubjectKeys, SubjectVault,
    WrappedSubjectKey,
};
use greffe::document::Words;

use super::bad_line::{BadLine, NO_PERSON};
use super::column::{ColumnOption, MISSING, SuiteName, cut};
use crate::input::{BYTE_ORDER_MARK, Unusable};
use crate::refusal::{Reason, Refusal};

/// Whose keys, for suite `subject`.
#[derive(Debug, Args)]
pub(super) struct PersonsOption {
    /// The file of the persons' wrapped keys (subject): a line a key, the person, a tab, and its text
    #[arg(long, value_name = "FILE")]
    subject_keys: Option<PathBuf>,
    /// The person of all lines (subject), visible in the system's list of processes; otherwise each line begins with its person and a tab
    #[arg(long, value_name = "PERSON")]
    subject: Option<String>,
}

impl PersonsOption {
    /// Whether each line begins with its person.
    pub(super) fn each_line_names_one(&self, suite: SuiteName) -> bool {
        suite == SuiteName::Subject && self.subject.is_none()
    }
}

/// The columns of all persons who have been met so far.
pub(super) struct Persons<'a, T: Field> {
    vault: SubjectVault,
    context: Context,
    padding: Padding,
    wrapped: HashMap<Vec<u8>, Vec<WrappedSubjectKey>>,
    columns: HashMap<Vec<u8>, SubjectColumn<T>>,
    all: Option<&'a str>,
}

impl<'a, T: Field> Persons<'a, T> {
    pub(super) fn open(column: &'a ColumnOption, keyring: &Keyring) -> Result<Self, Refusal> {
        let vault = keyring.subject_vault(column.tenant.as_deref().map(str::as_bytes));
        let file = column.persons.subject_keys.as_ref();
        let file = file.ok_or_else(|| Refusal::of("--subject-keys", MISSING))?;
        let context = column.context()?;
        Ok(Self {
            vault: vault.map_err(|error| Refusal::of("--tenant", error))?,
            context,
            padding: column.padding(),
            wrapped: read(file)?,
            columns: HashMap::new(),
            all: column.persons.subject.as_deref(),
        })
    }

    /// The column of a line's person, and what follows the person in the line.
    pub(super) fn of<'l>(
        &mut self,
        line: &'l [u8],
    ) -> Result<(&SubjectColumn<T>, &'l [u8]), BadLine> {
        let (person, rest) = match self.all {
            Some(person) => (person.as_bytes(), line),
            None => cut(line)?,
        };
        if !self.columns.contains_key(person) {
            let column = self.column(person)?;
            self.columns.insert(person.to_vec(), column);
        }
        let column = self.columns.get(person).ok_or(NO_PERSON)?;
        Ok((column, rest))
    }

    fn column(&self, person: &[u8]) -> Result<SubjectColumn<T>, BadLine> {
        let wrapped = self.wrapped.get(person).ok_or(NO_PERSON)?;
        let subject = Subject::new(person)?;
        let keys = wrapped.iter().map(|key| self.vault.unwrap(&subject, key));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        let keys = SubjectKeys::of(keys).map_err(|_| NO_PERSON)?;
        Ok(keys.column(&self.context)?.padding(self.padding))
    }
}

/// The wrapped keys of a file, by person.
fn read(file: &Path) -> Result<HashMap<Vec<u8>, Vec<WrappedSubjectKey>>, Refusal> {
    let place = "--subject-keys";
    let unreadable = |error: io::Error| Refusal::of(place, Unusable::Unreadable(error.kind()));
    let octets = fs::read(file).map_err(unreadable)?;
    let octets = octets
        .strip_prefix(BYTE_ORDER_MARK.as_bytes())
        .unwrap_or(&octets);
    let mut keys: HashMap<Vec<u8>, Vec<_>> = HashMap::new();
    for (line, number) in octets.split(|octet| *octet == b'\n').zip(1_u64..) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            continue;
        }
        let key = cut(line).ok().and_then(|(person, text)| {
            let text = std::str::from_utf8(text).ok()?;
            Some((person, WrappedSubjectKey::from_text(text).ok()?))
        });
        let at = || Refusal::of(place, Reason::Line(number, NOT_KEYS));
        let (person, key) = key.ok_or_else(at)?;
        keys.entry(person.to_vec()).or_default().push(key);
    }
    Ok(keys)
}

const NOT_KEYS: Words = Words::new(
    "cette ligne n’est pas une personne, une tabulation et le texte d’une clé",
    "this line is not a person, a tab, and the text of a key",
);
