//! Accepts connections until it is told to stop, and then lets what runs end, for a while.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

use super::origins::Peer;
use super::wire::Wire;

/// How many connections may be open at the same time. More wait in the system's own queue.
const CONNECTIONS: usize = 1_024;

/// How long a client may take for the head of a request. Whoever sends a byte a minute does not keep a connection.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// The largest head of a request, in octets.
const HEAD_SIZE: usize = 16 * 1_024;

/// Serves the router until `stop` is done, then waits for what runs, `grace` at most. Whether everything ended by itself. A client that takes nothing
/// for `stall` is left.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
    (grace, stall): (Duration, Duration),
) -> bool {
    let mut server = http1::Builder::new();
    server
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_SIZE);
    let watched = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, mostly: wait for some to come back.
                tracing::warn!(kind = ?error.kind(), "no connection is accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let connection = watched.watch(connection(
            &server,
            Wire::new(stream, stall),
            peer,
            router.clone(),
        ));
        tokio::spawn(async move {
            // A connection that breaks is the client's affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    tokio::time::timeout(grace, watched.shutdown())
        .await
        .is_ok()
}

fn connection(
    server: &http1::Builder,
    wire: Wire,
    peer: SocketAddr,
    router: Router,
) -> http1::Connection<
    TokioIo<Wire>,
    impl hyper::service::Service<
        Request<Incoming>,
        Response = axum::response::Response,
        Error = Infallible,
        Future: Send,
    > + use<>,
> {
    let answer = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        router.clone().oneshot(request.map(Body::new))
    });
    server.serve_connection(TokioIo::new(wire), answer)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::pin::Pin;
    use std::task::{Context, Poll};

    use axum::body::{Bytes, HttpBody};
    use axum::routing::get;
    use hyper::body::Frame;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;
    use tokio::time::{Interval, interval};

    use super::*;

    const STALL: Duration = Duration::from_secs(30);

    /// A download of so many bytes, one each tenth of a second.
    struct Slow(u32, Interval);

    impl HttpBody for Slow {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            if self.0 == 0 {
                return Poll::Ready(None);
            }
            self.1.poll_tick(context).map(|_| {
                self.0 -= 1;
                Some(Ok(Frame::data(Bytes::from_static(b"x"))))
            })
        }
    }

    /// Begins a download of so many bytes, tells the server to stop, and waits: what came, and whether all ended by itself.
    async fn stopped_during(bytes: u32, grace: Duration) -> (String, bool) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let slow =
            move || async move { Body::new(Slow(bytes, interval(Duration::from_millis(100)))) };
        let router = Router::new().route("/slow", get(slow));
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async {
            let _ = stopped.await;
        };
        let serving = tokio::spawn(serve(listener, router, stopped, (grace, STALL)));
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";
        stream.write_all(request).await.unwrap();
        let mut came = vec![0; 4_096];
        let first = stream.read(&mut came).await.unwrap();
        came.truncate(first);
        stop.send(()).unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(TcpStream::connect(address).await.is_err(), "nobody new");
        let whole = serving.await.unwrap();
        if whole {
            stream.read_to_end(&mut came).await.unwrap();
        }
        (String::from_utf8(came).unwrap(), whole)
    }

    #[tokio::test]
    async fn a_download_that_runs_comes_whole_within_the_grace_and_holds_nothing_beyond_it() {
        let (came, whole) = stopped_during(8, Duration::from_secs(20)).await;
        assert!(whole);
        assert!(came.ends_with("0\r\n\r\n"), "{came}");
        assert_eq!(came.matches("1\r\nx\r\n").count(), 8);
        let (_, whole) = stopped_during(600, Duration::from_millis(300)).await;
        assert!(!whole);
    }

    /// A download without end, and what is held as long as it lives.
    struct Endless(#[expect(dead_code, reason = "held")] Arc<()>);

    impl HttpBody for Endless {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b'x'; 65_536])))))
        }
    }

    #[tokio::test]
    async fn a_client_that_reads_nothing_keeps_neither_its_connection_nor_its_download() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let given = Arc::new(());
        let of_each = Arc::clone(&given);
        let endless = move || {
            let held = Arc::clone(&of_each);
            async move { Body::new(Endless(held)) }
        };
        let router = Router::new().route("/endless", get(endless));
        let never = std::future::pending();
        let patience = (Duration::ZERO, Duration::from_millis(300));
        let serving = tokio::spawn(serve(listener, router, never, patience));
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n";
        stream.write_all(request).await.unwrap();
        let idle = Arc::strong_count(&given);
        while Arc::strong_count(&given) == idle {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let left = async {
            while Arc::strong_count(&given) > idle {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let left = tokio::time::timeout(Duration::from_secs(20), left).await;
        assert!(left.is_ok(), "it still sends to nobody");
        serving.abort();
    }
}
