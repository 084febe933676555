//! Channels, roles and permissions that people make, rename, move and delete.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn people_rename_move_and_delete_channels() {
    let (world, mut bot) = World::with_bot().await;
    let new = json!({ "name": "Caja Nueva", "private_to": ["@Cajero", "cambista"], "topic": "de noche" });
    assert_eq!(world.tries("david", "channels", new.clone()).await.0, 403);
    let made = world.does("super", "channels", new).await;
    assert_eq!(
        (&made["name"], &made["topic"]),
        (&json!("caja-nueva"), &json!("de noche"))
    );
    bot.sees("channel made caja-nueva").await;
    let sees = async |who: &str| {
        let channels = world.get(&format!("people/{who}/channels")).await;
        channels
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["name"] == "caja-nueva")
    };
    assert_eq!((sees("cajero1").await, sees("david").await), (true, false));

    world
        .does("super", "channels", json!({ "name": "Sótano", "is_category": true }))
        .await;
    bot.sees("category made Sótano").await;
    let path = "people/super/channels/caja-nueva";
    let (status, _) = world
        .try_control(
            Method::PATCH,
            "people/cajero1/channels/caja-nueva",
            json!({ "name": "mía" }),
        )
        .await;
    assert_eq!(status, 403);
    let body = json!({ "name": "caja vieja", "category": "Sótano", "position": 3 });
    let changed = world.control(Method::PATCH, path, body).await;
    assert_eq!(
        (&changed["name"], &changed["position"]),
        (&json!("caja-vieja"), &json!(3))
    );
    bot.sees("channel caja-nueva is caja-vieja").await;
    let path = "people/super/channels/caja-vieja";
    let out = world.control(Method::PATCH, path, json!({ "category": "" })).await;
    assert_eq!(out["parent_id"], Value::Null);
    world.control(Method::DELETE, path, Value::Null).await;
    bot.sees("channel gone caja-vieja").await;
    let id = made["id"].as_str().unwrap();
    let (_, gone) = world.api(Method::GET, &format!("channels/{id}"), Value::Null).await;
    assert_eq!(gone["code"], 10003);
    world
        .control(Method::DELETE, "people/super/channels/Sótano", Value::Null)
        .await;
    bot.sees("category gone Sótano").await;
}

#[tokio::test]
async fn permissions_of_a_channel_are_set_and_taken_away() {
    let (world, mut bot) = World::with_bot().await;
    let path = "people/super/channels/general/permissions";
    let silent = json!({ "whose": "@everyone", "deny": ["send_messages"] });
    let (status, _) = world
        .try_control(Method::PUT, "people/david/channels/general/permissions", silent.clone())
        .await;
    assert_eq!(status, 403);
    world.control(Method::PUT, path, silent).await;
    bot.sees("channel general is general with 1").await;
    let hola = json!({ "content": "hola" });
    assert_eq!(world.tries("david", "channels/general/say", hola.clone()).await.0, 403);
    assert_eq!(world.send("general", hola.clone()).await.1["code"], 50013);
    let mine = json!({ "whose": "david", "allow": ["send_messages"] });
    world.control(Method::PUT, path, mine).await;
    assert_eq!(world.tries("david", "channels/general/say", hola.clone()).await.0, 200);
    let blind = json!({ "whose": "cambista", "deny": ["view_channel"] });
    world.control(Method::PUT, path, blind).await;
    assert_eq!(world.send("general", hola.clone()).await.1["code"], 50001);
    world
        .control(Method::DELETE, path, json!({ "whose": "cambista" }))
        .await;
    world
        .control(Method::DELETE, path, json!({ "whose": "@everyone" }))
        .await;
    assert_eq!(world.send("general", hola).await.0, 200);
    let (status, error) = world
        .try_control(Method::PUT, path, json!({ "whose": "david", "allow": ["fly"] }))
        .await;
    assert_eq!(status, 422);
    assert!(error["error"].as_str().unwrap().contains("view_channel"), "{error}");
}

#[tokio::test]
async fn people_make_rename_move_and_delete_roles() {
    let (world, mut bot) = World::with_bot().await;
    assert_eq!(world.tries("david", "roles", json!({ "name": "Cajero" })).await.0, 403);
    let twin = world
        .does("super", "roles", json!({ "name": "Cajero", "position": 7 }))
        .await;
    assert_eq!(twin["position"], 7);
    bot.sees("role made Cajero").await;
    let listed = world.get("roles").await;
    let cashiers = listed
        .as_array()
        .unwrap()
        .iter()
        .filter(|role| role["name"] == "Cajero");
    assert_eq!(cashiers.count(), 2, "two roles of one name");

    let path = format!("people/super/roles/{}", twin["id"].as_str().unwrap());
    let body = json!({ "name": "Pagador", "permissions": ["manage_channels", "view_channel"] });
    let changed = world.control(Method::PATCH, &path, body).await;
    assert_eq!(changed["permissions"], json!(["manage_channels", "view_channel"]));
    bot.sees("role Cajero is Pagador").await;
    world
        .control(Method::PATCH, "people/david", json!({ "roles": ["Pagador"] }))
        .await;
    assert_eq!(world.tries("david", "channels", json!({ "name": "mío" })).await.0, 201);
    world.control(Method::PATCH, &path, json!({ "position": 2000 })).await;
    bot.sees("role Pagador is Pagador at 2000").await;
    let david = world.server.user_id("david").unwrap();
    let role = format!(
        "guilds/{}/members/{david}/roles/{}",
        world.server.guild_id(),
        twin["id"].as_str().unwrap()
    );
    assert_eq!(
        world.api(Method::DELETE, &role, Value::Null).await.1["code"],
        50013,
        "above the bot's own"
    );
    world.control(Method::DELETE, &path, Value::Null).await;
    bot.sees("role gone Pagador").await;
    assert_eq!(world.get("people/david").await["roles"], json!([]));
}
