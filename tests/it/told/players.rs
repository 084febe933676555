//! What is wrong with players' transactions is told to the alerts channel: once when it begins, once when it ends.

use super::ALERTS;
use crate::http::players::caller::{AUTOMATIC, Program, bot, entry};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::world::World;

const HOUR: [(&str, &str); 1] = [("CAMBISTA__PLAYERS__PENDING_ALARM_HOURS", "1")];
const THREE: [(&str, &str); 1] = [("CAMBISTA__PLAYERS__REJECTIONS_ALARM_MINIMUM", "3")];

/// maria deposits so many bolívares, and cajero1 gets the order.
async fn deposits(world: &World, bolivares: i64) {
    let typed = format!("!deposito {bolivares}");
    let capture = format!("maria paid {bolivares}");
    world
        .person("maria")
        .types_with_capture("dm", &typed, capture.as_bytes())
        .await;
}

async fn confirms(cashier: &Person<'_>, order: i64) {
    let shown = cashier.order("dm", order).await;
    cashier
        .presses(&shown, "Listo")
        .await
        .says(&[&format!("Orden **{order}** confirmada")]);
}

async fn rejects(cashier: &Person<'_>, order: i64) {
    let shown = cashier.order("dm", order).await;
    let form = cashier.presses(&shown, "Cancelar").await;
    cashier.fills(&form, &[("¿Por qué se cancela?", "no llegó")]).await;
}

/// Sweeps twice, and counts the messages in the alerts channel with these words.
async fn told(world: &World, words: &str) -> usize {
    world.sweeps().await;
    world.sweeps().await;
    world.person("superusuario").counts(ALERTS, words).await
}

on_both_engines! {
    async fn a_request_that_waits_too_long_is_told_once_and_its_end_once(test_db: TestDb) {
        let mut world = World::demo_at_hand_with(&test_db, &HOUR).await;
        world.person("cajero2").says("dm", "!ocupado").await;
        deposits(&world, 500).await;
        let (begun, ended) = ("lleva 1 h 0 min sin terminar", "(orden **1**) ya no espera");
        world.passes(59).await;
        assert_eq!(told(&world, begun).await, 0);
        // Time in which the desk is down counts against nobody.
        world.is_closed_for(600).await;
        assert_eq!(told(&world, begun).await, 0);
        world.passes(1).await;
        assert_eq!(told(&world, begun).await, 1);
        let alarm = world.person("superusuario").finds(ALERTS, begun).await;
        alarm.shows(&["El depósito de **maria** por 500,00 Bs (orden **1**)", "La tiene **cajero1**", "`!orden 1`", "`!asignar 1 @cajero`"]);
        alarm.rings(&["superusuario"]);
        world.passes(5).await;
        world.restarts().await;
        world.passes(5).await;
        assert_eq!(told(&world, "sin terminar").await, 1, "told once");
        assert_eq!(told(&world, ended).await, 0);
        confirms(&world.person("cajero1"), 1).await;
        assert_eq!(told(&world, ended).await, 1);
        let end = world.person("superusuario").finds(ALERTS, ended).await;
        end.shows(&["✅ El depósito de **maria**", "acreditado"]);
        assert!(end.rung().is_empty());
        world.restarts().await;
        assert_eq!((told(&world, ended).await, told(&world, "sin terminar").await), (1, 1));
        world.closes_clean().await;
    }

    async fn failures_of_one_player_are_told_once_until_none_is_left(test_db: TestDb) {
        let mut world = World::demo_at_hand(&test_db).await;
        let (begun, ended) = ("A **Ana** le fallaron 5 transacciones en la última hora", "A **Ana** ya no le fallan");
        let bot = bot(&world).await;
        let ana = bot.player_with("Ana", 1_001, 100).await;
        let beto = bot.player("Beto", 1_002).await;
        for player in [&ana, &beto, &ana, &beto, &ana, &beto, &ana, &beto] {
            bot.posts(AUTOMATIC, &entry(player, 500, "sala")).await;
        }
        assert_eq!(told(&world, "le fallaron").await, 0, "four of each");
        for _ in 0..3 {
            bot.posts(AUTOMATIC, &entry(&ana, 500, "sala")).await;
            world.sweeps().await;
        }
        let http = bot.http;
        assert_eq!((told(&world, begun).await, told(&world, "le fallaron").await), (1, 1));
        let alarm = world.person("superusuario").finds(ALERTS, begun).await;
        alarm.shows(&[&format!("/api/transacciones/jugador/{ana}/historial?estado=fallida")]).rings(&["superusuario"]);
        world.restarts().await;
        world.jumps(59);
        assert_eq!((told(&world, ended).await, told(&world, "le fallaron").await), (0, 1));
        world.jumps(1);
        assert_eq!((told(&world, ended).await, told(&world, "le fallaron").await), (1, 1));
        // Another time is another alarm.
        let bot = Program { world: &world, http };
        for _ in 0..5 {
            let short = bot.posts(AUTOMATIC, &entry(&ana, 500, "sala")).await;
            assert_eq!(short.status, 409, "{short:?}");
        }
        assert_eq!((told(&world, begun).await, told(&world, ended).await), (2, 1));
        world.closes_clean().await;
    }

    async fn a_cashier_who_rejects_much_is_told_once_until_the_share_falls(test_db: TestDb) {
        let mut world = World::demo_at_hand_with(&test_db, &THREE).await;
        let (begun, ended) = ("**cajero1** rechazó 2 de 3 depósitos y retiros en las últimas 24 horas", "**cajero1** ya no rechaza tanto: 2 de 4");
        world.person("cajero2").says("dm", "!ocupado").await;
        for order in 1..=4 {
            deposits(&world, 100 + order).await;
        }
        let cashier = world.person("cajero1");
        rejects(&cashier, 1).await;
        rejects(&cashier, 2).await;
        assert_eq!(told(&world, "rechazó").await, 0, "two say nothing about anybody");
        confirms(&cashier, 3).await;
        assert_eq!(told(&world, begun).await, 1);
        let alarm = world.person("superusuario").finds(ALERTS, begun).await;
        alarm.shows(&["`!orden <n>`", "`!asignar <n> @cajero`"]).rings(&["superusuario"]);
        world.restarts().await;
        assert_eq!(told(&world, begun).await, 1);
        confirms(&world.person("cajero1"), 4).await;
        assert_eq!((told(&world, ended).await, told(&world, begun).await), (1, 1));
        world.restarts().await;
        assert_eq!(told(&world, ended).await, 1);
        world.closes_clean().await;
    }
}
