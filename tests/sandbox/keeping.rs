//! What is written stays written.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn a_discord_comes_back_whole() {
    let dir = tempfile::tempdir().unwrap();
    let (before, token, newest) = {
        let world = World::kept_in(dir.path()).await;
        world.control(Method::POST, "people", json!({ "name": "ana" })).await;
        let file = json!({ "name": "a.txt", "base64": "aG9sYQ==" });
        let body = json!({ "content": "con archivo", "files": [file] });
        world
            .control(Method::POST, "people/ana/channels/general/say", body)
            .await;
        let sent = world
            .send("general", json!({ "content": "guardado", "nonce": "1" }))
            .await
            .1;
        world
            .control(Method::PATCH, "people/ana", json!({ "dms_closed": true }))
            .await;
        // Dropped without a good-bye: nothing is written at the end.
        (world.get("people").await, world.server.token().to_owned(), sent)
    };
    let world = World::kept_in(dir.path()).await;
    assert_eq!(world.get("people").await, before);
    assert_eq!(world.server.token(), token);
    let messages = world.messages("ana", "general").await;
    assert_eq!(messages[1]["content"], "guardado");
    let url = messages[0]["attachments"][0]["url"].as_str().unwrap();
    assert_eq!(reqwest::get(url).await.unwrap().text().await.unwrap(), "hola");
    let body = json!({ "content": "guardado", "nonce": "1", "enforce_nonce": true });
    assert_eq!(
        world.send("general", body).await.1["id"],
        newest["id"],
        "nonces outlive a restart"
    );
    let next = world.say("ana", "general", "nuevo").await;
    let id = |value: &Value| value["id"].as_str().unwrap().parse::<u64>().unwrap();
    assert!(id(&newest) < id(&next));
}

#[tokio::test]
async fn the_page_is_served_whole() {
    let world = World::start().await;
    for (path, word) in [
        ("", "page.css"),
        ("page.css", ".embed"),
        ("page.js", "EventSource"),
        ("page-message.js", "marked"),
    ] {
        let response = reqwest::get(format!("{}/{path}", world.server.url())).await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        assert!(response.text().await.unwrap().contains(word), "{path}");
    }
}

#[tokio::test]
async fn two_discords_live_side_by_side() {
    let (one, two) = (World::start().await, World::start().await);
    one.say("david", "general", "aquí").await;
    assert!(two.messages("david", "general").await.is_empty());
    assert_ne!(one.server.token(), two.server.token());
    one.server.shutdown().await;
    two.server.shutdown().await;
}
