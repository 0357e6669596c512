//! A stored ledger as a file, a file as a stored ledger, and the whole in memory.

use std::io::{BufRead, Read as _, Write};

use greffe_consent::{Entry, Ledger, Link};

use super::call::{Call, reading};
use super::head::Chain;
use super::row::NewRow;
use super::verify::Unrecorded;
use super::{ConsentStore, ConsentStoreError, PAGE, StoredEntry};
use crate::Backend;

impl<C: Backend> ConsentStore<'_, C> {
    /// Up to `most` entries after that position, in the order of the chain. Begin with 0, go on from the last position seen, and end at an
    /// empty page.
    ///
    /// # Errors
    /// [`ConsentStoreError::Damaged`], [`ConsentStoreError::Store`].
    pub async fn page(
        &mut self,
        after: u64,
        most: usize,
    ) -> Result<Vec<StoredEntry>, ConsentStoreError> {
        let Some(chain) = self.chain().await? else {
            return Ok(Vec::new());
        };
        let rows = self.rows_after(chain.ledger, after, most).await?;
        rows.into_iter().map(super::row::EntryRow::stored).collect()
    }

    /// The whole ledger, verified: for ledgers that fit into memory.
    ///
    /// # Errors
    /// [`ConsentStoreError::Ledger`] where the chain does not hold; as [`ConsentStore::page`].
    pub async fn ledger(&mut self) -> Result<Ledger, ConsentStoreError> {
        let entries = reading!(self, |own| own.all_entries())?;
        Ok(Ledger::from_entries(entries)?)
    }

    async fn all_entries(&mut self) -> Result<Vec<(Entry, Link)>, ConsentStoreError> {
        let (mut entries, mut position) = (Vec::new(), 0);
        loop {
            let page = self.page(position, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(entries);
            };
            position = last.position;
            entries.extend(page.into_iter().map(|stored| (stored.entry, stored.link)));
        }
    }

    /// Writes the ledger as chained JSON lines, the bytes of [`Ledger::to_json_lines`], page by page on one state of the database. Says how
    /// many lines. Verifies nothing.
    ///
    /// # Errors
    /// [`ConsentStoreError::File`]; as [`ConsentStore::page`]. What is written by then is no ledger.
    pub async fn export(&mut self, mut to: impl Write + Send) -> Result<u64, ConsentStoreError> {
        reading!(self, |own| own.write_lines(&mut to))
    }

    async fn write_lines(
        &mut self,
        to: &mut (impl Write + Send),
    ) -> Result<u64, ConsentStoreError> {
        let (mut lines, mut position) = (0_u64, 0);
        loop {
            let page = self.page(position, PAGE).await?;
            let Some(last) = page.last() else {
                to.flush()?;
                return Ok(lines);
            };
            position = last.position;
            for stored in page {
                let line = stored.entry.to_json_line();
                let body = line.strip_suffix('}').unwrap_or(&line);
                writeln!(to, "{body}{LINK}{}\"}}", stored.link)?;
                lines = lines.saturating_add(1);
            }
        }
    }

    /// Reads chained JSON lines, as [`ConsentStore::export`] or [`Ledger::to_json_lines`] writes them, into this ledger, which has to be empty,
    /// and verifies the chain before anything of it is kept. Says how many lines. Content that was forgotten before there were records is taken as
    /// it is: [`ConsentStore::verify`] finds it. Bare events are appended instead ([`Ledger::from_event_lines`]).
    ///
    /// # Errors
    /// [`ConsentStoreError::NotEmpty`]; [`ConsentStoreError::Line`] at the first line that is none of Greffe's; [`ConsentStoreError::Chain`] where the
    /// chain does not hold; [`ConsentStoreError::File`]; [`ConsentStoreError::Store`], also where another writer is in the way: a file is read once.
    pub async fn import(&mut self, from: impl BufRead + Send) -> Result<u64, ConsentStoreError> {
        let call = Call::writing(self).await?;
        let done = call.store.read_lines(from).await;
        call.end(done).await
    }

    async fn read_lines(
        &mut self,
        mut from: impl BufRead + Send,
    ) -> Result<u64, ConsentStoreError> {
        let mut chain = self.lock().await?;
        if chain.length > 0 {
            return Err(ConsentStoreError::NotEmpty);
        }
        let (mut number, mut line) = (0_u64, Vec::new());
        let mut rows: Vec<NewRow> = Vec::new();
        loop {
            line.clear();
            let read = (&mut from)
                .take(LONGEST_LINE)
                .read_until(b'\n', &mut line)?;
            if read == 0 {
                break;
            }
            number = number.saturating_add(1);
            let row = chained(&line).ok_or(ConsentStoreError::Line(number))?;
            rows.push(row);
            if rows.len() == PAGE {
                self.take_rows(&mut chain, std::mem::take(&mut rows))
                    .await?;
            }
        }
        self.take_rows(&mut chain, rows).await?;
        self.move_head(&chain).await?;
        let report = self.verify_in_snapshot(Unrecorded::Overlooked).await?;
        match report.findings().first() {
            Some(found) => Err((*found).into()),
            None => Ok(number),
        }
    }

    /// Writes rows of a file, and tells those that its records name.
    pub(super) async fn take_rows(
        &mut self,
        chain: &mut Chain,
        rows: Vec<NewRow>,
    ) -> Result<(), ConsentStoreError> {
        let first = chain.length.saturating_add(1);
        let mut records = Vec::new();
        for (row, position) in rows.iter().zip(first..) {
            if let Entry::Erasure(record) = &row.entry {
                let named = record.positions().filter_map(|one| one.try_into().ok());
                records.push((position, named.collect::<Vec<u64>>()));
            }
        }
        self.insert(chain, rows).await?;
        for (position, named) in records {
            self.cover(chain.ledger, &named, position).await?;
        }
        Ok(())
    }
}

/// What stands between an entry and its link.
const LINK: &str = ",\"link\":\"";

/// The longest line that is read, in octets: greffe-consent's own limit, and the line feed.
const LONGEST_LINE: u64 = (256 << 10) + 1;

/// A chained line in the one form that Greffe writes.
fn chained(line: &[u8]) -> Option<NewRow> {
    let line = std::str::from_utf8(line).ok()?;
    let line = line.strip_suffix('\n').unwrap_or(line);
    let (body, link) = line.rsplit_once(LINK)?;
    let link = link.strip_suffix("\"}")?.parse().ok()?;
    let text = format!("{body}}}");
    let entry = Entry::from_json_line(&text).ok()?;
    (entry.to_json_line() == text).then_some(NewRow { entry, text, link })
}
