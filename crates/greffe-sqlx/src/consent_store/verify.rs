//! Verifying a chain: row by row, in constant memory, on one state of the database.

use std::collections::BTreeMap;

use greffe_consent::{ContentDigest, Entry, ErasureRecord, Link};

use super::call::reading;
use super::row::EntryRow;
use super::{ChainFault, ChainFinding, ConsentStore, ConsentStoreError, PAGE};
use crate::Backend;

/// What was found of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    length: u64,
    link: Link,
    forgotten: u64,
    findings: Vec<ChainFinding>,
    has_more: bool,
}

impl ChainReport {
    /// How many rows there are.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// The link of the last row: hold it against one that was kept elsewhere, or ask [`ConsentStore::extends`].
    #[must_use]
    pub const fn link(&self) -> Link {
        self.link
    }

    /// How many events were forgotten.
    #[must_use]
    pub const fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// What is wrong, in the order of the positions: the first thousand.
    #[must_use]
    pub fn findings(&self) -> &[ChainFinding] {
        &self.findings
    }

    /// Whether there is more than [`ChainReport::findings`] holds; the rest of the chain was not looked at then.
    #[must_use]
    pub const fn has_more(&self) -> bool {
        self.has_more
    }

    /// Whether nothing is wrong. Who can write the database can compute a whole chain anew: only a link that was kept elsewhere shows that.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty() && !self.has_more
    }

    fn found(&mut self, position: u64, fault: ChainFault) {
        self.findings.push(ChainFinding { position, fault });
    }
}

/// Content that was taken out without the record of an erasure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unrecorded {
    /// Is a finding.
    Found,
    /// Is none, and takes the place of none.
    Overlooked,
}

/// How many findings a report holds.
const MOST_FINDINGS: usize = 1_000;

impl<C: Backend> ConsentStore<'_, C> {
    /// Looks at every row: that no position is missing, that each link follows from the one before, that the columns say what the entries say,
    /// that nothing was taken out but what records of erasures name, and that nothing that they name is there again. Reads pages and keeps
    /// none of them.
    ///
    /// # Errors
    /// [`ConsentStoreError::Store`]. What is wrong with the chain is no error.
    pub async fn verify(&mut self) -> Result<ChainReport, ConsentStoreError> {
        reading!(self, |own| own.verify_in_snapshot(Unrecorded::Found))
    }

    pub(super) async fn verify_in_snapshot(
        &mut self,
        unrecorded: Unrecorded,
    ) -> Result<ChainReport, ConsentStoreError> {
        let mut report = ChainReport {
            length: 0,
            link: Link::GENESIS,
            forgotten: 0,
            findings: Vec::new(),
            has_more: false,
        };
        let Some(chain) = self.chain().await? else {
            return Ok(report);
        };
        let mut position = 0;
        loop {
            let rows = self.rows_after(chain.ledger, position, PAGE).await?;
            if rows.is_empty() {
                break;
            }
            if report.findings.len() >= MOST_FINDINGS {
                report.has_more = true;
                break;
            }
            let page = Page::of(&rows, &mut position, &mut report);
            self.hold_records(chain.ledger, &page, &mut report).await?;
            if unrecorded == Unrecorded::Found {
                self.hold_forgotten(chain.ledger, &page, &mut report)
                    .await?;
            }
            let contents: Vec<ContentDigest> = page.events.iter().map(|(_, one)| *one).collect();
            let forgotten = self.forgotten(&chain, &contents).await?;
            for (at, content) in &page.events {
                if forgotten.contains(content) {
                    report.found(*at, ChainFault::Forgotten);
                }
            }
        }
        if !report.has_more && (position, report.link) != (chain.length, chain.head) {
            report.found(position, ChainFault::WrongHead);
        }
        report.findings.sort_unstable();
        report.findings.dedup();
        report.has_more |= report.findings.len() > MOST_FINDINGS;
        report.findings.truncate(MOST_FINDINGS);
        Ok(report)
    }

    /// That what the records of this page name was forgotten.
    async fn hold_records(
        &mut self,
        ledger: i64,
        page: &Page,
        report: &mut ChainReport,
    ) -> Result<(), ConsentStoreError> {
        for (at, record) in &page.records {
            let named: Vec<u64> = record
                .positions()
                .filter_map(|one| one.try_into().ok())
                .collect();
            for some in named.chunks(PAGE) {
                let rows = self.rows_at(ledger, some).await?;
                if some.iter().any(|one| one >= at) {
                    report.found(*at, ChainFault::ErasureOfNoEvent);
                }
                for row in rows {
                    match row.entry() {
                        Some(Entry::Event(_)) => report.found(row.position, ChainFault::NotErased),
                        Some(Entry::Erasure(_)) => report.found(*at, ChainFault::ErasureOfNoEvent),
                        // What cannot be read is found where it stands.
                        Some(Entry::Forgotten(_)) | None => {}
                    }
                }
            }
        }
        Ok(())
    }

    /// That a record names each forgotten row of this page: the one that the row says, or it is none.
    async fn hold_forgotten(
        &mut self,
        ledger: i64,
        page: &Page,
        report: &mut ChainReport,
    ) -> Result<(), ConsentStoreError> {
        let mut by_record: BTreeMap<Option<u64>, Vec<u64>> = BTreeMap::new();
        for (position, record) in &page.forgotten {
            by_record.entry(*record).or_default().push(*position);
        }
        for (at, positions) in by_record {
            let row = match at {
                Some(at) => self.rows_at(ledger, &[at]).await?.pop(),
                None => None,
            };
            let named: Vec<u64> = match row.and_then(|row| row.entry()) {
                Some(Entry::Erasure(record)) => record
                    .positions()
                    .filter_map(|one| one.try_into().ok())
                    .collect(),
                _ => Vec::new(),
            };
            for position in positions {
                let is_named = at > Some(position) && named.binary_search(&position).is_ok();
                if !is_named {
                    report.found(position, ChainFault::NoErasureRecord);
                }
            }
        }
        Ok(())
    }
}

/// What of a page has to be held against other rows.
#[derive(Default)]
struct Page {
    events: Vec<(u64, ContentDigest)>,
    forgotten: Vec<(u64, Option<u64>)>,
    records: Vec<(u64, ErasureRecord)>,
}

impl Page {
    /// Goes through the rows, which stand behind `position`.
    fn of(rows: &[EntryRow], position: &mut u64, report: &mut ChainReport) -> Self {
        let mut page = Self::default();
        for row in rows {
            let at = row.position;
            let is_next = at == position.saturating_add(1);
            if !is_next {
                report.found(position.saturating_add(1), ChainFault::Missing);
            }
            *position = at;
            report.length = report.length.saturating_add(1);
            let before = report.link;
            // From here on the chain is followed from what the row says, so that what is wrong further on is found too.
            if let Some(link) = row.link {
                report.link = link;
            }
            let Some(entry) = row.entry() else {
                report.found(at, ChainFault::Unreadable);
                continue;
            };
            let content = entry.content_digest();
            // Behind a gap nothing can follow.
            if is_next && row.link != Some(before.then_content(content)) {
                report.found(at, ChainFault::BrokenLink);
            }
            if !row.agrees_with(&entry) {
                report.found(at, ChainFault::ColumnsDiffer);
            }
            match entry {
                Entry::Event(_) => page.events.push((at, content)),
                Entry::Forgotten(_) => {
                    report.forgotten = report.forgotten.saturating_add(1);
                    page.forgotten.push((at, row.erased_by));
                }
                Entry::Erasure(record) => page.records.push((at, record)),
            }
        }
        page
    }
}
