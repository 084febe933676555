//! Several callers try to end an event at the same moment.

use cambista::db::{Source, retrying};
use cambista::domain::games::apps::events;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;

use super::game::{ANA, Answered, Game};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::turns::after;
use crate::support::world::World;

/// The fewest rounds; more follow until each way to end has won at least once.
const ROUNDS_MIN: usize = 12;
const ROUNDS_MAX: usize = 200;
const NO_LIMIT: [(&str, &str); 2] = [
    ("CAMBISTA__HTTP__REQUESTS_PER_SECOND", "10000"),
    ("CAMBISTA__HTTP__BURST", "10000"),
];

struct Race<'w> {
    world: &'w World,
    game: &'w Game,
    random: StdRng,
    /// What Ana has when no event is open.
    posted: i64,
}

impl Race<'_> {
    /// A delay in yields: sometimes none, sometimes as long as one call, sometimes longer than all calls.
    fn turns(&mut self) -> u32 {
        let most = [1, 300, 3_000, 20_000][self.random.random_range(0..4)];
        self.random.random_range(0..most)
    }

    /// Runs all calls on an event whose minute ends meanwhile. Returns how it ended.
    async fn runs(&mut self) -> &'static str {
        let (world, game) = (self.world, self.game);
        let event = game.opens(world).await;
        game.moves(world, event, "credit", ANA, 10).await;
        world.moves_the_hand_seconds(60).await;
        let kind = ["credit", "debit"][self.random.random_range(0..2)];
        let turns: [u32; 6] = std::array::from_fn(|_| self.turns());
        let desk = &world.running().app.desk;
        let (moved, one, two, pinged, swept, ()) = tokio::join!(
            after(turns[0], game.moves(world, event, kind, ANA, 7)),
            after(turns[1], game.closes(world, event)),
            after(turns[2], game.closes(world, event)),
            after(turns[3], game.pings(world, event)),
            after(turns[4], retrying(|| events::expire_due(desk))),
            // Often after all calls, which need many yields.
            after(turns[5] * 8, async { world.hand().advance_ms(1) }),
        );
        let closed = [&one, &two].iter().filter(|answer| answer.status == 200).count();
        assert!(closed <= 1, "an event is closed once: {one:?} {two:?}");
        let end = if closed == 1 { "closed" } else { "expired" };
        let swept = swept.expect("a sweep").expired;
        assert!(swept <= 1 - closed, "an event that was closed expired too");
        if end == "expired" {
            assert_eq!(
                pinged.status, 409,
                "who was pinged in the last moment lives another minute"
            );
        }
        for lost in [&moved, &one, &two, &pinged] {
            if !matches!(lost.status, 200 | 201) {
                says_how_it_ended(lost, event, end);
            }
        }
        self.shows(event, end, moved.status == 201, kind).await;
        end
    }

    /// Checks that the books and the event agree with the answers.
    async fn shows(&mut self, event: i64, end: &str, was_moved: bool, kind: &str) {
        let (world, game) = (self.world, self.game);
        let shown = game.looks_at(world, event).await;
        assert_eq!(shown["state"], end);
        assert_eq!(shown["transactions"], 1 + i64::from(was_moved), "{shown}");
        if end == "closed" {
            let moved = if kind == "credit" { 7 } else { -7 };
            self.posted += 10 + if was_moved { moved } else { 0 };
        }
        assert_eq!(game.funds(world, ANA).await, (self.posted, 0, 0, self.posted));
        let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
        let ends = "select count(*) from app_event_backlog where event_id = $1 and to_state <> 'open'";
        let (ends,): (i64,) = sqlx::query_as(ends)
            .bind(event)
            .fetch_one(reader.conn())
            .await
            .expect("a count");
        assert_eq!(ends, 1, "it ended once");
    }
}

fn says_how_it_ended(answer: &Answered, event: i64, end: &str) {
    assert_eq!(answer.refusal(), (409, format!("event_{end}").as_str()), "{answer:?}");
    let details = &answer.body["error"]["details"];
    assert_eq!(details, &json!({ "event_id": event, "state": end }));
}

on_both_engines! {
    async fn of_those_who_end_an_event_at_once_one_does_and_all_know_it(test_db: TestDb) {
        let world = World::demo_at_hand_with(&test_db, &NO_LIMIT).await;
        let game = Game::new(&world, "Carrera").await;
        let seed = std::env::var("CAMBISTA_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or_else(rand::random);
        println!("CAMBISTA_TEST_SEED={seed}");
        let mut race = Race { world: &world, game: &game, random: StdRng::seed_from_u64(seed), posted: 0 };
        let (mut rounds, mut closed) = (0, 0);
        while rounds < ROUNDS_MIN || closed == 0 || closed == rounds {
            assert!(rounds < ROUNDS_MAX, "{closed} of {rounds} were closed: this is no race");
            rounds += 1;
            closed += usize::from(race.runs().await == "closed");
        }
        println!("{closed} of {rounds} were closed");
        world.closes_clean().await;
    }
}
