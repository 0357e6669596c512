//! Choices about consent that are past their time: those of people of whom every consent was ended so long ago that nobody has to prove it any more
//! (GDPR 5(1)(e), 7(1)). Only what is certain goes: an end that stands on record and no other, and nothing that may still have to be respected.

use chrono::{DateTime, NaiveDate, Utc};
use greffe::RegisterExt as _;
use greffe::calendar::zone::date_of;
use greffe::consent::{Consent, Erasure, Event as Choice, Kind, PersonKey, Policy, Purpose, Scope};
use greffe::register::Register;
use greffe::retention::{Event, Facts, OwnRecord, Rule};
use greffe::terms::PurposeId;
use greffe_sqlx::{Backend, Statement, SubjectKey};

use super::holds::is_held;
use crate::consents::{ledger, ledger_within, name_of_ledger, refused};
use crate::database::lock_holds;
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

/// What became of one person's choices.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Forgotten,
    /// By a hold.
    Held,
    /// Something was chosen meanwhile, or they are a device's.
    Kept,
}

/// What decides.
struct Terms<'r> {
    register: &'r Register,
    policy: Policy,
    rule: &'r Rule,
    event: Event,
    today: NaiveDate,
}

/// Forgets the choices of everybody of whom the rule says so. Each person is a transaction, so that one who chooses meanwhile, or comes under a hold,
/// keeps everything.
pub(super) async fn forget_ended_consents<C: Backend>(
    db: &mut C,
    register: &Register,
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Result<EndedConsents, HostError> {
    let own = OwnRecord::ConsentProof;
    let own_rule = own.rule(today).map_err(|_| HostError::BadDay)?;
    let policy = register.consent_policy().map_err(|error| refused(&error))?;
    let terms = Terms {
        register,
        policy: policy.build().map_err(|error| refused(&error))?,
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
            match forget(db, &terms, person, &erasure).await? {
                Outcome::Forgotten => done.forgotten += 1,
                Outcome::Held => done.held += 1,
                Outcome::Kept => {}
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

/// Forgets the person's choices, unless they have to stay by now.
async fn forget<C: Backend>(
    db: &mut C,
    terms: &Terms<'_>,
    person: PersonKey,
    erasure: &Erasure,
) -> Result<Outcome, HostError> {
    db.begin_writing().await?;
    let outcome = forget_within(db, terms, person, erasure).await;
    if let Ok(Outcome::Forgotten) = outcome {
        db.commit().await?;
    } else {
        // The first error says more than one of the way back.
        let _ = db.rollback().await;
    }
    outcome
}

async fn forget_within<C: Backend>(
    db: &mut C,
    terms: &Terms<'_>,
    person: PersonKey,
    erasure: &Erasure,
) -> Result<Outcome, HostError> {
    let known = ledger_within(db)?.history_of(person).await?;
    // From here on nobody else appends.
    let gone = ledger_within(db)?.forget(person, erasure).await?;
    // Another number: something was chosen between the two.
    if !terms.may_go(&known) || gone.events() != known.len() || is_linked(db, person).await? {
        return Ok(Outcome::Kept);
    }
    lock_holds(db).await?;
    Ok(
        match is_held(db, SubjectKey::from(person), terms.today).await? {
            true => Outcome::Held,
            false => Outcome::Forgotten,
        },
    )
}

/// Whether the pseudonym is that of a device of somebody's: what was chosen there decides for the account, under whose pseudonym its holds stand.
async fn is_linked<C: Backend>(db: &mut C, person: PersonKey) -> Result<bool, HostError> {
    let asked = Statement::new(
        "SELECT position FROM greffe_consent_entries WHERE ledger = (SELECT id FROM greffe_consent_ledgers WHERE name = $1) AND device = $2 LIMIT 1",
    );
    let asked = asked.bind(name_of_ledger()).bind(&person.as_bytes()[..]);
    Ok(db.row(asked).await?.is_some())
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

    /// The last day on which something was chosen or a consent ended. `None` where a consent has no end on record, and where something has to be respected
    /// for as long as anything could be sent: what is no choice about consent, such as an objection, and what stands for one.
    fn last_end(&self, history: &[Choice]) -> Option<NaiveDate> {
        let may_be_forgotten = |choice| is_of_consent(choice) && !self.stands_for_objection(choice);
        if !history.iter().all(may_be_forgotten) {
            return None;
        }
        let mut last = history
            .iter()
            .map(|choice| self.day(choice.occurred()))
            .max();
        for (index, choice) in history.iter().enumerate() {
            let Some(consent) = choice.kind().consent() else {
                continue;
            };
            let Scope::Only(purposes) = consent.purposes() else {
                return None;
            };
            let later = history.get(index + 1..).unwrap_or_default();
            for purpose in purposes {
                last = last.max(Some(self.end_of(consent, purpose, later)?));
            }
        }
        last
    }

    /// The day on which this consent to the purpose ended: by its own end, or by what the person or the host did after it. How long consents hold by the
    /// register of today does not count, for the register may have said otherwise while this one served.
    fn end_of(
        &self,
        consent: &Consent,
        purpose: &PurposeId,
        later: &[Choice],
    ) -> Option<NaiveDate> {
        let done = later.iter().find(|choice| ends(choice.kind(), purpose));
        let done = done.map(|choice| self.day(choice.occurred()));
        let own = consent.expires().map(|end| self.day(end));
        [done, own].into_iter().flatten().min()
    }

    fn day(&self, instant: DateTime<Utc>) -> NaiveDate {
        date_of(self.register.zone(), instant)
    }

    /// Whether a no closes what goes on without consent: an unsubscription is an objection to every marketing (GDPR 21(2)-(3)), and what was refused
    /// by name is not done on another basis. Forgotten, it would be open again.
    fn stands_for_objection(&self, choice: &Choice) -> bool {
        let (Kind::Refused { purposes } | Kind::Withdrawn { purposes }) = choice.kind() else {
            return false;
        };
        let mut without_consent = self.policy.purposes().filter(|one| !one.asks_consent());
        without_consent.any(|one| one.is_marketing() || self.names(purposes, one))
    }

    /// Whether the purpose is named, or a wider one.
    fn names(&self, scope: &Scope, purpose: &Purpose) -> bool {
        let wider = |one: &&Purpose| self.policy.purpose(one.parent()?.as_str());
        let mut line = std::iter::successors(Some(purpose), wider);
        line.any(|one| scope.names(one.id()))
    }
}

/// Whether a consent to the purpose ends with this. Another consent in its place does not end it: one that counts for nothing displaces nothing, and what
/// counts today need not have counted then.
fn ends(kind: &Kind, purpose: &PurposeId) -> bool {
    let is_end = matches!(
        kind,
        Kind::Refused { .. } | Kind::Withdrawn { .. } | Kind::Expired { .. }
    );
    is_end && kind.purposes().includes(purpose)
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
