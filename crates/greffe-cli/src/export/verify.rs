//! `greffe export verify FILE|DIR [--key FILE]`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use greffe::export::{Difference, SignatureState};
use serde_json::json;

use super::key;
use super::read::{Found, Gap, found};
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe export verify R-2026-17.zip --key key.pub.pem\n\
    Without --key it is not known who the package is from. An encrypted package is opened first (`greffe export open`).\n\
    Exit status 1: every difference is named, and whatever the package says is missing in it.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The package, an archive or a folder
    #[arg(value_name = "FILE|DIR")]
    package: PathBuf,
    /// The key that it must be signed with: an Ed25519 public key in PEM, or a line `hmac-sha256 ID HEX`
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

/// Verifies, or says what cannot be read.
pub(crate) fn run(options: &Options) -> ExitCode {
    options.output.give(options.answer())
}

impl Options {
    fn answer(&self) -> Result<Answer, Refusal> {
        let key = self.key.as_deref().map(key::verifying).transpose()?;
        let found = found(&self.package, key.as_ref())?;
        Ok(said(&found, self.output))
    }
}

/// What was found, for people and programs.
pub(super) fn said(found: &Found, output: Output) -> Answer {
    let (lang, verification) = (output.lang(), &found.verification);
    let differences = verification.differences();
    let (signature, code) = match verification.signature() {
        SignatureState::Unsigned => (lang.pick("non signé", "not signed").to_owned(), "unsigned"),
        SignatureState::Unchecked => (
            lang.pick(
                "signature non vérifiée (sans `--key`)",
                "signature not checked (no `--key`)",
            )
            .to_owned(),
            "unchecked",
        ),
        SignatureState::Valid { key_id } => (
            lang.pick(
                format!("signé avec la clé `{key_id}`"),
                format!("signed with the key `{key_id}`"),
            ),
            "valid",
        ),
        SignatureState::Refused(_) => (
            lang.pick("signature refusée", "signature refused")
                .to_owned(),
            "refused",
        ),
    };
    let files = verification.files();
    let verdict = if verification.is_intact() {
        lang.pick(
            format!("Intact\u{a0}: {files} fichiers, {signature}"),
            format!("Intact: {files} files, {signature}"),
        )
    } else {
        let count = differences.len();
        lang.pick(
            format!("{count} différence(s)\u{a0}: {files} fichiers, {signature}"),
            format!("{count} difference(s): {files} files, {signature}"),
        )
    };
    let lines = differences
        .iter()
        .map(|difference| difference.in_language(lang));
    let lines = lines.chain(found.gaps.iter().map(|gap| gap.in_language(lang)));
    let text = std::iter::once(verdict)
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n");
    let difference = |difference: &Difference| json!({ "kind": difference.code(), "path": difference.path(), "text": difference.in_language(lang) });
    let gap = |gap: &Gap| json!({ "kind": gap.code(), "text": gap.in_language(lang) });
    let json = json!({
        "intact": verification.is_intact(), "complete": found.gaps.is_empty(), "signature": code, "files": files,
        "differences": differences.iter().map(difference).collect::<Vec<_>>(),
        "gaps": found.gaps.iter().map(gap).collect::<Vec<_>>(),
    });
    if verification.is_intact() && found.gaps.is_empty() {
        Answer::new(text, json)
    } else {
        Answer::undetermined(text, json)
    }
}
