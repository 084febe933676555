//! People talk to a real serenity bot.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::World;

/// A PNG header of 3 by 2 points is enough to be measured.
const PNG_BASE64: &str = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAAElFTkSuQmCC";

#[tokio::test]
async fn a_bot_connects_and_answers_with_a_reply() {
    let (world, _bot) = World::with_bot().await;
    let asked = world.say("david", "transacciones-david", "!ping").await;
    world.idle().await;
    let answer = world.last("david", "transacciones-david").await;
    assert_eq!(answer["content"], "pong");
    assert_eq!(answer["author"]["username"], "cambista");
    assert_eq!(answer["referenced_message"]["id"], asked["id"]);
    assert_eq!(
        answer["mentions"],
        serde_json::json!([]),
        "serenity replies without a ping unless told to"
    );
}

#[tokio::test]
async fn buttons_selects_and_modals_are_answered() {
    let (world, _bot) = World::with_bot().await;
    world.say("david", "general", "!panel").await;
    world.idle().await;
    let panel = world.last("david", "general").await;
    assert_eq!(panel["embeds"][0]["fields"][0]["value"], "100,00");

    let body = json!({ "message_id": panel["id"], "custom_id": "country", "values": ["co"] });
    let chosen = world.control(Method::POST, "people/david/press", body).await;
    assert_eq!(chosen["response"]["kind"], "message");
    assert_eq!(chosen["response"]["message"]["content"], "country co");

    let asked = world.press("david", &panel, "Formulario").await;
    assert_eq!(asked["response"]["kind"], "modal");
    assert_eq!(asked["response"]["modal"]["title"], "Motivo");
    let body = json!({ "interaction_id": asked["interaction_id"], "fields": { "why": "ya" } });
    let (status, _) = world.try_control(Method::POST, "people/david/submit", body).await;
    assert_eq!(status, 422);
    let body = json!({ "interaction_id": asked["interaction_id"], "fields": { "why": "porque sí" } });
    let sent = world.control(Method::POST, "people/david/submit", body.clone()).await;
    assert_eq!(sent["response"]["message"]["content"], "david: porque sí");
    let (status, _) = world.try_control(Method::POST, "people/david/submit", body).await;
    assert_eq!(status, 422, "a modal can be sent once");

    let done = world.press("david", &panel, "Listo").await;
    assert_eq!(done["response"]["kind"], "update");
    assert_eq!(done["response"]["message"]["content"], "Hecho");
    let body = json!({ "message_id": panel["id"], "label": "Listo" });
    let (status, error) = world.try_control(Method::POST, "people/david/press", body).await;
    assert_eq!(status, 404, "{error}");
}

#[tokio::test]
async fn a_disabled_button_cannot_be_pressed() {
    let (world, _bot) = World::with_bot().await;
    world.say("david", "general", "!panel").await;
    world.idle().await;
    let panel = world.last("david", "general").await;
    let body = json!({ "message_id": panel["id"], "label": "Apagado" });
    let (status, error) = world.try_control(Method::POST, "people/david/press", body).await;
    assert_eq!(status, 422);
    assert!(error["error"].as_str().unwrap().contains("disabled"));
}

#[tokio::test]
async fn an_ephemeral_answer_is_seen_by_one_person_only() {
    let (world, _bot) = World::with_bot().await;
    world.say("david", "general", "!panel").await;
    world.idle().await;
    let panel = world.last("david", "general").await;
    world.press("cajero1", &panel, "Secreto").await;
    assert_eq!(world.last("cajero1", "general").await["content"], "solo para ti");
    assert_eq!(world.last("cajero1", "general").await["flags"], 64);
    assert_eq!(world.last("david", "general").await["id"], panel["id"]);
}

#[tokio::test]
async fn slash_commands_have_subcommands_options_and_deferred_answers() {
    let (world, _bot) = World::with_bot().await;
    let body =
        json!({ "channel": "general", "command": "start batch", "options": { "amount": "12", "who": "@cajero1" } });
    let answer = world.control(Method::POST, "people/david/slash", body).await;
    assert_eq!(answer["response"]["message"]["content"], "batch 12 cajero1");

    let body = json!({ "channel": "dm", "command": "/slow" });
    let answer = world.control(Method::POST, "people/david/slash", body).await;
    assert_eq!(answer["response"]["kind"], "deferred_message");
    world.idle().await;
    assert_eq!(world.last("david", "dm").await["content"], "done");

    for (command, options, word) in [
        ("stop", json!({}), "no command"),
        ("start", json!({}), "subcommand"),
        ("start batch", json!({}), "required"),
        ("start batch", json!({ "amount": "x" }), "integer"),
        ("start batch", json!({ "amount": 1, "much": 2 }), "no option"),
    ] {
        let body = json!({ "channel": "general", "command": command, "options": options });
        let (status, error) = world.try_control(Method::POST, "people/david/slash", body).await;
        assert!(status.is_client_error());
        assert!(error["error"].as_str().unwrap().contains(word), "{error}");
    }
}

#[tokio::test]
async fn a_command_without_answer_fails_after_three_seconds() {
    let (world, _bot) = World::with_bot().await;
    let body = json!({ "channel": "general", "command": "mute" });
    let answer = world.control(Method::POST, "people/david/slash", body).await;
    assert_eq!(answer["response"]["kind"], "none");
}

#[tokio::test]
async fn files_go_to_the_bot_and_come_back() {
    let (world, _bot) = World::with_bot().await;
    let file = json!({ "name": "mi captura.png", "base64": PNG_BASE64 });
    let body = json!({ "content": "!file", "files": [file] });
    let said = world
        .control(Method::POST, "people/cajero1/channels/dm/say", body)
        .await;
    let given = &said["attachments"][0];
    assert_eq!((&given["width"], &given["height"]), (&json!(3), &json!(2)));
    assert_eq!(given["filename"], "mi_captura.png");
    world.idle().await;
    let answer = world.last("cajero1", "dm").await;
    let copy = &answer["attachments"][0];
    assert_eq!(copy["content_type"], "image/png");
    assert_eq!(answer["embeds"][0]["image"]["url"], copy["url"]);
    let url = |value: &Value| value["url"].as_str().unwrap().to_owned();
    let sent = reqwest::get(url(given)).await.unwrap().bytes().await.unwrap();
    let back = reqwest::get(url(copy)).await.unwrap().bytes().await.unwrap();
    assert_eq!(sent, back);
}

#[tokio::test]
async fn messages_are_edited_and_dms_opened() {
    let (world, _bot) = World::with_bot().await;
    world.say("david", "general", "!edit").await;
    world.say("david", "general", "!dm").await;
    world.idle().await;
    let edited = world.last("david", "general").await;
    let messages = world.messages("david", "general").await;
    assert!(
        messages
            .iter()
            .any(|message| message["content"] == "two" && !message["edited_timestamp"].is_null())
    );
    assert_eq!(edited["channel_id"], messages[0]["channel_id"]);
    assert_eq!(world.last("david", "dm").await["content"], "hola");
}

#[tokio::test]
async fn people_come_and_go_and_come_back_as_themselves() {
    let (world, mut bot) = World::with_bot().await;
    let ana = world.control(Method::POST, "people", json!({ "name": "ana" })).await;
    bot.sees("joined ana").await;
    world.control(Method::DELETE, "people/ana", Value::Null).await;
    let again = world.control(Method::POST, "people", json!({ "name": "ana" })).await;
    assert_eq!(ana["id"], again["id"]);
    let (status, error) = world
        .try_control(Method::GET, "people/nadie/channels", Value::Null)
        .await;
    assert_eq!(status, 404);
    assert!(error["error"].as_str().unwrap().contains("cajero1"));
}

#[tokio::test]
async fn older_messages_come_page_by_page() {
    let world = World::start().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        let said = world.say("david", "general", &format!("mensaje {number}")).await;
        ids.push(said["id"].as_str().unwrap().to_owned());
    }
    let page = async |query: &str| {
        let list = world
            .get(&format!("people/cajero1/channels/general/messages?{query}"))
            .await;
        let list = list.as_array().unwrap().clone();
        let texts: Vec<String> = list
            .iter()
            .map(|one| one["content"].as_str().unwrap().replace("mensaje ", ""))
            .collect();
        texts.concat()
    };
    let [first, second, _, _, last] = &ids[..] else {
        panic!("five messages")
    };
    assert_eq!(page("limit=2").await, "34", "the newest, oldest first");
    assert_eq!(page(&format!("before={last}&limit=2")).await, "23");
    assert_eq!(page(&format!("before={second}&limit=2")).await, "0");
    assert_eq!(page(&format!("before={first}&limit=2")).await, "");
    assert_eq!(page(&format!("after={first}&limit=2")).await, "12");
    assert_eq!(page(&format!("after={first}&before={last}&limit=9")).await, "123");
    assert_eq!(
        page(&format!("after={last}&before={first}&limit=9")).await,
        "",
        "nothing lies between"
    );
}

#[tokio::test]
async fn a_page_is_told_what_is_new_for_whom() {
    let (world, _bot) = World::with_bot().await;
    let said = world.say("david", "general", "!panel").await;
    world.idle().await;
    let panel = world.last("david", "general").await;
    world.press("cajero1", &panel, "Secreto").await;
    let secret = world.last("cajero1", "general").await;
    let newest = world.get("newest").await;
    let of = |who: &str, channel: &str| {
        let person = world.server.user_id(who).unwrap().to_string();
        newest[person][world.server.channel_id(channel).unwrap().to_string()].clone()
    };
    assert_eq!(
        of("david", "general"),
        panel["id"],
        "not the person's own, and not another's ephemeral answer"
    );
    assert_eq!(of("cajero1", "general"), secret["id"]);
    assert_eq!(of("super", "general"), panel["id"]);
    assert_eq!(
        of("cajero1", "transacciones-david"),
        Value::Null,
        "there is nothing, and it cannot be seen"
    );
    let bot = world.server.application_id().to_string();
    assert_eq!(newest[&bot], Value::Null, "{said}");
}
