//! Selects, forms and files that lead from one answer to the next.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::World;

/// A PNG header of 3 by 2 points is enough to be measured.
const PNG_BASE64: &str = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAAElFTkSuQmCC";

async fn choose(world: &World, message: &Value, values: &[&str]) -> (u16, Value) {
    let body = json!({ "message_id": message["id"], "label": "País", "values": values });
    let (status, answer) = world.try_control(Method::POST, "people/david/press", body).await;
    (status.as_u16(), answer)
}

async fn submit(world: &World, asked: &Value, fields: Value) -> (u16, Value) {
    let body = json!({ "interaction_id": asked["interaction_id"], "fields": fields });
    let (status, answer) = world.try_control(Method::POST, "people/david/submit", body).await;
    (status.as_u16(), answer)
}

#[tokio::test]
async fn an_ephemeral_answer_changes_from_select_to_form_to_result() {
    let (world, _bot) = World::with_bot().await;
    world.say("david", "general", "!counter").await;
    world.idle().await;
    let counter = world.last("david", "general").await;
    let asked = world.press("david", &counter, "Abrir").await["response"]["message"].clone();
    assert_eq!(asked["flags"], 64);
    for (values, why) in [
        (&[][..], "between 1 and 2"),
        (&["perú", "chile", "colombia"], "between 1 and 2"),
        (&["perú", "perú"], "twice"),
        (&["bolivia"], "not an option"),
    ] {
        let (status, refused) = choose(&world, &asked, values).await;
        assert_eq!(status, 422, "{refused}");
        assert!(refused["error"].as_str().unwrap().contains(why), "{refused}");
    }
    let (_, chosen) = choose(&world, &asked, &["perú", "chile"]).await;
    assert_eq!(chosen["response"]["kind"], "update");
    let updated = &chosen["response"]["message"];
    assert_eq!((&updated["id"], &updated["flags"]), (&asked["id"], &json!(64)));
    assert_eq!(
        (&updated["content"], &updated["embeds"][0]["title"]),
        (&json!(""), &json!("perú+chile"))
    );
    assert_eq!(
        world.last("cajero1", "general").await["id"],
        counter["id"],
        "nobody else saw any of it"
    );

    let form = world.press("david", updated, "Seguir").await;
    let labels = form["response"]["modal"]["components"].as_array().unwrap();
    assert_eq!(labels.len(), 5);
    for (fields, why) in [
        (json!({}), "required"),
        (json!({ "name": "x".repeat(11) }), "0 to 10"),
        (json!({ "name": "Ana", "number": "123" }), "4 to"),
        (json!({ "name": "Ana", "pin": "1" }), "no field"),
    ] {
        let (status, refused) = submit(&world, &form, fields).await;
        assert_eq!(status, 422);
        assert!(refused["error"].as_str().unwrap().contains(why), "{refused}");
    }
    let (_, sent) = submit(&world, &form, json!({ "name": "Ana", "note": "dos\nlíneas" })).await;
    assert_eq!(sent["response"]["kind"], "update");
    let noted = &sent["response"]["message"];
    assert_eq!((&noted["id"], &noted["components"]), (&asked["id"], &json!([])));
    assert_eq!(
        noted["embeds"][0]["description"],
        "name=Ana bank=Banesco number= holder= note=dos\nlíneas"
    );
}

#[tokio::test]
async fn a_pressed_message_is_changed_later_in_its_place() {
    let (world, _bot) = World::with_bot().await;
    world.say("david", "general", "!counter").await;
    world.idle().await;
    let counter = world.last("david", "general").await;
    let answer = world.press("david", &counter, "Luego").await;
    assert_eq!(answer["response"]["kind"], "deferred_update");
    world.idle().await;
    let now = world.last("cajero1", "general").await;
    assert_eq!(
        (&now["id"], &now["content"], &now["components"]),
        (&counter["id"], &json!("Ya"), &json!([]))
    );
}

#[tokio::test]
async fn a_slash_command_opens_a_form_and_there_is_no_message_to_change() {
    let (world, _bot) = World::with_bot().await;
    let body = json!({ "channel": "dm", "command": "form" });
    let form = world.control(Method::POST, "people/david/slash", body).await;
    assert_eq!(form["response"]["modal"]["title"], "Cuenta");
    let (_, sent) = submit(&world, &form, json!({ "name": "Ana", "bank": "" })).await;
    assert!(
        sent["error"].as_str().unwrap().contains("\"bank\" is required"),
        "{sent}"
    );
    let (_, sent) = submit(&world, &form, json!({ "name": "Ana" })).await;
    assert_eq!(sent["response"]["kind"], "message");
}

#[tokio::test]
async fn a_slash_command_takes_a_file_a_person_and_a_channel() {
    let (world, _bot) = World::with_bot().await;
    let file = json!({ "name": "mi foto.png", "base64": PNG_BASE64 });
    let options = json!({ "photo": file, "who": "cajero1", "where": "general" });
    for channel in ["general", "dm"] {
        let body = json!({ "channel": channel, "command": "give", "options": options });
        let answer = world.control(Method::POST, "people/david/slash", body).await;
        let told = &answer["response"]["message"]["content"];
        assert_eq!(told, "mi_foto.png Some(3) 45, cajero1 true, general", "{channel}");
    }
    for (photo, why) in [
        (Value::Null, "required"),
        (json!("foto"), "base64"),
        (json!({ "name": "a", "base64": "?" }), "base64"),
    ] {
        let body = json!({ "channel": "general", "command": "give", "options": { "photo": photo } });
        let (status, refused) = world.try_control(Method::POST, "people/david/slash", body).await;
        assert_eq!(status, 422);
        assert!(refused["error"].as_str().unwrap().contains(why), "{refused}");
    }
}

#[tokio::test]
async fn a_message_has_several_embeds_with_pictures_and_files() {
    let (world, _bot) = World::with_bot().await;
    world.say("david", "general", "!album").await;
    world.idle().await;
    let album = world.last("david", "general").await;
    let names: Vec<&str> = album["attachments"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|file| file["filename"].as_str())
        .collect();
    assert_eq!(names, ["a.png", "b.png", "c.pdf"]);
    for place in 0..2 {
        let url = album["embeds"][place]["image"]["url"].as_str().unwrap();
        assert_eq!(url, album["attachments"][place]["url"]);
        assert_eq!(reqwest::get(url).await.unwrap().text().await.unwrap(), names[place]);
    }
}

#[tokio::test]
async fn who_comes_is_greeted_before_all_is_idle_and_who_leaves_is_noticed() {
    let (world, mut bot) = World::with_bot().await;
    world.control(Method::POST, "people", json!({ "name": "ana" })).await;
    world.idle().await;
    assert_eq!(world.last("ana", "dm").await["content"], "bienvenida");
    world.control(Method::DELETE, "people/ana", Value::Null).await;
    bot.sees("left ana").await;
}
