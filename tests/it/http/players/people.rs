//! Players and their identities.

use serde_json::json;

use super::caller::{bot, count, refusal};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// An id above 2^53, so that rounding is noticed.
const TELEGRAM: i64 = 9_007_199_254_740_993;

on_both_engines! {
    async fn a_player_is_registered_once_and_found_by_each_identity(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let made = bot.registers(&json!({ "nombre": "Ana", "telegramId": TELEGRAM })).await;
        assert_eq!(made.status, 201, "{made:?}");
        let id = made.body["jugadorId"].as_str().expect("an id").to_owned();
        assert!(id.len() == 24 && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')), "{id}");
        assert_eq!(made.body, json!({
            "exito": true, "jugadorId": id, "nombre": "Ana",
            "identidades": { "discord": null, "telegram": TELEGRAM.to_string(), "jugador": id },
            "saldo": 0, "saldoRetenido": 0, "moneda": "VES",
        }));
        let again = bot.registers(&json!({ "nombre": "Otra", "telegramId": TELEGRAM.to_string() })).await;
        assert_eq!((again.status, &again.body), (200, &made.body), "nothing changes, not even the name");
        for named in [id.clone(), id.to_uppercase(), TELEGRAM.to_string(), format!("telegram:{TELEGRAM}"), format!("jugador:{id}")] {
            let shown = bot.gets(&format!("/api/jugadores/{named}")).await;
            assert_eq!((shown.status, &shown.body), (200, &made.body), "{named}");
        }
        for nobody in ["68ab54e05475d8a12e468add", "ana", "discord:9007199254740993", "0", "%ff"] {
            let refused = bot.gets(&format!("/api/jugadores/{nobody}")).await;
            assert_eq!(refused.status, 404, "{nobody}: {refused:?}");
            assert_eq!(refused.body["exito"], false, "{nobody}");
        }
        let nobody = bot.registers(&json!({ "nombre": "Sin nada" })).await;
        assert_eq!(nobody.status, 201, "{nobody:?}");
        assert_ne!(nobody.body["jugadorId"], made.body["jugadorId"]);
        assert_eq!(count(&world, "select count(*) from member_identities where kind = 'jugador'").await, 2);
        world.closes_clean().await;
    }

    async fn a_second_identity_is_linked_once_and_never_taken_from_somebody(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let (ana, beto) = (bot.player("Ana", 1_001).await, bot.player("Beto", 1_002).await);
        let path = format!("/api/jugadores/{ana}/identidades");
        let discord = json!({ "tipo": "discord", "valor": "169015299834642432" });
        let linked = bot.posts(&path, &discord).await;
        assert_eq!(linked.status, 201, "{linked:?}");
        assert_eq!(linked.body["identidades"], json!({ "discord": "169015299834642432", "telegram": "1001", "jugador": ana }));
        let again = bot.posts(&path, &discord).await;
        assert_eq!((again.status, &again.body), (200, &linked.body));
        let found = bot.gets("/api/jugadores/169015299834642432").await;
        assert_eq!(found.body, linked.body);
        let both = bot.registers(&json!({ "nombre": "Ana", "telegramId": 1_001, "discordId": 169_015_299_834_642_432_i64 })).await;
        assert_eq!((both.status, &both.body), (200, &linked.body));

        let taken = bot.posts(&format!("/api/jugadores/{beto}/identidades"), &discord).await;
        assert_eq!(refusal(&taken), (409, "IDENTIDAD_OCUPADA"));
        let second = bot.posts(&path, &json!({ "tipo": "telegram", "valor": 1_003 })).await;
        assert_eq!(refusal(&second), (409, "IDENTIDAD_YA_ENLAZADA"));
        let two = bot.registers(&json!({ "nombre": "Ana", "telegramId": 1_002, "discordId": "169015299834642432" })).await;
        assert_eq!(refusal(&two), (409, "IDENTIDAD_OCUPADA"));
        assert!(two.body["mensaje"].as_str().expect("words").contains("Registre con uno solo"), "{two:?}");
        let nobody = bot.posts("/api/jugadores/68ab54e05475d8a12e468add/identidades", &discord).await;
        assert_eq!(refusal(&nobody), (404, "JUGADOR_NO_ENCONTRADO"));
        assert_eq!(count(&world, "select count(*) from member_backlog where field = 'identity'").await, 5);
        world.closes_clean().await;
    }

    async fn the_same_digits_on_discord_and_telegram_need_a_prefix(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.registers(&json!({ "nombre": "Ana", "telegramId": 777_000 })).await;
        let beto = bot.registers(&json!({ "nombre": "Beto", "discordId": 777_000 })).await;
        assert_eq!((ana.status, beto.status), (201, 201));
        let either = bot.gets("/api/jugadores/777000").await;
        assert_eq!(refusal(&either), (409, "IDENTIDAD_AMBIGUA"));
        assert_eq!(either.body["detalles"]["opciones"], json!(["discord:777000", "telegram:777000"]));
        assert_eq!(bot.gets("/api/jugadores/telegram:777000").await.body, ana.body);
        assert_eq!(bot.gets("/api/jugadores/discord:777000").await.body, beto.body);
        world.closes_clean().await;
    }

    async fn a_guest_becomes_a_client_and_others_keep_their_role(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        world.joins("rosa").await;
        let bot = bot(&world).await;
        let people = [
            ("rosa", "select count(*) from members where name = 'rosa' and role = 'client'"),
            ("maria", "select count(*) from members where name = 'maria' and role = 'client'"),
            ("david", "select count(*) from members where name = 'david' and role = 'reseller'"),
            ("cajero1", "select count(*) from members where name = 'cajero1' and role = 'cashier'"),
        ];
        for (name, with_role) in people {
            let id = world.about(name).await["id"].as_str().expect("an id").to_owned();
            let made = bot.registers(&json!({ "nombre": "Otro nombre", "discordId": id })).await;
            assert_eq!((made.status, &made.body["nombre"]), (201, &json!(name)), "{made:?}");
            assert_eq!(made.body["identidades"]["discord"], id, "{name}");
            assert_eq!(count(&world, with_role).await, 1, "{name}");
        }
        world.settles().await;
        let roles = world.about("rosa").await["roles"].to_string();
        assert!(roles.contains("Cliente"), "{roles}");
        world.closes_clean().await;
    }

    async fn what_is_wrong_in_a_registration_is_named(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let before = count(&world, "select count(*) from members").await;
        for (body, field) in [
            (json!({}), "nombre"),
            (json!({ "nombre": "" }), "nombre"),
            (json!({ "nombre": 5 }), "nombre"),
            (json!({ "nombre": "a\nb" }), "nombre"),
            (json!({ "nombre": "x".repeat(81) }), "nombre"),
            (json!({ "nombre": "Ana", "telegramId": -1 }), "telegramId"),
            (json!({ "nombre": "Ana", "telegramId": "@ana" }), "telegramId"),
            (json!({ "nombre": "Ana", "telegramId": 1.5 }), "telegramId"),
            (json!({ "nombre": "Ana", "discordId": 0 }), "discordId"),
            (json!({ "nombre": "Ana", "discordId": ["1"] }), "discordId"),
        ] {
            let refused = bot.registers(&body).await;
            assert_eq!(refusal(&refused), (422, "CAMPO_INVALIDO"), "{body}");
            assert_eq!(refused.body["detalles"]["campo"], field, "{body}");
        }
        let ana = bot.player("Ana", 5).await;
        for (body, field) in [
            (json!({ "tipo": "discord" }), "valor"),
            (json!({ "tipo": "jugador", "valor": 5 }), "tipo"),
            (json!({ "valor": 5 }), "tipo"),
        ] {
            let refused = bot.posts(&format!("/api/jugadores/{ana}/identidades"), &body).await;
            assert_eq!(refusal(&refused), (422, "CAMPO_INVALIDO"), "{body}");
            assert_eq!(refused.body["detalles"]["campo"], field, "{body}");
        }
        assert_eq!(count(&world, "select count(*) from members").await, before + 1);
        world.closes_clean().await;
    }
}
