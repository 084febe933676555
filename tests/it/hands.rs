//! Tests of the sandbox's own acts, before stories use them. The test plays the bot's part where the desk has none.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::world::World;

const PICTURE: &[u8] = b"a picture";

/// Posts a message as the bot, with a file.
async fn bot_says(world: &World, channel: &str, body: Value) -> Message {
    let discord = &world.running().discord;
    let id = discord.channel_id(channel).expect("a channel");
    let url = format!("{}/api/v10/channels/{id}/messages", discord.url());
    let file = Part::bytes(PICTURE.to_vec()).file_name("recibo.png");
    let form = Form::new()
        .text("payload_json", body.to_string())
        .part("files[0]", file);
    let request = reqwest::Client::new()
        .post(url)
        .header("Authorization", format!("Bot {}", discord.token()));
    let response = request.multipart(form).send().await.expect("the sandbox answers");
    let status = response.status();
    let said: Value = response.json().await.expect("JSON");
    assert!(status.is_success(), "{status} {said}");
    Message(said)
}

on_both_engines! {
    async fn an_empty_desk_has_prices_and_nobody_but_the_owner(test_db: TestDb) {
        let mut world = World::empty(&test_db).await;
        let people = world.get("/sandbox/people").await;
        assert_eq!(people.as_array().expect("a list").len(), 1, "{people}");
        let owner = world.person("superusuario");
        owner.is_told("general", "!tasas").await.shows(&["PEN → VES: **9**", "1 $ = 38 Bs", "comisión 0,3 %"]);
        let seen = owner.sees_channels().await;
        assert!(!seen.iter().any(|name| name.starts_with("transacciones-david")), "{seen:?}");
        let ana = world.joins("ana").await;
        assert_eq!(world.about("ana").await["roles"], json!([]));
        ana.is_refused("general", "!start batch", &["todavía no tiene un rol"]).await;
        world.restarts().await;
        world.person("superusuario").is_told("general", "!rol @ana revendedor").await.shows(&["**ana** ahora es revendedor"]);
        world.person("superusuario").is_told("general", "!canal @ana").await.shows(&["**ana**"]);
        let channels = world.get("/sandbox/people/ana/channels").await;
        let own = channels.as_array().expect("a list").iter().find(|one| one["name"] == "transacciones-ana");
        assert_eq!(own.expect("a channel")["category"], "Transacciones");
        world.closes_clean().await;
    }

    async fn who_leaves_comes_back_as_the_same_person(test_db: TestDb) {
        let world = World::empty(&test_db).await;
        let ana = world.joins("ana").await;
        let before = world.mention("ana").await;
        ana.leaves().await;
        assert_eq!(world.about("ana").await["in_guild"], false);
        let ana = world.joins("ana").await;
        assert_eq!(world.mention("ana").await, before);
        ana.closes_dms().await;
        assert_eq!(world.about("ana").await["dms_closed"], true);
        ana.opens_dms().await;
        assert_eq!(world.about("ana").await["dms_closed"], false);
        world.closes_clean().await;
    }

    async fn selects_and_files_are_read_and_chosen_by_what_is_written_on_them(test_db: TestDb) {
        let world = World::empty(&test_db).await;
        let ana = world.joins("ana").await;
        let select = json!({
            "type": 3, "custom_id": "country", "placeholder": "País",
            "options": [{ "label": "Perú", "value": "pe" }, { "label": "Chile", "value": "cl" }],
        });
        let button = json!({ "type": 2, "style": 1, "label": "Pedir", "custom_id": "ask" });
        let rows = json!([{ "type": 1, "components": [button] }, { "type": 1, "components": [select] }]);
        let said = bot_says(&world, "general", json!({ "content": "Elija", "components": rows, "allowed_mentions": { "parse": [] } })).await;
        assert_eq!((said.buttons(), said.selects()), (vec!["Pedir".to_owned()], vec!["País".to_owned()]));
        assert_eq!(said.options("País"), ["Perú", "Chile"]);
        assert_eq!(said.files(), ["recibo.png"]);
        assert_eq!(world.file_of(&said, "recibo.png").await, PICTURE);
        assert_eq!(said.told(), "cambista: Elija\n[Pedir]\n[▾ País]\n{recibo.png}");
        let answer = ana.selects(&said, "País", &["Chile"]).await;
        assert_eq!(answer.kind(), "message", "{}", answer.0);
        world.closes_clean().await;
    }

    async fn a_form_is_filled_in_by_its_labels(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says("transacciones-david", "!start batch").await;
        david.says("transacciones-david", "!t 100 p").await;
        let order = cajero.order("dm", 1).await;
        let form = cajero.presses(&order, "Cancelar").await;
        let label = form.modal().labels()[0].to_owned();
        let answer = cajero.fills(&form, &[(&label, "cuenta cerrada")]).await;
        assert!(!answer.message().text().is_empty(), "{}", answer.0);
        world.closes_clean().await;
    }

    async fn a_file_reaches_the_bot_with_a_slash_command(test_db: TestDb) {
        let world = World::empty(&test_db).await;
        let discord = &world.running().discord;
        let url = format!("{}/api/v10/applications/{}/guilds/{}/commands", discord.url(), discord.application_id(), discord.guild_id());
        let option = json!({ "type": 11, "name": "captura", "description": "una foto", "required": true });
        let command = json!({ "name": "prueba", "description": "prueba", "options": [option] });
        let request = reqwest::Client::new().post(url).header("Authorization", format!("Bot {}", discord.token()));
        let response = request.json(&command).send().await.expect("the sandbox answers");
        assert!(response.status().is_success(), "{}", response.status());
        let owner = world.person("superusuario");
        // The desk does not know this command; the test only checks that the picture was accepted.
        owner.slash_with_file("general", "prueba", json!({}), ("captura", PICTURE)).await;
        world.closes_clean().await;
    }

    async fn people_change_the_guild_its_channels_and_its_roles(test_db: TestDb) {
        let world = World::empty(&test_db).await;
        let owner = world.person("superusuario");
        let ana = world.joins("ana").await;
        owner.makes_channel("Avisos").await;
        owner.makes_private_channel("Caja", &["Cajero", "cambista"]).await;
        assert_eq!(ana.sees_channels().await.iter().filter(|name| ["avisos", "caja"].contains(&name.as_str())).count(), 1);
        owner.renames_channel("avisos", "novedades").await;
        owner.moves_channel("novedades", "Transacciones").await;
        owner.sets_permissions("novedades", "@everyone", &[], &["view_channel"]).await;
        assert!(!ana.sees_channels().await.contains(&"novedades".to_owned()));
        owner.unsets_permissions("novedades", "@everyone").await;
        assert!(ana.sees_channels().await.contains(&"novedades".to_owned()));
        owner.deletes_channel("novedades").await;
        let role = owner.makes_role("Cajero").await;
        owner.changes_role(&role, json!({ "name": "Pagador", "position": 3 })).await;
        owner.deletes_role("Pagador").await;

        ana.makes_guild_with_bot("Otra").await;
        world.lists_guilds(&["Otra", "Cambista"]).await;
        assert_eq!(world.get("/sandbox/guilds").await[0]["name"], "Otra");
        ana.kicks_from("Otra", "cambista").await;
        ana.invites_bot("Otra").await;
        ana.kicks_from("Otra", "cambista").await;

        world.outage_begins("Cambista").await;
        world.outage_ends("Cambista").await;
        owner.kicks("ana").await;
        assert_eq!(world.about("ana").await["in_guild"], false);
        world.joins("ana").await;
        owner.hands_the_guild_to("ana").await;
        assert_eq!(world.about("ana").await["owner"], true);
        world.closes_clean().await;
    }

    async fn an_order_is_told_where_discord_limits_requests(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        world.limits_requests();
        world.slows("transacciones-pending", 1, 300);
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says("transacciones-david", "!start batch").await;
        david.says("transacciones-david", "!t 100 p").await;
        cajero.order("dm", 1).await;
        world.restarts().await;
        let limits = world.get("/sandbox/rate-limits").await;
        assert_eq!(limits, json!({ "on": true, "channels": [] }), "a slow place is forgotten, the limits are not");
        world.closes_clean().await;
    }

    async fn people_change_delete_and_forward_messages_and_write_in_threads(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let asked = david.says("transacciones-david", "!tasas").await;
        let edited = david.edits("transacciones-david", &asked, "!tasas p").await;
        assert_eq!(edited.content(), "!tasas p");
        let answer = david.reply_to("transacciones-david", &asked).await;
        owner.deletes("transacciones-david", &answer).await;
        let forwarded = david.forwards(&edited, "general").await;
        assert_eq!(forwarded.0["message_snapshots"][0]["message"]["content"], "!tasas p");
        david.deletes("transacciones-david", &edited).await;
        let dudas = david.makes_thread("transacciones-david", "Dudas").await;
        david.says(&dudas, "¿están?").await;
        let aside = cajero.makes_private_thread("general", "Aparte", &["david"]).await;
        david.says(&aside, "¿están?").await;
        let photo = json!({ "name": "IMG_1.HEIC", "base64": "aG9sYQ==" });
        let sent = cajero.sends_files("general", Some(&forwarded), json!([photo])).await;
        assert_eq!(sent.0["attachments"][0]["content_type"], "image/heic");
        world.closes_clean().await;
    }
}
