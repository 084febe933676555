//! What Discord refuses, it refuses, at the field where it is.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::World;

fn button(id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "a", "custom_id": id })
}

fn rows(buttons: Vec<Value>) -> Value {
    json!({ "content": "a", "components": [{ "type": 1, "components": buttons }] })
}

/// The code at a path of a refusal's `errors`.
fn code_at<'a>(body: &'a Value, path: &str) -> &'a str {
    let place = path.split('.').fold(&body["errors"], |place, key| &place[key]);
    place["_errors"][0]["code"]
        .as_str()
        .unwrap_or_else(|| panic!("nothing at {path}: {body}"))
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "a table: one wrong message and its refusal per line"
)]
async fn a_wrong_message_is_refused_at_its_field() {
    let world = World::start().await;
    let long = |count: usize| "x".repeat(count);
    let embed = |embed: Value| json!({ "embeds": [embed] });
    let fields = |count: usize| vec![json!({ "name": "a", "value": "b" }); count];
    let options = vec![json!({ "label": "a", "value": "a" }); 2];
    let select = json!({ "type": 3, "custom_id": "s", "options": options });
    let cases = [
        (json!({ "content": long(2001) }), "content", "BASE_TYPE_MAX_LENGTH"),
        (json!({ "content": "a", "colour": 1 }), "colour", "UNKNOWN_FIELD"),
        (
            json!({ "content": "a", "nonce": long(26) }),
            "nonce",
            "NONCE_TYPE_INVALID_TYPE",
        ),
        (
            embed(json!({ "title": long(257) })),
            "embeds.0.title",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            embed(json!({ "description": long(4097) })),
            "embeds.0.description",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            embed(json!({ "footer": { "text": long(2049) } })),
            "embeds.0.footer.text",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            embed(json!({ "author": { "name": long(257) } })),
            "embeds.0.author.name",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            embed(json!({ "fields": fields(26) })),
            "embeds.0.fields",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            embed(json!({ "fields": [{ "name": "", "value": long(1025) }] })),
            "embeds.0.fields.0.value",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            embed(json!({ "fields": [{ "name": " ", "value": "a" }] })),
            "embeds.0.fields.0.name",
            "BASE_TYPE_REQUIRED",
        ),
        (
            json!({ "embeds": vec![json!({ "title": "a" }); 11] }),
            "embeds",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            json!({ "embeds": vec![json!({ "description": long(3001) }); 2] }),
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
        ),
        (
            rows((0..6).map(|n| button(&n.to_string())).collect()),
            "components.0.components",
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
        ),
        (
            rows(vec![button(&long(101))]),
            "components.0.components.0.custom_id",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            rows(vec![button("")]),
            "components.0.components.0.custom_id",
            "COMPONENT_CUSTOM_ID_REQUIRED",
        ),
        (
            rows(vec![button("a"), button("a")]),
            "components.0.components.1.custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        (
            rows(vec![
                json!({ "type": 2, "style": 1, "label": long(81), "custom_id": "a" }),
            ]),
            "components.0.components.0.label",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            rows(vec![select]),
            "components.0.components.0.options.1.value",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        ),
        (
            json!({ "content": "a", "components": vec![json!({ "type": 1, "components": [button("a")] }); 6] }),
            "components",
            "BASE_TYPE_BAD_LENGTH",
        ),
    ];
    for (body, path, code) in cases {
        let (status, refused) = world.send("general", body).await;
        assert_eq!((status.as_u16(), &refused["code"]), (400, &json!(50035)), "{path}");
        assert_eq!(code_at(&refused, path), code);
    }
    assert_eq!(world.send("general", json!({ "content": "  " })).await.1["code"], 50006);
    assert_eq!(
        world.send("general", json!({ "embeds": [{ "color": 1 }] })).await.1["code"],
        50006
    );
    assert!(
        world.messages("david", "general").await.is_empty(),
        "nothing refused was written"
    );
}

#[tokio::test]
async fn allowed_mentions_decide_who_is_notified() {
    let world = World::start().await;
    let david = world.server.user_id("david").unwrap();
    let content = format!("<@{david}>");
    let free = world.send("general", json!({ "content": content })).await.1;
    assert_eq!(free["mentions"][0]["username"], "david");
    let none = world
        .send(
            "general",
            json!({ "content": content, "allowed_mentions": { "parse": [] } }),
        )
        .await
        .1;
    assert_eq!(none["mentions"], json!([]));
    let both = json!({ "parse": ["users"], "users": [david.to_string()] });
    let (_, refused) = world
        .send("general", json!({ "content": content, "allowed_mentions": both }))
        .await;
    assert_eq!(
        code_at(&refused, "allowed_mentions"),
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"
    );
}

fn select(options: usize, more: Value) -> Value {
    let option = |n: usize| json!({ "label": format!("opción {n}"), "value": n.to_string() });
    let options: Vec<Value> = (0..options).map(option).collect();
    let mut select = json!({ "type": 3, "custom_id": "s", "options": options });
    select
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    select
}

#[tokio::test]
async fn a_wrong_select_is_refused_at_its_field() {
    let world = World::start().await;
    let option = |option: Value| json!({ "options": [option] });
    let long = "x".repeat(101);
    let cases = [
        (0, json!({}), ".options", "BASE_TYPE_BAD_LENGTH"),
        (26, json!({}), ".options", "BASE_TYPE_BAD_LENGTH"),
        (
            2,
            json!({ "max_values": 3 }),
            ".max_values",
            "SELECT_COMPONENT_MAX_VALUES_INVALID",
        ),
        (2, json!({ "max_values": 0 }), "", "SELECT_COMPONENT_MAX_VALUES_INVALID"),
        (2, json!({ "min_values": 2 }), "", "SELECT_COMPONENT_MAX_VALUES_INVALID"),
        (
            2,
            json!({ "placeholder": "x".repeat(151) }),
            ".placeholder",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            0,
            option(json!({ "label": long, "value": "a" })),
            ".options.0.label",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            0,
            option(json!({ "label": "a", "value": long })),
            ".options.0.value",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            0,
            option(json!({ "label": "a", "value": "a", "description": long })),
            ".options.0.description",
            "BASE_TYPE_BAD_LENGTH",
        ),
    ];
    for (count, more, field, code) in cases {
        let (status, refused) = world.send("general", rows(vec![select(count, more)])).await;
        assert_eq!(status, 400, "{field}");
        assert_eq!(code_at(&refused, &format!("components.0.components.0{field}")), code);
    }
    let beside = rows(vec![select(1, json!({})), button("a")]);
    let (_, refused) = world.send("general", beside).await;
    assert_eq!(
        code_at(&refused, "components.0.components"),
        "COMPONENT_LAYOUT_WIDTH_EXCEEDED"
    );
    let most = json!({ "placeholder": "x".repeat(150), "min_values": 0, "max_values": 25 });
    let (status, said) = world.send("general", rows(vec![select(25, most)])).await;
    assert_eq!(status, 200, "{said}");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table: one wrong modal and its refusal per line")]
async fn a_wrong_modal_is_refused_at_its_field() {
    let (world, mut bot) = World::with_bot().await;
    let body = json!({ "channel": "general", "command": "mute" });
    let asked = tokio::spawn({
        let (http, url) = (world.http.clone(), world.server.url());
        async move {
            http.post(format!("{url}/sandbox/people/david/slash"))
                .json(&body)
                .send()
                .await
        }
    });
    let seen = bot.sees("interaction").await;
    let path = format!("{}/callback", seen.replacen("interaction ", "interactions/", 1));
    let input = |more: Value| {
        let mut input = json!({ "type": 4, "custom_id": "a", "label": "a", "style": 1 });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "type": 1, "components": [input] })
    };
    let numbered = |count: usize| {
        (0..count)
            .map(|n| input(json!({ "custom_id": n.to_string() })))
            .collect::<Vec<_>>()
    };
    let first = "components.0.components.0";
    let cases = [
        ("x".repeat(46), numbered(1), "title".to_owned(), "BASE_TYPE_BAD_LENGTH"),
        (
            "a".to_owned(),
            numbered(0),
            "components".to_owned(),
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            "a".to_owned(),
            numbered(6),
            "components".to_owned(),
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            "a".to_owned(),
            vec![input(json!({})), input(json!({}))],
            "components.1.components.0.custom_id".to_owned(),
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        (
            "a".to_owned(),
            vec![input(json!({ "label": "x".repeat(46) }))],
            format!("{first}.label"),
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            "a".to_owned(),
            vec![input(json!({ "placeholder": "x".repeat(101) }))],
            format!("{first}.placeholder"),
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            "a".to_owned(),
            vec![input(json!({ "style": 3 }))],
            format!("{first}.style"),
            "BASE_TYPE_CHOICES",
        ),
        (
            "a".to_owned(),
            vec![input(json!({ "value": "abc", "max_length": 2 }))],
            format!("{first}.value"),
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            "a".to_owned(),
            vec![input(json!({ "min_length": 3, "max_length": 2 }))],
            first.to_owned(),
            "NUMBER_TYPE_MAX",
        ),
        (
            "a".to_owned(),
            vec![json!({ "type": 1, "components": [button("a")] })],
            format!("{first}.type"),
            "UNION_TYPE_CHOICES",
        ),
    ];
    for (title, rows, field, code) in cases {
        let data = json!({ "title": title, "custom_id": "m", "components": rows });
        let (_, refused) = world.api(Method::POST, &path, json!({ "type": 9, "data": data })).await;
        assert_eq!(code_at(&refused, &format!("data.{field}")), code);
    }
    for kind in [6, 7] {
        let (_, refused) = world
            .api(Method::POST, &path, json!({ "type": kind, "data": { "content": "a" } }))
            .await;
        assert_eq!(
            code_at(&refused, "type"),
            "INTERACTION_CALLBACK_TYPE_INVALID",
            "a command has no message to change"
        );
    }
    let data = json!({ "title": "a", "custom_id": "m", "components": numbered(5) });
    assert_eq!(
        world
            .api(Method::POST, &path, json!({ "type": 9, "data": data }))
            .await
            .0,
        204
    );
    assert!(asked.await.unwrap().unwrap().status().is_success());
}
