//! Starts the API on one address, and stops it.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::Uri;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tracing::Instrument;

use super::body::BODY_BYTES_MAX;
use super::connections::{self, Bounds};
use super::error::{ApiError, Code};
use super::kept::Kept;
use super::limit::Limiter;
use super::metrics::Metrics;
use super::places::PlaceBounds;
use super::state::{Api, Parts, Watched};
use super::strangers::Strangers;
use super::webhooks::Deliverer;
use super::{
    achievements, auth, docs, exchange, finance, giros, openapi, players, probes, reports, under_api, webhooks,
};
use crate::domain::games::apps::webhooks::{Reach, TRY_MAX};
use crate::domain::kernel::desk::Desk;
use crate::domain::people::tokens::Keyring;
use crate::trace::{self, TraceId};

/// How long shutdown waits for calls in flight and for deliveries. A delivery may use its full time limit, and its
/// result is written after that.
const END_MAX: Duration = TRY_MAX.saturating_add(Duration::from_secs(2));
/// Limits of connections. Most systems give a process 1 024 file descriptors; half of them are left for the books and
/// Discord. One address, even a proxy's, may keep at most half of the connections without a call in flight.
const BOUNDS: Bounds = Bounds {
    places: PlaceBounds {
        connections_max: 512,
        idle_of_address_max: 256,
    },
    head_max: Duration::from_secs(10),
    end_max: END_MAX,
};
/// Those of the metrics' own address, to which a few programs talk.
const METRICS_BOUNDS: Bounds = Bounds {
    places: PlaceBounds {
        connections_max: 16,
        idle_of_address_max: 16,
    },
    head_max: Duration::from_secs(10),
    end_max: END_MAX,
};

/// The settings of the operator.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    pub requests_per_second: u32,
    pub burst: u32,
    /// Calls without a valid key, per address.
    pub strangers_per_second: u32,
    pub strangers_burst: u32,
    pub call_max: Duration,
    /// Which addresses apps may register for webhooks.
    pub webhooks_reach: Reach,
    /// How old the desk's own figures on the page of metrics may be.
    pub metrics_refresh: Duration,
}

/// Why the API could not start.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    #[error("cannot listen on {addr} (http.addr, CAMBISTA_HTTP_ADDR): {cause}")]
    Address { addr: SocketAddr, cause: std::io::Error },
    #[error("cannot listen on {addr} (metrics.addr, CAMBISTA_METRICS_ADDR): {cause}")]
    MetricsAddress { addr: SocketAddr, cause: std::io::Error },
}

/// Addresses that are bound; no call is answered yet.
pub struct Listening {
    api: Bound,
    metrics: Option<Bound>,
}

struct Bound {
    listener: TcpListener,
    addr: SocketAddr,
}

impl Bound {
    async fn to(addr: SocketAddr) -> std::io::Result<Bound> {
        let listener = TcpListener::bind(addr).await?;
        let addr = listener.local_addr()?;
        Ok(Bound { listener, addr })
    }
}

impl Listening {
    /// Binds the address of the API and, if any, that of the metrics. Called before anything else is started, so that a
    /// failure leaves nothing to stop.
    ///
    /// # Errors
    /// [`HttpError::Address`], [`HttpError::MetricsAddress`].
    pub async fn on(addr: SocketAddr, metrics: Option<SocketAddr>) -> Result<Listening, HttpError> {
        let api = Bound::to(addr).await;
        let api = api.map_err(|cause| HttpError::Address { addr, cause })?;
        let metrics = match metrics {
            Some(addr) => {
                let bound = Bound::to(addr).await;
                Some(bound.map_err(|cause| HttpError::MetricsAddress { addr, cause })?)
            }
            None => None,
        };
        Ok(Listening { api, metrics })
    }

    /// Starts answering calls.
    pub async fn serve(self, desk: Desk, options: &HttpOptions, watched: Watched) -> HttpServer {
        let deliverer = Deliverer::new(desk.clone(), options.webhooks_reach);
        let newest_backlog = probes::newest_backlog(&desk).await;
        let api = Api::new(Parts {
            desk,
            limiter: Limiter::new(options.requests_per_second, options.burst),
            holders: Limiter::new(options.requests_per_second, options.burst),
            keyring: Keyring::new(),
            strangers: Strangers::new(options.strangers_per_second, options.strangers_burst),
            metrics: Metrics::new(&watched.meters, newest_backlog),
            readiness: Kept::new(),
            counts: Kept::new(),
            figures: Kept::lasting(options.metrics_refresh),
            discord: watched.discord,
            surroundings: watched.surroundings,
            webhooks_reach: options.webhooks_reach,
            call_max: options.call_max,
        });
        let stop = CancellationToken::new();
        let probes = match &self.metrics {
            Some(_elsewhere) => probes::routes(api.clone()),
            None => probes::routes(api.clone()).merge(probes::metrics_beside(api.clone())),
        };
        let calls = router(&api, probes);
        let serving = tokio::spawn(connections::serve(self.api.listener, calls, BOUNDS, stop.clone()));
        let metrics = self.metrics.map(|bound| {
            let page = probes::metrics_alone(api.clone());
            let serving = connections::serve(bound.listener, page, METRICS_BOUNDS, stop.clone());
            (bound.addr, tokio::spawn(serving))
        });
        let delivering = tokio::spawn(deliverer.clone().run(stop.clone()));
        HttpServer {
            addr: self.api.addr,
            metrics,
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
    /// The address of the metrics, if they have their own, and its task.
    metrics: Option<(SocketAddr, JoinHandle<()>)>,
    stop: CancellationToken,
    serving: JoinHandle<()>,
    deliverer: Deliverer,
    delivering: JoinHandle<()>,
}

impl HttpServer {
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The address of the metrics, if they have their own.
    pub fn metrics_addr(&self) -> Option<SocketAddr> {
        self.metrics.as_ref().map(|(addr, _)| *addr)
    }

    /// Sends the webhooks that are due now. The server does this by itself; further calls, also at the same time, do no
    /// harm.
    pub async fn deliver_due(&self) {
        self.deliverer.deliver_due().await;
    }

    /// Stops accepting calls and waits for calls and deliveries in flight. Aborts those that take too long.
    pub async fn shutdown(mut self) {
        self.stop.cancel();
        let delivered = async {
            if tokio::time::timeout(END_MAX, &mut self.delivering).await.is_err() {
                tracing::warn!("aborted webhook deliveries that were still in flight at shutdown");
                self.delivering.abort();
                // Wait for the aborted task, so that it has ended when the books are closed.
                let _cancelled = (&mut self.delivering).await;
            }
        };
        let metrics = self.metrics.map(|(_, serving)| serving);
        let serving = std::iter::once(self.serving).chain(metrics);
        let (served, ()) = tokio::join!(futures::future::join_all(serving), delivered);
        for error in served.into_iter().filter_map(Result::err) {
            tracing::error!(%error, "the API's server task failed");
        }
    }
}

/// All calls, with these for monitoring.
fn router(api: &Api, probes: Router) -> Router {
    let games = finance::routes()
        .merge(achievements::routes())
        .merge(webhooks::routes());
    let described = openapi::describe(
        games,
        players::routes()
            .merge(giros::routes())
            .merge(exchange::routes())
            .merge(reports::routes()),
    );
    let games = described
        .games
        .layer(from_fn_with_state(api.clone(), auth::authenticated))
        .with_state(api.clone());
    Router::new()
        .merge(probes)
        .merge(docs::routes(&described.text))
        .merge(games)
        .merge(under_api::guarded(described.players, api))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .fallback(async |uri: Uri| failed(uri.path(), Failure::NoSuchAddress))
        .method_not_allowed_fallback(async |uri: Uri| failed(uri.path(), Failure::OtherMethod))
        .layer(CatchPanicLayer::custom(|_panic: Box<dyn std::any::Any + Send>| {
            // The call may have committed before the panic.
            tracing::error!("a call panicked; its uncommitted work was rolled back");
            ApiError::new(Code::OutcomeUnknown).into_response()
        }))
        .layer(from_fn_with_state(api.clone(), observed))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

/// What is answered outside of any handler.
#[derive(Debug, Clone, Copy)]
enum Failure {
    NoSuchAddress,
    OtherMethod,
    Timeout,
}

/// The answer in the shape of the API that the path belongs to.
fn failed(path: &str, failure: Failure) -> Response {
    if under_api::answers(path) {
        let code = match failure {
            Failure::NoSuchAddress => under_api::code::Code::RutaNoExiste,
            Failure::OtherMethod => under_api::code::Code::MetodoNoPermitido,
            Failure::Timeout => under_api::code::Code::TiempoAgotado,
        };
        return under_api::refusal::Refusal::new(code).into_response();
    }
    let code = match failure {
        Failure::NoSuchAddress => Code::NotFound,
        Failure::OtherMethod => Code::MethodNotAllowed,
        Failure::Timeout => Code::Timeout,
    };
    ApiError::new(code).into_response()
}

/// Limits a call's time, counts it and logs it. No path, body or key is logged.
async fn observed(State(api): State<Api>, request: Request, next: Next) -> Response {
    let started = tokio::time::Instant::now();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(|| "unknown".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let id = request.extensions().get::<RequestId>().cloned();
    let trace = TraceId::of_text(id.as_ref().map_or(&b""[..], |id| id.header_value().as_bytes()));
    let span = tracing::info_span!("call", trace.id = %trace, %method, route);
    let answered = trace::within(trace, next.run(request).instrument(span.clone()));
    let response = match tokio::time::timeout(api.call_max, answered).await {
        Ok(response) => response,
        Err(_late) => failed(&path, Failure::Timeout),
    };
    let (status, took) = (response.status().as_u16(), started.elapsed());
    api.metrics.note(method.as_str(), &route, status, took);
    let id = id
        .as_ref()
        .and_then(|id| id.header_value().to_str().ok())
        .unwrap_or_default();
    let duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    let _inside = span.enter();
    tracing::debug!(request.id = id, %method, route, status, duration_us, "a call was answered");
    response
}
