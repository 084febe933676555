//! Who is in which guild: kicked, left, back; other owners; outages; a second guild.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::bot::ALL_INTENTS;
use crate::world::World;

impl World {
    /// What this person does: `people/{who}/{what}`.
    pub async fn does(&self, who: &str, what: &str, body: Value) -> Value {
        self.control(Method::POST, &format!("people/{who}/{what}"), body).await
    }

    /// The same, refused or not.
    pub async fn tries(&self, who: &str, what: &str, body: Value) -> (StatusCode, Value) {
        self.try_control(Method::POST, &format!("people/{who}/{what}"), body)
            .await
    }

    async fn dm_of(&self, who: &str) -> String {
        let recipient = json!({ "recipient_id": self.server.user_id(who).unwrap().to_string() });
        let (_, dm) = self.api(Method::POST, "users/@me/channels", recipient).await;
        format!("channels/{}/messages", dm["id"].as_str().unwrap())
    }
}

#[tokio::test]
async fn who_was_kicked_shares_no_guild_and_cannot_be_reached() {
    let (world, mut bot) = World::with_bot().await;
    let dm = world.dm_of("david").await;
    let (status, refused) = world.tries("cajero1", "kick", json!({ "person": "david" })).await;
    assert_eq!(
        (status.as_u16(), &refused["error"]),
        (403, &json!("Missing Permissions"))
    );
    let (status, _) = world.tries("david", "kick", json!({ "person": "super" })).await;
    assert_eq!(status, 403, "nobody kicks the owner");
    world.say("david", "dm", "!panel").await;
    world.idle().await;
    let panel = world.last("david", "dm").await;

    world.does("super", "kick", json!({ "person": "david" })).await;
    bot.sees("left david").await;
    assert_eq!(world.get("people/david").await["in_guild"], false);
    let hola = json!({ "content": "hola" });
    let (status, refused) = world.api(Method::POST, &dm, hola.clone()).await;
    assert_eq!((status.as_u16(), &refused["code"]), (403, &json!(50278)));
    let (status, _) = world.tries("david", "channels/dm/say", hola.clone()).await;
    assert_eq!(status, 403);
    let slash = json!({ "channel": "dm", "command": "slow" });
    assert_eq!(world.tries("david", "slash", slash).await.0, 403);
    let pressed = world.press("david", &panel, "Secreto").await;
    assert_eq!(
        pressed["response"]["message"]["content"], "solo para ti",
        "old buttons are still there"
    );

    world.control(Method::POST, "people", json!({ "name": "david" })).await;
    bot.sees("joined david").await;
    assert_eq!(world.api(Method::POST, &dm, hola).await.0, 200);
}

#[tokio::test]
async fn a_role_may_kick_who_stands_below_it() {
    let world = World::start().await;
    let role = json!({ "name": "Jefe", "permissions": ["kick_members"], "position": 5 });
    world.does("super", "roles", role).await;
    world
        .control(Method::PATCH, "people/david", json!({ "roles": ["Jefe"] }))
        .await;
    world.does("david", "kick", json!({ "person": "cajero1" })).await;
    assert_eq!(
        world.tries("david", "kick", json!({ "person": "cajero1" })).await.0,
        404
    );
    assert_eq!(world.tries("david", "kick", json!({ "person": "super" })).await.0, 403);
}

#[tokio::test]
async fn the_guild_is_handed_on_and_its_owner_may_leave_then() {
    let (world, mut bot) = World::with_bot().await;
    let leave = async || world.try_control(Method::DELETE, "people/super", Value::Null).await.0;
    assert_eq!(leave().await, 422, "the owner cannot leave");
    assert_eq!(world.tries("david", "transfer", json!({ "to": "david" })).await.0, 403);
    world.does("super", "transfer", json!({ "to": "david" })).await;
    let david = world.server.user_id("david").unwrap();
    bot.sees(&format!("guild update Casa de cambio {david}")).await;
    assert_eq!(world.get("people/david").await["owner"], true);
    let guild = format!("guilds/{}", world.server.guild_id());
    let (_, shown) = world.api(Method::GET, &guild, Value::Null).await;
    assert_eq!(shown["owner_id"], david.to_string());
    assert_eq!(leave().await, 204);
    bot.sees("left super").await;
    world.control(Method::POST, "people", json!({ "name": "super" })).await;
    assert_eq!(world.get("people/super").await["owner"], false);
}

#[tokio::test]
async fn in_an_outage_the_guild_is_not_there_and_comes_back_whole() {
    let (world, mut bot) = World::with_bot().await;
    let outage = "guilds/Casa%20de%20cambio/outage";
    world.control(Method::POST, outage, Value::Null).await;
    let guild = world.server.guild_id();
    bot.sees(&format!("outage {guild} 0")).await;
    for path in [
        format!("guilds/{guild}"),
        format!("channels/{}/messages", world.server.channel_id("general").unwrap()),
    ] {
        assert_eq!(world.api(Method::GET, &path, Value::Null).await.0, 503, "{path}");
    }
    let hola = json!({ "content": "hola" });
    assert_eq!(world.tries("david", "channels/general/say", hola.clone()).await.0, 503);
    world.say("david", "dm", "!ping").await;
    world.idle().await;
    assert_eq!(world.last("david", "dm").await["content"], "pong", "DMs are elsewhere");

    world
        .control(Method::POST, "gateway", json!({ "invalidate": true }))
        .await;
    bot.sees("ready").await;
    world.control(Method::DELETE, outage, Value::Null).await;
    bot.sees("guild Casa de cambio 4").await;
    assert_eq!(world.send("general", hola).await.0, 200);
}

#[tokio::test]
async fn a_second_guild_has_people_channels_and_an_owner_of_its_own() {
    let (world, mut bot) = World::with_bot().await;
    let made = world.does("eva", "guilds", json!({ "name": "Otra casa" })).await;
    assert_eq!(made["bot"], false);
    assert_eq!(
        world.tries("eva", "guilds", json!({ "name": "Otra casa" })).await.0,
        409
    );
    let path = format!("guilds/{}", made["id"].as_str().unwrap());
    assert_eq!(world.api(Method::GET, &path, Value::Null).await.1["code"], 10004);
    let (_, dms) = world
        .tries("eva", "channels/dm/say", json!({ "content": "hola" }))
        .await;
    assert!(dms["error"].as_str().unwrap().contains("no mutual guilds"), "{dms}");

    assert_eq!(
        world.tries("david", "invite", json!({ "guild": "Otra casa" })).await.0,
        403
    );
    world.does("eva", "invite", json!({ "guild": "Otra casa" })).await;
    bot.sees("guild Otra casa 2").await;
    let joins = json!({ "name": "david", "guild": "Otra casa" });
    world.control(Method::POST, "people", joins).await;
    bot.sees("joined david").await;
    assert_eq!(
        world.get("people/david").await["guilds"],
        json!(["Casa de cambio", "Otra casa"])
    );
    assert_eq!(
        world.get("people").await.as_array().unwrap().len(),
        3,
        "the first guild's"
    );
    assert_eq!(world.get("people?guild=Otra%20casa").await.as_array().unwrap().len(), 2);
    assert_eq!(world.get("people?guild=*").await.as_array().unwrap().len(), 4);

    world.say("david", "general@Otra casa", "!panel").await;
    world.idle().await;
    let panel = world.last("eva", "general").await;
    world.press("eva", &panel, "Secreto").await;
    assert!(
        world.messages("david", "general").await.is_empty(),
        "a bare name is the first guild's"
    );
    let (_, list) = world.api(Method::GET, "users/@me/guilds", Value::Null).await;
    assert_eq!(list.as_array().unwrap().len(), 2);

    world
        .does("eva", "kick", json!({ "person": "cambista", "guild": "Otra casa" }))
        .await;
    bot.sees(&format!("gone {} 1", made["id"].as_str().unwrap())).await;
    assert_eq!(world.api(Method::GET, &path, Value::Null).await.1["code"], 10004);
    let general = format!("channels/{}", panel["channel_id"].as_str().unwrap());
    assert_eq!(world.api(Method::GET, &general, Value::Null).await.1["code"], 50001);
}

#[tokio::test]
async fn ready_lists_guilds_in_the_order_that_was_chosen_also_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    {
        let world = World::kept_in(dir.path()).await;
        world
            .does("eva", "guilds", json!({ "name": "Otra", "bot": true }))
            .await;
        let order = json!({ "order": ["Otra", "Casa de cambio"] });
        world.control(Method::PUT, "guilds", order).await;
    }
    let world = World::kept_in(dir.path()).await;
    let names = |list: Value| -> Vec<String> {
        let list = list.as_array().unwrap().clone();
        list.iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(world.get("guilds").await), ["Otra", "Casa de cambio"]);
    let (_, list) = world.api(Method::GET, "users/@me/guilds", Value::Null).await;
    assert_eq!(names(list), ["Otra", "Casa de cambio"]);
    assert_eq!(
        world.server.guild_id_of("Casa de cambio"),
        Some(world.server.guild_id())
    );
    let bot = world.connect(ALL_INTENTS).await;
    assert_eq!(bot.cached, 2);
}

#[tokio::test]
async fn the_bot_leaves_a_guild_by_itself() {
    let (world, mut bot) = World::with_bot().await;
    let made = world
        .does("eva", "guilds", json!({ "name": "Otra", "bot": true }))
        .await;
    bot.sees("guild Otra").await;
    let id = made["id"].as_str().unwrap();
    let path = format!("users/@me/guilds/{id}");
    assert_eq!(world.api(Method::DELETE, &path, Value::Null).await.0, 204);
    bot.sees(&format!("gone {id}")).await;
    assert_eq!(world.get("guilds").await[1]["bot"], false);
}

#[tokio::test]
async fn a_journal_from_the_time_of_one_guild_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let discord = dir.path().join("discord");
    std::fs::create_dir_all(&discord).unwrap();
    let lines = [
        r#"{"last_id":1000}"#,
        r#"{"guild":{"id":100,"name":"Vieja","owner_id":101,"bot_id":102}}"#,
        r#"{"user":{"id":101,"name":"super","bot":false,"dms_closed":false}}"#,
        r#"{"user":{"id":102,"name":"cambista","bot":true,"dms_closed":false}}"#,
        r#"{"user":{"id":103,"name":"david","bot":false,"dms_closed":false}}"#,
        r#"{"role":{"id":100,"name":"@everyone","color":0,"hoist":false,"mentionable":false,"managed":false,"position":0,"permissions":3072}}"#,
        r#"{"member":{"user_id":101,"nick":null,"roles":[],"joined_at_ms":1}}"#,
        r#"{"member":{"user_id":102,"nick":null,"roles":[],"joined_at_ms":1}}"#,
        r#"{"member":{"user_id":103,"nick":null,"roles":[],"joined_at_ms":1}}"#,
        r#"{"channel":{"id":110,"kind":0,"name":"general","topic":null,"parent_id":null,"position":0,"nsfw":false,"slowmode_s":0,"overwrites":[],"recipient":null}}"#,
        r#"{"channel":{"id":111,"kind":1,"name":"","topic":null,"parent_id":null,"position":0,"nsfw":false,"slowmode_s":0,"overwrites":[],"recipient":103}}"#,
        r#"{"attachment":{"id":120,"channel_id":110,"filename":"a.txt","description":null,"content_type":"text/plain","size":1,"width":null,"height":null}}"#,
        r#"{"message":{"id":130,"channel_id":110,"author_id":101,"content":"antes","edited_at_ms":null,"embeds":[],"components":[],"attachments":[120],"mentions":[],"mention_roles":[],"mention_everyone":false,"reply_to":null,"nonce":null,"flags":0,"tts":false,"pinned":false,"reactions":[],"origin":null,"only_for":null}}"#,
        r#"{"member_gone":103}"#,
        "",
    ];
    std::fs::write(discord.join("journal.jsonl"), lines.join("\n")).unwrap();
    for _ in 0..2 {
        let world = World::kept_in(dir.path()).await;
        assert_eq!(world.server.guild_id(), 100);
        assert_eq!(world.get("people/david").await["in_guild"], false);
        let said = world.last("super", "general").await;
        assert_eq!(
            (&said["content"], &said["attachments"][0]["id"]),
            (&json!("antes"), &json!("120"))
        );
        assert_eq!(world.send("general", json!({ "content": "" })).await.1["code"], 50006);
    }
}
