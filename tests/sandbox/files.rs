//! Files of messages: what an edit keeps, drops and adds, as the bot's own requests say it.

use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::world::World;

impl World {
    /// A request of the bot with files: `payload_json` and `files[n]`.
    async fn upload(&self, method: Method, path: &str, body: &Value, files: &[(u32, &str)]) -> (StatusCode, Value) {
        let mut form = Form::new().text("payload_json", body.to_string());
        for (index, name) in files {
            let part = Part::bytes(name.as_bytes().to_vec()).file_name((*name).to_owned());
            form = form.part(format!("files[{index}]"), part);
        }
        let url = format!("{}/api/v10/{path}", self.server.url());
        let request = self.http.request(method, url).multipart(form);
        let token = format!("Bot {}", self.server.token());
        let response = request.header("Authorization", token).send().await.unwrap();
        let status = response.status();
        (status, response.json().await.unwrap_or(Value::Null))
    }
}

fn names(message: &Value) -> Vec<&str> {
    let files = message["attachments"].as_array().unwrap();
    files.iter().map(|file| file["filename"].as_str().unwrap()).collect()
}

/// The first embed's picture is the file of this name, and is served.
async fn pictures(message: &Value, name: &str) {
    let files = message["attachments"].as_array().unwrap();
    let file = files.iter().find(|file| file["filename"] == name).unwrap();
    let url = message["embeds"][0]["thumbnail"]["url"].as_str().unwrap();
    assert_eq!(file["url"], url);
    assert_eq!(reqwest::get(url).await.unwrap().text().await.unwrap(), name);
}

fn picture(name: &str) -> Value {
    json!([{ "title": "a", "thumbnail": { "url": format!("attachment://{name}") } }])
}

#[tokio::test]
async fn an_edit_keeps_the_files_it_lists_and_adds_what_it_brings() {
    let world = World::start().await;
    let general = world.server.channel_id("general").unwrap();
    let path = format!("channels/{general}/messages");
    let body = json!({ "embeds": picture("a.png"), "attachments": [{ "id": 0 }, { "id": 1, "filename": "b.png" }] });
    let (_, sent) = world
        .upload(Method::POST, &path, &body, &[(0, "a.png"), (1, "x.png")])
        .await;
    assert_eq!(names(&sent), ["a.png", "b.png"]);
    pictures(&sent, "a.png").await;
    let one = format!("{path}/{}", sent["id"].as_str().unwrap());

    let (_, same) = world.api(Method::PATCH, &one, json!({ "content": "b" })).await;
    assert_eq!(names(&same), ["a.png", "b.png"], "nothing is said of files");
    let body = json!({ "embeds": picture("c.png"), "attachments": [sent["attachments"][1], { "id": 0 }] });
    let (_, turned) = world
        .upload(Method::PATCH, &one, &body, &[(0, "c.png"), (1, "unlisted.png")])
        .await;
    assert_eq!(names(&turned), ["b.png", "c.png"]);
    pictures(&turned, "c.png").await;
    let (_, more) = world.upload(Method::PATCH, &one, &json!({}), &[(0, "d.png")]).await;
    assert_eq!(
        names(&more),
        ["b.png", "c.png", "d.png"],
        "nothing is listed: it is added"
    );

    let many: Vec<(u32, &str)> = (0..8).map(|index| (index, "e.png")).collect();
    let (status, _) = world.upload(Method::PATCH, &one, &json!({}), &many).await;
    assert_eq!(status, 400, "eleven files");
    for lost in [json!({ "id": 0 }), sent["attachments"][0].clone()] {
        let body = json!({ "attachments": [lost] });
        let (status, refused) = world.api(Method::PATCH, &one, body).await;
        let at = &refused["errors"]["attachments"]["0"]["id"]["_errors"][0]["code"];
        assert_eq!((status.as_u16(), at), (400, &json!("ATTACHMENT_NOT_FOUND")));
    }
    assert_eq!(
        names(&world.last("david", "general").await),
        ["b.png", "c.png", "d.png"]
    );
    let (_, none) = world.api(Method::PATCH, &one, json!({ "attachments": [] })).await;
    assert!(names(&none).is_empty());
    let (_, empty) = world
        .api(Method::PATCH, &one, json!({ "content": "", "embeds": [] }))
        .await;
    assert_eq!(empty["code"], 50006);
}

#[tokio::test]
async fn answers_to_interactions_carry_files_and_lose_them_like_any_message() {
    let (world, _bot) = World::with_bot().await;
    world.say("david", "general", "!panel").await;
    world.idle().await;
    let panel = world.last("david", "general").await;
    world.press("david", &panel, "Secreto").await;
    let requests = world.get("requests").await;
    let paths = requests.as_array().unwrap().iter().rev();
    let callback = paths
        .filter_map(|one| one["path"].as_str())
        .find(|path| path.contains("callback"));
    let token = callback.unwrap().split('/').nth_back(1).unwrap();
    let webhook = format!("webhooks/{}/{token}", world.server.application_id());

    let body = json!({ "embeds": picture("a.png"), "flags": 64, "attachments": [{ "id": 0 }] });
    let (status, follow) = world.upload(Method::POST, &webhook, &body, &[(0, "a.png")]).await;
    assert_eq!((status.as_u16(), names(&follow)), (200, vec!["a.png"]));
    pictures(&follow, "a.png").await;
    for message in ["@original".to_owned(), follow["id"].as_str().unwrap().to_owned()] {
        let path = format!("{webhook}/messages/{message}");
        let body = json!({ "embeds": picture("b.png"), "attachments": [{ "id": 0 }] });
        let (_, edited) = world.upload(Method::PATCH, &path, &body, &[(0, "b.png")]).await;
        assert_eq!(names(&edited), ["b.png"]);
        pictures(&edited, "b.png").await;
    }
    let seen = world.messages("david", "general").await;
    let with_files = seen.iter().filter(|message| names(message) == ["b.png"]).count();
    assert_eq!(with_files, 2, "{seen:?}");
}
