//! Many calls at the same time.

use std::collections::BTreeMap;

use futures::future::join_all;
use serde_json::{Value, json};

use super::caller::{AUTOMATIC, Program, bot, count, entry, movement, prize, with};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// How many calls are answered with each status and code.
async fn answers(bot: &Program<'_>, bodies: &[Value]) -> BTreeMap<(u16, String), usize> {
    let mut counted = BTreeMap::new();
    for answered in join_all(bodies.iter().map(|body| bot.posts(AUTOMATIC, body))).await {
        let code = answered.body["codigo"].as_str().unwrap_or_default().to_owned();
        *counted.entry((answered.status, code)).or_default() += 1;
    }
    counted
}

on_both_engines! {
    async fn debits_at_once_never_take_more_than_there_is(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player_with("Ana", 1_001, 1_050).await;
        let bodies: Vec<Value> = (0..25).map(|room| entry(&ana, 100, &format!("sala-{room}"))).collect();
        let expected = BTreeMap::from([((201, String::new()), 10), ((409, "SALDO_INSUFICIENTE".to_owned()), 15)]);
        assert_eq!(answers(&bot, &bodies).await, expected);
        assert_eq!(bot.balance(&ana).await, 50);
        assert_eq!(count(&world, "select count(*) from player_transactions where state = 'fallida'").await, 15);
        world.closes_clean().await;
    }

    async fn the_same_prize_at_once_is_paid_once(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player("Ana", 1_001).await;
        let bodies = vec![prize(&ana, 5_000, "ludo-1", 1); 20];
        let expected = BTreeMap::from([((201, String::new()), 1), ((409, "DUPLICADA".to_owned()), 19)]);
        assert_eq!(answers(&bot, &bodies).await, expected);
        assert_eq!(bot.balance(&ana).await, 5_000);
        world.closes_clean().await;
    }

    async fn a_player_registered_by_many_at_once_is_one(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let body = json!({ "nombre": "Ana", "telegramId": 1_001, "discordId": 1_002 });
        let mut ids = BTreeMap::new();
        for answered in join_all((0..12).map(|_| bot.registers(&body))).await {
            assert!(matches!(answered.status, 200 | 201), "{answered:?}");
            *ids.entry(answered.body["jugadorId"].to_string()).or_insert(0) += usize::from(answered.status == 201);
        }
        assert_eq!(ids.into_values().collect::<Vec<_>>(), [1], "one player, made by one call");
        world.closes_clean().await;
    }

    async fn transfers_in_both_directions_at_once_keep_the_sum(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player_with("Ana", 1_001, 1_000).await;
        let beto = bot.player_with("Beto", 1_002, 1_000).await;
        let pay = |from: &str, to: &str| with(movement(from, "debito", "transferencia", 70), json!({ "jugadorDestinoId": to }));
        let bodies: Vec<Value> = (0..10).flat_map(|_| [pay(&ana, &beto), pay(&beto, &ana)]).collect();
        let expected = BTreeMap::from([((201, String::new()), 20)]);
        assert_eq!(answers(&bot, &bodies).await, expected);
        assert_eq!((bot.balance(&ana).await, bot.balance(&beto).await), (1_000, 1_000));
        world.closes_clean().await;
    }
}
