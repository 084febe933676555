//! A game that repeats itself without a key.

use serde_json::json;

use super::caller::{AUTOMATIC, bot, changes, entry, on_purpose, prize, refund, refusal};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn a_prize_is_paid_once_per_player_game_and_position(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let (ana, beto) = (bot.player("Ana", 1_001).await, bot.player("Beto", 1_002).await);
        let first = bot.posts(AUTOMATIC, &prize(&ana, 5_000, "ludo-1", 1)).await;
        assert_eq!(first.status, 201, "{first:?}");
        // Another amount, and the player under another name.
        for again in [prize(&ana, 5_000, "ludo-1", 1), prize("telegram:1001", 1, "ludo-1", 1)] {
            let refused = bot.posts(AUTOMATIC, &again).await;
            assert_eq!(refusal(&refused), (409, "DUPLICADA"));
            assert_eq!(refused.body["detalles"]["transaccion"], first.body["transaccion"]);
        }
        for meant in [prize(&ana, 3_000, "ludo-1", 2), prize(&ana, 5_000, "ludo-2", 1), prize(&beto, 5_000, "ludo-1", 1)] {
            assert_eq!(bot.posts(AUTOMATIC, &meant).await.status, 201, "{meant}");
        }
        let on_purpose = on_purpose(prize(&ana, 5_000, "ludo-1", 1));
        for _ in 0..2 {
            assert_eq!(bot.posts(AUTOMATIC, &on_purpose).await.status, 201);
        }
        let mut without_position = prize(&ana, 100, "ludo-1", 1);
        without_position["referenciaExterna"] = json!({ "juegoId": "ludo-1" });
        for _ in 0..2 {
            assert_eq!(bot.posts(AUTOMATIC, &without_position).await.status, 201, "nothing says that it is the same");
        }
        assert_eq!(bot.balance(&ana).await, 5_000 + 3_000 + 5_000 + 10_000 + 200);
        world.closes_clean().await;
    }

    async fn the_refunds_of_a_room_never_exceed_its_entries(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player_with("Ana", 1_001, 10_000).await;
        let beto = bot.player_with("Beto", 1_002, 10_000).await;
        bot.posts(AUTOMATIC, &entry(&beto, 1_000, "sala-1")).await;
        let without = bot.posts(AUTOMATIC, &refund(&ana, 1_000, "sala-1")).await;
        assert_eq!(refusal(&without), (409, "REEMBOLSO_SIN_ENTRADA"), "another player's entry");

        let entered = bot.posts(AUTOMATIC, &entry(&ana, 1_000, "sala-1")).await;
        let too_much = bot.posts(AUTOMATIC, &refund(&ana, 1_001, "sala-1")).await;
        assert_eq!(refusal(&too_much), (409, "DUPLICADA"));
        assert_eq!(too_much.body["detalles"], json!({
            "transaccion": entered.body["transaccion"], "pagado": 1_000, "reembolsado": 0, "pedido": 1_001,
        }));
        let refunded = bot.posts(AUTOMATIC, &refund(&ana, 1_000, "sala-1")).await;
        assert_eq!(refunded.status, 201, "{refunded:?}");
        let again = bot.posts(AUTOMATIC, &refund(&ana, 1_000, "sala-1")).await;
        assert_eq!(refusal(&again), (409, "DUPLICADA"));
        assert_eq!(again.body["detalles"]["transaccion"], refunded.body["transaccion"]);

        // They enter again, and the room is cancelled again.
        assert_eq!(bot.posts(AUTOMATIC, &entry(&ana, 1_000, "sala-1")).await.status, 201);
        assert_eq!(bot.posts(AUTOMATIC, &refund(&ana, 600, "sala-1")).await.status, 201);
        assert_eq!(bot.posts(AUTOMATIC, &refund(&ana, 400, "sala-1")).await.status, 201);
        assert_eq!(refusal(&bot.posts(AUTOMATIC, &refund(&ana, 1, "sala-1")).await), (409, "DUPLICADA"));
        assert_eq!(refusal(&bot.posts(AUTOMATIC, &refund(&ana, 1, "sala-2")).await), (409, "REEMBOLSO_SIN_ENTRADA"));
        let meant = bot.posts(AUTOMATIC, &on_purpose(refund(&ana, 50, "sala-2"))).await;
        assert_eq!(meant.status, 201, "{meant:?}");
        assert_eq!(bot.balance(&ana).await, 10_050);
        world.closes_clean().await;
    }

    async fn a_reverted_entry_is_no_entry(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player_with("Ana", 1_001, 10_000).await;
        let entered = bot.posts(AUTOMATIC, &entry(&ana, 1_000, "sala-1")).await;
        let id = entered.body["transaccion"]["_id"].as_str().expect("an id");
        changes(&world, format!(
            "insert into player_reversals (transaction_id, journal_id, actor_id, reason, at_ms)
             select id, journal_id, 0, 'una prueba', 0 from player_transactions where public_id = '{id}'"
        )).await;
        let refused = bot.posts(AUTOMATIC, &refund(&ana, 1_000, "sala-1")).await;
        assert_eq!(refusal(&refused), (409, "REEMBOLSO_SIN_ENTRADA"));
        world.closes_clean().await;
    }
}
