//! Events from begin to end.

use cambista::domain::books::ledger::{self, AccountKey, Line, Posting};
use cambista::domain::games::apps::events::find_funds;
use cambista::domain::kernel::money::{Currency, Money};
use cambista::domain::people::members::{Member, Role, get_member};
use cambista::ids::DiscordUserId;
use serde_json::json;

use super::game::{ANA, BETO, Game};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::fresh_request;
use crate::support::world::World;

async fn member(world: &World, user: i64) -> Member {
    let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
    let funds = find_funds(&mut reader, DiscordUserId::new(user)).await.expect("read");
    let id = funds.expect("somebody who was seen").member;
    get_member(&mut reader, id).await.expect("a member")
}

on_both_engines! {
    async fn the_calls_of_the_specification_work_as_printed(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        let opened = game.posts(&world, "/finance/event").await;
        let event = opened.body["event_id"].clone();
        assert!(event.is_i64(), "an integer: {opened:?}");
        let body = r#"{
            "user_id": 169015299834642432,
            "event_id": 12,
            "type": "credit",
            "amount": 15,
            "description": "test transaction"
        }"#.replace("12,", &format!("{event},"));
        assert_eq!(game.posts(&world, &format!("/finance/event/{event}/ping")).await.status, 200);
        let made = game.posts_json(&world, "/finance/transaction", &body).await;
        assert_eq!(made.status, 201, "{made:?}");
        assert_eq!(made.body["user_id"], "169015299834642432");
        assert_eq!(made.body["state"], "pending");
        assert_eq!(game.funds(&world, 169_015_299_834_642_432).await, (0, 0, 15, 0));
        let closed = game.posts(&world, &format!("/finance/event/{event}/close")).await;
        assert_eq!((closed.status, &closed.body["transactions"]), (200, &json!(1)));
        assert_eq!(game.funds(&world, 169_015_299_834_642_432).await, (15, 0, 0, 15));
        let id = made.body["transaction_id"].as_i64().unwrap();
        let shown = game.gets(&world, &format!("/finance/transaction/{id}")).await.body;
        assert_eq!(shown["state"], "final");
        assert_eq!(shown["description"], "test transaction");
        world.closes_clean().await;
    }

    async fn a_game_that_is_killed_gives_everything_back_after_a_minute(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let game = Game::new(&world, "Ruleta").await;
        game.gives(&world, ANA, 100).await;
        let event = game.opens(&world).await;
        game.moves(&world, event, "debit", ANA, 40).await;
        let credited = game.moves(&world, event, "credit", BETO, 40).await;
        assert_eq!(game.funds(&world, ANA).await, (100, 40, 0, 60));
        assert_eq!(game.funds(&world, BETO).await, (0, 0, 40, 0));

        world.passes_seconds(60).await;
        assert_eq!(game.looks_at(&world, event).await["state"], "open", "strictly after a minute");
        world.passes_seconds(1).await;
        let shown = game.looks_at(&world, event).await;
        assert_eq!((&shown["state"], &shown["reason"]), (&json!("expired"), &json!("no_ping_for_60_seconds")));
        assert_eq!((&shown["credited"], &shown["debited"]), (&json!(40), &json!(40)), "the rows stay");
        assert_eq!(game.funds(&world, ANA).await, (100, 0, 0, 100));
        assert_eq!(game.funds(&world, BETO).await, (0, 0, 0, 0));
        let id = credited.body["transaction_id"].as_i64().unwrap();
        assert_eq!(game.gets(&world, &format!("/finance/transaction/{id}")).await.body["state"], "refunded");
        for late in [
            game.closes(&world, event).await,
            game.pings(&world, event).await,
            game.moves(&world, event, "credit", ANA, 1).await,
        ] {
            assert_eq!(late.refusal(), (409, "event_expired"));
            assert_eq!(late.body["error"]["details"], json!({ "event_id": event, "state": "expired" }));
        }
        world.closes_clean().await;
    }

    async fn a_call_that_comes_before_the_sweep_finds_the_event_expired_too(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let game = Game::new(&world, "Dados").await;
        game.gives(&world, ANA, 100).await;
        let event = game.opens(&world).await;
        game.moves(&world, event, "debit", ANA, 40).await;
        world.moves_the_hand_seconds(61).await;
        assert_eq!(game.closes(&world, event).await.refusal(), (409, "event_expired"));
        assert_eq!(game.funds(&world, ANA).await, (100, 0, 0, 100));
        world.closes_clean().await;
    }

    async fn while_the_desk_is_down_no_game_is_late(test_db: TestDb) {
        let mut world = World::demo_at_hand(&test_db).await;
        let game = Game::new(&world, "Póker").await;
        game.gives(&world, ANA, 100).await;
        let event = game.opens(&world).await;
        game.moves(&world, event, "debit", ANA, 40).await;
        world.passes_seconds(50).await;
        world.is_closed_for(10).await;
        world.sweeps().await;
        assert_eq!(game.looks_at(&world, event).await["state"], "open");
        world.passes_seconds(10).await;
        assert_eq!(game.pings(&world, event).await.status, 200, "sixty seconds were worked, and no more");
        assert_eq!(game.closes(&world, event).await.status, 200);
        assert_eq!(game.funds(&world, ANA).await, (60, 0, 0, 60));
        world.closes_clean().await;
    }

    async fn a_short_restart_is_not_counted_either(test_db: TestDb) {
        let mut world = World::demo_at_hand(&test_db).await;
        let game = Game::new(&world, "Póker").await;
        let event = game.opens(&world).await;
        world.passes_seconds(50).await;
        world.is_closed_for_seconds(20).await;
        world.passes_seconds(10).await;
        assert_eq!(game.looks_at(&world, event).await["state"], "open", "sixty seconds were worked, and no more");
        world.passes_seconds(1).await;
        assert_eq!(game.looks_at(&world, event).await["state"], "expired");
        world.closes_clean().await;
    }

    async fn a_desk_that_lived_but_could_not_be_reached_ends_nobodys_event(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let game = Game::new(&world, "Póker").await;
        let (swept, pinged, closed) = (game.opens(&world).await, game.opens(&world).await, game.opens(&world).await);
        world.passes_seconds(50).await;
        world.jumps(10);
        // The outage is not recorded yet, but the call is decided as if it were.
        assert_eq!(game.closes(&world, closed).await.status, 200);
        assert_eq!(game.pings(&world, pinged).await.status, 200);
        assert_eq!(game.looks_at(&world, swept).await["expires_at"], "2026-11-20T12:11:00.000Z");
        world.sweeps().await;
        world.passes_seconds(10).await;
        assert_eq!(game.looks_at(&world, swept).await["state"], "open");
        world.passes_seconds(1).await;
        assert_eq!(game.looks_at(&world, swept).await["state"], "expired");
        world.passes_seconds(49).await;
        assert_eq!(game.looks_at(&world, pinged).await["state"], "open");
        world.passes_seconds(1).await;
        assert_eq!(game.looks_at(&world, pinged).await["state"], "expired");
        world.closes_clean().await;
    }

    async fn a_clock_that_was_a_day_ahead_for_a_moment_gives_no_event_a_day(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let game = Game::new(&world, "Póker").await;
        game.gives(&world, ANA, 100).await;
        let event = game.opens(&world).await;
        game.moves(&world, event, "debit", ANA, 40).await;
        world.passes_seconds(10).await;
        world.jumps(24 * 60);
        world.sweeps().await;
        assert_eq!(game.looks_at(&world, event).await["state"], "open");
        world.jumps(-24 * 60);
        world.sweeps().await;
        assert_eq!(game.looks_at(&world, event).await["expires_at"], "2026-11-20T12:01:00.000Z");
        world.passes_seconds(50).await;
        assert_eq!(game.looks_at(&world, event).await["state"], "open", "strictly after a minute");
        world.passes_seconds(1).await;
        assert_eq!(game.looks_at(&world, event).await["state"], "expired");
        assert_eq!(game.funds(&world, ANA).await, (100, 0, 0, 100));
        world.closes_clean().await;
    }

    async fn pings_keep_an_event_alive_for_as_long_as_they_come(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let game = Game::new(&world, "Bingo").await;
        let event = game.opens(&world).await;
        for _ in 0..5 {
            world.passes_seconds(55).await;
            assert_eq!(game.pings(&world, event).await.status, 200);
        }
        world.passes_seconds(61).await;
        assert_eq!(game.pings(&world, event).await.refusal(), (409, "event_expired"));
        world.closes_clean().await;
    }

    async fn pending_coins_are_spent_only_in_their_own_event(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        let (won, other) = (game.opens(&world).await, game.opens(&world).await);
        game.moves(&world, won, "credit", ANA, 30).await;
        let refused = game.moves(&world, other, "debit", ANA, 20).await;
        assert_eq!(refused.refusal(), (409, "insufficient_funds"));
        assert_eq!(refused.body["error"]["details"], json!({ "amount": 20, "available": 0 }));
        let spent = game.moves(&world, won, "debit", ANA, 20).await;
        assert_eq!((spent.status, &spent.body["available"]), (201, &json!(10)));
        assert_eq!(game.funds(&world, ANA).await, (0, 0, 10, 0));
        assert_eq!(game.moves(&world, won, "debit", ANA, 11).await.refusal(), (409, "insufficient_funds"));
        assert_eq!(game.closes(&world, won).await.status, 200);
        assert_eq!(game.funds(&world, ANA).await, (10, 0, 0, 10));
        assert_eq!(game.closes(&world, other).await.status, 200, "an event with nothing in it closes too");
        world.closes_clean().await;
    }

    async fn todays_ids_of_19_digits_are_taken_as_number_and_as_text(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        let user = 1_234_567_890_123_456_789_i64;
        let event = game.opens(&world).await;
        for written in [json!(user), json!(user.to_string())] {
            let body = json!({ "user_id": written, "event_id": event, "type": "credit", "amount": 5, "description": "x" });
            let made = game.posts_json(&world, "/finance/transaction", &body.to_string()).await;
            assert_eq!((made.status, &made.body["user_id"]), (201, &json!("1234567890123456789")));
        }
        assert_eq!(game.closes(&world, event).await.status, 200);
        assert_eq!(game.funds(&world, user).await, (10, 0, 0, 10));
        world.closes_clean().await;
    }

    async fn who_was_never_seen_becomes_a_member_without_a_role(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        assert_eq!(game.gets(&world, &format!("/finance/user/{ANA}")).await.refusal(), (404, "user_not_found"));
        game.gives(&world, ANA, 5).await;
        let ana = member(&world, ANA).await;
        assert_eq!((ana.role, ana.sent_away, ana.name), (Role::Guest, false, ANA.to_string()));
        assert!(ana.left_at.is_some(), "an app may name anybody: nobody saw them in the guild");
        world.closes_clean().await;
    }

    async fn what_is_too_large_for_the_books_is_refused(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        game.gives(&world, ANA, 1).await;
        let desk = &world.running().app.desk;
        let (issuance, most) = (AccountKey::Issuance(Currency::COIN), Money::from_minor(i64::MAX - 11, Currency::COIN));
        let posting = Posting {
            kind: "coins.given",
            request: fresh_request(),
            actor: None,
            at: desk.clock.now(),
            details: json!({}),
            lines: vec![
                Line::take(issuance, most).expect("it has an opposite"),
                Line::add(AccountKey::Coins(member(&world, ANA).await.id), most),
            ],
        };
        let mut tx = desk.db.begin().await.expect("a unit");
        ledger::post(&mut tx, posting).await.expect("posted");
        tx.commit().await.expect("kept");
        let event = game.opens(&world).await;
        assert_eq!(game.moves(&world, event, "credit", ANA, 100).await.refusal(), (409, "limit_exceeded"));
        assert_eq!(game.moves(&world, event, "debit", ANA, 100).await.status, 201, "the event goes on");
        assert_eq!(game.closes(&world, event).await.status, 200);
        world.closes_clean().await;
    }

    async fn what_two_events_hold_together_nobody_spends_twice(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (one, two) = (Game::new(&world, "Uno").await, Game::new(&world, "Dos").await);
        one.gives(&world, ANA, 100).await;
        let (first, second) = (one.opens(&world).await, two.opens(&world).await);
        assert_eq!(one.moves(&world, first, "debit", ANA, 70).await.status, 201);
        assert_eq!(two.moves(&world, second, "debit", ANA, 31).await.refusal(), (409, "insufficient_funds"));
        assert_eq!(two.moves(&world, second, "debit", ANA, 30).await.status, 201);
        assert_eq!(one.closes(&world, first).await.status, 200);
        assert_eq!(two.closes(&world, second).await.status, 200);
        assert_eq!(one.funds(&world, ANA).await, (0, 0, 0, 0));
        assert_eq!(world.balances().await.get("issuance:COIN"), Some(&0));
        world.closes_clean().await;
    }

    async fn pages_of_a_leaderboard_lose_and_repeat_nobody_among_equals(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Uno").await;
        let event = game.opens(&world).await;
        for (user, amount) in [(11, 10), (12, 10), (13, 20), (14, 10), (15, 10), (16, 5), (17, 10)] {
            assert_eq!(game.moves(&world, event, "credit", user, amount).await.status, 201);
        }
        assert_eq!(game.closes(&world, event).await.status, 200);
        let (mut seen, mut path) = (Vec::new(), "/finance/leaderboard?limit=2".to_owned());
        loop {
            let page = game.gets(&world, &path).await.body;
            seen.extend(page["places"].as_array().expect("places").clone());
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/finance/leaderboard?limit=2&cursor={next}");
        }
        let ranks: Vec<i64> = seen.iter().filter_map(|place| place["rank"].as_i64()).collect();
        assert_eq!(ranks, [1, 2, 3, 4, 5, 6, 7]);
        let users: Vec<&str> = seen.iter().filter_map(|place| place["user_id"].as_str()).collect();
        assert_eq!((users[0], users[6]), ("13", "16"), "{users:?}");
        let mut between = users[1..6].to_vec();
        between.sort_unstable();
        assert_eq!(between, ["11", "12", "14", "15", "17"]);
        world.closes_clean().await;
    }

    async fn lists_turn_page_by_page_and_show_an_app_only_its_own(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (game, other) = (Game::new(&world, "Uno").await, Game::new(&world, "Dos").await);
        for (user, amount) in [(ANA, 10), (BETO, 30), (ANA, 5)] {
            game.gives(&world, user, amount).await;
        }
        other.gives(&world, ANA, 1).await;
        let path = format!("/finance/user/{ANA}/transactions?limit=1");
        let first = game.gets(&world, &path).await.body;
        assert_eq!(first["transactions"][0]["amount"], 5);
        let next = first["next"].as_str().expect("there is more").to_owned();
        let second = game.gets(&world, &format!("{path}&cursor={next}")).await.body;
        assert_eq!((&second["transactions"][0]["amount"], &second["next"]), (&json!(10), &json!(null)));

        let board = game.gets(&world, "/finance/leaderboard?limit=1").await.body;
        assert_eq!(board["places"][0]["user_id"], BETO.to_string());
        let next = board["next"].as_str().expect("there is more");
        let rest = game.gets(&world, &format!("/finance/leaderboard?cursor={next}")).await.body;
        assert_eq!(rest["places"], json!([{ "rank": 2, "user_id": ANA.to_string(), "name": ANA.to_string(), "posted": 16 }]));
        world.closes_clean().await;
    }
}
