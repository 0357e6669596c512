//! A decision as it is filed, so that it can be said later why something was allowed on that day.

use chrono::{DateTime, SecondsFormat, Utc};
use greffe_terms::Channel;

use crate::canonical::{Table, list, text};
use crate::{Decision, Ledger, Link, PolicyDigest, Reason, Topic};

/// A decision with what was asked and on what ground it was answered. Made by [`Decision::record`].
///
/// | key | value |
/// | --- | --- |
/// | `outcome`, `reason`, `rule` | codes: `allow`, `consent_given`, `R6` |
/// | `failures` | the codes of every gate that failed |
/// | `basis`, `special_condition`, `action` | codes, or `null` |
/// | `citations` | the provisions |
/// | `purpose` | the purpose's id; `null` where the policy has none of that id, for whatever was written in its place may be somebody's |
/// | `channel`, `vendor` | the channel's code, the vendor's number, or `null` |
/// | `at`, `known_at` | the instant asked about, and until when what was recorded counted: RFC 3339, UTC |
/// | `next_change` | when the answer changes by what is known, or `null`; `null` too where it may rest on the context: where an age was looked at, for the day on which a child is of age is a day of birth, and of a call, for its hours tell where the person lives and its days when they were called |
/// | `deciding_position` | the position in the ledger of the event that decided, from 1, or `null` |
/// | `ledger_head` | the link with which the ledger ended, or `null` |
/// | `policy` | the policy's digest, or `null` |
///
/// It holds nothing of the person: no pseudonym, no id of an event, nothing of the context. Whose decision it is, the place says where the
/// host files it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DecisionRecord<'a> {
    decision: &'a Decision,
    topic: Topic<'a>,
    at: DateTime<Utc>,
    known_at: DateTime<Utc>,
    position: Option<usize>,
    head: Option<Link>,
    policy: Option<PolicyDigest>,
}

impl Decision {
    /// The decision, to be filed: what was asked, for which instant, on what was known until when.
    ///
    /// ```
    /// use greffe_consent::{Ledger, PersonKey, Policy, Purpose, Question};
    /// use greffe_terms::LegalBasis;
    ///
    /// let policy = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris")?)
    ///     .purpose(Purpose::new("newsletter".parse()?, [LegalBasis::Consent]))
    ///     .build()?;
    /// let (ledger, topic) = (Ledger::new(), Question::about("newsletter"));
    /// let now = "2026-11-26T10:00:00Z".parse()?;
    /// let decision = policy.decide(&ledger, topic.for_person(PersonKey::from_bytes([7; 16])), now);
    /// let filed = decision.record(topic, now, now).found_in(&ledger).by_policy(policy.digest()).to_json();
    /// assert!(filed.contains(r#""reason":"no_consent","rule":"R6""#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn record<'a>(
        &'a self,
        topic: Topic<'a>,
        at: DateTime<Utc>,
        known_at: DateTime<Utc>,
    ) -> DecisionRecord<'a> {
        DecisionRecord {
            decision: self,
            topic,
            at,
            known_at,
            position: None,
            head: None,
            policy: None,
        }
    }

    /// [`DecisionRecord::to_json`] of what was asked, without ledger and policy.
    #[must_use]
    pub fn to_json(&self, topic: Topic<'_>, at: DateTime<Utc>, known_at: DateTime<Utc>) -> String {
        self.record(topic, at, known_at).to_json()
    }
}

impl DecisionRecord<'_> {
    /// With the position of the deciding event in the ledger, and the ledger's head.
    #[must_use]
    pub fn found_in(self, ledger: &Ledger) -> Self {
        let deciding = self.decision.deciding_event();
        Self {
            position: deciding.and_then(|id| ledger.position(id)),
            head: Some(ledger.head()),
            ..self
        }
    }

    /// With the digest of the policy that it was made by.
    #[must_use]
    pub const fn by_policy(self, policy: PolicyDigest) -> Self {
        Self {
            policy: Some(policy),
            ..self
        }
    }

    /// One line of JSON without a line feed, in the form of RFC 8785: the same decision is the same text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let decision = self.decision;
        let purpose = self.topic.purpose();
        let is_known = decision.reason() != Reason::UnknownPurpose;
        let next_change = decision.next_change();
        let next_change = next_change.filter(|_| !decision.tells_context);
        let number = |number: Option<String>| number.unwrap_or_else(|| "null".to_owned());
        let mut table = Table::new();
        table.text("outcome", decision.outcome().code());
        table.text("reason", decision.reason().code());
        table.text("rule", decision.rule().id());
        let failures = decision.failures().map(|reason| text(reason.code()));
        table.raw("failures", list(failures));
        table.or_null("basis", decision.basis().map(|basis| basis.code()));
        let condition = decision.special_condition();
        table.or_null(
            "special_condition",
            condition.map(|condition| condition.code()),
        );
        table.or_null("action", decision.action().map(crate::Action::code));
        let citations = decision.citations();
        table.raw(
            "citations",
            list(citations.iter().map(|source| text(source.as_str()))),
        );
        table.or_null("purpose", is_known.then_some(purpose));
        table.or_null("channel", self.topic.channel().map(Channel::code));
        table.raw(
            "vendor",
            number(self.topic.vendor().map(|vendor| vendor.to_string())),
        );
        table.text("at", &instant(self.at));
        table.text("known_at", &instant(self.known_at));
        table.or_null("next_change", next_change.map(instant).as_deref());
        table.raw(
            "deciding_position",
            number(self.position.map(|position| position.to_string())),
        );
        table.or_null(
            "ledger_head",
            self.head.map(|head| head.to_string()).as_deref(),
        );
        table.or_null(
            "policy",
            self.policy.map(|policy| policy.to_string()).as_deref(),
        );
        table.written()
    }
}

/// Shows the reason: what was asked and when may say something of a person.
impl std::fmt::Debug for DecisionRecord<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DecisionRecord({})", self.decision.reason().code())
    }
}

fn instant(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
