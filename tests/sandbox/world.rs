//! A sandbox, with or without the bot, and hands to use it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use cambista::sandbox::{self, SandboxOptions, SandboxServer, Seed, SeedChannel, SeedRole};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use serenity::all::GatewayIntents;

use crate::bot::{self, Running};

pub struct World {
    pub server: SandboxServer,
    pub http: reqwest::Client,
}

pub fn seed() -> Seed {
    let channel = |name: &str, private_to: &[&str]| SeedChannel {
        name: name.into(),
        topic: None,
        category: Some("Mesa".into()),
        private_to: private_to.iter().map(ToString::to_string).collect(),
    };
    let mut blind = channel("secreto", &["super"]);
    blind.category = None;
    Seed {
        guild_name: "Casa de cambio".into(),
        owner: "super".into(),
        people: vec!["david".into(), "cajero1".into()],
        roles: vec![SeedRole {
            name: "Cajero".into(),
            permissions: 0,
            members: vec!["cajero1".into()],
        }],
        channels: vec![
            channel("general", &[]),
            channel("transacciones-david", &["david"]),
            blind,
        ],
        ..Seed::default()
    }
}

impl World {
    pub async fn start() -> World {
        Self::open(None, seed()).await
    }

    pub async fn kept_in(dir: &Path) -> World {
        Self::open(Some(dir), seed()).await
    }

    pub async fn open(dir: Option<&Path>, seed: Seed) -> World {
        let addr: SocketAddr = "127.0.0.1:0".parse().unwrap();
        let options = SandboxOptions {
            addr,
            data_dir: dir.map(Path::to_owned),
            seed,
            rate_limits: false,
        };
        let server = sandbox::start(options).await.unwrap();
        World {
            server,
            http: reqwest::Client::new(),
        }
    }

    pub async fn with_bot() -> (World, Running) {
        let world = Self::start().await;
        let running = world.connect(bot::ALL_INTENTS).await;
        (world, running)
    }

    pub async fn connect(&self, intents: GatewayIntents) -> Running {
        let id = self.server.application_id();
        let running = bot::start(&self.server.url(), self.server.token(), id, intents).await;
        self.server.set_probe(Arc::new(running.bot.clone()));
        running
    }

    /// A request to the control interface that must succeed.
    pub async fn control(&self, method: Method, path: &str, body: Value) -> Value {
        let (status, value) = self.try_control(method, path, body).await;
        assert!(status.is_success(), "{path}: {status} {value}");
        value
    }

    pub async fn try_control(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        let url = format!("{}/sandbox/{path}", self.server.url());
        let mut request = self.http.request(method, url);
        if !body.is_null() {
            request = request.json(&body);
        }
        read(request.send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Value {
        self.control(Method::GET, path, Value::Null).await
    }

    pub async fn say(&self, who: &str, channel: &str, content: &str) -> Value {
        self.control(
            Method::POST,
            &format!("people/{who}/channels/{channel}/say"),
            json!({ "content": content }),
        )
        .await
    }

    pub async fn press(&self, who: &str, message: &Value, label: &str) -> Value {
        let body = json!({ "message_id": message["id"], "label": label });
        self.control(Method::POST, &format!("people/{who}/press"), body).await
    }

    pub async fn messages(&self, who: &str, channel: &str) -> Vec<Value> {
        let list = self.get(&format!("people/{who}/channels/{channel}/messages")).await;
        list.as_array().unwrap().clone()
    }

    pub async fn last(&self, who: &str, channel: &str) -> Value {
        self.messages(who, channel).await.last().unwrap().clone()
    }

    pub async fn idle(&self) {
        self.get("idle").await;
    }

    /// A request of the bot, raw.
    pub async fn api(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        let url = format!("{}/api/v10/{path}", self.server.url());
        let mut request = self
            .http
            .request(method, url)
            .header("Authorization", format!("Bot {}", self.server.token()));
        if !body.is_null() {
            request = request.json(&body);
        }
        read(request.send().await.unwrap()).await
    }

    /// Sends as the bot into a channel of the guild.
    pub async fn send(&self, channel: &str, body: Value) -> (StatusCode, Value) {
        let id = self.server.channel_id(channel).unwrap();
        self.api(Method::POST, &format!("channels/{id}/messages"), body).await
    }
}

async fn read(response: reqwest::Response) -> (StatusCode, Value) {
    let status = response.status();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}
