//! Where a slash command is offered.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn a_command_is_offered_where_its_contexts_say() {
    let world = World::start().await;
    let app = world.server.application_id();
    let path = format!("applications/{app}/commands");
    let command = |name: &str, more: Value| {
        let mut body = json!({ "name": name, "description": "algo" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let commands = json!([
        command("ambos", json!({ "contexts": [0, 1], "integration_types": [0] })),
        command("md", json!({ "contexts": [1] })),
        command("servidor", json!({ "contexts": [0] })),
        command("antes", json!({ "dm_permission": false })),
        command("nuevo", json!({ "contexts": [0, 1], "dm_permission": false })),
        command("otros", json!({ "contexts": [2] })),
        command("propio", json!({ "integration_types": [1] })),
    ]);
    let (status, list) = world.api(Method::PUT, &path, commands).await;
    assert_eq!(status, 200, "{list}");
    assert_eq!(list[0]["contexts"], json!([0, 1]));
    let offered = async |channel: &str, name: &str| {
        let slash = json!({ "channel": channel, "command": name });
        let (status, answer) = world.tries("david", "slash", slash).await;
        // Nobody answers here: that it was let through is all there is to see.
        if status == 200 {
            answer["response"]["kind"] == "none"
        } else {
            false
        }
    };
    let here = [
        ("ambos", true, true),
        ("md", false, true),
        ("servidor", true, false),
        ("antes", true, false),
        ("nuevo", true, true),
        ("otros", false, false),
        ("propio", false, false),
    ];
    for (name, in_guild, in_dm) in here {
        let (guild, dm) = tokio::join!(offered("general", name), offered("dm", name));
        assert_eq!((guild, dm), (in_guild, in_dm), "/{name}");
    }
}

#[tokio::test]
async fn wrong_contexts_are_refused() {
    let world = World::start().await;
    let app = world.server.application_id();
    let path = format!("applications/{app}/commands");
    for (field, value, code) in [
        ("contexts", json!([]), "BASE_TYPE_BAD_LENGTH"),
        ("contexts", json!([0, 0]), "SET_TYPE_ALREADY_CONTAINS_VALUE"),
        ("contexts", json!("dm"), "LIST_TYPE_CONVERT"),
        ("integration_types", json!([]), "BASE_TYPE_BAD_LENGTH"),
    ] {
        let mut body = json!({ "name": "uno", "description": "algo" });
        body[field] = value;
        let (_, refused) = world.api(Method::POST, &path, body).await;
        assert_eq!(refused["errors"][field]["_errors"][0]["code"], code, "{refused}");
    }
    let body = json!({ "name": "uno", "description": "algo", "contexts": [3] });
    let (_, refused) = world.api(Method::POST, &path, body).await;
    assert_eq!(
        refused["errors"]["contexts"]["0"]["_errors"][0]["code"],
        "BASE_TYPE_CHOICES"
    );
}

#[tokio::test]
async fn a_guilds_own_command_is_offered_there_only() {
    let world = World::start().await;
    world
        .does("david", "guilds", json!({ "name": "Otra", "bot": true }))
        .await;
    let app = world.server.application_id();
    let other = world.server.guild_id_of("Otra").unwrap();
    let path = format!("applications/{app}/guilds/{other}/commands");
    let body = json!({ "name": "uno", "description": "algo" });
    assert_eq!(world.api(Method::POST, &path, body.clone()).await.0, 201);
    let strange = format!("applications/{app}/guilds/5/commands");
    assert_eq!(world.api(Method::POST, &strange, body).await.1["code"], 50001);
    for (channel, status) in [("general@Otra", 200), ("general", 404), ("dm", 404)] {
        let slash = json!({ "channel": channel, "command": "uno" });
        assert_eq!(world.tries("david", "slash", slash).await.0, status, "{channel}");
    }
}
