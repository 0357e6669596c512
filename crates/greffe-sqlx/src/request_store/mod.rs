//! Requests of data subjects in the host's database: a row for each, its JSON as greffe-export writes it, and the columns by which it is found.

mod error;
mod expired;
mod list;
mod stored;

use greffe_export::{Request, RequestId};

use crate::overwrite::overwrite_what_goes;
use crate::{Backend, DatabaseFailure, Statement, StoreError};

pub use error::{DamagedRequest, RequestFault, RequestStoreError};
pub use expired::ErasedRequests;
pub use list::{OpenPlace, RequestPage};
pub use stored::{StoredRequest, SubjectKey};

use stored::Told;

/// How requests are sealed before they are written. A request has no name in it; the explanations of its refusals and fees, which are what the
/// person was told, stand in it in words. Bind what is sealed to the id, or two rows could be exchanged unseen.
///
/// ```
/// use getrandom::SysRng;
/// use greffe_cipher::{Binding, Bytes, Randomised, Sealed};
/// use greffe_export::RequestId;
/// use greffe_sqlx::RequestSeal;
///
/// /// `keyring.cipher(Context::new("greffe_requests", "request"))?.randomised::<Bytes>()`: to 65,535 octets and ids of 43.
/// struct Requests(Randomised<Bytes>);
///
/// impl RequestSeal for Requests {
///     fn seal(&self, id: &RequestId, clear: &[u8]) -> Option<Vec<u8>> {
///         let row = Binding::empty().text(id.as_str())?;
///         let sealed = self.0.seal(&Bytes::new(clear).ok()?, &row, &mut SysRng).ok()?;
///         Some(sealed.as_bytes().to_vec())
///     }
///
///     fn open(&self, id: &RequestId, stored: &[u8]) -> Option<Vec<u8>> {
///         let row = Binding::empty().text(id.as_str())?;
///         let opened = self.0.open(&Sealed::from_bytes(stored).ok()?, &row).ok()?;
///         Some(opened.expose().to_vec())
///     }
/// }
/// ```
pub trait RequestSeal: Send + Sync {
    /// The octets to store; `None` where they cannot be sealed, and nothing is stored then.
    fn seal(&self, id: &RequestId, clear: &[u8]) -> Option<Vec<u8>>;

    /// What was sealed; `None` where it cannot be opened, such as under the id of another request.
    fn open(&self, id: &RequestId, stored: &[u8]) -> Option<Vec<u8>>;
}

/// The requests in a database whose tables [`migrate`](crate::migrate) made.
///
/// ```
/// # #[cfg(feature = "sqlite")]
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use greffe_calendar::{Calendar, Place};
/// use greffe_export::{Request, Right};
/// use greffe_sqlx::{RequestStore, RequestStoreError, SubjectKey, migrate};
/// use sqlx::Connection as _;
///
/// let mut db = sqlx::SqliteConnection::connect("sqlite::memory:").await?;
/// migrate(&mut db).await?;
/// let mut requests = RequestStore::new(&mut db);
///
/// let mut request = Request::received("R-2026-17".parse()?, Right::Access, "2026-03-02".parse()?);
/// request.reckon(&Calendar::of(Place::France))?;
/// let person = SubjectKey::from_bytes([7; 16]);
/// let mut mine = requests.insert(person, request).await?;
/// let mut theirs = requests.load(&"R-2026-17".parse()?).await?.ok_or("it is there")?;
///
/// mine.request_mut().scope("2026-03-03".parse::<chrono::NaiveDate>()?)?;
/// requests.save(&mut mine).await?;
/// theirs.request_mut().scope("2026-03-04".parse::<chrono::NaiveDate>()?)?;
/// assert_eq!(requests.save(&mut theirs).await, Err(RequestStoreError::Stale));   // and mine is not lost
///
/// let open = requests.open_by_due(None, 50).await?;
/// assert_eq!(open.requests, [Ok(mine)]);
/// # Ok(()) }
/// # #[cfg(feature = "sqlite")]
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(example()).unwrap();
/// ```
pub struct RequestStore<'c, C> {
    connection: &'c mut C,
    seal: Option<&'c dyn RequestSeal>,
}

impl<'c, C: Backend> RequestStore<'c, C> {
    /// The requests of this database, stored as they are. Each call is one statement, also in a transaction of the caller's.
    pub fn new(connection: &'c mut C) -> Self {
        Self {
            connection,
            seal: None,
        }
    }

    /// The same, sealed.
    #[must_use]
    pub fn sealed_by(mut self, seal: &'c dyn RequestSeal) -> Self {
        self.seal = Some(seal);
        self
    }

    /// Stores a new request of that person.
    ///
    /// # Errors
    /// [`RequestStoreError::IdTaken`]; [`RequestStoreError::Store`], with [`StoreError::Unwritable`] where it cannot be sealed or is larger than a file
    /// may be.
    pub async fn insert(
        &mut self,
        person: SubjectKey,
        request: Request,
    ) -> Result<StoredRequest, RequestStoreError> {
        overwrite_what_goes(self.connection).await?;
        let insert = Statement::new(
            "INSERT INTO greffe_requests (id, person, is_open, due, closed, version, request) VALUES ($1, $2, $3, $4, $5, 1, $6)",
        );
        let told = Told::of(&request);
        let insert = insert
            .bind(request.id().as_str())
            .bind(&person.as_bytes()[..])
            .bind(told.is_open)
            .bind(told.due)
            .bind(told.closed)
            .bind(self.octets(&request)?);
        match self.connection.execute(insert).await {
            Ok(_) => Ok(StoredRequest {
                id: request.id().clone(),
                person,
                version: 1,
                request,
            }),
            Err(StoreError::Database(DatabaseFailure::Unique)) => Err(RequestStoreError::IdTaken),
            Err(error) => Err(error.into()),
        }
    }

    /// The request of that id, if there is one. Whose it is, the caller compares.
    ///
    /// # Errors
    /// [`RequestStoreError::Damaged`]; [`RequestStoreError::Store`].
    pub async fn load(
        &mut self,
        id: &RequestId,
    ) -> Result<Option<StoredRequest>, RequestStoreError> {
        let asked = Statement::new(
            "SELECT id, person, is_open, due, closed, version, request FROM greffe_requests WHERE id = $1",
        );
        let row = self.connection.row(asked.bind(id.as_str())).await?;
        let stored = row.map(|row| StoredRequest::of(&row, self.seal));
        Ok(stored.transpose()?)
    }

    /// Stores the request with the steps that it took since it was loaded.
    ///
    /// # Errors
    /// [`RequestStoreError::Stale`] where it was saved or erased since, and nothing is written; [`RequestStoreError::OtherRequest`];
    /// [`RequestStoreError::Store`].
    pub async fn save(&mut self, stored: &mut StoredRequest) -> Result<(), RequestStoreError> {
        if *stored.request.id() != stored.id {
            return Err(RequestStoreError::OtherRequest);
        }
        overwrite_what_goes(self.connection).await?;
        let version = i64::try_from(stored.version).map_err(|_| StoreError::Unwritable)?;
        let next = version.checked_add(1).ok_or(StoreError::Unwritable)?;
        let told = Told::of(&stored.request);
        let update = Statement::new(
            "UPDATE greffe_requests SET is_open = $1, due = $2, closed = $3, version = $4, request = $5 WHERE id = $6 AND version = $7",
        );
        let update = update
            .bind(told.is_open)
            .bind(told.due)
            .bind(told.closed)
            .bind(next)
            .bind(self.octets(&stored.request)?)
            .bind(stored.id.as_str())
            .bind(version);
        match self.connection.execute(update).await? {
            0 => Err(RequestStoreError::Stale),
            _ => {
                stored.version = stored.version.saturating_add(1);
                Ok(())
            }
        }
    }

    fn octets(&self, request: &Request) -> Result<Vec<u8>, RequestStoreError> {
        let clear = request.to_json();
        // What is stored can be read: one that grew beyond what a file may hold is refused here and not when it is due.
        if Request::from_json(&clear).as_ref() != Ok(request) {
            return Err(StoreError::Unwritable.into());
        }
        let clear = clear.into_bytes();
        match self.seal {
            None => Ok(clear),
            Some(seal) => {
                let sealed = seal.seal(request.id(), &clear);
                Ok(sealed.ok_or(StoreError::Unwritable)?)
            }
        }
    }
}

impl<C> std::fmt::Debug for RequestStore<'_, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let is_sealed = self.seal.is_some();
        write!(f, "RequestStore(sealed: {is_sealed})")
    }
}
