//! Which requests are open, by the day on which the answer is due, and which are one person's.

use super::{DamagedRequest, RequestStore, RequestStoreError, StoredRequest, SubjectKey};
use crate::{Backend, Cell, Row, Statement};

/// A place in the list of open requests: behind the last one of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPlace {
    /// As the database holds it, so that a row with a day that is none is passed by like others.
    due: Cell,
    id: String,
}

/// Some of the open requests. One that cannot be read stands in its place with what is wrong, and the others are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestPage {
    /// The requests, in order.
    pub requests: Vec<Result<StoredRequest, DamagedRequest>>,
    /// Where the next page begins; `None` after the last one.
    pub next: Option<OpenPlace>,
}

impl<C: Backend> RequestStore<'_, C> {
    /// The open requests by the day on which the answer is due by every reading of the law (`DueDates::strict`), then by id: first those of which no
    /// day was reckoned, which nobody may take for having time. Up to `most`, from the beginning or from where a page ended.
    ///
    /// # Errors
    /// [`RequestStoreError::Store`].
    pub async fn open_by_due(
        &mut self,
        from: Option<&OpenPlace>,
        most: u32,
    ) -> Result<RequestPage, RequestStoreError> {
        let mut rows = match from {
            Some(place) if !place.due.is_null() => Vec::new(),
            _ => {
                let asked = Statement::new(
                    "SELECT id, person, is_open, due, closed, version, request FROM greffe_requests WHERE is_open AND due IS NULL AND id > ",
                );
                let after = from.map_or("", |place| place.id.as_str());
                // By the day too, which all of them lack: PostgreSQL else walks through every id.
                let asked = asked.value(after).push(" ORDER BY due, id LIMIT ");
                let asked = asked.value(most);
                self.connection.rows(asked).await?
            }
        };
        let seen = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        if let Some(left) = most.checked_sub(seen).filter(|left| *left > 0) {
            let asked = Statement::new(
                "SELECT id, person, is_open, due, closed, version, request FROM greffe_requests WHERE is_open AND due IS NOT NULL",
            );
            let asked = match from {
                Some(place) if !place.due.is_null() => asked
                    .push(" AND (due, id) > (")
                    .list([place.due.clone(), Cell::from(place.id.as_str())])
                    .push(")"),
                _ => asked,
            };
            let asked = asked.push(" ORDER BY due, id LIMIT ").value(left);
            rows.extend(self.connection.rows(asked).await?);
        }
        let is_full = rows.len() == most as usize;
        let last = rows.last().filter(|_| is_full);
        Ok(RequestPage {
            next: last.map(place).transpose()?,
            requests: self.read_all(&rows),
        })
    }

    /// Every request of a person, open or closed, by id.
    ///
    /// # Errors
    /// [`RequestStoreError::Store`].
    pub async fn of_person(
        &mut self,
        person: SubjectKey,
    ) -> Result<Vec<Result<StoredRequest, DamagedRequest>>, RequestStoreError> {
        let asked = Statement::new(
            "SELECT id, person, is_open, due, closed, version, request FROM greffe_requests WHERE person = $1 ORDER BY id",
        );
        let asked = asked.bind(&person.as_bytes()[..]);
        let rows = self.connection.rows(asked).await?;
        Ok(self.read_all(&rows))
    }

    pub(super) fn read_all(&self, rows: &[Row]) -> Vec<Result<StoredRequest, DamagedRequest>> {
        rows.iter()
            .map(|row| StoredRequest::of(row, self.seal))
            .collect()
    }
}

fn place(row: &Row) -> Result<OpenPlace, RequestStoreError> {
    Ok(OpenPlace {
        due: row.get("due")?,
        id: row.get("id")?,
    })
}
