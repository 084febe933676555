//! Handles events one by one in each channel.
//!
//! serenity handles every event in a task of its own. Somebody who types `!start batch` and `!t 100 p` in quick
//! succession, or sends a capture and presses Listo, expects them to be handled in that order.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// If more channels than this are known, those that nobody waits for are forgotten.
const CHANNELS_KEPT: usize = 256;

/// The turns of all channels. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Turns {
    channels: Arc<Mutex<HashMap<u64, Arc<AsyncMutex<()>>>>>,
}

/// A turn. The next one in the channel begins when it is dropped.
pub(super) struct Turn {
    _guard: OwnedMutexGuard<()>,
}

impl Turns {
    /// Waits until everything that asked earlier for this channel is done.
    pub(super) async fn take(&self, channel: u64) -> Turn {
        let line = self.line(channel);
        Turn {
            _guard: line.lock_owned().await,
        }
    }

    fn line(&self, channel: u64) -> Arc<AsyncMutex<()>> {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        if CHANNELS_KEPT < channels.len() {
            channels.retain(|_, line| 1 < Arc::strong_count(line));
        }
        channels.entry(channel).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;

    #[tokio::test]
    async fn a_second_one_waits_in_the_same_channel_and_not_in_another() {
        let turns = Turns::default();
        let first = turns.take(1).await;
        let _other = turns.take(2).await;
        let waiting = tokio::spawn({
            let turns = turns.clone();
            async move { drop(turns.take(1).await) }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(first);
        waiting.await.unwrap();
    }
}
