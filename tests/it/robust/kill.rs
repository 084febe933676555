//! The kill test: `cambista run` is killed by SIGKILL at random moments while people trade, and nothing is lost or done
//! twice.
//!
//! People who get no answer type or press again. At the end every answered command is in the books once, every order is
//! shown once at each place in its true state, and `cambista audit` passes.

mod people;
mod proof;

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use cambista::app::{Demo, SandboxDeskOptions, SandboxOnly, open_desk};
use cambista::clock::Clock;
use cambista::config::{Config, Secret, Sources};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;

use super::PENDING;
use crate::support::database::{TestDb, on_new_books};
use crate::support::process::{Running, runs};
use crate::support::world::World;

/// Another seed tries other moments; more kills try more of them.
const SEED: &str = "CAMBISTA_TEST_SEED";
const KILLS: &str = "CAMBISTA_TEST_KILLS";

/// How often and how soon the process is killed.
struct Plan {
    kills: u64,
    /// How long it lives after each start, milliseconds.
    lives_ms: (u64, u64),
    batches: usize,
}

/// The state that all people of the story share.
struct Story {
    base: String,
    /// Everything that the desk acknowledged.
    acknowledged: proof::Acknowledged,
    /// When the killing was over; resellers go on until then.
    quiet_since: OnceLock<Instant>,
    /// Cashiers go on until no reseller needs them.
    trading: AtomicBool,
    /// The acts that got no answer and were repeated.
    retries: AtomicU64,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    let plan = Plan {
        kills: 14,
        lives_ms: (250, 2_600),
        batches: 2,
    };
    trade_while_killed(TestDb::sqlite().await, plan).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres() {
    let plan = Plan {
        kills: 5,
        lives_ms: (500, 2_600),
        batches: 1,
    };
    trade_while_killed(TestDb::postgres().await, plan).await;
}

async fn trade_while_killed(test_db: TestDb, plan: Plan) {
    let began = Instant::now();
    let (seed, kills) = (setting(SEED).unwrap_or(7), setting(KILLS).unwrap_or(plan.kills));
    let folder = tempfile::tempdir().expect("a folder");
    let only = opened(&test_db, folder.path()).await;
    let mut environment = only.environment().to_vec();
    environment.push(("DATABASE_URL", test_db.url().to_owned()));
    environment.push(("CAMBISTA__OUTBOX__RETRY_MAX_MS", "1000".to_owned()));
    let environment: Vec<(&str, &str)> = environment
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let start = || Running::start(folder.path(), &["run"], &environment);

    let mut running = start();
    running.logs("slash commands are registered").await;
    let world = World::at(&only.discord.url());
    more_resellers(&world).await;
    for cashier in ["cajero1", "cajero2"] {
        // Their role is given to them by the first process that comes so far.
        people::sees_channel(world.person(cashier), PENDING).await;
    }
    let story = Arc::new(Story {
        base: only.discord.url(),
        acknowledged: proof::Acknowledged::default(),
        quiet_since: OnceLock::new(),
        trading: AtomicBool::new(true),
        retries: AtomicU64::new(0),
    });
    let resellers: Vec<_> = people::RESELLERS
        .iter()
        .map(|(name, channel)| tokio::spawn(people::resells(story.clone(), name, channel, plan.batches)))
        .collect();
    let cashiers: Vec<_> = ["cajero1", "cajero2"]
        .map(|name| tokio::spawn(people::pays(story.clone(), name, seed)))
        .into();

    let mut rng = StdRng::seed_from_u64(seed);
    for _ in 0..kills {
        tokio::time::sleep(Duration::from_millis(
            rng.random_range(plan.lives_ms.0..plan.lives_ms.1),
        ))
        .await;
        assert!(!running.has_ended(), "it ended by itself:\n{}", running.log());
        running.dies().await;
        running = start();
    }
    story.quiet_since.get_or_init(Instant::now);
    for reseller in resellers {
        reseller
            .await
            .unwrap_or_else(|error| panic!("{error}\n{}", tail(&running)));
    }
    story.trading.store(false, Ordering::SeqCst);
    for cashier in cashiers {
        cashier
            .await
            .unwrap_or_else(|error| panic!("{error}\n{}", tail(&running)));
    }
    proof::nothing_is_owed(&test_db).await;
    world.settles().await;
    let log = tail(&running);
    assert!(running.stops_when_told().await.success(), "{log}");

    let (code, said, wrong) = runs(folder.path(), &["audit"], &environment).await;
    assert_eq!(code, 0, "{said}{wrong}");
    let figures = proof::proves(&test_db, &world, &story).await;
    println!(
        "seed {seed}: {kills} kills, {figures}, {} tried again, {:.1} s",
        story.retries.load(Ordering::SeqCst),
        began.elapsed().as_secs_f32()
    );
    only.discord.shutdown().await;
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Starts the Discord, and sets up the demo desk in the books.
async fn opened(test_db: &TestDb, folder: &Path) -> SandboxOnly {
    let options = SandboxDeskOptions {
        addr: "127.0.0.1:0".parse().expect("an address"),
        data_dir: Some(folder.join("discord")),
        database_url: None,
        demo: Demo::WorkedExample,
        rate_limits: false,
    };
    let mut config = on_new_books(Config::load(&Sources::default()).expect("the defaults are valid"));
    let only = SandboxOnly::start(options, &config).await.expect("a Discord");
    config.database.url = Secret::new(test_db.url());
    let desk = open_desk(&config, Clock::System).await.expect("the books open");
    Demo::WorkedExample
        .set_up(&desk, &only.discord)
        .await
        .expect("the demo desk");
    desk.db.close().await;
    only
}

/// Adds two resellers, each with their own channel.
async fn more_resellers(world: &World) {
    for (name, channel) in people::RESELLERS.iter().skip(1) {
        world.post("/sandbox/people", json!({ "name": name })).await;
        let mention = world.mention(name).await;
        let owner = world.person("superusuario");
        for command in [
            format!("!rol {mention} revendedor"),
            format!("!canal {mention}"),
            format!("!setcut {mention} 30"),
        ] {
            let said = owner
                .sends_without_waiting("general", json!({ "content": command }))
                .await;
            people::is_answered(owner, "general", &said).await;
        }
        people::sees_channel(world.person(name), channel).await;
    }
}

fn tail(running: &Running) -> String {
    let log = running.log();
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}
