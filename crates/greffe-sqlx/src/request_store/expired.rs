//! When the files of requests go themselves.

use greffe_calendar::FiscalYears;
use greffe_retention::{Event, Facts, OwnRecord, Rule};

use chrono::NaiveDate;

use super::{DamagedRequest, RequestStore, RequestStoreError, StoredRequest};
use crate::overwrite::overwrite_what_goes;
use crate::{Backend, Cell, Statement, StoreError};

/// What became of the closed requests.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ErasedRequests {
    /// How many were erased.
    pub erased: u64,
    /// How many may go by the rule and were kept, for the host said so.
    pub kept: u64,
    /// Those that cannot be read, and stay.
    pub damaged: Vec<DamagedRequest>,
}

impl<C: Backend> RequestStore<'_, C> {
    /// Erases the files of closed requests of which `rule` says that they may go, counted from the day of their last step (event
    /// `request_closed`): [`OwnRecord::RequestFile`], or the service's own rule. `keeps` says which stay all the same, such as one over which there
    /// is a dispute. Open requests stay, however old. An erasure that is stopped in the middle goes on with the next one.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")]
    /// # async fn example(mut requests: greffe_sqlx::RequestStore<'_, sqlx::SqliteConnection>) -> Result<(), Box<dyn std::error::Error>> {
    /// let today = "2026-11-26".parse()?;
    /// let rule = greffe_retention::OwnRecord::RequestFile.rule(today)?;
    /// let done = requests.erase_expired(&rule, today, |_| false).await?;
    /// println!("{} erased, {} cannot be read", done.erased, done.damaged.len());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`RequestStoreError::Store`].
    pub async fn erase_expired(
        &mut self,
        rule: &Rule,
        today: NaiveDate,
        mut keeps: impl FnMut(&StoredRequest) -> bool + Send,
    ) -> Result<ErasedRequests, RequestStoreError> {
        overwrite_what_goes(self.connection).await?;
        let no_years = FiscalYears::from_table([]).map_err(|_| StoreError::Calendar)?;
        let closing = OwnRecord::RequestFile.event().parse::<Event>();
        let closing = closing.map_err(|_| StoreError::Calendar)?;
        let (mut done, mut after) = (ErasedRequests::default(), None::<[Cell; 2]>);
        loop {
            let asked = Statement::new(
                "SELECT id, person, is_open, due, closed, version, request FROM greffe_requests WHERE NOT is_open AND closed IS NOT NULL",
            );
            let asked = match after.take() {
                Some(place) => asked.push(" AND (closed, id) > (").list(place).push(")"),
                None => asked,
            };
            let asked = asked.push(" ORDER BY closed, id LIMIT ").value(PAGE);
            let rows = self.connection.rows(asked).await?;
            let Some(last) = rows.last() else {
                break;
            };
            after = Some([last.get("closed")?, last.get("id")?]);
            for stored in self.read_all(&rows) {
                let stored = match stored {
                    Ok(stored) => stored,
                    Err(damaged) => {
                        done.damaged.push(damaged);
                        continue;
                    }
                };
                let Some(closed) = super::stored::Told::of(&stored.request).closed else {
                    continue;
                };
                let facts = Facts::new().on(closing.clone(), closed);
                if !rule.evaluate(&facts, &no_years, today).may_dispose() {
                    continue;
                }
                match keeps(&stored) {
                    true => done.kept += 1,
                    false => done.erased += self.erase(&stored).await?,
                }
            }
        }
        // Every closed request has the day of its last step: where that is gone the row was changed by hand.
        let asked = Statement::new(
            "SELECT id, person, is_open, due, closed, version, request FROM greffe_requests WHERE NOT is_open AND closed IS NULL ORDER BY id",
        );
        let rows = self.connection.rows(asked).await?;
        let damaged = self.read_all(&rows).into_iter().filter_map(Result::err);
        done.damaged.extend(damaged);
        Ok(done)
    }

    /// Erases the request as it was read: one that was saved since stays.
    async fn erase(&mut self, stored: &StoredRequest) -> Result<u64, RequestStoreError> {
        let version = i64::try_from(stored.version).map_err(|_| StoreError::Unwritable)?;
        let erase = Statement::new("DELETE FROM greffe_requests WHERE id = $1 AND version = $2");
        let erase = erase.bind(stored.id.as_str()).bind(version);
        Ok(self.connection.execute(erase).await?)
    }
}

const PAGE: u32 = 256;
