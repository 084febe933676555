//! People change, delete and forward messages.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::World;

/// The control path of a message, as this person reaches it.
fn path(who: &str, channel: &str, message: &Value) -> String {
    format!(
        "people/{who}/channels/{channel}/messages/{}",
        message["id"].as_str().unwrap()
    )
}

#[tokio::test]
async fn people_edit_their_own_messages() {
    let (world, mut bot) = World::with_bot().await;
    let said = world.say("david", "general", "antes").await;
    let edited = world
        .control(
            Method::PATCH,
            &path("david", "general", &said),
            json!({ "content": "después" }),
        )
        .await;
    assert_eq!(edited["content"], "después");
    assert!(edited["edited_timestamp"].is_string());
    bot.sees("edited después").await;
    let (status, _) = world
        .try_control(
            Method::PATCH,
            &path("super", "general", &said),
            json!({ "content": "ajeno" }),
        )
        .await;
    assert_eq!(status, 403, "not even the owner edits for others");
    let (status, _) = world
        .try_control(
            Method::PATCH,
            &path("david", "general", &said),
            json!({ "content": " " }),
        )
        .await;
    assert_eq!(status, 400, "an empty message");
    assert_eq!(world.last("david", "general").await["content"], "después");
}

#[tokio::test]
async fn people_delete_their_own_messages_and_who_manages_messages_any() {
    let (world, mut bot) = World::with_bot().await;
    let said = world.say("david", "general", "!ping").await;
    world.idle().await;
    let pong = world.last("david", "general").await;
    let (status, _) = world
        .try_control(Method::DELETE, &path("david", "general", &pong), Value::Null)
        .await;
    assert_eq!(status, 403);
    world
        .control(Method::DELETE, &path("super", "general", &pong), Value::Null)
        .await;
    bot.sees(&format!("deleted {}", pong["id"].as_str().unwrap())).await;
    world
        .control(Method::DELETE, &path("david", "general", &said), Value::Null)
        .await;
    assert!(world.messages("david", "general").await.is_empty());
    let general = world.server.channel_id("general").unwrap();
    let gone = format!("channels/{general}/messages/{}", pong["id"].as_str().unwrap());
    let (_, answer) = world.api(Method::PATCH, &gone, json!({ "content": "otra vez" })).await;
    assert_eq!(answer["code"], 10008);

    world.say("david", "dm", "!ping").await;
    world.idle().await;
    let pong = world.last("david", "dm").await;
    let (status, _) = world
        .try_control(Method::DELETE, &path("david", "dm", &pong), Value::Null)
        .await;
    assert_eq!(status, 400, "in a DM nobody deletes for the other");
}

#[tokio::test]
async fn a_forward_carries_the_message_as_it_was() {
    let (world, mut bot) = World::with_bot().await;
    let file = json!({ "name": "captura.png", "base64": "aG9sYQ==" });
    let body = json!({ "content": "pagado", "files": [file] });
    let said = world.does("david", "channels/transacciones-david/say", body).await;
    let forward = json!({ "message_id": said["id"] });
    assert_eq!(
        world
            .tries("cajero1", "channels/general/forward", forward.clone())
            .await
            .0,
        404,
        "nobody forwards what he does not see"
    );
    let sent = world.does("david", "channels/dm/forward", forward).await;
    bot.sees("forward pagado captura.png").await;
    assert_eq!(sent["content"], "");
    assert_eq!(sent["flags"], 1 << 14);
    assert_eq!(
        (
            &sent["message_reference"]["type"],
            &sent["message_reference"]["message_id"]
        ),
        (&json!(1), &said["id"])
    );
    assert_eq!(sent["attachments"], json!([]));
    world
        .control(
            Method::PATCH,
            &path("david", "transacciones-david", &said),
            json!({ "content": "otra cosa" }),
        )
        .await;
    let kept = &world.last("david", "dm").await["message_snapshots"][0]["message"];
    assert_eq!(kept["content"], "pagado");
    let url = kept["attachments"][0]["url"].as_str().unwrap();
    assert_eq!(reqwest::get(url).await.unwrap().text().await.unwrap(), "hola");

    let channel = world.server.channel_id("transacciones-david").unwrap().to_string();
    let reference = json!({ "type": 1, "channel_id": channel, "message_id": said["id"] });
    let (status, by_bot) = world.send("general", json!({ "message_reference": reference })).await;
    assert_eq!(status, 200, "{by_bot}");
    assert_eq!(by_bot["message_snapshots"][0]["message"]["content"], "otra cosa");
}
