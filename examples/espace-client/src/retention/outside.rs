//! What is kept outside the database, because a restored one has lost it: certificates and tombstones.

use std::path::Path;

use greffe::retention::{Certificate, Tombstone, Tombstones};
use greffe_sqlx::{Backend, certificates, tombstones};
use serde::de::DeserializeOwned;

use crate::error::HostError;
use crate::home::Home;

/// The records of a home, as the last purge left them.
#[derive(Debug)]
pub(crate) struct Outside {
    /// The chain of certificates.
    pub(crate) certificates: Vec<Certificate>,
    /// The tombstones.
    pub(crate) tombstones: Tombstones,
}

const CERTIFICATES: &str = "certificates.jsonl";
const TOMBSTONES: &str = "tombstones.jsonl";

impl Outside {
    /// Reads them; nothing was kept before the first purge.
    pub(crate) fn read(home: &Home) -> Result<Self, HostError> {
        let chain: Vec<Certificate> = lines(&home.file(CERTIFICATES))?;
        Certificate::verify_chain(&chain).map_err(|error| refused(&error))?;
        let stones: Vec<Tombstone> = lines(&home.file(TOMBSTONES))?;
        Ok(Self {
            certificates: chain,
            tombstones: stones.into_iter().collect(),
        })
    }

    /// Whether the database has what is kept here. One that has not comes out of a backup, and no request may be served from it.
    pub(crate) async fn is_in<C: Backend>(&self, db: &mut C) -> Result<bool, HostError> {
        let Some(last) = self.certificates.last() else {
            return Ok(true);
        };
        Ok(certificates(db).await?.contains(last))
    }
}

/// Whether the database has lost what is kept outside it.
pub(super) async fn is_restored<C: Backend>(db: &mut C, home: &Home) -> Result<bool, HostError> {
    let kept = crate::consents::outside(home)?;
    let has_choices = match kept {
        Some(kept) => crate::consents::ledger(db)?.extends(kept.head()).await?,
        None => true,
    };
    Ok(!(has_choices && Outside::read(home)?.is_in(db).await?))
}

/// Writes down what the database has, without forgetting a tombstone that was kept before; how many certificates there are.
pub(crate) async fn keep_outside<C: Backend>(db: &mut C, home: &Home) -> Result<usize, HostError> {
    let kept = Outside::read(home)?;
    let chain = certificates(db).await?;
    Certificate::verify_chain(&chain).map_err(|error| refused(&error))?;
    let stones = tombstones(db).await?;
    let all: Tombstones = kept
        .tombstones
        .iter()
        .chain(stones.iter())
        .copied()
        .collect();
    // Tombstones first: a certificate that stands here says that its tombstones do.
    crate::files::write_lines(&home.file(TOMBSTONES), all.iter())?;
    crate::files::write_lines(&home.file(CERTIFICATES), &chain)?;
    Ok(chain.len())
}

/// Writes down what is still needed on that day: a tombstone goes with the last backup that may hold its row.
pub(crate) fn forget_outside(home: &Home, today: chrono::NaiveDate) -> Result<(), HostError> {
    let kept = Outside::read(home)?;
    let needed = kept
        .tombstones
        .iter()
        .filter(|stone| today <= stone.until());
    crate::files::write_lines(&home.file(TOMBSTONES), needed)
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, HostError> {
    let text = match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text.map_err(HostError::file(path))?,
    };
    let read = |line| {
        // serde's text may repeat the input: only the place is kept.
        serde_json::from_str(line).map_err(|_| HostError::File {
            path: path.to_path_buf(),
            kind: std::io::ErrorKind::InvalidData,
        })
    };
    text.lines().map(read).collect()
}

fn refused(error: &dyn std::error::Error) -> HostError {
    HostError::refused("certificates", error)
}
