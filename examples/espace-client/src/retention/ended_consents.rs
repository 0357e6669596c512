//! Choices about consent that are past their time: those of people whose last consent ended so long ago that nobody has to prove it any more
//! (GDPR 5(1)(e), 7(1)). Whatever else stands on record of a person keeps all of it.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use greffe::calendar::zone::date_of;
use greffe::consent::{Consent, Erasure, Event as Choice, Kind, PersonKey, Policy, Scope};
use greffe::register::Register;
use greffe::retention::{Event, Facts, OwnRecord, Rule};
use greffe::terms::PurposeId;
use greffe_sqlx::{Backend, ConsentStore, Statement, SubjectKey};

use crate::consents::{asked, ledger, ledger_within, name_of_ledger};
use crate::error::HostError;

/// Where a register says how long choices are kept, from `consent_ended`; of one that does not say, [`OwnRecord::ConsentProof`].
pub(crate) const CONSENTS_RULE: &str = "ESP-01/consents";

/// The decision that the ledger notes beside what was forgotten: the rule's.
const DECISION: &str = "purge/ESP-01/consents";

/// How many people are looked at in one statement.
const PAGE: i64 = 500;

/// Whose choices went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct EndedConsents {
    /// How many people's.
    pub(super) forgotten: u64,
    /// Of how many people they may go by the rule and stay, for their data are held.
    pub(super) held: u64,
}

/// What decides.
struct Terms<'r> {
    register: &'r Register,
    policy: Policy,
    rule: &'r Rule,
    event: Event,
    today: NaiveDate,
}

/// Forgets the choices of everybody of whom the rule says so. Each person is a transaction, so that one who chooses meanwhile keeps everything.
pub(super) async fn forget_ended_consents<C: Backend>(
    db: &mut C,
    register: &Register,
    held: &HashSet<SubjectKey>,
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Result<EndedConsents, HostError> {
    let own = OwnRecord::ConsentProof;
    let own_rule = own.rule(today).map_err(|_| HostError::BadDay)?;
    let terms = Terms {
        register,
        policy: asked(register)?.policy,
        rule: register.retention(CONSENTS_RULE).unwrap_or(&own_rule),
        event: own.event().parse().map_err(|_| HostError::Defect)?,
        today,
    };
    let decision = DECISION.parse().map_err(|_| HostError::Defect)?;
    let erasure = Erasure::new(now, decision).map_err(|_| HostError::BadDay)?;
    let (mut done, mut last) = (EndedConsents::default(), Vec::new());
    loop {
        let people = people_after(db, &last).await?;
        let Some(end) = people.last() else {
            return Ok(done);
        };
        last = end.as_bytes().to_vec();
        for person in people {
            if !terms.may_go(&ledger(db)?.history_of(person).await?) {
                continue;
            }
            if held.contains(&SubjectKey::from(person)) {
                done.held += 1;
            } else if forget(db, &terms, person, &erasure).await? {
                done.forgotten += 1;
            }
        }
    }
}

/// The next people of the ledger, in the order of their pseudonyms.
async fn people_after<C: Backend>(db: &mut C, last: &[u8]) -> Result<Vec<PersonKey>, HostError> {
    let asked = Statement::new(
        "SELECT DISTINCT person FROM greffe_consent_entries WHERE ledger = (SELECT id FROM greffe_consent_ledgers WHERE name = $1) AND person > $2 \
         ORDER BY person LIMIT $3",
    );
    let asked = asked.bind(name_of_ledger()).bind(last).bind(PAGE);
    let rows = db.rows(asked).await?;
    let person = |row: &greffe_sqlx::Row| {
        let person: Vec<u8> = row.get("person")?;
        let person: [u8; 16] = person.try_into().map_err(|_| HostError::BadRow {
            table: "greffe_consent_entries",
        })?;
        Ok(PersonKey::from_bytes(person))
    };
    rows.iter().map(person).collect()
}

/// Whether the person's choices went.
async fn forget<C: Backend>(
    db: &mut C,
    terms: &Terms<'_>,
    person: PersonKey,
    erasure: &Erasure,
) -> Result<bool, HostError> {
    db.begin_writing().await?;
    let forgotten = forget_within(&mut ledger_within(db)?, terms, person, erasure).await;
    if let Ok(true) = forgotten {
        db.commit().await?;
    } else {
        // The first error says more than one of the way back.
        let _ = db.rollback().await;
    }
    forgotten
}

async fn forget_within<C: Backend>(
    ledger: &mut ConsentStore<'_, C>,
    terms: &Terms<'_>,
    person: PersonKey,
    erasure: &Erasure,
) -> Result<bool, HostError> {
    let known = ledger.history_of(person).await?;
    let gone = ledger.forget(person, erasure).await?;
    // Another number: something was chosen between the two.
    Ok(terms.may_go(&known) && gone.events() == known.len())
}

impl Terms<'_> {
    fn may_go(&self, history: &[Choice]) -> bool {
        let Some(ended) = self.last_end(history) else {
            return false;
        };
        let facts = Facts::new().on(self.event.clone(), ended);
        let verdict = self
            .rule
            .evaluate(&facts, self.register.fiscal_years(), self.today);
        verdict.may_dispose()
    }

    /// The day on which the person's last consent ended. `None` where one has no end, where there never was one, and where something stands on record
    /// that is no choice about consent, such as an objection: that must be respected for as long as anything could be sent.
    fn last_end(&self, history: &[Choice]) -> Option<NaiveDate> {
        if !history.iter().all(is_of_consent) {
            return None;
        }
        let mut last = None;
        for (index, choice) in history.iter().enumerate() {
            let Some(consent) = choice.kind().consent() else {
                continue;
            };
            let Scope::Only(purposes) = consent.purposes() else {
                return None;
            };
            for purpose in purposes {
                let later = history.get(index + 1..).unwrap_or_default();
                let end = self.end_of((choice, consent), purpose, later)?;
                last = last.max(Some(end));
            }
        }
        last
    }

    /// The day on which this consent to the purpose ended: by its own end, by the policy's, or by what the person or the host did after it.
    fn end_of(
        &self,
        (given, consent): (&Choice, &Consent),
        purpose: &PurposeId,
        later: &[Choice],
    ) -> Option<NaiveDate> {
        let day = |instant| date_of(self.register.zone(), instant);
        let done = later.iter().find(|choice| ends(choice.kind(), purpose));
        let rules = self.policy.purpose(purpose.as_str());
        let validity = rules.and_then(|rules| rules.validity_of_consent());
        let by_policy =
            validity.and_then(|validity| validity.add_to_date(day(given.occurred())).ok());
        let ends = [
            done.map(|choice| day(choice.occurred())),
            consent.expires().map(day),
            by_policy,
        ];
        ends.into_iter().flatten().min()
    }
}

/// Whether a consent to the purpose ends with this, or goes on as another one.
fn ends(kind: &Kind, purpose: &PurposeId) -> bool {
    let is_end = matches!(
        kind,
        Kind::Given(_)
            | Kind::Renewed(_)
            | Kind::Refused { .. }
            | Kind::Withdrawn { .. }
            | Kind::Expired { .. }
    );
    is_end
        && match kind.purposes() {
            Scope::All => true,
            Scope::Only(purposes) => purposes.contains(purpose),
        }
}

const fn is_of_consent(choice: &Choice) -> bool {
    matches!(
        choice.kind(),
        Kind::Requested { .. }
            | Kind::Given(_)
            | Kind::Renewed(_)
            | Kind::Refused { .. }
            | Kind::Withdrawn { .. }
            | Kind::Confirmed { .. }
            | Kind::Expired { .. }
    )
}
