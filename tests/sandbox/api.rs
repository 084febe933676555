//! Raw requests of a bot: nonces, replies, reactions, channels, roles, interactions that come too late.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn a_wrong_token_is_unauthorized() {
    let world = World::start().await;
    let url = format!("{}/api/v10/users/@me", world.server.url());
    let response = world
        .http
        .get(&url)
        .header("Authorization", "Bot wrong")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 401);
    assert_eq!(
        world.api(Method::GET, "users/@me", Value::Null).await.1["username"],
        "cambista"
    );
}

#[tokio::test]
async fn an_enforced_nonce_makes_one_message() {
    let world = World::start().await;
    let body = json!({ "content": "una vez", "nonce": "aviso-1", "enforce_nonce": true });
    let first = world.send("general", body.clone()).await.1;
    let second = world.send("general", body).await.1;
    assert_eq!(first["id"], second["id"]);
    let other = world
        .send("general", json!({ "content": "x", "nonce": "aviso-1" }))
        .await
        .1;
    assert_ne!(first["id"], other["id"]);
    assert_eq!(world.messages("david", "general").await.len(), 2);
}

#[tokio::test]
async fn unknown_things_have_their_own_codes() {
    let world = World::start().await;
    let general = world.server.channel_id("general").unwrap();
    let (guild, david) = (world.server.guild_id(), world.server.user_id("david").unwrap());
    let cases = [
        (Method::GET, "channels/5".to_owned(), 10003),
        (Method::GET, format!("channels/{general}/messages/5"), 10008),
        (Method::PATCH, format!("channels/{general}/messages/5"), 10008),
        (Method::GET, "guilds/5".into(), 10004),
        (Method::GET, format!("guilds/{guild}/members/5"), 10013),
        (Method::PUT, format!("guilds/{guild}/members/{david}/roles/5"), 10011),
        (Method::POST, "interactions/5/x/callback".into(), 10062),
        (
            Method::POST,
            format!("webhooks/{}/x", world.server.application_id()),
            10015,
        ),
        (Method::GET, "channels/abc".into(), 50035),
    ];
    for (method, path, code) in cases {
        let (_, body) = world.api(method, &path, Value::Null).await;
        assert_eq!(body["code"], code, "{path}: {body}");
    }
    world.control(Method::DELETE, "people/david", Value::Null).await;
    let (_, body) = world
        .api(Method::GET, &format!("guilds/{guild}/members/{david}"), Value::Null)
        .await;
    assert_eq!(body["code"], 10007);
}

#[tokio::test]
async fn somebody_elses_message_cannot_be_edited_and_a_reply_needs_its_message() {
    let world = World::start().await;
    let said = world.say("david", "general", "mío").await;
    let general = world.server.channel_id("general").unwrap();
    let path = format!("channels/{general}/messages/{}", said["id"].as_str().unwrap());
    assert_eq!(
        world.api(Method::PATCH, &path, json!({ "content": "x" })).await.1["code"],
        50005
    );
    assert_eq!(world.api(Method::DELETE, &path, Value::Null).await.1["code"], 50013);

    let body = json!({ "content": "a", "message_reference": { "message_id": "5" } });
    let (_, refused) = world.send("general", body).await;
    assert_eq!(
        refused["errors"]["message_reference"]["_errors"][0]["code"],
        "MESSAGE_REFERENCE_UNKNOWN_MESSAGE"
    );
    let body = json!({ "content": "a", "message_reference": { "message_id": "5", "fail_if_not_exists": false } });
    assert_eq!(world.send("general", body).await.0, 200);
}

#[tokio::test]
async fn an_interaction_is_answered_once_and_in_time() {
    let (world, _bot) = World::with_bot().await;
    world.say("david", "general", "!panel").await;
    world.idle().await;
    let panel = world.last("david", "general").await;
    world.press("david", &panel, "Secreto").await;
    let requests = world.get("requests").await;
    let callback = requests
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .find(|one| one["path"].as_str().unwrap().contains("callback"));
    let path = callback.unwrap()["path"]
        .as_str()
        .unwrap()
        .trim_start_matches("/api/v10/")
        .to_owned();
    let body = json!({ "type": 4, "data": { "content": "otra" } });
    assert_eq!(world.api(Method::POST, &path, body.clone()).await.1["code"], 40060);

    let token = path.split('/').nth(2).unwrap();
    let webhook = format!("webhooks/{}/{token}", world.server.application_id());
    let (status, follow) = world
        .api(Method::POST, &webhook, json!({ "content": "más", "flags": 64 }))
        .await;
    assert_eq!((status.as_u16(), &follow["flags"]), (200, &json!(64)));
    let original = format!("{webhook}/messages/@original");
    let (_, edited) = world
        .api(Method::PATCH, &original, json!({ "content": "cambiado" }))
        .await;
    assert_eq!(edited["content"], "cambiado");
    assert_eq!(world.api(Method::DELETE, &original, Value::Null).await.0, 204);
    assert_eq!(world.api(Method::GET, &original, Value::Null).await.1["code"], 10008);
}

#[tokio::test]
async fn a_late_answer_is_an_unknown_interaction() {
    let (world, mut bot) = World::with_bot().await;
    let body = json!({ "channel": "general", "command": "mute" });
    let answer = world.control(Method::POST, "people/david/slash", body).await;
    let seen = bot.sees("interaction").await;
    assert_eq!(answer["response"], json!({ "kind": "none" }));
    let path = format!("{}/callback", seen.replacen("interaction ", "interactions/", 1));
    let body = json!({ "type": 4, "data": { "content": "tarde" } });
    assert_eq!(world.api(Method::POST, &path, body).await.1["code"], 10062);
}

#[tokio::test]
async fn a_deleted_command_is_offered_no_more() {
    let world = World::start().await;
    let app = world.server.application_id();
    let command = |name: &str| json!({ "name": name, "description": "algo" });
    let path = format!("applications/{app}/commands");
    let (_, list) = world
        .api(Method::PUT, &path, json!([command("uno"), command("dos")]))
        .await;
    assert_eq!(list.as_array().unwrap().len(), 2);
    let (_, again) = world.api(Method::PUT, &path, json!([command("uno")])).await;
    assert_eq!(again[0]["id"], list[0]["id"], "a command keeps its id");
    let (_, refused) = world.api(Method::PUT, &path, json!([command("Mal Nombre")])).await;
    assert_eq!(
        refused["errors"]["0"]["name"]["_errors"][0]["code"],
        "APPLICATION_COMMAND_INVALID_NAME"
    );
    let body = json!({ "channel": "general", "command": "dos" });
    let (status, _) = world.try_control(Method::POST, "people/david/slash", body).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn reactions_and_lists_of_messages() {
    let world = World::start().await;
    let said = world.say("david", "general", "uno").await;
    world.say("david", "general", "dos").await;
    let general = world.server.channel_id("general").unwrap();
    let id = said["id"].as_str().unwrap();
    let path = format!("channels/{general}/messages/{id}/reactions/%E2%9C%85/@me");
    assert_eq!(world.api(Method::PUT, &path, Value::Null).await.0, 204);
    let (_, list) = world
        .api(
            Method::GET,
            &format!("channels/{general}/messages?&limit=3"),
            Value::Null,
        )
        .await;
    assert_eq!(list[0]["content"], "dos", "newest first");
    assert_eq!(list[1]["reactions"][0]["emoji"]["name"], "✅");
}
