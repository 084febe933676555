//! Measures `POST /finance/transaction` and `POST /api/transacciones/procesar-automatica` over loopback, including the write
//! to disk, beside a bare axum route that does nothing.
//!
//! `cargo bench --bench http` ends within two minutes. Nothing is asserted. Compare only figures of the same run, because
//! the client shares the machine with the server and the duration of the disk's fdatasync varies. See
//! docs/PERFORMANCE.md.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use cambista::app::open_desk;
use cambista::clock::Clock;
use cambista::config::{Config, Secret, Sources};
use cambista::db::{IfMissing, sqlite_url};
use cambista::domain::games::apps::keys;
use cambista::domain::games::apps::webhooks::Reach;
use cambista::domain::kernel::desk::Desk;
use cambista::domain::people::members::Actor;
use cambista::http::{DiscordProbe, Found, HttpOptions, HttpServer, Listening, Surroundings, Watched};
use cambista::ids::RequestId;
use cambista::meters::Meters;
use serde_json::{Value, json};
use tempfile::TempDir;

const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(2);
const CONNECTIONS: [usize; 2] = [1, 32];
/// An event accepts at most a thousand transactions.
const TRANSACTIONS_OF_EVENT: usize = 900;

struct NoDiscord;

#[async_trait]
impl DiscordProbe for NoDiscord {
    async fn is_up(&self) -> bool {
        true
    }

    async fn is_connected(&self) -> bool {
        true
    }
}

impl Surroundings for NoDiscord {
    fn look(&self) -> Found {
        Found {
            disk: None,
            backup: None,
        }
    }
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder on the disk");
    let (desk, key) = desk_with_app(&folder).await;
    let server = serve(&desk).await;
    let bare = serve_nothing().await;
    println!("connections | route | requests/s (min–max of {ROUNDS}) | p50 µs | p99 µs");
    let token = token_for(server.addr(), &key).await;
    for connections in CONNECTIONS {
        for (route, secret) in [(Measures::Coins, &key), (Measures::Players, &token)] {
            let cambista = measured(connections, route, server.addr(), secret).await;
            let nothing = measured(connections, route, bare, secret).await;
            show(connections, route.name(), &cambista);
            show(connections, "a bare axum route", &nothing);
            println!(
                "{connections:>11} | the bare route answers {:.1} times as many",
                median(&nothing.per_second) / median(&cambista.per_second)
            );
        }
    }
    server.shutdown().await;
    desk.db.close().await;
}

/// Which call is measured.
#[derive(Debug, Clone, Copy)]
enum Measures {
    /// `POST /finance/transaction`, with an app's key.
    Coins,
    /// `POST /api/transacciones/procesar-automatica`, with a token.
    Players,
}

impl Measures {
    fn name(self) -> &'static str {
        match self {
            Measures::Coins => "POST /finance/transaction",
            Measures::Players => "POST procesar-automatica",
        }
    }
}

async fn token_for(addr: SocketAddr, key: &str) -> String {
    let request = reqwest::Client::new().post(format!("http://{addr}/auth/token"));
    let answered = request.bearer_auth(key).send().await.expect("an answer");
    let body: Value = answered.json().await.expect("JSON");
    body["token"].as_str().expect("a token").to_owned()
}

async fn desk_with_app(folder: &TempDir) -> (Desk, String) {
    let mut config = Config::load(&Sources::default()).expect("the defaults are valid");
    config.database.url = Secret::new(sqlite_url(&folder.path().join("books.db")));
    config.database.if_missing = IfMissing::Create;
    let desk = open_desk(&config, Clock::System).await.expect("the books open");
    let request = RequestId::new("bench", "app");
    let issued = keys::create_app(&desk, &Actor::desk(), &request, keys::NewApp::bot("bench"))
        .await
        .expect("an app");
    let key = issued.token.expect("shown once").reveal().to_owned();
    (desk, key)
}

async fn serve(desk: &Desk) -> HttpServer {
    let listening = Listening::on("127.0.0.1:0".parse().expect("an address"), None)
        .await
        .expect("a free port");
    let options = HttpOptions {
        requests_per_second: u32::MAX,
        burst: u32::MAX,
        strangers_per_second: 1,
        strangers_burst: 1,
        call_max: Duration::from_secs(30),
        webhooks_reach: Reach::Public,
        metrics_refresh: Duration::from_secs(10),
    };
    let watched = Watched {
        discord: Arc::new(NoDiscord),
        surroundings: Arc::new(NoDiscord),
        meters: Meters::with(desk.db.meters()),
    };
    listening.serve(desk.clone(), &options, watched).await
}

/// The same paths, answered without reading the request.
async fn serve_nothing() -> SocketAddr {
    let created = || async { (StatusCode::CREATED, r#"{"event_id":1}"#) };
    let router = Router::new()
        .route("/finance/event", post(created))
        .route("/api/jugadores", post(created))
        .route("/api/transacciones/procesar-automatica", post(created))
        .route("/finance/transaction", post(created));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let addr = listener.local_addr().expect("its address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    addr
}

#[derive(Default)]
struct Measured {
    per_second: Vec<f64>,
    took_us: Vec<u64>,
}

async fn measured(connections: usize, route: Measures, addr: SocketAddr, secret: &str) -> Measured {
    let mut measured = Measured::default();
    // The first round is for warming up and is not counted.
    for round in 0..=ROUNDS {
        let began = Instant::now();
        let callers: Vec<_> = (0..connections)
            .map(|number| {
                let (secret, until) = (secret.to_owned(), began + ROUND);
                match route {
                    Measures::Coins => tokio::spawn(call(addr, secret, number, until)),
                    Measures::Players => tokio::spawn(call_players(addr, secret, number, until)),
                }
            })
            .collect();
        let mut took_us = Vec::new();
        for caller in callers {
            took_us.extend(caller.await.expect("a caller"));
        }
        if 0 < round {
            measured
                .per_second
                .push(took_us.len() as f64 / began.elapsed().as_secs_f64());
            measured.took_us.extend(took_us);
        }
    }
    measured.took_us.sort_unstable();
    measured
}

/// Credits one user with coins, in events of its own, until the round ends. Returns how long each call took, in microseconds.
async fn call(addr: SocketAddr, key: String, number: usize, until: Instant) -> Vec<u64> {
    let http = reqwest::Client::new();
    let (mut took_us, mut event) = (Vec::new(), 0);
    while Instant::now() < until {
        if took_us.len().is_multiple_of(TRANSACTIONS_OF_EVENT) {
            let opened = http
                .post(format!("http://{addr}/finance/event"))
                .bearer_auth(&key)
                .send()
                .await;
            let opened: Value = opened.expect("an answer").json().await.expect("JSON");
            event = opened["event_id"].as_i64().expect("an event");
        }
        let body = json!({
            "user_id": 169_015_299_834_642_432_u64 + number as u64, "event_id": event, "type": "credit", "amount": 1,
            "description": "bench",
        });
        let began = Instant::now();
        let answered = http
            .post(format!("http://{addr}/finance/transaction"))
            .bearer_auth(&key)
            .json(&body)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answered.status(), 201);
        answered.bytes().await.expect("a body");
        took_us.push(u64::try_from(began.elapsed().as_micros()).expect("a short time"));
    }
    took_us
}

/// Gives one player of its own a bonus, until the round ends. Returns how long each call took, in microseconds.
async fn call_players(addr: SocketAddr, token: String, number: usize, until: Instant) -> Vec<u64> {
    let http = reqwest::Client::new();
    let post = |path: &str, body: &Value| http.post(format!("http://{addr}{path}")).bearer_auth(&token).json(body);
    let telegram = number + 1;
    let player = json!({ "nombre": "bench", "telegramId": telegram });
    let registered = post("/api/jugadores", &player).send().await.expect("an answer");
    assert!(registered.status().is_success(), "{registered:?}");
    let body = json!({
        "jugadorId": format!("telegram:{telegram}"), "tipo": "credito", "categoria": "bonificacion", "monto": 1,
        "descripcion": "bench",
    });
    let mut took_us = Vec::new();
    while Instant::now() < until {
        let began = Instant::now();
        let request = post("/api/transacciones/procesar-automatica", &body);
        let answered = request.send().await.expect("an answer");
        assert_eq!(answered.status(), 201);
        answered.bytes().await.expect("a body");
        took_us.push(u64::try_from(began.elapsed().as_micros()).expect("a short time"));
    }
    took_us
}

fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn show(connections: usize, route: &str, measured: &Measured) {
    let (least, most) = measured
        .per_second
        .iter()
        .fold((f64::MAX, 0.0_f64), |(least, most), figure| {
            (least.min(*figure), most.max(*figure))
        });
    let at = |part: usize| measured.took_us[measured.took_us.len() * part / 100];
    println!(
        "{connections:>11} | {route:<25} | {:.0} ({least:.0}–{most:.0}) | {} | {}",
        median(&measured.per_second),
        at(50),
        at(99)
    );
}
