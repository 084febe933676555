//! Serves all parts of the sandbox on one address.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path as UrlPath, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::serve::ListenerExt;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::hub::Hub;
use super::journal::Journal;
use super::seed;
use super::world::{Files, World};
use super::{SandboxError, SandboxOptions, Seed, control, gateway, page, rest};

/// The largest body of the control interface in bytes: some captures as base64.
const CONTROL_BODY_BYTES_MAX: usize = 40 * 1024 * 1024;

pub(super) async fn start(options: SandboxOptions) -> Result<(Arc<Hub>, SocketAddr, JoinHandle<()>), SandboxError> {
    let addr = options.addr;
    let refused = |cause| SandboxError::Address { addr, cause };
    let listener = TcpListener::bind(addr).await.map_err(refused)?;
    let addr = listener.local_addr()?;
    let mut world = World::empty();
    let token = match &options.data_dir {
        Some(dir) => open(&mut world, &dir.join("discord"), &options.seed)?,
        None => options.seed.token.clone().unwrap_or_else(new_token),
    };
    if world.home_id == 0 {
        seed::plant(&mut world, &options.seed)?;
    }
    world.base_url = format!("http://{addr}");
    let hub = Arc::new(Hub::new(world, token));
    hub.limits().on = options.rate_limits;
    let app = router(Arc::clone(&hub));
    // Without this, small frames wait until the peer has acknowledged the previous one.
    let listener = listener.tap_io(|socket| {
        if let Err(error) = socket.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY on a socket of the sandbox");
        }
    });
    let stop = hub.stop.clone();
    let task = tokio::spawn(async move {
        let ended = axum::serve(listener, app)
            .with_graceful_shutdown(stop.cancelled_owned())
            .await;
        if let Err(error) = ended {
            tracing::error!(%error, "the sandbox's server failed");
        }
    });
    Ok((hub, addr, task))
}

/// Loads the state from `dir`, rewrites its journal without history, and returns the bot's token.
fn open(world: &mut World, dir: &Path, seed: &Seed) -> Result<String, SandboxError> {
    let files = dir.join("attachments");
    fs::create_dir_all(&files)?;
    world.files = Files::Dir(files);
    Journal::replay(dir, |change| world.apply(change))?;
    let journal = Journal::compact(dir, world.snapshot())?;
    world.keep_in(journal);
    let path = dir.join("token");
    if let Ok(token) = fs::read_to_string(&path) {
        return Ok(token.trim().to_owned());
    }
    let token = seed.token.clone().unwrap_or_else(new_token);
    fs::write(&path, &token)?;
    Ok(token)
}

/// A random token with the three parts of a real one, because serenity checks that.
fn new_token() -> String {
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let id = part(b"100000000000000000");
    format!(
        "{id}.{}.{}",
        part(&rand::random::<[u8; 4]>()),
        part(&rand::random::<[u8; 28]>())
    )
}

fn router(hub: Arc<Hub>) -> Router {
    Router::new()
        .route("/gateway", get(gateway::connect))
        .route("/gateway/", get(gateway::connect))
        .route("/api/{*rest}", any(rest::serve))
        .route("/attachments/{channel}/{id}/{filename}", get(attachment))
        .merge(page::router())
        .merge(control::router())
        .layer(DefaultBodyLimit::max(CONTROL_BODY_BYTES_MAX))
        .with_state(hub)
}

async fn attachment(
    State(hub): State<Arc<Hub>>,
    UrlPath((channel, id, filename)): UrlPath<(u64, u64, String)>,
) -> Response {
    let found = {
        let world = hub.world();
        let known = world
            .attachments
            .get(&id)
            .filter(|one| one.channel_id == channel && one.filename == filename);
        known.map(|one| {
            let bytes = match &world.files {
                Files::Memory(files) => files.get(&id).cloned(),
                Files::Dir(dir) => fs::read(dir.join(id.to_string())).ok(),
            };
            (
                one.content_type
                    .clone()
                    .unwrap_or_else(|| "application/octet-stream".to_owned()),
                bytes.unwrap_or_default(),
            )
        })
    };
    match found {
        // The page shows people's files, so nothing in a file may run as a page.
        Some((kind, bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        None => (StatusCode::NOT_FOUND, "This content is no longer available.").into_response(),
    }
}
