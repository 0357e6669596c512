//! `serve`: the privacy centre and its API, until it is told to stop.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use clap::Args;
use serde_json::{Map, json};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing::level_filters::LevelFilter;

use super::{Keeping, Kept};
use crate::customers::{Ciphers, Pinned};
use crate::database::{Place, is_current, migrate, on_database};
use crate::error::HostError;
use crate::web::{self, Dialogue, Parts, Service, Settings};

/// What the operator says.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: espace-client serve --demo --people 50 --token 1 --token 2 --listen 127.0.0.1:8080"
)]
pub(crate) struct Options {
    /// The folder of the keys, and of the SQLite file
    #[arg(long, required_unless_present = "demo")]
    home: Option<PathBuf>,
    /// Where people and programs reach the service; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where metrics and health are asked for; not for the public
    #[arg(long, default_value = "127.0.0.1:0")]
    operator_listen: SocketAddr,
    /// People reach the service by TLS, which a proxy ends: cookies are Secure and HSTS is sent
    #[arg(long)]
    behind_tls: bool,
    /// A proxy of your own writes X-Forwarded-For: its last address is that of the client
    #[arg(long)]
    forwarded_for: bool,
    /// Connections to the database at the same time
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=256))]
    connections: u32,
    /// How many times as often as is meant for people an address or a person may ask, as in tests
    #[arg(long, default_value = "1")]
    rate: NonZeroU32,
    /// Seconds that running requests and downloads have to end in once the process is told to
    #[arg(long, default_value_t = 20)]
    grace: u64,
    /// The log: error, warn, info, debug
    #[arg(long, default_value = "info")]
    log: LevelFilter,
    /// Makes keys, tables and synthetic people first; without --home in a folder that goes with the process
    #[arg(long)]
    demo: bool,
    /// How many customers the demo makes up
    #[arg(long, default_value_t = 50, requires = "demo", value_parser = clap::value_parser!(i64).range(1..=200_000))]
    people: i64,
    /// A customer of the demo to print a token for; any number of them
    #[arg(long, requires = "demo")]
    token: Vec<i64>,
    #[command(flatten)]
    pub(crate) keeping: Keeping,
}

/// How long a token of the demo opens an account.
const TOKEN_LIFE: TimeDelta = TimeDelta::hours(24);

/// Serves until SIGTERM or SIGINT.
pub(crate) async fn run(options: &Options) -> Result<(), HostError> {
    web::begin_log(options.log);
    // Kept until the process ends, and its folder with it.
    let passing = match &options.home {
        Some(_) => None,
        None => Some(tempfile::tempdir().map_err(HostError::file("a temporary folder"))?),
    };
    let home = options
        .home
        .clone()
        .or_else(|| passing.as_ref().map(|folder| folder.path().to_path_buf()));
    let kept = options.keeping.open(&home.ok_or(HostError::Defect)?)?;
    let database = kept.database.clone();
    on_database!(&database, |place| serve(options, kept, place).await)
}

async fn serve<P: Place>(options: &Options, kept: Kept, place: &P) -> Result<(), HostError> {
    let now = Utc::now();
    if options.demo {
        prepare(options, &kept, place).await?;
    }
    let mut db = place.connect().await?;
    is_current(&mut db).await?;
    let dialogue = Dialogue::prepare(&mut db, &kept.register, now).await?;
    let mut tokens = Map::new();
    for customer in &options.token {
        let token = web::issue(&mut db, *customer, now, TOKEN_LIFE).await?;
        let token = token.ok_or(HostError::NoCustomer)?;
        tokens.insert(customer.to_string(), token.reveal().into());
    }
    drop(db);
    let service = Service::<P::Connection>::new(Parts {
        pool: place.pool(options.connections),
        register: kept.register,
        dialogue,
        home: kept.home,
        settings: Settings {
            tls: options.behind_tls,
            forwarded_for: options.forwarded_for,
            rates: web::Rates::times(options.rate),
            ..Settings::default()
        },
        clock: Box::new(Utc::now),
    });
    let public = bind(options.listen).await?;
    let operator = bind(options.operator_listen).await?;
    let address = |listener: &TcpListener| {
        let bound = listener
            .local_addr()
            .map_err(HostError::file("the listener"))?;
        Ok::<_, HostError>(format!("http://{bound}"))
    };
    let started =
        json!({ "address": address(&public)?, "operator": address(&operator)?, "tokens": tokens });
    println!("{started}");
    tracing::info!("started");

    let (stop, stopped) = watch::channel(false);
    let told = |mut stopped: watch::Receiver<bool>| async move {
        // An error says that the sender is gone, and so the process ends too.
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let patience = (Duration::from_secs(options.grace), service.settings.stall);
    let serving = tokio::spawn(web::serve(
        public,
        web::public(&service),
        told(stopped.clone()),
        patience,
    ));
    let watching = tokio::spawn(web::serve(
        operator,
        web::operator(&service),
        told(stopped.clone()),
        patience,
    ));
    let keeping = tokio::spawn(web::keep_tidy(std::sync::Arc::clone(&service)));
    signalled().await?;
    tracing::info!("stopping");
    service.stop();
    let _ = stop.send(true);
    let ended = serving.await.unwrap_or(false);
    keeping.abort();
    let _ = watching.await;
    // What is still written is written to its end, or rolled back by the database.
    let _ = tokio::time::timeout(Duration::from_secs(5), service.pool().close()).await;
    tracing::info!(whole = ended, "stopped");
    Ok(())
}

/// Keys, tables and people, where they are not there yet.
async fn prepare<P: Place>(options: &Options, kept: &Kept, place: &P) -> Result<(), HostError> {
    kept.home.prepare(kept.now)?;
    place.create()?;
    let mut db = place.connect().await?;
    migrate(&mut db).await?;
    let keyring = kept.home.keyring()?;
    let pinned = Pinned::record(&mut db, &keyring).await?;
    let ciphers =
        Ciphers::new(&keyring, pinned).map_err(|error| HostError::refused("keys", &error))?;
    let filled = crate::fill::fill(&mut db, &ciphers, options.people, kept.today, |_| ()).await;
    match filled {
        // Started again on the same folder.
        Ok(_) | Err(HostError::Filled) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, HostError> {
    TcpListener::bind(address)
        .await
        .map_err(HostError::file(address.to_string()))
}

async fn signalled() -> Result<(), HostError> {
    let of = |kind| signal(kind).map_err(HostError::file("a signal"));
    let (mut terminate, mut interrupt) =
        (of(SignalKind::terminate())?, of(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => (),
        _ = interrupt.recv() => (),
    }
    Ok(())
}
