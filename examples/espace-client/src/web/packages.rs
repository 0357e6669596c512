//! Everything about one person as a ZIP archive, and its way to them.

use std::collections::HashSet;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use greffe::consent::Ledger;
use greffe::export::{RequestId, Right, verify_zip};
use greffe::terms::Lang;
use greffe_sqlx::{Backend, RequestStore};
use hyper::body::{Frame, SizeHint};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};

use super::metrics::Counted;
use super::refusal::Refusal;
use super::service::Shared;
use super::sessions::Person;
use super::{rights, stores};
use crate::customers::Ciphers;
use crate::exports::Export;

/// What is read at once.
const BLOCK: usize = 64 * 1_024;

/// How many blocks wait for the client.
const AHEAD: usize = 2;

/// For whom packages are made or sent: of one person one at a time, or whoever reads slowly would take every place.
#[derive(Clone, Default)]
pub(crate) struct Exporting(Arc<Mutex<HashSet<i64>>>);

impl Exporting {
    fn begin(&self, customer: i64) -> Result<Own, Refusal> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.insert(customer) {
            return Err(Refusal::TooMany { seconds: 10 });
        }
        Ok(Own(self.clone(), customer))
    }
}

/// One person's, as long as it lives.
struct Own(Exporting, i64);

impl Drop for Own {
    fn drop(&mut self) {
        let all = self.0.0.lock();
        all.unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

/// Makes the package of this person, records the request that it answers, and sends it.
///
/// The archive is written whole into a file that no name leads to, verified, and only then sent: nobody gets half a package for a whole one, no
/// connection to the database waits for a slow client, and what is on the disk is gone with the last byte. The folder for temporary files should
/// be in memory or encrypted.
///
/// The request is closed once the last of the package has been taken for sending: one of a download that ended before stays open and holds the purge, and
/// so does one of a package that lacks something. Both wait for somebody to look at them. Whether what was taken has come, nobody here knows: a
/// connection can break off with the rest of it on its way. So the hold of a request that was closed goes on for some days
/// ([`Settings::held_after_sending`](super::settings::Settings)), in which whoever did not get everything can ask again and gets the same.
pub(crate) async fn send<C: Backend>(
    service: &Shared<C>,
    person: Person,
    lang: Lang,
) -> Result<Response, Refusal> {
    service.limits.exports.check(&person.customer)?;
    let own = service.exporting.begin(person.customer)?;
    let place = Arc::clone(&service.exports)
        .try_acquire_owned()
        .map_err(|_| Refusal::Unavailable { seconds: 10 })?;
    let counted = Counted::in_gauge(&service.metrics.downloads);
    let making = Arc::clone(service);
    let runtime = Handle::current();
    // Compressing is work for a thread of its own.
    let made = tokio::task::spawn_blocking(move || {
        runtime.block_on(async { make(&making, person, lang).await })
    });
    let Made {
        file,
        request,
        is_complete,
    } = made.await.map_err(|_| Refusal::Defect)??;
    let length = file.metadata().map_err(|_| Refusal::Defect)?.len();
    let (blocks, received) = mpsc::channel(AHEAD);
    tokio::spawn(read_out(file, blocks, service.settings.stall));
    let name = format!("attachment; filename=\"export-{}.zip\"", request.as_str());
    let (sent, whole) = oneshot::channel();
    if is_complete {
        tokio::spawn(close_once(whole, Arc::clone(service), person, request));
    }
    let body = Download {
        received,
        left: length,
        sent: Some(sent),
        _held: (own, place, counted),
    };
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_DISPOSITION, name),
        (CONTENT_LENGTH, length.to_string()),
    ];
    Ok((headers, Body::new(body)).into_response())
}

/// A package that is to be sent.
struct Made {
    /// The archive, verified and at its beginning.
    file: File,
    /// What it answers.
    request: RequestId,
    /// Whether the answer is whole.
    is_complete: bool,
}

async fn make<C: Backend>(
    service: &Shared<C>,
    person: Person,
    lang: Lang,
) -> Result<Made, Refusal> {
    let today = service.today();
    let mut db = service.connection().await?;
    let mut request = rights::begin(Right::Access, today)?.also(Right::Portability);
    let step =
        |step: Result<(), greffe::export::TransitionError>| step.map_err(|_| Refusal::Defect);
    step(request.scope(today))?;
    step(request.collect(today))?;
    let ledger = ledger_of::<C>(&mut db, person).await?;
    let ciphers = Ciphers::read::<C>(&mut db, &service.home.keyring()?).await?;
    let export = Export {
        register: &service.register,
        ciphers: &ciphers,
        consents: &ledger,
        customer: person.customer,
        request: &request,
        today,
        lang,
    };
    let mut file = tempfile::tempfile().map_err(|_| Refusal::Defect)?;
    let done = export.write_to::<C>(&mut db, &mut file).await?;
    let verified = verify_zip(&mut file).map_err(|_| Refusal::Defect)?;
    if !verified.is_intact() {
        tracing::error!("a package does not verify");
        return Err(Refusal::Defect);
    }
    file.seek(SeekFrom::Start(0)).map_err(|_| Refusal::Defect)?;
    let is_complete = done.completeness().is_complete();
    step(request.review(today))?;
    let db: &mut C = &mut db;
    stores::together!(db, rights::keep_within::<C>(db, person, &request))?;
    service.metrics.right(Right::Access.code());
    service.metrics.export(is_complete);
    Ok(Made {
        file,
        request: request.id().clone(),
        is_complete,
    })
}

/// Closes the request when all of its package has been taken for sending; where it was not, nothing happens.
async fn close_once<C: Backend>(
    whole: oneshot::Receiver<()>,
    service: Shared<C>,
    person: Person,
    request: RequestId,
) {
    if whole.await.is_err() {
        return;
    }
    if let Err(refusal) = close(&service, person, &request).await {
        tracing::error!(
            ?refusal,
            "the request of a package that was sent stays open"
        );
    }
}

async fn close<C: Backend>(
    service: &Shared<C>,
    person: Person,
    request: &RequestId,
) -> Result<(), Refusal> {
    let mut db = service.connection().await?;
    let db: &mut C = &mut db;
    let stored = RequestStore::new(db).load(request).await?;
    let mut stored = stored.ok_or(Refusal::Defect)?;
    let today = service.today();
    let last = today.checked_add_days(service.settings.held_after_sending);
    let days = (today, last.ok_or(Refusal::Defect)?);
    Ok(crate::requests::close(db, person.customer, &mut stored, days).await?)
}

async fn ledger_of<C: Backend>(db: &mut C, person: Person) -> Result<Ledger, Refusal> {
    let mut ledger = Ledger::new();
    for event in stores::choices_of(db, person.key).await?.shown {
        ledger.append(event).map_err(|_| Refusal::Defect)?;
    }
    Ok(ledger)
}

/// Reads the file block by block, and gives up on a client that takes none for too long: no thread ever waits for one.
async fn read_out(mut file: File, blocks: mpsc::Sender<Bytes>, stall: Duration) {
    loop {
        let read = tokio::task::spawn_blocking(move || {
            let mut block = Vec::with_capacity(BLOCK);
            let size = u64::try_from(BLOCK).unwrap_or(u64::MAX);
            let read = std::io::Read::by_ref(&mut file)
                .take(size)
                .read_to_end(&mut block);
            (file, read.map(|_| block))
        });
        let Ok((back, Ok(block))) = read.await else {
            return;
        };
        file = back;
        if block.is_empty() {
            return;
        }
        let sent = tokio::time::timeout(stall, blocks.send(block.into())).await;
        if !matches!(sent, Ok(Ok(()))) {
            return;
        }
    }
}

/// The body of a download. It breaks off with an error where the file does, so that no client takes what came for everything.
struct Download {
    received: mpsc::Receiver<Bytes>,
    left: u64,
    /// Told when nothing is left to be taken.
    sent: Option<oneshot::Sender<()>>,
    _held: (Own, OwnedSemaphorePermit, Counted),
}

impl HttpBody for Download {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        self.received.poll_recv(context).map(|block| match block {
            Some(block) => {
                let length = u64::try_from(block.len()).unwrap_or(u64::MAX);
                self.left = self.left.saturating_sub(length);
                if self.left == 0
                    && let Some(sent) = self.sent.take()
                {
                    // Nobody listens for a package that lacks something.
                    let _ = sent.send(());
                }
                Some(Ok(Frame::data(block)))
            }
            None if self.left > 0 => {
                Some(Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)))
            }
            None => None,
        })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
