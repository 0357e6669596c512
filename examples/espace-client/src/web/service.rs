//! What every handler reaches: the database, the register with what follows from it, the keys, the limits, the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use greffe::register::Register;
use greffe_sqlx::Backend;
use sqlx::pool::PoolConnection;
use sqlx::{Connection, Pool};
use tokio::sync::Semaphore;

use super::dialogue::Dialogue;
use super::metrics::Metrics;
use super::packages::Exporting;
use super::public_register::PublicRegister;
use super::rates::Limits;
use super::refusal::Refusal;
use super::settings::Settings;
use crate::home::Home;

/// The service, as handlers share it.
pub(crate) type Shared<C> = Arc<Service<C>>;

/// What time it is. Tests say it themselves.
pub(crate) type Clock = Box<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// A running service over one of the two databases.
pub(crate) struct Service<C: Backend> {
    pool: Pool<<C as Connection>::Database>,
    /// The register that is kept.
    pub(crate) register: Arc<Register>,
    /// Its extract for the public, rendered once.
    pub(crate) public: PublicRegister,
    /// What people are asked, in which words.
    pub(crate) dialogue: Dialogue,
    /// Where the keys are. They are read for each export: a rotation may have changed them since.
    pub(crate) home: Home,
    /// What the operator decided.
    pub(crate) settings: Arc<Settings>,
    /// Who asked how often.
    pub(crate) limits: Limits,
    /// What is counted.
    pub(crate) metrics: Metrics,
    /// Places for export packages.
    pub(crate) exports: Arc<Semaphore>,
    /// For whom one is made or sent now.
    pub(crate) exporting: Exporting,
    clock: Clock,
    is_stopping: AtomicBool,
}

/// What a service is made of.
pub(crate) struct Parts<C: Backend> {
    /// Connections to the database.
    pub(crate) pool: Pool<<C as Connection>::Database>,
    /// The register.
    pub(crate) register: Register,
    /// What people are asked.
    pub(crate) dialogue: Dialogue,
    /// Where the keys are.
    pub(crate) home: Home,
    /// The operator's choices.
    pub(crate) settings: Settings,
    /// The clock.
    pub(crate) clock: Clock,
}

impl<C: Backend> Service<C> {
    /// A service that nobody has asked yet.
    pub(crate) fn new(parts: Parts<C>) -> Shared<C> {
        let settings = parts.settings;
        let today = greffe::calendar::zone::date_of(parts.register.zone(), (parts.clock)());
        Arc::new(Self {
            pool: parts.pool,
            public: PublicRegister::of(&parts.register, today),
            register: Arc::new(parts.register),
            dialogue: parts.dialogue,
            home: parts.home,
            limits: Limits::new(&settings.rates),
            exports: Arc::new(Semaphore::new(settings.exports)),
            exporting: Exporting::default(),
            settings: Arc::new(settings),
            metrics: Metrics::new(),
            clock: parts.clock,
            is_stopping: AtomicBool::new(false),
        })
    }

    /// A connection, or the refusal to say that there is none.
    pub(crate) async fn connection(
        &self,
    ) -> Result<PoolConnection<<C as Connection>::Database>, Refusal> {
        let connection = self.pool.acquire().await;
        self.metrics.database_up.set(i64::from(connection.is_ok()));
        Ok(connection?)
    }

    /// The connections, to close them.
    pub(crate) const fn pool(&self) -> &Pool<<C as Connection>::Database> {
        &self.pool
    }

    /// What time it is.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// What day it is where the register's organisation is.
    pub(crate) fn today(&self) -> NaiveDate {
        greffe::calendar::zone::date_of(self.register.zone(), self.now())
    }

    /// From now on [`Service::is_stopping`], so that no proxy sends anybody here any more.
    pub(crate) fn stop(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }

    /// Whether the process was told to end.
    pub(crate) fn is_stopping(&self) -> bool {
        self.is_stopping.load(Ordering::Relaxed)
    }
}
