//! What can go wrong with stored requests. A request is named by its id, and nothing of it is repeated.

use greffe_export::{RequestFileError, RequestId};

use crate::StoreError;

/// Why a store of requests did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestStoreError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A request of this id is stored already.
    #[error("a request of this id is stored already")]
    IdTaken,
    /// The request was saved or erased by somebody else since it was loaded: load it anew, and take the step again.
    #[error("the request was changed since it was loaded")]
    Stale,
    /// The request in hand has another id than the one that was loaded.
    #[error("the request is not the one that was loaded")]
    OtherRequest,
    /// The stored request cannot be read.
    #[error(transparent)]
    Damaged(#[from] DamagedRequest),
}

/// A stored request that cannot be read, with what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the stored request `{}` cannot be read: {fault}", .id.as_ref().map_or("?", RequestId::as_str))]
pub struct DamagedRequest {
    pub(super) id: Option<RequestId>,
    pub(super) fault: RequestFault,
}

impl DamagedRequest {
    /// Which one; `None` where the key of the row is no id of a request.
    #[must_use]
    pub const fn id(&self) -> Option<&RequestId> {
        self.id.as_ref()
    }

    /// What is wrong.
    #[must_use]
    pub const fn fault(&self) -> &RequestFault {
        &self.fault
    }
}

/// What is wrong with a stored request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestFault {
    /// A column holds something else than this version writes there.
    #[error("a column holds something else")]
    Column,
    /// What is stored is no text, or was sealed and cannot be opened.
    #[error("it is sealed otherwise, or no text")]
    Sealed,
    /// The text is no request.
    #[error("{0}")]
    File(RequestFileError),
    /// The columns by which the request is found say something else than the request.
    #[error("the columns say something else than the request")]
    ColumnsDiffer,
}
