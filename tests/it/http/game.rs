//! A game that uses the API.

use cambista::db::retrying;
use cambista::domain::games::apps::keys::{self, KeyIssued, NewApp};
use cambista::domain::people::members::Actor;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::desk::fresh_request;
use crate::support::world::World;

/// The Discord user of the specification: an odd number above 2^53, so that rounding is noticed.
pub const ANA: i64 = 169_015_299_834_642_433;
pub const BETO: i64 = 169_015_299_834_642_435;

/// An app with its key.
pub struct Game {
    http: reqwest::Client,
    pub key: String,
}

/// The API's answer.
#[derive(Debug)]
pub struct Answered {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Answered {
    /// Status and error code, such as `(409, "event_closed")`.
    pub fn refusal(&self) -> (u16, &str) {
        (self.status, self.body["error"]["code"].as_str().unwrap_or_default())
    }

    /// The same of the API for players, such as `(401, "TOKEN_VENCIDO")`.
    pub fn no(&self) -> (u16, &str) {
        (self.status, self.body["codigo"].as_str().unwrap_or_default())
    }
}

/// Somebody's coins: posted, held, pending, available.
pub type Funds = (i64, i64, i64, i64);

pub async fn register(world: &World, name: &str) -> KeyIssued {
    let desk = &world.running().app.desk;
    let (owner, request) = (Actor::desk(), fresh_request());
    let made = retrying(|| keys::create_app(desk, &owner, &request, NewApp::bot(name))).await;
    made.expect("an app")
}

/// Every call of the API as its description names it: `GET /finance/event/{event_id}`.
pub async fn calls(world: &World) -> Vec<(Method, String)> {
    let api = Game::with_key("").gets(world, "/openapi.json").await.body;
    let mut found = Vec::new();
    for (path, methods) in api["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            let method = method.to_uppercase().parse().expect("a method");
            found.push((method, path.clone()));
        }
    }
    assert!(12 < found.len(), "{found:?}");
    found
}

impl Game {
    pub async fn new(world: &World, name: &str) -> Game {
        let issued = register(world, name).await;
        Game::with_key(issued.token.expect("shown once").reveal())
    }

    pub fn with_key(key: &str) -> Game {
        Game {
            http: reqwest::Client::new(),
            key: key.to_owned(),
        }
    }

    pub fn request(&self, world: &World, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("http://{}{path}", world.running().app.http_addr());
        self.http.request(method, url).bearer_auth(&self.key)
    }

    pub async fn sends(&self, request: reqwest::RequestBuilder) -> Answered {
        let response = request.send().await.expect("the API answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.expect("a body");
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answered { status, headers, body }
    }

    /// A token for this app's key, as somebody who calls with it.
    pub async fn gets_token(&self, world: &World) -> Game {
        let given = self.posts(world, "/auth/token").await;
        assert_eq!(given.status, 201, "{given:?}");
        Game::with_key(given.body["token"].as_str().expect("a token"))
    }

    pub async fn gets(&self, world: &World, path: &str) -> Answered {
        self.sends(self.request(world, Method::GET, path)).await
    }

    pub async fn posts(&self, world: &World, path: &str) -> Answered {
        self.sends(self.request(world, Method::POST, path)).await
    }

    pub async fn posts_json(&self, world: &World, path: &str, body: &str) -> Answered {
        let request = self.request(world, Method::POST, path);
        let request = request.header("content-type", "application/json").body(body.to_owned());
        self.sends(request).await
    }

    pub async fn deletes(&self, world: &World, path: &str) -> Answered {
        self.sends(self.request(world, Method::DELETE, path)).await
    }

    /// Opens an event.
    pub async fn opens(&self, world: &World) -> i64 {
        let opened = self.posts(world, "/finance/event").await;
        assert_eq!(opened.status, 201, "{opened:?}");
        opened.body["event_id"].as_i64().expect("an integer")
    }

    pub async fn pings(&self, world: &World, event: i64) -> Answered {
        self.posts(world, &format!("/finance/event/{event}/ping")).await
    }

    pub async fn closes(&self, world: &World, event: i64) -> Answered {
        self.posts(world, &format!("/finance/event/{event}/close")).await
    }

    pub async fn looks_at(&self, world: &World, event: i64) -> Value {
        self.gets(world, &format!("/finance/event/{event}")).await.body
    }

    /// `kind`: `credit` or `debit`.
    pub async fn moves(&self, world: &World, event: i64, kind: &str, user: i64, amount: i64) -> Answered {
        let body = json!({
            "user_id": user, "event_id": event, "type": kind, "amount": amount, "description": "a round",
        });
        self.posts_json(world, "/finance/transaction", &body.to_string()).await
    }

    /// Runs an event that gives somebody coins, from begin to close.
    pub async fn gives(&self, world: &World, user: i64, amount: i64) {
        let event = self.opens(world).await;
        let moved = self.moves(world, event, "credit", user, amount).await;
        assert_eq!(moved.status, 201, "{moved:?}");
        assert_eq!(self.closes(world, event).await.status, 200);
    }

    pub async fn funds(&self, world: &World, user: i64) -> Funds {
        let body = self.gets(world, &format!("/finance/user/{user}")).await.body;
        let figure = |name: &str| body[name].as_i64().unwrap_or_else(|| panic!("{name}: {body}"));
        (figure("posted"), figure("held"), figure("pending"), figure("available"))
    }
}
