//! Moves a world's clock by hand.

use cambista::clock::{Clock, HandClock};
use cambista::db::retrying;
use cambista::domain::kernel::desk::Desk;
use cambista::domain::kernel::uptime;
use tokio::net::TcpStream;

use super::world::World;

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60_000;

/// Moves the clock while a desk is open: it writes heartbeats as a running desk does, and nothing else happens.
pub async fn lives_on(desk: &Desk, hand: &HandClock, ms: i64) {
    let beat_every_ms = i64::try_from(uptime::BEAT_EVERY.as_millis()).expect("seconds");
    let mut left_ms = ms;
    while 0 < left_ms {
        let step_ms = left_ms.min(beat_every_ms);
        hand.advance_ms(step_ms);
        retrying(|| uptime::beat(&desk.db, &desk.clock)).await.expect("a beat");
        left_ms -= step_ms;
    }
}

impl World {
    /// Moves the clock by minutes while the desk is open, then sweeps.
    pub async fn passes(&self, minutes: i64) {
        self.moves_the_hand(minutes).await;
        self.sweeps().await;
    }

    /// Moves the clock by minutes while the desk is open; nothing else happens.
    pub async fn moves_the_hand(&self, minutes: i64) {
        lives_on(&self.running().app.desk, self.hand(), minutes * MINUTE_MS).await;
    }

    /// Moves the clock at once, forward or back, without heartbeats: as if the machine slept or the database was away.
    /// Also for whole days, which would need too many heartbeats.
    pub fn jumps(&self, minutes: i64) {
        self.hand().advance_ms(minutes * MINUTE_MS);
    }

    /// Runs one sweep now.
    pub async fn sweeps(&self) {
        self.running().app.sweep().await;
        self.settles().await;
    }

    /// Stops bot and Discord, moves the clock by minutes, and starts them again.
    pub async fn is_closed_for(&mut self, minutes: i64) {
        self.is_closed_for_seconds(minutes * 60).await;
    }

    /// As [`World::is_closed_for`], in seconds.
    pub async fn is_closed_for_seconds(&mut self, seconds: i64) {
        let running = self.running.take().expect("a running desk");
        running.shutdown().await;
        self.hand().advance_ms(seconds * SECOND_MS);
        self.open().await;
    }

    /// Stops bot and Discord while a game's call is in flight that ends only after `seconds`, and starts them again.
    pub async fn is_slow_to_close(&mut self, call: TcpStream, seconds: i64) {
        let running = self.running.take().expect("a running desk");
        let (addr, hand) = (running.app.http_addr(), self.hand().clone());
        let time_goes_by = async move {
            while TcpStream::connect(addr).await.is_ok() {
                tokio::task::yield_now().await;
            }
            hand.advance_ms(seconds * SECOND_MS);
            drop(call);
        };
        tokio::join!(running.shutdown(), time_goes_by);
        self.open().await;
    }

    /// Moves the clock by seconds while the desk is open, then sweeps.
    pub async fn passes_seconds(&self, seconds: i64) {
        self.moves_the_hand_seconds(seconds).await;
        self.sweeps().await;
    }

    /// Moves the clock by seconds while the desk is open; nothing else happens.
    pub async fn moves_the_hand_seconds(&self, seconds: i64) {
        lives_on(&self.running().app.desk, self.hand(), seconds * SECOND_MS).await;
    }

    /// Moves the clock by seconds while the desk is open, and lets the courier look for due notices; nothing else
    /// happens.
    pub async fn courier_waits(&self, seconds: i64) {
        self.moves_the_hand_seconds(seconds).await;
        self.running().app.bot.look_at_outbox();
        self.settles().await;
    }

    pub fn hand(&self) -> &HandClock {
        match &self.clock {
            Clock::Hand(hand) => hand,
            Clock::System => panic!("this world lives in real time: begin it with `World::demo_at_hand`"),
        }
    }
}
