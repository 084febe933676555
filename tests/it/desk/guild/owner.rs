//! The guild's owner is a superuser from the moment Discord says so.

use serde_json::{Value, json};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// maria asks to be a cashier: superusers get a message with buttons.
async fn asks_for_a_role(world: &World, name: &'static str) {
    let person = world.joins(name).await;
    let panel = person.finds("registro", "Registro").await;
    let form = person.presses(&panel, "Cajero").await;
    let fields = [("Su nombre, como lo verán los demás", name), ("Su país", "Perú")];
    person.fills(&form, &fields).await;
}

on_both_engines! {
    async fn a_guild_that_changes_hands_has_another_superuser_at_once(test_db: TestDb) {
        // Announcements of prices are off: during the outage they would wait for channels that cannot be reached.
        let mut world = World::demo_with(&test_db, &[("CAMBISTA__FIGURES__ANNOUNCE_PRICES", "false")]).await;
        world.person("superusuario").says("general", "!setup panel").await;
        asks_for_a_role(&world, "luis").await;
        asks_for_a_role(&world, "rosa").await;
        let (before, now) = (world.person("superusuario"), world.person("david"));
        // Both see the channel: the old owner still has the message on screen.
        before.says("general", "!rol @superusuario admin").await;
        let (luis, rosa) = (
            before.finds("solicitudes", "luis").await,
            before.finds("solicitudes", "rosa").await,
        );
        before.hands_the_guild_to("david").await;
        let told = now.finds("alertas", "👑 El servidor cambió de manos").await;
        told.shows(&["era de **superusuario**", "ahora es de **david**", "**superusuario** (`", "ya no es superusuario"]);
        told.rings(&["david"]);
        before.finds("dm", "👑 El servidor ya no es suyo: ahora es de **david**").await.shows(&["ya no es superusuario de la mesa"]);

        before.is_refused("general", "!setrates PEN VES 1", &["solo las cambia un superusuario"]).await;
        before.is_refused("dm", "!rol @maria admin", &["solo los decide un superusuario"]).await;
        before.presses_in_vain(&luis, "Aprobar", &["Las solicitudes las decide un superusuario"]).await;
        before.slashes("general", "setfee", json!({ "pais": "VE", "porcentaje": "1" })).await.says(&["superusuario"]);
        now.is_told("general", "!setrates PEN VES 9.1").await.shows(&["9,1"]);
        now.presses(&now.finds("solicitudes", "luis").await, "Aprobar").await.says(&["luis", "es cajero"]);

        // It also holds in a new session, in which the whole guild is sent again, and after a restart.
        world.begins_a_new_session().await;
        before_and_now(&world).await;
        world.restarts().await;
        before_and_now(&world).await;
        let now = world.person("david");
        now.presses(&rosa, "Aprobar").await.says(&["rosa", "es cajero"]);
        // Transferred back; right afterwards an outage hides the guild.
        now.hands_the_guild_to("superusuario").await;
        world.outage_begins("Cambista").await;
        now.is_refused("dm", "!setrates PEN VES 1", &["solo las cambia un superusuario"]).await;
        world.person("superusuario").is_told("dm", "!setrates PEN VES 9").await.shows(&["9"]);
        world.outage_ends("Cambista").await;
        now.is_refused("dm", "!setrates PEN VES 1", &["solo las cambia un superusuario"]).await;
        let now = world.person("superusuario");
        assert_eq!(now.counts("alertas", "👑").await, 2, "once for each change");
        world.closes_clean().await;
    }

    async fn a_guild_that_changed_hands_while_the_desk_was_down_is_told_at_the_start(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        world.is_down_while(async |world: &World| {
            // Sent without waiting for the bot, which is not running.
            let path = "/sandbox/people/superusuario/transfer";
            let (status, answer) = world.control(reqwest::Method::POST, path, json!({ "to": "maria" })).await;
            assert!((200..300).contains(&status), "{status} {answer}");
        }).await;
        let maria = world.person("maria");
        maria.finds("alertas", "ahora es de **maria**").await.rings(&["maria"]);
        maria.is_told("general", "!setrates PEN VES 9.1").await.shows(&["9,1"]);
        world.restarts().await;
        assert_eq!(world.person("maria").counts("alertas", "👑").await, 1, "once");
        world.closes_clean().await;
    }
}

async fn before_and_now(world: &World) {
    let (before, now) = (world.person("superusuario"), world.person("david"));
    before
        .is_refused("general", "!setrates PEN VES 1", &["solo las cambia un superusuario"])
        .await;
    now.is_told("general", "!setrates PEN VES 9.2").await.shows(&["9,2"]);
    let about: Value = world.about("david").await;
    assert_eq!(about["owner"], true);
}
