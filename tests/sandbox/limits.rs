//! Rate limits, as a bot meets them.

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::world::World;

impl World {
    /// A request of the bot, with the whole answer.
    async fn asks(&self, method: Method, path: &str, body: Value) -> Response {
        let url = format!("{}/api/v10/{path}", self.server.url());
        let token = format!("Bot {}", self.server.token());
        let request = self.http.request(method, url).header("Authorization", token);
        request.json(&body).send().await.unwrap()
    }

    fn messages_of(&self, channel: &str) -> String {
        format!("channels/{}/messages", self.server.channel_id(channel).unwrap())
    }
}

fn header(response: &Response, name: &str) -> String {
    let value = response.headers().get(name).unwrap_or_else(|| panic!("no {name}"));
    value.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_sixth_message_in_a_channel_has_to_wait() {
    let world = World::start().await;
    let shown = world.control(Method::POST, "rate-limits", json!({ "on": true })).await;
    assert_eq!(shown, json!({ "on": true, "channels": [] }));
    let (path, body) = (world.messages_of("general"), json!({ "content": "a" }));
    for remaining in ["4", "3", "2", "1", "0"] {
        let response = world.asks(Method::POST, &path, body.clone()).await;
        assert_eq!(response.status(), 200);
        assert_eq!(header(&response, "x-ratelimit-limit"), "5");
        assert_eq!(header(&response, "x-ratelimit-remaining"), remaining);
        let (reset, after) = (
            header(&response, "x-ratelimit-reset"),
            header(&response, "x-ratelimit-reset-after"),
        );
        assert!(1_700_000_000.0 < reset.parse::<f64>().unwrap(), "{reset}");
        assert!((0.0..=5.0).contains(&after.parse::<f64>().unwrap()), "{after}");
    }
    let refused = world.asks(Method::POST, &path, body.clone()).await;
    assert_eq!(refused.status(), 429);
    assert_eq!(header(&refused, "x-ratelimit-scope"), "user");
    assert!(refused.headers().get("x-ratelimit-global").is_none());
    let bucket = header(&refused, "x-ratelimit-bucket");
    let seconds: u64 = header(&refused, "retry-after").parse().unwrap();
    assert!((1..=5).contains(&seconds), "{seconds}");
    let body_of_refusal: Value = refused.json().await.unwrap();
    assert_eq!(body_of_refusal["global"], false);
    assert!((0.0..=5.0).contains(&body_of_refusal["retry_after"].as_f64().unwrap()));

    let other = world.messages_of("secreto");
    let response = world.asks(Method::POST, &other, body.clone()).await;
    assert_eq!(
        (response.status().as_u16(), header(&response, "x-ratelimit-bucket")),
        (200, bucket)
    );
    assert_eq!(
        world.messages("david", "general").await.len(),
        5,
        "nothing of it was carried out"
    );
    world.control(Method::DELETE, "rate-limits", Value::Null).await;
    assert_eq!(world.asks(Method::POST, &path, body).await.status(), 200);
}

#[tokio::test]
async fn fifty_requests_in_a_second_are_too_many_for_anything_but_interactions() {
    let world = World::start().await;
    world.server.set_rate_limits(true);
    let mut refused = None;
    for _ in 0..200 {
        let response = world.asks(Method::GET, "users/@me", Value::Null).await;
        if response.status() == 429 {
            refused = Some(response);
            break;
        }
        assert!(response.headers().get("x-ratelimit-limit").is_none());
    }
    let refused = refused.expect("a global limit");
    assert_eq!(header(&refused, "x-ratelimit-scope"), "global");
    assert_eq!(header(&refused, "x-ratelimit-global"), "true");
    let body: Value = refused.json().await.unwrap();
    assert_eq!(body["global"], true);
    let late = world.asks(Method::POST, "interactions/5/x/callback", json!({})).await;
    assert_eq!(late.status(), 404, "interactions are not counted");
    tokio::time::sleep(Duration::from_secs_f64(body["retry_after"].as_f64().unwrap())).await;
    assert_eq!(world.asks(Method::GET, "users/@me", Value::Null).await.status(), 200);
}

#[tokio::test]
async fn one_place_can_be_slow_and_the_others_not() {
    let world = World::start().await;
    let slow = json!({ "channel": "general", "messages": 1, "seconds": 0.5 });
    let shown = world.control(Method::POST, "rate-limits", slow).await;
    assert_eq!(
        shown["channels"],
        json!([{ "channel": "general", "messages": 1, "seconds": 0.5 }])
    );
    let (path, body) = (world.messages_of("general"), json!({ "content": "a" }));
    let sent = world.asks(Method::POST, &path, body.clone()).await;
    let sent: Value = sent.json().await.unwrap();
    let edit = format!("{path}/{}", sent["id"].as_str().unwrap());
    let statuses = [
        world.asks(Method::POST, &path, body.clone()).await.status().as_u16(),
        world.asks(Method::PATCH, &edit, body.clone()).await.status().as_u16(),
        world.asks(Method::PATCH, &edit, body.clone()).await.status().as_u16(),
    ];
    assert_eq!(statuses, [429, 200, 429], "edits are counted beside messages");
    for _ in 0..10 {
        assert_eq!(world.send("secreto", body.clone()).await.0, 200);
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(world.asks(Method::POST, &path, body.clone()).await.status(), 200);
    world
        .control(Method::POST, "rate-limits", json!({ "channel": "general" }))
        .await;
    for _ in 0..6 {
        assert_eq!(world.asks(Method::POST, &path, body.clone()).await.status(), 200);
    }
    world.server.set_channel_limit(
        world.server.channel_id("general").unwrap(),
        Some((1, Duration::from_secs(60))),
    );
    world.send("general", body.clone()).await;
    assert_eq!(world.send("general", body).await.0, 429);
    let bad = json!({ "channel": "general", "messages": 0 });
    assert_eq!(world.try_control(Method::POST, "rate-limits", bad).await.0, 422);
}
