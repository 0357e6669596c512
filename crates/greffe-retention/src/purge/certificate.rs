//! Proofs of disposal without the data, chained so that none can be changed or left out unseen.

use std::fmt;

use chrono::NaiveDate;
use greffe_calendar::date_in_words;
use greffe_terms::Lang;
use serde::{Deserialize, Deserializer, Serialize};

use crate::digest::Hasher;
use crate::{BrokenLink, Digest};

/// What was disposed of, by which rule, when and how many: a proof for Art. 5(2) that holds none of the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    pub(super) number: u64,
    pub(super) rule: Box<str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) table: Box<str>,
    pub(super) policy: Digest,
    pub(super) plan: Digest,
    pub(super) as_of: NaiveDate,
    pub(super) executed: NaiveDate,
    pub(super) fate: Box<str>,
    pub(super) disposed: u64,
    pub(super) gone: u64,
    pub(super) spared: u64,
    pub(super) keys: Digest,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) in_backups_until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) anonymity: Option<AnonymityTest>,
    pub(super) previous: Option<Digest>,
    pub(super) hash: Digest,
}

/// A certificate as it is read.
#[derive(Deserialize)]
#[serde(remote = "Certificate", deny_unknown_fields)]
struct CertificateForm {
    number: u64,
    rule: Box<str>,
    #[serde(default)]
    table: Box<str>,
    policy: Digest,
    plan: Digest,
    as_of: NaiveDate,
    executed: NaiveDate,
    fate: Box<str>,
    disposed: u64,
    gone: u64,
    spared: u64,
    keys: Digest,
    #[serde(default)]
    in_backups_until: Option<NaiveDate>,
    #[serde(default)]
    anonymity: Option<AnonymityTest>,
    #[serde(default)]
    previous: Option<Digest>,
    hash: Digest,
}

/// Another text is told without what stands in it: it may be anything.
impl<'de> Deserialize<'de> for Certificate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::quiet::read_with(
            deserializer,
            "not a certificate",
            CertificateForm::deserialize,
        )
    }
}

/// The recorded test that data made anonymous resist the three attacks of the Article 29 Working Party (opinion 05/2014).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnonymityTest {
    tested: NaiveDate,
    reference: Box<str>,
    resists_singling_out: bool,
    resists_linkage: bool,
    resists_inference: bool,
}

/// A test as it is read.
#[derive(Deserialize)]
#[serde(remote = "AnonymityTest", deny_unknown_fields)]
struct TestForm {
    tested: NaiveDate,
    reference: Box<str>,
    resists_singling_out: bool,
    resists_linkage: bool,
    resists_inference: bool,
}

impl<'de> Deserialize<'de> for AnonymityTest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::quiet::read_with(
            deserializer,
            "not a test of anonymity",
            TestForm::deserialize,
        )
    }
}

impl AnonymityTest {
    /// A test of the day `tested`, kept under `reference`. Pseudonyms resist neither linkage nor inference.
    #[must_use]
    pub fn new(tested: NaiveDate, reference: &str) -> Self {
        Self {
            tested,
            reference: reference.into(),
            resists_singling_out: false,
            resists_linkage: false,
            resists_inference: false,
        }
    }

    /// Nobody can be singled out.
    #[must_use]
    pub const fn resists_singling_out(mut self) -> Self {
        self.resists_singling_out = true;
        self
    }

    /// Records of the same person cannot be linked.
    #[must_use]
    pub const fn resists_linkage(mut self) -> Self {
        self.resists_linkage = true;
        self
    }

    /// Nothing can be inferred about a person.
    #[must_use]
    pub const fn resists_inference(mut self) -> Self {
        self.resists_inference = true;
        self
    }

    /// Whether the data resist all three.
    #[must_use]
    pub const fn is_passed(&self) -> bool {
        self.resists_singling_out && self.resists_linkage && self.resists_inference
    }

    /// Whether it is passed, was made by `day`, and can be found again.
    #[must_use]
    pub fn is_passed_on(&self, day: NaiveDate) -> bool {
        self.is_passed() && self.tested <= day && !self.reference.trim().is_empty()
    }
}

/// [`Certificate::summary`] in English.
impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.summary(Lang::En))
    }
}

impl Certificate {
    /// Its number in the chain, from 1.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The address of the rule in the register.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// The table, or whatever held the rows; empty where it was not named.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// The digest of the plan that was executed.
    #[must_use]
    pub const fn plan(&self) -> &Digest {
        &self.plan
    }

    /// The day for which the plan was made.
    #[must_use]
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// The day on which the execution came to its end.
    #[must_use]
    pub const fn executed(&self) -> NaiveDate {
        self.executed
    }

    /// The code of what happened to the rows, such as `erase`.
    #[must_use]
    pub fn fate(&self) -> &str {
        &self.fate
    }

    /// How many rows were disposed of.
    #[must_use]
    pub const fn disposed(&self) -> u64 {
        self.disposed
    }

    /// How many rows of the plan were no longer there.
    #[must_use]
    pub const fn gone(&self) -> u64 {
        self.gone
    }

    /// How many rows of the plan were left alone because they had changed or were held.
    #[must_use]
    pub const fn spared(&self) -> u64 {
        self.spared
    }

    /// The digest of the keys of the rows, keyed where a key was given.
    #[must_use]
    pub const fn keys(&self) -> &Digest {
        &self.keys
    }

    /// The last day on which a backup may still hold the data, where the rule says how long backups live.
    #[must_use]
    pub const fn in_backups_until(&self) -> Option<NaiveDate> {
        self.in_backups_until
    }

    /// The hash of the certificate, which the next one repeats.
    #[must_use]
    pub const fn hash(&self) -> &Digest {
        &self.hash
    }

    /// Verifies certificates that follow one another: hashes, links, numbers. A chain that does not begin with number 1 is verified from its
    /// first certificate on.
    ///
    /// Whoever can write all of them can also forge all of them: keep the last hash elsewhere.
    ///
    /// # Errors
    /// [`BrokenLink`] names the first one that does not fit.
    pub fn verify_chain(chain: &[Self]) -> Result<(), BrokenLink> {
        let mut before: Option<&Self> = None;
        for (index, certificate) in chain.iter().enumerate() {
            let follows = match before {
                Some(before) => {
                    certificate.previous == Some(before.hash)
                        && Some(certificate.number) == before.number.checked_add(1)
                }
                None => (certificate.number == 1) == certificate.previous.is_none(),
            };
            if !follows || certificate.hash != certificate.computed_hash() {
                return Err(BrokenLink { link: index + 1 });
            }
            before = Some(certificate);
        }
        Ok(())
    }

    /// What was done, in a few lines. Nothing of a person is in it.
    #[must_use]
    pub fn summary(&self, lang: Lang) -> String {
        let day = |date| date_in_words(date, lang);
        let (number, executed) = (self.number, day(self.executed));
        let rule = if self.table.is_empty() {
            self.rule.to_string()
        } else {
            format!("{} ({})", self.rule, self.table)
        };
        let (disposed, gone, spared) = (self.disposed, self.gone, self.spared);
        let mut lines = vec![
            lang.pick(
                format!("Attestation n° {number}\u{a0}: {rule}, exécuté le {executed}."),
                format!("Certificate no. {number}: {rule}, executed on {executed}."),
            ),
            lang.pick(
                format!(
                    "Sort final exécuté sur {disposed} lignes\u{a0}; déjà absentes\u{a0}: {gone}\u{a0}; épargnées\u{a0}: {spared}."
                ),
                format!("Rows disposed of: {disposed}; already gone: {gone}; spared: {spared}."),
            ),
        ];
        if let Some(until) = self.in_backups_until {
            let until = day(until);
            lines.push(lang.pick(
                format!("Dernier jour dans les sauvegardes\u{a0}: {until}."),
                format!("Last day in backups: {until}."),
            ));
        }
        lines.push(lang.pick(
            format!("Empreinte\u{a0}: {}", self.hash),
            format!("Hash: {}", self.hash),
        ));
        lines.join("\n")
    }

    pub(super) fn computed_hash(&self) -> Digest {
        let mut hasher = Hasher::new("greffe-certificate/1", None)
            .number(self.number)
            .text(&self.rule)
            .text(&self.table)
            .digest(&self.policy)
            .digest(&self.plan)
            .date(self.as_of)
            .date(self.executed)
            .text(&self.fate)
            .number(self.disposed)
            .number(self.gone)
            .number(self.spared)
            .digest(&self.keys);
        hasher = match self.in_backups_until {
            Some(until) => hasher.text("backups").date(until),
            None => hasher.text("no backups"),
        };
        hasher = match &self.anonymity {
            Some(test) => hasher
                .text("tested")
                .date(test.tested)
                .text(&test.reference)
                .number(u64::from(test.resists_singling_out))
                .number(u64::from(test.resists_linkage))
                .number(u64::from(test.resists_inference)),
            None => hasher.text("not tested"),
        };
        match &self.previous {
            Some(previous) => hasher.text("after").digest(previous),
            None => hasher.text("first"),
        }
        .finish()
    }
}
