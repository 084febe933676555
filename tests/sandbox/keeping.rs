//! What is written stays written.

use std::collections::BTreeSet;

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
    let mut seen = BTreeSet::new();
    let mut open = vec!["/".to_owned()];
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let response = reqwest::get(format!("{}{path}", world.server.url())).await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        let policy = response.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(policy.contains("require-trusted-types-for 'script'"), "{policy}");
        let text = response.text().await.unwrap();
        // The policy stops these in a browser that knows it; nobody else should need it.
        for sink in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
        ] {
            assert!(!text.contains(sink), "{path} makes markup of text: {sink}");
        }
        let named = text.split('"').filter(|word| word.starts_with("/page/"));
        open.extend(named.map(str::to_owned));
    }
    let written = std::fs::read_dir("src/sandbox/page")
        .unwrap()
        .chain(std::fs::read_dir("src/sandbox/page/style").unwrap());
    let written: Vec<_> = written
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let shown = |name: &&String| name.ends_with(".js") || name.ends_with(".css");
    for name in written.iter().filter(shown) {
        assert!(seen.contains(&format!("/page/{name}")), "{name} is used by the page");
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
