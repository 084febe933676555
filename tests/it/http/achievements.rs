//! Achievements over HTTP.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::game::{ANA, Answered, BETO, Game};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// A PNG of one pixel.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

async fn registers(game: &Game, world: &World, changes: Value) -> Answered {
    let mut body = json!({ "name": "Card shark", "description": "Win 10 rounds", "target_value": 10, "reward": 100 });
    let fields = changes.as_object().expect("fields").clone();
    body.as_object_mut().expect("fields").extend(fields);
    game.posts_json(world, "/achievement/register", &body.to_string()).await
}

async fn advances(game: &Game, world: &World, id: i64, user: i64, value: i64) -> Answered {
    let body = json!({ "user_id": user, "value": value }).to_string();
    game.posts_json(world, &format!("/achievement/{id}"), &body).await
}

on_both_engines! {
    async fn an_achievement_is_completed_once_and_rewarded_once(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        let made = registers(&game, &world, json!({})).await;
        assert_eq!((made.status, &made.body), (201, &json!({ "achievement_id": 1 })));
        let first = advances(&game, &world, 1, ANA, 9).await;
        assert_eq!((&first.body["completed_at"], &first.body["rewarded"]), (&json!(null), &json!(0)));
        let (one, two, three) = tokio::join!(
            advances(&game, &world, 1, ANA, 1),
            advances(&game, &world, 1, ANA, 5),
            advances(&game, &world, 1, ANA, 5),
        );
        let rewards: i64 = [&one, &two, &three].iter().map(|answer| answer.body["rewarded"].as_i64().unwrap()).sum();
        assert_eq!(rewards, 100, "{one:?} {two:?} {three:?}");
        let last = advances(&game, &world, 1, ANA, 1).await;
        assert_eq!((&last.body["value"], &last.body["rewarded"]), (&json!(21), &json!(0)));
        assert!(last.body["completed_at"].is_string());
        assert_eq!(game.funds(&world, ANA).await, (100, 0, 0, 100));
        assert_eq!(world.balances().await["issuance:COIN"], -100);
        advances(&game, &world, 1, BETO, 1_000_000_000_000).await;
        assert_eq!(game.funds(&world, BETO).await, (100, 0, 0, 100));
        world.closes_clean().await;
    }

    async fn an_app_counts_only_on_its_own(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (game, other) = (Game::new(&world, "Uno").await, Game::new(&world, "Dos").await);
        registers(&game, &world, json!({})).await;
        for like in ["CARD SHARK", "Card sh\u{430}rk", "Card\u{200B} shark", "Ｃａｒｄ shark"] {
            let refused = registers(&game, &world, json!({ "name": like })).await;
            assert_eq!(refused.refusal(), (409, "achievement_exists"), "{like}");
        }
        assert_eq!(registers(&other, &world, json!({ "reward": 0 })).await.status, 201, "names of two apps never meet");
        assert_eq!(advances(&other, &world, 1, ANA, 1).await.refusal(), (403, "other_app"));
        assert_eq!(advances(&game, &world, 9, ANA, 1).await.refusal(), (404, "achievement_not_found"));
        advances(&game, &world, 1, ANA, 3).await;
        let list = other.gets(&world, "/achievement").await.body;
        assert_eq!(list["achievements"].as_array().unwrap().len(), 1);
        assert_eq!(list["achievements"][0]["achievement_id"], 2);
        let path = format!("/achievement/user/{ANA}");
        assert_eq!(game.gets(&world, &path).await.body["achievements"][0]["value"], 3);
        assert_eq!(other.gets(&world, &path).await.body["achievements"][0]["value"], 0);
        assert_eq!(game.gets(&world, "/achievement/user/7").await.refusal(), (404, "user_not_found"));
        world.closes_clean().await;
    }

    async fn an_app_has_no_more_achievements_than_can_be_shown(test_db: TestDb) {
        let world = World::demo_with(&test_db, &[("CAMBISTA__HTTP__BURST", "5000")]).await;
        let game = Game::new(&world, "Blackjack").await;
        for number in 0..500 {
            assert_eq!(registers(&game, &world, json!({ "name": format!("Nr. {number}") })).await.status, 201);
        }
        let refused = registers(&game, &world, json!({ "name": "one more" })).await;
        assert_eq!(refused.refusal(), (409, "too_many_achievements"));
        assert_eq!(refused.body["error"]["details"], json!({ "achievements_max": 500 }));
        let other = Game::new(&world, "Dos").await;
        assert_eq!(registers(&other, &world, json!({})).await.status, 201, "each app for itself");
        world.closes_clean().await;
    }

    async fn what_somebody_achieved_is_shown_in_discord(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, game) = (world.person("david"), Game::new(&world, "Blackjack").await);
        david.is_told("general", "!logros").await.shows(&["Logros de **david**", "Ninguno todavía"]);
        registers(&game, &world, json!({ "name": "*Tiburón*" })).await;
        registers(&game, &world, json!({ "name": "Racha" })).await;
        let about = world.about("david").await;
        let id: i64 = about["id"].as_str().expect("an id").parse().expect("a number");
        advances(&game, &world, 1, id, 4).await;
        advances(&game, &world, 2, id, 10).await;
        let shown = david.is_told("general", "!logros").await;
        shown.shows(&["🏅 Racha\n▰▰▰▰▰▰▰▰▰▰ · completado <t:", "\\*Tiburón\\*\n▰▰▰▰▱▱▱▱▱▱ · 4 de 10\nWin 10 rounds\nBlackjack · premio: **100 monedas**"]);
        let cajero = world.person("cajero1");
        cajero.slashes("general", "logros", json!({ "persona": "david" })).await.says(&["Logros de **david** · 1–2 de 2", "Racha"]);
        cajero.is_told("general", "!monedas @david").await.shows(&["**david** tiene **100 monedas**"]);
        world.closes_clean().await;
    }

    async fn a_reward_is_undone_by_a_superuser_and_the_achievement_stays(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, game) = (world.person("superusuario"), world.person("david"), Game::new(&world, "Blackjack").await);
        registers(&game, &world, json!({ "name": "Racha" })).await;
        let about = world.about("david").await;
        let id: i64 = about["id"].as_str().expect("an id").parse().expect("a number");
        advances(&game, &world, 1, id, 10).await;
        let shown = owner.is_told("dm", "!monedas @david").await.text();
        let number = shown.split("Movimiento **").nth(1).and_then(|text| text.split("**").next()).expect("a movement");
        assert!(shown.contains("premio de un logro"), "{shown}");
        owner.is_answered("general", &format!("!revertir movimiento {number} hizo trampa")).await.shows(&["**100 monedas** salieron de **david**"]);
        david.last("dm").await.shows(&["se deshizo por **superusuario**: «hizo trampa»"]);
        david.is_told("general", "!monedas").await.shows(&["**0 monedas**"]);
        // Once more gives nothing: it is completed.
        advances(&game, &world, 1, id, 10).await;
        assert_eq!(world.balance("issuance:COIN").await, "0");
        world.closes_clean().await;
    }

    async fn who_completes_one_is_announced_once_with_its_picture(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        registers(&game, &world, json!({ "name": "*Tiburón*", "graphic": PNG })).await;
        let id: i64 = world.about("david").await["id"].as_str().expect("an id").parse().expect("a number");
        for _ in 0..3 {
            advances(&game, &world, 1, id, 5).await;
        }
        world.settles().await;
        world.restarts().await;
        let seen = world.person("maria").reads("logros").await;
        assert_eq!(seen.len(), 1, "{seen:?}");
        assert_eq!(seen[0].text(), "🏅 Logro completado\n**david** completó **\\*Tiburón\\*** y gana **100 monedas**.\nWin 10 rounds");
        assert_eq!(seen[0].0["embeds"][0]["thumbnail"]["url"].as_str().map(|url| url.contains("insignia.png")), Some(true));
        world.closes_clean().await;
    }

    async fn a_picture_is_a_small_png_or_none(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        assert_eq!(registers(&game, &world, json!({ "graphic": PNG })).await.status, 201);
        let shown = game.gets(&world, "/achievement/1/graphic").await;
        assert_eq!((shown.status, shown.headers["content-type"].to_str().unwrap()), (200, "image/png"));
        assert_eq!(registers(&game, &world, json!({ "name": "b", "graphic": null })).await.status, 201);
        assert_eq!(game.gets(&world, "/achievement/2/graphic").await.refusal(), (404, "not_found"));
        let other = Game::new(&world, "Ludo").await;
        assert_eq!(other.gets(&world, "/achievement/1/graphic").await.refusal(), (403, "other_app"));
        assert_eq!(other.gets(&world, "/achievement/9/graphic").await.refusal(), (404, "achievement_not_found"));
        let mut wide = STANDARD.decode(PNG).unwrap();
        wide[16..20].copy_from_slice(&513_u32.to_be_bytes());
        let long = STANDARD.encode(vec![0; 33 * 1024]);
        for graphic in ["", "x", "R0lGODlh", &STANDARD.encode(wide), &long] {
            let refused = registers(&game, &world, json!({ "name": "c", "graphic": graphic })).await;
            assert_eq!(refused.refusal(), (422, "invalid_field"));
            assert_eq!(refused.body["error"]["details"]["field"], "graphic");
        }
        for (field, value) in [("name", json!("x".repeat(61))), ("name", json!(" \u{200B}\u{3164}")), ("description", json!("")), ("description", json!("\u{2060}")), ("target_value", json!(0)), ("reward", json!(-1))] {
            let refused = registers(&game, &world, json!({ field: value })).await;
            assert_eq!(refused.body["error"]["details"]["field"], field);
        }
        world.closes_clean().await;
    }
}
