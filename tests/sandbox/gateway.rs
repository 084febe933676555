//! Lost connections, repeated events, intents, faults.

use reqwest::Method;
use serde_json::{Value, json};
use serenity::all::GatewayIntents;

use crate::bot::ALL_INTENTS;
use crate::world::World;

#[tokio::test]
async fn a_cut_socket_is_resumed_and_nothing_is_lost() {
    let (world, mut bot) = World::with_bot().await;
    world.control(Method::POST, "gateway", json!({ "drop": true })).await;
    let said = world.say("david", "general", "!ping").await;
    bot.sees("message !ping").await;
    world.idle().await;
    assert_eq!(world.last("david", "general").await["content"], "pong");
    assert_eq!(bot.bot.times(said["id"].as_str().unwrap()), 1);
}

#[tokio::test]
async fn asked_to_reconnect_the_bot_resumes() {
    let (world, mut bot) = World::with_bot().await;
    world
        .control(Method::POST, "gateway", json!({ "reconnect": true }))
        .await;
    bot.sees("resumed").await;
    world.say("david", "general", "!ping").await;
    world.idle().await;
    assert_eq!(world.last("david", "general").await["content"], "pong");
}

#[tokio::test]
async fn an_ended_session_is_identified_anew() {
    let (world, mut bot) = World::with_bot().await;
    world
        .control(Method::POST, "gateway", json!({ "invalidate": true }))
        .await;
    bot.sees("ready").await;
    world.say("david", "general", "!ping").await;
    world.idle().await;
    assert_eq!(world.last("david", "general").await["content"], "pong");
}

#[tokio::test]
async fn the_last_event_can_arrive_twice() {
    let (world, mut bot) = World::with_bot().await;
    let said = world.say("david", "general", "otra vez").await;
    bot.sees("message otra vez").await;
    world
        .control(Method::POST, "gateway", json!({ "repeat_last_event": true }))
        .await;
    bot.sees("message otra vez").await;
    world.idle().await;
    assert_eq!(bot.bot.times(said["id"].as_str().unwrap()), 2);
    assert_eq!(world.messages("david", "general").await.len(), 1);
}

#[tokio::test]
async fn without_the_privileged_intent_only_dms_and_mentions_have_content() {
    let world = World::start().await;
    let mut bot = world.connect(GatewayIntents::non_privileged()).await;
    world.say("david", "general", "hola").await;
    assert_eq!(bot.sees("message").await, "message ");
    let mention = format!("<@{}> hola", world.server.application_id());
    world.say("david", "general", &mention).await;
    assert_eq!(bot.sees("message").await, format!("message {mention}"));
    world.say("david", "dm", "hola").await;
    assert_eq!(bot.sees("message").await, "message hola");
}

#[tokio::test]
async fn without_its_intent_an_event_does_not_arrive() {
    let world = World::start().await;
    let mut bot = world
        .connect(ALL_INTENTS.difference(GatewayIntents::GUILD_MESSAGES))
        .await;
    world.say("david", "general", "nunca").await;
    world.say("david", "dm", "esto sí").await;
    assert_eq!(bot.sees("message").await, "message esto sí");
    world.idle().await;
}

#[tokio::test]
async fn requests_fail_as_often_as_told_and_are_recorded() {
    let world = World::start().await;
    let target = json!({ "method": "POST", "path": "/channels/*/messages" });
    let fault = json!({ "match": target, "status": 429, "times": 1, "retry_after": 0.25 });
    world.control(Method::POST, "faults", fault).await;
    let id = world.server.channel_id("general").unwrap();
    let url = format!("{}/api/v10/channels/{id}/messages", world.server.url());
    let request = world
        .http
        .post(&url)
        .header("Authorization", format!("Bot {}", world.server.token()));
    let response = request.json(&json!({ "content": "a" })).send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "1");
    assert_eq!(response.headers()["x-ratelimit-remaining"], "0");
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["retry_after"], 0.25);
    assert_eq!(world.send("general", json!({ "content": "b" })).await.0, 200);

    let requests = world.get("requests?after=0").await;
    assert_eq!(requests[0]["status"], 429);
    assert_eq!(requests[1]["body"], json!({ "content": "b" }));
    assert_eq!(requests[1]["path"], format!("/api/v10/channels/{id}/messages"));
    assert_eq!(world.get("requests?after=1").await.as_array().unwrap().len(), 1);

    let fault = json!({ "match": { "path": "/messages" }, "status": 403, "times": 9, "code": 50007 });
    world.control(Method::POST, "faults", fault).await;
    assert_eq!(world.send("general", json!({ "content": "c" })).await.1["code"], 50007);
    world.control(Method::DELETE, "faults", Value::Null).await;
    assert_eq!(world.send("general", json!({ "content": "d" })).await.0, 200);
}
