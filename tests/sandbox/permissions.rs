//! Who may do what.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, seed};

#[tokio::test]
async fn a_private_channel_is_seen_by_its_people_and_the_bot() {
    let world = World::start().await;
    let names = |list: Value| -> Vec<String> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|channel| channel["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let of_david = names(world.get("people/david/channels").await);
    assert_eq!(of_david, ["dm", "general", "transacciones-david"]);
    let of_cajero = names(world.get("people/cajero1/channels").await);
    assert_eq!(of_cajero, ["dm", "general"]);
    let of_owner = names(world.get("people/super/channels").await);
    assert!(of_owner.contains(&"secreto".to_owned()));
    assert_eq!(
        world.send("transacciones-david", json!({ "content": "a" })).await.0,
        200
    );
}

#[tokio::test]
async fn what_the_bot_may_not_do_is_refused() {
    let mut less = seed();
    less.bot_permissions = 0;
    let world = World::open(None, less).await;
    let guild = world.server.guild_id();
    let (_, refused) = world
        .api(
            Method::POST,
            &format!("guilds/{guild}/channels"),
            json!({ "name": "x" }),
        )
        .await;
    assert_eq!(refused["code"], 50013);
    let role = world.server.role_id("Cajero").unwrap();
    let david = world.server.user_id("david").unwrap();
    let path = format!("guilds/{guild}/members/{david}/roles/{role}");
    assert_eq!(world.api(Method::PUT, &path, Value::Null).await.1["code"], 50013);
}

#[tokio::test]
async fn an_overwrite_takes_access_and_sending_away() {
    let world = World::start().await;
    let guild = world.server.guild_id();
    let bot = world.server.application_id();
    let (deny_view, deny_send) = ((1_u64 << 10).to_string(), (1_u64 << 11).to_string());
    for (deny, code) in [(deny_send, 50013), (deny_view, 50001)] {
        let overwrites = json!([{ "id": bot.to_string(), "type": 1, "allow": "0", "deny": deny }]);
        let body = json!({ "name": "Mudo Del Todo", "permission_overwrites": overwrites });
        let (status, channel) = world.api(Method::POST, &format!("guilds/{guild}/channels"), body).await;
        assert_eq!(status, 201, "{channel}");
        assert_eq!(channel["name"], "mudo-del-todo");
        let path = format!("channels/{}/messages", channel["id"].as_str().unwrap());
        assert_eq!(
            world.api(Method::POST, &path, json!({ "content": "a" })).await.1["code"],
            code
        );
    }
}

#[tokio::test]
async fn the_bot_gives_and_takes_roles_below_its_own() {
    let world = World::start().await;
    let guild = world.server.guild_id();
    let david = world.server.user_id("david").unwrap();
    let (_, role) = world
        .api(
            Method::POST,
            &format!("guilds/{guild}/roles"),
            json!({ "name": "Revendedor" }),
        )
        .await;
    let path = format!("guilds/{guild}/members/{david}/roles/{}", role["id"].as_str().unwrap());
    assert_eq!(world.api(Method::PUT, &path, Value::Null).await.0, 204);
    assert_eq!(world.get("people/david").await["roles"], json!(["Revendedor"]));
    assert_eq!(world.api(Method::DELETE, &path, Value::Null).await.0, 204);
    assert_eq!(world.get("people/david").await["roles"], json!([]));
    let own = world.server.role_id("cambista").unwrap();
    let path = format!("guilds/{guild}/members/{david}/roles/{own}");
    assert_eq!(world.api(Method::PUT, &path, Value::Null).await.1["code"], 50013);
}

#[tokio::test]
async fn a_closed_dm_is_refused_and_opens_again() {
    let world = World::start().await;
    let david = world.server.user_id("david").unwrap().to_string();
    let (_, dm) = world
        .api(Method::POST, "users/@me/channels", json!({ "recipient_id": david }))
        .await;
    let path = format!("channels/{}/messages", dm["id"].as_str().unwrap());
    for (closed, code) in [(true, json!(50007)), (false, Value::Null)] {
        world
            .control(Method::PATCH, "people/david", json!({ "dms_closed": closed }))
            .await;
        assert_eq!(
            world.api(Method::POST, &path, json!({ "content": "hola" })).await.1["code"],
            code
        );
    }
    world.control(Method::DELETE, "people/david", Value::Null).await;
    assert_eq!(
        world.api(Method::POST, &path, json!({ "content": "hola" })).await.1["code"],
        50278
    );
}

#[tokio::test]
async fn a_persons_overwrite_is_given_taken_and_survives_a_leave() {
    let world = World::start().await;
    let (secret, david) = (
        world.server.channel_id("secreto").unwrap(),
        world.server.user_id("david").unwrap(),
    );
    let sees = async |world: &World| {
        let channels = world.get("people/david/channels").await;
        channels.as_array().unwrap().iter().any(|one| one["name"] == "secreto")
    };
    let path = format!("channels/{secret}/permissions/{david}");
    let view = json!({ "type": 1, "allow": (1_u64 << 10).to_string(), "deny": "0" });
    assert!(!sees(&world).await);
    assert_eq!(world.api(Method::PUT, &path, view).await.0, 204);
    assert!(sees(&world).await);
    world.control(Method::DELETE, "people/david", Value::Null).await;
    assert!(!sees(&world).await);
    world.control(Method::POST, "people", json!({ "name": "david" })).await;
    assert!(sees(&world).await, "the overwrite waited for them");
    assert_eq!(world.get("people/david").await["roles"], json!([]), "the roles did not");
    assert_eq!(world.api(Method::DELETE, &path, Value::Null).await.0, 204);
    assert!(!sees(&world).await);
    assert_eq!(world.api(Method::DELETE, &path, Value::Null).await.1["code"], 10009);
    let manage = json!({ "type": 1, "allow": (1_u64 << 13).to_string(), "deny": "0" });
    assert_eq!(
        world.api(Method::PUT, &path, manage).await.1["code"],
        50013,
        "what the bot has not it cannot give"
    );
    let unknown = json!({ "type": 2, "allow": "0", "deny": "0" });
    assert_eq!(world.api(Method::PUT, &path, unknown).await.1["code"], 50035);
}

#[tokio::test]
async fn a_category_holds_fifty_channels() {
    let world = World::start().await;
    let guild = world.server.guild_id();
    let path = format!("guilds/{guild}/channels");
    let (_, category) = world
        .api(Method::POST, &path, json!({ "name": "Caja Fuerte", "type": 4 }))
        .await;
    assert_eq!(category["name"], "Caja Fuerte");
    let inside = |number: usize| json!({ "name": format!("Caja  N.º {number}"), "parent_id": category["id"] });
    for number in 0..50 {
        let (status, channel) = world.api(Method::POST, &path, inside(number)).await;
        assert_eq!((status.as_u16(), &channel["parent_id"]), (201, &category["id"]));
        assert_eq!(channel["name"], format!("caja-nº-{number}"));
    }
    let (_, refused) = world.api(Method::POST, &path, inside(50)).await;
    assert_eq!(
        refused["errors"]["parent_id"]["_errors"][0]["code"],
        "CHANNEL_PARENT_MAX_CHANNELS"
    );
    let (_, outside) = world.api(Method::POST, &path, json!({ "name": "a" })).await;
    let edit = format!("channels/{}", outside["id"].as_str().unwrap());
    let (_, refused) = world
        .api(Method::PATCH, &edit, json!({ "parent_id": category["id"] }))
        .await;
    assert_eq!(refused["code"], 50035);
}
