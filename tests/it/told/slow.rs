//! One slow place does not delay the others. These stories use real time.

use cambista::domain::kernel::outbox::{self, Notice};
use cambista::ids::{AchievementId, MemberId};
use serde_json::json;

use super::{CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::patience::{at_last, when};
use crate::support::world::World;

/// Enqueues this many announcements of one achievement, for the desk's own members.
async fn owes_announcements(world: &World, count: i64) {
    let desk = &world.running().app.desk;
    let mut tx = desk.db.begin().await.expect("a unit");
    for sql in [
        "insert into apps (id, name, created_by, created_at_ms) values (1, 'juego', 1, 0)",
        "insert into achievements (id, app_id, name, description, target, reward_minor, created_at_ms)
         values (1, 1, 'Tiburón', 'gana mucho', 1, 0, 0)",
    ] {
        sqlx::query(sql).execute(tx.conn()).await.expect(sql);
    }
    for n in 0..count {
        let notice = Notice::AchievementCompleted {
            achievement: AchievementId::new(1),
            member: MemberId::new(1),
        };
        outbox::enqueue(&mut tx, &format!("achievement:{n}"), &notice, desk.clock.now())
            .await
            .expect("owed");
    }
    tx.commit().await.expect("kept");
}

/// Waits until this many orders are shown to the cashiers.
async fn orders_reach_their_cashiers(world: &World, orders: usize) {
    at_last("the orders' messages", async || {
        let (one, other) = (world.person("cajero1"), world.person("cajero2"));
        when(orders <= one.counts("dm", "Total a pagar").await + other.counts("dm", "Total a pagar").await)
    })
    .await;
}

on_both_engines! {
    async fn announcements_in_a_slow_channel_do_not_delay_an_order(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        world.slows("logros", 1, 1_000);
        owes_announcements(&world, 60).await;
        david.sends_without_waiting(CHANNEL, json!({ "content": "!t 100 p" })).await;
        orders_reach_their_cashiers(&world, 1).await;
        let announced = world.person("maria").counts("logros", "Tiburón").await;
        assert!(announced < 30, "the order waited for {announced} announcements");
        // The reseller's channel is another lane than the cashier's messages: it may be told a moment later.
        at_last("the order in its channel", async || when(0 < david.counts(CHANNEL, "902,70 Bs").await)).await;
        world.forgets_slowness("logros");
        world.person("cajero1").pays(1).await.says(&["902,70 Bs"]);
        david.says(CHANNEL, "!c 100 26.32").await;
        assert_eq!(world.person("maria").counts("logros", "Tiburón").await, 60, "and all of them are told");
        world.closes_clean().await;
    }

    async fn many_orders_at_once_do_not_wait_for_the_channel_of_pending_orders(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        world.slows(PENDING, 1, 1_000);
        for _ in 0..20 {
            david.sends_without_waiting(CHANNEL, json!({ "content": "!t 1 p" })).await;
        }
        orders_reach_their_cashiers(&world, 20).await;
        let pending = world.person("cajero2").counts(PENDING, "Total a pagar").await;
        assert!(pending < 15, "the cashiers waited for {pending} messages elsewhere");
        world.forgets_slowness(PENDING);
        world.settles().await;
        assert_eq!(world.person("cajero2").counts(PENDING, "Total a pagar").await, 20);
        for order in 1..=20 {
            david.says(CHANNEL, &format!("!cancelar {order}")).await;
        }
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn a_429_is_waited_out_in_its_channel_alone(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        let pending = world.running().discord.channel_id(PENDING).expect("a channel");
        let path = format!("/channels/{pending}/messages");
        world.breaks("POST", &path, json!({ "status": 429, "times": 1, "retry_after": 7.5 })).await;
        david.says(CHANNEL, "!t 100 p").await;
        assert_eq!((cajero.counts("dm", "Orden 1").await, cajero.counts(PENDING, "Orden 1").await), (1, 0));
        let asked = |requests: &[serde_json::Value]| {
            let there = |one: &&serde_json::Value| one["method"] == "POST" && one["path"].as_str().unwrap_or_default().contains(&path);
            requests.iter().filter(there).count()
        };
        let before = asked(&world.requests().await);
        world.courier_waits(7).await;
        assert_eq!(asked(&world.requests().await), before, "Discord said how long to wait");
        world.courier_waits(1).await;
        cajero.order(PENDING, 1).await.shows(&["902,70 Bs"]);
        cajero.pays(1).await.says(&["902,70 Bs"]);
        david.says(CHANNEL, "!c 100 26.32").await;
        world.closes_clean().await;
    }

    async fn with_discords_own_limits_everything_is_told_and_little_is_refused(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        world.limits_requests();
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        for _ in 0..12 {
            david.sends_without_waiting(CHANNEL, json!({ "content": "!t 1 p" })).await;
        }
        orders_reach_their_cashiers(&world, 12).await;
        let requests = world.requests().await;
        let refused = requests.iter().filter(|one| one["status"] == 429).count();
        assert!(refused <= 12, "{refused} of {} requests were too many", requests.len());
        world.closes_clean().await;
    }
}
