//! Forgetting: contents are blanked and the record of the erasure is appended, in one transaction.

use std::collections::BTreeSet;
use std::fmt;

use greffe_consent::{ContentDigest, Entry, Erasure, ErasureRecord, EventId, PersonKey};

use super::call::writing;
use super::head::Chain;
use super::row::{NewRow, number};
use super::{ConsentStore, ConsentStoreError, PAGE};
use crate::{Backend, Statement};

/// What was forgotten. `Debug` shows counts only.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ForgottenRows {
    events: usize,
    shared: Vec<PersonKey>,
}

impl ForgottenRows {
    /// How many events were forgotten.
    #[must_use]
    pub const fn events(&self) -> usize {
        self.events
    }

    /// The devices whose own events stay, for another account is linked to them: whose these are, nobody knows.
    #[must_use]
    pub fn shared_devices(&self) -> &[PersonKey] {
        &self.shared
    }
}

impl fmt::Debug for ForgottenRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (events, shared) = (self.events, self.shared.len());
        write!(f, "ForgottenRows({events} events, {shared} shared devices)")
    }
}

/// Whose events go.
#[derive(Clone, Copy)]
enum Whose {
    Person(PersonKey),
    Account(PersonKey),
}

impl<C: Backend> ConsentStore<'_, C> {
    /// Forgets every event of a person (Art. 17 GDPR), as [`Ledger::forget`](greffe_consent::Ledger::forget) does: each row keeps the digest of its
    /// content and its link, and the record of the erasure is appended. Of nobody nothing is forgotten and nothing appended.
    ///
    /// The store tells SQLite to overwrite what goes (`PRAGMA secure_delete`), with every call that writes; in WAL mode the log keeps older pages until `PRAGMA
    /// wal_checkpoint(TRUNCATE)`, and PostgreSQL keeps older versions of the rows until it vacuums, and in its log and backups beyond.
    ///
    /// # Errors
    /// [`ConsentStoreError::Damaged`] where a row of theirs cannot be read: nothing is forgotten then; [`ConsentStoreError::Store`].
    pub async fn forget(
        &mut self,
        person: PersonKey,
        erasure: &Erasure,
    ) -> Result<ForgottenRows, ConsentStoreError> {
        writing!(self, |own| own.forget_all(Whose::Person(person), erasure))
    }

    /// Forgets an account with every device that was linked to it, in one erasure, as
    /// [`Ledger::forget_account`](greffe_consent::Ledger::forget_account) does. A device that another account is linked to keeps its own events,
    /// and is named: the host decides.
    ///
    /// # Errors
    /// As [`ConsentStore::forget`].
    pub async fn forget_account(
        &mut self,
        account: PersonKey,
        erasure: &Erasure,
    ) -> Result<ForgottenRows, ConsentStoreError> {
        writing!(self, |own| own.forget_all(Whose::Account(account), erasure))
    }

    /// Forgets one event, and says whether there was one of that id: for events that were recorded by mistake, and never to answer a
    /// request for erasure ([`Ledger::forget_event`](greffe_consent::Ledger::forget_event)).
    ///
    /// # Errors
    /// As [`ConsentStore::forget`].
    pub async fn forget_event(
        &mut self,
        event: EventId,
        erasure: &Erasure,
    ) -> Result<bool, ConsentStoreError> {
        writing!(self, |own| own.forget_one(event, erasure))
    }

    /// Records an erasure that was done before there were records of it, in a ledger that came from an old file: of these positions, those that
    /// were forgotten and that no record names yet. Says how many these are.
    ///
    /// # Errors
    /// As [`ConsentStore::forget`].
    pub async fn record_forgotten(
        &mut self,
        positions: impl IntoIterator<Item = u64>,
        erasure: &Erasure,
    ) -> Result<usize, ConsentStoreError> {
        let positions: BTreeSet<u64> = positions.into_iter().collect();
        let positions: Vec<u64> = positions.into_iter().collect();
        writing!(self, |own| own.record_old(&positions, erasure))
    }

    async fn forget_all(
        &mut self,
        whose: Whose,
        erasure: &Erasure,
    ) -> Result<ForgottenRows, ConsentStoreError> {
        let mut chain = self.lock().await?;
        let (persons, shared) = match whose {
            Whose::Person(person) => (vec![person], Vec::new()),
            Whose::Account(account) => {
                // The crate's own rule, over what decides for the account: every link to its devices is among it.
                let mut part = self.part_of(account).await?;
                let devices: BTreeSet<PersonKey> = part
                    .history(account)
                    .filter_map(|event| event.kind().linked_device())
                    .filter(|device| *device != account)
                    .collect();
                let shared = part.forget_account(account, erasure);
                let shared = shared.shared_devices().to_vec();
                let own = devices.into_iter().filter(|one| !shared.contains(one));
                (std::iter::once(account).chain(own).collect(), shared)
            }
        };
        let mut positions = Vec::new();
        for some in persons.chunks(PAGE) {
            let some = some.iter().map(|person| person.as_bytes().to_vec());
            let asked = Statement::new(
                "SELECT position FROM greffe_consent_entries WHERE ledger = $1 AND person IN (",
            );
            let asked = asked.bind(chain.ledger).list(some).push(")");
            for row in self.connection.rows(asked).await? {
                positions.push(row.first()?);
            }
        }
        positions.sort_unstable();
        let events = self.erase(&mut chain, &positions, erasure).await?;
        Ok(ForgottenRows { events, shared })
    }

    async fn forget_one(
        &mut self,
        event: EventId,
        erasure: &Erasure,
    ) -> Result<bool, ConsentStoreError> {
        let mut chain = self.lock().await?;
        let asked = Statement::new(
            "SELECT position FROM greffe_consent_entries WHERE ledger = $1 AND event = $2",
        );
        let asked = asked.bind(chain.ledger).bind(&event.as_bytes()[..]);
        let Some(row) = self.connection.row(asked).await? else {
            return Ok(false);
        };
        self.erase(&mut chain, &[row.first()?], erasure).await?;
        Ok(true)
    }

    async fn record_old(
        &mut self,
        positions: &[u64],
        erasure: &Erasure,
    ) -> Result<usize, ConsentStoreError> {
        let mut chain = self.lock().await?;
        let rows = self.rows_at(chain.ledger, positions).await?;
        let uncovered = rows
            .into_iter()
            .filter(|row| row.forgotten.is_some() && row.erased_by.is_none());
        let uncovered: Vec<u64> = uncovered.map(|row| row.position).collect();
        self.record(&mut chain, &uncovered, erasure).await?;
        Ok(uncovered.len())
    }

    /// Blanks these rows and appends what records it.
    async fn erase(
        &mut self,
        chain: &mut Chain,
        positions: &[u64],
        erasure: &Erasure,
    ) -> Result<usize, ConsentStoreError> {
        for some in positions.chunks(PAGE) {
            for row in self.rows_at(chain.ledger, some).await? {
                let position = row.position;
                let Some(Entry::Event(event)) = row.entry() else {
                    return Err(ConsentStoreError::Damaged { position });
                };
                self.blank(chain.ledger, position, event.content_digest())
                    .await?;
            }
        }
        self.record(chain, positions, erasure).await?;
        Ok(positions.len())
    }

    /// Leaves of the event in this row the digest of its content.
    pub(super) async fn blank(
        &mut self,
        ledger: i64,
        position: u64,
        content: ContentDigest,
    ) -> Result<(), ConsentStoreError> {
        let blanked = Statement::new(
            "UPDATE greffe_consent_entries SET event = NULL, person = NULL, device = NULL, entry = $1, forgotten = $2
             WHERE ledger = $3 AND position = $4",
        );
        let blanked = blanked
            .bind(Entry::Forgotten(content).to_json_line())
            .bind(&content.as_bytes()[..])
            .bind(ledger)
            .bind(number(position)?);
        self.connection.execute(blanked).await?;
        Ok(())
    }

    /// Appends the records of an erasure of these rows, and tells each row which one names it.
    async fn record(
        &mut self,
        chain: &mut Chain,
        positions: &[u64],
        erasure: &Erasure,
    ) -> Result<(), ConsentStoreError> {
        for some in positions.chunks(ErasureRecord::MOST) {
            let named: Result<Vec<usize>, _> =
                some.iter().map(|one| usize::try_from(*one)).collect();
            let named = named.map_err(|_| crate::StoreError::Unwritable)?;
            let entry = Entry::from(ErasureRecord::new(erasure.clone(), named)?);
            let link = chain.head.then_content(entry.content_digest());
            let text = entry.to_json_line();
            self.insert(chain, vec![NewRow { entry, text, link }])
                .await?;
            self.cover(chain.ledger, some, chain.length).await?;
        }
        if !positions.is_empty() {
            self.move_head(chain).await?;
        }
        Ok(())
    }

    /// Notes on these rows the position of a record that names them, unless an earlier one does.
    pub(super) async fn cover(
        &mut self,
        ledger: i64,
        positions: &[u64],
        record: u64,
    ) -> Result<(), ConsentStoreError> {
        for some in positions.chunks(PAGE) {
            let some: Result<Vec<i64>, _> = some.iter().map(|one| number(*one)).collect();
            let covered = Statement::new(
                "UPDATE greffe_consent_entries SET erased_by = $1 WHERE ledger = $2 AND forgotten IS NOT NULL AND erased_by IS NULL AND position IN (",
            );
            let covered = covered.bind(number(record)?).bind(ledger);
            self.connection
                .execute(covered.list(some?).push(")"))
                .await?;
        }
        Ok(())
    }
}
