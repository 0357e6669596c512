//! A database to which any number of connections may be made.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::Duration;

use greffe_sqlx::{Backend, Statement};
use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection, Database, Pool, Postgres, Sqlite};

use crate::error::HostError;

/// Where the service keeps its rows.
pub(crate) trait Place: Clone + Send + Sync + 'static {
    /// What it speaks.
    type Connection: Backend;

    /// What keeps a second job of the same kind waiting, until it is dropped or its process ends, however it ends.
    type Lock: Send;

    /// Makes the database where it is a file that is not there.
    fn create(&self) -> Result<(), HostError>;

    /// One more connection.
    fn connect(&self) -> impl Future<Output = Result<Self::Connection, HostError>> + Send;

    /// Connections that a service shares, made when they are asked for: none is needed for the service to start. Whoever finds none free or none to be
    /// had within a few seconds is told so.
    fn pool(&self, size: u32) -> Pool<<Self::Connection as Connection>::Database>;

    /// Waits until no other process does this job on this database.
    fn lock(&self, job: Exclusive) -> impl Future<Output = Result<Self::Lock, HostError>> + Send;
}

/// A job of which one at a time may run on a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exclusive {
    /// Rows go.
    Purge,
    /// The keys change.
    Rotation,
}

impl Exclusive {
    const fn name(self) -> &'static str {
        match self {
            Self::Purge => "purge",
            Self::Rotation => "rotation",
        }
    }
}

/// A SQLite file.
#[derive(Debug, Clone)]
pub(crate) struct SqliteFile(PathBuf);

/// A PostgreSQL server. `Debug` shows nothing of it: the password is among its options.
#[derive(Clone)]
pub(crate) struct PostgresServer(Box<PgConnectOptions>);

impl fmt::Debug for PostgresServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostgresServer(..)")
    }
}

impl SqliteFile {
    /// The file at this path, which is made by the first connection.
    pub(crate) fn new(path: impl AsRef<Path>) -> Self {
        Self(path.as_ref().to_path_buf())
    }
}

impl PostgresServer {
    pub(super) fn new(options: PgConnectOptions) -> Self {
        Self(Box::new(options))
    }
}

/// How long somebody who waits for a page waits for a connection.
const PATIENCE: Duration = Duration::from_secs(3);

fn shared<D: Database>(size: u32) -> PoolOptions<D>
where
    D::Connection: Backend,
{
    PoolOptions::new()
        .max_connections(size)
        .acquire_timeout(PATIENCE)
        // A request that was given up in the middle of a transaction leaves it open: it is undone before anybody else has the connection.
        .after_release(|db: &mut D::Connection, _| {
            Box::pin(async move { Ok(db.undo_left_open().await.is_ok()) })
        })
}

impl SqliteFile {
    fn options(&self, patience: Duration) -> SqliteConnectOptions {
        SqliteConnectOptions::new()
            .filename(&self.0)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .busy_timeout(patience)
            // A retired key opens nothing, so what was re-sealed must be on the disk before the key goes.
            .synchronous(SqliteSynchronous::Full)
            // What is deleted is overwritten, not only forgotten.
            .pragma("secure_delete", "ON")
    }
}

impl Place for SqliteFile {
    type Connection = SqliteConnection;
    type Lock = File;

    fn create(&self) -> Result<(), HostError> {
        // For its owner only, from the first byte; the log beside it takes the same rights.
        let mut file = OpenOptions::new();
        file.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
        file.open(&self.0).map_err(HostError::file(&self.0))?;
        Ok(())
    }

    /// A file that is not there is a database that is gone, perhaps for a while: it is not made anew.
    async fn connect(&self) -> Result<SqliteConnection, HostError> {
        // A job of another process may write for a while.
        let options = self.options(Duration::from_secs(60));
        Ok(options.connect().await?)
    }

    fn pool(&self, size: u32) -> Pool<Sqlite> {
        shared(size).connect_lazy_with(self.options(PATIENCE))
    }

    /// A lock on a file beside the database: the system gives it back when the process ends.
    async fn lock(&self, job: Exclusive) -> Result<File, HostError> {
        let mut path = self.0.clone().into_os_string();
        path.push(format!("-{}.lock", job.name()));
        let path = PathBuf::from(path);
        let mut file = OpenOptions::new();
        let file = file.append(true).create(true).open(&path);
        let file = file.map_err(HostError::file(&path))?;
        let locked = tokio::task::block_in_place(|| file.lock());
        locked.map_err(HostError::file(&path))?;
        Ok(file)
    }
}

impl Place for PostgresServer {
    type Connection = PgConnection;
    type Lock = PgConnection;

    fn create(&self) -> Result<(), HostError> {
        Ok(())
    }

    async fn connect(&self) -> Result<PgConnection, HostError> {
        Ok(self.0.connect().await?)
    }

    fn pool(&self, size: u32) -> Pool<Postgres> {
        shared(size).connect_lazy_with((*self.0).clone())
    }

    /// An advisory lock of a session of its own: the server gives it back when the connection ends. Locks are of a whole database, so that the schema is
    /// part of their name.
    async fn lock(&self, job: Exclusive) -> Result<PgConnection, HostError> {
        let mut connection = self.connect().await?;
        let locked = Statement::new(
            "SELECT pg_advisory_lock(hashtext('espace-client ' || $1), hashtext(current_schema())) IS NULL AS locked",
        );
        connection.rows(locked.bind(job.name())).await?;
        Ok(connection)
    }
}
