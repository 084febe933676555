//! Puts the pieces on one address, and takes them down again.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};

use super::body::BODY_BYTES_MAX;
use super::connections::{self, Bounds};
use super::error::{ApiError, Code};
use super::kept::Kept;
use super::limit::Limiter;
use super::metrics::Metrics;
use super::places::PlaceBounds;
use super::state::{Api, DiscordProbe, Parts};
use super::strangers::Strangers;
use super::webhooks::Deliverer;
use super::{achievements, auth, docs, finance, openapi, probes, webhooks};
use crate::domain::games::apps::webhooks::{Reach, TRY_MAX};
use crate::domain::kernel::desk::Desk;

/// How long the end waits for calls in flight and for deliveries, whose answers are written down after their time.
const END_MAX: Duration = TRY_MAX.saturating_add(Duration::from_secs(2));
/// What connections may cost. Half of the 1 024 files that most systems give a process stays for the books and Discord. Half
/// of the rest is more than one address, also that of a proxy, keeps without a call in flight.
const BOUNDS: Bounds = Bounds {
    places: PlaceBounds {
        connections_max: 512,
        idle_of_address_max: 256,
    },
    head_max: Duration::from_secs(10),
    end_max: END_MAX,
};

/// What an operator sets.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    pub requests_per_second: u32,
    pub burst: u32,
    /// Of calls without a valid key, from one address.
    pub strangers_per_second: u32,
    pub strangers_burst: u32,
    pub call_max: Duration,
    /// Which addresses apps may be told things at.
    pub webhooks_reach: Reach,
}

/// Why there is no API.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    #[error("{addr} cannot be listened on (http.addr, CAMBISTA_HTTP_ADDR): {cause}")]
    Address { addr: SocketAddr, cause: std::io::Error },
}

/// An address that is ours; nobody is answered yet.
pub struct Listening {
    listener: TcpListener,
    addr: SocketAddr,
}

impl Listening {
    /// Takes the address, before anything else is started that would have to be stopped again.
    ///
    /// # Errors
    /// [`HttpError::Address`].
    pub async fn on(addr: SocketAddr) -> Result<Listening, HttpError> {
        let refused = |cause| HttpError::Address { addr, cause };
        let listener = TcpListener::bind(addr).await.map_err(refused)?;
        let addr = listener.local_addr().map_err(refused)?;
        Ok(Listening { listener, addr })
    }

    /// Begins to answer.
    pub fn serve(self, desk: Desk, options: &HttpOptions, discord: Arc<dyn DiscordProbe>) -> HttpServer {
        let deliverer = Deliverer::new(desk.clone(), options.webhooks_reach);
        let api = Api::new(Parts {
            desk,
            limiter: Limiter::new(options.requests_per_second, options.burst),
            strangers: Strangers::new(options.strangers_per_second, options.strangers_burst),
            metrics: Metrics::new(),
            readiness: Kept::new(),
            counts: Kept::new(),
            discord,
            webhooks_reach: options.webhooks_reach,
            call_max: options.call_max,
        });
        let stop = CancellationToken::new();
        let serving = tokio::spawn(connections::serve(self.listener, router(&api), BOUNDS, stop.clone()));
        let delivering = tokio::spawn(deliverer.clone().run(stop.clone()));
        HttpServer {
            addr: self.addr,
            stop,
            serving,
            deliverer,
            delivering,
        }
    }
}

/// The running API.
pub struct HttpServer {
    addr: SocketAddr,
    stop: CancellationToken,
    serving: JoinHandle<()>,
    deliverer: Deliverer,
    delivering: JoinHandle<()>,
}

impl HttpServer {
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Tells apps what is due now. The server does so by itself; doing it more often, or twice at once, changes nothing.
    pub async fn deliver_due(&self) {
        self.deliverer.deliver_due().await;
    }

    /// Takes no more calls, and finishes those in flight and what is being delivered, or breaks off what takes too long.
    pub async fn shutdown(mut self) {
        self.stop.cancel();
        let delivered = async {
            if tokio::time::timeout(END_MAX, &mut self.delivering).await.is_err() {
                tracing::warn!("deliveries were still under way at the end");
                self.delivering.abort();
                // It is awaited, so that it is gone when the books are closed.
                let _cancelled = (&mut self.delivering).await;
            }
        };
        let (served, ()) = tokio::join!(self.serving, delivered);
        if let Err(error) = served {
            tracing::error!(%error, "the API's server did not end well");
        }
    }
}

fn router(api: &Api) -> Router {
    let (calls, description) = openapi::describe(
        finance::routes()
            .merge(achievements::routes())
            .merge(webhooks::routes()),
    );
    let calls = calls
        .layer(from_fn_with_state(api.clone(), auth::authenticated))
        .with_state(api.clone());
    Router::new()
        .merge(probes::routes(api.clone()))
        .merge(docs::routes(&description))
        .merge(calls)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .fallback(async || ApiError::new(Code::NotFound))
        .method_not_allowed_fallback(async || ApiError::new(Code::MethodNotAllowed))
        .layer(CatchPanicLayer::custom(|_panic: Box<dyn std::any::Any + Send>| {
            // Perhaps after its commit.
            tracing::error!("a call panicked; what it had not committed was dropped");
            ApiError::new(Code::OutcomeUnknown).into_response()
        }))
        .layer(from_fn_with_state(api.clone(), observed))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

/// Gives a call its time, counts it and logs it. No path, body or key is logged.
async fn observed(State(api): State<Api>, request: Request, next: Next) -> Response {
    let started = tokio::time::Instant::now();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(|| "unknown".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let id = request.extensions().get::<RequestId>().cloned();
    let response = match tokio::time::timeout(api.call_max, next.run(request)).await {
        Ok(response) => response,
        Err(_late) => ApiError::new(Code::Timeout).into_response(),
    };
    let (status, took) = (response.status().as_u16(), started.elapsed());
    api.metrics.note(method.as_str(), &route, status, took);
    let id = id
        .as_ref()
        .and_then(|id| id.header_value().to_str().ok())
        .unwrap_or_default();
    let duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    tracing::debug!(request.id = id, %method, route, status, duration_us, "a call was answered");
    response
}
