//! Taking connections. Slow or silent clients do not hold a place for ever.

use crate::{
    limits::household,
    places::{Bound, Place, Places},
    serve::Settings,
};
use axum::Router;
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// How long clients may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// For the head of a request; also how long an idle connection is kept.
    pub head: Duration,
    /// For the body of a request.
    pub body: Duration,
    /// Without reading anything of an answer that waits for them.
    pub read: Duration,
}

impl Default for Patience {
    /// A mebibyte, the largest body, comes in time at 200 kbit/s.
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            body: Duration::from_secs(45),
            read: Duration::from_secs(60),
        }
    }
}

/// The other end of a request's connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Who is let in, and for how long.
pub(crate) struct Gate {
    /// Connections at once. Who comes then waits in the system's queue.
    all: Arc<Semaphore>,
    /// Connections of each address.
    each: Arc<Places>,
    patience: Patience,
}

/// Connections beside those of live streams.
const CONNECTIONS: usize = 4096;
/// Connections that a browser opens to one server.
const OF_A_BROWSER: usize = 6;
/// How long requests may take to end when the server stops.
const FAREWELL: Duration = Duration::from_secs(10);
/// Pause after the system could give no connection.
const PAUSE: Duration = Duration::from_millis(100);

impl Gate {
    pub(crate) fn new(settings: &Settings) -> Self {
        let Bound { all, each } = settings.streams;
        let all = all.saturating_add(CONNECTIONS).min(Semaphore::MAX_PERMITS);
        let each = match settings.behind_proxy {
            // All connections are the proxy's.
            true => usize::MAX,
            false => each.saturating_mul(OF_A_BROWSER),
        };
        Self {
            all: Arc::new(Semaphore::new(all)),
            each: Places::new(Bound { all, each }),
            patience: settings.patience,
        }
    }
}

/// Serves `router` until `stop`; then takes no more connections and lets the requests end.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    gate: Gate,
    stop: CancellationToken,
) {
    let open = GracefulShutdown::new();
    loop {
        let permit = tokio::select! {
            permit = gate.all.clone().acquire_owned() => permit,
            () = stop.cancelled() => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        // Before a request there is nobody to tell: it is closed.
        let Ok(place) = gate.each.take(household(peer.ip())) else {
            tracing::debug!(%peer, "too many connections from one address");
            continue;
        };
        let connection = Connection {
            stream,
            peer,
            patience: gate.patience,
            _place: place,
        };
        let (router, watcher) = (router.clone(), open.watcher());
        tokio::spawn(async move {
            connection.converse(router, watcher).await;
            drop(permit);
        });
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, open.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests did not end in time");
    }
}

/// A connection that was let in.
struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    patience: Patience,
    _place: Place,
}

impl Connection {
    async fn converse(self, router: Router, watcher: Watcher) {
        let Self {
            stream,
            peer,
            patience,
            _place,
        } = self;
        prepare(&stream, patience);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(patience.read));
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer.ip()));
            router.clone().oneshot(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience.head)
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(%error, "a connection broke off");
        }
    }
}

fn prepare(stream: &TcpStream, patience: Patience) {
    // Small answers should leave at once; without it they only leave later.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection waits for full packets");
    }
    // A phone that lost its network says no goodbye. The system would try to reach it for a quarter
    // of an hour, and its live stream would hold a place as long.
    #[cfg(target_os = "linux")]
    if let Err(error) = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(patience.read)) {
        tracing::debug!(%error, "who vanishes is noticed late");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = patience;
}
