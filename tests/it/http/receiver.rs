//! A game's webhook receiver.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::sync::{Semaphore, mpsc};

use crate::support::patience::PATIENCE;

/// How the game answers.
#[derive(Debug, Clone, Copy)]
pub enum Says {
    Status(u16),
    /// A redirect to `/elsewhere` of the same address.
    Elsewhere,
    /// Nothing, until [`Receiver::wakes`].
    Nothing,
}

/// A delivery that the game received.
#[derive(Debug)]
pub struct Heard {
    pub path: String,
    pub headers: HeaderMap,
    pub text: String,
}

impl Heard {
    pub fn body(&self) -> Value {
        serde_json::from_str(&self.text).expect("JSON")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().expect("ASCII")
    }
}

#[derive(Clone)]
struct Ear {
    heard: mpsc::UnboundedSender<Heard>,
    script: Arc<Mutex<VecDeque<Says>>>,
    awake: Arc<Semaphore>,
    open: Arc<AtomicUsize>,
    open_max: Arc<AtomicUsize>,
}

/// A call in progress; it also ends when its caller gives up.
struct Open(Arc<AtomicUsize>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A game that listens.
pub struct Receiver {
    addr: SocketAddr,
    ear: Ear,
    heard: mpsc::UnboundedReceiver<Heard>,
}

impl Receiver {
    /// A receiver that answers by the script, and with 204 after it.
    pub async fn who_says(script: &[Says]) -> Receiver {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let addr = listener.local_addr().expect("its address");
        let (sender, heard) = mpsc::unbounded_channel();
        let ear = Ear {
            heard: sender,
            script: Arc::new(Mutex::new(script.iter().copied().collect())),
            awake: Arc::new(Semaphore::new(0)),
            open: Arc::default(),
            open_max: Arc::default(),
        };
        let router = Router::new().fallback(hear).with_state(ear.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Receiver { addr, ear, heard }
    }

    pub fn url(&self) -> String {
        format!("http://{}/hook?of=cambista", self.addr)
    }

    /// Waits for the next delivery.
    pub async fn hears(&mut self) -> Heard {
        let heard = tokio::time::timeout(PATIENCE, self.heard.recv()).await;
        heard.expect("something is heard").expect("the receiver lives")
    }

    /// All deliveries that were received and not read yet.
    pub fn has_heard(&mut self) -> Vec<Heard> {
        std::iter::from_fn(|| self.heard.try_recv().ok()).collect()
    }

    /// The most calls that were open at once.
    pub fn at_once_max(&self) -> usize {
        self.ear.open_max.load(Ordering::SeqCst)
    }

    /// Answers the calls that it left waiting, and all later ones.
    pub fn wakes(&self) {
        self.ear.script.lock().expect("no panic").clear();
        self.ear.awake.add_permits(1_000);
    }
}

async fn hear(State(ear): State<Ear>, uri: Uri, headers: HeaderMap, text: String) -> Response {
    let now_open = ear.open.fetch_add(1, Ordering::SeqCst) + 1;
    let _open = Open(ear.open.clone());
    ear.open_max.fetch_max(now_open, Ordering::SeqCst);
    let path = uri.path().to_owned();
    ear.heard.send(Heard { path, headers, text }).expect("somebody looks");
    let says = ear.script.lock().expect("no panic").pop_front();
    match says.unwrap_or(Says::Status(204)) {
        Says::Status(status) => StatusCode::from_u16(status).expect("a status").into_response(),
        Says::Elsewhere => (StatusCode::FOUND, [(header::LOCATION, "/elsewhere")]).into_response(),
        Says::Nothing => {
            ear.awake.acquire().await.expect("open").forget();
            StatusCode::NO_CONTENT.into_response()
        }
    }
}
