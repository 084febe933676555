//! Threads: who sees them, who writes there, what the bot hears.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn a_public_thread_is_read_by_who_reads_its_channel() {
    let (world, mut bot) = World::with_bot().await;
    let thread = world
        .does(
            "david",
            "channels/transacciones-david/threads",
            json!({ "name": "Dudas" }),
        )
        .await;
    assert_eq!(thread["type"], 11);
    bot.sees("thread made Dudas").await;
    let told = world.last("david", "transacciones-david").await;
    assert_eq!((&told["type"], &told["content"]), (&json!(18), &json!("Dudas")));
    world.say("david", "Dudas", "!ping").await;
    world.idle().await;
    let answer = world.last("david", "Dudas").await;
    assert_eq!(
        (&answer["content"], &answer["channel_id"]),
        (&json!("pong"), &thread["id"])
    );
    let (status, _) = world
        .tries("cajero1", "channels/Dudas/say", json!({ "content": "a" }))
        .await;
    assert_eq!(status, 404, "who does not see the channel does not see it");
    let id = thread["id"].as_str().unwrap();
    let (_, shown) = world.api(Method::GET, &format!("channels/{id}"), Value::Null).await;
    assert_eq!(
        shown["parent_id"],
        world.server.channel_id("transacciones-david").unwrap().to_string()
    );
    let guild = world.server.guild_id();
    let (_, channels) = world
        .api(Method::GET, &format!("guilds/{guild}/channels"), Value::Null)
        .await;
    assert!(channels.as_array().unwrap().iter().all(|one| one["id"] != thread["id"]));
    let active = format!("guilds/{guild}/threads/active");
    let (_, list) = world.api(Method::GET, &active, Value::Null).await;
    assert_eq!(list["threads"][0]["name"], "Dudas");
}

#[tokio::test]
async fn a_private_thread_is_the_bots_only_when_it_is_brought_there() {
    let (world, mut bot) = World::with_bot().await;
    let new = json!({ "name": "Aparte", "private": true, "with": ["cajero1"] });
    let thread = world.does("david", "channels/general/threads", new).await;
    let path = format!("channels/{}", thread["id"].as_str().unwrap());
    assert_eq!(world.api(Method::GET, &path, Value::Null).await.1["code"], 50001);
    world.say("cajero1", "Aparte", "!ping").await;
    world.idle().await;
    assert_eq!(
        world.messages("david", "Aparte").await.len(),
        1,
        "the bot heard nothing"
    );
    let (status, _) = world
        .tries("super", "channels/Aparte/say", json!({ "content": "a" }))
        .await;
    assert_eq!(status, 200, "the owner reads everything");
    let named = format!("<@{}> ven", world.server.application_id());
    world.say("david", "Aparte", &named).await;
    bot.sees("thread made Aparte").await;
    bot.sees(&format!("message {named}")).await;
    assert_eq!(world.api(Method::GET, &path, Value::Null).await.0, 200);
    world.kicks_david().await;
    world.control(Method::POST, "people", json!({ "name": "david" })).await;
    let (status, _) = world
        .tries("david", "channels/Aparte/say", json!({ "content": "a" }))
        .await;
    assert_eq!(status, 404, "who has left follows nothing any more");
}

impl World {
    async fn kicks_david(&self) {
        self.does("super", "kick", json!({ "person": "david" })).await;
    }
}

#[tokio::test]
async fn a_thread_begins_with_a_message_is_archived_opened_and_locked() {
    let (world, mut bot) = World::with_bot().await;
    let said = world.say("david", "general", "la orden 2").await;
    let new = json!({ "name": "Orden 2", "message_id": said["id"] });
    let thread = world.does("david", "channels/general/threads", new.clone()).await;
    assert_eq!(thread["id"], said["id"]);
    assert_eq!(world.last("david", "general").await["flags"], 1 << 5);
    assert_eq!(world.tries("david", "channels/general/threads", new).await.0, 400);
    let id = said["id"].as_str().unwrap();
    let path = format!("channels/{id}/messages");
    let (_, sent) = world.api(Method::POST, &path, json!({ "content": "sí" })).await;

    let change = async |who: &str, body: Value| {
        let path = format!("people/{who}/threads/{id}");
        world.try_control(Method::PATCH, &path, body).await.0.as_u16()
    };
    assert_eq!(change("david", json!({ "archived": true })).await, 200);
    bot.sees("thread Orden 2 archived true").await;
    let edit = format!("{path}/{}", sent["id"].as_str().unwrap());
    assert_eq!(
        world.api(Method::PATCH, &edit, json!({ "content": "no" })).await.1["code"],
        50083
    );
    assert_eq!(
        world.api(Method::POST, &path, json!({ "content": "otra" })).await.0,
        200
    );
    bot.sees("thread Orden 2 archived false").await;
    assert_eq!(change("david", json!({ "locked": true })).await, 403);
    assert_eq!(change("super", json!({ "locked": true })).await, 200);
    assert_eq!(
        world.api(Method::POST, &path, json!({ "content": "a" })).await.1["code"],
        50083
    );
    let (status, _) = world
        .tries("david", "channels/Orden 2/say", json!({ "content": "a" }))
        .await;
    assert_eq!(status, 400);
    world
        .control(Method::DELETE, &format!("people/super/channels/{id}"), Value::Null)
        .await;
    bot.sees(&format!("thread gone {id}")).await;
}

#[tokio::test]
async fn threads_have_a_permission_of_their_own_and_go_with_their_channel() {
    let dir = tempfile::tempdir().unwrap();
    let id = {
        let world = World::kept_in(dir.path()).await;
        let quiet = json!({ "whose": "@everyone", "deny": ["send_messages"] });
        world
            .control(Method::PUT, "people/super/channels/general/permissions", quiet)
            .await;
        let thread = world
            .does("david", "channels/general/threads", json!({ "name": "Aquí sí" }))
            .await;
        thread["id"].as_str().unwrap().to_owned()
    };
    let world = World::kept_in(dir.path()).await;
    let hola = json!({ "content": "hola", "files": [{ "name": "a.txt", "base64": "" }] });
    assert_eq!(world.tries("david", "channels/general/say", hola.clone()).await.0, 403);
    assert_eq!(
        world
            .tries("david", &format!("channels/{id}/say"), hola.clone())
            .await
            .0,
        200
    );
    let shut = json!({ "whose": "@everyone", "deny": ["send_messages_in_threads"] });
    world
        .control(Method::PUT, "people/super/channels/general/permissions", shut)
        .await;
    assert_eq!(world.tries("david", &format!("channels/{id}/say"), hola).await.0, 403);
    world
        .control(Method::DELETE, "people/super/channels/general", Value::Null)
        .await;
    let (_, gone) = world.api(Method::GET, &format!("channels/{id}"), Value::Null).await;
    assert_eq!(gone["code"], 10003);
}
