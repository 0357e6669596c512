//! The policy and the events that a question is put with.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use greffe::RegisterExt;
use greffe::consent::{Ledger, PersonContext, Policy};
use greffe::document::Words;
use greffe::register::Register;

use crate::input::{self, Unusable};
use crate::refusal::{Reason, Refusal};

/// Where the rules come from: a policy file or a register.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Terms {
    /// The consent policy; TOML, or JSON where the name ends in .json
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The register whose purposes and notices are the policy
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
}

/// The same where it may be left out.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(super) struct MaybeTerms {
    /// The consent policy that publications and consents are held against; TOML, or JSON where the name ends in .json
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The register whose purposes and notices are that policy
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
}

impl Terms {
    pub(super) fn open(&self) -> Result<Policy, Refusal> {
        let policy = open(self.policy.as_deref(), self.register.as_deref())?;
        policy.ok_or_else(|| Refusal::of("--policy", NO_POLICY))
    }
}

impl MaybeTerms {
    pub(super) fn open(&self) -> Result<Option<Policy>, Refusal> {
        open(self.policy.as_deref(), self.register.as_deref())
    }
}

fn open(policy: Option<&Path>, register: Option<&Path>) -> Result<Option<Policy>, Refusal> {
    let Some(file) = policy.or(register) else {
        return Ok(None);
    };
    let refused = |why: Reason| Refusal::of(file.display().to_string(), why);
    let document = input::document(file, false).map_err(|why| refused(why.into()))?;
    let policy = if policy.is_some() {
        Policy::from_document(&document).map_err(|why| refused(why.into()))
    } else {
        let register = Register::from_document(&document);
        let register = register.map_err(|why| refused(Unusable::from(why).into()))?;
        let policy = register
            .consent_policy()
            .map_err(|why| refused(why.into()))?;
        policy.build().map_err(|why| refused(why.into()))
    };
    policy.map(Some)
}

/// What is known of a person; TOML, or JSON where the name ends in `.json`.
pub(super) fn context(file: &Path) -> Result<PersonContext, Refusal> {
    let refused = |why: Reason| Refusal::of(file.display().to_string(), why);
    let document = input::document(file, false).map_err(|why| refused(why.into()))?;
    PersonContext::from_document(&document).map_err(|why| refused(why.into()))
}

/// The text of a file of events; `-` is standard input.
pub(super) fn text(file: &Path) -> Result<String, Refusal> {
    let refused = |why: Reason| Refusal::of(file.display().to_string(), why);
    let read = || -> io::Result<Vec<u8>> {
        let mut octets = Vec::new();
        if file.as_os_str() == "-" {
            io::stdin().lock().read_to_end(&mut octets)?;
        } else {
            std::fs::File::open(file)?.read_to_end(&mut octets)?;
        }
        Ok(octets)
    };
    let octets = read().map_err(|error| refused(Unusable::Unreadable(error.kind()).into()))?;
    String::from_utf8(octets).map_err(|_| refused(NOT_UTF8.into()))
}

/// The events of a file: a chained ledger, whose chain is verified, or bare events.
pub(super) fn ledger(file: &Path) -> Result<Ledger, Refusal> {
    let text = text(file)?;
    let ledger = if is_chained(&text) {
        Ledger::from_json_lines(&text)
    } else {
        Ledger::from_event_lines(&text)
    };
    ledger.map_err(|why| Refusal::of(file.display().to_string(), why))
}

/// Whether the first line has a link.
fn is_chained(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let first: Result<serde_json::Value, _> = serde_json::from_str(first);
    first.is_ok_and(|first| first.get("link").is_some())
}

const NO_POLICY: Words = Words::new(
    "indiquez une politique ou un registre",
    "say a policy or a register",
);
const NOT_UTF8: Words = Words::new("ce n’est pas de l’UTF-8", "it is not UTF-8");
