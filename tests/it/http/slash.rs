//! Superusers give keys in Discord.

use serde_json::json;

use super::game::Game;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn a_superuser_registers_an_app_and_alone_sees_its_key(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        owner.says("general", "!app crear Blackjack").await;
        owner.last("general").await.shows(&["La clave la vería todo el canal", "`/app crear`"]);
        let created = owner.slashes("general", "app crear", json!({ "nombre": "Blackjack" })).await;
        created.says(&["**Blackjack** queda registrada con el número 1", "no se vuelve a mostrar"]);
        let key_of = |text: &str| text.split('`').find(|part| part.starts_with("cmb_")).map(str::to_owned);
        let key = key_of(&created.text()).expect("a key");
        let game = Game::with_key(&key);
        let event = game.opens(&world).await;

        owner.slashes("general", "app crear", json!({ "nombre": "blackjack" })).await.says(&["Ya hay una", "`/app rotar Blackjack`"]);
        owner.slashes("general", "app crear", json!({ "nombre": "<@everyone>" })).await.says(&["El nombre no puede llevar"]);
        owner.slashes("general", "app lista", json!({})).await.says(&["1. **Blackjack**", "usada <t:"]);
        let rotated = owner.slashes("general", "app rotar", json!({ "nombre": "BLACKJACK" })).await;
        let new = Game::with_key(&key_of(&rotated.text()).expect("a key"));
        assert_eq!(game.closes(&world, event).await.refusal(), (401, "unauthorized"));
        assert_eq!(new.closes(&world, event).await.status, 200);
        owner.says("general", "!app revocar Blackjack").await;
        owner.last("general").await.shows(&["La clave de **Blackjack** ya no vale"]);
        assert_eq!(new.closes(&world, event).await.refusal(), (401, "unauthorized"));
        owner.slashes("general", "app lista", json!({})).await.says(&["sin clave"]);
        owner.slashes("general", "app revocar", json!({ "nombre": "Otra" })).await.says(&["No hay ninguna", "`/app lista`"]);

        for (command, options) in [
            ("app crear", json!({ "nombre": "Mía" })),
            ("app rotar", json!({ "nombre": "Blackjack" })),
            ("app revocar", json!({ "nombre": "Blackjack" })),
            ("app lista", json!({})),
        ] {
            david.slashes("general", command, options).await.says(&["las registra un superusuario"]);
        }
        let seen = david.transcript("general").await;
        assert!(!seen.contains("cmb_"), "{seen}");
        world.closes_clean().await;
    }
}
