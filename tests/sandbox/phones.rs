//! Files as phones send them.

use serde_json::{Value, json};

use crate::world::World;

const BYTES: &str = "JVBERi0xLjQ=";

#[tokio::test]
async fn files_come_with_the_types_and_names_that_phones_give_them() {
    let (world, mut bot) = World::with_bot().await;
    let files = json!([
        { "name": "IMG_0001.HEIC", "base64": BYTES },
        { "name": "CAPTURA.JPG", "base64": BYTES, "width": 1080, "height": 2340 },
        { "name": "foto.jpg", "base64": BYTES, "content_type": "application/octet-stream" },
        { "name": "sin tipo", "base64": BYTES, "content_type": null },
        { "name": "comprobante niño (1).png", "base64": BYTES, "description": "del banco" },
        { "name": "recibo.png", "base64": BYTES, "spoiler": true },
    ]);
    let said = world
        .does(
            "david",
            "channels/general/say",
            json!({ "content": "", "files": files }),
        )
        .await;
    for expected in [
        "file IMG_0001.HEIC image/heic None 8",
        "file CAPTURA.JPG image/jpeg Some(1080) 8",
        "file foto.jpg application/octet-stream None 8",
        "file sin_tipo nothing None 8",
        "file comprobante_ni_o__1_.png image/png None 8",
        "file SPOILER_recibo.png image/png None 8",
    ] {
        bot.sees(expected).await;
    }
    let shown = said["attachments"].as_array().unwrap();
    assert_eq!(shown[3].get("content_type"), None);
    assert_eq!(shown[4]["title"], "comprobante niño (1)");
    assert_eq!(shown[4]["description"], "del banco");
    assert_eq!(shown[0].get("title"), None);
    assert_eq!(shown[5]["flags"], 1 << 3);
    for file in shown {
        let response = reqwest::get(file["url"].as_str().unwrap()).await.unwrap();
        assert_eq!(
            &response.bytes().await.unwrap()[..],
            b"%PDF-1.4",
            "whatever it is called"
        );
    }
    let many: Vec<Value> = (0..11).map(|_| json!({ "name": "a.png", "base64": BYTES })).collect();
    let (status, _) = world
        .tries("david", "channels/general/say", json!({ "content": "", "files": many }))
        .await;
    assert_eq!(status, 422);
}

#[tokio::test]
async fn a_slash_command_takes_such_files_too() {
    let (world, _bot) = World::with_bot().await;
    let photo = json!({ "name": "IMG 2.heic", "base64": BYTES, "width": 3, "height": 4 });
    let slash = json!({ "channel": "dm", "command": "give", "options": { "photo": photo } });
    let answer = world.does("david", "slash", slash).await;
    let text = answer["response"]["message"]["content"].as_str().unwrap();
    assert!(text.starts_with("IMG_2.heic Some(3)"), "{answer}");
}
