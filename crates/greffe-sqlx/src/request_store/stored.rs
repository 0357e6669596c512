//! A request with what its row says beside it.

use std::fmt;

use chrono::NaiveDate;
use greffe_export::{Request, RequestId};

use super::{DamagedRequest, RequestFault, RequestSeal};
use crate::{Row, StoreError};

/// Whose request it is: 16 octets of a keyed digest of the identifier by which the host knows the person, such as those of greffe-consent's `PersonKey`.
/// Never a clear identifier, nor an unkeyed digest of one. `Debug` shows nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SubjectKey([u8; 16]);

impl SubjectKey {
    /// The key of these octets.
    #[must_use]
    pub const fn from_bytes(octets: [u8; 16]) -> Self {
        Self(octets)
    }

    /// The octets.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubjectKey(..)")
    }
}

#[cfg(feature = "consent")]
impl From<greffe_consent::PersonKey> for SubjectKey {
    fn from(person: greffe_consent::PersonKey) -> Self {
        Self(*person.as_bytes())
    }
}

/// A request as it was loaded. Take its steps on [`StoredRequest::request_mut`], then [`save`](super::RequestStore::save) it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRequest {
    pub(super) id: RequestId,
    pub(super) person: SubjectKey,
    pub(super) version: u64,
    pub(super) request: Request,
}

impl StoredRequest {
    /// The request.
    #[must_use]
    pub const fn request(&self) -> &Request {
        &self.request
    }

    /// The request, to take its next step.
    pub const fn request_mut(&mut self) -> &mut Request {
        &mut self.request
    }

    /// Whose it is. Show nobody a request without having compared it.
    #[must_use]
    pub const fn person(&self) -> SubjectKey {
        self.person
    }

    /// How often it was saved, from 1.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    pub(super) fn of(row: &Row, seal: Option<&dyn RequestSeal>) -> Result<Self, DamagedRequest> {
        let id = row.get::<String>("id").ok().and_then(|id| id.parse().ok());
        let damaged = |fault| DamagedRequest {
            id: id.clone(),
            fault,
        };
        let columns = Columns::of(row).map_err(|_| damaged(RequestFault::Column))?;
        let id = id.clone().ok_or_else(|| damaged(RequestFault::Column))?;
        let octets = match seal {
            Some(seal) => seal.open(&id, &columns.octets),
            None => Some(columns.octets.clone()),
        };
        let text = octets.and_then(|octets| String::from_utf8(octets).ok());
        let text = text.ok_or_else(|| damaged(RequestFault::Sealed))?;
        let request =
            Request::from_json(&text).map_err(|error| damaged(RequestFault::File(error)))?;
        let told = Told::of(&request);
        match *request.id() == id && told == columns.told {
            true => Ok(Self {
                id,
                person: columns.person,
                version: columns.version,
                request,
            }),
            false => Err(damaged(RequestFault::ColumnsDiffer)),
        }
    }
}

/// What the columns say of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) is_open: bool,
    pub(super) due: Option<NaiveDate>,
    pub(super) closed: Option<NaiveDate>,
}

impl Told {
    pub(super) fn of(request: &Request) -> Self {
        let is_open = !request.state().is_final();
        Self {
            is_open,
            due: request.due().map(|due| due.strict),
            closed: closed(request),
        }
    }
}

/// The day of the last step of a request that is closed. Steps may follow the answer (Art. 19): its file is kept from the last of them on.
fn closed(request: &Request) -> Option<NaiveDate> {
    let last = request.log().last()?;
    request.state().is_final().then_some(last.on)
}

struct Columns {
    person: SubjectKey,
    version: u64,
    told: Told,
    octets: Vec<u8>,
}

impl Columns {
    fn of(row: &Row) -> Result<Self, StoreError> {
        let person: Vec<u8> = row.get("person")?;
        let person = person
            .try_into()
            .map_err(|_| StoreError::ColumnType { column: "person" })?;
        Ok(Self {
            person: SubjectKey(person),
            version: row.get("version")?,
            told: Told {
                is_open: row.get("is_open")?,
                due: row.get("due")?,
                closed: row.get("closed")?,
            },
            octets: row.get("request")?,
        })
    }
}
