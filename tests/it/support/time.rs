//! Time that passes because a story says so.

use cambista::clock::{Clock, HandClock};

use super::world::World;

const MINUTE_MS: i64 = 60_000;

impl World {
    /// Minutes go by while the desk is open, and it looks after what happens by itself.
    pub async fn passes(&self, minutes: i64) {
        self.moves_the_hand(minutes);
        self.sweeps().await;
    }

    /// Minutes go by, and nothing else happens.
    pub fn moves_the_hand(&self, minutes: i64) {
        self.hand().advance_ms(minutes * MINUTE_MS);
    }

    /// The desk looks after what happens by itself, at this very moment.
    pub async fn sweeps(&self) {
        self.running().app.sweep().await;
        self.settles().await;
    }

    /// Ends bot and Discord, and starts them again when so many minutes have gone by.
    pub async fn is_closed_for(&mut self, minutes: i64) {
        let running = self.running.take().expect("a running desk");
        running.shutdown().await;
        self.moves_the_hand(minutes);
        self.open().await;
    }

    /// Seconds go by while the desk is open, and it looks after what happens by itself.
    pub async fn passes_seconds(&self, seconds: i64) {
        self.moves_the_hand_seconds(seconds);
        self.sweeps().await;
    }

    /// Seconds go by, and nothing else happens.
    pub fn moves_the_hand_seconds(&self, seconds: i64) {
        self.hand().advance_ms(seconds * 1_000);
    }

    fn hand(&self) -> &HandClock {
        match &self.clock {
            Clock::Hand(hand) => hand,
            Clock::System => panic!("this world lives in real time: begin it with `World::demo_at_hand`"),
        }
    }
}
