//! A row of a chain, and how it is read and written.

use greffe_consent::{ContentDigest, Entry, Link};

use super::head::Chain;
use super::{ConsentStore, ConsentStoreError};
use crate::{Backend, Cell, Row, Statement, StoreError};

pub(super) const TABLE: &str = "greffe_consent_entries";

/// What stands at one position of a stored chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// The position, from 1.
    pub position: u64,
    /// The event, what is left of it, or the record of an erasure.
    pub entry: Entry,
    /// The link.
    pub link: Link,
}

/// A row as it is, before anybody believes it.
pub(super) struct EntryRow {
    pub(super) position: u64,
    pub(super) event: Option<Vec<u8>>,
    pub(super) person: Option<Vec<u8>>,
    pub(super) device: Option<Vec<u8>>,
    pub(super) forgotten: Option<Vec<u8>>,
    pub(super) erased_by: Option<u64>,
    pub(super) text: String,
    pub(super) link: Option<Link>,
}

impl EntryRow {
    pub(super) fn of(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            position: row.get("position")?,
            event: row.get("event")?,
            person: row.get("person")?,
            device: row.get("device")?,
            forgotten: row.get("forgotten")?,
            erased_by: row.get("erased_by")?,
            text: row.get("entry")?,
            link: link_of(row, "link").ok(),
        })
    }

    /// The entry, in the one form that Greffe writes.
    pub(super) fn entry(&self) -> Option<Entry> {
        let entry = Entry::from_json_line(&self.text).ok()?;
        (entry.to_json_line() == self.text).then_some(entry)
    }

    pub(super) fn stored(self) -> Result<StoredEntry, ConsentStoreError> {
        let position = self.position;
        let parts = self.entry().zip(self.link);
        let (entry, link) = parts.ok_or(ConsentStoreError::Damaged { position })?;
        Ok(StoredEntry {
            position,
            entry,
            link,
        })
    }

    /// Whether the columns by which the row is found say what the entry says.
    pub(super) fn agrees_with(&self, entry: &Entry) -> bool {
        let columns = (&self.event, &self.person, &self.device, &self.forgotten);
        let expected = columns_of(entry);
        let expected = (&expected.0, &expected.1, &expected.2, &expected.3);
        columns == expected && (self.erased_by.is_none() || matches!(entry, Entry::Forgotten(_)))
    }
}

type Octets = Option<Vec<u8>>;

/// Event, person, device, forgotten.
fn columns_of(entry: &Entry) -> (Octets, Octets, Octets, Octets) {
    match entry {
        Entry::Event(event) => (
            Some(event.id().as_bytes().to_vec()),
            Some(event.person().as_bytes().to_vec()),
            event
                .kind()
                .linked_device()
                .map(|device| device.as_bytes().to_vec()),
            None,
        ),
        Entry::Forgotten(content) => (None, None, None, Some(content.as_bytes().to_vec())),
        Entry::Erasure(_) => (None, None, None, None),
    }
}

pub(super) fn link_of(row: &Row, column: &'static str) -> Result<Link, StoreError> {
    Ok(Link::from_bytes(octets(row, column)?))
}

pub(super) fn digest_of(row: &Row, column: &'static str) -> Result<ContentDigest, StoreError> {
    Ok(ContentDigest::from_bytes(octets(row, column)?))
}

fn octets<const LENGTH: usize>(
    row: &Row,
    column: &'static str,
) -> Result<[u8; LENGTH], StoreError> {
    let octets: Vec<u8> = row.get(column)?;
    octets
        .try_into()
        .map_err(|_| StoreError::ColumnType { column })
}

/// A position as both databases hold it.
pub(super) fn number(position: u64) -> Result<i64, StoreError> {
    i64::try_from(position).map_err(|_| StoreError::Unwritable)
}

/// An entry with its link, to be written.
pub(super) struct NewRow {
    pub(super) entry: Entry,
    pub(super) text: String,
    pub(super) link: Link,
}

impl<C: Backend> ConsentStore<'_, C> {
    /// Writes these rows behind the last one.
    pub(super) async fn insert(
        &mut self,
        chain: &mut Chain,
        rows: Vec<NewRow>,
    ) -> Result<(), ConsentStoreError> {
        let Some(last) = rows.last().map(|row| row.link) else {
            return Ok(());
        };
        let mut insert = Statement::new(
            "INSERT INTO greffe_consent_entries (ledger, position, event, person, device, forgotten, entry, link) VALUES (",
        );
        let mut separator = "";
        for row in rows {
            chain.length = chain.length.saturating_add(1);
            let (event, person, device, forgotten) = columns_of(&row.entry);
            insert = insert.push(separator).list([
                Cell::from(chain.ledger),
                number(chain.length)?.into(),
                event.into(),
                person.into(),
                device.into(),
                forgotten.into(),
                row.text.into(),
                row.link.as_bytes().to_vec().into(),
            ]);
            separator = "), (";
        }
        self.connection.execute(insert.push(")")).await?;
        chain.head = last;
        Ok(())
    }

    /// Up to `most` rows after that position, in order.
    pub(super) async fn rows_after(
        &mut self,
        ledger: i64,
        after: u64,
        most: usize,
    ) -> Result<Vec<EntryRow>, ConsentStoreError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let asked = Statement::new(
            "SELECT position, event, person, device, forgotten, erased_by, entry, link FROM greffe_consent_entries
             WHERE ledger = $1 AND position > $2 ORDER BY position LIMIT $3",
        );
        let asked = asked.bind(ledger).bind(number(after)?).bind(most);
        let rows = self.connection.rows(asked).await?;
        rows.iter()
            .map(|row| EntryRow::of(row).map_err(Into::into))
            .collect()
    }

    /// The rows at these positions, in order; those that are not there are left out.
    pub(super) async fn rows_at(
        &mut self,
        ledger: i64,
        positions: &[u64],
    ) -> Result<Vec<EntryRow>, ConsentStoreError> {
        let mut found = Vec::new();
        for some in positions.chunks(super::PAGE) {
            let some: Result<Vec<i64>, _> = some.iter().map(|one| number(*one)).collect();
            let asked = Statement::new(
                "SELECT position, event, person, device, forgotten, erased_by, entry, link FROM greffe_consent_entries WHERE ledger = $1 AND position IN (",
            );
            let asked = asked.bind(ledger).list(some?).push(") ORDER BY position");
            for row in self.connection.rows(asked).await? {
                found.push(EntryRow::of(&row)?);
            }
        }
        Ok(found)
    }
}
