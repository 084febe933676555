//! Accepts and serves connections. Each one can be closed for a newer one, and all of them end at shutdown.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::auth::ValidKey;
use super::places::{Caller, GivenUp, Place, PlaceBounds, Places};

/// Limits of connections.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) places: PlaceBounds,
    /// How long a peer may take to send the head of a request. It is also the longest pause between two requests.
    pub(super) head_max: Duration,
    /// How long calls in flight may take at shutdown.
    pub(super) end_max: Duration,
}

/// Serves until `stop` is cancelled. Then it accepts no more connections, gives calls in flight up to `end_max`, and
/// aborts the rest: when this returns, no task works on a call any more.
pub(super) async fn serve(mut listener: TcpListener, calls: Router, bounds: Bounds, stop: CancellationToken) {
    let places = Places::new(bounds.places);
    let mut open: JoinSet<()> = JoinSet::new();
    loop {
        let taken = async {
            let (socket, peer) = Listener::accept(&mut listener).await;
            (socket, peer, places.take(peer.ip()).await)
        };
        let (socket, peer, place) = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            taken = taken => taken,
        };
        while open.try_join_next().is_some() {}
        open.spawn(converse(
            socket,
            peer,
            place,
            calls.clone(),
            bounds.head_max,
            stop.clone(),
        ));
    }
    drop(listener);
    let all_end = async { while open.join_next().await.is_some() {} };
    if tokio::time::timeout(bounds.end_max, all_end).await.is_err() {
        tracing::warn!(
            connections = open.len(),
            "aborted calls that were still in flight at shutdown"
        );
        open.shutdown().await;
    }
}

/// Serves one connection, from its first request to its last, or until it is closed for another one.
async fn converse(
    socket: TcpStream,
    peer: SocketAddr,
    place: Place,
    calls: Router,
    head_max: Duration,
    stop: CancellationToken,
) {
    // Without this, small answers wait until the peer has acknowledged the previous packet.
    if let Err(error) = socket.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY; answers on this connection may be delayed");
    }
    let place = Arc::new(place);
    let (calls, served) = (TowerToHyperService::new(calls), Arc::clone(&place));
    let answer = service_fn(move |mut request: Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let (begun, place) = (served.begins(), Arc::clone(&served));
        let answered = begun.map(|()| calls.call(request));
        async move {
            let response: Response = match answered?.await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            place.ends(caller_of(&response));
            Ok::<_, GivenUp>(response)
        }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(head_max);
    let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(socket), answer));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = place.given_up() => return,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
}

fn caller_of(response: &Response) -> Caller {
    match response.extensions().get::<ValidKey>() {
        Some(ValidKey) => Caller::Known,
        None => Caller::Stranger,
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::sync::Arc;
    use std::time::Duration;

    use axum::Router;
    use axum::extract::ConnectInfo;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::task::JoinHandle;
    use tokio_util::sync::CancellationToken;

    use super::{Bounds, PlaceBounds, serve};

    const LONG: Duration = Duration::from_secs(600);
    const SHORT: Duration = Duration::from_millis(50);
    const ASKS: &[u8] = b"GET /who HTTP/1.1\r\nHost: x\r\n\r\n";

    fn places(connections_max: usize) -> PlaceBounds {
        PlaceBounds {
            connections_max,
            idle_of_address_max: connections_max,
        }
    }

    struct Served {
        addr: SocketAddr,
        stop: CancellationToken,
        task: JoinHandle<()>,
        /// Held by the router. Every further owner is a call in flight.
        held: Arc<()>,
    }

    /// `/who` answers who asks, `/never` never answers.
    async fn served(bounds: Bounds) -> Served {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let addr = listener.local_addr().expect("its address");
        let (stop, held) = (CancellationToken::new(), Arc::new(()));
        let kept = Arc::clone(&held);
        let never = move || {
            let working = Arc::clone(&kept);
            async move {
                std::future::pending::<()>().await;
                drop(working);
            }
        };
        let who = async |ConnectInfo(peer): ConnectInfo<SocketAddr>| format!("you are {peer}");
        let router = Router::new().route("/who", get(who)).route("/never", get(never));
        let task = tokio::spawn(serve(listener, router, bounds, stop.clone()));
        Served { addr, stop, task, held }
    }

    async fn connects(served: &Served, bytes: &[u8]) -> TcpStream {
        let mut socket = TcpStream::connect(served.addr).await.expect("a connection");
        socket.write_all(bytes).await.expect("sent");
        socket
    }

    /// Reads until the server closes the connection.
    async fn reads_all(socket: &mut TcpStream) -> String {
        let mut bytes = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(60), socket.read_to_end(&mut bytes)).await;
        read.expect("the server closes").expect("and does so in order");
        String::from_utf8(bytes).expect("text")
    }

    /// Reads one answer; the connection stays open.
    async fn reads_one(socket: &mut TcpStream) -> String {
        let (mut text, mut piece) = (String::new(), [0; 1024]);
        while !text.contains("you are") {
            let read = tokio::time::timeout(Duration::from_secs(60), socket.read(&mut piece)).await;
            let length = read.expect("an answer").expect("an answer");
            assert_ne!(length, 0, "closed after {text:?}");
            text.push_str(std::str::from_utf8(&piece[..length]).expect("text"));
        }
        text
    }

    #[tokio::test]
    async fn who_says_nothing_or_half_a_head_or_nothing_more_is_closed() {
        let bounds = Bounds {
            places: places(10),
            head_max: SHORT,
            end_max: LONG,
        };
        let served = served(bounds).await;
        for said in [&b""[..], b"GET /who HTTP/1.1\r\nHost: x\r\nX-Slow: "] {
            let mut socket = connects(&served, said).await;
            assert!(!reads_all(&mut socket).await.contains("you are"));
        }
        let mut socket = connects(&served, ASKS).await;
        let expected = format!("you are {}", socket.local_addr().expect("an address"));
        let said = reads_all(&mut socket).await;
        assert!(said.starts_with("HTTP/1.1 200") && said.contains(&expected), "{said}");
    }

    #[tokio::test]
    async fn a_new_connection_takes_the_place_of_a_silent_one_and_never_that_of_a_call_in_flight() {
        let bounds = Bounds {
            places: places(2),
            head_max: LONG,
            end_max: LONG,
        };
        let served = served(bounds).await;
        let mut stuck = connects(&served, b"GET /never HTTP/1.1\r\nHost: x\r\n\r\n").await;
        // The router holds one reference, this test another one, and the call in flight a third one.
        while Arc::strong_count(&served.held) < 3 {
            tokio::task::yield_now().await;
        }
        let mut silent = connects(&served, b"GET /who HTTP/1.1\r\nHost: x\r\nX-Slow: ").await;
        let mut third = connects(&served, ASKS).await;
        assert!(reads_one(&mut third).await.contains("you are"));
        let ended = tokio::time::timeout(LONG, silent.read_u8()).await;
        assert!(matches!(ended, Ok(Err(_))), "it is closed: {ended:?}");
        let early = tokio::time::timeout(SHORT, stuck.read_u8()).await;
        assert!(early.is_err(), "it is not answered, and not closed either: {early:?}");
    }

    #[tokio::test]
    async fn the_end_closes_who_waits_and_breaks_off_who_never_ends() {
        let bounds = Bounds {
            places: places(10),
            head_max: LONG,
            end_max: SHORT,
        };
        let served = served(bounds).await;
        let mut idle = connects(&served, ASKS).await;
        reads_one(&mut idle).await;
        let mut stuck = connects(&served, b"GET /never HTTP/1.1\r\nHost: x\r\n\r\n").await;
        // The router holds one reference, this test another one, and the call in flight a third one.
        while Arc::strong_count(&served.held) < 3 {
            tokio::task::yield_now().await;
        }
        served.stop.cancel();
        served.task.await.expect("it ends");
        assert_eq!(Arc::strong_count(&served.held), 1, "nobody works for a call any more");
        assert_eq!(reads_all(&mut idle).await, "");
        assert_eq!(reads_all(&mut stuck).await, "");
        assert!(TcpStream::connect(served.addr).await.is_err(), "nobody listens");
    }
}
