//! The desk is restarted on purpose: the time in which no game could reach it does not count at all.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use cambista::app::{App, Demo, SandboxDeskOptions, SandboxOnly, open_desk};
use cambista::clock::{Clock, HandClock};
use cambista::config::{Config, Sources};
use cambista::db::retrying;
use cambista::domain::kernel::uptime;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use super::game::Game;
use crate::on_both_engines;
use crate::support::database::{TestDb, on_new_books};
use crate::support::desk::NOON;
use crate::support::world::World;

/// A call that the API has begun to read and that does not end.
async fn call_in_flight(world: &World, game: &Game) -> TcpStream {
    let addr = world.running().app.http_addr();
    let mut call = TcpStream::connect(addr).await.expect("the API listens");
    let head = format!(
        "POST /finance/transaction HTTP/1.1\r\nhost: {addr}\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\nexpect: 100-continue\r\n\r\n",
        game.key
    );
    call.write_all(head.as_bytes()).await.expect("sent");
    let mut answer = [0; 12];
    call.read_exact(&mut answer).await.expect("it waits for the body");
    assert_eq!(&answer, b"HTTP/1.1 100");
    call
}

/// A Discord that answers its first request only after `slow_ms`. Returns its address.
async fn slow_discord(discord: SocketAddr, hand: HandClock, slow_ms: i64) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let addr = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let was_slow = AtomicBool::new(false);
        while let Ok((mut from, _)) = listener.accept().await {
            if !was_slow.swap(true, Ordering::SeqCst) {
                hand.advance_ms(slow_ms);
            }
            let mut to = TcpStream::connect(discord).await.expect("Discord listens");
            tokio::spawn(async move { copy_bidirectional(&mut from, &mut to).await });
        }
    });
    addr
}

on_both_engines! {
    async fn while_a_desk_ends_no_time_passes_for_a_game(test_db: TestDb) {
        let mut world = World::demo_at_hand(&test_db).await;
        let game = Game::new(&world, "Ruleta").await;
        let event = game.opens(&world).await;
        world.passes_seconds(50).await;
        let call = call_in_flight(&world, &game).await;
        world.is_slow_to_close(call, 9).await;
        world.passes_seconds(10).await;
        assert_eq!(game.looks_at(&world, event).await["state"], "open", "sixty seconds were worked, and no more");
        world.passes_seconds(1).await;
        assert_eq!(game.looks_at(&world, event).await["state"], "expired");
        world.closes_clean().await;
    }

    async fn while_a_desk_begins_no_time_passes_for_a_game(test_db: TestDb) {
        let hand = HandClock::starting_at(NOON);
        let clock = Clock::Hand(hand.clone());
        let mut sources = Sources::default();
        sources.variables.insert("CAMBISTA_HTTP_ADDR".to_owned(), "127.0.0.1:0".to_owned());
        let config = Config::load(&sources).expect("the defaults are valid");
        let options = SandboxDeskOptions {
            addr: "127.0.0.1:0".parse().expect("an address"),
            data_dir: None,
            database_url: None,
            demo: Demo::WorkedExample,
            rate_limits: false,
        };
        let only = SandboxOnly::start(options, &config).await.expect("the sandbox opens");
        let environment = only.environment().map(|(name, value)| (name.to_owned(), value));
        sources.variables.extend(environment);
        sources.variables.insert("DATABASE_URL".to_owned(), test_db.url().to_owned());
        let mut config = on_new_books(Config::load(&sources).expect("the settings are valid"));
        let before = open_desk(&config, clock.clone()).await.expect("the desk opens");
        retrying(|| uptime::resume(&before.db, &clock)).await.expect("it was there");
        before.db.close().await;

        let discord: SocketAddr = only.discord.url().trim_start_matches("http://").parse().expect("an address");
        hand.advance_ms(5_000);
        let slow = slow_discord(discord, hand.clone(), 20_000).await;
        config.discord.api_base = Some(format!("http://{slow}"));
        let app = App::start(&config, clock.clone()).await.expect("the desk opens");
        let mut reader = app.desk.db.reader().await.expect("a reader");
        let worked_ms = uptime::worked_ms_since(&mut reader, NOON, clock.now()).await.expect("a time");
        assert_eq!((clock.now(), worked_ms), (NOON.plus_ms(25_000), 0));
        drop(reader);
        app.shutdown().await;
        only.discord.shutdown().await;
    }
}
