//! Measures how long people wait for their messages while one channel is slow. First: `#logros` accepts one message a
//! second; how late is an order after 60 announcements? Second: `#transacciones-pending` accepts one message a second;
//! how late are 40 orders typed at once?
//!
//! `cargo bench --bench courier`. To compare with another build in the same run: `cargo bench --bench courier --
//! --against PATH`. Each measurement uses its own sandbox through the control interface. Nothing is asserted. See
//! docs/PERFORMANCE.md.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

const ANNOUNCEMENTS: i64 = 60;
const ORDERS: usize = 40;
const CHANNEL: &str = "transacciones-david";
/// The Discord id of the first person who completes an achievement. Nobody has it.
const SOMEBODY: i64 = 169_015_299_834_642_433;
/// Longer than anything took before there were lanes.
const PATIENCE: Duration = Duration::from_secs(180);

#[tokio::main]
async fn main() {
    let own = PathBuf::from(env!("CARGO_BIN_EXE_cambista"));
    let mut builds = vec![("this build", own)];
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--against") {
        let path = arguments.get(at + 1).expect("--against needs a path");
        builds.insert(0, ("the other build", PathBuf::from(path)));
    }
    println!("build | order after {ANNOUNCEMENTS} announcements | {ORDERS} orders at once: median | last");
    for (name, binary) in builds {
        let after_announcements = order_after_announcements(&binary).await;
        let (median, last) = orders_at_once(&binary).await;
        println!("{name} | {after_announcements:.2} s | {median:.2} s | {last:.2} s");
    }
}

/// A sandbox with a demo desk.
struct Sandbox {
    process: Child,
    _folder: tempfile::TempDir,
    http: reqwest::Client,
    discord: String,
    api: String,
}

impl Sandbox {
    async fn start(binary: &Path) -> Sandbox {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder on the disk");
        let mut process = Command::new(binary)
            .args(["sandbox", "--addr", "127.0.0.1:0", "--data"])
            .arg(folder.path().join("desk"))
            .env_clear()
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the binary starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let (mut discord, mut api) = (String::new(), String::new());
        while api.is_empty() {
            let line = lines.next_line().await.expect("a line").expect("it goes on");
            if let Some(url) = line.strip_prefix("Cambista sandbox: ") {
                discord = url.to_owned();
            }
            if let Some(url) = line.strip_prefix("API: ") {
                api = url.to_owned();
            }
        }
        let http = reqwest::Client::new();
        let sandbox = Sandbox {
            process,
            _folder: folder,
            http,
            discord,
            api,
        };
        sandbox.settles().await;
        sandbox.says("!start batch").await;
        sandbox.settles().await;
        sandbox
    }

    async fn posts(&self, path: &str, body: Value) -> Value {
        let request = self.http.post(format!("{}{path}", self.discord)).json(&body);
        let response = request.send().await.expect("the sandbox answers");
        response.json().await.unwrap_or(Value::Null)
    }

    async fn says(&self, typed: &str) {
        let path = format!("/sandbox/people/david/channels/{CHANNEL}/say");
        self.posts(&path, json!({ "content": typed })).await;
    }

    async fn settles(&self) {
        let path = format!("{}/sandbox/idle?timeout_ms=60000", self.discord);
        self.http.get(path).send().await.expect("the sandbox answers");
    }

    /// Limits a channel to one message a second.
    async fn slows(&self, channel: &str) {
        let limit = json!({ "channel": channel, "messages": 1, "seconds": 1 });
        self.posts("/sandbox/rate-limits", limit).await;
    }

    /// How many orders the two cashiers have been shown.
    async fn shown(&self) -> usize {
        let mut shown = 0;
        for cashier in ["cajero1", "cajero2"] {
            let path = format!(
                "{}/sandbox/people/{cashier}/channels/dm/messages?limit=1000",
                self.discord
            );
            let seen: Value = self
                .http
                .get(path)
                .send()
                .await
                .expect("an answer")
                .json()
                .await
                .expect("JSON");
            let is_order = |message: &&Value| {
                message["embeds"][0]["title"]
                    .as_str()
                    .unwrap_or_default()
                    .starts_with("Orden ")
            };
            shown += seen.as_array().map_or(0, |seen| seen.iter().filter(is_order).count());
        }
        shown
    }

    /// When each of `orders` orders was shown, in seconds since `began`.
    async fn times_of(&self, orders: usize, began: Instant) -> Vec<f64> {
        let mut times = Vec::new();
        while times.len() < orders && began.elapsed() < PATIENCE {
            let shown = self.shown().await;
            times.resize(shown.max(times.len()).min(orders), began.elapsed().as_secs_f64());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        times.resize(orders, f64::INFINITY);
        times
    }

    async fn ends(mut self) {
        self.process.kill().await.expect("it ends");
    }

    /// Registers an app that can announce achievements; returns its key.
    async fn app(&self) -> String {
        let slash = json!({ "channel": "general", "command": "app crear", "options": { "nombre": "juego" } });
        let answer = self.posts("/sandbox/people/superusuario/slash", slash).await;
        let text = answer["response"]["message"]["content"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let key = text
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .find(|word| word.starts_with("cmb_"));
        key.unwrap_or_else(|| panic!("no key in {answer}")).to_owned()
    }

    async fn calls(&self, key: &str, path: &str, body: Value) {
        loop {
            let request = self.http.post(format!("{}{path}", self.api)).bearer_auth(key);
            let response = request.json(&body).send().await.expect("the API answers");
            if response.status().as_u16() != 429 {
                assert!(response.status().is_success(), "{path}: {}", response.status());
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

async fn order_after_announcements(binary: &Path) -> f64 {
    let sandbox = Sandbox::start(binary).await;
    let key = sandbox.app().await;
    let achievement = json!({ "name": "Tiburón", "description": "gana", "target_value": 1, "reward": 0 });
    sandbox.calls(&key, "/achievement/register", achievement).await;
    sandbox.slows("logros").await;
    for n in 0..ANNOUNCEMENTS {
        let progress = json!({ "user_id": SOMEBODY + 2 * n, "value": 1 });
        sandbox.calls(&key, "/achievement/1", progress).await;
    }
    let began = Instant::now();
    sandbox.says("!t 100 p").await;
    let times = sandbox.times_of(1, began).await;
    sandbox.ends().await;
    times[0]
}

async fn orders_at_once(binary: &Path) -> (f64, f64) {
    let sandbox = Sandbox::start(binary).await;
    sandbox.slows("transacciones-pending").await;
    let began = Instant::now();
    for _ in 0..ORDERS {
        sandbox.says("!t 1 p").await;
    }
    let times = sandbox.times_of(ORDERS, began).await;
    sandbox.ends().await;
    (times[ORDERS / 2], times[ORDERS - 1])
}
