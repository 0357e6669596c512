//! `greffe key subject`: the keys of persons, wrapped, line by line. What it prints is the table of such keys; to destroy a person's key is to
//! remove its lines, from every backup too.

use std::process::ExitCode;

use clap::Args;
use greffe::calendar::{DateTime, Utc};
use greffe::cipher::{RowFault, Subject, SubjectKey, SubjectVault, WrappedSubjectKey};
use greffe::document::Words;
use greffe_keys::SysRng;

use super::moment;
use crate::field::column::cut;
use crate::field::lines::{Answer, Holding, each};
use crate::keyring_option::KeyringOption;
use crate::option_value;
use crate::output::Output;
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key subject --keyring keys.json < persons.txt >> person-keys.tsv\n\
    A line in is a person; a line out is the person, a tab, and the text of a new wrapped key. Keep the table out of long backups.\n\
    With --rewrap and --next a line in is a line of that table.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    keyring: KeyringOption,
    /// The tenant, where the service has some
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Wrap each key under the primary key of the keyring; the persons' keys stay what they are
    #[arg(long, conflicts_with = "next")]
    rewrap: bool,
    /// Make the next generation of each key
    #[arg(long)]
    next: bool,
    /// When a key counts as made, RFC 3339; now unless told
    #[arg(long, value_name = "INSTANT", value_parser = option_value::instant)]
    at: Option<DateTime<Utc>>,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    options.output.end(answer(options))
}

fn answer(options: &Options) -> Result<ExitCode, Refusal> {
    let created = moment::seconds(options.at)?;
    let tenant = options.tenant.as_deref().map(str::as_bytes);
    let vault = options.keyring.keyring()?.subject_vault(tenant);
    let vault = vault.map_err(|error| Refusal::of("--tenant", error))?;
    each(options.output, Holding::Text, |lines| {
        let line = |line: &&[u8]| options.line(&vault, created, line);
        lines.iter().map(line).collect()
    })
}

impl Options {
    fn line(&self, vault: &SubjectVault, created: u64, line: &[u8]) -> Answer {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !self.rewrap && !self.next {
            if line.contains(&b'\t') {
                return Err(ONE_PERSON.into());
            }
            let key = SubjectKey::generate(Subject::new(line)?, created, &mut SysRng);
            let key = key.map_err(|_| RowFault::Randomness)?;
            return row(line, wrap(vault, &key));
        }
        let (person, text) = cut(line)?;
        let text = std::str::from_utf8(text).map_err(|_| ONE_PERSON)?;
        let wrapped = WrappedSubjectKey::from_text(text)?;
        let subject = Subject::new(person)?;
        if self.rewrap {
            let again = vault.rewrap(&subject, &wrapped, &mut SysRng);
            return row(person, again.map_err(RowFault::from));
        }
        let key = vault.unwrap(&subject, &wrapped)?.next(created, &mut SysRng);
        let key = key.map_err(|_| RowFault::Randomness)?.ok_or(LAST)?;
        row(person, wrap(vault, &key))
    }
}

/// A line of the table.
fn row(person: &[u8], wrapped: Result<WrappedSubjectKey, RowFault>) -> Answer {
    Ok([person, b"\t", wrapped?.to_text().as_bytes()].concat())
}

fn wrap(vault: &SubjectVault, key: &SubjectKey) -> Result<WrappedSubjectKey, RowFault> {
    vault
        .wrap(key, &mut SysRng)
        .map_err(|_| RowFault::Randomness)
}

const ONE_PERSON: Words = Words::new(
    "on attend une personne, sans tabulation",
    "a person is expected, without a tab",
);
const LAST: Words = Words::new(
    "cette clé est la dernière génération qui soit",
    "this key is of the last generation there is",
);
