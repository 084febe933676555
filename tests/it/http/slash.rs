//! Superusers give keys in Discord.

use serde_json::json;

use super::game::{Game, register};
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
        owner.slashes("general", "app lista", json!({})).await.says(&["1. **Blackjack** · bot", "usada <t:"]);
        let with_role = json!({ "nombre": "El sistema", "rol": 1 });
        owner.slashes("general", "app crear", with_role).await.says(&["**El sistema** queda registrada"]);
        owner.slashes("general", "app lista", json!({})).await.says(&["2. **El sistema** · sistema"]);
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

    async fn what_an_open_game_gives_is_not_promised(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, game) = (world.person("david"), Game::new(&world, "Blackjack").await);
        let id = world.about("david").await["id"].as_str().expect("an id").parse().expect("a number");
        let event = game.opens(&world).await;
        game.moves(&world, event, "credit", id, 15).await;
        game.moves(&world, event, "debit", id, 5).await;
        david.is_told("general", "!monedas").await.shows(&["Si sus juegos en curso terminan bien, recibirá **1"]);
        game.closes(&world, event).await;
        assert!(!david.is_told("general", "!monedas").await.text().contains("juegos en curso"));
        world.closes_clean().await;
    }

    async fn no_app_vanishes_from_a_long_list(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        for number in 10..37 {
            register(&world, &format!("Juego {number} {}", "_".repeat(30))).await;
        }
        let owner = world.person("superusuario");
        let mut page = owner.is_told_privately("general", "!app lista").await;
        page.shows(&["Juegos y bots", "1–10 de 27 juegos y bots"]);
        let mut seen = page.text();
        while page.buttons().contains(&"Siguientes ›".to_owned()) {
            owner.presses(&page, "Siguientes ›").await;
            page = owner.finds_again(&page).await.expect("the next page");
            seen.push_str(&page.text());
        }
        page.shows(&["21–27 de 27 juegos y bots"]);
        for number in 10..37 {
            assert!(seen.contains(&format!("**Juego {number} ")), "{number} is not in {seen}");
        }
        owner.presses(&page, "‹ Anteriores").await.says(&["11–20 de 27"]);
        world.closes_clean().await;
    }
}
